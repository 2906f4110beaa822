package pebblestore

import (
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"
)

// buildAtOnce is how many terms of values are sorted in memory at once: some 16 MB.
const buildAtOnce = 1 << 19

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
	err = q.countSubjects(context.Background(), nums, func(subject id, row []Counted) error {
		return b.set(subjectKey(nil, subject), appendCountsOf(nil, row))
	})
	if err != nil {
		return err
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

// countSubjects calls f with the counts of each subject that has any, sorted, which hold until it returns. It goes through all quads, so that it
// needs no memory; by predicate and object it would meet far fewer, but each subject several times.
func (q *QuadStore) countSubjects(ctx context.Context, nums *indexNumbers, f func(subject id, row []Counted) error) error {
	var row []Counted
	var last id
	give := func() error {
		if len(row) == 0 {
			return nil
		}
		slices.SortFunc(row, compareCounted)
		err := f(last, row)
		row = row[:0]
		return err
	}
	o := &orders[0]
	err := q.walk(ctx, []byte{o.table}, func(b, _ []byte) error {
		k, ok := o.readKey(b)
		if !ok {
			return fmt.Errorf("%w: key %x", ErrDamaged, b)
		}
		if s := k.get(quad.Subject); s != last {
			if err := give(); err != nil {
				return err
			}
			last = s
		}
		c, ok := nums.countOf[k.get(quad.Predicate)]
		object := k.get(quad.Object)
		if !ok || nums.skip[object] {
			return nil
		}
		if n := len(row); n > 0 && row[n-1].Predicate == c && row[n-1].Object == uint64(object) {
			row[n-1].Quads++
			return nil
		}
		row = append(row, Counted{Predicate: c, Object: uint64(object), Quads: 1})
		return nil
	})
	if err != nil {
		return err
	}
	return give()
}
