package queries

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/cayleygraph/cayley/graph"

	"kg/graph/gizmo"
)

//go:embed *.js kg.d.ts
var embedded embed.FS

// Types is the declarations, in TypeScript, of what a script may use beside Gizmo itself.
func Types() []byte {
	b, err := embedded.ReadFile("kg.d.ts")
	if err != nil {
		return nil // it is embedded
	}
	return b
}

// libraryFile is the script that every query may use; it is no query.
const libraryFile = "kg.js"

// ErrUnknown is wrapped by the error for a query that the library does not have.
var ErrUnknown = errors.New("no such query")

// Library is a set of saved queries. It does not change once it is loaded: several goroutines may use it.
type Library struct {
	queries map[string]*Query
	names   []string
	script  string
}

// Load reads the queries of the folders, and those that come with kg. Where several have one name, the first
// folder counts. The error is a *HeadError where a head is wrong.
func Load(dirs ...string) (*Library, error) {
	l := &Library{queries: map[string]*Query{}}
	for _, dir := range dirs {
		if dir == "" {
			continue
		}
		if err := l.add(os.DirFS(dir), dir, true); err != nil {
			return nil, err
		}
	}
	if err := l.add(embedded, "", false); err != nil {
		return nil, err
	}
	script, err := embedded.ReadFile(libraryFile)
	if err != nil {
		return nil, err
	}
	l.script = string(script)
	for name := range l.queries {
		l.names = append(l.names, name)
	}
	sort.Strings(l.names)
	return l, nil
}

func (l *Library) add(fsys fs.FS, dir string, own bool) error {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return fmt.Errorf("queries: folder %s: %w", dir, errors.Unwrap(err))
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".js")
		if !ok || e.IsDir() || e.Name() == libraryFile || l.queries[name] != nil {
			continue
		}
		data, err := fs.ReadFile(fsys, e.Name())
		if err != nil {
			return fmt.Errorf("queries: %w", err)
		}
		q, err := Parse(filepath.Join(dir, e.Name()), name, string(data))
		if err != nil {
			return err
		}
		q.Own = own
		l.queries[name] = q
	}
	return nil
}

// List is the queries in order of their names.
func (l *Library) List() []*Query {
	out := make([]*Query, len(l.names))
	for i, name := range l.names {
		out[i] = l.queries[name]
	}
	return out
}

// Get is the query called name. The error wraps ErrUnknown and names similar queries.
func (l *Library) Get(name string) (*Query, error) {
	if q := l.queries[name]; q != nil {
		return q, nil
	}
	var near []string
	for _, n := range l.names {
		if distance(n, name, 3) >= 0 || strings.Contains(n, name) && name != "" {
			near = append(near, n)
		}
	}
	hint := ""
	if len(near) > 0 {
		hint = "; near it: " + strings.Join(near, ", ")
	}
	return nil, fmt.Errorf("%w: %s%s", ErrUnknown, name, hint)
}

// Answer is what a query answers.
type Answer struct {
	Columns []Column // of a table; empty where the script has no head
	Rows    iter.Seq2[gizmo.Row, error]
}

// Run runs the query called name. Values of params are as a user types them. The rows come as the script makes
// them; see gizmo.Run for how they end.
func (l *Library) Run(ctx context.Context, qs graph.QuadStore, name string, params map[string]string, limits gizmo.Limits) (*Answer, error) {
	q, err := l.Get(name)
	if err != nil {
		return nil, err
	}
	bound, err := q.bind(ctx, qs, params)
	if err != nil {
		return nil, err
	}
	return &Answer{
		Columns: q.Columns,
		Rows:    gizmo.Run(ctx, qs, q.Script, l.options(filepath.Base(q.File), bound, limits)),
	}, nil
}

// RunScript runs a script that is not saved; name is what errors call it. Params are strings.
func (l *Library) RunScript(ctx context.Context, qs graph.QuadStore, name, script string, params map[string]string, limits gizmo.Limits) *Answer {
	bound := make(map[string]any, len(params))
	for k, v := range params {
		bound[k] = v
	}
	return &Answer{Rows: gizmo.Run(ctx, qs, script, l.options(name, bound, limits))}
}

// Explain is Run that tells what the query asks the store instead of answering.
func (l *Library) Explain(ctx context.Context, qs graph.QuadStore, name string, params map[string]string, limits gizmo.Limits) ([]gizmo.Step, error) {
	q, err := l.Get(name)
	if err != nil {
		return nil, err
	}
	bound, err := q.bind(ctx, qs, params)
	if err != nil {
		return nil, err
	}
	return gizmo.Explain(ctx, qs, q.Script, l.options(filepath.Base(q.File), bound, limits))
}

// ExplainScript is RunScript that tells what the script asks the store instead of answering.
func (l *Library) ExplainScript(ctx context.Context, qs graph.QuadStore, name, script string, params map[string]string, limits gizmo.Limits) ([]gizmo.Step, error) {
	bound := make(map[string]any, len(params))
	for k, v := range params {
		bound[k] = v
	}
	return gizmo.Explain(ctx, qs, script, l.options(name, bound, limits))
}

// Session starts a session in which the library's functions are known.
func (l *Library) Session(qs graph.QuadStore, limits gizmo.Limits) (*gizmo.Session, error) {
	return gizmo.NewSession(qs, l.options("query", nil, limits))
}

// Options is how a script of this library's session runs: with the functions that saved queries share.
func (l *Library) Options(limits gizmo.Limits) gizmo.Options { return l.options("query", nil, limits) }

func (l *Library) options(name string, params map[string]any, limits gizmo.Limits) gizmo.Options {
	return gizmo.Options{Name: name, Params: params, Limits: limits, Library: l.script, LibraryName: libraryFile}
}
