package pebblestore

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
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
