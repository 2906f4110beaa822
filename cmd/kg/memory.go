package main

import (
	"context"
	"maps"
	"os"
	"runtime/debug"

	"kg/graph"
	"kg/graph/pebblestore"
)

// loadMemory is what a load takes beside the caches and tables of the store: models, articles on their way, and room for
// garbage.
const loadMemory = 384 << 20

// boundMemory lets garbage be collected sooner where a load would take more memory than it needs. Most of what lives on
// are caches and tables, and as much again as garbage is more than it is worth. GOMEMLIMIT in the environment goes before it.
func (a *app) boundMemory() error {
	if _, set := os.LookupEnv("GOMEMLIMIT"); set {
		return nil
	}
	limit := int64(loadMemory)
	if c := a.config.Store; c.Backend == "" || c.Backend == graph.Pebble {
		opt, err := pebblestore.ParseOptions(c.Options)
		if err != nil {
			return err
		}
		limit += opt.Memory()
	}
	debug.SetMemoryLimit(limit)
	return nil
}

// passMemory is what the cache of the store and its tables in memory take, in MB, while all of it is read once: what has been
// read is hardly wanted again, and a large store would fill any cache.
var passMemory = map[string]any{"cache_mb": 16, "memtable_mb": 4}

// openForPass opens a store of the embedded kind, at address, to read all of it once, in memory that does not grow with it.
// Where address is empty, it is the store of the configuration, of whatever kind.
func (a *app) openForPass(ctx context.Context, address string) (*graph.Store, error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50) // of the caches and of lines to be sorted, which are most of what lives
	}
	if address != "" {
		return graph.Open(ctx, graph.Options{Address: address, ReadOnly: true, StoreOptions: maps.Clone(passMemory)})
	}
	c := &a.config.Store
	if c.Backend == "" || c.Backend == graph.Pebble {
		options := maps.Clone(passMemory)
		maps.Copy(options, c.Options)
		c.Options = options
	}
	return a.open(ctx)
}
