package pgstore

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
)

// derivation collects what labels contribute, or contribute no longer, and writes it. A nil one does nothing.
type derivation struct {
	tables *derivedTables
	names  []uint64
	value  func(uint64) (quad.Value, error)

	// The label in hand, and whether its contribution is added or taken away.
	label uint64
	sign  int64

	rows   [][]rowChange // by table
	deltas []map[backend.Key]*[backend.MaxColumns]int64
}

// rowChange is a row with its label and its value behind its key.
type rowChange struct {
	row [maxRow]uint64
	add bool
}

// maxRow is the most numbers of a row: those of its key, its label, its value.
const maxRow = 11

var _ backend.Sink = (*derivation)(nil)

func newDerivation(tables *derivedTables, value func(uint64) (quad.Value, error)) (*derivation, error) {
	x := &derivation{tables: tables, value: value, rows: make([][]rowChange, len(tables.rows))}
	for _, v := range tables.rules.Names {
		n, err := idFor(v)
		if err != nil {
			return nil, err
		}
		x.names = append(x.names, numberOf(n))
	}
	x.reset()
	return x, nil
}

func (x *derivation) reset() {
	for i := range x.rows {
		x.rows[i] = x.rows[i][:0]
	}
	x.deltas = make([]map[backend.Key]*[backend.MaxColumns]int64, len(x.tables.counts))
	for i := range x.deltas {
		x.deltas[i] = make(map[backend.Key]*[backend.MaxColumns]int64)
	}
}

// Row adds a row of the label in hand, or takes it away.
func (x *derivation) Row(table int, k backend.Key, value ...uint64) {
	c := rowChange{add: x.sign > 0}
	n := x.tables.rules.Rows[table].Key
	copy(c.row[:], k[:n])
	c.row[n] = x.label
	copy(c.row[n+1:], value)
	x.rows[table] = append(x.rows[table], c)
}

// Count adds n to a count, or takes it away.
func (x *derivation) Count(table int, k backend.Key, column int, n int64) {
	x.delta(table, k)[column] += n * x.sign
}

func (x *derivation) delta(table int, k backend.Key) *[backend.MaxColumns]int64 {
	d := x.deltas[table][k]
	if d == nil {
		d = new([backend.MaxColumns]int64)
		x.deltas[table][k] = d
	}
	return d
}

// take takes the quads of a label, which are sorted, as there, or with a sign below zero as there no longer.
func (x *derivation) take(d backend.Deriver, label uint64, quads [][4]uint64, sign int64) error {
	if len(quads) == 0 {
		return nil
	}
	x.label, x.sign = label, sign
	return d.Derive(&backend.LabelQuads{Label: label, Quads: quads, Names: x.names, Value: x.value}, x)
}

// derive collects what follows from the changes of the transaction; nil is nothing.
func (t *txn) derive(ctx context.Context) (*derivation, error) {
	tables := t.q.tables.derived
	if tables == nil {
		return nil, nil
	}
	of := make(map[id][2][][4]uint64) // the quads of each label that changes, before and after
	for _, changes := range [][]key{t.add, t.remove} {
		for _, k := range changes {
			if _, ok := of[k[3]]; ok || k[3] == (id{}) {
				continue
			}
			v, err := t.value(k[3])
			if err != nil {
				return nil, err
			}
			if v != nil && tables.rules.Label(v) {
				of[k[3]] = [2][][4]uint64{}
			}
		}
	}
	if len(of) == 0 {
		return nil, nil
	}
	labels, have := slices.SortedFunc(maps.Keys(of), compareIDs), t.at
	if t.only != nil { // what it reads is not all of a label
		whole := &txn{q: t.q, conn: t.conn, labels: labels}
		var err error
		if have, err = whole.read(ctx); err != nil {
			return nil, err
		}
	}
	ids := make(map[uint64]id)
	predicates := make(map[id]quad.Value)
	for k := range have {
		predicates[k[1]] = nil
	}
	if err := t.view.fetchValues(ctx, slices.Collect(maps.Keys(predicates)), predicates); err != nil {
		return nil, err
	}
	add := func(k key, state int) {
		quads, ok := of[k[3]]
		if !ok {
			return
		}
		var n [4]uint64
		for i := range k {
			n[i] = numberOf(k[i])
			ids[n[i]] = k[i]
		}
		quads[state] = append(quads[state], n)
		of[k[3]] = quads
	}
	gone := make(map[key]bool, len(t.remove))
	for _, k := range t.remove {
		gone[k] = true
	}
	for k := range have {
		add(k, 0)
		if !gone[k] {
			add(k, 1)
		}
	}
	for _, k := range t.add {
		add(k, 1)
	}
	x, err := newDerivation(tables, func(n uint64) (quad.Value, error) { return t.value(ids[n]) })
	if err != nil {
		return nil, err
	}
	d := t.q.deriver()
	defer t.q.derivers.Put(d)
	for _, l := range labels {
		for state, sign := range []int64{-1, 1} {
			sortQuads(of[l][state])
			if err := x.take(d, numberOf(l), of[l][state], sign); err != nil {
				return nil, err
			}
		}
	}
	return x, nil
}

// deriver gives one that nobody else uses.
func (q *QuadStore) deriver() backend.Deriver {
	if d, ok := q.derivers.Get().(backend.Deriver); ok {
		return d
	}
	return q.tables.derived.rules.New()
}

// value is the value of an id as the transaction has it, or the store before it; nil where there is none.
func (t *txn) value(n id) (quad.Value, error) {
	if b, ok := t.stored[n]; ok {
		return backend.ReadValue(b)
	}
	return t.view.value(n)
}

// write writes what was collected.
func (x *derivation) write(ctx context.Context, conn *pgconn.PgConn) error {
	if x == nil {
		return nil
	}
	statements := x.rowStatements()
	counted, err := x.countStatements(ctx, conn)
	if err != nil {
		return err
	}
	_, err = runKept(ctx, conn, append(statements, counted...), nil)
	return err
}

// rowStatements take away and add rows, but for those that come back as they were.
func (x *derivation) rowStatements() (out []statement) {
	for i, table := range x.tables.rows {
		changes := x.rows[i]
		slices.SortFunc(changes, func(a, b rowChange) int { return slices.Compare(a.row[:], b.row[:]) })
		var away, add [][maxRow]uint64
		for len(changes) > 0 {
			row, was, is := changes[0].row, false, false
			for ; len(changes) > 0 && changes[0].row == row; changes = changes[1:] {
				was, is = was || !changes[0].add, is || changes[0].add
			}
			if is && !was {
				add = append(add, row)
			} else if was && !is {
				away = append(away, row)
			}
		}
		column := func(rows [][maxRow]uint64, c int) param {
			return int8s(len(rows), func(r int) int64 {
				if c <= table.key { // of the key, or the label
					return sorted(rows[r][c])
				}
				return int64(rows[r][c])
			})
		}
		if len(away) > 0 {
			s := statement{sql: table.delete}
			for c := range table.key + 1 {
				s.params = append(s.params, column(away, c))
			}
			out = append(out, s)
		}
		if len(add) > 0 {
			s := statement{sql: table.insert}
			for c := range table.key + 1 + table.value {
				s.params = append(s.params, column(add, c))
			}
			out = append(out, s)
		}
	}
	return out
}

// countChange is a key whose counts change.
type countChange struct {
	key     backend.Key
	by      *[backend.MaxColumns]int64
	was, is [backend.MaxColumns]uint64
}

// countStatements write the counts that change, with their places in the lists.
func (x *derivation) countStatements(ctx context.Context, conn *pgconn.PgConn) (out []statement, err error) {
	// The keys that appear in one table are counted in later ones, if they do.
	changes := make([][]countChange, len(x.deltas))
	var reads []statement
	var readers []int // the table of each
	for t, rules := range x.tables.rules.Counts {
		for k, by := range x.deltas[t] {
			changes[t] = append(changes[t], countChange{key: k, by: by})
			if rules.Appear != nil {
				rules.Appear(k, func(table int, k backend.Key, _ int) { x.delta(table, k) })
			}
		}
		if len(changes[t]) == 0 {
			continue
		}
		slices.SortFunc(changes[t], func(a, b countChange) int { return slices.Compare(a.key[:], b.key[:]) })
		reads = append(reads, statement{x.tables.counts[t].read, keyColumns(changes[t], rules.Key)})
		readers = append(readers, t)
	}
	_, err = runKept(ctx, conn, reads, func(i int, row [][]byte) error {
		t := readers[i]
		c, err := readCounted(&x.tables.counts[t], row)
		if err != nil {
			return err
		}
		at, ok := slices.BinarySearchFunc(changes[t], c.Key, func(c countChange, k backend.Key) int { return slices.Compare(c.key[:], k[:]) })
		if !ok {
			return fmt.Errorf("%w: counts of a key that was not asked for", backend.ErrDamaged)
		}
		changes[t][at].was = c.Counts
		return nil
	})
	if err != nil {
		return nil, err
	}
	for t, rules := range x.tables.rules.Counts {
		var kept, gone []countChange
		for _, c := range changes[t] {
			if *c.by == [backend.MaxColumns]int64{} {
				continue
			}
			for i := range c.is {
				n := int64(c.was[i]) + c.by[i]
				if n < 0 {
					return nil, fmt.Errorf("%w: a count of %s is below zero", backend.ErrDamaged, rules.Name)
				}
				c.is[i] = uint64(n)
			}
			was, is := c.was != [backend.MaxColumns]uint64{}, c.is != [backend.MaxColumns]uint64{}
			if rules.Appear != nil && was != is {
				n := int64(1)
				if !is {
					n = -1
				}
				rules.Appear(c.key, func(table int, k backend.Key, column int) { x.delta(table, k)[column] += n })
			}
			if is {
				kept = append(kept, c)
			} else {
				gone = append(gone, c)
			}
		}
		out = append(out, x.tables.counts[t].write(kept, gone)...)
	}
	return out, nil
}

// keyColumns are the keys of changes, as parameters.
func keyColumns(changes []countChange, n int) (out []param) {
	for c := range n {
		out = append(out, int8s(len(changes), func(i int) int64 { return sorted(changes[i].key[c]) }))
	}
	return out
}

// write gives what stores and deletes counts.
func (t *countTable) write(kept, gone []countChange) (out []statement) {
	if len(gone) > 0 {
		out = append(out, statement{t.delete, keyColumns(gone, t.key)})
	}
	if len(kept) == 0 {
		return out
	}
	s := statement{t.upsert, keyColumns(kept, t.key)}
	for c := range t.columns {
		s.params = append(s.params, int8s(len(kept), func(i int) int64 { return int64(kept[i].is[c]) }))
	}
	for l := range t.lists {
		s.params = append(s.params, int8s(len(kept), func(i int) int64 {
			place := t.lists[l].Place(&kept[i].is)
			if place == 0 {
				return -1
			}
			return int64(backend.MaxPlace - place)
		}))
	}
	return append(out, s)
}

// deriveAll derives from every quad; the tables are empty.
func (q *QuadStore) deriveAll(ctx context.Context, conn *pgconn.PgConn, view *QuadStore) error {
	tables := q.tables.derived
	ids := make(map[uint64]id)
	x, err := newDerivation(tables, func(n uint64) (quad.Value, error) { return view.value(ids[n]) })
	if err != nil {
		return err
	}
	d := q.deriver()
	n := 0
	err = view.eachLabel(ctx, func(label id, keys []key) error {
		v, err := view.value(label)
		if err != nil || v == nil || !tables.rules.Label(v) {
			return err
		}
		clear(ids)
		quads := numbersOfKeys(keys, ids)
		if err := x.take(d, numberOf(label), quads, 1); err != nil {
			return err
		}
		if n += len(quads); n < builtAtOnce {
			return nil
		}
		n = 0
		defer x.reset()
		return x.write(ctx, conn)
	})
	if err != nil {
		return err
	}
	return x.write(ctx, conn)
}

// builtAtOnce is how many quads are gone through before what follows from them is written.
const builtAtOnce = 100_000

// sortQuads sorts quads as a deriver wants them.
func sortQuads(quads [][4]uint64) {
	slices.SortFunc(quads, func(a, b [4]uint64) int { return slices.Compare(a[:], b[:]) })
}

// numbersOfKeys gives quads in numbers, sorted, and remembers what these stand for.
func numbersOfKeys(keys []key, ids map[uint64]id) [][4]uint64 {
	quads := make([][4]uint64, len(keys))
	for j, k := range keys {
		for i := range k {
			quads[j][i] = numberOf(k[i])
			ids[quads[j][i]] = k[i]
		}
	}
	sortQuads(quads)
	return quads
}

// eachLabel calls f with the quads of each label, and with those that have none some at a time.
func (q *QuadStore) eachLabel(ctx context.Context, f func(label id, keys []key) error) error {
	rows := q.stream(statement{sql: "SELECT " + allColumns + " FROM " + q.sql.quads() + " ORDER BY l"}, 4)
	defer rows.close()
	var keys []key
	give := func() error {
		if len(keys) == 0 {
			return nil
		}
		defer func() { keys = keys[:0] }()
		return f(keys[0][3], keys)
	}
	for {
		row, ok := rows.next(ctx, nil)
		if !ok {
			break
		}
		k := key(row)
		if len(keys) > 0 && (keys[0][3] != k[3] || k[3] == (id{}) && len(keys) >= builtAtOnce) {
			if err := give(); err != nil {
				return err
			}
		}
		keys = append(keys, k)
	}
	if rows.err != nil {
		return rows.err
	}
	return give()
}
