package backend

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph/words"
)

// An Index says what a store keeps beside the quads so that texts are found by their words, and what most quads say of
// a subject without reading them all. Whoever writes the store keeps it exact, whether asked for an index or not.
type Index struct {
	Text   []quad.IRI // predicates of texts, which are found by their words: objects that are plain strings
	Names  []quad.IRI // predicates of names, which are found by the beginnings of their words
	Counts []quad.IRI // predicates of which it is counted, for each subject, how many quads have which object
	Skip   []quad.IRI // objects that are not counted
	Totals []quad.IRI // more predicates whose quads are to be counted by object, where a store cannot do so at once
}

// IndexPart is one of the lists of an Index that decide what is in it.
type IndexPart struct {
	Name string
	List *[]quad.IRI
}

// Parts gives the lists of x but for Totals.
func (x *Index) Parts() []IndexPart {
	return []IndexPart{{"text", &x.Text}, {"name", &x.Names}, {"count", &x.Counts}, {"skip", &x.Skip}}
}

// Encode writes what the index is of, a line for each part.
func (x *Index) Encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "words %d\n", words.Version)
	for _, part := range x.Parts() {
		for _, iri := range *part.List {
			fmt.Fprintf(&b, "%s %s\n", part.Name, string(iri))
		}
	}
	return b.Bytes()
}

// ReadIndex reads what Encode wrote, whatever the version of the words.
func ReadIndex(b []byte) (*Index, error) {
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	if !strings.HasPrefix(lines[0], "words ") {
		return nil, fmt.Errorf("%w: what its index is of", ErrDamaged)
	}
	x := &Index{}
next:
	for _, line := range lines[1:] {
		name, iri, _ := strings.Cut(line, " ")
		for _, part := range x.Parts() {
			if part.Name == name {
				*part.List = append(*part.List, quad.IRI(iri))
				continue next
			}
		}
		return nil, fmt.Errorf("%w: what its index is of: %q", ErrDamaged, line)
	}
	return x, nil
}

// Indexed is what a store keeps as an Index says. It is read by numbers: 0 is none, they are dense, and they are the index's
// own, which those of [Derived] need not be.
type Indexed interface {
	// Top is a number above those of all values.
	Top() uint64
	// Number gives the number of a value, 0 where the index does not have it.
	Number(quad.Value) (uint64, error)
	// Value gives the value of a number, nil where it has none; Values those of many.
	Value(uint64) (quad.Value, error)
	Values([]uint64) ([]quad.Value, error)
	// Terms calls f for the values of a predicate that have the term, or any term that begins with it where prefix is set, in
	// pages: the values of a page have one term and ascend, and the slices are f's during the call only. A value that has
	// several of the terms comes with each.
	Terms(ctx context.Context, predicate quad.IRI, term string, prefix bool, f func(term []byte, values []uint64) error) error
	// Lengths calls f for the texts of a predicate, and perhaps others, with their lengths in bytes.
	Lengths(ctx context.Context, predicate quad.IRI, f func(value uint64, bytes int) error) error
	// CountsOf gives what is counted of a subject, by predicate and object; nothing where it has none of the predicates.
	CountsOf(subject uint64) ([]ObjectCount, error)
	// CountsOfAll calls f for each subject of which something is counted, in the order of their numbers. The slice is f's
	// during the call only.
	CountsOfAll(ctx context.Context, f func(subject uint64, counts []ObjectCount) error) error
	// Bearers calls f for each subject that has an object of a counted predicate.
	Bearers(ctx context.Context, predicate quad.IRI, object uint64, f func(subject uint64)) error
}

// ObjectCount is how many quads of a subject have an object.
type ObjectCount struct {
	Predicate int // which of Index.Counts
	Object    uint64
	Quads     int64
}

// AppendBlock writes numbers, which ascend, but for the first.
func AppendBlock[N ~uint64](b []byte, numbers []N) []byte {
	for i := 1; i < len(numbers); i++ {
		b = binary.AppendUvarint(b, uint64(numbers[i]-numbers[i-1]))
	}
	return b
}

// ReadBlock appends the numbers of a block to others: it is the inverse of AppendBlock.
func ReadBlock[N ~uint64](numbers []N, first N, b []byte) ([]N, error) {
	numbers = append(numbers, first)
	for len(b) > 0 {
		// Most are near each other.
		d, n := uint64(b[0]), 1
		if d >= 0x80 {
			if d, n = binary.Uvarint(b); n <= 0 {
				return nil, fmt.Errorf("%w: block of the index of words", ErrDamaged)
			}
		}
		if d == 0 || uint64(first)+d < d {
			return nil, fmt.Errorf("%w: block of the index of words", ErrDamaged)
		}
		b = b[n:]
		first += N(d)
		numbers = append(numbers, first)
	}
	return numbers, nil
}
