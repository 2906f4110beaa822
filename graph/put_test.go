package graph

import (
	"context"
	"strconv"
	"testing"
)

// TestLargeTransactions adds more quads than one transaction takes: what is there does not wait for the rest.
func TestLargeTransactions(t *testing.T) {
	ctx := context.Background()
	s := open(t, Options{Backend: Memory})
	const n = 600
	p := &putting{s: s, receipts: make([]Receipt, n), errs: make([]error, n)}
	quads := 0
	for i := range n {
		p.add(ctx, i, article(t, "a"+strconv.Itoa(i), "Ann Bolt|backs|Cy Dorn"))
		if p.errs[i] != nil {
			t.Fatal(p.errs[i])
		}
		if p.size >= largeTransaction {
			t.Fatalf("%d quads wait", p.size)
		}
	}
	p.flush(ctx)
	p.wait()
	for i := range n {
		if p.receipts[i].Change != Added {
			t.Fatalf("record %d: %s", i, p.receipts[i].Change)
		}
		quads += p.receipts[i].Quads
	}
	if want := 1 + quads/(largeTransaction+100); len(p.flushed) != want || want < 2 {
		t.Errorf("%d quads in %d transactions, want %d", quads, len(p.flushed), want)
	}
}
