package main

import (
	"cmp"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newRepairCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "repair",
		Short: "Build a damaged store anew from what can be read of it",
		Long: `Repair writes the embedded store anew, with all its indexes, from what can be read of it. Every quad is stored
four times, so most damage costs nothing. An article that is not whole any more is dropped and named: load it
again. What is joined across articles is decided again. The damaged store is kept beside the new one.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c := a.config.Store
			s, err := a.schema()
			if err != nil {
				return err
			}
			report, err := graph.Repair(cmd.Context(), graph.Options{
				Backend: c.Backend, Address: c.Address, StoreOptions: c.Options, Schema: s,
			})
			if err != nil {
				return err
			}
			p := &printer{w: a.stdout}
			for _, lost := range report.Lost {
				p.printf("lost: %s\n", lost)
			}
			for _, d := range report.Dropped {
				p.printf("dropped: %s\n", cmp.Or(d.Source, d.URL, graph.ArticleIRI(d.ID)))
			}
			if report.Joined > 0 {
				p.printf("joined anew: %d articles\n", report.Joined)
			}
			p.printf("%d quads; %d articles dropped; the old store is at %s\n", report.Quads, len(report.Dropped), report.Old)
			return p.err
		},
	}
}
