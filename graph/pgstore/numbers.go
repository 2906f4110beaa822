package pgstore

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/cayleygraph/quad"
)

// The number of a value is the first half of its id, so it is the same in every store, and the order of numbers is the
// order in which PostgreSQL sorts ids. Two values with one number are told apart where they meet, as an error: with
// 10^9 values the chance that there are two such in the store at all is 3 %.

func numberOf(n id) uint64 { return binary.BigEndian.Uint64(n[:8]) }

// numbers remembers which ids the numbers that were given out stand for, and which values may soon be asked for.
// Safe for concurrent use.
type numbers struct {
	mu         sync.Mutex
	young, old map[uint64]id
	cameUp     [maxCameUp]id // values, in turn
	came       int           // how many
	lastCame   map[id]int    // which of them a value was last
	unknown    []uint64      // numbers of which the ids may soon be asked for
}

const (
	maxNumbers = 1 << 18 // of a generation of numbers
	maxCameUp  = 1 << 13
	readAhead  = 256 // values, or ids, that are read at once
)

// wanted says that the ids of numbers may soon be asked for. Small numbers are days and the like.
func (t *numbers) wanted(ns ...uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, n := range ns {
		if _, ok := t.young[n]; ok || n < 1<<32 || len(t.unknown) >= readAhead {
			continue
		}
		if _, ok := t.old[n]; !ok {
			t.unknown = append(t.unknown, n)
		}
	}
}

func (t *numbers) takeUnknown() []uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	unknown := t.unknown
	t.unknown = nil
	return unknown
}

// put remembers the number of an id.
func (t *numbers) put(n id) (uint64, error) {
	k := numberOf(n)
	t.mu.Lock()
	defer t.mu.Unlock()
	have, ok := t.young[k]
	if !ok {
		have, ok = t.old[k]
	}
	if ok && have != n {
		return 0, fmt.Errorf("the values %x and %x have the same number", have, n)
	}
	if len(t.young) >= maxNumbers || t.young == nil {
		t.old, t.young = t.young, make(map[uint64]id)
	}
	t.young[k] = n
	return k, nil
}

func (t *numbers) get(k uint64) (id, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.young[k]
	if !ok {
		n, ok = t.old[k]
	}
	return n, ok
}

// expect says that a value has come up, and may be asked for.
func (t *numbers) expect(n id) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lastCame == nil {
		t.lastCame = make(map[id]int, maxCameUp)
	}
	if last, ok := t.lastCame[n]; ok && t.came-last < readAhead/4 {
		return
	}
	slot := &t.cameUp[t.came%maxCameUp]
	if t.lastCame[*slot] == t.came-maxCameUp {
		delete(t.lastCame, *slot)
	}
	*slot, t.lastCame[n] = n, t.came
	t.came++
}

// expected gives the values that have come up around one, most of them after it: what is read in one order is mostly asked for in it.
func (t *numbers) expected(n id) (out []id) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at, ok := t.lastCame[n]
	if !ok {
		return nil
	}
	first := max(at-readAhead/4, t.came-maxCameUp, 0)
	for i := first; i < min(first+readAhead, t.came); i++ {
		out = append(out, t.cameUp[i%maxCameUp])
	}
	return out
}

// Number gives the number of a value, 0 where no quad uses it.
func (q *QuadStore) Number(v quad.Value) (uint64, error) {
	r, err := q.ValueOf(v)
	if err != nil || r == nil {
		return 0, err
	}
	return q.numbers.put(idOf(r))
}

// id gives the id of a number; it is zero where there is none.
func (q *QuadStore) id(ctx context.Context, k uint64) (n id, err error) {
	if n, ok := q.numbers.get(k); ok || k == 0 {
		return n, nil
	}
	asked := append(q.numbers.takeUnknown(), k)
	slices.Sort(asked)
	asked = slices.Compact(asked)
	low, high := make([]id, len(asked)), make([]id, len(asked))
	for i, k := range asked {
		binary.BigEndian.PutUint64(low[i][:], k)
		high[i] = low[i]
		binary.BigEndian.PutUint64(high[i][8:], math.MaxUint64)
	}
	found := 0
	st := statement{"SELECT n.id FROM unnest($1, $2) AS u(low, high), LATERAL (SELECT id FROM " + q.sql.nodes() +
		" WHERE id >= u.low AND id <= u.high ORDER BY id LIMIT 2) n", []param{uuids(low), uuids(high)}}
	err = q.ask(ctx, st, func(row [][]byte) error {
		is, err := idAt(row[0])
		if err != nil {
			return err
		}
		if numberOf(is) == k {
			found++
			n = is
		}
		q.numbers.expect(is)
		_, err = q.numbers.put(is)
		return err
	})
	if err == nil && found > 1 {
		err = fmt.Errorf("%d values have the number %d", found, k)
	}
	return n, err
}

// Value gives the value of a number, nil where it has none. Values that came up with it are read ahead.
func (q *QuadStore) Value(k uint64) (quad.Value, error) {
	ctx := context.Background()
	n, err := q.id(ctx, k)
	if err != nil || n == (id{}) {
		return nil, err
	}
	if v, ok := q.values.Get(n); ok {
		return v, nil
	}
	if err := q.prefetch(ctx, append(q.numbers.expected(n), n)); err != nil {
		return nil, err
	}
	return q.value(n)
}

// numbered turns a pattern of numbers into one of ids; ok is false where a number stands for nothing.
func (q *QuadStore) numbered(ctx context.Context, p [4]uint64) (pat pattern, ok bool, err error) {
	for i, k := range p {
		if k == 0 {
			continue
		}
		n, err := q.id(ctx, k)
		if err != nil || n == (id{}) {
			return pat, false, err
		}
		pat.bind(quad.Directions[i], n)
	}
	return pat, true, nil
}

// Each calls f for the quads (subject, predicate, object, label) that have the numbers of p, where 0 is any, until f
// returns false. They come in the order of their numbers: those of a subject by predicate and object, those of a
// predicate by object and subject, those of an object by subject and predicate, those of a label by subject.
func (q *QuadStore) Each(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error {
	return q.each(ctx, p, false, f)
}

// EachOnce is Each with one quad only of those that differ in nothing but their label, whichever.
func (q *QuadStore) EachOnce(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error {
	return q.each(ctx, p, true, f)
}

func (q *QuadStore) each(ctx context.Context, p [4]uint64, once bool, f func([4]uint64) bool) error {
	pat, ok, err := q.numbered(ctx, p)
	if err != nil || !ok {
		return err
	}
	order := "s, p, o"
	switch {
	case pat.bound[0]:
	case pat.bound[1]:
		order = "p, o, s"
	case pat.bound[2]:
		order = "o, s, p"
	}
	where, params := pat.where()
	columns := allColumns
	if once && !pat.bound[3] {
		columns = "DISTINCT ON (" + order + ") " + allColumns
	}
	rows := q.stream(statement{"SELECT " + columns + " FROM " + q.sql.quads() + where + " ORDER BY " + order + ", l", params}, 4)
	rows.few = pat.bound[0]
	defer rows.close()
	// Whoever is given a quad may ask for its values at once: those of the next ones are then read with them.
	soon := func(rows []id) error {
		for ; len(rows) > 0; rows = rows[4:] {
			for _, i := range []int{0, 2, 3} {
				if !pat.bound[i] && rows[i] != (id{}) {
					q.numbers.expect(rows[i])
				}
			}
		}
		return nil
	}
	for {
		row, ok := rows.next(ctx, soon)
		if !ok {
			return rows.err
		}
		k, err := q.numbersOf(key(row))
		if err != nil {
			return err
		}
		if !f(k) {
			return nil
		}
	}
}

// numbersOf gives the numbers of a quad.
func (q *QuadStore) numbersOf(row key) (k [4]uint64, err error) {
	for i, n := range row {
		if n == (id{}) {
			continue
		}
		if k[i], err = q.numbers.put(n); err != nil {
			return k, err
		}
	}
	return k, nil
}

// countedFor is how far the quads of a predicate are counted at least; beyond, there are taken to be far more.
const countedFor = 8192

// CountUpTo counts the quads of a pattern of numbers, exactly where there are fewer than limit; of more it is some
// number that is not less.
func (q *QuadStore) CountUpTo(ctx context.Context, p [4]uint64, limit int64) (int64, error) {
	pat, ok, err := q.numbered(ctx, p)
	if err != nil || !ok {
		return 0, err
	}
	where, params := pat.where()
	if strings.Count(where, "$") == 1 && pat.bound[1] {
		limit = max(limit, countedFor)
	}
	n, err := q.number(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT FROM %s%s LIMIT %d) q", q.sql.quads(), where, limit), params...)
	if n == limit && limit == countedFor {
		n *= 100
	}
	return n, err
}
