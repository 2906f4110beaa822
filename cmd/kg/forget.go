package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kg/article"
	"kg/graph"
)

func newForgetCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "forget ARTICLE...",
		Short: "Take articles out of the graph",
		Long: `Forget removes exactly what the articles brought: the graph is then the one that was built without them.
ARTICLE is an id (art:…), a URL, or a file whose articles are meant.`,
		Example: "  kg forget https://news.example/2016/geneva\n  kg forget articles/a1.txt",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			ctx := cmd.Context()
			store, err := a.openForWriting(ctx, false)
			if err != nil {
				return err
			}
			defer store.Close()
			var ids []string
			for _, name := range names {
				found, err := store.FindArticle(ctx, name)
				if errors.Is(err, graph.ErrNotFound) {
					found, err = articlesOf(ctx, name, err)
				}
				if err != nil {
					return err
				}
				ids = append(ids, found...)
			}
			if err := store.ForgetAll(ctx, ids); err != nil {
				return err
			}
			for _, id := range ids {
				fmt.Fprintf(a.stderr, "forgot %s\n", id)
			}
			return store.Close()
		},
	}
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
