package pebblestore

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/backend"
)

// indexChange is what a transaction changes of the index.
type indexChange struct {
	t      *txn
	batch  *pebble.Batch
	first  id // the first number that the transaction gives
	nums   *indexNumbers
	values *pebble.Iterator // over the values that were there before
	quads  *pebble.Iterator // over POS as it was before
	words  *pebble.Iterator // over the blocks as they were before
	counts *pebble.Iterator // over the counts as they were before
	edits  []edit
	key    []byte

	inUse map[id]bool // subjects and values that it knows to be used afterwards; nil where nobody asks
}

// indexing brings the index up to date.
type indexing struct {
	change  *indexChange
	beside  *pebble.Batch // its own, where it goes on beside the rest of the transaction
	working sync.WaitGroup
	told    chan struct{} // closed when change.inUse is known, or never will be
	err     error
}

// startIndex begins to bring the index up to date with the quads that t adds and deletes, which must be known. What it gives has to be closed; it
// is nil where there is no index. Where something is deleted it goes on in the background: it reads other tables than the rest of the
// transaction, and takes as long. Adding reads little, and whoever adds much has other work for the processors.
func (t *txn) startIndex(deletes bool) (*indexing, error) {
	if t.q.index == nil {
		return nil, nil
	}
	nums, err := t.q.index.numbers(t.number)
	if err != nil {
		return nil, err
	}
	i := &indexing{change: &indexChange{t: t, first: t.meta.next - id(len(t.news)), nums: nums}}
	if deletes {
		i.beside, i.told, i.change.inUse = t.q.db.NewBatch(), make(chan struct{}), make(map[id]bool)
		tell := sync.OnceFunc(func() { close(i.told) })
		i.working.Go(func() {
			defer tell()
			i.err = i.change.write(i.beside, tell)
		})
	}
	return i, nil
}

// inUse waits for what the index knows of values: these are used by quads that the transaction does not delete. There may be others.
func (i *indexing) inUse() map[id]bool {
	if i == nil || i.beside == nil {
		return nil
	}
	<-i.told
	return i.change.inUse
}

// addTo adds what it writes to the batch of the transaction.
func (i *indexing) addTo(batch *pebble.Batch) error {
	if i == nil {
		return nil
	}
	if i.beside == nil {
		return i.change.write(batch, func() {})
	}
	if i.working.Wait(); i.err != nil || i.beside.Empty() {
		return i.err
	}
	return batch.Apply(i.beside, nil)
}

func (i *indexing) close() error {
	if i == nil || i.beside == nil {
		return nil
	}
	i.working.Wait()
	return i.beside.Close()
}

// write may go on beside the transaction: of what that changes it touches only what the writer remembers and learns of the index.
// It calls known when it has inUse.
func (x *indexChange) write(batch *pebble.Batch, known func()) (err error) {
	x.batch = batch
	for table, it := range map[byte]**pebble.Iterator{tableValue: &x.values, tablePOS: &x.quads, tableWord: &x.words, tableSubject: &x.counts} {
		*it, err = x.t.q.db.NewIter(&pebble.IterOptions{LowerBound: []byte{table}, UpperBound: []byte{table + 1}})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, (*it).Close()) }()
	}
	members, counted := x.touched()
	if err := x.writeCounts(counted); err != nil {
		return err
	}
	if err := x.writeWords(members); err != nil {
		return err
	}
	known()
	return x.writeEdits()
}

// number gives the number of a value, 0 where it has none.
func (t *txn) number(h hash) (id, error) {
	n, _, err := t.resolve(nil, h, false)
	return n, err
}

// member is a value of a field that quads are added to or taken from.
type member struct {
	field int
	value id
	is    bool // a quad is added
}

// countedQuads is how many quads more, or fewer, a subject has with an object.
type countedQuads struct {
	subject id
	Counted
}

// touched gives what of the index the quads are about that t changes, sorted, each once.
func (x *indexChange) touched() (members []member, counted []countedQuads) {
	for i := range x.t.quads {
		st := &x.t.quads[i]
		if st.was == st.is {
			continue
		}
		p, o := st.get(quad.Predicate), st.get(quad.Object)
		if f, ok := x.nums.fieldOf[p]; ok {
			members = append(members, member{f, o, st.is})
		}
		if c, ok := x.nums.countOf[p]; ok && !x.nums.skip[o] {
			delta := int64(1)
			if !st.is {
				delta = -1
			}
			counted = append(counted, countedQuads{st.get(quad.Subject), Counted{Predicate: c, Object: uint64(o), Quads: delta}})
		}
	}
	slices.SortFunc(members, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.value, b.value))
	})
	out := members[:0]
	for _, m := range members {
		if n := len(out); n > 0 && out[n-1].field == m.field && out[n-1].value == m.value {
			out[n-1].is = out[n-1].is || m.is
			continue
		}
		out = append(out, m)
	}
	return out, sumCounted(counted)
}

// sumCounted sorts counts and adds up those of the same subject and object.
func sumCounted(counted []countedQuads) []countedQuads {
	slices.SortFunc(counted, func(a, b countedQuads) int {
		return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(a.Object, b.Object))
	})
	out := counted[:0]
	for _, c := range counted {
		if n := len(out); n > 0 && out[n-1].subject == c.subject && out[n-1].Predicate == c.Predicate && out[n-1].Object == c.Object {
			out[n-1].Quads += c.Quads
			continue
		}
		out = append(out, c)
	}
	return out
}

func (x *indexChange) writeWords(members []member) error {
	fresh := newPostings()
	for len(members) > 0 {
		f := members[0].field
		field := &x.t.q.index.fields[f]
		fresh.reset()
		for ; len(members) > 0 && members[0].field == f; members = members[1:] {
			m := members[0]
			if m.value >= x.first {
				v, err := readValue(x.t.news[m.value-x.first].stored)
				if err != nil {
					return err
				}
				fresh.add(field, m.value, textOf(v))
				continue
			}
			was, is, err := x.membership(fieldValue{x.nums.fields[f], m.value}, m.is)
			if err != nil {
				return err
			}
			if is && x.inUse != nil {
				x.inUse[m.value] = true
			}
			if was != is {
				if err := x.change(f, m.value, is); err != nil {
					return err
				}
			}
		}
		err := fresh.blocks(x.nums.fields[f], func(k, v []byte) error { return x.batch.Set(k, v, nil) })
		if err != nil {
			return err
		}
	}
	return nil
}

// membership tells whether quads of the predicate had the value as their object, and whether some will, as those that are added
// do.
func (x *indexChange) membership(v fieldValue, added bool) (was, is bool, err error) {
	members := &x.t.q.memory.members
	if _, ok := members.get(v); ok && added {
		return true, true, nil
	}
	if was, is, err = x.readMembership(v, added); err != nil {
		return false, false, err
	}
	if was && is {
		members.put(v, struct{}{})
	} else {
		members.drop(v)
	}
	return was, is, nil
}

func (x *indexChange) readMembership(v fieldValue, added bool) (was, is bool, err error) {
	var buf [24]byte
	prefix := appendID(appendID(append(buf[:0], tablePOS), v.predicate), v.value)
	for ok := x.quads.SeekGE(prefix); ok && bytes.HasPrefix(x.quads.Key(), prefix); ok = x.quads.Next() {
		was = true
		k, known := orders[1].readKey(x.quads.Key())
		if !known {
			return false, false, fmt.Errorf("%w: key %x", ErrDamaged, x.quads.Key())
		}
		if x.t.there(k) {
			return true, true, nil
		}
	}
	return was, added, x.quads.Error()
}

// change adds a value that is not new to a field, or takes it away.
func (x *indexChange) change(f int, value id, add bool) error {
	var buf [16]byte
	key := valueKey(buf[:0], value)
	if !x.values.SeekGE(key) || !bytes.Equal(x.values.Key(), key) {
		return errors.Join(x.values.Error(), fmt.Errorf("%w: value %d is missing", ErrDamaged, value))
	}
	stored, err := x.values.ValueAndErr()
	if err != nil {
		return err
	}
	v, err := readValue(stored)
	if err != nil {
		return fmt.Errorf("%w: value %d: %v", ErrDamaged, value, err)
	}
	text := textOf(v)
	if text == "" {
		return nil
	}
	field := &x.t.q.index.fields[f]
	if !field.names {
		x.edits = append(x.edits, edit{x.nums.fields[f], "", doc{value, len(text)}, add})
	}
	field.terms(text, func(term []byte) {
		x.edits = append(x.edits, edit{x.nums.fields[f], string(term), doc{value: value}, add})
	})
	return nil
}

// edit adds a value to a term, or takes it away.
type edit struct {
	predicate id
	term      string
	doc       doc
	add       bool
}

// block is a block that a transaction changes. Of one of values the lengths are 0.
type block struct {
	predicate id
	term      string
	docs      []doc
	was       []byte // its key in the store; nil where it is new
	upto      id     // the last value that belongs into it
}

// has reports whether e is of the block, or would be.
func (b *block) has(e *edit) bool {
	return b != nil && b.predicate == e.predicate && b.term == e.term && e.doc.value <= b.upto
}

// writeEdits brings blocks up to date with values that are not new. It goes through them in their order.
func (x *indexChange) writeEdits() (err error) {
	slices.SortFunc(x.edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.predicate, b.predicate), strings.Compare(a.term, b.term), cmp.Compare(a.doc.value, b.doc.value))
	})
	x.edits = slices.CompactFunc(x.edits, func(a, b edit) bool { // a text has a word twice
		return a.predicate == b.predicate && a.term == b.term && a.doc.value == b.doc.value
	})
	near, err := x.nearby()
	if err != nil {
		return err
	}
	if near != nil {
		defer func() { err = errors.Join(err, near.close()) }()
	}
	var b *block
	for i := range x.edits {
		e := &x.edits[i]
		if !b.has(e) {
			err := x.writeBlock(b)
			if err == nil {
				b, err = x.blockOf(near, e)
			}
			if err != nil {
				return err
			}
		}
		at, there := slices.BinarySearchFunc(b.docs, e.doc.value, func(d doc, v id) int { return cmp.Compare(d.value, v) })
		switch {
		case there == e.add:
			return fmt.Errorf("%w: the index of words, term %q of value %d", ErrDamaged, e.term, e.doc.value)
		case e.add:
			b.docs = slices.Insert(b.docs, at, e.doc)
		default:
			b.docs = slices.Delete(b.docs, at, at+1)
		}
	}
	return x.writeBlock(b)
}

// nearby finds the blocks of values that are taken away; nil where there are none.
func (x *indexChange) nearby() (*nearby, error) {
	first, last := id(math.MaxUint64), id(0)
	for i := range x.edits {
		if e := &x.edits[i]; !e.add {
			first, last = min(first, e.doc.value), max(last, e.doc.value)
		}
	}
	if last == 0 {
		return nil, nil
	}
	return newNearby(x.t.q.db, first, last, nearbySpan)
}

// blockOf gives the block of the store in which a value is, or would be; one that is new where it would be the first.
func (x *indexChange) blockOf(near *nearby, e *edit) (*block, error) {
	b := &block{predicate: e.predicate, term: e.term, upto: e.doc.value}
	if !e.add {
		key, docs, ok, err := near.find(e.predicate, e.term, e.doc.value)
		if err != nil {
			return nil, err
		}
		if ok {
			b.was, b.docs, b.upto = bytes.Clone(key), docs, docs[len(docs)-1].value
			return b, nil
		}
	}
	x.key = append(termKey(x.key[:0], e.predicate, e.term), 0)
	prefix := len(x.key)
	x.key = append(appendID(x.key, e.doc.value), 0)
	if !x.words.SeekLT(x.key) || !bytes.HasPrefix(x.words.Key(), x.key[:prefix]) {
		return b, x.words.Error()
	}
	v, err := x.words.ValueAndErr()
	if err != nil {
		return nil, err
	}
	b.was = bytes.Clone(x.words.Key())
	if _, b.docs, err = readBlock(b.was, v); err != nil {
		return nil, err
	}
	if b.upto = b.docs[len(b.docs)-1].value; e.doc.value <= b.upto {
		return b, nil
	}
	// It lies between two blocks.
	b.upto = math.MaxUint64
	if x.words.Next() && bytes.HasPrefix(x.words.Key(), x.key[:prefix]) {
		_, _, next, err := readBlockKey(x.words.Key())
		if err != nil {
			return nil, err
		}
		b.upto = next - 1
	}
	return b, x.words.Error()
}

// writeBlock writes what became of a block; nil is none.
func (x *indexChange) writeBlock(b *block) error {
	if b == nil {
		return nil
	}
	key := x.key[:0]
	if len(b.docs) > 0 {
		key = blockKey(key, b.predicate, b.term, b.docs[0].value)
	}
	if b.was != nil && !bytes.Equal(key, b.was) {
		if err := x.batch.Delete(b.was, nil); err != nil {
			return err
		}
	}
	if len(b.docs) == 0 {
		return nil
	}
	var value []byte
	if b.term == "" {
		value = appendDocs(value, b.docs)
	} else {
		values := make([]id, len(b.docs))
		for i, d := range b.docs {
			values[i] = d.value
		}
		value = backend.AppendBlock(value, values)
	}
	return x.batch.Set(key, value, nil)
}

// readBlock reads a block of whatever kind.
func readBlock(k, v []byte) (term []byte, docs []doc, err error) {
	_, term, first, err := readBlockKey(k)
	if err != nil {
		return nil, nil, err
	}
	if len(term) == 0 {
		docs, err = readDocs(nil, first, v)
		return term, docs, err
	}
	values, err := backend.ReadBlock(nil, first, v)
	for _, n := range values {
		docs = append(docs, doc{value: n})
	}
	return term, docs, err
}

// writeCounts brings the counts of subjects up to date.
func (x *indexChange) writeCounts(counted []countedQuads) error {
	var key, value []byte
	var row, next []Counted
	for len(counted) > 0 {
		subject := counted[0].subject
		key = subjectKey(key[:0], subject)
		row = row[:0]
		var err error
		if row, err = x.countsOf(row, subject, key); err != nil {
			return err
		}
		next = next[:0]
		for ; len(counted) > 0 && counted[0].subject == subject; counted = counted[1:] {
			c := counted[0].Counted
			for len(row) > 0 && compareCounted(row[0], c) < 0 {
				next, row = append(next, row[0]), row[1:]
			}
			if len(row) > 0 && compareCounted(row[0], c) == 0 {
				c.Quads += row[0].Quads
				row = row[1:]
			}
			if c.Quads < 0 {
				return fmt.Errorf("%w: the counts of subject %d", ErrDamaged, subject)
			}
			if c.Quads > 0 {
				next = append(next, c)
			}
		}
		next = append(next, row...)
		value = appendCountsOf(value[:0], next)
		if len(value) == 0 {
			err = x.batch.Delete(key, nil)
		} else {
			err = x.batch.Set(key, value, nil)
			if x.inUse != nil {
				x.inUse[subject] = true
			}
		}
		if subject < x.first { // most that are new are not heard of again soon
			x.t.learned.subjects = append(x.t.learned.subjects, subjectCounts{subject, string(value)})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// countsOf appends the counts of a subject as they are.
func (x *indexChange) countsOf(row []Counted, subject id, key []byte) ([]Counted, error) {
	if subject >= x.first {
		return row, nil
	}
	if stored, ok := x.t.q.memory.subjects.get(subject); ok {
		return readCountsOf(row, []byte(stored))
	}
	if !x.counts.SeekGE(key) || !bytes.Equal(x.counts.Key(), key) {
		return row, x.counts.Error()
	}
	v, err := x.counts.ValueAndErr()
	if err != nil {
		return nil, err
	}
	return readCountsOf(row, v)
}

// compareCounted orders the counts of a subject.
func compareCounted(a, b Counted) int {
	return cmp.Or(cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(a.Object, b.Object))
}
