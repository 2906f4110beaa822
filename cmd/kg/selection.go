package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"kg/article"
	"kg/graph"
)

// selectionFlags are the flags that say which articles are meant without naming them.
func selectionFlags(cmd *cobra.Command, sel *graph.Selection) {
	cmd.Flags().StringVar(&sel.Publisher, "publisher", "", "articles of this `publisher`")
	cmd.Flags().StringVar(&sel.From, "from", "", "articles of this `day` and later")
	cmd.Flags().StringVar(&sel.To, "to", "", "articles of this `day` and earlier")
}

// checkSelection looks at the days of a selection.
func checkSelection(sel graph.Selection) error {
	for _, day := range []struct{ flag, value string }{{"--from", sel.From}, {"--to", sel.To}} {
		if _, err := time.Parse(time.DateOnly, day.value); day.value != "" && err != nil {
			return usageError{fmt.Errorf("%s %q: not a day like 2016-03-01", day.flag, day.value)}
		}
	}
	return nil
}

// articles are the ids of the articles that name says: an id, a URL, or a file whose articles are meant.
func (a *app) articles(ctx context.Context, store *graph.Store, name string) ([]string, error) {
	found, err := store.FindArticle(ctx, name)
	if errors.Is(err, graph.ErrNotFound) {
		return articlesOf(ctx, name, err)
	}
	return found, err
}

// among are the articles that names say, as far as they are in ids, which are sorted.
func (a *app) among(ctx context.Context, store *graph.Store, names, ids []string) ([]string, error) {
	var out []string
	for _, name := range names {
		found, err := a.articles(ctx, store, name)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			if _, ok := slices.BinarySearch(ids, id); ok && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out, nil
}

// articlesOf are the ids of the articles in the file at path; where there is no such file, the error is notFound.
func articlesOf(ctx context.Context, path string, notFound error) ([]string, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, notFound
	}
	var ids []string
	for a, err := range article.Read(ctx, []string{path}, article.Options{Language: "any"}) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, a.ID)
	}
	return ids, nil
}
