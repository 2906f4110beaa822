package pebblestore

import (
	"context"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
)

// hopShape is a hop with the iterators of its further conditions.
type hopShape struct {
	*hop
	its []iterator.Shape
}

func (s *hopShape) String() string                 { return "Hop(" + s.result.String() + ")" }
func (s *hopShape) SubIterators() []iterator.Shape { return s.its }

func (s *hopShape) Optimize(ctx context.Context) (iterator.Shape, bool) {
	for i, it := range s.its {
		opt, changed := it.Optimize(ctx)
		if changed {
			s.its[i] = opt
		}
		if iterator.IsNull(opt) {
			return opt, true
		}
	}
	return s, false
}

// fanout is how many quads a node is taken to have in one direction: few if the predicate is known.
func (s *hopShape) fanout() int64 {
	if s.p.has(quad.Predicate) {
		return 3
	}
	return 20
}

// drive chooses what to start from: the quads of the fixed nodes (-1) or the nodes of one of the conditions.
func (s *hopShape) drive(ctx context.Context) (best int, size refs.Size, cost int64, err error) {
	size, err = s.q.size(ctx, s.p)
	if err != nil {
		return 0, size, 0, err
	}
	size.Exact = size.Exact && len(s.its) == 0
	stats := make([]iterator.Costs, len(s.its))
	contains := int64(0)
	for i, it := range s.its {
		if stats[i], err = it.Stats(ctx); err != nil {
			return 0, size, 0, err
		}
		contains += stats[i].ContainsCost
	}
	best, cost = -1, mul(size.Value, 1+contains)
	for i, st := range stats {
		n := mul(st.Size.Value, s.fanout())
		c := mul(st.Size.Value, st.NextCost+4) + mul(n, 1+contains-st.ContainsCost)
		if c < cost {
			best, cost = i, c
		}
		if n < size.Value {
			size = refs.Size{Value: n}
		}
	}
	return best, size, cost, nil
}

// mul multiplies without overflow.
func mul(a, b int64) int64 {
	const most = 1 << 40
	if a > 0 && b > most/a {
		return most
	}
	return a * b
}

func (s *hopShape) Stats(ctx context.Context) (iterator.Costs, error) {
	_, size, cost, err := s.drive(ctx)
	if err != nil {
		return iterator.Costs{}, err
	}
	c := iterator.Costs{Size: size, ContainsCost: 4, NextCost: max(2, cost/max(size.Value, 1))}
	fan := s.fanout()
	for _, it := range s.its {
		st, err := it.Stats(ctx)
		if err != nil {
			return c, err
		}
		c.ContainsCost += mul(fan, st.ContainsCost)
	}
	return c, nil
}

func (s *hopShape) Iterate() iterator.Scanner { return &hopScanner{s: s} }

func (s *hopShape) Lookup() iterator.Index {
	x := &hopIndex{s: s, checks: make([]check, len(s.its))}
	for i, it := range s.its {
		x.checks[i] = check{s.subs[i].dir, it.Lookup()}
	}
	return x
}

// A check is a condition on the node in one direction of a quad.
type check struct {
	dir quad.Direction
	in  iterator.Index
}

// checks are the conditions of a hop that it does not start from.
type checks []check

func (cs checks) contain(ctx context.Context, k key) (bool, error) {
	for _, c := range cs {
		n := k.get(c.dir)
		if n == 0 {
			return false, nil
		}
		if !c.in.Contains(ctx, nodeRef(n)) {
			return false, c.in.Err()
		}
	}
	return true, nil
}

func (cs checks) tag(dst map[string]refs.Ref) {
	for _, c := range cs {
		c.in.TagResults(dst)
	}
}

func (cs checks) nextPath(ctx context.Context) (bool, error) {
	for _, c := range cs {
		if c.in.NextPath(ctx) {
			return true, nil
		}
		if err := c.in.Err(); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (cs checks) close() error {
	var first error
	for _, c := range cs {
		if err := c.in.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (h *hop) tag(k key, dst map[string]refs.Ref) {
	for _, t := range h.tags {
		dst[t.name] = refOf(k.get(t.dir))
	}
}

// hopScanner walks over the quads of a hop.
type hopScanner struct {
	s       *hopShape
	started bool
	primary iterator.Scanner // nil: start from the fixed nodes
	dir     quad.Direction   // of primary
	checks  checks
	c       cursor
	cur     key
	ok      bool
	err     error
}

func (s *hopScanner) String() string { return "HopNext" }
func (s *hopScanner) Err() error     { return s.err }

func (s *hopScanner) Result() refs.Ref {
	if !s.ok {
		return nil
	}
	return refOf(s.cur.get(s.s.result))
}

func (s *hopScanner) start(ctx context.Context) error {
	s.started = true
	best, _, _, err := s.s.drive(ctx)
	if err != nil {
		return err
	}
	for i, it := range s.s.its {
		if i == best {
			s.primary, s.dir = it.Iterate(), s.s.subs[i].dir
			continue
		}
		s.checks = append(s.checks, check{s.s.subs[i].dir, it.Lookup()})
	}
	if s.primary == nil {
		s.c = s.s.q.cursor(s.s.p)
	} else {
		s.c = cursor{end: true}
	}
	return nil
}

func (s *hopScanner) Next(ctx context.Context) bool {
	s.ok = false
	if s.err != nil {
		return false
	}
	if !s.started {
		if s.err = s.start(ctx); s.err != nil {
			return false
		}
	}
	for {
		k, ok := s.c.next(ctx)
		if !ok {
			if s.err = s.c.err; s.err != nil || !s.advance(ctx) {
				return false
			}
			continue
		}
		if !s.s.keeps(k) {
			continue
		}
		if ok, s.err = s.checks.contain(ctx, k); s.err != nil {
			return false
		}
		if ok {
			s.cur, s.ok = k, true
			return true
		}
	}
}

// advance takes the next node to start from.
func (s *hopScanner) advance(ctx context.Context) bool {
	if s.primary == nil {
		return false
	}
	if s.err = ctx.Err(); s.err != nil {
		return false
	}
	for s.primary.Next(ctx) {
		n := idOf(s.primary.Result())
		if n == 0 {
			continue
		}
		p := s.s.p
		if p.has(s.dir) && p.key.get(s.dir) != n {
			continue
		}
		p.bind(s.dir, n)
		s.c.reset(s.s.q, p)
		return true
	}
	s.err = s.primary.Err()
	return false
}

func (s *hopScanner) NextPath(ctx context.Context) bool {
	if !s.ok {
		return false
	}
	if s.primary != nil {
		if s.primary.NextPath(ctx) {
			return true
		}
		if s.err = s.primary.Err(); s.err != nil {
			return false
		}
	}
	more, err := s.checks.nextPath(ctx)
	s.err = err
	return more
}

func (s *hopScanner) TagResults(dst map[string]refs.Ref) {
	if !s.ok {
		return
	}
	if s.primary != nil {
		s.primary.TagResults(dst)
	}
	s.checks.tag(dst)
	s.s.tag(s.cur, dst)
}

func (s *hopScanner) Close() error {
	err := s.checks.close()
	if s.primary != nil {
		if perr := s.primary.Close(); err == nil {
			err = perr
		}
	}
	return err
}

// hopIndex answers whether a node is at the end of a hop; its paths are the quads that lead there.
type hopIndex struct {
	s      *hopShape
	checks checks
	c      cursor
	cur    key
	ok     bool
	err    error
}

func (x *hopIndex) String() string { return "HopContains" }
func (x *hopIndex) Err() error     { return x.err }
func (x *hopIndex) Close() error   { return x.checks.close() }

func (x *hopIndex) Result() refs.Ref {
	if !x.ok {
		return nil
	}
	return refOf(x.cur.get(x.s.result))
}

func (x *hopIndex) Contains(ctx context.Context, r refs.Ref) bool {
	n := idOf(r)
	p := x.s.p
	if n == 0 || p.has(x.s.result) && p.key.get(x.s.result) != n {
		return false
	}
	p.bind(x.s.result, n)
	x.c.reset(x.s.q, p)
	return x.next(ctx)
}

// next goes to the next quad that meets all conditions. Where there is none, the conditions are put back to
// the quad of before, whose tags may still be asked for.
func (x *hopIndex) next(ctx context.Context) bool {
	moved := false
	for {
		k, ok := x.c.next(ctx)
		if !ok {
			if x.err = x.c.err; x.err == nil && moved && x.ok {
				_, x.err = x.checks.contain(ctx, x.cur)
			}
			return false
		}
		if !x.s.keeps(k) {
			continue
		}
		moved = len(x.checks) > 0
		if ok, x.err = x.checks.contain(ctx, k); x.err != nil {
			return false
		}
		if ok {
			x.cur, x.ok = k, true
			return true
		}
	}
}

func (x *hopIndex) NextPath(ctx context.Context) bool {
	if !x.ok || x.err != nil {
		return false
	}
	more, err := x.checks.nextPath(ctx)
	if x.err = err; more || err != nil {
		return more
	}
	return x.next(ctx)
}

func (x *hopIndex) TagResults(dst map[string]refs.Ref) {
	if x.ok {
		x.checks.tag(dst)
		x.s.tag(x.cur, dst)
	}
}
