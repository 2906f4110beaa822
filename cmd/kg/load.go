package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

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
			loader := ingest.Loader{Engine: engine, Store: store, Workers: workers, Batch: a.config.Load.Batch, Force: force}
			r := newReporter(a, asJSON, quiet)
			err = loader.Load(ctx, article.Read(ctx, paths, article.Options{Stdin: a.stdin, Language: language}), r.report)
			r.finish()
			if err != nil {
				return err
			}
			if err := store.Close(); err != nil {
				return err
			}
			if r.failed > 0 {
				return errPartial
			}
			return r.err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON line for each article")
	cmd.Flags().IntVar(&workers, "workers", 0, "how many articles to analyse at once (default: load.workers, or one for each processor)")
	cmd.Flags().BoolVar(&force, "force", false, "analyse again what is in the graph already")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "no progress and no summary")
	cmd.Flags().StringVar(&language, "language", "", `"any" loads articles in other languages than English too`)
	return cmd
}

// reporter tells what became of the articles: failures, progress and a summary on standard error, JSON lines
// on standard output.
type reporter struct {
	out, log io.Writer
	json     bool
	quiet    bool
	terminal bool
	start    time.Time
	drawn    time.Time
	width    int // of the progress line that stands on the terminal

	done, failed, claims, facts int
	counts                      map[ingest.Status]int
	err                         error // the first error of writing
}

func newReporter(a *app, asJSON, quiet bool) *reporter {
	return &reporter{
		out: a.stdout, log: a.stderr, json: asJSON, quiet: quiet, terminal: isTerminal(a.stderr),
		start: time.Now(), counts: map[ingest.Status]int{},
	}
}

// line is a line of --json.
type line struct {
	Source  string `json:"source"`
	Article string `json:"article"`
	Title   string `json:"title"`
	Status  string `json:"status"`
	Claims  int    `json:"claims"`
	Facts   int    `json:"facts"`
	Quads   int    `json:"quads"`
	Error   string `json:"error"`
}

func (r *reporter) report(x ingest.Result) {
	r.done++
	r.counts[x.Status]++
	r.claims += x.Claims
	r.facts += x.Facts
	if x.Err != nil {
		r.failed++
		r.clear()
		fmt.Fprintln(r.log, "kg:", x.Err)
	}
	if r.json && r.err == nil {
		l := line{x.Source, x.Article, x.Title, string(x.Status), x.Claims, x.Facts, x.Quads, ""}
		if x.Err != nil {
			l.Error = x.Err.Error()
		}
		r.err = json.NewEncoder(r.out).Encode(l)
	}
	if r.terminal && !r.quiet && time.Since(r.drawn) > 100*time.Millisecond {
		r.draw()
	}
}

func (r *reporter) draw() {
	r.drawn = time.Now()
	seconds := time.Since(r.start).Seconds()
	text := fmt.Sprintf("%d articles, %d claims, %d facts, %.0f articles/s", r.done, r.claims, r.facts, float64(r.done)/seconds)
	fmt.Fprintf(r.log, "\r%-*s", r.width, text)
	r.width = len(text)
}

// clear takes the progress line away.
func (r *reporter) clear() {
	if r.width > 0 {
		fmt.Fprintf(r.log, "\r%*s\r", r.width, "")
		r.width = 0
	}
}

func (r *reporter) finish() {
	r.clear()
	if r.quiet {
		return
	}
	fmt.Fprintf(r.log, "%d articles: %d added, %d replaced, %d unchanged, %d failed; %d claims, %d facts; %s\n",
		r.done, r.counts[ingest.Added], r.counts[ingest.Replaced], r.counts[ingest.Unchanged], r.failed,
		r.claims, r.facts, time.Since(r.start).Round(time.Millisecond))
}
