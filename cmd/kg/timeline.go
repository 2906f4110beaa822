package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newTimelineCmd(a *app) *cobra.Command {
	var f answerFlags
	var since, until string
	var all bool
	cmd := &cobra.Command{
		Use:   "timeline ENTITY [OTHER]",
		Short: "List what happened to an entity, or between two, by day",
		Long: `Timeline lists the facts of an entity in the order of their days: when it was so where the text says when, else when it was
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
			filter := graph.Filter{From: since, To: until, Named: !all}
			if !all {
				filter.Status = []string{graph.StatusFact}
			}
			var ids []string
			for _, name := range args {
				ref, err := store.FindEntity(ctx, name)
				if err != nil {
					return suggestEntities(cmd, store, name, err)
				}
				ids = append(ids, ref.ID)
			}
			reader := graph.NewReader(store)
			var found *graph.Found
			if len(ids) == 2 {
				found, err = reader.Between(ctx, ids[0], ids[1], filter)
			} else {
				filter.Entity = ids[0]
				found, err = reader.Claims(ctx, filter)
			}
			if err != nil {
				return err
			}
			day := map[string]string{}
			for i := range found.Claims {
				c := &found.Claims[i]
				article, err := reader.Info(ctx, c.Article)
				if err != nil {
					return err
				}
				day[c.ID] = c.Day(article)
			}
			slices.SortStableFunc(found.Claims, func(x, y graph.Statement) int { return strings.Compare(day[x.ID], day[y.ID]) })
			rows, err := claimRows(ctx, reader, found.Claims)
			if err != nil {
				return err
			}
			return a.answer(f, claimColumns, rows)
		},
	}
	f.add(cmd, 0)
	cmd.Flags().StringVar(&since, "since", "", "only from this `day` on, 2006-01-02")
	cmd.Flags().StringVar(&until, "until", "", "only to this `day`")
	cmd.Flags().BoolVar(&all, "all", false, "claims that are no facts too")
	return cmd
}
