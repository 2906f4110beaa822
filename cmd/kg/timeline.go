package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"kg/graph/claims"
	"kg/schema"
)

func newTimelineCmd(a *app) *cobra.Command {
	var f answerFlags
	var since, until string
	var all bool
	cmd := &cobra.Command{
		Use:   "timeline ENTITY [OTHER]",
		Short: "List what happened to an entity, or between two, by day",
		Long: `Timeline lists the latest 200 facts of an entity in the order of their days: when it was so where the text says when, else when it was
published. With --all it lists what is only reported, planned, possible or denied too.`,
		Example: "  kg timeline Kerry\n  kg timeline Kerry Lavrov --since 2016-01-01",
		Args:    args(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			filter := claims.Filter{Since: since, Until: until, Facts: !all, Limit: f.limit}
			for i, name := range args {
				ref, err := a.entity(ctx, store, name)
				if err != nil {
					return err
				}
				*[]*[]string{&filter.About, &filter.With}[i] = []string{"<" + schema.EntPrefix + ref.ID + ">"}
			}
			found, err := findClaims(ctx, store, filter)
			if err != nil {
				return err
			}
			if f.limit > 0 && len(found) == f.limit {
				fmt.Fprintf(a.stderr, "the latest %d; --limit 0 lists all\n", f.limit)
			}
			rows, err := claimRows(ctx, store, found)
			if err != nil {
				return err
			}
			return a.answer(f, claimColumns, rows)
		},
	}
	f.add(cmd, 200)
	cmd.Flags().StringVar(&since, "since", "", "only from this `day` on, 2006-01-02")
	cmd.Flags().StringVar(&until, "until", "", "only to this `day`")
	cmd.Flags().BoolVar(&all, "all", false, "claims that are no facts too")
	return cmd
}
