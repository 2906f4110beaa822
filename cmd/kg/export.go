package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newExportCmd(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "export",
		Short:   "Write the graph out",
		Long:    "Export writes every quad of the graph, in sorted order: the same articles give the same bytes.",
		Example: "  kg export --format nquads >graph.nq",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "nquads" {
				return usageError{fmt.Errorf("--format %s: only nquads is known", format)}
			}
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			return store.Export(cmd.Context(), a.stdout, format, true)
		},
	}
	cmd.Flags().StringVar(&format, "format", "nquads", "nquads")
	return cmd
}
