package pebblestore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/backend"
)

// derivedKey is where a store has the version of what is derived from its quads.
var derivedKey = []byte{tableMeta, 'd'}

func rowPrefix(b []byte, table int) []byte   { return append(b, tableRow, byte(table)) }
func tallyPrefix(b []byte, table int) []byte { return append(b, tableTally, byte(table)) }
func listPrefix(b []byte, table, list int) []byte {
	return append(b, tableList, byte(table), byte(list))
}

func appendNumbers(b []byte, ns []uint64) []byte {
	for _, n := range ns {
		b = appendID(b, id(n))
	}
	return b
}

// derivation collects what labels contribute, or contribute no longer, and writes it.
type derivation struct {
	q     *QuadStore
	rules *backend.Derivation
	names []uint64
	value func(uint64) (quad.Value, error)

	// The label in hand, and whether its contribution is added or taken away.
	label uint64
	sign  int64

	// What is known from what was written before, and what will be; nil where nothing is written.
	memory  *writerMemory
	learned *learned

	rows   []rowChange
	arena  []byte
	deltas []delta
	at     []map[backend.Key]int // in deltas, by table
}

type rowChange struct {
	key, value []byte
	add        bool
}

type delta struct {
	key backend.Key
	by  [backend.MaxColumns]int64
}

var _ backend.Sink = (*derivation)(nil)

func newDerivation(q *QuadStore, value func(uint64) (quad.Value, error)) *derivation {
	x := &derivation{q: q, rules: q.opt.Derive, value: value}
	x.at = make([]map[backend.Key]int, len(x.rules.Counts))
	for i := range x.at {
		x.at[i] = make(map[backend.Key]int)
	}
	return x
}

// Row adds a row of the label in hand, or takes it away.
func (x *derivation) Row(table int, k backend.Key, value ...uint64) {
	// A new piece of the arena is begun before the old one would move.
	if cap(x.arena)-len(x.arena) < 128 {
		x.arena = make([]byte, 0, 64<<10)
	}
	start := len(x.arena)
	x.arena = appendNumbers(rowPrefix(x.arena, table), k[:x.rules.Rows[table].Key])
	x.arena = appendID(x.arena, id(x.label))
	end := len(x.arena)
	x.arena = appendNumbers(x.arena, value)
	x.rows = append(x.rows, rowChange{x.arena[start:end:end], x.arena[end:len(x.arena):len(x.arena)], x.sign > 0})
}

// Count adds n to a count, or takes it away.
func (x *derivation) Count(table int, k backend.Key, column int, n int64) {
	x.count(table, k, column, n*x.sign)
}

func (x *derivation) count(table int, k backend.Key, column int, n int64) {
	i, ok := x.at[table][k]
	if !ok {
		i = len(x.deltas)
		x.at[table][k] = i
		x.deltas = append(x.deltas, delta{key: k})
	}
	x.deltas[i].by[column] += n
}

// add takes the quads of a label, which are sorted, as there, or with a sign below zero as there no longer.
func (x *derivation) add(d backend.Deriver, label id, quads [][4]uint64, sign int64) error {
	if len(quads) == 0 {
		return nil
	}
	x.label, x.sign = uint64(label), sign
	return d.Derive(&backend.LabelQuads{Label: x.label, Quads: quads, Names: x.names, Value: x.value}, x)
}

// write puts into the batch what was collected.
func (x *derivation) write(batch *pebble.Batch) error {
	slices.SortFunc(x.rows, func(a, b rowChange) int { return cmp.Or(bytes.Compare(a.key, b.key), bytes.Compare(a.value, b.value)) })
	for i := 0; i < len(x.rows); {
		j := i + 1
		for j < len(x.rows) && bytes.Equal(x.rows[i].key, x.rows[j].key) {
			j++
		}
		if err := writeRow(batch, x.rows[i:j]); err != nil {
			return err
		}
		i = j
	}
	return x.writeCounts(batch)
}

// writeRow writes what becomes of one row.
func writeRow(batch *pebble.Batch, changes []rowChange) error {
	var was, is *rowChange
	for i := range changes {
		if changes[i].add {
			is = &changes[i]
		} else {
			was = &changes[i]
		}
	}
	switch {
	case is == nil:
		return batch.Delete(was.key, nil)
	case was != nil && bytes.Equal(was.value, is.value):
		return nil
	}
	return batch.Set(is.key, is.value, nil)
}

func (x *derivation) writeCounts(batch *pebble.Batch) error {
	it, err := x.q.db.NewIter(&pebble.IterOptions{
		LowerBound: []byte{tableTally}, UpperBound: []byte{tableTally + 1}, UseL6Filters: x.q.filtersFit(),
	})
	if err != nil {
		return err
	}
	w := countWriter{x: x, batch: batch, it: it}
	for t := range x.rules.Counts {
		if err := w.table(t); err != nil {
			return errors.Join(err, it.Close())
		}
	}
	return errors.Join(it.Error(), it.Close())
}

// countWriter writes the counts that change, table by table: the keys that appear in one are counted in later ones.
type countWriter struct {
	x     *derivation
	batch *pebble.Batch
	it    *pebble.Iterator
	lists []listChange
}

type listChange struct {
	key []byte
	add bool
}

func (w *countWriter) table(t int) error {
	rules := &w.x.rules.Counts[t]
	type change struct {
		key   []byte
		delta int
	}
	changes := make([]change, 0, len(w.x.at[t]))
	for k, i := range w.x.at[t] {
		if w.x.deltas[i].by == [backend.MaxColumns]int64{} {
			continue
		}
		changes = append(changes, change{appendNumbers(tallyPrefix(make([]byte, 0, 24), t), k[:rules.Key]), i})
	}
	slices.SortFunc(changes, func(a, b change) int { return bytes.Compare(a.key, b.key) })
	w.lists = w.lists[:0]
	var buf []byte
	for _, c := range changes {
		d := w.x.deltas[c.delta]
		old, err := w.old(c.key, rules.Columns)
		if err != nil {
			return err
		}
		var now [backend.MaxColumns]uint64
		for i := range now {
			n := int64(old[i]) + d.by[i]
			if n < 0 {
				return fmt.Errorf("%w: a count of %s is below zero", ErrDamaged, rules.Name)
			}
			now[i] = uint64(n)
		}
		was, is := old != [backend.MaxColumns]uint64{}, now != [backend.MaxColumns]uint64{}
		buf = appendTally(buf[:0], now, rules.Columns)
		w.x.learn(c.key, was, buf)
		if is {
			err = w.batch.Set(c.key, buf, nil)
		} else {
			err = w.batch.Delete(c.key, nil)
		}
		if err != nil {
			return err
		}
		if rules.Appear != nil && was != is {
			n := int64(1)
			if !is {
				n = -1
			}
			rules.Appear(d.key, func(table int, k backend.Key, column int) { w.x.count(table, k, column, n) })
		}
		w.list(t, rules, d.key, &old, &now)
	}
	slices.SortFunc(w.lists, func(a, b listChange) int { return bytes.Compare(a.key, b.key) })
	for _, c := range w.lists {
		var err error
		if c.add {
			err = w.batch.Set(c.key, nil, nil)
		} else {
			err = w.batch.Delete(c.key, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// old gives the counts of a key as they are.
func (w *countWriter) old(key []byte, columns int) (counts [backend.MaxColumns]uint64, err error) {
	if m := w.x.memory; m != nil {
		if k := shorten(key); k != (short{}) {
			if stored, ok := m.tallies.get(k); ok {
				return readTally(stored.bytes(), columns)
			}
		}
		if m.keys.none(keySum(key)) {
			return counts, nil
		}
	}
	if !w.it.SeekPrefixGE(key) {
		return counts, w.it.Error()
	}
	v, err := w.it.ValueAndErr()
	if err != nil {
		return counts, err
	}
	return readTally(v, columns)
}

// learn notes what the counts of a key will be. Most of those that are there for the first time do not change again soon.
func (x *derivation) learn(key []byte, was bool, now []byte) {
	switch {
	case x.learned == nil:
	case was:
		x.learned.tallies = append(x.learned.tallies, tallyCounts{shorten(key), shorten(now)})
	default:
		x.learned.keys = append(x.learned.keys, keySum(key))
	}
}

// list notes what changes in the lists.
func (w *countWriter) list(t int, rules *backend.CountTable, k backend.Key, old, now *[backend.MaxColumns]uint64) {
	for i := range rules.Lists {
		was, is := rules.Lists[i].Place(old), rules.Lists[i].Place(now)
		if was == is {
			continue
		}
		if was > 0 {
			w.lists = append(w.lists, listChange{listKey(t, i, rules, k, was), false})
		}
		if is > 0 {
			w.lists = append(w.lists, listChange{listKey(t, i, rules, k, is), true})
		}
	}
}

func listKey(table, list int, rules *backend.CountTable, k backend.Key, place uint8) []byte {
	group := rules.Lists[list].Group
	b := appendNumbers(listPrefix(make([]byte, 0, 32), table, list), k[:group])
	return appendNumbers(append(b, backend.MaxPlace-place), k[group:rules.Key])
}

func appendTally(b []byte, counts [backend.MaxColumns]uint64, columns int) []byte {
	for columns > 0 && counts[columns-1] == 0 {
		columns--
	}
	for _, n := range counts[:columns] {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

// readTally is the inverse of appendTally: the last counts are left out where they are zero.
func readTally(b []byte, columns int) (counts [backend.MaxColumns]uint64, err error) {
	for i := 0; len(b) > 0; i++ {
		n, k := binary.Uvarint(b)
		if k <= 0 || i == columns {
			return counts, fmt.Errorf("%w: counts %x", ErrDamaged, b)
		}
		counts[i], b = n, b[k:]
	}
	return counts, nil
}

// derive writes what follows from the changes of the transaction.
func (t *txn) derive(batch *pebble.Batch) error {
	rules := t.q.opt.Derive
	if rules == nil {
		return nil
	}
	if t.q.deriver == nil {
		t.q.deriver = rules.New()
	}
	of := make(map[id][]*touched) // the changes by label
	var labels []id
	for i := range t.quads {
		st := &t.quads[i]
		if l := st.key[3]; st.was != st.is && l != 0 {
			if of[l] == nil {
				labels = append(labels, l)
			}
			of[l] = append(of[l], st)
		}
	}
	if len(labels) == 0 {
		return nil
	}
	x := newDerivation(t.q, t.valueOf)
	x.memory, x.learned = &t.q.memory, &t.learned
	slices.Sort(labels)
	for _, label := range labels {
		v, err := t.valueOf(uint64(label))
		if err != nil {
			return err
		}
		if !rules.Label(v) {
			continue
		}
		if x.names == nil {
			if x.names, err = t.numbersOf(rules.Names); err != nil {
				return err
			}
		}
		was, is, err := t.labelQuads(label, of[label])
		if err != nil {
			return err
		}
		if err := errors.Join(x.add(t.q.deriver, label, was, -1), x.add(t.q.deriver, label, is, 1)); err != nil {
			return err
		}
	}
	return x.write(batch)
}

// numbersOf is the numbers of values in the transaction, 0 of one that nothing uses.
func (t *txn) numbersOf(values []quad.Value) ([]uint64, error) {
	out := make([]uint64, len(values))
	for i, v := range values {
		var err error
		if t.buf, err = appendValue(t.buf[:0], v); err != nil {
			return nil, err
		}
		n, _, err := t.resolve(v, hashOf(t.buf), false)
		if err != nil {
			return nil, err
		}
		out[i] = uint64(n)
	}
	return out, nil
}

// valueOf is the value of a number, which may be new.
func (t *txn) valueOf(n uint64) (quad.Value, error) {
	first := uint64(t.meta.next) - uint64(len(t.news))
	if n >= first && n < uint64(t.meta.next) {
		return readValue(t.news[n-first].stored)
	}
	return t.q.value(id(n))
}

// labelQuads is all quads of a label, sorted, before and after the transaction, which makes these changes.
func (t *txn) labelQuads(label id, changes []*touched) (was, is [][4]uint64, err error) {
	first := t.meta.next - id(len(t.news))
	if label < first {
		var p pattern
		p.bind(quad.Label, label)
		c := t.q.cursor(p)
		c.size = maxPage / 4
		for {
			k, ok := c.next(context.Background())
			if !ok {
				break
			}
			was = append(was, numbers(k))
			if t.there(k) {
				is = append(is, numbers(k))
			}
		}
		if c.err != nil {
			return nil, nil, c.err
		}
	}
	is = slices.Grow(is, len(changes))
	for _, st := range changes {
		if st.is {
			is = append(is, numbers(st.key))
		}
	}
	slices.SortFunc(is, func(a, b [4]uint64) int { return slices.Compare(a[:], b[:]) })
	return was, is, nil
}

func numbers(k key) [4]uint64 {
	return [4]uint64{uint64(k[0]), uint64(k[1]), uint64(k[2]), uint64(k[3])}
}
