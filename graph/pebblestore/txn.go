package pebblestore

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/backend"
)

// ApplyDeltas applies all deltas, in their order, or none. A quad that is there already, or is not there to
// be deleted, is a *graph.DeltaError unless opts says to ignore it. It returns when the disk has it.
func (q *QuadStore) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error {
	wait, err := q.Apply(in, opts)
	if err != nil {
		return err
	}
	return wait()
}

// Apply is ApplyDeltas in two steps: readers see the change when it has returned, and the disk has it when
// wait has. So the next transaction can be prepared, and share the wait, while the disk writes this one.
func (q *QuadStore) Apply(in []graph.Delta, opts graph.IgnoreOpts) (wait func() error, err error) {
	if q.snap != nil {
		return nil, fmt.Errorf("%w: it is a snapshot", ErrReadOnly)
	}
	if q.opt.ReadOnly {
		return nil, ErrReadOnly
	}
	for i := range in {
		if err := backend.CheckDelta(&in[i]); err != nil {
			return nil, err
		}
	}
	if len(in) == 0 {
		return func() error { return nil }, nil
	}
	return q.transact(len(in), func(t *txn) error {
		if err := t.look(in); err != nil {
			return err
		}
		for i := range in {
			if err := t.apply(&in[i], t.hashes[i], opts); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteLabels deletes all quads that have one of the labels, like Apply in two steps and whole or not at all. It is
// faster than to read the quads and delete them: no value of theirs is looked at that is used elsewhere.
func (q *QuadStore) DeleteLabels(labels []quad.Value) (wait func() error, err error) {
	if q.snap != nil {
		return nil, fmt.Errorf("%w: it is a snapshot", ErrReadOnly)
	}
	if q.opt.ReadOnly {
		return nil, ErrReadOnly
	}
	return q.transact(512*len(labels), func(t *txn) error {
		for _, label := range labels {
			if err := t.deleteLabel(label); err != nil {
				return err
			}
		}
		return nil
	})
}

// transact makes a transaction of what fill puts into it, about size quads.
func (q *QuadStore) transact(size int, fill func(*txn) error) (wait func() error, err error) {
	wait = func() error { return nil }
	err = q.use(func() error {
		inside := &QuadStore{core: q.core, r: q.db, held: true}
		batch, err := inside.commit(size, fill)
		if err != nil || batch == nil {
			return err
		}
		q.syncing.Add(1)
		wait = sync.OnceValue(func() error {
			defer q.syncing.Done()
			if !q.opt.NoSync {
				if err := batch.SyncWait(); err != nil {
					q.fail(err)
					return err
				}
			}
			return batch.Close()
		})
		return nil
	})
	return wait, err
}

// fail remembers that a commit went wrong: what the disk holds is not known any more.
func (q *QuadStore) fail(err error) {
	q.write.Lock()
	defer q.write.Unlock()
	if q.broken == nil {
		q.broken = err
	}
}

// commit prepares a transaction and hands it to Pebble. The batch is nil where nothing changes.
func (q *QuadStore) commit(size int, fill func(*txn) error) (*pebble.Batch, error) {
	q.write.Lock()
	defer q.write.Unlock()
	if q.broken == nil {
		q.broken = q.behind.failed()
	}
	if q.broken != nil {
		return nil, fmt.Errorf("an earlier write went wrong, open the store anew: %w", q.broken)
	}
	t := &txn{q: q, meta: q.meta.load(), fresh: make(map[hash]id), at: make(map[key]int32, size), quads: make([]touched, 0, size)}
	err := fill(t)
	var batch *pebble.Batch
	if err == nil {
		batch, err = t.finish()
	}
	if err != nil || batch == nil {
		q.deriver = nil // what it remembers of new numbers never was
		return nil, err
	}
	// What iterators hold on to is freed late: where Pebble begins another table in memory now, it takes the one that was written.
	if err := q.iters.drop(); err != nil {
		return nil, errors.Join(err, batch.Close())
	}
	q.commits.Lock()
	if q.opt.NoSync {
		err = batch.Commit(pebble.NoSync)
	} else {
		err = q.db.ApplyNoSyncWait(batch, pebble.Sync)
	}
	if err == nil {
		q.meta.store(t.meta)
	}
	q.commits.Unlock()
	if err != nil {
		q.broken = err
		return nil, err
	}
	q.memory.committed(t)
	return batch, errors.Join(q.iters.drop(), q.learnKeys())
}

// touched is a quad that a transaction has touched.
type touched struct {
	key
	was, is bool
}

// txn collects what a transaction changes. Nothing of it is seen before it is committed.
type txn struct {
	q     *QuadStore
	meta  meta
	fresh map[hash]id   // values that are new
	news  []newValue    // the same, in the order of their numbers
	quads []touched     // in the order in which they were touched
	at    map[key]int32 // the place of each in quads
	gone  []hash
	buf   []byte

	learned learned

	hashes [][4]hash     // of the values of each delta
	absent map[hash]bool // that have no number in the store
}

type newValue struct {
	h      hash
	stored []byte
}

// resolve gives the number of v, whose hash is h; 0 where it has none and create is false.
func (t *txn) resolve(v quad.Value, h hash, create bool) (n id, fresh bool, err error) {
	if n, ok := t.fresh[h]; ok {
		return n, true, nil
	}
	if n, ok := t.q.memory.ids.get(h); ok {
		return n, false, nil
	}
	if !t.absent[h] {
		b, err := t.q.getRaw(hashKey(nil, h))
		if err != nil {
			return 0, false, err
		}
		if b != nil {
			n, err := readNumber(b)
			if err == nil {
				t.q.memory.ids.put(h, n)
			}
			return n, false, err
		}
	}
	if !create {
		return 0, false, nil
	}
	if t.buf, err = appendValue(t.buf[:0], v); err != nil {
		return 0, false, err
	}
	n = t.meta.next
	t.meta.next++
	t.fresh[h] = n
	t.news = append(t.news, newValue{h, append([]byte(nil), t.buf...)})
	return n, true, nil
}

func (t *txn) apply(d *graph.Delta, hashes [4]hash, opts graph.IgnoreOpts) error {
	var k key
	anyFresh := false
	add := d.Action == graph.Add
	for i, dir := range quad.Directions {
		v := d.Quad.Get(dir)
		if v == nil {
			continue
		}
		n, fresh, err := t.resolve(v, hashes[i], add)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		if n == 0 { // to be deleted, and nowhere used
			return missing(d, opts)
		}
		k[i] = n
		anyFresh = anyFresh || fresh
	}
	i, known := t.at[k]
	st := touched{key: k}
	if known {
		st = t.quads[i]
	} else {
		if !anyFresh {
			var buf [40]byte
			b, err := t.q.getRaw(orders[0].appendKey(buf[:0], k))
			if err != nil {
				return err
			}
			st.was = b != nil
		}
		st.is = st.was
	}
	switch {
	case add && st.is:
		if opts.IgnoreDup {
			return nil
		}
		return &graph.DeltaError{Delta: *d, Err: graph.ErrQuadExists}
	case !add && !st.is:
		return missing(d, opts)
	}
	st.is = add
	if known {
		t.quads[i] = st
	} else {
		t.touch(st)
	}
	return nil
}

// touch notes a quad that was not known.
func (t *txn) touch(st touched) {
	t.at[st.key] = int32(len(t.quads))
	t.quads = append(t.quads, st)
}

// there reports whether a quad that was there before t is there after it.
func (t *txn) there(k key) bool {
	i, known := t.at[k]
	return !known || t.quads[i].is
}

// deleteLabel deletes the quads of a label that were there before the transaction.
func (t *txn) deleteLabel(label quad.Value) error {
	var err error
	if t.buf, err = appendValue(t.buf[:0], label); err != nil {
		return err
	}
	n, _, err := t.resolve(label, hashOf(t.buf), false)
	if err != nil || n == 0 {
		return err
	}
	var p pattern
	p.bind(quad.Label, n)
	c := t.q.cursor(p)
	for {
		k, ok := c.next(context.Background())
		if !ok {
			return c.err
		}
		if i, known := t.at[k]; known {
			t.quads[i] = touched{key: k, was: true}
		} else {
			t.touch(touched{key: k, was: true})
		}
	}
}

func missing(d *graph.Delta, opts graph.IgnoreOpts) error {
	if opts.IgnoreMissing {
		return nil
	}
	return &graph.DeltaError{Delta: *d, Err: graph.ErrQuadNotExist}
}

// finish writes the batch; nil where nothing changes.
func (t *txn) finish() (*pebble.Batch, error) {
	used := make(map[id]places)  // by the quads that are added
	freed := make(map[id]places) // by those that are deleted
	preds := make(map[id]int64)
	changed := false
	for i := range t.quads {
		st := &t.quads[i]
		if st.was == st.is {
			continue
		}
		changed = true
		set, delta := used, int64(1)
		if !st.is {
			set, delta = freed, -1
		}
		for i, n := range st.key {
			set[n] |= 1 << i
		}
		t.meta.quads += delta
		preds[st.get(quad.Predicate)] += delta
	}
	if !changed {
		return nil, nil
	}
	batch := t.q.db.NewBatch()
	if err := t.write(batch, used, freed, preds); err != nil {
		return nil, errors.Join(err, batch.Close())
	}
	return batch, nil
}

// write fills the batch. Where something is deleted, the index is written beside the rest, and what may be released is looked for beside the
// index: all of these read blocks that nobody has read lately.
func (t *txn) write(batch *pebble.Batch, used, freed map[id]places, preds map[id]int64) (err error) {
	index, err := t.startIndex(len(freed) > 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.close()) }()
	for i, v := range t.news {
		n := t.meta.next - id(len(t.news)-i)
		if used[n] == 0 { // added and deleted again
			delete(t.fresh, v.h)
			continue
		}
		t.meta.nodes++
		var buf [32]byte
		if err := batch.Set(valueKey(buf[:0], n), v.stored, nil); err != nil {
			return err
		}
	}
	if err := t.writeHashes(batch); err != nil {
		return err
	}
	if err := t.writeQuads(batch); err != nil {
		return err
	}
	for n, delta := range preds {
		if delta == 0 {
			continue
		}
		if err := t.countPredicate(batch, n, delta); err != nil {
			return err
		}
	}
	if err := t.derive(batch); err != nil {
		return err
	}
	left, err := t.search(used, freed, preds, index.inUse())
	if err != nil {
		return err
	}
	defer left.wait() // also where something else goes wrong
	if err := index.addTo(batch); err != nil {
		return err
	}
	if err := t.release(batch, left); err != nil {
		return err
	}
	return batch.Set([]byte{tableMeta}, t.meta.encode(), nil)
}

// writeHashes writes the numbers of the new values. Like all keys of a batch these go in sorted: Pebble looks for
// the place of each in its table in memory from the place of the one before, which is a third of the work of a load.
func (t *txn) writeHashes(batch *pebble.Batch) error {
	news := make([]hashID, 0, len(t.fresh))
	for h, n := range t.fresh {
		news = append(news, hashID{h, n})
	}
	slices.SortFunc(news, func(a, b hashID) int { return bytes.Compare(a.h[:], b.h[:]) })
	var buf [32]byte
	var num [9]byte
	for _, e := range news {
		if err := batch.Set(hashKey(buf[:0], e.h), appendID(num[:0], e.n), nil); err != nil {
			return err
		}
	}
	return nil
}

// change is a quad that a transaction adds or deletes, in one of the orders.
type change struct {
	row
	is bool
}

// writeQuads writes the quads that change, in each of the orders.
func (t *txn) writeQuads(batch *pebble.Batch) error {
	if t.meta.next > math.MaxUint32 {
		return t.writeLargeQuads(batch)
	}
	changes := make([]change, 0, len(t.quads))
	for i := range t.quads {
		if st := &t.quads[i]; st.was != st.is {
			changes = append(changes, change{rowOf(&orders[0], narrow(st.key)), st.is})
		}
	}
	var buf [40]byte
	for i := range orders {
		o := &orders[i]
		if i > 0 {
			for j := range changes {
				changes[j].row = rowOf(o, narrow(changes[j].key(&orders[i-1])))
			}
		}
		slices.SortFunc(changes, func(a, b change) int { return compareRows(a.row, b.row) })
		for _, c := range changes {
			if err := writeQuad(batch, o.appendKey(buf[:0], c.key(o)), c.is); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLargeQuads is writeQuads where a number may be too large for a row: it does not sort.
func (t *txn) writeLargeQuads(batch *pebble.Batch) error {
	var buf [40]byte
	for i := range orders {
		for k := range t.quads {
			if st := &t.quads[k]; st.was != st.is {
				if err := writeQuad(batch, orders[i].appendKey(buf[:0], st.key), st.is); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func writeQuad(batch *pebble.Batch, key []byte, is bool) error {
	if is {
		return batch.Set(key, nil, nil)
	}
	return batch.Delete(key, nil)
}

func (t *txn) countPredicate(batch *pebble.Batch, n id, delta int64) error {
	count, err := t.q.predicateCount(n)
	if err != nil {
		return err
	}
	count += delta
	key := predKey(nil, n)
	switch {
	case count < 0:
		return fmt.Errorf("%w: the count of a predicate is below zero", ErrDamaged)
	case count == 0:
		return batch.Delete(key, nil)
	}
	return batch.Set(key, binary.AppendUvarint(nil, uint64(count)), nil)
}

// predicateCount is the number of quads with the predicate n.
func (q *QuadStore) predicateCount(n id) (int64, error) {
	b, err := q.getRaw(predKey(nil, n))
	if err != nil || b == nil {
		return 0, err
	}
	count, k := binary.Uvarint(b)
	if k <= 0 {
		return 0, fmt.Errorf("%w: the count of a predicate", ErrDamaged)
	}
	return int64(count), nil
}

// NewQuadWriter gives a [backend.Writer].
func (q *QuadStore) NewQuadWriter() (quad.WriteCloser, error) {
	if q.opt.ReadOnly {
		return nil, ErrReadOnly
	}
	return backend.NewWriter(q), nil
}
