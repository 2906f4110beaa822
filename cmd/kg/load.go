package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"kg/article"
	"kg/ingest"
)

func newLoadCmd(a *app) *cobra.Command {
	var asJSON, force, quiet bool
	var workers int
	var language string
	cmd := &cobra.Command{
		Use:   "load PATH... | -",
		Short: "Read articles into the graph",
		Long: `Load reads articles (.txt, .md, .html, .jsonl, a folder of these, or "-" for standard input) into the graph,
each in one transaction. Loading an article again changes nothing; one that changed replaces what it had said.
A load that was interrupted goes on where it was when it is started again: what is in the graph is passed over.
One broken article does not stop the others: each is named with its reason, and the exit code is 3.

A line of a .jsonl file is an article: {"url","title","date","publisher","text"}.`,
		Example: "  kg load articles/ more.jsonl\n  curl -s https://example.org/article.html | kg load -",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, paths []string) error {
			ctx := cmd.Context()
			if workers < 0 {
				return usageError{fmt.Errorf("--workers: %d is negative", workers)}
			}
			if workers == 0 {
				workers = a.config.Load.Workers
			}
			engine, err := a.engine()
			if err != nil {
				return err
			}
			store, err := a.openForWriting(ctx, true)
			if err != nil {
				return err
			}
			defer store.Close()
			if err := a.boundMemory(); err != nil {
				return err
			}
			loader := ingest.Loader{Engine: engine, Store: store, Workers: workers, Batch: a.config.Load.Batch, Force: force}
			r := newReporter(a, asJSON, quiet)
			read := new(article.Progress)
			opts := article.Options{Stdin: a.stdin, Language: language, Progress: read}
			r.follow(ctx, read, paths)
			err = loader.Load(ctx, article.Read(ctx, paths, opts), r.report)
			return r.end(ctx, err, store)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON line for each article")
	cmd.Flags().IntVar(&workers, "workers", 0, "how many articles to analyse at once (default: load.workers, or one for each processor)")
	cmd.Flags().BoolVar(&force, "force", false, "analyse again what is in the graph already")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "no progress and no summary")
	cmd.Flags().StringVar(&language, "language", "", `"any" loads articles in other languages than English too`)
	return cmd
}
