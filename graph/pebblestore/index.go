package pebblestore

import (
	"bytes"
	"errors"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/backend"
	"kg/graph/words"
)

// An Index is what the index of a store is of.
type Index = backend.Index

// indexed is an index with the hashes of its values.
type indexed struct {
	Index
	fields       []field // of Text, then of Names
	counts, skip []hash
}

// field is a predicate whose values have terms.
type field struct {
	hash  hash
	names bool
}

func newIndexed(x *Index) (*indexed, error) {
	out := &indexed{Index: *x}
	for _, part := range x.Parts() {
		for _, iri := range *part.List {
			stored, err := appendValue(nil, iri)
			if err != nil {
				return nil, err
			}
			switch h := hashOf(stored); part.Name {
			case "count":
				out.counts = append(out.counts, h)
			case "skip":
				out.skip = append(out.skip, h)
			default:
				out.fields = append(out.fields, field{h, part.Name == "name"})
			}
		}
	}
	return out, nil
}

// terms calls f for each term of a value, which may come twice.
func (f *field) terms(text string, do func(term []byte)) {
	if f.names {
		words.Starts(text, do)
		return
	}
	words.Each(text, do)
}

// textOf is the text of a value that has one; other values have no terms.
func textOf(v quad.Value) string { t, _ := v.(quad.String); return string(t) }

// indexNumbers are the numbers of what an index is of, 0 for a value that no quad uses.
type indexNumbers struct {
	fields, counts []id
	fieldOf        map[id]int
	countOf        map[id]int
	skip           map[id]bool
}

func (x *indexed) numbers(number func(hash) (id, error)) (*indexNumbers, error) {
	out := &indexNumbers{fieldOf: make(map[id]int), countOf: make(map[id]int), skip: make(map[id]bool)}
	for i, f := range x.fields {
		n, err := number(f.hash)
		if err != nil {
			return nil, err
		}
		out.fields = append(out.fields, n)
		if n != 0 {
			out.fieldOf[n] = i
		}
	}
	for i, h := range x.counts {
		n, err := number(h)
		if err != nil {
			return nil, err
		}
		out.counts = append(out.counts, n)
		if n != 0 {
			out.countOf[n] = i
		}
	}
	for _, h := range x.skip {
		n, err := number(h)
		if err != nil {
			return nil, err
		}
		out.skip[n] = true
	}
	return out, nil
}

// stored gives the numbers as a reader sees them.
func (q *QuadStore) indexNumbers() (*indexNumbers, error) {
	return q.index.numbers(func(h hash) (id, error) {
		b, err := q.getRaw(hashKey(nil, h))
		if err != nil || b == nil {
			return 0, err
		}
		return readNumber(b)
	})
}

// indexKey is where it says what the store has an index of; it is there if and only if the index is whole.
var indexKey = []byte{tableMeta, 'i'}

// loadIndex finds out what the store has an index of, and makes the one that is wanted where the store may be written.
// A reader of a store without it has none.
func (q *QuadStore) loadIndex() error {
	stored, err := q.getRaw(indexKey)
	if err != nil {
		return err
	}
	want := q.opt.Index
	if want == nil {
		if stored == nil {
			return nil
		}
		if want, err = backend.ReadIndex(stored); err != nil {
			return err
		}
	}
	x, err := newIndexed(want)
	if err != nil {
		return err
	}
	if bytes.Equal(stored, want.Encode()) {
		q.index = x
		return nil
	}
	if q.opt.ReadOnly {
		return nil
	}
	q.index = x
	if q.counts().quads == 0 {
		return q.db.Set(indexKey, want.Encode(), pebble.Sync)
	}
	q.building()
	return q.buildIndex()
}

// building tells that something is made of the quads that are there.
func (q *QuadStore) building() {
	if q.opt.Building != nil && q.counts().quads > 0 {
		q.opt.Building()
	}
}

// Indexed gives the index, nil where the store has none. One of an older format has none until it is opened for writing.
func (q *QuadStore) Indexed() backend.Indexed {
	if q.index == nil {
		return nil
	}
	return q
}

// ErrNoIndex says that a store has no index, or none of the predicate in question.
var ErrNoIndex = errors.New("no index")

// Counted is how many quads of a subject have an object.
type Counted = backend.ObjectCount

var _ backend.Indexed = (*QuadStore)(nil)
