package graph

import (
	"context"
	"slices"
	"sort"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// Limits of a search for paths.
const (
	maxPathNodes = 20000 // entities that are looked at
	maxDegree    = 5000  // edges of one entity that are followed
)

// A Path is a chain of facts between two entities.
type Path struct {
	Nodes []Node
	Steps [][]Step // Steps[i] are the facts between Nodes[i] and Nodes[i+1]
}

// A Step is a fact that a path goes along.
type Step struct {
	Relation schema.RelationID
	Forward  bool // its subject is the earlier node
	Both     bool // it holds both ways
	Articles int  // how many say so
}

// Paths gives the shortest paths of direct edges, in any direction, between two entities: those of the
// least number of steps, at most maxSteps, limit of them at the most, in sorted order. complete is false where
// the search had to leave something out.
func (r *Reader) Paths(ctx context.Context, from, to string, maxSteps, limit int) (paths []Path, complete bool, err error) {
	if _, err := r.directory(ctx); err != nil {
		return nil, false, err
	}
	for _, id := range []string{from, to} {
		n, err := r.Node(ctx, id)
		if err != nil {
			return nil, false, err
		}
		if n.Articles == 0 {
			return nil, false, notFound("entity", id)
		}
	}
	if from == to {
		n, err := r.Node(ctx, from)
		return []Path{{Nodes: []Node{n}}}, true, err
	}
	a, b := newFront(from), newFront(to)
	complete = true
	var meet []string
	for a.depth+b.depth < maxSteps && len(meet) == 0 && len(a.edge) > 0 && len(b.edge) > 0 {
		f, other := a, b
		if len(b.edge) < len(a.edge) {
			f, other = b, a
		}
		whole, err := r.expand(ctx, f)
		if err != nil {
			return nil, false, err
		}
		complete = complete && whole
		for _, id := range f.edge {
			if _, ok := other.before[id]; ok {
				meet = append(meet, id)
			}
		}
		if len(a.before)+len(b.before) > maxPathNodes {
			complete = false
			break
		}
	}
	var chains [][]string
	for _, m := range meet {
		for _, head := range a.chains(m, limit) {
			for _, tail := range b.chains(m, limit) {
				chain := slices.Clone(head)
				for i := len(tail) - 2; i >= 0; i-- {
					chain = append(chain, tail[i])
				}
				chains = append(chains, chain)
			}
		}
		if len(chains) > 4*limit {
			break
		}
	}
	slices.SortFunc(chains, slices.Compare)
	chains = slices.CompactFunc(chains, slices.Equal)
	if len(chains) > limit {
		chains, complete = chains[:limit], false
	}
	for _, chain := range chains {
		p, err := r.path(ctx, chain)
		if err != nil {
			return nil, false, err
		}
		paths = append(paths, p)
	}
	return paths, complete, nil
}

// front is one side of the search.
type front struct {
	before map[string][]string // by which entities each one was reached, sorted
	edge   []string            // reached last, sorted
	depth  int
}

func newFront(id string) *front {
	return &front{before: map[string][]string{id: nil}, edge: []string{id}}
}

// expand goes one step further.
func (r *Reader) expand(ctx context.Context, f *front) (complete bool, err error) {
	next := make(map[string][]string)
	complete = true
	for _, id := range f.edge {
		others, whole, err := r.adjacent(ctx, id)
		if err != nil {
			return false, err
		}
		complete = complete && whole
		for _, o := range others {
			if _, seen := f.before[o]; !seen {
				next[o] = append(next[o], id)
			}
		}
		if len(f.before)+len(next) > maxPathNodes {
			complete = false
			break
		}
	}
	for id, by := range next {
		f.before[id] = by
	}
	f.edge = sortedKeys(next)
	f.depth++
	return complete, nil
}

// adjacent gives the entities that a direct edge joins to id, sorted.
func (r *Reader) adjacent(ctx context.Context, id string) (ids []string, complete bool, err error) {
	set := make(map[string]bool)
	n := 0
	for _, rel := range r.edgeNames() {
		for _, dir := range []quad.Direction{quad.Object, quad.Subject} {
			p := quad.Quad{Subject: entityIRI(id), Predicate: rel}
			if dir == quad.Subject {
				p = quad.Quad{Predicate: rel, Object: entityIRI(id)}
			}
			err := r.s.scan(ctx, p, func(q quad.Quad) error {
				if n++; n > maxDegree {
					return errStop
				}
				if other, ok := name(q.Get(dir), schema.EntPrefix); ok && other != id {
					set[other] = true
				}
				return nil
			})
			if err != nil {
				return nil, false, err
			}
		}
		if n > maxDegree {
			return sortedKeys(set), false, nil
		}
	}
	return sortedKeys(set), true, nil
}

// edgeNames are the relations of direct edges.
func (r *Reader) edgeNames() []quad.IRI {
	r.names.mu.Lock()
	defer r.names.mu.Unlock()
	return r.names.relations
}

// chains gives the ways from where the front began to id, at most limit of them.
func (f *front) chains(id string, limit int) [][]string {
	by := f.before[id]
	if len(by) == 0 {
		return [][]string{{id}}
	}
	var out [][]string
	for _, b := range by {
		for _, head := range f.chains(b, limit) {
			out = append(out, append(slices.Clone(head), id))
			if len(out) >= limit {
				return out
			}
		}
	}
	return out
}

func (r *Reader) path(ctx context.Context, chain []string) (Path, error) {
	var p Path
	for i, id := range chain {
		n, err := r.Node(ctx, id)
		if err != nil {
			return p, err
		}
		p.Nodes = append(p.Nodes, n)
		if i == 0 {
			continue
		}
		steps, err := r.steps(ctx, chain[i-1], id)
		if err != nil {
			return p, err
		}
		p.Steps = append(p.Steps, steps)
	}
	return p, nil
}

// steps gives the facts between two entities, those that most articles state first.
func (r *Reader) steps(ctx context.Context, a, b string) ([]Step, error) {
	type key struct {
		rel     string
		forward bool
	}
	count := make(map[key]int)
	for _, forward := range []bool{true, false} {
		p := quad.Quad{Subject: entityIRI(a), Object: entityIRI(b)}
		if !forward {
			p.Subject, p.Object = p.Object, p.Subject
		}
		err := r.s.scan(ctx, p, func(q quad.Quad) error {
			rel, ok := name(q.Predicate, schema.RelPrefix)
			if !ok || !forward && symmetric(r.Schema(), schema.RelationID(rel)) {
				return nil // the edge of a symmetric relation is there both ways
			}
			count[key{rel, forward}]++
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var out []Step
	for k, n := range count {
		rel := schema.RelationID(k.rel)
		out = append(out, Step{Relation: rel, Forward: k.forward, Both: symmetric(r.Schema(), rel), Articles: n})
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Articles != b.Articles {
			return a.Articles > b.Articles
		}
		if a.Relation != b.Relation {
			return a.Relation < b.Relation
		}
		return a.Forward
	})
	return out, nil
}
