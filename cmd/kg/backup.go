package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newBackupCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE | -",
		Short: "Write a backup of the whole graph",
		Long: `Backup writes the graph as it is at this moment into one file, gzipped N-Quads with a checksum. It does not depend
on the backend: kg restore makes a store of any kind of it. A file is written whole or not at all.`,
		Example: "  kg backup graph.kgz\n  kg backup - | ssh host kg --store copy restore -",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			var n int64
			if names[0] == "-" {
				n, err = store.Backup(cmd.Context(), a.stdout)
			} else {
				n, err = backupTo(cmd.Context(), store, names[0])
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stderr, "%d quads\n", n)
			return nil
		},
	}
}

// backupTo writes a backup beside its place and moves it there when it is on the disk.
func backupTo(ctx context.Context, store *graph.Store, name string) (n int64, err error) {
	err = writeWhole([]string{name}, func(out []io.Writer) error {
		n, err = store.Backup(ctx, out[0])
		return err
	})
	return n, err
}

func newRestoreCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE | -",
		Short: "Make a store of a backup",
		Long: `Restore makes a new store of a backup. There must be no store at its place yet; if the backup is not whole, there is
none afterwards either.`,
		Example: "  kg --store copy restore graph.kgz",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			var in io.Reader = a.stdin
			if names[0] != "-" {
				f, err := os.Open(names[0])
				if err != nil {
					return err
				}
				defer f.Close()
				in = f
			}
			c := a.config.Store
			n, err := graph.Restore(cmd.Context(), in, graph.Options{
				Backend: c.Backend, Address: c.Address, StoreOptions: c.Options,
			})
			if err != nil {
				return fmt.Errorf("%s: %w", names[0], err)
			}
			fmt.Fprintf(a.stderr, "%d quads\n", n)
			return nil
		},
	}
}
