package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

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
			if err := checkSelection(sel); err != nil {
				return err
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
				found, err := a.articles(ctx, store, name)
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
	selectionFlags(cmd, &sel)
	return cmd
}
