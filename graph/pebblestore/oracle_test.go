package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// randomValue draws from few values, so that quads collide.
func randomValue(rng *rand.Rand) quad.Value {
	n := rng.IntN(6)
	switch rng.IntN(8) {
	case 0:
		return quad.Int(n)
	case 1:
		return quad.String(fmt.Sprint(n))
	case 2:
		return quad.BNode(fmt.Sprint("b", n))
	case 3:
		return quad.LangString{Value: quad.String(fmt.Sprint(n)), Lang: "de"}
	}
	return quad.IRI(fmt.Sprint("n", n))
}

func randomQuad(rng *rand.Rand) quad.Quad {
	q := quad.Quad{
		Subject: quad.IRI(fmt.Sprint("n", rng.IntN(8))), Predicate: quad.IRI(fmt.Sprint("p", rng.IntN(3))), Object: randomValue(rng),
	}
	if rng.IntN(3) > 0 {
		q.Label = quad.IRI(fmt.Sprint("l", rng.IntN(4)))
	}
	return q
}

// oracle is a store that is a map.
type oracle map[quad.Quad]bool

func (o oracle) apply(deltas []graph.Delta, opts graph.IgnoreOpts) (oracle, error) {
	next := make(oracle, len(o))
	for q := range o {
		next[q] = true
	}
	for _, d := range deltas {
		switch {
		case d.Action == graph.Add && next[d.Quad] && !opts.IgnoreDup:
			return o, graph.ErrQuadExists
		case d.Action == graph.Delete && !next[d.Quad] && !opts.IgnoreMissing:
			return o, graph.ErrQuadNotExist
		case d.Action == graph.Add:
			next[d.Quad] = true
		default:
			delete(next, d.Quad)
		}
	}
	return next, nil
}

func (o oracle) lines(p quad.Quad) string {
	var out []string
	for q := range o {
		ok := true
		for _, dir := range quad.Directions {
			if v := p.Get(dir); v != nil && v != q.Get(dir) {
				ok = false
			}
		}
		if ok {
			out = append(out, q.String())
		}
	}
	sort.Strings(out)
	return strings.Join(out, "\n")
}

func linesOf(t testing.TB, q *QuadStore, p quad.Quad) string {
	t.Helper()
	var out []string
	err := q.Scan(context.Background(), p, func(q quad.Quad) error { out = append(out, q.String()); return nil })
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(out)
	return strings.Join(out, "\n")
}

// Random transactions, some of which fail, on a store and on a map; the store is closed and opened in between.
func TestOracle(t *testing.T) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 5))
		dir := filepath.Join(t.TempDir(), "store")
		opt := Options{Create: true, MemTable: 256 << 10, NoSync: seed%2 == 0, Index: testIndex}
		q, err := Open(dir, opt)
		if err != nil {
			t.Fatal(err)
		}
		o := oracle{}
		for step := range 150 {
			deltas := make([]graph.Delta, 1+rng.IntN(12))
			for i := range deltas {
				deltas[i] = graph.Delta{Quad: randomQuad(rng), Action: graph.Add}
				if rng.IntN(2) == 0 {
					deltas[i].Action = graph.Delete
				}
				if i > 0 && rng.IntN(4) == 0 { // the same quad again
					deltas[i].Quad = deltas[rng.IntN(i)].Quad
				}
			}
			opts := graph.IgnoreOpts{IgnoreDup: rng.IntN(4) > 0, IgnoreMissing: rng.IntN(4) > 0}
			next, want := o.apply(deltas, opts)
			if err := q.ApplyDeltas(deltas, opts); !errors.Is(err, want) {
				t.Fatalf("seed %d, step %d: %v, want %v", seed, step, err, want)
			}
			o = next
			p := randomQuad(rng)
			for _, dir := range quad.Directions {
				if rng.IntN(2) == 0 {
					p.Set(dir, nil)
				}
			}
			if got, want := linesOf(t, q, p), o.lines(p); got != want {
				t.Fatalf("seed %d, step %d, %v:\n%s\nwant\n%s", seed, step, p, got, want)
			}
			want64 := int64(0)
			if l := o.lines(p); l != "" {
				want64 = int64(strings.Count(l, "\n")) + 1
			}
			if n, err := q.Count(context.Background(), p); err != nil || n != want64 {
				t.Fatalf("seed %d, step %d: count %d, %v, want %d", seed, step, n, err, want64)
			}
			if step%30 == 29 {
				checkSound(t, q)
				if err := q.Close(); err != nil {
					t.Fatal(err)
				}
				if q, err = Open(dir, opt); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got, want := linesOf(t, q, quad.Quad{}), o.lines(quad.Quad{}); got != want {
			t.Fatalf("seed %d:\n%s\nwant\n%s", seed, got, want)
		}
		var all []graph.Delta
		for quad := range o {
			all = append(all, graph.Delta{Quad: quad, Action: graph.Delete})
		}
		if err := q.ApplyDeltas(all, graph.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
		checkSound(t, q)
		if m := q.counts(); m.nodes != 0 || m.quads != 0 {
			t.Fatalf("after deleting all: %+v", m)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func checkSound(t testing.TB, q *QuadStore) {
	t.Helper()
	problems, err := q.Check(context.Background())
	if err != nil || len(problems) > 0 {
		t.Fatalf("check: %v %v", err, problems)
	}
}

// Every value comes back as it was, and equal values only are equal.
func FuzzValue(f *testing.F) {
	for kind := range byte(9) {
		f.Add(kind, "text", "en", int64(-5), 1.5)
	}
	f.Add(byte(2), "\x00\xff", "", int64(math.MinInt64), math.Inf(-1))
	f.Add(byte(3), "12", "xsd:integer", int64(0), math.NaN())
	f.Fuzz(func(t *testing.T, kind byte, text, more string, n int64, x float64) {
		v := anyValue(kind, text, more, n, x)
		b, err := appendValue(nil, v)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readValue(b)
		if err != nil {
			t.Fatalf("%#v: %v", v, err)
		}
		again, err := appendValue(nil, got)
		if err != nil || string(again) != string(b) {
			t.Fatalf("%#v: written again %x, was %x, %v", v, again, b, err)
		}
		if got.String() != v.String() {
			t.Fatalf("%#v came back as %#v", v, got)
		}
		for _, other := range []byte{kind + 1, kind + 2} {
			w := anyValue(other, text, more, n, x)
			c, err := appendValue(nil, w)
			if err != nil {
				t.Fatal(err)
			}
			if string(b) == string(c) && v.String() != w.String() {
				t.Fatalf("%#v and %#v are stored as one", v, w)
			}
		}
	})
}

func anyValue(kind byte, text, more string, n int64, x float64) quad.Value {
	switch kind % 9 {
	case 0:
		return quad.IRI(text)
	case 1:
		return quad.BNode(text)
	case 2:
		return quad.String(text)
	case 3:
		return quad.TypedString{Value: quad.String(text), Type: quad.IRI(more)}
	case 4:
		return quad.LangString{Value: quad.String(text), Lang: more}
	case 5:
		return quad.Int(n)
	case 6:
		return quad.Float(x)
	case 7:
		return quad.Bool(n%2 == 0)
	}
	return quad.Time(time.Unix(n%(1<<36), 0).UTC())
}

// A damaged value is an error, never a panic.
func FuzzReadValue(f *testing.F) {
	for _, s := range []string{"", "i", "sx", "t\x02", "l\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "n", "f123", "d\x02\x80", "10", "x"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := readValue(b)
		if (v == nil) == (err == nil) {
			t.Fatalf("%v, %v", v, err)
		}
	})
}

// Keys sort as their numbers do and come back as they were.
func FuzzKey(f *testing.F) {
	f.Add(uint64(0), uint64(240), uint64(241), uint64(1<<32), []byte{})
	f.Add(uint64(255), uint64(256), uint64(65535), uint64(math.MaxUint64), []byte{tableSPO, 249})
	f.Fuzz(func(t *testing.T, a, b, c, d uint64, raw []byte) {
		k := key{id(a), id(b), id(c), id(d)}
		for i := range orders {
			got, ok := orders[i].readKey(orders[i].appendKey(nil, k))
			if !ok || got != k {
				t.Fatalf("%v came back as %v", k, got)
			}
			if got, ok := orders[i].readKey(raw); ok && string(orders[i].appendKey(nil, got)) != string(raw) {
				t.Fatalf("%x is %v, which is written otherwise", raw, got)
			}
		}
		if x, y := string(appendID(nil, id(a))), string(appendID(nil, id(b))); (x < y) != (a < b) {
			t.Fatalf("%d and %d sort as %x and %x", a, b, x, y)
		}
	})
}

// Numbers above 2^32 work as small ones do.
func TestLargeNumbers(t *testing.T) {
	q, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	m := q.meta.load()
	m.next = 1<<32 - 12 // the first transactions are below
	q.meta.store(m)
	rng := rand.New(rand.NewPCG(1, 21))
	o := oracle{}
	for range 40 {
		var in []graph.Delta
		for range 20 {
			in = append(in, graph.Delta{Quad: randomQuad(rng), Action: graph.Add}, graph.Delta{Quad: randomQuad(rng), Action: graph.Delete})
		}
		opts := graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}
		o, _ = o.apply(in, opts)
		if err := q.ApplyDeltas(in, opts); err != nil {
			t.Fatal(err)
		}
	}
	if q.meta.load().next < 1<<32 {
		t.Fatal("the numbers stayed small")
	}
	if got, want := linesOf(t, q, quad.Quad{}), o.lines(quad.Quad{}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Deleting labels takes their quads, and the values that nothing else uses, and no others.
func TestDeleteLabels(t *testing.T) {
	q, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	rng := rand.New(rand.NewPCG(1, 22))
	o := oracle{}
	for round := range 60 {
		var in []graph.Delta
		for range rng.IntN(40) {
			in = append(in, graph.Delta{Quad: randomQuad(rng), Action: graph.Add})
		}
		o, _ = o.apply(in, graph.IgnoreOpts{IgnoreDup: true})
		if err := q.ApplyDeltas(in, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
			t.Fatal(err)
		}
		labels := []quad.Value{quad.IRI(fmt.Sprint("l", rng.IntN(4)))}
		switch rng.IntN(3) {
		case 0:
			labels = append(labels, labels[0], quad.IRI("no label"))
		case 1:
			labels = append(labels, quad.IRI(fmt.Sprint("l", rng.IntN(4))))
		}
		for have := range o {
			if slices.Contains(labels, have.Label) {
				delete(o, have)
			}
		}
		wait, err := q.DeleteLabels(labels)
		if err != nil {
			t.Fatal(err)
		}
		if err := wait(); err != nil {
			t.Fatal(err)
		}
		checkSound(t, q)
		if got, want := linesOf(t, q, quad.Quad{}), o.lines(quad.Quad{}); got != want {
			t.Fatalf("round %d, %v: got\n%s\nwant\n%s", round, labels, got, want)
		}
	}
	snap, err := q.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	if _, err := snap.DeleteLabels([]quad.Value{quad.IRI("l1")}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("deleting from a snapshot: %v", err)
	}
}
