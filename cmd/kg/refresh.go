package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/ingest"
)

func newRefreshCmd(a *app) *cobra.Command {
	var sel graph.Selection
	var all, dry, asJSON, quiet bool
	var workers int
	cmd := &cobra.Command{
		Use:   "refresh [ARTICLE...]",
		Short: "Read stored articles again after an upgrade",
		Long: `Refresh reads the texts that the graph holds again, with the engine of this program and the schema, gazetteer and ledger
of today: the graph is then the one that loading the same articles afresh makes. It takes the articles that another version
of the engine has read (or another schema or gazetteer), all of them or those that are named or selected, each in one
transaction. One that was cut short goes on where it was when it is started again. Articles that were imported are read
too: what the engine finds in their texts replaces what they brought.

ARTICLE is an id (art:…), a URL, or a file whose articles are meant.`,
		Example: "  kg refresh --dry-run\n  kg refresh\n  kg refresh --all --publisher \"The Example\"",
		RunE: func(cmd *cobra.Command, names []string) error {
			ctx := cmd.Context()
			switch {
			case len(names) > 0 && sel != graph.Selection{}:
				return usageError{errors.New("name articles, or say which with --publisher, --from, --to")}
			case workers < 0:
				return usageError{fmt.Errorf("--workers: %d is negative", workers)}
			case workers == 0:
				workers = a.config.Load.Workers
			}
			if err := checkSelection(sel); err != nil {
				return err
			}
			store, err := a.openStore(ctx, graph.Options{ReadOnly: dry || a.config.Store.ReadOnly, MustExist: true})
			if err != nil {
				return err
			}
			defer store.Close()
			engine, err := a.engine()
			if err != nil {
				return err
			}
			if !all {
				sel.NotEngine = engine.Version()
			}
			ids, err := store.SelectArticles(ctx, sel)
			if err != nil {
				return err
			}
			if len(names) > 0 {
				if ids, err = a.among(ctx, store, names, ids); err != nil {
					return err
				}
			}
			if dry {
				p := &printer{w: a.stdout}
				for _, id := range ids {
					p.printf("art:%s\n", id)
				}
				return p.err
			}
			if err := a.boundMemory(); err != nil {
				return err
			}
			loader := ingest.Loader{Engine: engine, Store: store, Workers: workers, Batch: a.config.Load.Batch, Force: true}
			r := newReporter(a, asJSON, quiet)
			r.total = len(ids)
			err = loader.Load(ctx, ingest.StoredArticles(ctx, store, ids), r.report)
			return r.end(ctx, err, store)
		},
	}
	selectionFlags(cmd, &sel)
	cmd.Flags().BoolVar(&all, "all", false, "read those again too that this version of the engine has read")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only list the articles that would be read again")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON line for each article")
	cmd.Flags().IntVar(&workers, "workers", 0, "how many articles to analyse at once (default: load.workers, or one for each processor)")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "no progress and no summary")
	return cmd
}
