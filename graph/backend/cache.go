package backend

import (
	"sync"

	"github.com/cayleygraph/quad"
)

// A ValueCache remembers the values read last, up to a number of bytes in each of two generations. A key has to mean
// the same value always, so that nothing in it can be out of date. Safe for concurrent use.
type ValueCache[K comparable] struct {
	mu         sync.RWMutex
	max, size  int
	young, old map[K]quad.Value
}

// LongValue is the length beyond which a value is not worth remembering.
const LongValue = 4 << 10

// Init empties the cache; a generation is full with max bytes.
func (c *ValueCache[K]) Init(max int) { c.max, c.young = max, make(map[K]quad.Value) }

// Get gives the value of k, if it is remembered.
func (c *ValueCache[K]) Get(k K) (quad.Value, bool) {
	c.mu.RLock()
	v, ok := c.young[k]
	inOld := false
	if !ok {
		v, ok = c.old[k]
		inOld = ok
	}
	c.mu.RUnlock()
	if inOld {
		c.Put(k, v, 64)
	}
	return v, ok
}

// Put remembers v, which takes size bytes.
func (c *ValueCache[K]) Put(k K, v quad.Value, size int) {
	if size > LongValue {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size += size + 64; c.size > c.max {
		c.old, c.young, c.size = c.young, make(map[K]quad.Value), 0
	}
	c.young[k] = v
}
