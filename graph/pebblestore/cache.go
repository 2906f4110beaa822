package pebblestore

import (
	"sync"

	"github.com/cockroachdb/pebble"
)

// iterPool keeps Pebble iterators for use again: making one costs more than a short scan. An iterator shows
// the store of the moment it was made, so each commit starts a new epoch, and those of older ones are closed.
type iterPool struct {
	mu    sync.Mutex
	epoch uint64
	free  []*pebble.Iterator
}

const maxFreeIters = 16

func (p *iterPool) take(r pebble.Reader) (it *pebble.Iterator, epoch uint64, err error) {
	p.mu.Lock()
	epoch = p.epoch
	if n := len(p.free); n > 0 {
		it, p.free = p.free[n-1], p.free[:n-1]
	}
	p.mu.Unlock()
	if it == nil {
		it, err = r.NewIter(&pebble.IterOptions{UseL6Filters: true})
	}
	return it, epoch, err
}

func (p *iterPool) give(it *pebble.Iterator, epoch uint64) error {
	if it.Error() == nil {
		p.mu.Lock()
		if epoch == p.epoch && len(p.free) < maxFreeIters {
			p.free = append(p.free, it)
			p.mu.Unlock()
			return nil
		}
		p.mu.Unlock()
	}
	return it.Close()
}

// drop closes the free iterators and lets those in use be closed when they come back.
func (p *iterPool) drop() error {
	p.mu.Lock()
	p.epoch++
	free := p.free
	p.free = nil
	p.mu.Unlock()
	var first error
	for _, it := range free {
		if err := it.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
