package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"kg/resolve"
)

func newUndoCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "undo [RECORD]",
		Short:   "Take back a decision about identity",
		Long:    "Undo takes back a record of the ledger, the last one in force if none is named. The graph is then as it was without it.",
		Example: "  kg undo\n  kg undo 3",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			ledger, err := a.ledger()
			if err != nil {
				return err
			}
			n := 0
			if len(names) == 1 {
				if n, err = strconv.Atoi(names[0]); err != nil || n < 1 {
					return usageError{fmt.Errorf("record %q is not a number", names[0])}
				}
			}
			record, also, err := undoing(ledger, n)
			if err != nil {
				return err
			}
			store, err := a.openForWriting(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer store.Close()
			return a.decide(cmd.Context(), store, []resolve.Override{record}, also...)
		},
	}
	return cmd
}
