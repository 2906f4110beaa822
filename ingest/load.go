// Package ingest takes articles from their sources to the store: it reads, analyses with several workers, and
// writes in the order of the sources, one transaction an article.
//
// What reaches the graph does not depend on the number of workers. One article that cannot be read or
// analysed is reported and never stops the others.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"kg/article"
	"kg/graph"
)

// Status says what became of an article.
type Status string

// What can become of an article.
const (
	Added     = Status(graph.Added)
	Unchanged = Status(graph.Unchanged)
	Replaced  = Status(graph.Replaced)
	Failed    = Status("failed")
)

// Result is what became of one article.
type Result struct {
	Source  string // where it was read from
	Article string // its id; empty where it could not be read
	Title   string
	Status  Status
	Claims  int // claims of the article
	Facts   int // claims that are direct edges
	Quads   int // quads that it holds in the store
	Err     error
}

// Store is what a Loader writes to; *graph.Store is one.
type Store interface {
	// Holds reports whether the store holds the article as it is, read by the engine that a.Engine names.
	Holds(ctx context.Context, a *graph.Article) (graph.Receipt, bool, error)
	// PutAll writes each record in a transaction of its own. The receipts and errors are in the order of the
	// records; one that fails leaves no trace.
	PutAll(ctx context.Context, records []*graph.Record) ([]graph.Receipt, []error)
}

// Analyser makes records of articles; *Engine is one.
type Analyser interface {
	// Stored is a as the graph keeps it.
	Stored(a *article.Article) graph.Article
	// Record is all that a contributes to the graph.
	Record(a *article.Article) (*graph.Record, error)
}

// Loader loads articles into a store.
type Loader struct {
	Engine  Analyser
	Store   Store
	Workers int  // how many articles are analysed at once; 0 means one for each processor
	Batch   int  // how many articles are written at once at the most; 0 means 32
	Force   bool // analyse an article again even if the store holds it
}

// job is one article on its way.
type job struct {
	result Result
	record *graph.Record // nil where the article failed or is unchanged
	size   int           // of its text
	kept   bool          // from being written, because the load was interrupted
	ready  chan struct{} // closed when result and record are there
}

// Load loads every article of the sequence and calls report for each, in the order of the sequence. It stops
// early, with the error, when the context ends or the store breaks; what was reported is in the store by then.
func (l *Loader) Load(ctx context.Context, articles iter.Seq2[*article.Article, error], report func(Result)) error {
	workers := l.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	batch := l.Batch
	if batch <= 0 {
		batch = 32
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	type task struct {
		article *article.Article
		job     *job
	}
	tasks := make(chan task)
	ordered := make(chan *job, batch+2*workers) // bounds what is in memory, and so does room
	room := newBudget(maxText)
	go func() {
		defer close(tasks)
		defer close(ordered)
		for a, err := range articles {
			if ctx.Err() != nil {
				return
			}
			j := &job{ready: make(chan struct{})}
			if err != nil {
				j.result = failure(err)
				close(j.ready)
			} else if j.size = len(a.Text); !room.take(ctx, j.size) {
				return
			}
			select {
			case ordered <- j:
			case <-ctx.Done():
				return
			}
			if err != nil {
				continue
			}
			select {
			case tasks <- task{a, j}:
			case <-ctx.Done():
				return
			}
		}
	}()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				select {
				case t, ok := <-tasks:
					if !ok {
						return
					}
					if err := l.analyse(ctx, t.article, t.job); err != nil {
						cancel(err)
					}
					close(t.job.ready)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	err := l.write(ctx, ordered, batch, func(j *job) {
		report(j.result)
		room.give(j.size)
	})
	cancel(err)
	wg.Wait() // the reader may still wait for its source: it sees the end when that answers
	return err
}

// failure is the result of an article that could not be read.
func failure(err error) Result {
	r := Result{Status: Failed, Err: err}
	if read, ok := errors.AsType[*article.ReadError](err); ok {
		r.Source = read.Path
		if read.Line > 0 {
			r.Source += ":" + strconv.Itoa(read.Line)
		}
	}
	return r
}

// analyse fills in j. Its error is one of the store; an error of the article is in j.
func (l *Loader) analyse(ctx context.Context, a *article.Article, j *job) error {
	j.result = Result{Source: a.Source, Article: a.ID, Title: a.Title}
	if ctx.Err() != nil {
		return nil
	}
	if !l.Force {
		stored := l.Engine.Stored(a)
		receipt, same, err := l.Store.Holds(ctx, &stored)
		if err != nil {
			return fmt.Errorf("article %s: %w", a.ID, err)
		}
		if same {
			j.result.fill(receipt)
			return nil
		}
	}
	record, err := l.record(a)
	if err != nil {
		j.result.Status, j.result.Err = Failed, fmt.Errorf("%s: %w", a.Source, err)
		return nil
	}
	j.record = record
	return nil
}

func (r *Result) fill(receipt graph.Receipt) {
	r.Status = Status(receipt.Change)
	r.Claims, r.Facts, r.Quads = receipt.Claims, receipt.Facts, receipt.Quads
}

// write takes the jobs in order, writes what is ready in batches, and reports. It never lets what is ready wait
// for what is not.
func (l *Loader) write(ctx context.Context, ordered <-chan *job, batch int, report func(*job)) error {
	var pending []*job
	flush := func() error {
		err := l.flush(ctx, pending, report)
		clear(pending) // the records are not needed any more
		pending = pending[:0]
		return err
	}
	for {
		var j *job
		var more bool
		select {
		case j, more = <-ordered:
		default:
			if err := flush(); err != nil {
				return err
			}
			select {
			case j, more = <-ordered:
			case <-ctx.Done():
			}
		}
		if ctx.Err() == nil && !more {
			return flush()
		}
		if ctx.Err() == nil {
			select {
			case <-j.ready:
			default:
				if err := flush(); err != nil {
					return err
				}
				select {
				case <-j.ready:
				case <-ctx.Done():
				}
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if pending = append(pending, j); len(pending) >= batch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

// flush writes the records of jobs and reports every job, apart from those that the end of ctx has kept from being
// written: nothing is wrong with these.
func (l *Loader) flush(ctx context.Context, jobs []*job, report func(*job)) error {
	var records []*graph.Record
	var written []*job
	for _, j := range jobs {
		if j.record != nil {
			records, written = append(records, j.record), append(written, j)
		}
	}
	if len(records) > 0 {
		receipts, errs := l.Store.PutAll(ctx, records)
		for i, j := range written {
			if errs[i] != nil && ctx.Err() != nil && errors.Is(errs[i], ctx.Err()) {
				j.kept = true
				continue
			}
			if errs[i] != nil {
				j.result.Status, j.result.Err = Failed, fmt.Errorf("%s: %w", j.result.Source, errs[i])
				continue
			}
			j.result.fill(receipts[i])
		}
	}
	for _, j := range jobs {
		if !j.kept {
			report(j)
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// record analyses a. A panic of a stage is an error of this article, so that the others go on.
func (l *Loader) record(a *article.Article) (r *graph.Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("article %s: the engine broke at %s: %v", a.ID, panicSite(), p)
		}
	}()
	return l.Engine.Record(a)
}

// panicSite is the function and line that panicked; to be called from a deferred function.
func panicSite() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") || !more {
			return fmt.Sprintf("%s:%d", f.Function, f.Line)
		}
	}
}
