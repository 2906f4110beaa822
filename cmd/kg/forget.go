package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"kg/article"
	"kg/graph"
)

func newForgetCmd(a *app) *cobra.Command {
	var sel graph.Selection
	cmd := &cobra.Command{
		Use:   "forget [ARTICLE...]",
		Short: "Take articles out of the graph",
		Long: `Forget removes exactly what the articles brought: the graph is then the one that was built without them.
ARTICLE is an id (art:…), a URL, or a file whose articles are meant. Instead of naming articles, say which by
publisher and day of publication; an article without a day is in no range.`,
		Example: "  kg forget https://news.example/2016/geneva\n  kg forget articles/a1.txt\n  kg forget --publisher \"The Example\" --from 2016-03-01 --to 2016-03-31",
		RunE: func(cmd *cobra.Command, names []string) error {
			ctx := cmd.Context()
			if (len(names) == 0) == (sel == graph.Selection{}) {
				return usageError{errors.New("name articles, or say which with --publisher, --from, --to")}
			}
			for _, day := range []struct{ flag, value string }{{"--from", sel.From}, {"--to", sel.To}} {
				if _, err := time.Parse(time.DateOnly, day.value); day.value != "" && err != nil {
					return usageError{fmt.Errorf("%s %q: not a day like 2016-03-01", day.flag, day.value)}
				}
			}
			store, err := a.openForWriting(ctx, false)
			if err != nil {
				return err
			}
			defer store.Close()
			var ids []string
			if len(names) == 0 {
				if ids, err = store.SelectArticles(ctx, sel); err != nil {
					return err
				}
			}
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
	cmd.Flags().StringVar(&sel.Publisher, "publisher", "", "articles of this `publisher`")
	cmd.Flags().StringVar(&sel.From, "from", "", "articles of this `day` and later")
	cmd.Flags().StringVar(&sel.To, "to", "", "articles of this `day` and earlier")
	return cmd
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
