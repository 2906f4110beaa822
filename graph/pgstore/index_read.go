package pgstore

import (
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// Indexed gives the index, nil where the store has none. One of an older format has none until it is opened for writing.
func (q *QuadStore) Indexed() backend.Indexed {
	if q.tables.index == nil || !q.keeps().indexed {
		return nil
	}
	return &wordIndex{q, q.tables.index}
}

// wordIndex reads the index of a store.
type wordIndex struct {
	q *QuadStore
	t *indexTables
}

// Top is a number above those of all values.
func (x *wordIndex) Top() uint64 {
	c, err := x.q.counts(context.Background())
	if err != nil {
		return 0 // what is asked next says so
	}
	return uint64(c.numbers) + 1
}

// Number gives the number of a value in the index, 0 where it has none.
func (x *wordIndex) Number(v quad.Value) (uint64, error) {
	n, err := idFor(v)
	if err != nil {
		return 0, err
	}
	out, err := x.q.number(context.Background(), "SELECT n FROM "+x.t.sql.numbered+" WHERE id = $1", uuid(n))
	return uint64(out), err
}

// Value gives the value of a number, nil where it has none.
func (x *wordIndex) Value(n uint64) (quad.Value, error) {
	vs, err := x.Values([]uint64{n})
	if err != nil {
		return nil, err
	}
	return vs[0], nil
}

// Values gives the values of numbers, nil for one that has none.
func (x *wordIndex) Values(numbers []uint64) ([]quad.Value, error) {
	ctx := context.Background()
	out := make([]quad.Value, len(numbers))
	for at := 0; at < len(numbers); at += maxChunk {
		page := numbers[at:min(at+maxChunk, len(numbers))]
		ids := make(map[uint64]id, len(page))
		s := statement{"SELECT n, id FROM " + x.t.sql.numbered + " WHERE n = ANY($1)", []param{int8s(len(page), func(i int) int64 { return int64(page[i]) })}}
		var list []id
		err := x.q.ask(ctx, s, func(row [][]byte) error {
			n, err := int8At(row[0])
			if err != nil {
				return err
			}
			v, err := idAt(row[1])
			ids[uint64(n)] = v
			list = append(list, v)
			return err
		})
		if err != nil {
			return nil, err
		}
		values := make(map[id]quad.Value, len(list))
		if err := x.q.fetchValues(ctx, list, values); err != nil {
			return nil, err
		}
		for i, n := range page {
			out[at+i] = values[ids[n]]
		}
	}
	return out, nil
}

// errNoIndex says that the index is not of a predicate.
func errNoIndex(predicate quad.IRI) error { return fmt.Errorf("%s: no index of it", string(predicate)) }

// Terms gives the values that have a term, see [backend.Indexed].
func (x *wordIndex) Terms(ctx context.Context, predicate quad.IRI, term string, prefix bool, f func(term []byte, values []uint64) error) error {
	field := slices.Index(append(x.t.Text[:len(x.t.Text):len(x.t.Text)], x.t.Names...), predicate)
	if field < 0 {
		return errNoIndex(predicate)
	}
	of := " FROM " + x.t.sql.words + " WHERE field = $1 AND term "
	last, from := []byte(term), int64(0)
	var numbers []uint64
	for size := firstChunk; ; size = min(4*size, maxChunk) {
		s := statement{"SELECT term, first, block" + of, []param{int8p(int64(field)), bytea(last), int8p(from)}}
		if prefix {
			s.sql += ">= $2 AND (term, first) > ($2, $3)"
			if end := prefixEnd([]byte(term)); end != nil {
				s.sql += " AND term < $4"
				s.params = append(s.params, bytea(end))
			}
		} else {
			s.sql += "= $2 AND first > $3"
		}
		s.sql += fmt.Sprintf(" ORDER BY term, first LIMIT %d", size)
		type block struct {
			term, numbers []byte
			first         int64
		}
		var page []block
		err := x.q.ask(ctx, s, func(row [][]byte) error {
			first, err := int8At(row[1])
			page = append(page, block{slices.Clone(row[0]), slices.Clone(row[2]), first})
			return err
		})
		if err != nil {
			return err
		}
		for _, b := range page {
			if numbers, err = backend.ReadBlock(numbers[:0], uint64(b.first), b.numbers); err != nil {
				return err
			}
			if err := f(b.term, numbers); err != nil {
				return err
			}
		}
		if len(page) < size {
			return nil
		}
		last, from = page[len(page)-1].term, page[len(page)-1].first
	}
}

// prefixEnd is what lies behind everything that begins with b; nil where nothing does.
func prefixEnd(b []byte) []byte {
	end := slices.Clone(b)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

// Lengths calls f for every value of the index with the length of its text.
func (x *wordIndex) Lengths(ctx context.Context, _ quad.IRI, f func(value uint64, bytes int) error) error {
	w := walk{table: x.t.sql.numbered, columns: []string{"n", "bytes"}, order: 1}
	for row, err := range w.rows(ctx, x.q, nil, nil) {
		if err != nil {
			return err
		}
		if err := f(uint64(row[0]), int(row[1])); err != nil {
			return err
		}
	}
	return nil
}

func (x *wordIndex) walk() walk {
	return walk{table: x.t.sql.objects, columns: []string{"subject", "predicate", "object", "quads"}, order: 3}
}

// CountsOf gives what is counted of a subject.
func (x *wordIndex) CountsOf(subject uint64) (out []backend.ObjectCount, err error) {
	for row, err := range x.walk().rows(context.Background(), x.q, []int64{int64(subject)}, nil) {
		if err != nil {
			return nil, err
		}
		out = append(out, backend.ObjectCount{Predicate: int(row[1]), Object: uint64(row[2]), Quads: row[3]})
	}
	return out, nil
}

// CountsOfAll calls f for each subject of which something is counted.
func (x *wordIndex) CountsOfAll(ctx context.Context, f func(subject uint64, counts []backend.ObjectCount) error) error {
	var counts []backend.ObjectCount
	subject := int64(0)
	for row, err := range x.walk().rows(ctx, x.q, nil, nil) {
		if err != nil {
			return err
		}
		if row[0] != subject && len(counts) > 0 {
			if err := f(uint64(subject), counts); err != nil {
				return err
			}
			counts = counts[:0]
		}
		subject = row[0]
		counts = append(counts, backend.ObjectCount{Predicate: int(row[1]), Object: uint64(row[2]), Quads: row[3]})
	}
	if len(counts) == 0 {
		return nil
	}
	return f(uint64(subject), counts)
}

// Bearers calls f for each subject that has an object of a counted predicate.
func (x *wordIndex) Bearers(ctx context.Context, predicate quad.IRI, object uint64, f func(subject uint64)) error {
	p := slices.Index(x.t.Counts, predicate)
	if p < 0 {
		return errNoIndex(predicate)
	}
	s := statement{"SELECT subject FROM " + x.t.sql.objects + " WHERE object = $1 AND predicate = $2 ORDER BY subject", []param{int8p(int64(object)), int8p(int64(p))}}
	return x.q.ask(ctx, s, func(row [][]byte) error {
		n, err := int8At(row[0])
		if err == nil {
			f(uint64(n))
		}
		return err
	})
}

// totalOf gives what is counted of a predicate; ok is false where it is not.
func (q *QuadStore) totalOf(ctx context.Context, predicate id) (quads, subjects int64, ok bool, err error) {
	if q.Indexed() == nil {
		return 0, 0, false, nil
	}
	t := q.tables.index
	i, ok := t.totalOf[predicate]
	if !ok {
		return 0, 0, false, nil
	}
	s := statement{"SELECT quads, subjects FROM " + t.sql.totals + " WHERE predicate = $1 AND object = $2", []param{int8p(int64(i)), uuid(id{})}}
	err = q.ask(ctx, s, func(row [][]byte) error {
		n, err := int8sAt(row)
		if err == nil {
			quads, subjects = n[0], n[1]
		}
		return err
	})
	return quads, subjects, true, err
}
