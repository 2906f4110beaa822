package backend

import (
	"context"
	"iter"

	"github.com/cayleygraph/quad"
)

// A Derivation says what a store keeps beside its quads, so that questions about many of them find their first answers
// at once: rows, which lie sorted, counts, and lists of what is counted, the highest counts first. The writer keeps them
// in the transaction that changes the quads. What they mean is the matter of whoever wrote the derivation; a store knows
// labels, quads and numbers.
//
// What is derived is the sum of what each label says for itself, so that a label can come and go alone.
type Derivation struct {
	Version string // of what is derived: a store that has another one derives anew
	Rows    []RowTable
	Counts  []CountTable

	Label func(quad.Value) bool // whether the quads of a label say anything
	Names []quad.Value          // values whose numbers New's function wants
	New   func() Deriver        // for one store, whose numbers it may remember: they are never used again
}

// Key is up to six numbers; those that a table does not use are 0.
type Key [6]uint64

// RowTable is a table of rows sorted by their keys. The label that a row is from is the last number of its key, beside those
// counted here.
type RowTable struct {
	Name       string
	Key, Value int // how many numbers
}

// CountTable is a table of counts by a key. A key whose counts are all zero is not in it.
type CountTable struct {
	Name         string
	Key, Columns int // how many numbers, and counts, of which there are at most [MaxColumns]
	Lists        []List
	// Appear, if not nil, tells what else is counted once for a key that is there: in a later table.
	Appear func(k Key, count func(table int, k Key, column int))
}

// MaxColumns is the most counts that a key has.
const MaxColumns = 12

// List holds the keys of a CountTable in the order of their groups, and in a group those with the highest count first: up to 15
// exactly, above that those whose counts differ by less than an eighth in the order of their numbers. So a count that grows
// seldom moves.
type List struct {
	Group  int   // how many numbers of the key are the group
	By     int   // the column
	Least  int   // keys with less there are not in the list; 0 means 1
	If     []int // columns that are not zero of the keys in the list
	Unless []int // columns that are
}

// Place is where a key with these counts stands in the list, 0 where it is not in it.
func (l *List) Place(counts *[MaxColumns]uint64) uint8 {
	for _, c := range l.If {
		if counts[c] == 0 {
			return 0
		}
	}
	for _, c := range l.Unless {
		if counts[c] != 0 {
			return 0
		}
	}
	if counts[l.By] < uint64(l.Least) {
		return 0
	}
	return Place(counts[l.By])
}

// LabelQuads is all quads of a label, sorted by subject, predicate and object, in numbers.
type LabelQuads struct {
	Label uint64
	Quads [][4]uint64
	Names []uint64 // the numbers of the derivation's names; 0 where the store does not have one
	Value func(n uint64) (quad.Value, error)
}

// A Deriver says what the quads of a label contribute. Not safe for concurrent use.
type Deriver interface {
	Derive(q *LabelQuads, to Sink) error
}

// Sink takes what is derived.
type Sink interface {
	Row(table int, k Key, value ...uint64)
	Count(table int, k Key, column int, n int64)
}

// Row is a row that was read.
type Row struct {
	Key   Key
	Label uint64
	Value [4]uint64
}

// Counted is a key with its counts.
type Counted struct {
	Key    Key
	Counts [MaxColumns]uint64
}

// Listed is an entry of a list. Count is exact up to 15, above that the lowest count of its place: see [List].
type Listed struct {
	Key   Key
	Count uint64
}

// Derived is a store that keeps what a Derivation says.
type Derived interface {
	// Derived is the version of what it keeps, "" for nothing.
	Derived() string
	// Rows gives the rows of a table that begin with prefix, in their order: from those on whose next numbers are from, or with
	// back from the last ones down, and then those up to from and all that begin with it.
	Rows(ctx context.Context, table int, prefix, from []uint64, back bool) iter.Seq2[Row, error]
	// Counts gives the counts of a key, zero where it has none.
	Counts(table int, k Key) (Counted, error)
	// CountsUnder gives the keys that begin with prefix and their counts.
	CountsUnder(ctx context.Context, table int, prefix []uint64) iter.Seq2[Counted, error]
	// Listed gives what of a list is of a group, or of the groups that begin with these numbers; with back the last one first.
	Listed(ctx context.Context, table, list int, group []uint64, back bool) iter.Seq2[Listed, error]
}

// Place is where a count stands in a list, the same for counts that are listed as one.
func Place(n uint64) uint8 {
	if n < 16 {
		return uint8(n)
	}
	e := 0
	for n>>e >= 16 {
		e++
	}
	return uint8(min(16+(e-1)*8+int(n>>e)-8, MaxPlace))
}

// MaxPlace is the highest place.
const MaxPlace = 239

// Least is the lowest count of a place.
func Least(place uint8) uint64 {
	if place < 16 {
		return uint64(place)
	}
	p := int(place) - 16
	return uint64(8+p%8) << (p/8 + 1)
}
