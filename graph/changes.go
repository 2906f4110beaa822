package graph

import (
	"sync"
	"sync/atomic"

	"github.com/cayleygraph/quad"

	cayley "github.com/cayleygraph/cayley/graph"

	"kg/schema"
)

// changes tells which articles the transactions of a store have changed since it was opened. What a Reader has read of an
// article that has not changed is what it would read again.
//
// A change is announced before its transaction and counted after it. So who takes the count, and then reads, may read a
// change that is not counted yet, but never misses one that is.
type changes struct {
	count atomic.Int64 // transactions that are done

	mu    sync.Mutex
	last  map[string]int64 // by article: the number of the last transaction about it
	whole int64            // number of the last one that may have been about any article
}

// maxChanges is how many articles are remembered: about 10 MB.
const maxChanges = 100_000

// of announces a transaction about articles, about any where there are none. It is called under Store.write, and done after
// the transaction.
func (c *changes) of(labels ...quad.Value) (done func()) {
	n := c.count.Load() + 1
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last == nil || len(c.last) > maxChanges {
		if len(c.last) > maxChanges {
			c.whole = n
		}
		c.last = make(map[string]int64)
	}
	for _, label := range labels {
		if id, ok := name(label, schema.ArtPrefix); ok {
			c.last[id] = n
		} else {
			c.whole = n
		}
	}
	if len(labels) == 0 {
		c.whole = n
	}
	return func() { c.count.Add(1) }
}

// ofDeltas is of for the articles of deltas.
func (c *changes) ofDeltas(deltas []cayley.Delta) (done func()) {
	if len(deltas) == 0 {
		return func() {}
	}
	var labels []quad.Value
	for i := range deltas {
		if l := deltas[i].Quad.Label; len(labels) == 0 || l != labels[len(labels)-1] {
			labels = append(labels, l)
		}
	}
	return c.of(labels...)
}

// since reports whether an article may have changed after the transaction numbered n.
func (c *changes) since(article string, n int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.whole > n || c.last[article] > n
}
