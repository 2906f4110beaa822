package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newForgetCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "forget ARTICLE...",
		Short: "Take articles out of the graph",
		Long: `Forget removes exactly what the articles brought: the graph is then the one that was built without them.
ARTICLE is an id (art:…), a URL, or the source it was loaded from.`,
		Example: "  kg forget https://news.example/2016/geneva",
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
				if err != nil {
					return err
				}
				if len(found) > 1 {
					return fmt.Errorf("article %q: %d articles have it: %v; name one of them", name, len(found), found)
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
