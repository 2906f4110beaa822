package pebblestore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"math/bits"

	"github.com/cayleygraph/quad"
)

// maxProblems is how many problems a check lists.
const maxProblems = 100

// checker looks at a store table by table.
type checker struct {
	q        *QuadStore
	ctx      context.Context
	problems []string
	more     int
}

func (c *checker) report(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Sprintf(format, args...))
		return
	}
	c.more++
}

// Check reads the whole store, which verifies the checksum of every block, and lists what breaks an invariant
// of this package. The error is what kept it from looking at all of it. Memory: a bit for each value ever
// stored.
func (q *QuadStore) Check(ctx context.Context) (problems []string, err error) {
	snap := q
	if q.snap == nil {
		if snap, err = q.Snapshot(); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, snap.Close()) }()
	}
	c := &checker{q: snap, ctx: ctx}
	for _, part := range []func() error{c.values, c.quads, c.index, c.derived, c.foreign} {
		if err := part(); err != nil {
			if ctx.Err() != nil {
				return c.problems, ctx.Err()
			}
			c.report("%v", err)
		}
	}
	if c.more > 0 {
		c.problems = append(c.problems, fmt.Sprintf("and %d more", c.more))
	}
	return c.problems, nil
}

// walk calls f for each entry of a table.
func (q *QuadStore) walk(ctx context.Context, prefix []byte, f func(k, v []byte) error) error {
	var after []byte
	for n := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		more := false
		err := q.use(func() error {
			it, err := q.r.NewIter(nil)
			if err != nil {
				return err
			}
			lower := prefix
			if after != nil {
				lower = append(after[:len(after):len(after)], 0)
			}
			it.SetBounds(lower, prefixEnd(prefix))
			i := 0
			for ok := it.First(); ok; ok = it.Next() {
				v, err := it.ValueAndErr()
				if err == nil {
					err = f(it.Key(), v)
				}
				if err != nil {
					return errors.Join(err, it.Close())
				}
				if i++; i == maxPage {
					after, more = append(after[:0], it.Key()...), true
					break
				}
			}
			return errors.Join(it.Error(), it.Close())
		})
		if err != nil || !more {
			return err
		}
	}
}

// bitset is a set of numbers.
type bitset []uint64

func (b *bitset) add(n id) {
	for uint64(len(*b)) <= uint64(n)/64 {
		*b = append(*b, make([]uint64, 1+len(*b))...)
	}
	(*b)[n/64] |= 1 << (n % 64)
}

func (b bitset) has(n id) bool { return uint64(len(b)) > uint64(n)/64 && b[n/64]>>(n%64)&1 == 1 }

func (b bitset) count() (n int64) {
	for _, w := range b {
		n += int64(bits.OnesCount64(w))
	}
	return n
}

// values checks the tables v and h, and that the values are those that quads use.
func (c *checker) values() error {
	var stored, used bitset
	var n int64
	next := c.q.counts().next
	seed := maphash.MakeSeed()
	var fromValues, fromHashes uint64 // of the pairs of hash and number, whatever their order
	err := c.q.walk(c.ctx, []byte{tableValue}, func(k, v []byte) error {
		num, rest, ok := readID(k[1:])
		if !ok || len(rest) > 0 || num == 0 || num >= next {
			c.report("table v: key %x", k)
			return nil
		}
		if _, err := readValue(v); err != nil {
			c.report("value %d: %v", num, err)
		}
		h := hashOf(v)
		fromValues += maphash.Bytes(seed, appendID(h[:], num))
		stored.add(num)
		n++
		return nil
	})
	if err != nil {
		return fmt.Errorf("table v: %w", err)
	}
	if m := c.q.counts().nodes; m != n {
		c.report("the head counts %d values, there are %d", m, n)
	}
	var hashes int64
	err = c.q.walk(c.ctx, []byte{tableHash}, func(k, v []byte) error {
		hashes++
		fromHashes += maphash.Bytes(seed, append(append([]byte(nil), k[1:]...), v...))
		return nil
	})
	if err != nil {
		return fmt.Errorf("table h: %w", err)
	}
	if hashes != n || fromHashes != fromValues {
		c.report("the %d hashes are not those of the %d values", hashes, n)
	}
	err = c.q.walk(c.ctx, []byte{tableSPO}, func(k, _ []byte) error {
		if k, ok := orders[0].readKey(k); ok {
			for _, num := range k {
				if num != 0 {
					used.add(num)
					if !stored.has(num) {
						c.report("quad %v: value %d is missing", k, num)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("table %c: %w", tableSPO, err)
	}
	if u := used.count(); u != n {
		c.report("%d values are stored and %d used", n, u)
	}
	return nil
}

// quads checks that the four orders hold the same, and the counts.
func (c *checker) quads() error {
	seed := maphash.MakeSeed()
	var sums [4]uint64
	var counts [4]int64
	preds := make(map[id]int64)
	for i := range orders {
		o := &orders[i]
		err := c.q.walk(c.ctx, []byte{o.table}, func(b, v []byte) error {
			k, ok := o.readKey(b)
			if !ok || k[0] == 0 || k[1] == 0 || k[2] == 0 || len(v) != 0 {
				c.report("table %c: key %x", o.table, b)
				return nil
			}
			counts[i]++
			sums[i] += maphash.Comparable(seed, k)
			if i == 0 {
				preds[k.get(quad.Predicate)]++
			}
			return nil
		})
		if err != nil {
			c.report("table %c: %v", o.table, err)
		}
	}
	for i := 1; i < 4; i++ {
		if sums[i] != sums[0] || counts[i] != counts[0] {
			c.report("table %c holds %d quads and table %c %d, and they are not the same", orders[i].table, counts[i], tableSPO, counts[0])
		}
	}
	if m := c.q.counts().quads; m != counts[0] {
		c.report("the head counts %d quads, there are %d", m, counts[0])
	}
	return c.q.walk(c.ctx, []byte{tablePred}, func(k, v []byte) error {
		num, _, ok := readID(k[1:])
		count, n := binary.Uvarint(v)
		if !ok || n <= 0 || int64(count) != preds[num] {
			c.report("predicate %d: counted %d times, there are %d", num, count, preds[num])
		}
		delete(preds, num)
		return nil
	})
}

// foreign looks for keys that are of no table.
func (c *checker) foreign() error {
	return c.q.use(func() error {
		it, err := c.q.r.NewIter(nil)
		if err != nil {
			return err
		}
		for ok := it.First(); ok; {
			switch t := it.Key()[0]; t {
			case tableMeta, tablePred, tableValue, tableHash, tableSPO, tablePOS, tableOSP, tableLSP, tableWord, tableSubject,
				tableRow, tableTally, tableList:
				ok = it.SeekGE([]byte{t + 1})
			default:
				c.report("key %x is of no table", it.Key())
				ok = it.SeekGE([]byte{t + 1})
			}
		}
		return errors.Join(it.Error(), it.Close())
	})
}
