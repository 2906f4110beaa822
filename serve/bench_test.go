package serve

import (
	"context"
	"testing"

	"kg/graph/gizmo"
	"kg/queries"
)

// BenchmarkSession is what a question in Gizmo costs before it is asked.
func BenchmarkSession(b *testing.B) {
	store, err := queries.Sample(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	lib, err := queries.Load()
	if err != nil {
		b.Fatal(err)
	}
	opt := lib.Options(gizmo.Limits{})
	for b.Loop() {
		if _, err := gizmo.NewSession(store.QuadStore(), opt); err != nil {
			b.Fatal(err)
		}
	}
}
