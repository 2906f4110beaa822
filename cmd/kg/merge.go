package main

import (
	"github.com/spf13/cobra"

	"kg/resolve"
)

func newMergeCmd(a *app) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:   "merge ENTITY OTHER",
		Short: "Decide that two entities are one",
		Long: `Merge makes OTHER a name of ENTITY, in every article that names it and in those that will be loaded. The decision
is kept in the ledger beside the graph; kg undo takes it back. It joins these two and no others: what has been merged away
can be merged with nothing else.`,
		Example: `  kg merge ent:Robert_Dahl ent:Bob_Dahl --note "the mayor of Oslo"`,
		Args:    args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, names []string) error {
			store, err := a.openForWriting(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer store.Close()
			keep, err := a.entity(cmd.Context(), store, names[0])
			if err != nil {
				return err
			}
			other, err := a.entity(cmd.Context(), store, names[1])
			if err != nil {
				return err
			}
			return a.decide(cmd.Context(), store, []resolve.Override{{
				Op: resolve.Merge, Entity: keep.ID, Other: other.ID, Label: keep.Label, Class: keep.Class, Note: note,
			}})
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "why, to be kept with the decision")
	return cmd
}
