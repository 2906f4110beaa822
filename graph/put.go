package graph

import (
	"context"
	"errors"
	"fmt"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/schema"
)

// Put stores a record in one transaction and returns when it is on the disk. What the article contributed
// before is replaced, by writing the difference; a record that is stored already changes nothing. A Put that
// fails, or is cut short, leaves no trace.
func (s *Store) Put(ctx context.Context, r *Record) (Receipt, error) {
	receipts, errs := s.PutAll(ctx, []*Record{r})
	return receipts[0], errs[0]
}

// PutAll is Put for many records: the disk is waited for once, which is what loading in bulk wants. Several go into one
// transaction, up to some number of quads. Receipts
// and errors are in the order of the records. A record that cannot be stored has an error and leaves no
// trace; the others are stored. After a crash each is whole or absent.
func (s *Store) PutAll(ctx context.Context, records []*Record) ([]Receipt, []error) {
	p := &putting{s: s, receipts: make([]Receipt, len(records)), errs: make([]error, len(records))}
	if s.readOnly {
		for i := range p.errs {
			p.errs[i] = ErrReadOnly
		}
		return p.receipts, p.errs
	}
	s.write.Lock()
	if w, ok := s.qs.(sharedWriter); ok {
		s.putShared(ctx, w, p, records)
	} else {
		for i, r := range records {
			p.add(ctx, i, r)
		}
		p.flush(ctx)
	}
	s.write.Unlock()
	p.wait()
	return p.receipts, p.errs
}

// putting is a PutAll under way.
type putting struct {
	s        *Store
	receipts []Receipt
	errs     []error

	waiting []int           // records that are to be written next, each of another article
	records []*Record       // these, as alone gives them
	quads   [][]quad.Quad   // theirs
	ids     map[string]bool // their articles
	size    int             // the number of their quads
	flushed []flushed
}

// largeTransaction is how many quads are enough for one. The store makes a table of its own for what takes up half of its table in
// memory, some 60,000 quads of articles, empties that table too, and takes the memory of both out of its cache.
const largeTransaction = 16_000

// flushed is records that are written, but may not be on the disk yet.
type flushed struct {
	records []int
	wait    func() error
}

func (p *putting) add(ctx context.Context, i int, r *Record) {
	if p.errs[i] = ctx.Err(); p.errs[i] != nil {
		return
	}
	if r == nil {
		p.errs[i] = fmt.Errorf("record %d: there is none", i)
		return
	}
	r = alone(r)
	quads, err := Quads(r, p.s.schema())
	if err != nil {
		p.errs[i] = err
		return
	}
	if p.ids[r.Article.ID] { // the difference must be to the record before
		p.flush(ctx)
	}
	p.waiting, p.records, p.quads = append(p.waiting, i), append(p.records, r), append(p.quads, quads)
	if p.ids == nil {
		p.ids = make(map[string]bool)
	}
	p.ids[r.Article.ID] = true
	if p.size += len(quads); p.size >= largeTransaction {
		p.flush(ctx)
	}
}

// receipt tells what a record of so many quads contributes.
func receipt(r *Record, quads int) Receipt {
	out := Receipt{Claims: len(r.Claims), Quads: quads}
	for j := range r.Claims {
		if r.Claims[j].Edge {
			out.Facts++
		}
	}
	return out
}

// flush writes what waits in one transaction, with what follows from it for other articles.
func (p *putting) flush(ctx context.Context) {
	if len(p.waiting) == 0 {
		return
	}
	f := flushed{records: p.waiting}
	deltas, err := p.deltas(ctx)
	if err == nil {
		f.wait, err = p.s.apply(deltas)
	}
	if err != nil {
		p.failed(f, err)
	} else {
		p.flushed = append(p.flushed, f)
	}
	p.waiting, p.records, p.quads, p.ids, p.size = nil, nil, nil, nil, 0
}

// deltas are those of what waits.
func (p *putting) deltas(ctx context.Context) ([]cayley.Delta, error) {
	records, others, err := p.s.join(ctx, p.records, nil)
	if err != nil {
		return nil, err
	}
	var all []cayley.Delta
	for n, r := range append(records, others...) {
		var want []quad.Quad
		if n < len(p.records) && r == p.records[n] {
			want = p.quads[n]
		} else if want, err = Quads(r, p.s.schema()); err != nil {
			return nil, err
		}
		deltas, err := p.s.difference(ctx, articleIRI(r.Article.ID), want)
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", r.Article.ID, err)
		}
		if n < len(p.records) {
			i := p.waiting[n]
			p.receipts[i] = receipt(r, len(want))
			p.receipts[i].Change = change(deltas, len(want))
		}
		all = append(all, deltas...)
	}
	return all, nil
}

// wait returns when the disk has everything. Others may write meanwhile, and share the wait.
func (p *putting) wait() {
	for _, f := range p.flushed {
		if err := f.wait(); err != nil {
			p.failed(f, err)
		}
	}
}

func (p *putting) failed(f flushed, err error) {
	for _, i := range f.records {
		p.receipts[i], p.errs[i] = Receipt{}, err
	}
}

// change says what deltas do to an article that has n quads afterwards.
func change(deltas []cayley.Delta, n int) Change {
	if len(deltas) == 0 {
		return Unchanged
	}
	for _, d := range deltas {
		if d.Action == cayley.Delete {
			return Replaced
		}
	}
	if len(deltas) < n {
		return Replaced
	}
	return Added
}

// difference gives what makes the quads under label equal to want, which has each once: first the deletions, then the additions.
func (s *Store) difference(ctx context.Context, label quad.IRI, want []quad.Quad) ([]cayley.Delta, error) {
	var missing map[quad.Quad]bool // nil where nothing is there
	deltas := make([]cayley.Delta, 0, len(want))
	err := s.scan(ctx, quad.Quad{Label: label}, func(q quad.Quad) error {
		if missing == nil {
			missing = make(map[quad.Quad]bool, len(want))
			for _, q := range want {
				missing[q] = true
			}
		}
		if missing[q] {
			delete(missing, q)
			return nil
		}
		deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Delete})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, q := range want {
		if missing == nil || missing[q] {
			deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Add})
		}
	}
	return deltas, nil
}

// A twoStepWriter is a backend that lets the next transaction be prepared while the disk writes this one.
type twoStepWriter interface {
	Apply(in []cayley.Delta, opts cayley.IgnoreOpts) (wait func() error, err error)
}

// apply writes deltas in one transaction; the disk has it when wait returns.
func (s *Store) apply(deltas []cayley.Delta) (wait func() error, err error) {
	last := quad.Value(nil)
	for i := range deltas {
		if l := deltas[i].Quad.Label; l != last {
			s.briefs.drop(nameOf(l, schema.ArtPrefix))
			last = l
		}
	}
	defer s.changes.ofDeltas(deltas)()
	if w, ok := s.qs.(twoStepWriter); ok {
		return w.Apply(deltas, cayley.IgnoreOpts{})
	}
	if len(deltas) > 0 {
		err = s.qs.ApplyDeltas(deltas, cayley.IgnoreOpts{})
	}
	return func() error { return nil }, err
}

// Forget takes away exactly what an article has brought. The error wraps ErrNotFound where there is no such
// article.
func (s *Store) Forget(ctx context.Context, articleID string) error {
	return s.ForgetAll(ctx, []string{articleID})
}

// ForgetAll forgets several articles in one transaction: all of them or none.
func (s *Store) ForgetAll(ctx context.Context, articleIDs []string) error {
	if s.readOnly {
		return ErrReadOnly
	}
	if w, ok := s.qs.(sharedWriter); ok {
		return s.forgetShared(ctx, w, articleIDs)
	}
	wait, err := s.forgetAll(ctx, articleIDs)
	if err != nil {
		return err
	}
	return wait()
}

func (s *Store) forgetAll(ctx context.Context, articleIDs []string) (wait func() error, err error) {
	s.write.Lock()
	defer s.write.Unlock()
	var labels []quad.Value
	seen := make(map[string]bool, len(articleIDs))
	for _, id := range articleIDs {
		if seen[id] {
			continue
		}
		seen[id] = true
		if badName(id) != "" {
			return nil, fmt.Errorf("article %q: %w", id, ErrNotFound)
		}
		found := false
		err := s.scan(ctx, quad.Quad{Label: articleIRI(id)}, func(quad.Quad) error { found = true; return errStop })
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", id, err)
		}
		if !found {
			return nil, fmt.Errorf("article %s: %w", id, ErrNotFound)
		}
		labels = append(labels, articleIRI(id))
	}
	_, others, err := s.join(ctx, nil, sortedKeys(seen))
	if err != nil {
		return nil, err
	}
	if d, ok := s.qs.(labelDeleter); ok && len(others) == 0 {
		s.briefs.drop(sortedKeys(seen)...)
		defer s.changes.of(labels...)()
		return d.DeleteLabels(labels)
	}
	var all []cayley.Delta
	for _, r := range others {
		want, err := Quads(r, s.schema())
		if err != nil {
			return nil, err
		}
		deltas, err := s.difference(ctx, articleIRI(r.Article.ID), want)
		if err != nil {
			return nil, err
		}
		all = append(all, deltas...)
	}
	for _, label := range labels {
		deltas, err := s.difference(ctx, label.(quad.IRI), nil)
		if err != nil {
			return nil, err
		}
		all = append(all, deltas...)
	}
	return s.apply(all)
}

// A labelDeleter is a backend that deletes all quads of labels itself, in two steps like a twoStepWriter.
type labelDeleter interface {
	DeleteLabels(labels []quad.Value) (wait func() error, err error)
}

var errStop = errors.New("enough")
