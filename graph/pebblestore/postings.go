package pebblestore

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"kg/graph/backend"
)

// The index is two tables:
//
//	w  predicate term 0 value    the values that have a term, from this one on: for each further one, how far it is
//	                             from the one before. The empty term is that of all values, each with the length of
//	                             its text.
//	d  subject                   what quads of counted predicates say of it: predicate, object, how many quads
//
// A term's values are in blocks, which ascend and do not overlap: those that a transaction numbers lie above all others,
// so they make a block of their own, and nothing is read to write it.

const (
	tableWord    = 'w'
	tableSubject = 'd'
)

// maxBlock is how many values a block holds when it is made.
const maxBlock = 1024

// postings collects the terms of the values of one field, and sorts them.
type postings struct {
	number map[string]uint32
	terms  []string // by their numbers
	last   []id     // value that had the term last
	count  []int    // values that have it
	pairs  []pair
	docs   []doc
}

type pair struct {
	term  uint32
	value id
}

// doc is a text with its length in bytes.
type doc struct {
	value  id
	length int
}

func newPostings() *postings { return &postings{number: make(map[string]uint32)} }

// reset empties p, and keeps its memory.
func (p *postings) reset() {
	clear(p.number)
	p.terms, p.last, p.count, p.pairs, p.docs = p.terms[:0], p.last[:0], p.count[:0], p.pairs[:0], p.docs[:0]
}

// add adds a value; values ascend.
func (p *postings) add(f *field, value id, text string) {
	if text == "" {
		return
	}
	if !f.names {
		p.docs = append(p.docs, doc{value, len(text)})
	}
	f.terms(text, func(term []byte) {
		n, ok := p.number[string(term)]
		if !ok {
			n = uint32(len(p.terms))
			s := string(term)
			p.number[s] = n
			p.terms, p.last, p.count = append(p.terms, s), append(p.last, 0), append(p.count, 0)
		}
		if p.last[n] == value {
			return
		}
		p.last[n] = value
		p.count[n]++
		p.pairs = append(p.pairs, pair{n, value})
	})
}

// each calls f for each term, in their order, with its values.
func (p *postings) each(f func(term string, values []id) error) error {
	at := make([]int, len(p.terms))
	sum := 0
	for n, count := range p.count {
		at[n] = sum
		sum += count
	}
	values := make([]id, len(p.pairs))
	for _, e := range p.pairs {
		values[at[e.term]] = e.value
		at[e.term]++
	}
	order := make([]uint32, len(p.terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		if p.terms[a] < p.terms[b] {
			return -1
		}
		return 1
	})
	for _, n := range order {
		if err := f(p.terms[n], values[at[n]-p.count[n]:at[n]]); err != nil {
			return err
		}
	}
	return nil
}

// blocks calls set for each block of p, in the order of their keys. k and v are set's during the call only.
func (p *postings) blocks(predicate id, set func(k, v []byte) error) error {
	var key, value []byte
	for docs := p.docs; len(docs) > 0; {
		n := min(len(docs), maxBlock)
		key = append(termKey(key[:0], predicate, ""), 0)
		key, value = appendID(key, docs[0].value), appendDocs(value[:0], docs[:n])
		if err := set(key, value); err != nil {
			return err
		}
		docs = docs[n:]
	}
	return p.each(func(term string, values []id) error {
		for len(values) > 0 {
			n := min(len(values), maxBlock)
			key = append(termKey(key[:0], predicate, term), 0)
			key, value = appendID(key, values[0]), backend.AppendBlock(value[:0], values[:n])
			if err := set(key, value); err != nil {
				return err
			}
			values = values[n:]
		}
		return nil
	})
}

// termKey is what the keys of all terms start with that begin with term.
func termKey(b []byte, predicate id, term string) []byte {
	return append(appendID(append(b, tableWord), predicate), term...)
}

// blockKey is the key of a block.
func blockKey(b []byte, predicate id, term string, first id) []byte {
	return appendID(append(termKey(b, predicate, term), 0), first)
}

// readBlockKey reads the key of a block.
func readBlockKey(k []byte) (predicate id, term []byte, first id, err error) {
	bad := func() (id, []byte, id, error) {
		return 0, nil, 0, fmt.Errorf("%w: key %x of the index of words", ErrDamaged, k)
	}
	predicate, rest, ok := readID(k[1:])
	if !ok {
		return bad()
	}
	end := bytes.IndexByte(rest, 0)
	if end < 0 {
		return bad()
	}
	first, left, ok := readID(rest[end+1:])
	if !ok || len(left) > 0 || first == 0 {
		return bad()
	}
	return predicate, rest[:end], first, nil
}

// appendDocs writes the docs of a block: the length of the first, then of each how far it is from the one before, and
// its length.
func appendDocs(b []byte, docs []doc) []byte {
	b = binary.AppendUvarint(b, uint64(docs[0].length))
	for i := 1; i < len(docs); i++ {
		b = binary.AppendUvarint(b, uint64(docs[i].value-docs[i-1].value))
		b = binary.AppendUvarint(b, uint64(docs[i].length))
	}
	return b
}

// readDocs is the inverse of appendDocs.
func readDocs(docs []doc, first id, b []byte) ([]doc, error) {
	for i := 0; ; i++ {
		if i > 0 {
			d, n := binary.Uvarint(b)
			if n <= 0 || d == 0 || uint64(first)+d < d {
				return nil, fmt.Errorf("%w: block of the lengths of texts", ErrDamaged)
			}
			b = b[n:]
			first += id(d)
		}
		length, n := binary.Uvarint(b)
		if n <= 0 || length > MaxValue {
			return nil, fmt.Errorf("%w: block of the lengths of texts", ErrDamaged)
		}
		docs = append(docs, doc{first, int(length)})
		if b = b[n:]; len(b) == 0 {
			return docs, nil
		}
	}
}

func subjectKey(b []byte, subject id) []byte { return appendID(append(b, tableSubject), subject) }

// appendCountsOf writes the counts of a subject, which are sorted by predicate and object.
func appendCountsOf(b []byte, counts []Counted) []byte {
	for _, c := range counts {
		b = binary.AppendUvarint(b, uint64(c.Predicate))
		b = binary.AppendUvarint(b, c.Object)
		b = binary.AppendUvarint(b, uint64(c.Quads))
	}
	return b
}

// readCountsOf is the inverse of appendCountsOf.
func readCountsOf(counts []Counted, b []byte) ([]Counted, error) {
	for len(b) > 0 {
		var n [3]uint64
		for i := range n {
			v, k := binary.Uvarint(b)
			if k <= 0 {
				return nil, fmt.Errorf("%w: the counts of a subject", ErrDamaged)
			}
			n[i], b = v, b[k:]
		}
		counts = append(counts, Counted{Predicate: int(n[0]), Object: n[1], Quads: int64(n[2])})
	}
	return counts, nil
}
