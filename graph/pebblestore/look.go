package pebblestore

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"
)

// comparer is Pebble's own, which says besides that the whole of a key is what a filter knows of it: an iterator can
// ask the filters then.
var comparer = func() *pebble.Comparer {
	c := *pebble.DefaultComparer
	c.Split = func(k []byte) int { return len(k) }
	return &c
}()

// fewLooks is how many values are looked up one by one: that reads a block of a table for each, and a filter, which
// says of most that they are new, is as large as some hundred blocks.
const fewLooks = 64

// look hashes the values of the deltas and looks up together those that the writer does not know. Most of them are
// new, in a large store nearly all. Pebble's Get asks no filter of the lowest level, where most tables are, and reads
// a block there; so they are looked up in the order of their hashes by an iterator that does.
func (t *txn) look(in []graph.Delta) error {
	t.hashes = make([][4]hash, len(in))
	asked := make(map[hash]bool)
	var last [4]quad.Value
	for i := range in {
		for j, dir := range quad.Directions {
			v := in[i].Quad.Get(dir)
			if v == nil {
				last[j] = nil
				continue
			}
			if v == last[j] && i > 0 {
				t.hashes[i][j] = t.hashes[i-1][j]
				continue
			}
			last[j] = v
			var err error
			if t.buf, err = appendValue(t.buf[:0], v); err != nil {
				return fmt.Errorf("%s: %w", dir, err)
			}
			h := hashOf(t.buf)
			t.hashes[i][j] = h
			if _, ok := t.q.memory.ids.get(h); !ok {
				asked[h] = true
			}
		}
	}
	t.absent = make(map[hash]bool, len(asked))
	hashes := make([]hash, 0, len(asked))
	for h := range asked {
		if t.q.memory.keys.none(hashSum(h)) {
			t.absent[h] = true
		} else {
			hashes = append(hashes, h)
		}
	}
	if len(hashes) < fewLooks || !t.q.filtersFit() {
		return nil
	}
	slices.SortFunc(hashes, func(a, b hash) int { return bytes.Compare(a[:], b[:]) })
	return t.lookSorted(hashes)
}

// filtersFit reports whether the filters of all values are small beside the cache: ten bits a value.
func (q *QuadStore) filtersFit() bool {
	cache := q.opt.Cache
	if cache == 0 {
		cache = defaultCache
	}
	return q.meta.load().nodes*10/8 <= cache/2
}

func (t *txn) lookSorted(hashes []hash) (err error) {
	it, err := t.q.db.NewIter(&pebble.IterOptions{UseL6Filters: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	var buf [32]byte
	for _, h := range hashes {
		if !it.SeekPrefixGE(hashKey(buf[:0], h)) {
			if err := it.Error(); err != nil {
				return err
			}
			t.absent[h] = true
			continue
		}
		b, err := it.ValueAndErr()
		if err != nil {
			return err
		}
		n, err := readNumber(b)
		if err != nil {
			return err
		}
		t.q.memory.ids.put(h, n)
	}
	return nil
}

// readNumber reads what is kept under a hash.
func readNumber(b []byte) (id, error) {
	n, rest, ok := readID(b)
	if !ok || len(rest) != 0 {
		return 0, fmt.Errorf("%w: number of a value", ErrDamaged)
	}
	return n, nil
}
