package pebblestore

import (
	"path/filepath"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// TestTablesInMemory reads between transactions, as deciding across articles does: iterators that are kept for use again hold no
// table that was written.
func TestTablesInMemory(t *testing.T) {
	const table = 1 << 20
	q, err := Open(filepath.Join(t.TempDir(), "store"), Options{Create: true, NoSync: true, MemTable: table})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	most := uint64(0)
	for n := range 120 {
		apply(t, q, graph.Add, fullArticle(n))
		if err := q.Scan(t.Context(), quad.Quad{Predicate: quad.IRI("none")}, func(quad.Quad) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := q.count(t.Context(), pattern{}, 1); err != nil { // keeps an iterator
			t.Fatal(err)
		}
		m := q.db.Metrics()
		most = max(most, m.MemTable.Size+m.MemTable.ZombieSize)
	}
	if flushes := q.db.Metrics().Flush.Count; flushes < 3 {
		t.Errorf("%d tables were written: too few to tell", flushes)
	}
	if most > tablesInMemory*table {
		t.Errorf("tables in memory take %d bytes, more than %d", most, tablesInMemory*table)
	}
}
