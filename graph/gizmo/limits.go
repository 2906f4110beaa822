package gizmo

import (
	"context"
	"errors"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// Limits bounds what one script may use. The zero value is ready to use; a negative value means no limit.
type Limits struct {
	Time   time.Duration // from the first row asked for to the end; 0 means 30 s
	Rows   int           // rows that the script may answer, whatever it asks of getLimit; 0 means no limit
	Memory int64         // bytes by which the heap of the process may grow while the script runs; 0 means 512 MB
	Depth  int           // calls within calls; 0 means 2000
}

// Values for the fields of Limits that are zero.
const (
	DefaultTime   = 30 * time.Second
	DefaultMemory = 512 << 20
	DefaultDepth  = 2000
)

// Bounds that no caller needs to change: they are far above what a query over news needs, and low enough
// that one step of a script cannot take the process with it.
const (
	maxScript = 128 << 10 // bytes of a script; the parser recurses with its nesting
	maxString = 32 << 20  // characters of a string that one call of the language may make
	maxArray  = 2_000_000 // elements of an array that one call of the language may visit
	maxArg    = 1 << 20   // bytes of a string given to a path
	maxArgs   = 100_000   // values given to one step of a path
	maxEmit   = 250_000   // values within one emitted row, or one turned into JSON
	maxNest   = 200       // arrays and objects within each other, in what is emitted, joined or turned into JSON
)

// The limits that a script can run into; an error of Run wraps one of them, and context.DeadlineExceeded
// where it was the time.
var (
	ErrTime   = error(timeError{})
	ErrRows   = errors.New("the limit of rows")
	ErrMemory = errors.New("the memory limit")
	ErrDepth  = errors.New("the limit of nested calls")
)

// timeError is ErrTime. It is a context.DeadlineExceeded, and says no more than what people understand.
type timeError struct{}

func (timeError) Error() string { return "the time limit" }
func (timeError) Unwrap() error { return context.DeadlineExceeded }

func (l Limits) withDefaults() Limits {
	if l.Time == 0 {
		l.Time = DefaultTime
	}
	if l.Memory == 0 {
		l.Memory = DefaultMemory
	}
	if l.Depth <= 0 {
		l.Depth = DefaultDepth
	}
	return l
}

// watch stops a run when its context ends, its time is over or the heap has grown too far. A script that is in
// the middle of a step of the language stops at the next one; one that is inside the store is given grace to
// come back before the context of the store's iterators is cancelled.
type watch struct {
	interrupt func(error) // asks the script to stop
	cancel    func()      // takes the store's iterators down

	mu    sync.Mutex
	cause error

	stopped atomic.Bool
	done    chan struct{}
	once    sync.Once
}

const (
	watchTick  = 5 * time.Millisecond
	watchGrace = 100 * time.Millisecond
)

func startWatch(ctx context.Context, l Limits, interrupt func(error), cancel func()) *watch {
	w := &watch{interrupt: interrupt, cancel: cancel, done: make(chan struct{})}
	go w.run(ctx, l)
	return w
}

func (w *watch) run(ctx context.Context, l Limits) {
	var deadline <-chan time.Time
	if l.Time > 0 {
		t := time.NewTimer(l.Time)
		defer t.Stop()
		deadline = t.C
	}
	var ticks <-chan time.Time
	base, limit := int64(0), l.Memory
	if limit > 0 {
		t := time.NewTicker(watchTick)
		defer t.Stop()
		ticks, base = t.C, heapBytes()
	}
	allowed := base + limit
	var collected chan struct{} // of the collection under way
	for {
		select {
		case <-w.done:
			return
		case <-ctx.Done():
			w.stop(context.Cause(ctx))
		case <-deadline:
			w.stop(ErrTime)
		case <-ticks:
			now := heapBytes()
			switch {
			case now <= allowed:
				continue
			case collected == nil:
				// What has grown may be garbage: only what survives a collection counts.
				done := make(chan struct{})
				go func() { runtime.GC(); close(done) }()
				collected = done
				continue
			case now <= allowed+limit:
				continue
			}
			// It grows by as much again while the collection runs: one that doubles a string would take all memory.
			w.stop(ErrMemory)
		case <-collected:
			collected = nil
			if live := heapBytes(); live-base <= limit {
				allowed = max(base+limit, live+limit/2)
				continue
			}
			w.stop(ErrMemory)
		}
		select {
		case <-w.done:
		case <-time.After(watchGrace):
			w.cancel()
		}
		return
	}
}

// stop records why the run ends and interrupts the script. The first cause stays.
func (w *watch) stop(cause error) {
	w.mu.Lock()
	if w.cause == nil {
		w.cause = cause
	}
	cause = w.cause
	w.mu.Unlock()
	w.stopped.Store(true)
	w.interrupt(cause)
}

// why is the cause that the run was stopped for, or nil.
func (w *watch) why() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cause
}

func (w *watch) end() { w.once.Do(func() { close(w.done) }) }

// heapBytes is the memory that objects on the heap occupy, dead ones included.
func heapBytes() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(s[0].Value.Uint64())
}
