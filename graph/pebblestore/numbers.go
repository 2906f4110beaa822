package pebblestore

import (
	"bytes"
	"context"
	"errors"

	"github.com/cayleygraph/quad"
)

// A number stands for a value within one store, and 0 for none. Questions that look at many quads and show few of
// their values are asked in numbers: a quad of numbers is read in a fraction of a microsecond, a value in several.

// Number gives the number of a value, 0 where no quad uses it.
func (q *QuadStore) Number(v quad.Value) (uint64, error) {
	n, err := q.lookup(v)
	return uint64(n), err
}

// Value gives the value of a number, nil where it has none.
func (q *QuadStore) Value(n uint64) (quad.Value, error) { return q.value(id(n)) }

// Each calls f for the quads (subject, predicate, object, label) that have the numbers of p, where 0 is any, until f
// returns false. They come in the order of their numbers: those of a subject by predicate and object, those of a
// predicate by object and subject, those of an object by subject and predicate, those of a label by subject.
func (q *QuadStore) Each(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error {
	return q.each(ctx, p, false, f)
}

// EachOnce is Each with one quad only of those that differ in nothing but their label, whichever. Where an entity is
// named by thousands of articles, it takes a few steps for them all.
func (q *QuadStore) EachOnce(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error {
	return q.each(ctx, p, true, f)
}

func (q *QuadStore) each(ctx context.Context, p [4]uint64, once bool, f func([4]uint64) bool) error {
	var pat pattern
	for i, n := range p {
		if n != 0 {
			pat.bind(quad.Directions[i], id(n))
		}
	}
	w := walker{q: q, p: pat, once: once && !pat.has(quad.Label), size: firstNumbers}
	w.order, w.prefix, w.exact = pat.plan()
	for !w.end {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.fill(); err != nil {
			return err
		}
		for _, k := range w.buf {
			if !f([4]uint64{uint64(k[0]), uint64(k[1]), uint64(k[2]), uint64(k[3])}) {
				return nil
			}
		}
	}
	return nil
}

// firstNumbers is the first page of a walk: a claim has some twenty-five quads.
const firstNumbers = 40

// walker reads the quads of a pattern page by page, as a cursor does, and can leave out those that repeat.
type walker struct {
	q      *QuadStore
	p      pattern
	once   bool
	order  *order
	prefix []byte
	exact  bool

	buf  []key
	size int
	last []byte // the key read last
	end  bool
}

// maxRepeats is how many quads that differ only in their label are stepped over before a seek goes behind them: a
// seek costs as much as some ten steps.
const maxRepeats = 12

func (w *walker) fill() error {
	w.buf = w.buf[:0]
	err := w.q.use(func() error {
		it, epoch, err := w.q.pool().take(w.q.r)
		if err != nil {
			return err
		}
		lower := w.prefix
		if w.last != nil {
			lower = append(w.last[:len(w.last):len(w.last)], 0)
		}
		it.SetBounds(lower, prefixEnd(w.prefix))
		same, repeats := w.labelled(w.last), 0
		ok := it.First()
		n := 0
		for ok && n < w.size {
			n++
			b := it.Key()
			if w.once && same != nil && len(b) > len(same) && bytes.Equal(b[:len(same)], same) {
				if repeats++; repeats > maxRepeats {
					repeats = 0
					ok = it.SeekGE(prefixEnd(same))
					continue
				}
				ok = it.Next()
				continue
			}
			repeats = 0
			k, good := w.order.readKey(b)
			if !good {
				return errors.Join(ErrDamaged, it.Close())
			}
			if w.exact || w.p.match(k) {
				w.buf = append(w.buf, k)
			}
			w.last = append(w.last[:0], b...)
			same = w.labelled(w.last)
			ok = it.Next()
		}
		w.end = !ok
		return errors.Join(it.Error(), w.q.pool().give(it, epoch))
	})
	w.size = min(w.size*4, maxPage)
	return err
}

// labelled is a key without its label, where repeats are to be left out: no label is bound then, and it comes last.
func (w *walker) labelled(b []byte) []byte {
	if b == nil || !w.once {
		return nil
	}
	k, ok := w.order.readKey(b)
	if !ok {
		return nil
	}
	var buf [10]byte
	return b[:len(b)-len(appendID(buf[:0], k.get(quad.Label)))]
}

// CountUpTo tells how many quads have the numbers of p, where 0 is any: exactly where that is less than limit. The
// quads of a predicate are counted already.
func (q *QuadStore) CountUpTo(ctx context.Context, p [4]uint64, limit int64) (int64, error) {
	var pat pattern
	for i, n := range p {
		if n != 0 {
			pat.bind(quad.Directions[i], id(n))
		}
	}
	if pat.bound == [4]bool{1: true} {
		return q.predicateCount(pat.key[1])
	}
	return q.count(ctx, pat, limit)
}
