package pebblestore

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble"
)

// layered is a store of so many articles, each written to a table of its own.
func layered(t *testing.T, tables int, tune func(*pebble.Options)) *QuadStore {
	t.Helper()
	q, err := Open(filepath.Join(t.TempDir(), "store"), Options{Create: true, NoSync: true, tune: tune})
	if err != nil {
		t.Fatal(err)
	}
	for n := range tables {
		apply(t, q, graph.Add, fullArticle(n))
		if err := q.flush(); err != nil {
			t.Fatal(err)
		}
	}
	return q
}

// After it has settled, few tables lie on top of each other; a store that is closed or a context that ends is an error.
func TestSettle(t *testing.T) {
	q := layered(t, 2*l0Compaction, nil)
	if err := q.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := q.db.Metrics().Levels[0].Sublevels; n >= l0Compaction/2 {
		t.Errorf("%d tables on top of each other", n)
	}
	checkSound(t, q)
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if err := q.Settle(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("of a closed store: %v", err)
	}
}

// Where more tables may lie on top of each other than usual, it waits for no more than that.
func TestSettleTuned(t *testing.T) {
	q := layered(t, l0Compaction, func(po *pebble.Options) { po.L0CompactionThreshold = 3 * l0Compaction })
	defer q.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := q.Settle(ctx); err != nil {
		t.Error(err)
	}
}

func TestSettleEndsWithContext(t *testing.T) {
	q := layered(t, l0Compaction, func(po *pebble.Options) { po.DisableAutomaticCompactions = true })
	defer q.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := q.Settle(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
