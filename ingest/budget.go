package ingest

import (
	"context"
	"sync"
)

// maxText is how many bytes of text are on their way at once: what is kept for an article until it is written is
// some tens of times its text.
const maxText = 16 << 20

// budget bounds the bytes that are on their way. One goroutine takes, others give back.
type budget struct {
	mu    sync.Mutex
	max   int
	used  int
	freed chan struct{} // holds a token when something was given back
}

func newBudget(max int) *budget { return &budget{max: max, freed: make(chan struct{}, 1)} }

// take waits for room for n bytes, or until nothing else is on its way; false is the end of ctx.
func (b *budget) take(ctx context.Context, n int) bool {
	for {
		b.mu.Lock()
		ok := b.used == 0 || b.used+n <= b.max
		if ok {
			b.used += n
		}
		b.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-b.freed:
		case <-ctx.Done():
			return false
		}
	}
}

func (b *budget) give(n int) {
	b.mu.Lock()
	b.used -= n
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}
