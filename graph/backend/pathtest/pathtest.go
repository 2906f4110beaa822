// Package pathtest holds the paths that every store of Cayley here has to answer alike: unions and what is left out, walked
// and checked.
package pathtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"

	"kg/graph/gizmo"
)

// gizmoAnswers is the rows of a script, sorted.
func gizmoAnswers(q graph.QuadStore, script string) (rows []string, err error) {
	for row, err := range gizmo.Run(context.Background(), q, script, gizmo.Options{}) {
		if err != nil {
			return nil, err
		}
		b, err := row.MarshalJSON()
		if err != nil {
			return nil, err
		}
		rows = append(rows, string(b))
	}
	sort.Strings(rows)
	return rows, nil
}

// gizmoNodes is the nodes of the rows of a script, each once, sorted.
func gizmoNodes(q graph.QuadStore, script string) (nodes []string, err error) {
	for row, err := range gizmo.Run(context.Background(), q, script, gizmo.Options{}) {
		if err != nil {
			return nil, err
		}
		n, _ := row.Get("id")
		nodes = append(nodes, fmt.Sprint(n))
	}
	sort.Strings(nodes)
	return slices.Compact(nodes), nil
}

// people are a few people, of whom some know each other.
func people() []quad.Quad {
	add := func(s, p string, o quad.Value) quad.Quad {
		return quad.Quad{Subject: quad.IRI(s), Predicate: quad.IRI(p), Object: o, Label: quad.IRI("l")}
	}
	return []quad.Quad{
		add("a", "p", quad.String("x")), add("b", "p", quad.String("x")), add("b", "p", quad.String("y")),
		add("c", "p", quad.String("z")), add("a", "q", quad.IRI("b")), add("b", "q", quad.IRI("c")),
		add("c", "q", quad.IRI("a")), add("a", "r", quad.IRI("c")), add("d", "q", quad.IRI("b")),
	}
}

// stores are q with a few people, and Cayley's own store in memory with the same.
func stores(t *testing.T, q graph.QuadStore) (ours, theirs graph.QuadStore) {
	t.Helper()
	quads := people()
	var deltas []graph.Delta
	for _, quad := range quads {
		deltas = append(deltas, graph.Delta{Quad: quad, Action: graph.Add})
	}
	if err := q.ApplyDeltas(deltas, graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	return q, memstore.New(quads...)
}

// randomPath is a path with up to three steps, in which others are nested at most depth deep.
func randomPath(rng *rand.Rand, depth int) string {
	nodes := []string{`"<a>"`, `"<b>"`, `"<c>"`, `"<d>"`, `"<none>"`, `"x"`, ``, `"<a>","<b>"`}
	preds := []string{`"<p>"`, `"<q>"`, `"<r>"`, `"<nil>"`, ``}
	vals := []string{`"x"`, `"y"`, `"z"`, `"<b>"`, `"none"`}
	pick := func(s []string) string { return s[rng.IntN(len(s))] }
	var b strings.Builder
	fmt.Fprintf(&b, "g.V(%s)", pick(nodes))
	for range rng.IntN(4) {
		switch k := rng.IntN(13); {
		case k < 4 && depth > 0:
			op := []string{"union", "intersect", "except", "or"}[k]
			fmt.Fprintf(&b, ".%s(%s)", op, randomPath(rng, depth-1))
		case k < 7:
			fmt.Fprintf(&b, ".has(%s,%s)", pick(preds[:4]), pick(vals))
		case k == 7:
			fmt.Fprintf(&b, ".out(%s)", pick(preds))
		case k == 8:
			fmt.Fprintf(&b, ".in(%s)", pick(preds))
		case k == 9:
			fmt.Fprintf(&b, ".both(%s)", pick(preds))
		case k == 10:
			fmt.Fprintf(&b, `.save(%s,"s")`, pick(preds[:4]))
		case k == 11:
			fmt.Fprintf(&b, `.tag("t")`)
		default:
			fmt.Fprintf(&b, `.follow(g.M().out(%s).has(%s,%s))`, pick(preds), pick(preds[:4]), pick(vals))
		}
	}
	return b.String()
}

// UnionOfNothing asks an empty store for paths of which a part has no answer: while it plans, Cayley writes nil for such a part.
func UnionOfNothing(t *testing.T, q graph.QuadStore) {
	ours, theirs := stores(t, q)
	for _, c := range []struct{ script, want string }{
		{`g.V("<a>").union(g.V("<b>")).has("<p>", "x").all()`, `{"id":"<a>"} {"id":"<b>"}`},
		{`g.V("<a>").union(g.V("<b>")).has("<p>", "none").all()`, ``},
		{`g.V("<a>").union(g.V("<none>")).has("<p>", "x").all()`, `{"id":"<a>"}`},
		{`g.V("<a>").union(g.V("<c>").has("<q>", "<b>").has("<r>", "x")).has("<p>", "x").all()`, `{"id":"<a>"}`},
		{`g.V("<c>").has("<q>", "<b>").has("<r>", "x").union(g.V("<a>")).has("<p>", "x").all()`, `{"id":"<a>"}`},
		{`g.V("<c>").has("<q>", "<b>").has("<r>", "x").or(g.V("<b>").has("<r>", "<a>").has("<p>", "x")).all()`, ``},
		{`g.V("<b>").has("<p>", "z").has("<q>", "<c>").both("<q>").has("<p>", "x").all()`, ``},
		{`g.V("<a>").follow(g.M().out("<r>").has("<p>", "x")).union(g.V("<b>")).has("<p>", "x").all()`, `{"id":"<b>"}`},
		{`g.V("<a>").union(g.V("<a>").follow(g.M().out("<r>").has("<p>", "x").has("<q>", "<c>"))).out("<q>").all()`, `{"id":"<b>"}`},
		{`g.V("<a>", "<b>").except(g.V("<a>").has("<q>", "<c>").has("<p>", "x")).has("<p>", "x").all()`, `{"id":"<a>"} {"id":"<b>"}`},
		{`g.V("<a>", "<b>").except(g.V("<d>").union(g.V("<a>").has("<q>", "<c>").has("<p>", "x"))).all()`, `{"id":"<a>"} {"id":"<b>"}`},
		{`g.V("<a>", "<b>").except(g.V("<b>").union(g.V("<a>").has("<q>", "<c>").has("<p>", "x"))).all()`, `{"id":"<a>"}`},
	} {
		got, err := gizmoAnswers(ours, c.script)
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, %v, want %s", c.script, got, err, c.want)
		}
		if want, err := gizmoAnswers(theirs, c.script); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, but Cayley's own store %v, %v", c.script, got, want, err)
		}
	}
}

// UnionOfOverlapping asks an empty store: a node that is in several branches of a union comes once for each, with its tags, whether the union is walked or checked;
// Cayley's own store gives it once where it is checked. Leaving out what is not known leaves out nothing, where Cayley's
// own store fails.
func UnionOfOverlapping(t *testing.T, q graph.QuadStore) {
	ours, _ := stores(t, q)
	for _, c := range []struct{ script, want string }{
		{`g.V("<a>", "<b>").tag("x").union(g.V("<b>").tag("y")).out("<q>").all()`, `{"id":"<b>","x":"<a>"} {"id":"<c>","x":"<b>"} {"id":"<c>","y":"<b>"}`},
		{`g.V("<b>").tag("x").union(g.V("<a>", "<b>").tag("y")).out("<q>").all()`, `{"id":"<b>","y":"<a>"} {"id":"<c>","x":"<b>"} {"id":"<c>","y":"<b>"}`},
		{`g.V("<a>", "<b>").tag("x").union(g.V("<b>").tag("y"), g.V("<b>").tag("z")).out("<q>").has("<q>", "<a>").all()`, `{"id":"<c>","x":"<b>"} {"id":"<c>","y":"<b>"}`},
		{`g.V("<b>").intersect(g.V("<a>", "<b>").tag("x").union(g.V("<b>").tag("y"))).all()`, `{"id":"<b>","x":"<b>"} {"id":"<b>","y":"<b>"}`},
		{`g.V("<c>").in("<q>").union(g.V("<b>")).tag("u").out("<q>").all()`, `{"id":"<c>","u":"<b>"} {"id":"<c>","u":"<b>"}`},
		{`g.V("<b>").intersect(g.V("<a>").followRecursive("<q>").tag("x").union(g.V("<b>").tag("y"))).all()`, `{"id":"<b>","x":"<b>"} {"id":"<b>","y":"<b>"}`},
		{`g.V("<b>").intersect(g.V("<b>").tag("y").union(g.V("<a>").followRecursive("<q>").tag("x"))).all()`, `{"id":"<b>","x":"<b>"} {"id":"<b>","y":"<b>"}`},
		{`g.V("<d>").out("<q>").intersect(g.V("<a>").tag("from").followRecursive("<q>").union(g.V("<c>").tag("from").followRecursive("<q>"))).all()`, `{"id":"<b>","from":"<a>"} {"id":"<b>","from":"<c>"}`},
		{`g.V("<a>", "<b>").except(g.V("<none>")).all()`, `{"id":"<a>"} {"id":"<b>"}`},
		{`g.V("<a>", "<b>").except(g.V("<none>")).except(g.V("<b>")).out("<q>").all()`, `{"id":"<b>"}`},
		{`g.V("<a>").out("<q>").except(g.V("<none>").union(g.V("nothing"))).all()`, `{"id":"<b>"}`},
		{`g.V("<a>", "<b>", "<c>").except(g.V("<none>").out("<q>")).has("<p>", "z").all()`, `{"id":"<c>"}`},
	} {
		got, err := gizmoAnswers(ours, c.script)
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, %v, want %s", c.script, got, err, c.want)
		}
	}
	all, err := gizmoAnswers(ours, `g.V().except(g.V("<none>")).all()`)
	if every, _ := gizmoAnswers(ours, `g.V().all()`); err != nil || len(all) != len(every) {
		t.Errorf("all but nothing: %d nodes, %v, want %d", len(all), err, len(every))
	}
}

// RandomPaths asks an empty store: n random paths reach the same nodes there and in Cayley's own store in memory. How often a node comes that is in
// several branches of a union, and with the tags of which, depends on the plan, so only the nodes are compared.
func RandomPaths(t *testing.T, q graph.QuadStore, n int) {
	ours, theirs := stores(t, q)
	rng := rand.New(rand.NewPCG(7, 7))
	answered := 0
	for range n {
		script := randomPath(rng, 2) + ".all()"
		got, err := gizmoNodes(ours, script)
		want, werr := gizmoNodes(theirs, script)
		if (err == nil) != (werr == nil) || !slices.Equal(got, want) {
			t.Fatalf("%s: %v, %v; Cayley's own store %v, %v", script, got, err, want, werr)
		}
		if len(got) > 0 {
			answered++
		}
	}
	if answered < n/4 {
		t.Errorf("only %d of the paths have an answer", answered)
	}
}
