package pgstore

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"kg/graph/backend"
)

// Derived is the version of what is derived from the quads, "" where nothing is.
func (q *QuadStore) Derived() string {
	if q.tables.derived == nil || !q.keeps().derived {
		return ""
	}
	return q.opt.Derive.Version
}

var _ backend.Derived = (*QuadStore)(nil)

// A walk reads rows of numbers in the order of some columns, page by page: it holds nothing open between two.
type walk struct {
	table   string
	columns []string // that are read, those of the order first
	order   int      // how many of them
	where   string   // a condition more, or ""
	back    bool
}

// rows gives the rows whose first numbers are those of prefix, as the table has them; from those on whose next numbers are from,
// or up to all that begin with it.
func (w walk) rows(ctx context.Context, q *QuadStore, prefix, from []int64) iter.Seq2[[]int64, error] {
	return func(yield func([]int64, error) bool) {
		order, direction := w.columns[len(prefix):w.order], ""
		if w.back {
			direction = " DESC"
		}
		inclusive := true
		for size := firstChunk; ; size = min(4*size, maxChunk) {
			s := statement{sql: "SELECT " + strings.Join(w.columns, ", ") + " FROM " + w.table}
			bind := func(n int64) string {
				s.params = append(s.params, int8p(n))
				return fmt.Sprintf("$%d", len(s.params))
			}
			var conds []string
			if w.where != "" {
				conds = append(conds, w.where)
			}
			for i, n := range prefix {
				conds = append(conds, w.columns[i]+" = "+bind(n))
			}
			if len(from) > 0 {
				var at []string
				for _, n := range from {
					at = append(at, bind(n))
				}
				is := map[bool]string{false: ">", true: "<"}[w.back]
				if inclusive {
					is += "="
				}
				conds = append(conds, "("+strings.Join(order[:len(from)], ", ")+") "+is+" ("+strings.Join(at, ", ")+")")
			}
			if len(conds) > 0 {
				s.sql += " WHERE " + strings.Join(conds, " AND ")
			}
			if len(order) > 0 {
				s.sql += " ORDER BY " + each(order, "?"+direction, ", ")
			}
			s.sql += fmt.Sprintf(" LIMIT %d", size)
			var page [][]int64
			err := q.ask(ctx, s, func(row [][]byte) error {
				numbers, err := int8sAt(row)
				page = append(page, numbers)
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
			}
			if len(page) < size {
				return
			}
			last := page[len(page)-1]
			from, inclusive = last[len(prefix):w.order], false
		}
	}
}

// int8sAt reads a row of numbers, of eight bytes or two.
func int8sAt(row [][]byte) ([]int64, error) {
	out := make([]int64, len(row))
	for i, b := range row {
		if len(b) == 2 {
			out[i] = int64(int16(uint16(b[0])<<8 | uint16(b[1])))
			continue
		}
		var err error
		if out[i], err = int8At(b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func sortedAll(ns []uint64) []int64 {
	out := make([]int64, len(ns))
	for i, n := range ns {
		out[i] = sorted(n)
	}
	return out
}

// Rows gives rows, see [backend.Derived].
func (q *QuadStore) Rows(ctx context.Context, table int, prefix, from []uint64, back bool) iter.Seq2[backend.Row, error] {
	return func(yield func(backend.Row, error) bool) {
		t := &q.tables.derived.rows[table]
		w := walk{table: t.name, columns: slices.Concat(columns("k", t.key), []string{"l"}, columns("v", t.value)), order: t.key + 1, back: back}
		for row, err := range w.rows(ctx, q, sortedAll(prefix), sortedAll(from)) {
			var r backend.Row
			if err == nil {
				for i := range t.key {
					r.Key[i] = number(row[i])
				}
				r.Label = number(row[t.key])
				for i := range t.value {
					r.Value[i] = uint64(row[t.key+1+i])
				}
				q.numbers.wanted(append(r.Key[len(prefix):t.key:t.key], r.Label)...)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// readCounted reads a key and its counts.
func readCounted(t *countTable, row [][]byte) (c backend.Counted, err error) {
	numbers, err := int8sAt(row)
	if err != nil {
		return c, err
	}
	return t.counted(numbers), nil
}

func (t *countTable) counted(row []int64) (c backend.Counted) {
	for i := range t.key {
		c.Key[i] = number(row[i])
	}
	for i := range t.columns {
		c.Counts[i] = uint64(row[t.key+i])
	}
	return c
}

func (t *countTable) walk() walk {
	return walk{table: t.name, columns: append(columns("k", t.key), columns("c", t.columns)...), order: t.key}
}

// Counts gives the counts of a key.
func (q *QuadStore) Counts(table int, k backend.Key) (backend.Counted, error) {
	t := &q.tables.derived.counts[table]
	for row, err := range t.walk().rows(context.Background(), q, sortedAll(k[:t.key]), nil) {
		if err != nil {
			return backend.Counted{Key: k}, err
		}
		return t.counted(row), nil
	}
	return backend.Counted{Key: k}, nil
}

// CountsUnder gives the keys that begin with prefix.
func (q *QuadStore) CountsUnder(ctx context.Context, table int, prefix []uint64) iter.Seq2[backend.Counted, error] {
	return func(yield func(backend.Counted, error) bool) {
		t := &q.tables.derived.counts[table]
		for row, err := range t.walk().rows(ctx, q, sortedAll(prefix), nil) {
			var c backend.Counted
			if err == nil {
				c = t.counted(row)
				q.numbers.wanted(c.Key[len(prefix):t.key]...)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// Listed gives a list.
func (q *QuadStore) Listed(ctx context.Context, table, list int, group []uint64, back bool) iter.Seq2[backend.Listed, error] {
	return func(yield func(backend.Listed, error) bool) {
		t := &q.tables.derived.counts[table]
		n := t.lists[list].Group
		w := walk{table: t.name, columns: q.tables.derived.listed(table, list), order: t.key + 1, where: fmt.Sprintf("q%d IS NOT NULL", list), back: back}
		for row, err := range w.rows(ctx, q, sortedAll(group), nil) {
			var l backend.Listed
			if err == nil {
				at := 0
				for i := range row {
					if i == n {
						l.Count = backend.Least(uint8(backend.MaxPlace - row[i]))
						continue
					}
					l.Key[at] = number(row[i])
					at++
				}
				q.numbers.wanted(l.Key[len(group):t.key]...)
			}
			if !yield(l, err) || err != nil {
				return
			}
		}
	}
}
