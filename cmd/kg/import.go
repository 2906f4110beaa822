package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"kg/export/readback"
	"kg/graph"
)

// importBatch is how many articles are written while the disk is waited for once.
const importBatch = 64

func newImportCmd(a *app) *cobra.Command {
	var base string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "import FILE... | -",
		Short: "Take what kg export has written into the graph",
		Long: `Import reads N-Quads and JSON-LD as kg export writes them, gzipped or not, "-" for standard input, and puts each article into
the graph in one transaction; one that is there already becomes what the files say. The schema is not imported: every store has
its own. Exporting an empty store into which an export was imported gives the same file again.

An article must be whole and hold nothing but what docs/quads.md describes; otherwise it is refused, with file and line. A file
that cannot be read to its end, or has a quad without an article, is refused as a whole. The exit code is 3 then.`,
		Example: "  kg import graph.nq\n  kg export --format jsonld | kg --store copy import -",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			ctx := cmd.Context()
			s, err := a.schema()
			if err != nil {
				return err
			}
			var sources []readback.Source
			for _, name := range names {
				sources = append(sources, readback.Source{Name: name, Open: func() (io.ReadCloser, error) { return a.input(name) }})
			}
			if err := a.boundMemory(); err != nil {
				return err
			}
			store, err := a.openForWriting(ctx, true)
			if err != nil {
				return err
			}
			defer store.Close()
			counts := map[graph.Change]int{}
			failed, quads := 0, 0
			fail := func(err error) {
				failed++
				fmt.Fprintln(a.stderr, "kg:", err)
			}
			var batch []*graph.Record
			flush := func() error {
				receipts, errs := store.PutAll(ctx, batch)
				batch = batch[:0]
				for i, err := range errs {
					if err != nil {
						if ctx.Err() != nil || errors.Is(err, graph.ErrReadOnly) {
							return err
						}
						fail(err)
						continue
					}
					counts[receipts[i].Change]++
					quads += receipts[i].Quads
				}
				return nil
			}
			err = readback.Records(ctx, sources, readback.Options{Schema: s, Base: base}, func(r *graph.Record, err error) error {
				if err != nil {
					fail(err)
					return nil
				}
				if batch = append(batch, r); len(batch) < importBatch {
					return nil
				}
				return flush()
			})
			if err == nil {
				err = flush()
			}
			if err != nil {
				return err
			}
			if !quiet {
				fmt.Fprintf(a.stderr, "%d articles: %d added, %d replaced, %d unchanged; %d quads; %d errors\n",
					counts[graph.Added]+counts[graph.Replaced]+counts[graph.Unchanged],
					counts[graph.Added], counts[graph.Replaced], counts[graph.Unchanged], quads, failed)
			}
			if err := store.Close(); err != nil {
				return err
			}
			if failed > 0 {
				return errPartial
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&base, "base", "", "what the absolute `IRI`s of JSON-LD start with, as kg export had it (default: urn:kg:)")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "no summary")
	return cmd
}
