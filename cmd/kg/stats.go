package main

import (
	"encoding/json"

	"github.com/spf13/cobra"
)

func newStatsCmd(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Count what the graph holds",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			st, err := store.Stats(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(a.stdout).Encode(st)
			}
			p := &printer{w: a.stdout}
			for _, row := range []struct {
				name string
				n    int64
			}{
				{"articles", st.Articles}, {"entities", st.Entities}, {"claims", st.Claims},
				{"facts", st.Facts}, {"quads", st.Quads},
			} {
				p.printf("%-24s %d\n", row.name, row.n)
			}
			p.printf("\nfacts by relation\n")
			for _, c := range st.Relations {
				p.printf("  %-22s %d\n", c.Name, c.Count)
			}
			p.printf("\nentities by class\n")
			for _, c := range st.Classes {
				p.printf("  %-22s %d\n", c.Name, c.Count)
			}
			return p.err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
