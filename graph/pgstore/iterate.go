package pgstore

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// quadsShape is the quads of a pattern, for the steps of a query that are not planned as a relation.
type quadsShape struct {
	q *QuadStore
	p pattern
}

func (s *quadsShape) String() string {
	out := "Quads("
	for i, dir := range quad.Directions {
		if s.p.bound[i] {
			out += fmt.Sprintf(" %s=%x", dir, s.p.key[i][:4])
		}
	}
	return out + " )"
}

func (s *quadsShape) Iterate() iterator.Scanner                       { return &quadScanner{rows: s.q.quads(s.p), q: s.q} }
func (s *quadsShape) Lookup() iterator.Index                          { return &quadIndex{p: s.p} }
func (s *quadsShape) SubIterators() []iterator.Shape                  { return nil }
func (s *quadsShape) Optimize(context.Context) (iterator.Shape, bool) { return s, false }

func (s *quadsShape) Stats(ctx context.Context) (iterator.Costs, error) {
	size, err := s.q.size(ctx, s.p)
	return iterator.Costs{ContainsCost: 1, NextCost: 2, Size: size}, err
}

type quadScanner struct {
	backend.Plain
	q    *QuadStore
	rows *stream
	cur  refs.Ref
}

func (s *quadScanner) String() string   { return "QuadsNext" }
func (s *quadScanner) Err() error       { return s.rows.err }
func (s *quadScanner) Result() refs.Ref { return s.cur }
func (s *quadScanner) Close() error     { s.rows.close(); return nil }

func (s *quadScanner) Next(ctx context.Context) bool {
	row, ok := s.rows.next(ctx, nil)
	if !ok {
		s.cur = nil
		return false
	}
	s.cur = quadRef(row)
	return true
}

type quadIndex struct {
	backend.Plain
	p   pattern
	cur refs.Ref
}

func (s *quadIndex) String() string   { return "QuadsContains" }
func (s *quadIndex) Err() error       { return nil }
func (s *quadIndex) Result() refs.Ref { return s.cur }
func (s *quadIndex) Close() error     { return nil }

func (s *quadIndex) Contains(_ context.Context, r refs.Ref) bool {
	k, ok := r.(quadRef)
	if !ok || !s.p.match(key(k)) {
		return false
	}
	s.cur = r
	return true
}
