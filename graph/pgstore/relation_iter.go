package pgstore

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
)

// relationShape reads a relation.
type relationShape struct {
	q *QuadStore
	r relation
}

func (s *relationShape) String() string                                  { return "SQL(" + s.r.build(&builder{sql: s.q.sql}) + ")" }
func (s *relationShape) SubIterators() []iterator.Shape                  { return nil }
func (s *relationShape) Optimize(context.Context) (iterator.Shape, bool) { return s, false }

// Stats guesses; it matters only where a part of a query is left to Cayley. Looking a node up is a statement, and so
// is a chunk of thousands of rows, so reading all of a relation is preferred unless it is all nodes.
func (s *relationShape) Stats(ctx context.Context) (iterator.Costs, error) {
	c := iterator.Costs{ContainsCost: 100, NextCost: 1, Size: refs.Size{Value: 1000}}
	switch r := s.r.(type) {
	case allNodes:
		n, err := s.q.counts(ctx)
		c.ContainsCost, c.Size = 1, refs.Size{Value: n.nodes, Exact: err == nil}
		return c, err
	case fixed:
		c.ContainsCost, c.Size = 1, refs.Size{Value: int64(len(r)), Exact: true}
	case *hop:
		if len(r.subs) == 0 && len(r.fixed) > 0 {
			var p pattern
			for _, f := range r.fixed {
				p.bind(f.dir, f.ids[0])
			}
			size, err := s.q.size(ctx, p)
			c.Size = refs.Size{Value: size.Value * int64(len(r.fixed[0].ids))}
			return c, err
		}
	}
	return c, nil
}

func (s *relationShape) statement() (st statement, cols int) {
	b := &builder{sql: s.q.sql}
	sql := s.r.build(b)
	return statement{sql, b.params}, 1 + len(s.r.tags())
}

func (s *relationShape) Iterate() iterator.Scanner {
	st, cols := s.statement()
	return &relationScanner{s: s, tags: s.r.tags(), rows: s.q.stream(st, cols)}
}

// relationScanner walks over the rows of a relation.
type relationScanner struct {
	s    *relationShape
	tags []string
	rows *stream
	cur  []id
}

func (s *relationScanner) String() string                { return "SQLNext" }
func (s *relationScanner) Err() error                    { return s.rows.err }
func (s *relationScanner) Close() error                  { s.rows.close(); return nil }
func (s *relationScanner) NextPath(context.Context) bool { return false }

func (s *relationScanner) Next(ctx context.Context) bool {
	row, ok := s.rows.next(ctx, func(ids []id) error { return s.s.q.prefetch(ctx, ids) })
	if !ok {
		s.cur = nil
		return false
	}
	s.cur = append(s.cur[:0], row...)
	return true
}

func (s *relationScanner) Result() refs.Ref {
	if s.cur == nil {
		return nil
	}
	return refOf(s.cur[0])
}

func (s *relationScanner) TagResults(dst map[string]refs.Ref) { tagRow(dst, s.tags, s.cur) }

// tagRow gives the tags of a row; one that a branch of a union does not have is left alone.
func tagRow(dst map[string]refs.Ref, tags []string, row []id) {
	if row == nil {
		return
	}
	for i, name := range tags {
		if r := refOf(row[1+i]); r != nil {
			dst[name] = r
		}
	}
}

func (s *relationShape) Lookup() iterator.Index {
	st, cols := s.statement()
	names := "x.r"
	for i := range cols - 1 {
		names += fmt.Sprintf(", x.t%d", i)
	}
	st.sql = fmt.Sprintf("SELECT %s FROM (%s) x WHERE x.r = $%d", names, st.sql, len(st.params)+1)
	return &relationIndex{s: s, st: st, tags: s.r.tags()}
}

// relationIndex answers whether a node is in a relation; its paths are the rows with that node.
type relationIndex struct {
	s    *relationShape
	st   statement
	tags []string
	rows [][]id // of the node asked for last, the current one first
	err  error
}

func (x *relationIndex) String() string { return "SQLContains" }
func (x *relationIndex) Err() error     { return x.err }
func (x *relationIndex) Close() error   { return nil }

func (x *relationIndex) Result() refs.Ref {
	if len(x.rows) == 0 {
		return nil
	}
	return refOf(x.rows[0][0])
}

func (x *relationIndex) Contains(ctx context.Context, r refs.Ref) bool {
	n := idOf(r)
	if n == (id{}) || x.err != nil {
		return false
	}
	if _, all := x.s.r.(allNodes); all {
		x.rows = [][]id{{n}}
		return true
	}
	st := statement{x.st.sql, append(append([]param(nil), x.st.params...), uuid(n))}
	var found [][]id
	x.err = x.s.q.ask(ctx, st, func(row [][]byte) error {
		ids := make([]id, len(row))
		for i, b := range row {
			var err error
			if ids[i], err = idAt(b); err != nil {
				return err
			}
		}
		found = append(found, ids)
		return nil
	})
	if x.err != nil || len(found) == 0 {
		return false // the tags of the node before may still be asked for
	}
	x.rows = found
	return true
}

func (x *relationIndex) NextPath(context.Context) bool {
	if len(x.rows) < 2 {
		return false
	}
	x.rows = x.rows[1:]
	return true
}

func (x *relationIndex) TagResults(dst map[string]refs.Ref) {
	if len(x.rows) > 0 {
		tagRow(dst, x.tags, x.rows[0])
	}
}
