package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// A byte flips in the log of a store that was killed: opening it is an error, or loses the last transaction
// at the most, which could as well have been cut short; and Rebuild goes on with what is before the damage.
func TestDamagedLog(t *testing.T) {
	dir := t.TempDir()
	q, err := Open(filepath.Join(dir, "store"), Options{Create: true, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	const last = 60
	for n := range last + 1 {
		apply(t, q, graph.Add, fullArticle(n))
	}
	killed := filepath.Join(dir, "killed")
	if err := q.db.LogData(nil, nil); err != nil { // syncs the log
		t.Fatal(err)
	}
	if err := os.CopyFS(killed, os.DirFS(filepath.Join(dir, "store"))); err != nil {
		t.Fatal(err)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	logs, err := filepath.Glob(filepath.Join(killed, dbDir, "*.log"))
	if err != nil || len(logs) == 0 {
		t.Fatal(logs, err)
	}
	name := logs[len(logs)-1]
	data, err := os.ReadFile(name)
	if err != nil || len(data) < 5*logBlock {
		t.Fatal(len(data), err)
	}
	rng := rand.New(rand.NewPCG(1, 16))
	found := 0
	for range 16 {
		at := rng.IntN(len(data))
		bad := append([]byte(nil), data...)
		bad[at] ^= 1 << rng.IntN(8)
		store := filepath.Join(dir, fmt.Sprintf("bad-%d", at))
		if err := os.CopyFS(store, os.DirFS(killed)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(store, dbDir, filepath.Base(name)), bad, 0o644); err != nil {
			t.Fatal(err)
		}
		q, err := Open(store, Options{ReadOnly: true})
		if errors.Is(err, ErrDamaged) {
			found++
			if found > 3 {
				continue
			}
			report, err := Rebuild(context.Background(), store, Options{})
			if err != nil || len(report.Lost) != 1 {
				t.Fatalf("byte %d: %+v, %v", at, report, err)
			}
			if q, err = Open(store, Options{ReadOnly: true}); err != nil {
				t.Fatal(err)
			}
			checkSound(t, q)
		} else if err != nil {
			t.Fatalf("byte %d: %v", at, err)
		} else if n, err := q.Count(context.Background(), quad.Quad{Label: fullArticle(last - 1)[0].Label}); err != nil || n == 0 {
			t.Errorf("byte %d of %d: the transaction before the last is gone, and nobody said so: %v", at, len(data), err)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if found < 8 {
		t.Errorf("%d of 16 damages found", found)
	}
}
