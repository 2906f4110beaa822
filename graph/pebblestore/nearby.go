package pebblestore

import (
	"bytes"
	"math"

	"github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/sstable"
)

// Every table of the store has blocks of the index of words in which a given term would be, so looking for the block of
// one value reads one in each. But the numbers of an article's values lie side by side, and the tables that were written at another
// time have none of them: each block of a table notes between which numbers the blocks of the index begin that
// it holds, and those that are far away are passed over unread.

// wordsProperty is the name under which that is noted.
const wordsProperty = "kg.words"

// wordsInterval notes it for the block that is being written.
type wordsInterval struct{ lower, upper uint64 }

func newWordsInterval() pebble.BlockPropertyCollector {
	return sstable.NewBlockIntervalCollector(wordsProperty, &wordsInterval{}, nil)
}

// Add is of sstable.DataBlockIntervalCollector. What is noted depends on the key alone, so whoever sees a key sees too that it was deleted.
func (w *wordsInterval) Add(key pebble.InternalKey, _ []byte) error {
	k := key.UserKey
	if len(k) == 0 || k[0] != tableWord {
		return nil
	}
	_, _, first, err := readBlockKey(k)
	switch {
	case err != nil: // it could be anywhere
		w.lower, w.upper = 0, math.MaxUint64
	case w.upper == 0:
		w.lower, w.upper = uint64(first), uint64(first)+1
	default:
		w.lower, w.upper = min(w.lower, uint64(first)), max(w.upper, uint64(first)+1)
	}
	return nil
}

// FinishDataBlock is of sstable.DataBlockIntervalCollector.
func (w *wordsInterval) FinishDataBlock() (lower, upper uint64, err error) {
	lower, upper = w.lower, w.upper
	*w = wordsInterval{}
	return lower, upper, nil
}

// nearby finds blocks of the index of words of which it knows about where they begin.
type nearby struct {
	it    *pebble.Iterator
	from  id // they begin with this value or a later one
	lower []byte
	upper []byte
}

// nearbySpan is how far before the first of its values a block is looked for: the values of some articles, as many as are written at once.
const nearbySpan = 1 << 16

// newNearby finds the blocks of values from first to last that begin no more than span before these.
func newNearby(db *pebble.DB, first, last, span id) (*nearby, error) {
	n := &nearby{from: first - min(first, span)}
	filters := make([]pebble.BlockPropertyFilter, 0, 2) // Pebble adds one
	filters = append(filters, sstable.NewBlockIntervalFilter(wordsProperty, uint64(n.from), uint64(last)+1))
	var err error
	n.it, err = db.NewIter(&pebble.IterOptions{LowerBound: []byte{tableWord}, UpperBound: []byte{tableWord + 1}, PointKeyFilters: filters})
	return n, err
}

// find gives the block that has a value under a term; ok is false where it lies elsewhere, or nowhere. It holds until the next call.
func (n *nearby) find(predicate id, term string, value id) (key []byte, docs []doc, ok bool, err error) {
	n.lower = append(termKey(n.lower[:0], predicate, term), 0)
	prefix := len(n.lower)
	n.upper = append(appendID(append(n.upper[:0], n.lower...), value), 0)
	n.lower = appendID(n.lower, max(n.from, 1))
	n.it.SetBounds(n.lower, n.upper)
	if !n.it.Last() || !bytes.HasPrefix(n.it.Key(), n.lower[:prefix]) {
		return nil, nil, false, n.it.Error()
	}
	v, err := n.it.ValueAndErr()
	if err != nil {
		return nil, nil, false, err
	}
	_, docs, err = readBlock(n.it.Key(), v)
	if err != nil {
		return nil, nil, false, err
	}
	for _, d := range docs {
		ok = ok || d.value == value
	}
	return n.it.Key(), docs, ok, nil
}

func (n *nearby) close() error { return n.it.Close() }
