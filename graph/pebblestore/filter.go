package pebblestore

import (
	"github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/bloom"
)

// lookupFilter is a Bloom filter of the keys that are looked up one by one and are mostly not there: the hash
// of a new value, a new quad, what is counted for the first time. The other tables are read by prefix, which a filter cannot help; keeping them
// out makes the filters a fifth of the size.
type lookupFilter struct{ pebble.FilterPolicy }

var _ pebble.FilterPolicy = lookupFilter{}

func newLookupFilter() lookupFilter { return lookupFilter{bloom.FilterPolicy(10)} }

// filtered reports whether keys of k's table are in the filters.
func filtered(k []byte) bool {
	return len(k) > 0 && (k[0] == tableHash || k[0] == tableSPO || k[0] == tableTally)
}

// Name is stored in the files; a filter under another name is not used.
func (f lookupFilter) Name() string { return "kg.lookup" }

func (f lookupFilter) MayContain(t pebble.FilterType, filter, k []byte) bool {
	return !filtered(k) || f.FilterPolicy.MayContain(t, filter, k)
}

func (f lookupFilter) NewWriter(t pebble.FilterType) pebble.FilterWriter {
	return &lookupFilterWriter{FilterWriter: f.FilterPolicy.NewWriter(t)}
}

type lookupFilterWriter struct{ pebble.FilterWriter }

func (w *lookupFilterWriter) AddKey(k []byte) {
	if filtered(k) {
		w.FilterWriter.AddKey(k)
	}
}
