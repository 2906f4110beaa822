package pebblestore

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
)

func filled(t testing.TB, articles int) *QuadStore {
	t.Helper()
	q, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	rng := rand.New(rand.NewPCG(1, 13))
	zipf := rand.NewZipf(rng, 1.2, 20, 200)
	for n := range articles {
		apply(t, q, graph.Add, news(n, rng, zipf))
	}
	return q
}

// A scan, whatever its shape, ends with its context, and says so.
func TestScannersEndWithContext(t *testing.T) {
	q := filled(t, 20)
	rel, err := q.ValueOf(quad.IRI("rdf:type"))
	if err != nil {
		t.Fatal(err)
	}
	start := path.StartPath(q)
	shapes := map[string]iterator.Shape{
		"nodes":        q.NodesAllIterator(),
		"quads":        q.QuadsAllIterator(),
		"one":          q.QuadIterator(quad.Predicate, rel),
		"hop":          start.Out(quad.IRI("kg:subject")).BuildIterator(context.Background()),
		"two hops":     start.Out(quad.IRI("kg:subject")).In(quad.IRI("kg:object")).BuildIterator(context.Background()),
		"intersection": start.Out(quad.IRI("kg:subject")).And(start.Out(quad.IRI("kg:object"))).BuildIterator(context.Background()),
		"any":          start.Out().In().Out().BuildIterator(context.Background()),
	}
	for name, shape := range shapes {
		ctx, cancel := context.WithCancel(context.Background())
		it := shape.Iterate()
		if !it.Next(ctx) {
			t.Errorf("%s: nothing found: %v", name, it.Err())
		}
		cancel()
		n := 0
		for it.Next(ctx) {
			n++
		}
		if !errors.Is(it.Err(), context.Canceled) || n > maxPage {
			t.Errorf("%s: went on for %d results after its context, then %v", name, n, it.Err())
		}
		if err := it.Close(); err != nil {
			t.Errorf("%s: close: %v", name, err)
		}
	}
}

// A query that would take minutes ends soon after its time, with an error, and the store can be closed.
func TestQueryTimeout(t *testing.T) {
	q := filled(t, 60)
	for _, script := range []string{
		`g.V().out().in().out().in().out().all()`,
		`g.V().both().both().both().has("<kg:end>").all()`,
		`g.V("<ent:Entity_0>").in().out().in().out().intersect(g.V("<kg:Claim>").in().out().in()).all()`,
		`g.emit(g.V().out().in().out().in().count())`,
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		begin := time.Now()
		it, err := gizmo.NewSession(q).Execute(ctx, script, query.Options{Collation: query.Raw})
		if err == nil {
			for it.Next(ctx) {
			}
			err = it.Err()
			it.Close()
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s took %v", script, took)
		}
		if ctx.Err() == nil {
			t.Errorf("%s: not a slow query", script)
		}
		t.Logf("%s: %v, %v", script, time.Since(begin).Round(time.Millisecond), err)
		cancel()
	}
}

// A store may be closed below a scan, which then ends with an error.
func TestCloseBelowScan(t *testing.T) {
	q, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 14))
	apply(t, q, graph.Add, news(0, rng, rand.NewZipf(rng, 1.2, 20, 200)))
	snap, err := q.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	its := []iterator.Scanner{q.QuadsAllIterator().Iterate(), snap.QuadsAllIterator().Iterate(), q.NodesAllIterator().Iterate()}
	for _, it := range its {
		if !it.Next(ctx) {
			t.Fatal(it.Err())
		}
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	for i, it := range its {
		for it.Next(ctx) {
		}
		if !errors.Is(it.Err(), ErrClosed) {
			t.Errorf("scan %d: %v", i, it.Err())
		}
	}
	if _, err := q.ValueOf(quad.IRI("rdf:type")); !errors.Is(err, ErrClosed) {
		t.Errorf("lookup: %v", err)
	}
	if err := snap.Close(); err != nil {
		t.Errorf("close of the snapshot: %v", err)
	}
	if err := q.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
}

// A snapshot sees nothing of what is written after it, and its counts are those of its moment.
func TestSnapshot(t *testing.T) {
	q := filled(t, 2)
	before := linesOf(t, q, quad.Quad{})
	counts := q.counts()
	snap, err := q.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	rng := rand.New(rand.NewPCG(1, 15))
	apply(t, q, graph.Add, news(7, rng, rand.NewZipf(rng, 1.2, 20, 200)))
	if linesOf(t, snap, quad.Quad{}) != before || snap.counts() != counts {
		t.Error("a snapshot changed")
	}
	if linesOf(t, q, quad.Quad{}) == before {
		t.Error("the store did not change")
	}
	if err := snap.ApplyDeltas(nil, graph.IgnoreOpts{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("write to a snapshot: %v", err)
	}
}
