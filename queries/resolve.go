package queries

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

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
	r := resolver{ctx: ctx, qs: qs}
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
	exact, similar := r.scan(name)
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

// resolver looks names up; the first error of the store stays in err.
type resolver struct {
	ctx context.Context
	qs  graph.QuadStore
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

// ref is the store's reference for v, nil where it does not have it.
func (r *resolver) ref(v quad.Value) graph.Ref {
	ref, err := r.qs.ValueOf(v)
	r.fail(err)
	return ref
}

// each calls f for the quads that have v in direction d, until f returns false.
func (r *resolver) each(d quad.Direction, v quad.Value, f func(quad.Quad) bool) {
	ref := r.ref(v)
	if ref == nil || r.err != nil {
		return
	}
	it := r.qs.QuadIterator(d, ref).Iterate()
	defer it.Close()
	for it.Next(r.ctx) {
		q, err := r.qs.Quad(it.Result())
		if err != nil {
			r.fail(err)
			return
		}
		if !f(q) {
			return
		}
	}
	r.fail(it.Err())
	r.fail(r.ctx.Err())
}

func (r *resolver) hasLabel(node quad.IRI) (ok bool) {
	r.each(quad.Subject, node, func(q quad.Quad) bool {
		ok = q.Predicate == rdfsLabel
		return !ok
	})
	return ok
}

// named is the entities that have name for pred, sorted.
func (r *resolver) named(pred quad.IRI, name string) []string {
	var out []string
	r.each(quad.Object, quad.String(name), func(q quad.Quad) bool {
		if q.Predicate == pred && isEntity(q.Subject) {
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
		r.each(quad.Predicate, pred, func(q quad.Quad) bool {
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
		r.each(quad.Subject, quad.IRI(strings.Trim(n, "<>")), func(q quad.Quad) bool {
			if text, ok := q.Object.(quad.String); ok && q.Predicate == rdfsLabel && (c.Label == "" || string(text) < c.Label) {
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
	r := resolver{ctx: ctx, qs: qs}
	iri := quad.IRI(strings.Trim(node, "<>"))
	known := false
	r.each(quad.Subject, iri, func(q quad.Quad) bool {
		known = q.Predicate == rdfType
		return !known
	})
	if known || r.err != nil {
		return node, r.err
	}
	want := fold(strings.TrimPrefix(string(iri), schema.RelPrefix))
	var near []string
	r.each(quad.Object, quad.IRI(schema.KGPrefix+"Relation"), func(q quad.Quad) bool {
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
	r := resolver{ctx: ctx, qs: qs}
	best := ""
	r.each(quad.Subject, node, func(q quad.Quad) bool {
		text, ok := q.Object.(quad.String)
		if s := string(text); ok && q.Predicate == rdfsLabel && (len(s) > len(best) || len(s) == len(best) && s < best) {
			best = s
		}
		return true
	})
	return best, r.err
}
