package pebblestore

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/cockroachdb/pebble"
)

// places tells in which directions of quads a value is: a bit for each of quad.Directions.
type places uint8

const (
	asSubject places = 1 << iota
	_                // a predicate is counted
	asObject
	asLabel
)

// sides are the places in which a value is looked for, each in the order that begins with it.
var sides = [...]struct {
	place places
	order *order
}{{asSubject, &orders[0]}, {asObject, &orders[2]}, {asLabel, &orders[3]}}

// freedValue is a value of quads that are deleted.
type freedValue struct {
	n      id
	looked places // where it was looked for, and is not
}

// search is the values of deleted quads that may have no other quad, and where they were looked for. It goes on in the background
// until wait returns.
//
// What other quads use too, a common phrase or a well-known entity, is nearly always where the deleted quads had it. So each
// value is looked for in one such place first, in all places at once, and only what is not found there in the others: reading
// blocks for this is what forgetting an article costs.
type search struct {
	looking sync.WaitGroup
	mu      sync.Mutex
	left    []freedValue
	err     error
}

// lookTogether is how many values one goroutine looks for.
const lookTogether = 64

// search starts to look for the values of freed that no quad uses any more. The quads that t changes must be known; used are the values of
// those that it adds, inUse some of others.
func (t *txn) search(used, freed map[id]places, preds map[id]int64, inUse map[id]bool) (*search, error) {
	x := new(search)
	if len(freed) == 0 {
		return x, nil
	}
	counted, all, err := t.q.predicates(maxPredicates)
	if err != nil {
		return nil, err
	}
	var parts [len(sides)][]freedValue
	for n, was := range freed {
		if n == 0 || used[n] != 0 || inUse[n] {
			continue
		}
		count, ok := counted[n]
		if !ok && !all {
			if count, err = t.q.predicateCount(n); err != nil {
				return nil, err
			}
		}
		if count+preds[n] != 0 {
			continue
		}
		i := 0
		for i < len(sides) && was&sides[i].place == 0 {
			i++
		}
		if i < len(sides) {
			parts[i] = append(parts[i], freedValue{n: n})
		} else {
			x.left = append(x.left, freedValue{n: n})
		}
	}
	for i, part := range parts {
		slices.SortFunc(part, byNumber)
		for some := range slices.Chunk(part, lookTogether) {
			x.looking.Go(func() {
				left, err := t.unused(i, some)
				x.mu.Lock()
				defer x.mu.Unlock()
				x.left, x.err = append(x.left, left...), errors.Join(x.err, err)
			})
		}
	}
	return x, nil
}

func (x *search) wait() { x.looking.Wait() }

// release deletes the values that x has left over and that are in no other place either.
func (t *txn) release(batch *pebble.Batch, x *search) error {
	x.wait()
	left, err := x.left, x.err
	for i := range sides {
		if err != nil {
			return err
		}
		left, err = t.unused(i, left)
	}
	if err != nil || len(left) == 0 {
		return err
	}
	return t.deleteValues(batch, left)
}

func byNumber(a, b freedValue) int { return cmp.Compare(a.n, b.n) }

// maxPredicates is how many predicates are looked at together; a graph has few.
const maxPredicates = 512

// predicates gives the counts of the predicates, of all of them unless there are more than max.
func (q *QuadStore) predicates(max int) (counts map[id]int64, all bool, err error) {
	counts = make(map[id]int64)
	err = q.use(func() error {
		it, err := q.r.NewIter(&pebble.IterOptions{LowerBound: []byte{tablePred}, UpperBound: []byte{tablePred + 1}})
		if err != nil {
			return err
		}
		ok := it.First()
		for ; ok && len(counts) < max; ok = it.Next() {
			n, _, _ := readID(it.Key()[1:])
			v, err := it.ValueAndErr()
			if err != nil {
				return errors.Join(err, it.Close())
			}
			count, k := binary.Uvarint(v)
			if k <= 0 || n == 0 {
				return errors.Join(fmt.Errorf("%w: the count of a predicate", ErrDamaged), it.Close())
			}
			counts[n] = int64(count)
		}
		all = !ok
		return errors.Join(it.Error(), it.Close())
	})
	return counts, all, err
}

// unused keeps those of values that are not in place i of sides, apart from the quads that t deletes, in the order of
// their numbers. A value that was looked for there is kept. It looks for a number only where the key that was found last lies
// before it: the values of one article have numbers side by side, and hardly any is a label.
func (t *txn) unused(i int, values []freedValue) (left []freedValue, err error) {
	if len(values) == 0 {
		return nil, nil
	}
	slices.SortFunc(values, byNumber)
	place, o := sides[i].place, sides[i].order
	it, err := t.q.db.NewIter(&pebble.IterOptions{LowerBound: []byte{o.table}, UpperBound: []byte{o.table + 1}})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	var buf [16]byte
	ok := true // it stands at a key, or has not been used; otherwise there are no more keys
	for _, v := range values {
		if v.looked&place != 0 {
			left = append(left, v)
			continue
		}
		prefix := appendID(append(buf[:0], o.table), v.n)
		if ok && (!it.Valid() || bytes.Compare(it.Key(), prefix) < 0) {
			ok = it.SeekGE(prefix)
		}
		free := true
		for ; ok && free && bytes.HasPrefix(it.Key(), prefix); ok = it.Next() {
			k, known := o.readKey(it.Key())
			if !known {
				return nil, fmt.Errorf("%w: key %x", ErrDamaged, it.Key())
			}
			free = !t.there(k)
		}
		if free {
			left = append(left, freedValue{v.n, v.looked | place})
		}
	}
	return left, it.Error()
}

// deleteValues deletes values, which are in the order of their numbers.
func (t *txn) deleteValues(batch *pebble.Batch, values []freedValue) error {
	it, err := t.q.db.NewIter(&pebble.IterOptions{LowerBound: []byte{tableValue}, UpperBound: []byte{tableValue + 1}})
	if err != nil {
		return err
	}
	for _, v := range values {
		if err := t.deleteValue(batch, it, v.n); err != nil {
			return errors.Join(err, it.Close())
		}
	}
	return errors.Join(it.Error(), it.Close())
}

func (t *txn) deleteValue(batch *pebble.Batch, it *pebble.Iterator, n id) error {
	var buf [32]byte
	key := valueKey(buf[:0], n)
	if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
		return errors.Join(it.Error(), fmt.Errorf("%w: value %d is missing", ErrDamaged, n))
	}
	stored, err := it.ValueAndErr()
	if err != nil {
		return err
	}
	h := hashOf(stored)
	t.gone = append(t.gone, h)
	t.meta.nodes--
	if err := batch.Delete(key, nil); err != nil {
		return err
	}
	return batch.Delete(hashKey(nil, h), nil)
}
