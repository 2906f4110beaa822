package main

import (
	"strings"

	"github.com/spf13/cobra"

	"kg/resolve"
)

func newRenameCmd(a *app) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:     "rename ENTITY LABEL",
		Short:   "Decide what an entity is called",
		Long:    "Rename gives an entity another label; the old one stays an alias, and the id stays as it is. kg undo takes it back.",
		Example: `  kg rename ent:Kiev Kyiv`,
		Args:    args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, names []string) error {
			store, err := a.openForWriting(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer store.Close()
			ref, err := a.entity(cmd.Context(), store, names[0])
			if err != nil {
				return err
			}
			label := strings.Join(strings.Fields(names[1]), " ")
			return a.decide(cmd.Context(), store, []resolve.Override{{Op: resolve.Rename, Entity: ref.ID, Label: label, Class: ref.Class, Note: note}})
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "why, to be kept with the decision")
	return cmd
}
