package pebblestore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// Terms calls f for the values of a predicate that have the term, or any term that begins with it where prefix is set,
// in pages: the values of a page have one term and ascend, and the slices are f's during the call only. A value that
// has several of the terms comes with each. Only text and names have terms; the error is ErrNoIndex for other
// predicates, and where there is no index.
func (q *QuadStore) Terms(ctx context.Context, predicate quad.IRI, term string, prefix bool, f func(term []byte, values []uint64) error) error {
	p, err := q.fieldNumber(predicate)
	if err != nil || p == 0 {
		return err
	}
	from := termKey(nil, p, term)
	if !prefix {
		from = append(from, 0)
	}
	var values []id
	var out []uint64
	return q.walk(ctx, from, func(k, v []byte) error {
		_, have, first, err := readBlockKey(k)
		if err != nil || len(have) == 0 {
			return err
		}
		if values, err = backend.ReadBlock(values[:0], first, v); err != nil {
			return err
		}
		out = out[:0]
		for _, n := range values {
			out = append(out, uint64(n))
		}
		return f(have, out)
	})
}

// fieldNumber gives the number of a predicate that has terms, 0 where no quad uses it.
func (q *QuadStore) fieldNumber(predicate quad.IRI) (id, error) {
	if q.index == nil || !slices.Contains(q.index.Text, predicate) && !slices.Contains(q.index.Names, predicate) {
		return 0, ErrNoIndex
	}
	return q.lookup(predicate)
}

// Lengths calls f for each text of a predicate with its length in bytes; texts ascend.
func (q *QuadStore) Lengths(ctx context.Context, predicate quad.IRI, f func(value uint64, bytes int) error) error {
	if q.index == nil || !slices.Contains(q.index.Text, predicate) {
		return ErrNoIndex
	}
	p, err := q.lookup(predicate)
	if err != nil || p == 0 {
		return err
	}
	var docs []doc
	return q.walk(ctx, append(termKey(nil, p, ""), 0), func(k, v []byte) error {
		_, _, first, err := readBlockKey(k)
		if err != nil {
			return err
		}
		if docs, err = readDocs(docs[:0], first, v); err != nil {
			return err
		}
		for _, d := range docs {
			if err := f(uint64(d.value), d.length); err != nil {
				return err
			}
		}
		return nil
	})
}

// CountsOf gives what is counted of a subject, by predicate and object; nothing where it has none of the predicates.
func (q *QuadStore) CountsOf(subject uint64) ([]Counted, error) {
	if q.index == nil {
		return nil, ErrNoIndex
	}
	b, err := q.getRaw(subjectKey(nil, id(subject)))
	if err != nil {
		return nil, err
	}
	return readCountsOf(nil, b)
}

// CountsOfAll calls f for each subject of which something is counted, in the order of their numbers. The slice is f's
// during the call only.
func (q *QuadStore) CountsOfAll(ctx context.Context, f func(subject uint64, counts []Counted) error) error {
	if q.index == nil {
		return ErrNoIndex
	}
	var row []Counted
	return q.walk(ctx, []byte{tableSubject}, func(k, v []byte) error {
		subject, rest, ok := readID(k[1:])
		if !ok || len(rest) > 0 {
			return ErrDamaged
		}
		var err error
		if row, err = readCountsOf(row[:0], v); err != nil {
			return err
		}
		return f(uint64(subject), row)
	})
}

// Bearers calls f for each subject that has an object of a predicate.
func (q *QuadStore) Bearers(ctx context.Context, predicate quad.IRI, object uint64, f func(subject uint64)) error {
	p, err := q.Number(predicate)
	if err != nil || p == 0 {
		return err
	}
	return q.EachOnce(ctx, [4]uint64{0, p, object, 0}, func(k [4]uint64) bool { f(k[0]); return true })
}

// Values gives the values of numbers, nil for one that has none. It is some five times as fast as one by one where they
// ascend.
func (q *QuadStore) Values(numbers []uint64) ([]quad.Value, error) {
	nums := make([]id, len(numbers))
	for i, n := range numbers {
		nums[i] = id(n)
	}
	return q.valuesOf(nums)
}

// Top is a number above those of all values.
func (q *QuadStore) Top() uint64 { return uint64(q.counts().next) }

// valuesOf gives the values of numbers, nil for one that has none; they may be in any order.
func (q *QuadStore) valuesOf(nums []id) ([]quad.Value, error) {
	out := make([]quad.Value, len(nums))
	err := q.use(func() error {
		it, epoch, err := q.pool().take(q.r)
		if err != nil {
			return err
		}
		it.SetBounds([]byte{tableValue}, []byte{tableValue + 1})
		var buf [16]byte
		for i, n := range nums {
			if i > 0 && n == nums[i-1] {
				out[i] = out[i-1]
				continue
			}
			key := valueKey(buf[:0], n)
			if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
				continue
			}
			stored, err := it.ValueAndErr()
			if err == nil {
				out[i], err = readValue(stored)
			}
			if err != nil {
				return errors.Join(fmt.Errorf("%w: value %d: %v", ErrDamaged, n, err), it.Close())
			}
		}
		return errors.Join(it.Error(), q.pool().give(it, epoch))
	})
	return out, err
}
