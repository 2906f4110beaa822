package queries

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
	"kg/graph/claims"
	"kg/graph/words"
	"kg/schema"
)

// Candidate is an entity that a name may mean.
type Candidate struct {
	Node  string `json:"id"` // "<ent:John_Kerry>"
	Label string `json:"label"`
}

// NameError says that a name means no entity of the graph, or more than one.
type NameError struct {
	Name       string
	Ambiguous  bool        // the candidates bear this very name; otherwise they bear a similar one
	Candidates []Candidate // in order of their nodes, at most ten
}

func (e *NameError) Error() string {
	var b strings.Builder
	if e.Ambiguous {
		fmt.Fprintf(&b, "%q may be", e.Name)
	} else {
		fmt.Fprintf(&b, "nothing in the graph is called %q", e.Name)
		if len(e.Candidates) > 0 {
			b.WriteString("; near it:")
		}
	}
	for i, c := range e.Candidates {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %s", strings.Trim(c.Node, "<>"))
		if c.Label != "" {
			fmt.Fprintf(&b, " (%s)", c.Label)
		}
	}
	return b.String()
}

const (
	maxCandidates = 10
	maxScan       = 200_000 // names looked at for something similar
)

// ResolveEntity finds the node that name means: an id with or without its prefix and brackets, a label or an alias.
// A label comes before an alias, upper and lower case as written before any. The error is a *NameError where
// there is no such node or more than one.
func ResolveEntity(ctx context.Context, qs graph.QuadStore, name string) (string, error) {
	r := resolver{ctx: ctx, n: claims.NumbersOf(qs)}
	id := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(name), "<"), ">")
	for _, iri := range []string{id, schema.EntPrefix + id, schema.EntPrefix + strings.ReplaceAll(id, " ", "_")} {
		if strings.HasPrefix(iri, schema.EntPrefix) && r.hasLabel(quad.IRI(iri)) {
			// "Paris" may be an id and the label of something else: an id without its prefix gives way to labels.
			if iri == id {
				return quad.IRI(iri).String(), r.err
			}
			if labels := r.named(rdfsLabel, id); len(labels) == 0 {
				return quad.IRI(iri).String(), r.err
			}
		}
	}
	for _, pred := range []quad.IRI{rdfsLabel, skosAltLabel} {
		nodes := r.named(pred, strings.TrimSpace(name))
		switch {
		case r.err != nil:
			return "", r.err
		case len(nodes) == 1:
			return nodes[0], nil
		case len(nodes) > 1:
			return "", &NameError{Name: name, Ambiguous: true, Candidates: r.candidates(nodes)}
		}
	}
	exact, similar := r.indexed(name)
	if len(exact) == 0 && len(similar) < maxCandidates {
		exact, similar = r.scan(name)
	}
	switch {
	case r.err != nil:
		return "", r.err
	case len(exact) == 1:
		return exact[0], nil
	case len(exact) > 1:
		return "", &NameError{Name: name, Ambiguous: true, Candidates: r.candidates(exact)}
	}
	return "", &NameError{Name: name, Candidates: r.candidates(similar)}
}

// nameIndex is a store in which names are found by the beginnings of their words, see kg/graph/words.
type nameIndex interface{ Indexed() backend.Indexed }

// indexed is scan in the index of a store that has one, but for names that are only spelled alike. Accents make no
// difference. similar has no more than maxCandidates.
func (r *resolver) indexed(name string) (exact, similar []string) {
	qs, ok := r.n.(nameIndex)
	if !ok {
		return nil, nil
	}
	x := qs.Indexed()
	if x == nil {
		return nil, nil
	}
	want := words.Fold(strings.ReplaceAll(name, "_", " "))
	if want == "" || len(want) > words.MaxTerm-2 {
		return nil, nil
	}
	bearers := func(pred quad.IRI, names []uint64) (out []string) {
		for _, n := range names {
			v, err := x.Value(n)
			if r.fail(err); err == nil && v != nil {
				r.each(quad.Object, v, pred, func(q quad.Quad) bool {
					if isEntity(q.Subject) {
						out = append(out, quad.StringOf(q.Subject))
					}
					return true
				})
			}
		}
		return out
	}
	for _, pred := range []quad.IRI{rdfsLabel, skosAltLabel} {
		for _, start := range []byte{words.First, words.Later} {
			term := string(start) + want
			err := x.Terms(r.ctx, pred, term, true, func(have []byte, names []uint64) error {
				rest := string(have[len(term):])
				switch {
				case rest == "" && start == words.First:
					exact = append(exact, bearers(pred, names)...)
				case (rest == "" || rest[0] == ' ') && len(want) >= 3 && len(similar) < maxCandidates:
					for _, node := range bearers(pred, names) {
						if len(similar) < maxCandidates && !slices.Contains(similar, node) {
							similar = append(similar, node)
						}
					}
				}
				return r.ctx.Err()
			})
			r.fail(err)
		}
	}
	sort.Strings(exact)
	sort.Strings(similar)
	return slices.Compact(exact), similar
}

// resolver looks names up; the first error of the store stays in err.
type resolver struct {
	ctx context.Context
	n   claims.Numbers
	err error
}

const (
	rdfsLabel    = quad.IRI("rdfs:label")
	skosAltLabel = quad.IRI("skos:altLabel")
	rdfType      = quad.IRI("rdf:type")
)

func (r *resolver) fail(err error) {
	if r.err == nil && err != nil {
		r.err = err
	}
}

// each calls f for the quads that have v in direction d, and p as their predicate unless it is empty, until f returns
// false: once for those that differ only in their label, as thousands of articles tell the name of one entity.
func (r *resolver) each(d quad.Direction, v quad.Value, p quad.IRI, f func(quad.Quad) bool) {
	var pattern [4]uint64
	for _, x := range []struct {
		d quad.Direction
		v quad.Value
	}{{d, v}, {quad.Predicate, p}} {
		if x.v == quad.IRI("") {
			continue
		}
		n, err := r.n.Number(x.v)
		r.fail(err)
		if n == 0 || r.err != nil {
			return
		}
		pattern[x.d-quad.Subject] = n
	}
	var failed error
	err := r.n.EachOnce(r.ctx, pattern, func(k [4]uint64) bool {
		var q quad.Quad
		for i, d := range quad.Directions[:3] {
			v, err := r.n.Value(k[i])
			if err != nil {
				failed = err
				return false
			}
			if v == nil {
				return true // taken away meanwhile
			}
			q.Set(d, v)
		}
		return f(q)
	})
	r.fail(failed)
	r.fail(err)
}

func (r *resolver) hasLabel(node quad.IRI) (ok bool) {
	r.each(quad.Subject, node, rdfsLabel, func(quad.Quad) bool { ok = true; return false })
	return ok
}

// named is the entities that have name for pred, sorted.
func (r *resolver) named(pred quad.IRI, name string) []string {
	var out []string
	r.each(quad.Object, quad.String(name), pred, func(q quad.Quad) bool {
		if isEntity(q.Subject) {
			out = append(out, quad.StringOf(q.Subject))
		}
		return true
	})
	sort.Strings(out)
	return slices.Compact(out)
}

func isEntity(v quad.Value) bool {
	iri, ok := v.(quad.IRI)
	return ok && strings.HasPrefix(string(iri), schema.EntPrefix)
}

// scan looks through the names of entities for those that differ from name only in case, and for similar ones.
func (r *resolver) scan(name string) (exact, similar []string) {
	want := fold(name)
	type near struct {
		node string
		d    int
	}
	var list []near
	n := 0
	for _, pred := range []quad.IRI{rdfsLabel, skosAltLabel} {
		r.each(quad.Predicate, pred, "", func(q quad.Quad) bool {
			if n++; n > maxScan {
				return false
			}
			text, ok := q.Object.(quad.String)
			if !ok || !isEntity(q.Subject) {
				return true
			}
			got := fold(string(text))
			switch {
			case got == want:
				exact = append(exact, quad.StringOf(q.Subject))
			case len(want) >= 3 && strings.Contains(" "+got+" ", " "+want+" "):
				list = append(list, near{quad.StringOf(q.Subject), 1})
			default:
				if d := distance(want, got, max(1, len(want)/4)); d >= 0 {
					list = append(list, near{quad.StringOf(q.Subject), 1 + d})
				}
			}
			return true
		})
	}
	sort.Strings(exact)
	sort.Slice(list, func(i, j int) bool {
		if list[i].d != list[j].d {
			return list[i].d < list[j].d
		}
		return list[i].node < list[j].node
	})
	for _, x := range list {
		if !slices.Contains(similar, x.node) {
			similar = append(similar, x.node)
		}
		if len(similar) == maxCandidates {
			break
		}
	}
	return slices.Compact(exact), similar
}

func (r *resolver) candidates(nodes []string) []Candidate {
	out := make([]Candidate, 0, len(nodes))
	for _, n := range nodes {
		if len(out) == maxCandidates {
			break
		}
		c := Candidate{Node: n}
		r.each(quad.Subject, quad.IRI(strings.Trim(n, "<>")), rdfsLabel, func(q quad.Quad) bool {
			if text, ok := q.Object.(quad.String); ok && (c.Label == "" || string(text) < c.Label) {
				c.Label = string(text)
			}
			return true
		})
		out = append(out, c)
	}
	return out
}

// resolveRelation checks that the graph's schema knows a relation.
func resolveRelation(ctx context.Context, qs graph.QuadStore, node string) (string, error) {
	r := resolver{ctx: ctx, n: claims.NumbersOf(qs)}
	iri := quad.IRI(strings.Trim(node, "<>"))
	known := false
	r.each(quad.Subject, iri, rdfType, func(quad.Quad) bool { known = true; return false })
	if known || r.err != nil {
		return node, r.err
	}
	want := fold(strings.TrimPrefix(string(iri), schema.RelPrefix))
	var near []string
	r.each(quad.Object, quad.IRI(schema.KGPrefix+"Relation"), rdfType, func(q quad.Quad) bool {
		rel, ok := q.Subject.(quad.IRI)
		name := strings.TrimPrefix(string(rel), schema.RelPrefix)
		if ok && (distance(want, fold(name), 2) >= 0 || strings.HasPrefix(fold(name), want)) {
			near = append(near, name)
		}
		return true
	})
	if r.err != nil {
		return "", r.err
	}
	sort.Strings(near)
	msg := fmt.Sprintf("the schema has no relation %q", strings.TrimPrefix(string(iri), schema.RelPrefix))
	if near = slices.Compact(near); len(near) > 0 {
		msg += "; near it: " + strings.Join(near, ", ")
	}
	return "", fmt.Errorf("%s", msg)
}

// fold is a name for comparison: lower case, words separated by one space.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(s, "_", " "))), " ")
}

// distance is the number of letters to add, drop, change or swap with the next one between a and b, or -1 where
// it is more than most.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return -1
	}
	above, above2 := make([]int, len(y)+1), make([]int, len(y)+1)
	row := make([]int, len(y)+1)
	for j := range above {
		above[j] = j
	}
	for i := range x {
		row[0] = i + 1
		best := row[0]
		for j := range y {
			cost := above[j]
			if x[i] != y[j] {
				cost++
			}
			d := min(cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				d = min(d, above2[j-1]+1)
			}
			row[j+1] = d
			best = min(best, d)
		}
		if best > most+1 { // a swap can still take one off
			return -1
		}
		above2, above, row = above, row, above2
	}
	if above[len(y)] > most {
		return -1
	}
	return above[len(y)]
}

// Label is the label of a node, empty where it has none. Of several it is the longest, then the first in order.
func Label(ctx context.Context, qs graph.QuadStore, node quad.IRI) (string, error) {
	r := resolver{ctx: ctx, n: claims.NumbersOf(qs)}
	best := ""
	r.each(quad.Subject, node, rdfsLabel, func(q quad.Quad) bool {
		text, ok := q.Object.(quad.String)
		if s := string(text); ok && (len(s) > len(best) || len(s) == len(best) && s < best) {
			best = s
		}
		return true
	})
	return best, r.err
}
