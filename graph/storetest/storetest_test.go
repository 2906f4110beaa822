package storetest

import (
	"context"
	"path/filepath"
	"testing"

	"kg/graph"
)

func opener(opt graph.Options) Opener {
	return func(t testing.TB) *graph.Store {
		t.Helper()
		if opt.Backend == graph.Pebble {
			opt.Address = filepath.Join(t.TempDir(), "store")
		}
		s, err := graph.Open(context.Background(), opt)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func TestPebble(t *testing.T) {
	t.Parallel()
	Run(t, opener(graph.Options{Backend: graph.Pebble, StoreOptions: map[string]any{"memtable_mb": 1, "no_sync": true}}))
}

func TestMemory(t *testing.T) {
	t.Parallel()
	Run(t, opener(graph.Options{Backend: graph.Memory}))
}

func TestMemStore(t *testing.T) {
	t.Parallel()
	Run(t, opener(graph.Options{Backend: graph.MemStore}))
}

func TestConcurrent(t *testing.T) {
	t.Parallel()
	for _, backend := range []string{graph.Pebble, graph.Memory} {
		t.Run(backend, func(t *testing.T) {
			RunConcurrent(t, opener(graph.Options{Backend: backend, StoreOptions: map[string]any{"no_sync": true}}), 60)
		})
	}
}
