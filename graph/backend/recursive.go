package backend

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
)

// BuildIterator builds the iterator of a part of a query, with the fault of iterator.Recursive mended, see [recursive].
func BuildIterator(s shape.Shape, qs graph.QuadStore) iterator.Shape {
	it := s.BuildIterator(qs)
	if r, ok := it.(*iterator.Recursive); ok {
		return &recursive{r}
	}
	return it
}

// Intersect is shape.Intersect with [BuildIterator] for its parts.
type Intersect shape.Intersect

// Optimize is part of shape.Shape; it is planned already.
func (s Intersect) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

// BuildIterator is part of shape.Shape.
func (s Intersect) BuildIterator(qs graph.QuadStore) iterator.Shape {
	subs := make([]iterator.Shape, len(s))
	for i, sub := range s {
		subs[i] = BuildIterator(sub, qs)
	}
	if len(subs) == 1 {
		return subs[0]
	}
	return iterator.NewAnd(subs...)
}

// recursive looks nodes up in an iterator.Recursive by walking it once and keeping what it found. Its own
// lookup gives a node that it finds on the way the tags of the node asked for before.
type recursive struct{ *iterator.Recursive }

func (s *recursive) Optimize(ctx context.Context) (iterator.Shape, bool) {
	it, changed := s.Recursive.Optimize(ctx)
	if r, ok := it.(*iterator.Recursive); ok {
		s.Recursive = r
		return s, false
	}
	return it, changed
}

func (s *recursive) Lookup() iterator.Index { return &materialized{from: s.Recursive.Iterate()} }

// materialized is the results of a scan with their tags, one set of tags a path.
type materialized struct {
	from  iterator.Scanner // nil once it has been read
	paths map[any][]map[string]refs.Ref
	cur   refs.Ref
	at    []map[string]refs.Ref
	err   error
}

func (m *materialized) String() string   { return "Materialized" }
func (m *materialized) Err() error       { return m.err }
func (m *materialized) Result() refs.Ref { return m.cur }

func (m *materialized) read(ctx context.Context) error {
	m.paths = make(map[any][]map[string]refs.Ref)
	for m.from.Next(ctx) {
		k := refs.ToKey(m.from.Result())
		for {
			tags := make(map[string]refs.Ref)
			m.from.TagResults(tags)
			m.paths[k] = append(m.paths[k], tags)
			if !m.from.NextPath(ctx) {
				break
			}
		}
	}
	err := m.from.Err()
	if cerr := m.from.Close(); err == nil {
		err = cerr
	}
	m.from = nil
	if err == nil {
		err = ctx.Err()
	}
	return err
}

func (m *materialized) Contains(ctx context.Context, r refs.Ref) bool {
	if m.from != nil {
		m.err = m.read(ctx)
	}
	if m.err != nil {
		return false
	}
	at, ok := m.paths[refs.ToKey(r)]
	if ok {
		m.cur, m.at = r, at
	}
	return ok
}

func (m *materialized) NextPath(context.Context) bool {
	if len(m.at) < 2 {
		return false
	}
	m.at = m.at[1:]
	return true
}

func (m *materialized) TagResults(dst map[string]refs.Ref) {
	if len(m.at) == 0 {
		return
	}
	for k, v := range m.at[0] {
		dst[k] = v
	}
}

func (m *materialized) Close() error {
	if m.from == nil {
		return nil
	}
	err := m.from.Close()
	m.from = nil
	if m.err == nil {
		m.err = ErrClosed
	}
	return err
}
