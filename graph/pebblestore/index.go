package pebblestore

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/words"
)

// An Index says what a store keeps beside the quads so that texts are found by their words, and what most quads say of
// a subject without reading them all. Whoever writes the store keeps it exact, whether asked for an index or not.
type Index struct {
	Text   []quad.IRI // predicates of texts, which are found by their words: objects that are plain strings
	Names  []quad.IRI // predicates of names, which are found by the beginnings of their words
	Counts []quad.IRI // predicates of which it is counted, for each subject, how many quads have which object
	Skip   []quad.IRI // objects that are not counted
}

// encode writes the index as it is kept under indexKey, a line for each part.
func (x *Index) encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "words %d\n", words.Version)
	for _, part := range x.parts() {
		for _, iri := range *part.list {
			fmt.Fprintf(&b, "%s %s\n", part.name, string(iri))
		}
	}
	return b.Bytes()
}

type indexPart struct {
	name string
	list *[]quad.IRI
}

func (x *Index) parts() []indexPart {
	return []indexPart{{"text", &x.Text}, {"name", &x.Names}, {"count", &x.Counts}, {"skip", &x.Skip}}
}

// readIndex reads what encode wrote, whatever the version of the words.
func readIndex(b []byte) (*Index, error) {
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	if !strings.HasPrefix(lines[0], "words ") {
		return nil, fmt.Errorf("%w: what its index is of", ErrDamaged)
	}
	x := &Index{}
next:
	for _, line := range lines[1:] {
		name, iri, _ := strings.Cut(line, " ")
		for _, part := range x.parts() {
			if part.name == name {
				*part.list = append(*part.list, quad.IRI(iri))
				continue next
			}
		}
		return nil, fmt.Errorf("%w: what its index is of: %q", ErrDamaged, line)
	}
	return x, nil
}

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
	for _, part := range x.parts() {
		for _, iri := range *part.list {
			stored, err := appendValue(nil, iri)
			if err != nil {
				return nil, err
			}
			switch h := hashOf(stored); part.name {
			case "count":
				out.counts = append(out.counts, h)
			case "skip":
				out.skip = append(out.skip, h)
			default:
				out.fields = append(out.fields, field{h, part.name == "name"})
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
		if want, err = readIndex(stored); err != nil {
			return err
		}
	}
	x, err := newIndexed(want)
	if err != nil {
		return err
	}
	if bytes.Equal(stored, want.encode()) {
		q.index = x
		return nil
	}
	if q.opt.ReadOnly {
		return nil
	}
	q.index = x
	if q.counts().quads == 0 {
		return q.db.Set(indexKey, want.encode(), pebble.Sync)
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

// Indexed reports whether the store has an index. One of an older format has none until it is opened for writing.
func (q *QuadStore) Indexed() bool { return q.index != nil }

// ErrNoIndex says that a store has no index, or none of the predicate in question.
var ErrNoIndex = errors.New("no index")

// Counted is how many quads of a subject have an object.
type Counted struct {
	Predicate int // which of Index.Counts
	Object    uint64
	Quads     int64
}
