package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/schema"
)

func newPathCmd(a *app) *cobra.Command {
	var steps, limit int
	cmd := &cobra.Command{
		Use:     "path FROM TO",
		Short:   "Show how two entities are connected",
		Long:    "Path prints the shortest chains of facts between two entities, each step with one of its sentences.",
		Example: "  kg path \"John Kerry\" \"Bashar al-Assad\" --steps 4",
		Args:    args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if steps < 1 || limit < 1 {
				return usageError{fmt.Errorf("--steps and --limit: at least 1")}
			}
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			var ids []string
			for _, name := range args {
				ref, err := store.FindEntity(ctx, name)
				if err != nil {
					return suggestEntities(cmd, store, name, err)
				}
				ids = append(ids, ref.ID)
			}
			reader := graph.NewReader(store)
			paths, complete, err := reader.Paths(ctx, ids[0], ids[1], steps, limit)
			if err != nil {
				return err
			}
			if len(paths) == 0 {
				fmt.Fprintf(a.stderr, "no path of at most %d steps\n", steps)
			}
			p := &printer{w: a.stdout}
			for n, path := range paths {
				if n > 0 {
					p.printf("\n")
				}
				p.printf("%s\n", path.Nodes[0].Label)
				for i, facts := range path.Steps {
					from, to := path.Nodes[i], path.Nodes[i+1]
					for _, s := range facts {
						arrow := "→"
						if s.Both {
							arrow = "↔"
						} else if !s.Forward {
							arrow = "←"
						}
						p.printf("  %s %s  %s\n", arrow, s.Relation, to.Label)
						found, err := reader.Between(ctx, from.ID, to.ID, graph.Filter{
							Relations: []schema.RelationID{s.Relation}, Status: []string{graph.StatusFact},
						})
						if err != nil {
							return err
						}
						if len(found.Claims) > 0 {
							p.printf("      “%s”\n", strings.Join(strings.Fields(found.Claims[0].Sentence), " "))
						}
					}
				}
			}
			if !complete {
				fmt.Fprintln(a.stderr, "not all of the graph could be searched: there may be more")
			}
			return p.err
		},
	}
	cmd.Flags().IntVar(&steps, "steps", 4, "how many facts a path has at the most")
	cmd.Flags().IntVar(&limit, "limit", 5, "how many paths to show at the most")
	return cmd
}
