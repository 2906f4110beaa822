package pebblestore

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// A block that begins nearby is found in whichever table it is, and one that has been deleted is not; blocks that begin elsewhere are passed over.
func TestNearby(t *testing.T) {
	q, err := Open(filepath.Join(t.TempDir(), "store"), Options{Create: true, NoSync: true, Index: testIndex})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	flush := func() {
		t.Helper()
		if err := q.flush(); err != nil {
			t.Fatal(err)
		}
	}
	label := func(n int) quad.IRI { return quad.IRI(fmt.Sprint("article ", n)) }
	const tables, articles = 3, 40
	for n := range tables * articles {
		var quads []quad.Quad
		for i := range 10 {
			quads = append(quads, quad.Quad{Subject: quad.IRI(fmt.Sprint("s", i)), Predicate: quad.IRI("p0"),
				Object: quad.String(fmt.Sprintf("common %d word%d of %d", i, n%7, n)), Label: label(n)})
		}
		apply(t, q, graph.Add, quads)
		if n%articles == articles-1 {
			flush()
		}
	}
	compare := func() {
		t.Helper()
		type where struct {
			p    id
			term string
			v    id
		}
		blocks := make(map[where][]byte)
		var values []id
		err := q.walk(t.Context(), []byte{tableWord}, func(k, v []byte) error {
			p, _, _, err := readBlockKey(k)
			if err != nil {
				return err
			}
			term, docs, err := readBlock(k, v)
			for _, d := range docs {
				blocks[where{p, string(term), d.value}] = bytes.Clone(k)
				if len(term) == 0 {
					values = append(values, d.value)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(values)
		for i := 0; i+50 < len(values); i += 170 {
			first, last := values[i], values[i+50]
			near, err := newNearby(q.db, first, last, 20)
			if err != nil {
				t.Fatal(err)
			}
			for at, want := range blocks {
				key, docs, ok, err := near.find(at.p, at.term, at.v)
				if err != nil {
					t.Fatal(err)
				}
				_, _, begins, _ := readBlockKey(want)
				switch {
				case ok && (!bytes.Equal(key, want) || !slices.ContainsFunc(docs, func(d doc) bool { return d.value == at.v })):
					t.Fatalf("value %d of %q: block %x, not %x", at.v, at.term, key, want)
				case !ok && begins >= near.from && at.v <= last:
					t.Fatalf("value %d of %q is not found from %d to %d; its block begins at %d", at.v, at.term, near.from, last, begins)
				}
			}
			if key, _, ok, err := near.find(1, "neverheardof", first); ok || err != nil {
				t.Errorf("a word that is not there: %x, %v", key, err)
			}
			if err := near.close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	compare()
	for n := 0; n < tables*articles; n += 2 {
		wait, err := q.DeleteLabels([]quad.Value{label(n)})
		if err == nil {
			err = wait()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	compare() // what deletes is in memory,
	flush()
	compare() // and in a table of its own
	checkSound(t, q)
}
