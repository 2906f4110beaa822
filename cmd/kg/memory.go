package main

import (
	"os"
	"runtime/debug"

	"kg/graph"
	"kg/graph/pebblestore"
)

// loadMemory is what a load takes beside the caches and tables of the store: models, articles on their way, and room for
// garbage.
const loadMemory = 320 << 20

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
