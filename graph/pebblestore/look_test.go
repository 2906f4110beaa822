package pebblestore

import (
	"path/filepath"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Values keep their numbers when the writer has forgotten them, whether they are looked up together through the
// filters or one by one.
func TestLook(t *testing.T) {
	for _, cache := range []int64{0, 1 << 10} { // the filters do not fit in a cache that small
		dir := filepath.Join(t.TempDir(), "store")
		o := oracle{}
		for round := range 4 {
			q, err := Open(dir, Options{Create: true, Cache: cache, MemTable: 1 << 20, NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			if round > 0 && q.filtersFit() != (cache == 0) {
				t.Fatalf("cache of %d: the filters fit: %v", cache, q.filtersFit())
			}
			var in []graph.Delta
			for n := range 2 * (round + 1) { // those of the rounds before are there already
				for _, q := range fullArticle(n) {
					in = append(in, graph.Delta{Quad: q, Action: graph.Add})
				}
			}
			o, _ = o.apply(in, graph.IgnoreOpts{IgnoreDup: true})
			if err := q.ApplyDeltas(in, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
				t.Fatal(err)
			}
			checkSound(t, q)
			if got, want := linesOf(t, q, quad.Quad{}), o.lines(quad.Quad{}); got != want {
				t.Fatalf("cache of %d, round %d: %d bytes, want %d", cache, round, len(got), len(want))
			}
			if err := q.flush(); err != nil { // into tables, where the filters are
				t.Fatal(err)
			}
			if err := q.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
