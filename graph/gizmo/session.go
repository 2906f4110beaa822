package gizmo

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	cayleygizmo "github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/dop251/goja"
)

// Options says how scripts run. The zero value is ready to use.
type Options struct {
	Name   string         // of the script in errors; "" means "query"
	Params map[string]any // the script's global params; values as encoding/json takes them
	Limits Limits

	// ShowLast answers the value of a script's last statement too, as a console does: a path by the nodes that it
	// ends in, anything but undefined as g.emit would.
	ShowLast bool

	// Library is a script that runs before, under the name LibraryName: it defines what scripts share.
	Library, LibraryName string
}

// Session is a Gizmo session that keeps its global variables from one script to the next. It is used by one
// goroutine at a time.
type Session struct {
	opt    Options
	inner  *cayleygizmo.Session
	handle *graph.Handle
	guard  *guard

	prog *goja.Program // to run next
	name string        // of prog
	w    *watch        // of the run in progress

	running context.Context // ends when the run in progress must leave the store

	asked func(Step, *path.Path) // hears of what the script asks the store; nil: nobody wants to know

	mu     sync.Mutex
	err    error  // of the last run
	told   []Step // calls whose paths are among the rows
	inside chan struct{}
}

// NewSession starts a session over qs. The error is one of the library or of the parameters.
func NewSession(qs graph.QuadStore, opt Options) (*Session, error) {
	opt.Limits = opt.Limits.withDefaults()
	if opt.Name == "" {
		opt.Name = "query"
	}
	s := &Session{opt: opt}
	s.handle = &graph.Handle{QuadStore: bootStore{value: bootValue{take: func(vm *goja.Runtime) {
		if s.guard == nil {
			s.guard = newGuard(s, vm)
		}
	}}}}
	s.inner = cayleygizmo.NewSession(s.handle)
	ctx := context.Background()
	it, err := s.inner.Execute(ctx, bootScript, query.Options{Collation: query.JSON})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBoot, err)
	}
	for it.Next(ctx) {
	}
	if err := it.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", errBoot, err)
	}
	if s.guard == nil {
		return nil, errBoot
	}
	s.handle.QuadStore = graph.Unwrap(qs)
	if err := s.guard.install(opt.Params); err != nil {
		return nil, err
	}
	if opt.Library != "" {
		prog, err := compileLibrary(opt.LibraryName, opt.Library)
		if err != nil {
			return nil, err
		}
		if _, err := s.guard.vm.RunProgram(prog); err != nil {
			return nil, scriptError(s.guard.vm, opt.LibraryName, err, nil)
		}
	}
	return s, nil
}

// Execute prepares a script; it runs when the first row is asked for, and then until ctx ends or a limit is
// reached. A result is a Row; with the collation for JSON-LD, nodes and values in it are as JSON-LD has them, and a
// row is an object always. As with Cayley's own session, opt.Limit ends the answer without an error. Closing
// the iterator waits for the script to have left the store.
func (s *Session) Execute(ctx context.Context, script string, opt query.Options) (query.Iterator, error) {
	prog, err := compile(s.opt.Name, script)
	if err != nil {
		return nil, err
	}
	s.guard.vm.ClearInterrupt()
	s.prog, s.name, s.err = prog, s.opt.Name, nil
	s.guard.setRunner()
	s.guard.reader, s.guard.seen = nil, nil
	// A script sees nodes as text whatever the form of the answer: Cayley hands it objects where the answer is
	// to be JSON-LD. So Cayley answers references, and the form is given here.
	it, err := s.inner.Execute(ctx, runScript, query.Options{Collation: query.Raw})
	if err != nil {
		return nil, err
	}
	hard, cancel := context.WithCancel(context.Background())
	s.running = hard
	return &results{
		s: s, it: it, ctx: ctx, hard: hard, cancel: cancel, limit: s.opt.Limits.Rows,
		jsonld: opt.Collation == query.JSONLD, most: opt.Limit,
	}, nil
}

const runScript = `__run()`

// run is what the global function of runScript calls, in the goroutine of Cayley's session.
func (s *Session) run() {
	prog := s.prog
	s.prog = nil
	if prog == nil {
		return // a script that calls the function itself
	}
	inside := make(chan struct{})
	s.mu.Lock()
	s.inside = inside
	s.mu.Unlock()
	defer close(inside)
	defer func() {
		if x := recover(); x != nil {
			s.fail(&ScriptError{Name: s.name, Msg: fmt.Sprintf("script engine: %v", x), Err: s.w.why()})
		}
	}()
	v, err := s.guard.vm.RunProgram(prog)
	if err == nil && s.opt.ShowLast && v != nil {
		if ex := s.guard.vm.Try(func() { s.guard.show(v) }); ex != nil {
			err = ex
		}
	}
	if err != nil {
		s.fail(scriptError(s.guard.vm, s.name, err, s.w.why()))
	}
}

func (s *Session) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
}

func (s *Session) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// context is that of the run in progress.
func (s *Session) context() context.Context {
	if s.running == nil {
		return context.Background() // the library
	}
	return s.running
}

// settle waits until the script has left the store, at most for the time given.
func (s *Session) settle(d time.Duration) {
	s.mu.Lock()
	inside := s.inside
	s.mu.Unlock()
	if inside == nil {
		return
	}
	select {
	case <-inside:
	case <-time.After(d):
	}
}

// results iterates over the rows of one run.
type results struct {
	s      *Session
	it     query.Iterator
	ctx    context.Context // of Execute
	hard   context.Context // ends when the store's iterators must go
	cancel context.CancelFunc

	started, closed bool
	rows, limit     int
	most            int // of rows, without an error
	jsonld          bool
	cur             Row
	err             error
}

const settleTime = 2 * time.Second

func (r *results) Next(ctx context.Context) bool {
	if r.err != nil || r.closed {
		return false
	}
	if !r.started {
		r.started = true
		r.s.w = startWatch(r.ctx, r.s.opt.Limits, func(err error) { r.s.guard.vm.Interrupt(err) }, r.cancel)
	}
	w := r.s.w
	release := context.AfterFunc(ctx, func() { w.stop(context.Cause(ctx)); r.cancel() })
	defer release()
	for (r.most <= 0 || r.rows < r.most) && r.it.Next(r.hard) {
		res, ok := r.it.Result().(*cayleygizmo.Result)
		if !ok || res.Meta {
			continue // what the script's last statement came to
		}
		if p, ok := res.Val.(*path.Path); ok {
			if step, ok := r.s.takeTold(); ok {
				r.s.asked(step, p)
			}
			continue
		}
		if step, ok := res.Val.(*Step); ok {
			if r.s.asked != nil {
				r.s.asked(*step, nil)
			}
			continue
		}
		row, err := r.s.row(res, r.jsonld)
		if err != nil {
			r.err = fmt.Errorf("%s: %w", r.s.name, err)
			return false
		}
		r.cur = row
		if r.limit > 0 && r.rows >= r.limit {
			r.err = &ScriptError{Name: r.s.name, Msg: fmt.Sprintf("stopped: more than %d rows", r.limit), Err: ErrRows}
			return false
		}
		r.rows++
		return true
	}
	if r.most > 0 && r.rows >= r.most {
		return false // Close stops the script
	}
	w.end()
	r.s.settle(settleTime)
	cause := w.why()
	switch {
	case r.s.failure() != nil:
		r.err = r.s.failure()
	case cause != nil:
		r.err = &ScriptError{Name: r.s.name, Msg: "stopped: " + cause.Error(), Err: cause}
	case r.it.Err() != nil:
		r.err = scriptError(r.s.guard.vm, r.s.name, r.it.Err(), nil)
	}
	return false
}

func (r *results) Result() interface{} {
	if r.jsonld && r.cur.IsSingle() {
		return map[string]any{"@value": r.cur.Values[0]}
	}
	return r.cur
}

func (r *results) Err() error { return r.err }

func (r *results) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	if r.started {
		r.s.w.end()
		r.cancel()
		r.it.Close() // cancels the store's iterators and interrupts the script
		r.s.settle(settleTime)
	}
	r.cancel()
	return nil
}

// Run runs a script and yields its rows as they come. An error ends the sequence; the row beside it is zero.
// A script that is stopped by ctx or by a limit ends with an error, never with rows left out in silence.
func Run(ctx context.Context, qs graph.QuadStore, script string, opt Options) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		s, err := NewSession(qs, opt)
		if err != nil {
			yield(Row{}, err)
			return
		}
		for row, err := range s.Rows(ctx, script) {
			if !yield(row, err) {
				return
			}
		}
	}
}

// Rows is Run in the session.
func (s *Session) Rows(ctx context.Context, script string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		it, err := s.Execute(ctx, script, query.Options{Collation: query.JSON})
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer it.Close()
		for it.Next(ctx) {
			if !yield(it.(*results).cur, nil) {
				return
			}
		}
		if err := it.Err(); err != nil {
			yield(Row{}, err)
		}
	}
}

var _ query.Session = (*Session)(nil)

// SetLimits changes what the next script may use.
func (s *Session) SetLimits(l Limits) { s.opt.Limits = l.withDefaults() }
