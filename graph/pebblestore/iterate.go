package pebblestore

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// quadsShape is the quads of a pattern.
type quadsShape struct {
	q *QuadStore
	p pattern
}

func (s *quadsShape) String() string {
	out := "Quads("
	for i, dir := range quad.Directions {
		if s.p.bound[i] {
			out += fmt.Sprintf(" %s=%d", dir, s.p.key[i])
		}
	}
	return out + " )"
}

func (s *quadsShape) Iterate() iterator.Scanner                       { return &quadScanner{c: s.q.cursor(s.p)} }
func (s *quadsShape) Lookup() iterator.Index                          { return &quadIndex{p: s.p} }
func (s *quadsShape) SubIterators() []iterator.Shape                  { return nil }
func (s *quadsShape) Optimize(context.Context) (iterator.Shape, bool) { return s, false }

func (s *quadsShape) Stats(ctx context.Context) (iterator.Costs, error) {
	size, err := s.q.size(ctx, s.p)
	return iterator.Costs{ContainsCost: 1, NextCost: 2, Size: size}, err
}

// plain is an iterator over keys, which has nothing to close either.
type plain struct{ backend.Plain }

func (plain) Close() error { return nil }

type quadScanner struct {
	plain
	c   cursor
	cur refs.Ref
}

func (s *quadScanner) String() string   { return "QuadsNext" }
func (s *quadScanner) Err() error       { return s.c.err }
func (s *quadScanner) Result() refs.Ref { return s.cur }

func (s *quadScanner) Next(ctx context.Context) bool {
	k, ok := s.c.next(ctx)
	if !ok {
		s.cur = nil
		return false
	}
	s.cur = quadRef(k)
	return true
}

type quadIndex struct {
	plain
	p   pattern
	cur refs.Ref
}

func (s *quadIndex) String() string   { return "QuadsContains" }
func (s *quadIndex) Err() error       { return nil }
func (s *quadIndex) Result() refs.Ref { return s.cur }

func (s *quadIndex) Contains(_ context.Context, r refs.Ref) bool {
	k, ok := r.(quadRef)
	if !ok || !s.p.match(key(k)) {
		return false
	}
	s.cur = r
	return true
}

// nodesShape is all values.
type nodesShape struct{ q *QuadStore }

func (s *nodesShape) String() string                                  { return "Nodes" }
func (s *nodesShape) Iterate() iterator.Scanner                       { return &nodeScanner{q: s.q, size: firstPage} }
func (s *nodesShape) Lookup() iterator.Index                          { return &nodeIndex{} }
func (s *nodesShape) SubIterators() []iterator.Shape                  { return nil }
func (s *nodesShape) Optimize(context.Context) (iterator.Shape, bool) { return s, false }

func (s *nodesShape) Stats(context.Context) (iterator.Costs, error) {
	return iterator.Costs{
		ContainsCost: 1, NextCost: 2,
		Size: refs.Size{Value: s.q.counts().nodes, Exact: true},
	}, nil
}

type nodeScanner struct {
	plain
	q     *QuadStore
	buf   []id
	i     int
	size  int
	after []byte
	end   bool
	cur   refs.Ref
	err   error
}

func (s *nodeScanner) String() string   { return "NodesNext" }
func (s *nodeScanner) Err() error       { return s.err }
func (s *nodeScanner) Result() refs.Ref { return s.cur }

func (s *nodeScanner) Next(ctx context.Context) bool {
	for s.i == len(s.buf) {
		if s.end || s.err != nil {
			return false
		}
		if s.err = ctx.Err(); s.err != nil {
			return false
		}
		s.fill()
	}
	s.cur = nodeRef(s.buf[s.i])
	s.i++
	return true
}

func (s *nodeScanner) fill() {
	s.buf, s.i = s.buf[:0], 0
	more, last, err := s.q.page([]byte{tableValue}, s.after, s.size, func(b []byte) bool {
		n, rest, ok := readID(b[1:])
		if !ok || len(rest) != 0 {
			s.err = ErrDamaged
			return false
		}
		s.buf = append(s.buf, n)
		return true
	})
	if s.err == nil {
		s.err = err
	}
	s.after, s.end = last, !more
	s.size = min(s.size*4, maxPage)
}

// nodeIndex knows every value: a reference of a value is only ever given out for one that is stored.
type nodeIndex struct {
	plain
	cur refs.Ref
}

func (s *nodeIndex) String() string   { return "NodesContains" }
func (s *nodeIndex) Err() error       { return nil }
func (s *nodeIndex) Result() refs.Ref { return s.cur }

func (s *nodeIndex) Contains(_ context.Context, r refs.Ref) bool {
	if idOf(r) == 0 {
		return false
	}
	s.cur = r
	return true
}
