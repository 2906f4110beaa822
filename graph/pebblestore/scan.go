package pebblestore

import (
	"context"
	"errors"

	"github.com/cockroachdb/pebble"
)

// Pages of a scan, in keys: the first is small, because many scans want one quad.
const (
	firstPage = 16
	maxPage   = 2048
)

// page reads up to max keys of the table that lie under prefix and after the key after (nil: from the start),
// and hands each to f, which may say that it has enough. more says that there may be others.
func (q *QuadStore) page(prefix, after []byte, max int, f func(k []byte) bool) (more bool, last []byte, err error) {
	err = q.use(func() error {
		it, epoch, err := q.pool().take(q.r)
		if err != nil {
			return err
		}
		lower := prefix
		if after != nil {
			lower = append(after[:len(after):len(after)], 0)
		}
		it.SetBounds(lower, prefixEnd(prefix))
		n := 0
		for ok := it.First(); ok; ok = it.Next() {
			n++
			if !f(it.Key()) || n == max {
				last = append([]byte(nil), it.Key()...)
				more = true
				break
			}
		}
		return errors.Join(it.Error(), q.pool().give(it, epoch))
	})
	return more, last, err
}

// A cursor walks over the quads of a pattern, page by page. It holds nothing open.
type cursor struct {
	q      *QuadStore
	p      pattern
	order  *order
	prefix []byte
	exact  bool

	buf   []key
	i     int
	size  int
	after []byte
	end   bool
	err   error
}

func (q *QuadStore) cursor(p pattern) cursor {
	o, prefix, exact := p.plan()
	return cursor{q: q, p: p, order: o, prefix: prefix, exact: exact, size: firstPage}
}

// reset starts over with another pattern, in the same memory.
func (c *cursor) reset(q *QuadStore, p pattern) {
	buf := c.buf[:0]
	*c = q.cursor(p)
	c.buf = buf
}

// next gives the next quad; ok is false at the end and after an error, which c.err holds.
func (c *cursor) next(ctx context.Context) (k key, ok bool) {
	for c.i == len(c.buf) {
		if c.end || c.err != nil {
			return key{}, false
		}
		if c.err = ctx.Err(); c.err != nil {
			return key{}, false
		}
		c.fill()
	}
	c.i++
	return c.buf[c.i-1], true
}

func (c *cursor) fill() {
	c.buf, c.i = c.buf[:0], 0
	bad := false
	more, last, err := c.q.page(c.prefix, c.after, c.size, func(b []byte) bool {
		k, ok := c.order.readKey(b)
		if !ok {
			bad = true
			return false
		}
		if c.exact || c.p.match(k) {
			c.buf = append(c.buf, k)
		}
		return true
	})
	if bad {
		err = errors.Join(err, ErrDamaged)
	}
	c.after, c.end, c.err = last, !more, err
	c.size = min(c.size*4, maxPage)
}

// count counts the quads of p, but no further than limit. It is exact when less than limit.
func (q *QuadStore) count(ctx context.Context, p pattern, limit int64) (int64, error) {
	c := q.cursor(p)
	if limit < maxPage {
		c.size = int(limit)
	}
	var n int64
	for n < limit {
		if _, ok := c.next(ctx); !ok {
			return n, c.err
		}
		n++
	}
	return n, nil
}

// getRaw reads one key; nil if it is not there.
func (q *QuadStore) getRaw(k []byte) (v []byte, err error) {
	err = q.use(func() error {
		b, closer, err := q.r.Get(k)
		if errors.Is(err, pebble.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		v = append(make([]byte, 0, len(b)), b...)
		return closer.Close()
	})
	return v, err
}
