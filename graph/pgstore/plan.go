package pgstore

import (
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

var _ shape.Optimizer = (*QuadStore)(nil)

// planned is a part of a query that is one statement.
type planned struct {
	q *QuadStore
	r relation
}

// Optimize is part of shape.Shape; it is planned already.
func (p *planned) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return p, false }

// BuildIterator is part of shape.Shape.
func (p *planned) BuildIterator(graph.QuadStore) iterator.Shape {
	return &relationShape{q: p.q, r: p.r}
}

// OptimizeShape turns as much of a query as possible into one statement, and leaves the order of its steps to
// PostgreSQL. What compares or matches values, sorts, or repeats a path is left to Cayley.
func (q *QuadStore) OptimizeShape(ctx context.Context, s shape.Shape) (shape.Shape, bool) {
	var r relation
	switch s := s.(type) {
	case shape.Lookup:
		return q.lookup(ctx, s)
	case shape.NodesFrom:
		quads, ok := s.Quads.(shape.Quads)
		switch {
		case shape.IsNull(s.Quads):
			return shape.Null{}, true
		case !ok:
			return s, false
		}
		h := &hop{result: s.Dir}
		for _, f := range quads {
			if shape.IsNull(f.Values) {
				return shape.Null{}, true
			}
			if !h.filter(f.Dir, f.Values) {
				return s, false
			}
		}
		r = h
	case shape.QuadsAction:
		h := &hop{result: s.Result}
		for _, dir := range quad.Directions {
			if f, ok := s.Filter[dir]; ok && !h.filter(dir, shape.Fixed{f}) {
				return shape.Null{}, true
			}
			for _, tag := range s.Save[dir] {
				h.saved = append(h.saved, dirTag{dir, tag})
			}
		}
		r = h
	case shape.Intersect:
		return q.intersect(s)
	case shape.IntersectOpt:
		all, rest := relations(s.Sub)
		optional, restOpt := relations(s.Opt)
		if len(rest)+len(restOpt) > 0 || len(all) == 0 {
			return s, false
		}
		r = &both{all, optional}
	case shape.Union:
		return q.union(s)
	case shape.Save:
		if r = relationOf(s.From); r != nil {
			r = &saved{r, s.Tags}
		}
	case shape.FixedTags:
		r = fixedTags(s)
	case shape.Except:
		from, exclude := relationOf(s.From), relationOf(s.Exclude)
		if s.From == nil {
			from = allNodes{}
		}
		if from == nil || exclude == nil {
			return backend.PlanExcept(s)
		}
		r = &without{from, exclude}
	case shape.Unique:
		if r = relationOf(s.From); r != nil {
			if len(r.tags()) > 0 {
				return s, false
			}
			r = &distinct{r}
		}
	case shape.Count:
		return q.countShape(ctx, s)
	}
	if r == nil {
		return s, false
	}
	return &planned{q, r}, true
}

// relationOf gives the relation of a shape, nil where it is none.
func relationOf(s shape.Shape) relation {
	switch s := s.(type) {
	case *planned:
		return s.r
	case shape.AllNodes:
		return allNodes{}
	case shape.Fixed:
		ids, ok := idsOf(s)
		if !ok {
			return nil
		}
		return ids
	}
	return nil
}

func idsOf(s shape.Fixed) (ids fixed, ok bool) {
	for _, r := range s {
		n := idOf(r)
		if n == (id{}) {
			return nil, false
		}
		ids = append(ids, n)
	}
	return ids, len(ids) > 0
}

// relations divides shapes into relations and others.
func relations(shapes []shape.Shape) (rs []relation, rest []shape.Shape) {
	for _, s := range shapes {
		if r := relationOf(s); r != nil {
			rs = append(rs, r)
		} else {
			rest = append(rest, s)
		}
	}
	return rs, rest
}

// filter adds a condition to a hop; it returns false for one that cannot be part of a statement.
func (h *hop) filter(dir quad.Direction, values shape.Shape) bool {
	switch v := values.(type) {
	case shape.Fixed:
		ids, ok := idsOf(v)
		h.fixed = append(h.fixed, hopFixed{dir, ids})
		return ok
	case shape.Save:
		if _, all := v.From.(shape.AllNodes); all {
			for _, tag := range v.Tags {
				h.saved = append(h.saved, dirTag{dir, tag})
			}
			return true
		}
	}
	r := relationOf(values)
	if s, ok := r.(*saved); ok {
		if _, all := s.r.(allNodes); all {
			for _, tag := range s.names {
				h.saved = append(h.saved, dirTag{dir, tag})
			}
			return true
		}
	}
	h.subs = append(h.subs, hopSub{dir, r})
	return r != nil
}

// lookup finds which values are stored, all in one go.
func (q *QuadStore) lookup(ctx context.Context, s shape.Lookup) (shape.Shape, bool) {
	ids := make([]id, 0, len(s))
	for _, v := range s {
		n, err := idFor(v)
		if err != nil {
			return s, false
		}
		ids = append(ids, n)
	}
	there := make(map[id]bool, len(ids))
	st := statement{"SELECT id FROM " + q.sql.nodes() + " WHERE id = ANY($1)", []param{uuids(ids)}}
	err := q.ask(ctx, st, func(row [][]byte) error {
		n, err := idAt(row[0])
		there[n] = true
		return err
	})
	if err != nil {
		return s, false // the iterator will meet the error and tell it
	}
	var out shape.Fixed
	for _, n := range ids {
		if there[n] {
			out.Add(nodeRef(n))
		}
	}
	if len(out) == 0 {
		return shape.Null{}, true
	}
	return out, true
}

// intersect joins what is relations, and leaves the rest to Cayley.
func (q *QuadStore) intersect(s shape.Intersect) (shape.Shape, bool) {
	rs, rest := relations(s)
	if len(rs) == 0 {
		return backend.Intersect(s), true
	}
	rs = slices.DeleteFunc(rs, func(r relation) bool { _, all := r.(allNodes); return all })
	switch {
	case len(rs) == 0 && len(rest) == 0:
		return shape.AllNodes{}, true
	case len(rs) == 0:
		return backend.Intersect(rest), true
	case len(rs) == 1 && len(rest) == 0:
		if f, ok := rs[0].(fixed); ok {
			return refsOf(f), true
		}
		return &planned{q, rs[0]}, true
	case len(rs) == 1:
		return backend.Intersect(s), true
	}
	joined := &planned{q, &both{all: rs}}
	if len(rest) == 0 {
		return joined, true
	}
	return append(backend.Intersect{joined}, rest...), true
}

func refsOf(ids fixed) (out shape.Fixed) {
	for _, n := range ids {
		out.Add(nodeRef(n))
	}
	return out
}

// union leaves out the branches that have no answer, and makes one statement of the others where it can.
func (q *QuadStore) union(s shape.Union) (shape.Shape, bool) {
	kept := shape.Union(backend.Answering(s))
	switch len(kept) {
	case 0:
		return shape.Null{}, true
	case 1:
		return kept[0], true
	}
	if rs, rest := relations(kept); len(rest) == 0 {
		return &planned{q, either(rs)}, true
	}
	return backend.PlanUnion(kept)
}

func fixedTags(s shape.FixedTags) relation {
	r := relationOf(s.On)
	if r == nil {
		return nil
	}
	c := &constant{r: r}
	for name := range s.Tags {
		c.names = append(c.names, name)
	}
	slices.Sort(c.names)
	for _, name := range c.names {
		n := idOf(s.Tags[name])
		if n == (id{}) {
			return nil
		}
		c.ids = append(c.ids, n)
	}
	return c
}

// countShape counts the rows of a statement where they are.
func (q *QuadStore) countShape(ctx context.Context, s shape.Count) (shape.Shape, bool) {
	r := relationOf(s.Values)
	if r == nil {
		return s, false
	}
	var n int64
	var err error
	if _, all := r.(allNodes); all {
		c, cerr := q.counts(ctx)
		n, err = c.nodes, cerr
	} else {
		b := &builder{sql: q.sql}
		sql := r.build(b)
		n, err = q.number(ctx, "SELECT count(*) FROM ("+sql+") "+b.name(), b.params...)
	}
	if err != nil {
		return s, false
	}
	return shape.Fixed{refs.PreFetched(quad.Int(n))}, true
}
