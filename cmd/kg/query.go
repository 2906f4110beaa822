package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
	"kg/queries/format"
)

// queryFlags are the flags of kg query.
type queryFlags struct {
	params  []string
	file    string
	text    string
	list    bool
	show    bool
	format  string
	output  string
	timeout time.Duration
	limit   int
	color   string
	lang    string
	explain bool
}

func newQueryCmd(a *app) *cobra.Command {
	var f queryFlags
	cmd := &cobra.Command{
		Use:   "query [NAME] [--param KEY=VALUE]...",
		Short: "Ask the graph: a saved query, or a Gizmo script",
		Long: `Query runs a saved query by its name, a Gizmo script from a file, or one from the command line, and
prints what it answers. A parameter that is an entity is given by id, label or alias. Saved queries of
your own stand in the folder queries.path of the configuration, and hide those of the same name.

Data goes to standard output, everything else to standard error. The exit code is 2 for a wrong
parameter, 1 for a script that fails or runs into its time limit.`,
		Example: `  kg query --list
  kg query --show who-supports
  kg query who-supports --param name="Bashar al-Assad"
  kg query timeline --param name=Kerry --format csv --output kerry.csv
  kg query -e 'g.V("<ent:John_Kerry>").Out("<rel:meets>").All()'`,
		Args: args(cobra.MaximumNArgs(1)),
		ValidArgsFunction: func(_ *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
			return completeQueries(given), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			name := ""
			if len(args) == 1 {
				name = args[0]
			}
			return a.query(cmd.Context(), f, name, cmd.Flags().Changed("timeout"))
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVarP(&f.params, "param", "p", nil, "a parameter, `KEY=VALUE`; may be repeated")
	fl.StringVarP(&f.file, "file", "f", "", "run the script in `FILE` (- for standard input)")
	fl.StringVarP(&f.text, "eval", "e", "", "run this `SCRIPT`")
	fl.BoolVar(&f.list, "list", false, "list the saved queries")
	fl.BoolVar(&f.show, "show", false, "describe the saved query NAME")
	fl.StringVar(&f.format, "format", string(format.Table), "table, json, jsonl, csv, tsv or markdown")
	fl.StringVarP(&f.output, "output", "o", "", "write the answer to `FILE`, whole or not at all")
	fl.DurationVar(&f.timeout, "timeout", 0, "give up after this time (default: query.timeout, 30s; 0: never)")
	fl.IntVar(&f.limit, "limit", 0, "at most this many rows (default: all)")
	fl.StringVar(&f.color, "color", "auto", "colours: auto, always or never")
	fl.StringVar(&f.lang, "lang", "gizmo", "language of the script: gizmo, graphql or mql")
	fl.BoolVar(&f.explain, "explain", false, "show what the store is asked, as JSON Lines, instead of the answer")
	cmd.MarkFlagsMutuallyExclusive("file", "eval", "list", "show")
	cmd.AddCommand(newQueryCheckCmd(a))
	return cmd
}

func completeQueries(given []string) []string {
	if len(given) > 0 {
		return nil
	}
	lib, err := queries.Load()
	if err != nil {
		return nil
	}
	var out []string
	for _, q := range lib.List() {
		out = append(out, q.Name+"\t"+q.Title)
	}
	return out
}

func (a *app) query(ctx context.Context, f queryFlags, name string, timeoutGiven bool) error {
	kind, err := format.ParseKind(f.format)
	if err != nil {
		return usageError{err}
	}
	params, err := parseParams(f.params)
	if err != nil {
		return usageError{err}
	}
	if f.color != "auto" && f.color != "always" && f.color != "never" {
		return usageError{fmt.Errorf("color %q is not one of auto, always, never", f.color)}
	}
	lib, err := queries.Load(a.config.Queries.Path)
	if err != nil {
		return err
	}
	script := f.file != "" || f.text != ""
	switch {
	case f.list:
		return a.listQueries(lib, kind)
	case f.show:
		q, err := lib.Get(name)
		if err != nil {
			return usageError{err}
		}
		return q.Describe(a.stdout)
	case !script && name == "":
		return usageError{errors.New("query: give the name of a saved query, a file (-f) or a script (-e); --list shows the saved ones")}
	case f.lang != "gizmo" && !slices.Contains(queries.Languages(), f.lang):
		return usageError{fmt.Errorf("lang %q is not one of gizmo, %s", f.lang, strings.Join(queries.Languages(), ", "))}
	case f.lang != "gizmo" && (!script || f.explain || len(params) > 0):
		return usageError{fmt.Errorf("query: with --lang %s give a query with -f or -e, without --param and --explain", f.lang)}
	case script && name != "":
		return usageError{fmt.Errorf("query: either the saved query %s or a script, not both", name)}
	case !script:
		if _, err := lib.Get(name); err != nil {
			return usageError{err}
		}
	}
	text, scriptName, err := a.scriptText(f)
	if err != nil {
		return err
	}
	limits := gizmo.Limits{Time: a.config.Query.Timeout}
	if timeoutGiven {
		limits.Time = f.timeout
	}
	if limits.Time == 0 {
		limits.Time = -1
	}
	collectLess()
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if a.config.Store.Backend == graph.Postgres { // others may write meanwhile
		if store, err = store.Snapshot(); err != nil {
			return err
		}
		defer store.Close()
	}
	if f.explain {
		return a.explainQuery(ctx, lib, store, name, scriptName, text, params, limits)
	}
	var answer *queries.Answer
	if f.lang != "gizmo" {
		answer = queries.RunLanguage(ctx, store.QuadStore(), f.lang, scriptName, text, limits)
	} else if script {
		answer = lib.RunScript(ctx, store.QuadStore(), scriptName, text, params, limits)
	} else if answer, err = lib.Run(ctx, store.QuadStore(), name, params, limits); err != nil {
		if wrong := (*queries.ParamError)(nil); errors.As(err, &wrong) {
			return usageError{err}
		}
		return err
	}
	return a.write(answer, kind, f)
}

// collectLess lets more garbage gather before it is collected, for commands that answer and end: the live heap of one is
// small, and collecting it takes a quarter of the time. GOGC in the environment has its way.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
}

// explainQuery prints what a saved query or a script asks the store, one time a line.
func (a *app) explainQuery(ctx context.Context, lib *queries.Library, store *graph.Store, name, scriptName, text string, params map[string]string, limits gizmo.Limits) error {
	var steps []gizmo.Step
	var err error
	if name != "" {
		steps, err = lib.Explain(ctx, store.QuadStore(), name, params, limits)
	} else {
		steps, err = lib.ExplainScript(ctx, store.QuadStore(), scriptName, text, params, limits)
	}
	if wrong := (*queries.ParamError)(nil); errors.As(err, &wrong) {
		return usageError{err}
	}
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	for _, s := range steps {
		if err := e.Encode(s); err != nil {
			return err
		}
	}
	return err
}

// scriptText is the script to run, and what errors call it.
func (a *app) scriptText(f queryFlags) (text, name string, err error) {
	switch f.file {
	case "":
		return f.text, "script", nil
	case "-":
		b, err := io.ReadAll(a.stdin)
		return string(b), "stdin", err
	}
	b, err := os.ReadFile(f.file)
	if err != nil {
		return "", "", fmt.Errorf("script %s: %w", f.file, unwrapPath(err))
	}
	return string(b), filepath.Base(f.file), nil
}

func parseParams(list []string) (map[string]string, error) {
	out := make(map[string]string, len(list))
	for _, p := range list {
		k, v, ok := strings.Cut(p, "=")
		if !ok || k == "" {
			return nil, fmt.Errorf("parameter %q: want KEY=VALUE", p)
		}
		if _, twice := out[k]; twice {
			return nil, fmt.Errorf("parameter %s is there twice", k)
		}
		out[k] = v
	}
	return out, nil
}

// listQueries prints the saved queries: for people, or as JSON.
func (a *app) listQueries(lib *queries.Library, kind format.Kind) error {
	switch kind {
	case format.JSON:
		e := json.NewEncoder(a.stdout)
		e.SetIndent("", "  ")
		return e.Encode(lib.List())
	case format.JSONL:
		e := json.NewEncoder(a.stdout)
		for _, q := range lib.List() {
			if err := e.Encode(q); err != nil {
				return err
			}
		}
		return nil
	}
	p := &printer{w: a.stdout}
	for _, q := range lib.List() {
		p.printf("%s\n    %s\n", q.Usage(), q.Title)
		if q.Description != "" {
			p.printf("    %s\n", q.Description)
		}
	}
	return p.err
}

// write prints an answer, or puts it into a file once it is whole.
func (a *app) write(answer *queries.Answer, kind format.Kind, f queryFlags) error {
	if f.output == "" || f.output == "-" {
		return a.writeTo(a.stdout, answer, kind, f)
	}
	return writeWhole([]string{f.output}, func(out []io.Writer) error { return a.writeTo(out[0], answer, kind, f) })
}

// writeTo prints an answer.
func (a *app) writeTo(out io.Writer, answer *queries.Answer, kind format.Kind, f queryFlags) error {
	opt := format.Options{}
	for _, c := range answer.Columns {
		opt.Columns = append(opt.Columns, c.Name)
	}
	if f.output == "" && isTerminal(a.stdout) {
		opt.Color = f.color != "never" && os.Getenv("NO_COLOR") == ""
		if file, ok := a.stdout.(*os.File); ok {
			if width, _, err := term.GetSize(int(file.Fd())); err == nil {
				opt.Width = width
			}
		}
	}
	opt.Color = opt.Color || f.color == "always"
	w := format.New(out, kind, opt)
	for row, err := range answer.Rows {
		if err != nil {
			// What came before the error is shown, but an answer in JSON stays without its end.
			if w.Rows() == 0 {
				return err
			}
			return errors.Join(err, w.Flush())
		}
		if f.limit > 0 && w.Rows() == f.limit {
			break
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	if w.Rows() == 0 && kind == format.Table && f.output == "" {
		fmt.Fprintln(a.stderr, "nothing found")
	}
	return w.Close()
}

func newQueryCheckCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check [DIR]",
		Short: "Check saved queries: their heads, their scripts, the names that they use",
		Long: `Check reads the saved queries of a folder, or all of them, runs each on a small sample graph and
reports what is wrong: a mistake in the head or the script, a column that no row has, a relation or
property that the graph's model does not know, with the names near it.`,
		Example: "  kg query check my-queries",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := a.config.Queries.Path
			only := len(args) == 1
			if only {
				dir = args[0]
			}
			lib, err := queries.Load(dir)
			if err != nil {
				return err
			}
			store, err := queries.Sample(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			return a.checkQueries(cmd.Context(), lib, store, only)
		},
	}
}

func (a *app) checkQueries(ctx context.Context, lib *queries.Library, store *graph.Store, own bool) error {
	p := &printer{w: a.stdout}
	checked, wrong := 0, 0
	for _, q := range lib.List() {
		if own && !q.Own {
			continue
		}
		checked++
		problems, err := lib.Check(ctx, store, q.Name)
		if err != nil {
			return err
		}
		for _, text := range problems {
			p.printf("%s\n", text)
		}
		if len(problems) > 0 {
			wrong++
		}
	}
	if p.err != nil {
		return p.err
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d queries have mistakes", wrong, checked)
	}
	fmt.Fprintf(a.stderr, "%d queries checked\n", checked)
	return nil
}
