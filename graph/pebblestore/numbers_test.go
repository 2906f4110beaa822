package pebblestore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Each and EachOnce give what a plain look through all quads gives, whatever is bound, also where a quad stands
// under more labels than a page holds.
func TestNumbers(t *testing.T) {
	store, _ := memory(t)
	q := store.(*QuadStore)
	r := rand.New(rand.NewPCG(1, 2))
	var deltas []graph.Delta
	add := func(s, p, o, l int) {
		deltas = append(deltas, graph.Delta{Action: graph.Add, Quad: quad.Quad{
			Subject: quad.IRI(fmt.Sprint("s", s)), Predicate: quad.IRI(fmt.Sprint("p", p)), Object: quad.IRI(fmt.Sprint("s", o)), Label: quad.IRI(fmt.Sprint("l", l)),
		}})
	}
	for range 3000 {
		add(r.IntN(8), r.IntN(3), r.IntN(8), r.IntN(12))
	}
	for l := range 5000 {
		add(1, 1, 2, l)
	}
	if err := q.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	var all [][4]uint64
	if err := q.Each(ctx, [4]uint64{}, func(k [4]uint64) bool { all = append(all, k); return true }); err != nil {
		t.Fatal(err)
	}
	number := func(v quad.Value) uint64 {
		n, err := q.Number(v)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := q.Value(n); n != 0 && (err != nil || back != v) {
			t.Fatalf("%v: %v, %v", v, back, err)
		}
		return n
	}
	if number(quad.IRI("absent")) != 0 {
		t.Error("a value that is nowhere has a number")
	}
	for mask := range 16 {
		for range 20 {
			var p [4]uint64
			for i, v := range []quad.Value{quad.IRI(fmt.Sprint("s", r.IntN(8))), quad.IRI(fmt.Sprint("p", r.IntN(3))), quad.IRI(fmt.Sprint("s", r.IntN(8))), quad.IRI(fmt.Sprint("l", r.IntN(14)))} {
				if mask>>i&1 == 1 {
					p[i] = number(v)
				}
			}
			want, once := map[[4]uint64]bool{}, map[[3]uint64]bool{}
			for _, k := range all {
				ok := true
				for i := range p {
					ok = ok && (p[i] == 0 || p[i] == k[i])
				}
				if ok {
					want[k], once[[3]uint64{k[0], k[1], k[2]}] = true, true
				}
			}
			got := map[[4]uint64]bool{}
			if err := q.Each(ctx, p, func(k [4]uint64) bool { got[k] = true; return true }); err != nil {
				t.Fatal(err)
			}
			seen, times := map[[3]uint64]bool{}, 0
			if err := q.EachOnce(ctx, p, func(k [4]uint64) bool { seen[[3]uint64{k[0], k[1], k[2]}] = true; times++; return want[k] }); err != nil {
				t.Fatal(err)
			}
			// Under a label, quads come by their subject, and each is of that label alone.
			if len(got) != len(want) || len(seen) != len(once) || times != len(once) {
				t.Fatalf("%v: %d quads, want %d; without labels %d (%d times), want %d", p, len(got), len(want), len(seen), times, len(once))
			}
			n, err := q.CountUpTo(ctx, p, 1<<40)
			if err != nil || n != int64(len(want)) {
				t.Fatalf("%v: counted %d, %v, want %d", p, n, err, len(want))
			}
		}
	}
}
