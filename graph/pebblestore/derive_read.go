package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"kg/graph/backend"
)

// entry is a key and its value of a table of what is derived.
type entry struct{ key, value []byte }

// entries gives what lies from lower to upper, with back the last one first. Like every scan it holds nothing open between two
// entries.
func (q *QuadStore) entries(ctx context.Context, lower, upper []byte, back bool) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		lower, upper := lower, upper
		var page []entry
		var arena []byte
		for size := firstPage; ; size = min(4*size, maxPage) {
			if err := ctx.Err(); err != nil {
				yield(entry{}, err)
				return
			}
			page, arena = page[:0], arena[:0]
			err := q.use(func() error {
				it, epoch, err := q.pool().take(q.r)
				if err != nil {
					return err
				}
				it.SetBounds(lower, upper)
				step, ok := it.Next, false
				if back {
					step, ok = it.Prev, it.Last()
				} else {
					ok = it.First()
				}
				for ; ok && len(page) < size; ok = step() {
					v, err := it.ValueAndErr()
					if err != nil {
						return errors.Join(err, it.Close())
					}
					start := len(arena)
					arena = append(arena, it.Key()...)
					mid := len(arena)
					arena = append(arena, v...)
					page = append(page, entry{arena[start:mid:mid], arena[mid:len(arena):len(arena)]})
				}
				return errors.Join(it.Error(), q.pool().give(it, epoch))
			})
			if err != nil {
				yield(entry{}, err)
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
			}
			if len(page) < size {
				return
			}
			last := page[len(page)-1].key
			if back {
				upper = append([]byte(nil), last...)
			} else {
				lower = append(append([]byte(nil), last...), 0)
			}
			arena = nil // the last key may be in use
		}
	}
}

// readNumbers reads numbers from b into ns.
func readNumbers(b []byte, ns []uint64) (rest []byte, ok bool) {
	for i := range ns {
		var n id
		if n, b, ok = readID(b); !ok {
			return nil, false
		}
		ns[i] = uint64(n)
	}
	return b, true
}

// Rows gives rows, see [backend.Derived].
func (q *QuadStore) Rows(ctx context.Context, table int, prefix, from []uint64, back bool) iter.Seq2[backend.Row, error] {
	return func(yield func(backend.Row, error) bool) {
		lower := appendNumbers(rowPrefix(nil, table), prefix)
		upper := prefixEnd(lower)
		if from != nil {
			bound := appendNumbers(lower[:len(lower):len(lower)], from)
			if back {
				upper = prefixEnd(bound)
			} else {
				lower = bound
			}
		}
		for e, err := range q.entries(ctx, lower, upper, back) {
			var r backend.Row
			if err == nil {
				r, err = q.readRow(table, e)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func (q *QuadStore) readRow(table int, e entry) (r backend.Row, err error) {
	rules := &q.opt.Derive.Rows[table]
	var label [1]uint64
	b, ok := readNumbers(e.key[2:], r.Key[:rules.Key])
	if ok {
		b, ok = readNumbers(b, label[:])
	}
	rest, valued := readNumbers(e.value, r.Value[:rules.Value])
	if !ok || !valued || len(b)+len(rest) > 0 {
		return r, fmt.Errorf("%w: %s: row %x", ErrDamaged, rules.Name, e.key)
	}
	r.Label = label[0]
	return r, nil
}

// Counts gives the counts of a key.
func (q *QuadStore) Counts(table int, k backend.Key) (backend.Counted, error) {
	rules := &q.opt.Derive.Counts[table]
	out := backend.Counted{Key: k}
	var buf [40]byte
	b, err := q.getRaw(appendNumbers(tallyPrefix(buf[:0], table), k[:rules.Key]))
	if err != nil {
		return out, err
	}
	out.Counts, err = readTally(b, rules.Columns)
	return out, err
}

// CountsUnder gives the keys that begin with prefix.
func (q *QuadStore) CountsUnder(ctx context.Context, table int, prefix []uint64) iter.Seq2[backend.Counted, error] {
	return func(yield func(backend.Counted, error) bool) {
		lower := appendNumbers(tallyPrefix(nil, table), prefix)
		for e, err := range q.entries(ctx, lower, prefixEnd(lower), false) {
			var c backend.Counted
			if err == nil {
				c, err = readTallied(&q.opt.Derive.Counts[table], e)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

func readTallied(rules *backend.CountTable, e entry) (c backend.Counted, err error) {
	if rest, ok := readNumbers(e.key[2:], c.Key[:rules.Key]); !ok || len(rest) > 0 {
		return c, fmt.Errorf("%w: %s: key %x", ErrDamaged, rules.Name, e.key)
	}
	c.Counts, err = readTally(e.value, rules.Columns)
	return c, err
}

// Listed gives a list.
func (q *QuadStore) Listed(ctx context.Context, table, list int, group []uint64, back bool) iter.Seq2[backend.Listed, error] {
	return func(yield func(backend.Listed, error) bool) {
		rules := &q.opt.Derive.Counts[table]
		lower := appendNumbers(listPrefix(nil, table, list), group)
		for e, err := range q.entries(ctx, lower, prefixEnd(lower), back) {
			var l backend.Listed
			if err == nil {
				l, err = readListed(rules, list, e)
			}
			if !yield(l, err) || err != nil {
				return
			}
		}
	}
}

func readListed(rules *backend.CountTable, list int, e entry) (l backend.Listed, err error) {
	group := rules.Lists[list].Group
	b, ok := readNumbers(e.key[3:], l.Key[:group])
	if ok = ok && len(b) > 0 && b[0] <= backend.MaxPlace; ok {
		l.Count = backend.Least(backend.MaxPlace - b[0])
		b, ok = readNumbers(b[1:], l.Key[group:rules.Key])
	}
	if !ok || len(b) > 0 || len(e.value) > 0 {
		return l, fmt.Errorf("%w: a list of %s: key %x", ErrDamaged, rules.Name, e.key)
	}
	return l, nil
}
