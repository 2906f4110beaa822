package pebblestore

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// A store filled in bulk is the same as one filled by transactions, and works on as one.
func TestBulk(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	path := filepath.Join(t.TempDir(), "store")
	b, err := NewBulk(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := oracle{}
	for i := range 3000 {
		q := randomQuad(rng)
		o[q] = true
		if err := b.Add(q); err != nil {
			t.Fatal(err)
		}
		if i%1000 == 999 {
			if err := b.spill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := Open(path, Options{}); !errors.Is(err, ErrNoStore) {
		t.Errorf("open before it is finished: %v", err)
	}
	q, err := b.Finish()
	if err != nil {
		t.Fatal(err)
	}
	checkSound(t, q)
	if got, want := linesOf(t, q, quad.Quad{}), o.lines(quad.Quad{}); got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	for range 50 {
		d := []graph.Delta{{Quad: randomQuad(rng), Action: graph.Add}, {Quad: randomQuad(rng), Action: graph.Delete}}
		opts := graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}
		o, _ = o.apply(d, opts)
		if err := q.ApplyDeltas(d, opts); err != nil {
			t.Fatal(err)
		}
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if q, err = Open(path, Options{ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	checkSound(t, q)
	if got, want := linesOf(t, q, quad.Quad{}), o.lines(quad.Quad{}); got != want {
		t.Fatalf("after writing on:\n%s\nwant\n%s", got, want)
	}
	if _, err := NewBulk(path, Options{}); err == nil {
		t.Error("a bulk load into a store that is there")
	}
}

// A bulk load that was killed can be done again; one that is given up leaves nothing.
func TestBulkAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	q := quad.Quad{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.String("o")}
	for try := range 3 {
		b, err := NewBulk(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(q); err != nil {
			t.Fatal(err)
		}
		switch try {
		case 1:
			if err := b.Abort(); err != nil {
				t.Fatal(err)
			}
			if entries, err := os.ReadDir(path); err != nil || len(entries) != 0 {
				t.Fatal(entries, err)
			}
		case 2:
			s, err := b.Finish()
			if err != nil {
				t.Fatal(err)
			}
			checkSound(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
