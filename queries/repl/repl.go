// Package repl is a console for Gizmo: it reads a script line by line, runs it when it is complete, and shows what it
// answers. Lines that begin with a colon are commands, such as :run for a saved query.
//
// It does not read from a terminal itself: lines come in by [REPL.Line], completions go out by [REPL.Complete].
package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"

	"kg/graph/gizmo"
	"kg/queries"
	"kg/queries/format"
)

// Options of a console. The zero value is ready to use.
type Options struct {
	Limits gizmo.Limits
	Format format.Kind // "" means a table
	Width  func() int  // cells of a line of the terminal; nil: not known
	Color  bool
}

// REPL is a console over one store. Variables of a script are known to the next one.
type REPL struct {
	lib     *queries.Library
	qs      graph.QuadStore
	out     io.Writer
	opt     Options
	session *gizmo.Session
	pending string // lines of a script that is not complete
}

// New starts a console that writes to out.
func New(lib *queries.Library, qs graph.QuadStore, out io.Writer, opt Options) (*REPL, error) {
	if opt.Format == "" {
		opt.Format = format.Table
	}
	o := lib.Options(opt.Limits)
	o.ShowLast = true
	session, err := gizmo.NewSession(qs, o)
	if err != nil {
		return nil, err
	}
	return &REPL{lib: lib, qs: qs, out: out, opt: opt, session: session}, nil
}

// ErrQuit is the error of Line for the command :quit.
var ErrQuit = errors.New("quit")

// Pending reports whether a script has begun that further lines complete.
func (r *REPL) Pending() bool { return r.pending != "" }

// Discard forgets a script that has begun.
func (r *REPL) Discard() { r.pending = "" }

// Line takes a line. What is wrong with a script or a command is the error, and the console goes on; ErrQuit ends it.
func (r *REPL) Line(ctx context.Context, line string) error {
	if r.pending == "" && strings.HasPrefix(strings.TrimSpace(line), ":") {
		return r.command(ctx, strings.TrimSpace(line))
	}
	script := line
	if r.pending != "" {
		script = r.pending + "\n" + line
	}
	if strings.TrimSpace(script) == "" {
		r.pending = ""
		return nil
	}
	// An empty line ends a script that does not end by itself, so that its mistake is shown.
	if strings.TrimSpace(line) != "" && gizmo.Incomplete(script) {
		r.pending = script
		return nil
	}
	r.pending = ""
	return r.show(&queries.Answer{Rows: r.session.Rows(ctx, script)})
}

func (r *REPL) show(a *queries.Answer) error {
	opt := format.Options{Color: r.opt.Color}
	for _, c := range a.Columns {
		opt.Columns = append(opt.Columns, c.Name)
	}
	if r.opt.Width != nil {
		opt.Width = r.opt.Width()
	}
	w := format.New(r.out, r.opt.Format, opt)
	for row, err := range a.Rows {
		if err != nil {
			return errors.Join(err, w.Flush())
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	switch {
	case w.Rows() > 0:
		return w.Close()
	case len(opt.Columns) > 0 && r.opt.Format == format.Table:
		_, err := fmt.Fprintln(r.out, "nothing found")
		return err
	}
	return nil
}

// command is one of the lines that begin with a colon.
type command struct {
	name, args, help string
	run              func(r *REPL, ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{":help", "", "this list", (*REPL).help},
		{":list", "", "the saved queries", (*REPL).list},
		{":show", "NAME", "describe a saved query", (*REPL).describe},
		{":run", "NAME KEY=VALUE …", "run a saved query; a value with spaces stands in quotes", (*REPL).runSaved},
		{":format", "FORMAT", "table, json, jsonl, csv, tsv or markdown", (*REPL).format},
		{":timeout", "DURATION", "give up after this time, as in 10s", (*REPL).timeout},
		{":quit", "", "leave; so does the end of the input", func(*REPL, context.Context, []string) error { return ErrQuit }},
	}
}

func (r *REPL) command(ctx context.Context, line string) error {
	words, err := split(line)
	if err != nil {
		return err
	}
	for _, c := range commands() {
		if c.name == words[0] {
			return c.run(r, ctx, words[1:])
		}
	}
	return fmt.Errorf("no command %s; :help lists them", words[0])
}

func (r *REPL) help(context.Context, []string) error {
	var b strings.Builder
	b.WriteString("A script of Gizmo runs when it is complete; an empty line ends one that is not.\n" +
		"The value of its last statement is shown: g.V(\"<ent:John_Kerry>\").out(\"<rel:meets>\")\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %-26s %s\n", strings.TrimSpace(c.name+" "+c.args), c.help)
	}
	_, err := io.WriteString(r.out, b.String())
	return err
}

func (r *REPL) list(context.Context, []string) error {
	for _, q := range r.lib.List() {
		if _, err := fmt.Fprintf(r.out, "  %-22s %s\n", q.Name, q.Title); err != nil {
			return err
		}
	}
	return nil
}

func (r *REPL) describe(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New(":show wants the name of a saved query")
	}
	q, err := r.lib.Get(args[0])
	if err != nil {
		return err
	}
	return q.Describe(r.out)
}

func (r *REPL) runSaved(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(":run wants the name of a saved query")
	}
	params := map[string]string{}
	for _, a := range args[1:] {
		k, v, ok := strings.Cut(a, "=")
		if !ok {
			return fmt.Errorf("parameter %q: want KEY=VALUE", a)
		}
		params[k] = v
	}
	answer, err := r.lib.Run(ctx, r.qs, args[0], params, r.opt.Limits)
	if err != nil {
		return err
	}
	return r.show(answer)
}

func (r *REPL) format(_ context.Context, args []string) error {
	if len(args) != 1 {
		_, err := fmt.Fprintln(r.out, r.opt.Format)
		return err
	}
	k, err := format.ParseKind(args[0])
	if err == nil {
		r.opt.Format = k
	}
	return err
}

func (r *REPL) timeout(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New(":timeout wants a duration such as 10s")
	}
	d, err := time.ParseDuration(args[0])
	if err != nil || d <= 0 {
		return fmt.Errorf("timeout %q is not a duration such as 10s", args[0])
	}
	r.opt.Limits.Time = d
	r.session.SetLimits(r.opt.Limits)
	return nil
}

// split takes a line apart at spaces; quotes hold words together.
func split(line string) ([]string, error) {
	var words []string
	var b strings.Builder
	quote, in := rune(0), false
	for _, c := range line {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			b.WriteRune(c)
		case c == '"' || c == '\'':
			quote, in = c, true
		case c == ' ' || c == '\t':
			if in {
				words = append(words, b.String())
				b.Reset()
				in = false
			}
		default:
			b.WriteRune(c)
			in = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the quote %c has no end", quote)
	}
	if in {
		words = append(words, b.String())
	}
	return words, nil
}

// Complete gives the words that the end of a line may stand for, sorted, and where in the line they begin.
func (r *REPL) Complete(line string) (start int, words []string) {
	start = len(line)
	for start > 0 && isWord(line[start-1]) {
		start--
	}
	prefix := line[start:]
	var all []string
	switch {
	case strings.HasPrefix(line, ":"):
		fields := strings.Fields(line[:start])
		switch {
		case len(fields) == 0 || start <= 1:
			start, prefix = 0, line
			for _, c := range commands() {
				all = append(all, c.name)
			}
		case len(fields) == 1 && (fields[0] == ":run" || fields[0] == ":show"):
			for _, q := range r.lib.List() {
				all = append(all, q.Name)
			}
		case len(fields) == 1 && fields[0] == ":format":
			for _, k := range format.Kinds() {
				all = append(all, string(k))
			}
		case len(fields) > 1 && fields[0] == ":run":
			if q, err := r.lib.Get(fields[1]); err == nil {
				for _, p := range q.Params {
					all = append(all, p.Name+"=")
				}
			}
		}
	case strings.HasSuffix(line[:start], "kg."):
		all = libraryFunctions
	case strings.HasSuffix(line[:start], "."):
		all = pathMethods
	default:
		all = []string{"g", "kg", "iri", "str", "lt", "lte", "gt", "gte", "regex", "like", "lang", "typed", "bnode", "raw"}
	}
	for _, w := range all {
		if strings.HasPrefix(w, prefix) {
			words = append(words, w)
		}
	}
	sort.Strings(words)
	return start, slices.Compact(words)
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// pathMethods are the methods of g and of paths, as Cayley documents them.
var pathMethods = []string{
	"V(", "M(", "emit(", "all()", "and(", "as(", "back(", "both(", "count()", "difference(", "except(", "filter(", "follow(",
	"followR(", "followRecursive(", "forEach(", "getLimit(", "has(", "hasR(", "in(", "inPredicates()", "intersect(", "is(",
	"labelContext(", "labels()", "limit(", "map(", "or(", "order()", "out(", "outPredicates()", "save(", "saveInPredicates(",
	"saveOpt(", "saveOptR(", "saveOutPredicates(", "saveR(", "skip(", "tag(", "tagArray()", "tagValue()", "toArray()", "toValue()",
	"union(", "unique()",
}

// libraryFunctions are the functions of kg.
var libraryFunctions = []string{
	"full(", "outline(",
	"about(", "acting(", "actorsOf(", "article(", "between(", "by(", "emit(", "evidence(", "facts(", "find(", "isFact(", "isNode(",
	"isSymmetric(", "list(", "load(", "local(", "name(", "narrower(", "nodes(", "properties(", "relation(", "rows(", "status(",
	"supports()", "uniq(", "when(", "within(",
}
