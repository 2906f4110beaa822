package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kg/export"
	"kg/graph"
)

func newExportCmd(a *app) *cobra.Command {
	var format, output, base, around string
	var query answered
	var hops int
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph out, in a format that other tools open",
		Long: `Export writes the graph as it is at this moment, in sorted order: the same articles give the same bytes.

  nquads           every quad, with the short IRIs of the store
  trig, turtle     RDF with absolute IRIs; TriG keeps which article says what
  jsonld           JSON-LD 1.1, expanded
  graphml, gexf    entities and facts; in GEXF with the days when they were in the news
  dot, cytoscape   the same for Graphviz and Cytoscape.js
  gephi, neo4j     the same as two CSV files, in the folder that --output names
  events           claims that are events, one a line, with actors, PLOVER type, CAMEO root, date, place and sentence

With --around, --query or --eval it is a part of the graph: the entities around one, or those that an answer names, what is
between them, and the claims and articles behind that. What goes to a file is written whole or not at all.`,
		Example: "  kg export >graph.nq\n  kg export --format gexf --output graph.gexf\n  kg export --format graphml --around \"John Kerry\" --hops 2\n" +
			"  kg export --format gephi --query who-met-whom --param since=2016-01-01 --output meetings",
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := export.Parse(format)
			if err != nil {
				return usageError{fmt.Errorf("--format: %w", err)}
			}
			if len(f.Files()) > 0 && output == "" {
				return usageError{fmt.Errorf("--format %s: it is %s; --output has to name a folder", f, strings.Join(f.Files(), " and "))}
			}
			if hops < 1 {
				return usageError{fmt.Errorf("--hops %d: at least 1", hops)}
			}
			if err := query.check(); err != nil {
				return usageError{err}
			}
			if around != "" && query.asked() {
				return usageError{fmt.Errorf("either --around or a query, not both")}
			}
			ctx := cmd.Context()
			store, err := a.openForPass(ctx, "")
			if err != nil {
				return err
			}
			defer store.Close()
			opts := export.Options{Base: base}
			if opts.Schema, err = a.schema(); err != nil {
				return err
			}
			if around != "" {
				ref, err := a.entity(ctx, store, around)
				if err != nil {
					return err
				}
				if opts.Only, err = store.Around(ctx, ref.ID, hops); err != nil {
					return err
				}
			}
			if query.asked() {
				if opts.Only, err = a.entities(ctx, store, query); err != nil {
					return err
				}
			}
			if output == "" {
				return export.Write(ctx, store, f, opts, a.stdout)
			}
			return exportTo(ctx, store, f, opts, output)
		},
	}
	cmd.Flags().StringVar(&format, "format", "nquads", "`format`, see above")
	cmd.Flags().StringVar(&output, "output", "", "`file` to write, or the folder for a format of two files (default: standard output)")
	cmd.Flags().StringVar(&base, "base", "", "what absolute `IRI`s of our own start with (default: urn:kg:)")
	cmd.Flags().StringVar(&around, "around", "", "only what is around this `entity`")
	cmd.Flags().StringVar(&query.name, "query", "", "only what the answer to this saved `query` names")
	cmd.Flags().StringVarP(&query.script, "eval", "e", "", "only what the answer to this Gizmo `script` names")
	cmd.Flags().StringArrayVarP(&query.params, "param", "p", nil, "a parameter of the query, `KEY=VALUE`; may be repeated")
	cmd.Flags().IntVar(&hops, "hops", 1, "with --around: how many facts away, at the most")
	return cmd
}

// exportTo writes a format to a file, or its files to a folder. They get their names when all of them are whole.
func exportTo(ctx context.Context, store *graph.Store, f export.Format, opts export.Options, output string) error {
	targets := []string{output}
	if names := f.Files(); len(names) > 0 {
		if err := os.MkdirAll(output, 0o777); err != nil {
			return err
		}
		targets = nil
		for _, name := range names {
			targets = append(targets, filepath.Join(output, name))
		}
	}
	return writeWhole(targets, func(out []io.Writer) error { return export.Write(ctx, store, f, opts, out...) })
}
