package pebblestore

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// A small store takes little of the disk: what Pebble reserves for its logs is given back.
func TestReserveIsReleased(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	for range 3 {
		qs, err := Open(dir, Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := qs.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var taken int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if st, ok := info.Sys().(*syscall.Stat_t); ok {
			taken += st.Blocks * 512
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if taken == 0 || taken > 2<<20 {
		t.Errorf("an empty store takes %d bytes of the disk", taken)
	}
}

// After a clean close the logs hold nothing, and what they held is in the store.
func TestLogsAreEmptied(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	want := oracle{}
	for round := range 3 {
		q, err := Open(dir, Options{Create: true, MemTable: 1 << 20, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := linesOf(t, q, quad.Quad{}), want.lines(quad.Quad{}); got != want {
			t.Fatalf("round %d: got %d bytes, want %d", round, len(got), len(want))
		}
		for n := range 4 {
			quads := fullArticle(10*round + n)
			apply(t, q, graph.Add, quads)
			for _, q := range quads {
				want[q] = true
			}
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
		logs, err := filepath.Glob(filepath.Join(dir, dbDir, "*.log"))
		if err != nil || len(logs) == 0 {
			t.Fatal(logs, err)
		}
		for _, log := range logs {
			if info, err := os.Stat(log); err != nil || info.Size() > 0 {
				t.Errorf("%s: %v, %v", filepath.Base(log), info, err)
			}
		}
	}
}
