package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"kg/graph"
	"kg/graph/claims"
	"kg/queries"
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
				ref, err := a.entity(ctx, store, name)
				if err != nil {
					return err
				}
				ids = append(ids, "<"+schema.EntPrefix+ref.ID+">")
			}
			numbers, err := claims.New(store.QuadStore())
			if err != nil {
				return err
			}
			chains, err := numbers.Chains(ctx, ids[0], ids[1], steps, limit)
			if err != nil {
				return err
			}
			if len(chains) == 0 {
				fmt.Fprintf(a.stderr, "no path of at most %d steps\n", steps)
			}
			p := &printer{w: a.stdout}
			for n, chain := range chains {
				if n > 0 {
					p.printf("\n")
				}
				if err := a.printChain(ctx, p, store, chain); err != nil {
					return err
				}
			}
			return p.err
		},
	}
	cmd.Flags().IntVar(&steps, "steps", 4, "how many facts a path has at the most")
	cmd.Flags().IntVar(&limit, "limit", 5, "how many paths to show at the most")
	return cmd
}

// printChain writes a chain of facts, each with a sentence of it.
func (a *app) printChain(ctx context.Context, p *printer, store *graph.Store, chain []claims.Link) error {
	sch, err := a.schema()
	if err != nil {
		return err
	}
	reader := graph.NewReader(store)
	for i, l := range chain {
		for j, node := range []string{l.From, l.To} {
			if i > 0 && j == 0 {
				continue
			}
			label, err := queries.Label(ctx, store.QuadStore(), quad.IRI(strings.Trim(node, "<>")))
			if err != nil {
				return err
			}
			if j == 0 {
				p.printf("%s\n", label)
				continue
			}
			relation, arrow := strings.TrimPrefix(strings.Trim(l.Relation, "<>"), schema.RelPrefix), "→"
			if r, ok := sch.Relation(schema.RelationID(relation)); ok && r.Symmetric {
				arrow = "↔"
			} else if l.Backwards {
				arrow = "←"
			}
			p.printf("  %s %s  %s\n", arrow, relation, label)
		}
		if l.Best == "" {
			continue
		}
		c, err := reader.Claim(ctx, strings.TrimPrefix(strings.Trim(l.Best, "<>"), schema.ClaimPrefix))
		if err != nil {
			return err
		}
		p.printf("      “%s”\n", strings.Join(strings.Fields(c.Sentence), " "))
	}
	return nil
}
