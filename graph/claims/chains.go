package claims

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

// Link is a step of a chain: the facts of one relation that join two entities.
type Link struct {
	From, Relation, To string
	Backwards          bool   // the fact goes from To to From
	Articles           int    // that state it
	Best               string // the claim of the highest confidence
	BestArticle        string
}

// Limits of a search for chains.
const (
	someEdges = 64    // quads of an entity that are read to find its edges; of one with more each relation is looked up
	allEdges  = 2000  // entities to go on from, above which every edge of the graph is read once
	maxJoined = 10000 // of one entity on one step, that are followed
)

// Chains gives the shortest chains of facts from one entity to another, in any direction, of at most so many steps:
// at most limit of them, those whose last steps most articles state first.
func (r *Reader) Chains(ctx context.Context, from, to string, steps, limit int) ([][]Link, error) {
	a, err := r.Number(from)
	if err != nil || a == 0 {
		return nil, err
	}
	b, err := r.Number(to)
	if err != nil || b == 0 || a == b {
		return nil, err
	}
	if _, err := r.relations(ctx); err != nil {
		return nil, err
	}
	g := &joined{r: r}
	left, right := newFront(a), newFront(b)
	// The smaller side goes on, until the two meet.
	for left.depth+right.depth < steps && len(left.edge) > 0 && len(right.edge) > 0 && !meet(left, right) {
		f := left
		if len(right.edge) < len(left.edge) {
			f = right
		}
		if err := g.expand(ctx, f); err != nil {
			return nil, err
		}
	}
	if !meet(left, right) {
		return nil, nil
	}
	// What lies on a shortest chain, by how far it is from the start.
	length := left.depth + right.depth
	level := make([][]uint64, length+1)
	var middle []uint64
	for _, n := range left.edge {
		if _, ok := right.depths[n]; ok {
			middle = append(middle, n)
		}
	}
	if left.depth == 0 {
		middle = []uint64{a}
	}
	level[left.depth] = middle
	for d := left.depth; d > 0; d-- {
		level[d-1] = nearer(level[d], left)
	}
	for d := left.depth; d < length; d++ {
		level[d+1] = nearer(level[d], right)
	}
	w := &chainWalk{r: r, ctx: ctx, limit: limit, level: level, known: make(map[[2]uint64][]link)}
	if err := w.walk(length, b, nil); err != nil {
		return nil, err
	}
	out := make([][]Link, len(w.chains))
	for i, chain := range w.chains {
		for _, l := range chain {
			told, err := r.tellLink(ctx, l)
			if err != nil {
				return nil, err
			}
			out[i] = append(out[i], told)
		}
	}
	return out, nil
}

// front is one side of the search.
type front struct {
	depths map[uint64]int      // how far each entity is
	before map[uint64][]uint64 // by which entities each one was reached
	edge   []uint64            // reached last
	depth  int
}

func newFront(n uint64) *front {
	return &front{depths: map[uint64]int{n: 0}, before: map[uint64][]uint64{}, edge: []uint64{n}}
}

func meet(a, b *front) bool {
	small, large := a, b
	if len(b.edge) < len(a.edge) {
		small, large = b, a
	}
	return slices.ContainsFunc(small.edge, func(n uint64) bool { _, ok := large.depths[n]; return ok })
}

// nearer is the entities by which those of a level were reached.
func nearer(level []uint64, f *front) []uint64 {
	var out []uint64
	for _, n := range level {
		out = append(out, f.before[n]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// joined finds which entities facts join.
type joined struct {
	r   *Reader
	all map[uint64][]uint64 // nil: not read
}

func (g *joined) expand(ctx context.Context, f *front) error {
	var next []uint64
	if g.all == nil && len(f.edge) > allEdges {
		edges, err := g.r.edges(ctx, nil, nil)
		if err != nil {
			return err
		}
		g.all = make(map[uint64][]uint64)
		for i, e := range edges {
			if i > 0 && edges[i-1].subject == e.subject && edges[i-1].object == e.object && edges[i-1].relation == e.relation {
				continue
			}
			g.all[e.subject] = append(g.all[e.subject], e.object)
			g.all[e.object] = append(g.all[e.object], e.subject)
		}
	}
	f.depth++
	for _, n := range f.edge {
		others, err := g.around(ctx, n)
		if err != nil {
			return err
		}
		for _, o := range others {
			d, seen := f.depths[o]
			if !seen {
				f.depths[o] = f.depth
				next = append(next, o)
			} else if d != f.depth {
				continue
			}
			f.before[o] = append(f.before[o], n)
		}
	}
	f.edge = next
	return nil
}

// around is the entities that a fact joins to n, each once.
func (g *joined) around(ctx context.Context, n uint64) ([]uint64, error) {
	r := g.r
	var out []uint64
	if g.all != nil {
		out = append(out, g.all[n]...)
	} else {
		for _, x := range []struct {
			pattern [4]uint64
			at      int
		}{{[4]uint64{n, 0, 0, 0}, 2}, {[4]uint64{0, 0, n, 0}, 0}} {
			looked := 0
			before := len(out)
			err := r.n.EachOnce(ctx, x.pattern, func(k [4]uint64) bool {
				if _, ok := slices.BinarySearch(r.relNumbers, k[1]); ok {
					out = append(out, k[x.at])
				}
				looked++
				return looked <= someEdges
			})
			if err != nil {
				return nil, err
			}
			if looked <= someEdges {
				continue
			}
			out = out[:before]
			for _, rel := range r.relNumbers {
				if r.twoWay[rel] && x.at == 0 {
					continue // it is there the other way round
				}
				p := x.pattern
				p[1] = rel
				err := r.n.EachOnce(ctx, p, func(k [4]uint64) bool { out = append(out, k[x.at]); return len(out) < maxJoined })
				if err != nil {
					return nil, err
				}
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(o uint64) bool { return o == n }), nil
}

// link is a Link in numbers.
type link struct {
	from, relation, to uint64
	back               bool
	edges              []edge
}

// chainWalk goes from the end of the chains back to their start.
type chainWalk struct {
	r      *Reader
	ctx    context.Context
	limit  int
	level  [][]uint64
	known  map[[2]uint64][]link
	chains [][]link
}

func (w *chainWalk) walk(d int, at uint64, tail []link) error {
	if w.limit > 0 && len(w.chains) >= w.limit {
		return nil
	}
	if d == 0 {
		chain := slices.Clone(tail)
		slices.Reverse(chain)
		w.chains = append(w.chains, chain)
		return nil
	}
	var all []link
	for _, n := range w.level[d-1] {
		ls, err := w.links(n, at)
		if err != nil {
			return err
		}
		all = append(all, ls...)
	}
	err := sortByKey(all, func(l link) (string, error) {
		from, err := w.r.Text(l.from)
		if err != nil {
			return "", err
		}
		rel, err := w.r.Text(l.relation)
		return from + " " + rel, err
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b link) int { return cmp.Compare(len(b.edges), len(a.edges)) })
	for _, l := range all {
		if err := w.walk(d-1, l.from, append(tail, l)); err != nil {
			return err
		}
	}
	return nil
}

// links is the facts between two entities, one for each relation and direction.
func (w *chainWalk) links(a, b uint64) ([]link, error) {
	key := [2]uint64{a, b}
	if ls, ok := w.known[key]; ok {
		return ls, nil
	}
	r := w.r
	var out []link
	for _, back := range []bool{false, true} {
		p := [4]uint64{a, 0, b, 0}
		if back {
			p = [4]uint64{b, 0, a, 0}
		}
		err := r.n.Each(w.ctx, p, func(k [4]uint64) bool {
			if _, ok := slices.BinarySearch(r.relNumbers, k[1]); !ok || back && r.twoWay[k[1]] {
				return true
			}
			e := edge{k[0], k[1], k[2], k[3]}
			if n := len(out); n > 0 && out[n-1].relation == k[1] && out[n-1].back == back {
				out[n-1].edges = append(out[n-1].edges, e)
			} else {
				out = append(out, link{from: a, relation: k[1], to: b, back: back, edges: []edge{e}})
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	w.known[key] = out
	return out, nil
}

func (r *Reader) tellLink(ctx context.Context, l link) (out Link, err error) {
	s, o := l.from, l.to
	if l.back {
		s, o = o, s
	}
	f, err := r.tell(ctx, fact{subject: s, relation: l.relation, object: o, edges: l.edges}, []uint64{l.relation})
	if err != nil {
		return out, err
	}
	out = Link{Relation: f.Relation, Backwards: l.back, Articles: len(l.edges), Best: f.Best, BestArticle: f.BestArticle}
	if out.From, err = r.Text(l.from); err != nil {
		return out, err
	}
	out.To, err = r.Text(l.to)
	return out, err
}

// Words is the words by which claims name an entity, those used most first, of the latest claims in which it is the
// subject or the object.
func (r *Reader) Words(ctx context.Context, entity string, latest int) ([]string, error) {
	e, err := r.Number(entity)
	if err != nil || e == 0 {
		return nil, err
	}
	var texts [2]uint64
	for i, p := range []string{"<kg:subjectText>", "<kg:objectText>"} {
		if texts[i], err = r.Number(p); err != nil {
			return nil, err
		}
	}
	found, err := r.find(ctx, Filter{About: []string{entity}, Limit: latest})
	if err != nil {
		return nil, err
	}
	said := make(map[uint64]int)
	for _, c := range found {
		for _, po := range c.all {
			if po[0] == texts[0] && c.subject == e || po[0] == texts[1] && c.object == e {
				said[po[1]]++
			}
		}
	}
	words := make(map[string]int)
	for n, times := range said {
		text, err := r.Text(n)
		if err != nil {
			return nil, err
		}
		if text = strings.TrimSpace(text); text != "" {
			words[text] += times
		}
	}
	out := slices.Sorted(maps.Keys(words))
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(words[b], words[a]) })
	return out, nil
}
