package pebblestore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/backend"
	"kg/graph/backend/derivetest"
)

var likes = derivetest.Likes("likes 1")

func like(rng *rand.Rand) quad.Quad {
	q := quad.Quad{
		Subject: quad.IRI(fmt.Sprint("n", rng.IntN(30))), Predicate: quad.IRI([]string{"likes", "likes", "likes", "is", "other"}[rng.IntN(5)]),
		Object: quad.IRI(fmt.Sprint("n", min(rng.IntN(30), rng.IntN(30)))),
	}
	if q.Predicate == quad.IRI("other") {
		q.Object = quad.String(phrase(rng))
	}
	if n := rng.IntN(8); n > 0 {
		q.Label = quad.IRI([]string{"quiet", "a", "b", "c"}[n%4])
	}
	return q
}

// recounted is what a store should answer: for each whom someone likes, by how many.
func recounted(o oracle) map[string]int {
	pairs := make(map[[2]string]bool)
	for q := range o {
		if q.Predicate == quad.IRI("likes") && q.Label != nil && q.Label != quad.IRI("quiet") {
			pairs[[2]string{string(q.Object.(quad.IRI)), string(q.Subject.(quad.IRI))}] = true
		}
	}
	out := make(map[string]int)
	for p := range pairs {
		out[p[0]]++
	}
	return out
}

// What is derived is that of the quads after transactions that add, delete, fail and come to nothing.
func TestDerivedTransactions(t *testing.T) {
	// The index is kept too: it is written beside what is derived.
	q, err := OpenMemoryWith(Options{Derive: likes, Index: &Index{Text: []quad.IRI{"other"}, Counts: []quad.IRI{"likes", "is"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	rng := rand.New(rand.NewPCG(11, 2))
	o := oracle{}
	for step := range 150 {
		var deltas []graph.Delta
		for range 1 + rng.IntN(40) {
			d := graph.Delta{Quad: like(rng), Action: graph.Add}
			if rng.IntN(5) < 2 {
				d.Action = graph.Delete
			}
			deltas = append(deltas, d)
		}
		opts := graph.IgnoreOpts{IgnoreDup: rng.IntN(6) > 0, IgnoreMissing: rng.IntN(6) > 0}
		next, err := o.apply(deltas, opts)
		if got := q.ApplyDeltas(deltas, opts); (got == nil) != (err == nil) {
			t.Fatalf("step %d: %v, the oracle says %v", step, got, err)
		}
		o = next
		if rng.IntN(9) == 0 {
			label := quad.IRI("a")
			wait, err := q.DeleteLabels([]quad.Value{label})
			if err == nil {
				err = wait()
			}
			if err != nil {
				t.Fatal(err)
			}
			for x := range o {
				if x.Label == label {
					delete(o, x)
				}
			}
		}
		checkSound(t, q)
		checkLiked(t, q, recounted(o))
	}
}

// checkLiked reads the list and the rows.
func checkLiked(t *testing.T, q *QuadStore, want map[string]int) {
	t.Helper()
	got := make(map[string]int)
	last := uint64(1 << 62)
	for l, err := range q.Listed(t.Context(), 1, 0, nil, false) {
		if err != nil {
			t.Fatal(err)
		}
		c, err := q.Counts(1, l.Key)
		if err != nil {
			t.Fatal(err)
		}
		if l.Count > last || l.Count != backend.Least(backend.Place(c.Counts[0])) {
			t.Fatalf("the list has %d after %d for %d", l.Count, last, c.Counts[0])
		}
		last = l.Count
		v, err := q.Value(l.Key[0])
		if err != nil {
			t.Fatal(err)
		}
		got[string(v.(quad.IRI))] = int(c.Counts[0])
		rows, back := 0, 0
		seen := make(map[uint64]bool)
		for r, err := range q.Rows(t.Context(), 0, l.Key[:1], nil, false) {
			if err != nil {
				t.Fatal(err)
			}
			rows++
			seen[r.Key[1]] = true
		}
		for range q.Rows(t.Context(), 0, l.Key[:1], nil, true) {
			back++
		}
		if rows != back || len(seen) != int(c.Counts[0]) {
			t.Fatalf("%v: %d rows, %d backwards, of %d subjects, and %d are counted", v, rows, back, len(seen), c.Counts[0])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("got %v\nwant %v", got, want)
	}
	for k, n := range want {
		if got[k] != n {
			t.Fatalf("%s: %d, want %d", k, got[k], n)
		}
	}
}

// A store that was written without a derivation, or with another one, has it when it is opened with it for writing; a reader sees
// that it is not there. Bulk loads and rebuilt stores have it from the start.
func TestDerivedOfOldStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	rng := rand.New(rand.NewPCG(3, 3))
	var quads []quad.Quad
	o := oracle{}
	for range 400 {
		x := like(rng)
		if !o[x] {
			o[x] = true
			quads = append(quads, x)
		}
	}
	opened := func(opt Options, f func(*QuadStore)) {
		t.Helper()
		q, err := Open(dir, opt)
		if err != nil {
			t.Fatal(err)
		}
		f(q)
		checkSound(t, q)
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	has := func(q *QuadStore) {
		t.Helper()
		if q.Derived() != likes.Version {
			t.Fatalf("it has %q", q.Derived())
		}
		checkLiked(t, q, recounted(o))
	}
	opened(Options{Create: true}, func(q *QuadStore) { apply(t, q, graph.Add, quads) })
	opened(Options{ReadOnly: true, Derive: likes}, func(q *QuadStore) {
		if q.Derived() != "" {
			t.Fatal("a reader has made it")
		}
	})
	opened(Options{Derive: likes}, has)
	opened(Options{ReadOnly: true, Derive: likes}, has)
	// Whoever does not keep it up takes it away.
	opened(Options{}, func(q *QuadStore) {
		extra := quad.Quad{Subject: quad.IRI("x"), Predicate: quad.IRI("likes"), Object: quad.IRI("y"), Label: quad.IRI("a")}
		apply(t, q, graph.Add, []quad.Quad{extra})
		o[extra] = true
	})
	opened(Options{Derive: likes}, has)
	if _, err := Rebuild(context.Background(), dir, Options{Derive: likes}); err != nil {
		t.Fatal(err)
	}
	opened(Options{ReadOnly: true, Derive: likes}, has)
}

// A check finds what is derived wrongly: a row, a count or a list entry that is missing, changed or too much.
func TestDerivedCheckFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	var quads []quad.Quad
	for range 300 {
		if x := like(rng); x.Label != nil {
			quads = append(quads, x)
		}
	}
	for name, harm := range map[string]func(*QuadStore, *pebble.Batch, []byte) error{
		"deleted": func(q *QuadStore, b *pebble.Batch, k []byte) error { return b.Delete(k, nil) },
		"changed": func(q *QuadStore, b *pebble.Batch, k []byte) error {
			v, err := q.getRaw(k)
			if err != nil || len(v) == 0 { // an entry of a list has no value
				return b.Delete(k, nil)
			}
			v[0]++
			return b.Set(k, v, nil)
		},
	} {
		for _, table := range []byte{tableRow, tableTally, tableList} {
			q, err := OpenMemoryWith(Options{Derive: likes})
			if err != nil {
				t.Fatal(err)
			}
			w, err := q.NewQuadWriter()
			if err == nil {
				_, err = w.WriteQuads(quads)
			}
			if err != nil {
				t.Fatal(err)
			}
			checkSound(t, q)
			var keys [][]byte
			_, _, err = q.page([]byte{table}, nil, 1<<20, func(k []byte) bool { keys = append(keys, append([]byte(nil), k...)); return true })
			if err != nil || len(keys) == 0 {
				t.Fatal(len(keys), err)
			}
			batch := q.db.NewBatch()
			if err := harm(q, batch, keys[rng.IntN(len(keys))]); err != nil {
				t.Fatal(err)
			}
			if err := batch.Commit(pebble.NoSync); err != nil {
				t.Fatal(err)
			}
			if err := q.iters.drop(); err != nil {
				t.Fatal(err)
			}
			problems, err := q.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if len(problems) == 0 {
				t.Errorf("table %c, %s: nothing was found", table, name)
			}
			for _, p := range problems {
				if !strings.Contains(p, "lik") && !strings.Contains(p, "list") {
					t.Errorf("table %c, %s: %s", table, name, p)
				}
			}
			if err := q.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Places are in the order of the counts, exact where these are small.
func TestPlaces(t *testing.T) {
	for n := uint64(0); n < 5000; n++ {
		p := backend.Place(n)
		if least := backend.Least(p); least > n || n < 16 && least != n || n*7 > least*8 {
			t.Fatalf("the place of %d is %d, which is from %d on", n, p, least)
		}
		if n > 0 && backend.Place(n-1) > p {
			t.Fatalf("%d lies before %d", n, n-1)
		}
	}
	if p := backend.Place(1 << 60); p != backend.MaxPlace {
		t.Errorf("the place of a huge number is %d", p)
	}
}
