package main

import (
	"github.com/spf13/cobra"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/schema"
)

func newSearchCmd(a *app) *cobra.Command {
	var f answerFlags
	var class string
	cmd := &cobra.Command{
		Use:   "search TEXT",
		Short: "Find entities by the beginnings of words of their names",
		Long: `Search finds entities by name or alias, whatever the case and the accents, the best first: a name that is the text, one that
starts with it, then those that most articles name.`,
		Example: "  kg search kerr\n  kg search united --class Country",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			limit := f.limit
			if limit == 0 {
				limit = 1 << 30
			}
			found, _, err := graph.NewReader(store).Search(cmd.Context(), args[0], schema.ClassID(class), limit)
			if err != nil {
				return err
			}
			columns := []string{"id", "label", "class", "articles", "name"}
			var rows []gizmo.Row
			for _, m := range found {
				rows = append(rows, gizmo.Row{Names: columns, Values: []any{"ent:" + m.ID, m.Label, string(m.Class), m.Articles, m.Name}})
			}
			return a.answer(f, columns, rows)
		},
	}
	f.add(cmd, 20)
	cmd.Flags().StringVar(&class, "class", "", "only entities of this `class` of the schema, or one below it")
	return cmd
}
