package pebblestore

import (
	"bytes"
	"context"
	"fmt"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"
)

// buildAtOnce is how many terms of values are sorted in memory at once: some 64 MB.
const buildAtOnce = 2 << 20

// batchSize is how many bytes are handed to Pebble at once.
const batchSize = 1 << 20

// buildIndex makes the index of the quads that are there. One that is cut short is made anew the next time, because
// what it is of is written last.
func (q *QuadStore) buildIndex() error {
	b := &indexBuilder{q: q, batch: q.db.NewBatch()}
	for _, table := range []byte{tableWord, tableSubject} {
		if err := b.batch.DeleteRange([]byte{table}, []byte{table + 1}, nil); err != nil {
			return err
		}
	}
	if err := b.batch.Delete(indexKey, nil); err != nil {
		return err
	}
	nums, err := q.indexNumbers()
	if err != nil {
		return err
	}
	for i := range q.index.fields {
		if p := nums.fields[i]; p != 0 {
			if err := b.field(&q.index.fields[i], p); err != nil {
				return err
			}
		}
	}
	counted, err := q.countAll(nums)
	if err != nil {
		return err
	}
	for len(counted) > 0 {
		n := 1
		for n < len(counted) && counted[n].subject == counted[0].subject {
			n++
		}
		row := make([]Counted, n)
		for i := range row {
			row[i] = counted[i].Counted
		}
		if err := b.set(subjectKey(nil, counted[0].subject), appendCountsOf(nil, row)); err != nil {
			return err
		}
		counted = counted[n:]
	}
	if err := b.batch.Set(indexKey, q.index.Encode(), nil); err != nil {
		return err
	}
	if err := b.commit(pebble.Sync); err != nil {
		return err
	}
	return q.iters.drop() // those in the pool have not seen it
}

type indexBuilder struct {
	q     *QuadStore
	batch *pebble.Batch
}

func (b *indexBuilder) set(k, v []byte) error {
	if err := b.batch.Set(k, v, nil); err != nil || b.batch.Len() < batchSize {
		return err
	}
	if err := b.commit(pebble.NoSync); err != nil {
		return err
	}
	b.batch = b.q.db.NewBatch()
	return nil
}

func (b *indexBuilder) commit(how *pebble.WriteOptions) error {
	if err := b.q.behind.failed(); err != nil {
		return err
	}
	if err := b.batch.Commit(how); err != nil {
		return err
	}
	return b.batch.Close()
}

// field makes the part of the index that is of one field. Values come in the order of their numbers, so what is
// written when memory is full lies below what follows.
func (b *indexBuilder) field(f *field, p id) error {
	part := newPostings()
	flush := func() error {
		defer part.reset()
		return part.blocks(p, b.set)
	}
	err := b.q.texts(context.Background(), p, func(n id, text string) error {
		part.add(f, n, text)
		if len(part.pairs) < buildAtOnce {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// texts calls f for the texts of the objects of a predicate, each once, in the order of their numbers.
func (q *QuadStore) texts(ctx context.Context, p id, f func(n id, text string) error) error {
	return q.objectsOf(ctx, p, func(objects []id) error {
		values, err := q.valuesOf(objects)
		if err != nil {
			return err
		}
		for i, n := range objects {
			if values[i] == nil {
				return fmt.Errorf("%w: value %d is missing", ErrDamaged, n)
			}
			if text := textOf(values[i]); text != "" {
				if err := f(n, text); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// objectsOf calls f for the objects of a predicate, in pages, each object once.
func (q *QuadStore) objectsOf(ctx context.Context, p id, f func([]id) error) error {
	var page []id
	var last id
	err := q.walk(ctx, appendID([]byte{tablePOS}, p), func(k, _ []byte) error {
		key, ok := orders[1].readKey(k)
		if !ok {
			return fmt.Errorf("%w: key %x", ErrDamaged, k)
		}
		if o := key.get(quad.Object); o != last {
			last = o
			page = append(page, o)
		}
		if len(page) < maxPage {
			return nil
		}
		err := f(page)
		page = page[:0]
		return err
	})
	if err != nil || len(page) == 0 {
		return err
	}
	return f(page)
}

// countAll gives the counts of all subjects, sorted. It takes 40 bytes of memory for each.
func (q *QuadStore) countAll(nums *indexNumbers) ([]countedQuads, error) {
	var all []countedQuads
	for i, p := range nums.counts {
		if p == 0 {
			continue
		}
		prefix := appendID([]byte{tablePOS}, p)
		for from := prefix; from != nil; {
			next, err := q.countObjects(prefix, from, i, nums.skip, &all)
			if err != nil {
				return nil, err
			}
			from = next
		}
	}
	return sumCounted(all), nil
}

// countObjects counts from one key on, up to an object that is not counted; next is where to go on behind it.
func (q *QuadStore) countObjects(prefix, from []byte, predicate int, skip map[id]bool, all *[]countedQuads) (next []byte, err error) {
	err = q.use(func() error {
		it, err := q.r.NewIter(&pebble.IterOptions{LowerBound: from, UpperBound: prefixEnd(prefix)})
		if err != nil {
			return err
		}
		defer it.Close()
		for ok := it.First(); ok; ok = it.Next() {
			k, known := orders[1].readKey(it.Key())
			if !known {
				return fmt.Errorf("%w: key %x", ErrDamaged, it.Key())
			}
			o, s := k.get(quad.Object), k.get(quad.Subject)
			if skip[o] {
				next = prefixEnd(appendID(bytes.Clone(prefix), o))
				break
			}
			if n := len(*all); n > 0 && (*all)[n-1].subject == s && (*all)[n-1].Predicate == predicate && (*all)[n-1].Object == uint64(o) {
				(*all)[n-1].Quads++
				continue
			}
			*all = append(*all, countedQuads{s, Counted{Predicate: predicate, Object: uint64(o), Quads: 1}})
		}
		return it.Error()
	})
	return next, err
}
