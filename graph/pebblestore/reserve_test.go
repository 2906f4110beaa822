package pebblestore

import (
	"os"
	"path/filepath"
	"testing"
)

// What is reserved for logs is given back; what they hold stays.
func TestReleaseReserve(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "000002.log")
	if err := os.WriteFile(log, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := releaseReserve(dir); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(log); err != nil || string(b) != "content" {
		t.Errorf("%q, %v", b, err)
	}
}
