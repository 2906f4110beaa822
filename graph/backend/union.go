package backend

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
)

// PlanUnion leaves out the branches that have no answer, and gives the others an iterator that finds a node in every one
// that has it, see [union].
func PlanUnion(s shape.Union) (shape.Shape, bool) {
	kept := union(Answering(s))
	switch len(kept) {
	case 0:
		return shape.Null{}, true
	case 1:
		return kept[0], true
	}
	return kept, true
}

// PlanExcept takes a set of nothing for what it is: nothing is left out. Cayley's own plan goes on with the nil that
// stands for it and panics.
func PlanExcept(s shape.Except) (shape.Shape, bool) {
	if !shape.IsNull(s.Exclude) {
		return s, false
	}
	if s.From == nil {
		return shape.AllNodes{}, true
	}
	return s.From, true
}

// union is shape.Union with an iterator that finds a node in every branch that has it. Cayley's looks no further than the
// first, so that a union that is checked, instead of walked, loses the rows of the others.
type union []shape.Shape

func (s union) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s union) BuildIterator(qs graph.QuadStore) iterator.Shape {
	out := &unionShape{subs: make([]iterator.Shape, len(s))}
	for i, sub := range s {
		out.subs[i] = BuildIterator(sub, qs)
	}
	return out
}

type unionShape struct{ subs []iterator.Shape }

func (s *unionShape) String() string                 { return "Union" }
func (s *unionShape) SubIterators() []iterator.Shape { return s.subs }

func (s *unionShape) Optimize(ctx context.Context) (iterator.Shape, bool) {
	kept := s.subs[:0:0]
	for _, sub := range s.subs {
		sub, _ = sub.Optimize(ctx)
		if !iterator.IsNull(sub) {
			kept = append(kept, sub)
		}
	}
	switch len(kept) {
	case 0:
		return iterator.NewNull(), true
	case 1:
		return kept[0], true
	}
	s.subs = kept
	return s, false
}

func (s *unionShape) Stats(ctx context.Context) (iterator.Costs, error) {
	out := iterator.Costs{Size: refs.Size{Exact: true}}
	for _, sub := range s.subs {
		c, err := sub.Stats(ctx)
		if err != nil {
			return out, err
		}
		out.NextCost = max(out.NextCost, c.NextCost)
		out.ContainsCost += c.ContainsCost
		out.Size.Value += c.Size.Value
		out.Size.Exact = out.Size.Exact && c.Size.Exact
	}
	return out, nil
}

func (s *unionShape) Iterate() iterator.Scanner {
	out := &unionScanner{subs: make([]iterator.Scanner, len(s.subs))}
	for i, sub := range s.subs {
		out.subs[i] = sub.Iterate()
	}
	return out
}

func (s *unionShape) Lookup() iterator.Index {
	out := &unionIndex{subs: make([]iterator.Index, len(s.subs)), at: -1}
	for i, sub := range s.subs {
		out.subs[i] = sub.Lookup()
	}
	return out
}

// unionScanner walks through one branch after the other.
type unionScanner struct {
	subs []iterator.Scanner
	at   int
	ok   bool
	err  error
}

func (s *unionScanner) String() string { return "UnionNext" }
func (s *unionScanner) Err() error     { return s.err }

func (s *unionScanner) Next(ctx context.Context) bool {
	s.ok = false
	for s.err == nil && s.at < len(s.subs) {
		if s.subs[s.at].Next(ctx) {
			s.ok = true
			return true
		}
		if s.err = s.subs[s.at].Err(); s.err == nil {
			s.at++
		}
	}
	return false
}

func (s *unionScanner) Result() refs.Ref {
	if !s.ok {
		return nil
	}
	return s.subs[s.at].Result()
}

func (s *unionScanner) NextPath(ctx context.Context) bool {
	if !s.ok {
		return false
	}
	more := s.subs[s.at].NextPath(ctx)
	if !more {
		s.err = s.subs[s.at].Err()
	}
	return more
}

func (s *unionScanner) TagResults(dst map[string]refs.Ref) {
	if s.ok {
		s.subs[s.at].TagResults(dst)
	}
}

func (s *unionScanner) Close() error {
	var first error
	for _, sub := range s.subs {
		if err := sub.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// unionIndex answers whether a node is in a branch; its paths are those of every branch that has it.
type unionIndex struct {
	subs []iterator.Index
	at   int // the branch that has cur; -1: none
	cur  refs.Ref
	err  error
}

func (x *unionIndex) String() string { return "UnionContains" }
func (x *unionIndex) Err() error     { return x.err }

func (x *unionIndex) Result() refs.Ref {
	if x.at < 0 {
		return nil
	}
	return x.cur
}

func (x *unionIndex) Contains(ctx context.Context, r refs.Ref) bool {
	x.cur, x.at = r, -1
	return x.from(ctx, 0)
}

// from goes to the first branch from the one numbered i on that has cur. Where there is none, it stays where it is.
func (x *unionIndex) from(ctx context.Context, i int) bool {
	for ; i < len(x.subs); i++ {
		if x.subs[i].Contains(ctx, x.cur) {
			x.at = i
			return true
		}
		if x.err = x.subs[i].Err(); x.err != nil {
			return false
		}
	}
	return false
}

func (x *unionIndex) NextPath(ctx context.Context) bool {
	if x.at < 0 || x.err != nil {
		return false
	}
	if x.subs[x.at].NextPath(ctx) {
		return true
	}
	if x.err = x.subs[x.at].Err(); x.err != nil {
		return false
	}
	return x.from(ctx, x.at+1)
}

func (x *unionIndex) TagResults(dst map[string]refs.Ref) {
	if x.at >= 0 {
		x.subs[x.at].TagResults(dst)
	}
}

func (x *unionIndex) Close() error {
	var first error
	for _, sub := range x.subs {
		if err := sub.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
