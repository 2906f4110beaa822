package pebblestore

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

var _ shape.Optimizer = (*QuadStore)(nil)

// OptimizeShape turns steps of a query into scans of a prefix. Cayley's own plan for "the friends of x" reads
// all quads of x and keeps those whose predicate is right; here the subject and the predicate are one prefix.
func (q *QuadStore) OptimizeShape(ctx context.Context, s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.NodesFrom:
		if shape.IsNull(s.Quads) {
			return shape.Null{}, true
		}
		filters, ok := s.Quads.(shape.Quads)
		if !ok {
			return s, false
		}
		h := &hop{q: q, result: s.Dir}
		for _, f := range filters {
			if !h.filter(f.Dir, f.Values) {
				return shape.Null{}, true
			}
		}
		return h.bake(ctx), true
	case shape.QuadsAction:
		h := &hop{q: q, result: s.Result}
		for _, dir := range quad.Directions {
			if r, ok := s.Filter[dir]; ok && !h.filter(dir, shape.Fixed{r}) {
				return shape.Null{}, true
			}
			for _, tag := range s.Save[dir] {
				h.tags = append(h.tags, dirTag{dir, tag})
			}
		}
		return h.bake(ctx), true
	case shape.Intersect:
		return backend.Intersect(s), true
	case shape.Union:
		return backend.PlanUnion(s)
	case shape.Except:
		return backend.PlanExcept(s)
	case shape.Count:
		return q.countShape(ctx, s)
	}
	return s, false
}

// countShape answers counts that need no scan.
func (q *QuadStore) countShape(ctx context.Context, s shape.Count) (shape.Shape, bool) {
	n := int64(-1)
	switch v := s.Values.(type) {
	case shape.AllNodes:
		n = q.counts().nodes
	case *hop:
		if len(v.subs)+len(v.tags) == 0 && v.result != quad.Label {
			if size, err := q.size(ctx, v.p); err == nil && size.Exact {
				n = size.Value
			}
		}
	}
	if n < 0 {
		return s, false
	}
	return shape.Fixed{refs.PreFetched(quad.Int(n))}, true
}

// A hop goes from quads to the nodes that they have in one direction: the quads that have the fixed nodes of
// p and, in further directions, a node of each of subs.
type hop struct {
	q      *QuadStore
	result quad.Direction
	p      pattern
	tags   []dirTag
	subs   []hopSub
}

// dirTag saves the node in a direction under a name.
type dirTag struct {
	dir  quad.Direction
	name string
}

type hopSub struct {
	dir quad.Direction
	s   shape.Shape
}

// filter adds a condition; it returns false where nothing can match any more.
func (h *hop) filter(dir quad.Direction, values shape.Shape) bool {
	switch v := values.(type) {
	case nil, shape.Null:
		return false
	case shape.Fixed:
		if len(v) != 1 {
			break
		}
		n := idOf(v[0])
		if n == 0 || h.p.has(dir) && h.p.key.get(dir) != n {
			return false
		}
		h.p.bind(dir, n)
		return true
	case shape.AllNodes:
		if dir != quad.Label {
			return true
		}
	case shape.Save:
		if _, all := v.From.(shape.AllNodes); all {
			for _, tag := range v.Tags {
				h.tags = append(h.tags, dirTag{dir, tag})
			}
			return true
		}
	}
	h.subs = append(h.subs, hopSub{dir, values})
	return true
}

// bake looks up a hop without further conditions that has no quad or just one, so that what follows can use
// the node as a prefix in its turn.
func (h *hop) bake(ctx context.Context) shape.Shape {
	if len(h.subs) > 0 || h.p.bound == [4]bool{} {
		return h
	}
	c := h.q.cursor(h.p)
	c.size = 2
	k, ok := c.next(ctx)
	switch {
	case c.err != nil:
		return h
	case !ok:
		return shape.Null{}
	}
	if _, more := c.next(ctx); more || c.err != nil || !h.keeps(k) || k.get(h.result) == 0 {
		return h
	}
	fixed := shape.Fixed{refOf(k.get(h.result))}
	if len(h.tags) == 0 {
		return fixed
	}
	tags := make(map[string]refs.Ref, len(h.tags))
	for _, t := range h.tags {
		tags[t.name] = refOf(k.get(t.dir))
	}
	return shape.FixedTags{On: fixed, Tags: tags}
}

// keeps reports whether every direction with a tag has a node: only a label may be missing.
func (h *hop) keeps(k key) bool {
	for _, t := range h.tags {
		if k.get(t.dir) == 0 {
			return false
		}
	}
	return true
}

// Optimize is part of shape.Shape; a hop is planned already.
func (h *hop) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return h, false }

// BuildIterator is part of shape.Shape.
func (h *hop) BuildIterator(qs graph.QuadStore) iterator.Shape {
	it := &hopShape{hop: h, its: make([]iterator.Shape, len(h.subs))}
	for i, sub := range h.subs {
		it.its[i] = backend.BuildIterator(sub.s, qs)
	}
	return it
}
