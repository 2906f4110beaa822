package pebblestore

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// A filter knows every key that was added, and lets few others through; what it has no room for makes it say that anything may be there.
func TestKeyFilter(t *testing.T) {
	var f keyFilter
	sum := func(n int) uint64 { return keySum(fmt.Append(nil, n)) }
	const n = 3 * firstPart
	for i := range n {
		f.add(sum(i))
		f.add(sum(i)) // takes no room
	}
	if len(f.parts) != 2 {
		t.Errorf("%d parts for %d keys", len(f.parts), n)
	}
	through := 0
	for i := range n {
		if !f.has(sum(i)) {
			t.Fatalf("key %d is not in the filter", i)
		}
		if f.has(sum(n + i)) {
			through++
		}
	}
	if through > n/100 {
		t.Errorf("%d of %d keys that are not there go through", through, n)
	}
	f.left, f.parts = 0, make([]filterPart, maxParts)
	for i := range f.parts {
		f.parts[i] = make(filterPart, 1)
	}
	for i := 0; !f.full; i++ {
		f.add(sum(i))
	}
	if !f.has(sum(-1)) {
		t.Error("a full filter knows nothing any more")
	}
}

// The writer of a store that has quads reads their keys in the background while it goes on; what it writes is the same before, meanwhile and
// afterwards.
func TestLearnKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	open := func() *QuadStore {
		q, err := Open(path, Options{Create: true, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	rng := rand.New(rand.NewPCG(7, 7))
	o := oracle{}
	write := func(q *QuadStore, n int) {
		for range n {
			d := []graph.Delta{{Quad: randomQuad(rng), Action: graph.Add}, {Quad: randomQuad(rng), Action: graph.Add}, {Quad: randomQuad(rng), Action: graph.Delete}}
			opts := graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}
			o, _ = o.apply(d, opts)
			if err := q.ApplyDeltas(d, opts); err != nil {
				t.Fatal(err)
			}
		}
	}
	same := func(q *QuadStore, when string) {
		t.Helper()
		checkSound(t, q)
		if got, want := linesOf(t, q, quad.Quad{}), o.lines(quad.Quad{}); got != want {
			t.Fatalf("%s: got\n%s\nwant\n%s", when, got, want)
		}
	}
	q := open()
	if q.memory.keys.known == nil {
		t.Error("what an empty store holds is not known")
	}
	write(q, 100)
	same(q, "from the start")
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	q = open()
	q.memory.ids.init(1) // so that the store is asked
	for deadline := time.Now().Add(10 * time.Second); q.memory.keys.known == nil; {
		write(q, 1)
		if q.memory.keys.never || time.Now().After(deadline) {
			t.Fatalf("the keys are not known: %+v", q.memory.keys)
		}
	}
	for h, n := range hashesOf(t, q) {
		if q.memory.keys.none(hashSum(h)) {
			t.Errorf("value %d is taken for new", n)
		}
	}
	write(q, 100)
	same(q, "when they are known")
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
}

// A store can be closed while its keys are read, and while transactions and snapshots are under way.
func TestCloseWhileLearning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	for round := range 10 {
		q, err := Open(path, Options{Create: true, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			for n := range 30 {
				apply(t, q, graph.Add, fullArticle(n))
			}
			if err := q.Close(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		s, err := q.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		q.memory.keys.asked = 1 << 40
		done := make(chan error, 2)
		go func() {
			for n := 0; ; n++ {
				d := graph.Delta{Quad: quad.MakeIRI("s", "p", fmt.Sprint(round, " ", n), "l"), Action: graph.Add}
				if err := q.ApplyDeltas([]graph.Delta{d}, graph.IgnoreOpts{}); err != nil {
					done <- err
					return
				}
			}
		}()
		go func() {
			for {
				if err := s.Scan(t.Context(), quad.Quad{}, func(quad.Quad) error { return nil }); err != nil {
					done <- err
					return
				}
			}
		}()
		time.Sleep(time.Duration(round) * 2 * time.Millisecond)
		if err := q.Close(); err != nil {
			t.Error(err)
		}
		for range 2 {
			if err := <-done; !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		}
	}
}

// hashesOf reads the table h.
func hashesOf(t *testing.T, q *QuadStore) map[hash]id {
	t.Helper()
	out := make(map[hash]id)
	err := q.walk(t.Context(), []byte{tableHash}, func(k, v []byte) error {
		n, err := readNumber(v)
		out[hash(k[1:])] = n
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
