package pgstore

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
)

// A Want says what a label shall hold.
type Want struct {
	Label     quad.Value
	Quads     []quad.Quad // all of this label, each once
	MustExist bool        // the label must hold something before
}

// A Done tells what was changed of a label.
type Done struct {
	Had            int // quads before
	Added, Removed int
}

// A NoLabelError says that a label that must hold something holds nothing.
type NoLabelError struct{ Label quad.Value }

func (e *NoLabelError) Error() string { return fmt.Sprintf("no quads with the label %s", e.Label) }

// Replace makes each label hold what is wanted, all in one transaction, by writing the difference. Other programs may
// do the same at the same time. It returns when the server has acknowledged it.
func (q *QuadStore) Replace(ctx context.Context, wants []Want) ([]Done, error) {
	return q.ReplaceAsPlanned(ctx, func(*QuadStore) ([]Want, error) { return wants, nil })
}

// ReplaceAsPlanned is Replace for wants that depend on what the store holds: plan reads it from the view that it is given,
// during the call only, and nobody else writes between his plan and the end of the transaction. It is called again where the
// transaction is.
func (q *QuadStore) ReplaceAsPlanned(ctx context.Context, plan func(view *QuadStore) ([]Want, error)) ([]Done, error) {
	t := &txn{q: q, stored: make(map[id][]byte)}
	return t.replace(ctx, plan)
}

func (t *txn) replace(ctx context.Context, plan func(*QuadStore) ([]Want, error)) ([]Done, error) {
	if err := t.q.writable(); err != nil {
		return nil, err
	}
	var wants []Want
	var want [][]key
	t.prepare = func(view *QuadStore) (err error) {
		if wants, err = plan(view); err != nil {
			return err
		}
		t.labels = t.labels[:0]
		want = make([][]key, len(wants))
		for i, w := range wants {
			label, err := t.intern(w.Label)
			if err != nil {
				return err
			}
			t.labels = append(t.labels, label)
			want[i] = make([]key, len(w.Quads))
			for j := range w.Quads {
				d := graph.Delta{Quad: w.Quads[j], Action: graph.Add}
				if err := backend.CheckDelta(&d); err != nil {
					return err
				}
				k, err := t.key(w.Quads[j])
				if err != nil {
					return err
				}
				if k[3] != label {
					return fmt.Errorf("a quad of another label than %s", w.Label)
				}
				want[i][j] = k
			}
		}
		return nil
	}
	var done, before []Done
	t.compute = func(have places) error {
		done = make([]Done, len(wants))
		of := make(map[id]int, len(wants))
		for i := range wants {
			l, err := t.intern(wants[i].Label)
			if err != nil {
				return err
			}
			of[l] = i
		}
		missing := make(map[key]bool)
		for i := range want {
			for _, k := range want[i] {
				if !have.has(k) {
					missing[k] = true
				}
			}
		}
		kept := make(map[key]bool, len(have))
		for i := range want {
			for _, k := range want[i] {
				if missing[k] {
					delete(missing, k)
					t.add = append(t.add, k)
					done[i].Added++
				}
				kept[k] = true
			}
		}
		for k := range have {
			i := of[k[3]]
			done[i].Had++
			if !kept[k] {
				t.remove = append(t.remove, k)
				done[i].Removed++
			}
		}
		for i, w := range wants {
			if w.MustExist && done[i].Had == 0 {
				return &NoLabelError{w.Label}
			}
		}
		return nil
	}
	t.committing = func() { before = done }
	if err := t.commit(ctx); err != nil {
		var none *NoLabelError
		if before != nil && errors.As(err, &none) {
			return before, nil // it was the try before that has done it
		}
		return nil, err
	}
	if before != nil && len(t.add)+len(t.remove) == 0 {
		done = before
	}
	return done, nil
}

func (q *QuadStore) writable() error {
	if q.snap != nil {
		return fmt.Errorf("%w: it is a snapshot", backend.ErrReadOnly)
	}
	if q.opt.ReadOnly {
		return backend.ErrReadOnly
	}
	return nil
}

// ApplyDeltas applies all deltas, in their order, or none. A quad that is there already, or is not there to
// be deleted, is a *graph.DeltaError unless opts says to ignore it.
func (q *QuadStore) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error {
	if err := q.writable(); err != nil {
		return err
	}
	for i := range in {
		if err := backend.CheckDelta(&in[i]); err != nil {
			return err
		}
	}
	if len(in) == 0 {
		return nil
	}
	t := &txn{q: q, stored: make(map[id][]byte)}
	keys := make([]key, len(in))
	labels := make(map[id]bool)
	for i := range in {
		var err error
		if keys[i], err = t.key(in[i].Quad); err != nil {
			return err
		}
		labels[keys[i][3]] = true
	}
	for l := range labels {
		t.labels = append(t.labels, l)
	}
	t.only = keys
	t.compute = func(have places) error {
		is := make(map[key]bool, len(keys))
		for _, k := range keys {
			is[k] = have.has(k)
		}
		for i, k := range keys {
			add := in[i].Action == graph.Add
			switch {
			case add && is[k] && !opts.IgnoreDup:
				return &graph.DeltaError{Delta: in[i], Err: graph.ErrQuadExists}
			case !add && !is[k] && !opts.IgnoreMissing:
				return &graph.DeltaError{Delta: in[i], Err: graph.ErrQuadNotExist}
			}
			is[k] = add
		}
		for _, k := range keys {
			now, ok := is[k]
			if !ok {
				continue
			}
			delete(is, k)
			if now && !have.has(k) {
				t.add = append(t.add, k)
			} else if !now && have.has(k) {
				t.remove = append(t.remove, k)
			}
		}
		return nil
	}
	return t.commit(context.Background())
}

// txn is a transaction: what it reads, and what follows from it.
type txn struct {
	q      *QuadStore
	labels []id          // that it is about; they are sorted when it begins
	only   []key         // what it reads of them; nil: all of them
	stored map[id][]byte // the values of its quads

	// prepare, where it is not nil, sets labels.
	prepare func(view *QuadStore) error

	// compute sets add and remove, which are empty, from the quads that are there.
	compute     func(have places) error
	add, remove []key
	at          places // of the quads that are there
	committing  func() // called when the commit is sent, whose answer may be lost

	// While it is tried.
	conn  *pgconn.PgConn
	view  *QuadStore // the store as the transaction sees it
	begun state

	buf []byte
}

// intern gives the id of a value and remembers how it is stored.
func (t *txn) intern(v quad.Value) (id, error) {
	if v == nil {
		return id{}, nil
	}
	var err error
	if t.buf, err = backend.AppendValue(t.buf[:0], v); err != nil {
		return id{}, err
	}
	n := backend.HashOf(t.buf)
	if _, ok := t.stored[n]; !ok {
		t.stored[n] = bytes.Clone(t.buf)
	}
	return n, nil
}

func (t *txn) key(q quad.Quad) (k key, err error) {
	for i, dir := range quad.Directions {
		if k[i], err = t.intern(q.Get(dir)); err != nil {
			return k, fmt.Errorf("%s: %w", dir, err)
		}
	}
	return k, nil
}

// commit does the transaction, again and again while servers come and go.
func (t *txn) commit(ctx context.Context) error {
	begin := time.Now()
	wait := 50 * time.Millisecond
	for {
		err := t.try(ctx)
		switch {
		case err == nil:
			t.q.writes.Add(1)
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !passes(err) || time.Since(begin)+wait > t.q.opt.Retry:
			return err
		}
		t.q.conns.forget()
		t.q.stored.drop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait = min(2*wait, 2*time.Second)
	}
}

func compareIDs(a, b id) int { return bytes.Compare(a[:], b[:]) }

func (t *txn) try(ctx context.Context) (err error) {
	if t.conn, err = t.q.take(ctx); err != nil {
		return err
	}
	err = t.on(ctx)
	if err != nil && !t.conn.IsClosed() && !t.conn.IsBusy() {
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_, _ = exec(end, t.conn, "ROLLBACK") // a connection that cannot is closed, which undoes it too
	}
	t.q.give(t.conn)
	t.conn, t.view = nil, nil
	return err
}

func (t *txn) on(ctx context.Context) (err error) {
	if t.begun, err = t.q.begin(ctx, t.conn); err != nil {
		return err
	}
	t.view = t.q.within(t.conn)
	if t.prepare != nil {
		if err := t.prepare(t.view); err != nil {
			return err
		}
	}
	slices.SortFunc(t.labels, compareIDs)
	t.labels = slices.Compact(t.labels)
	if t.at, err = t.read(ctx); err != nil {
		return err
	}
	t.add, t.remove = t.add[:0], t.remove[:0]
	if err := t.compute(t.at); err != nil {
		return err
	}
	if len(t.add)+len(t.remove) == 0 {
		_, err := exec(ctx, t.conn, "ROLLBACK")
		return err
	}
	// What follows from the quads is found out while they and their values are as they were.
	derived, err := t.derive(ctx)
	if err != nil {
		return err
	}
	index, err := t.index(ctx)
	if err != nil {
		return err
	}
	if err := t.writeQuads(ctx); err != nil {
		return err
	}
	freed, err := t.deleteNodes(ctx)
	if err != nil {
		return err
	}
	made, used, err := t.insertNodes(ctx)
	if err != nil {
		return err
	}
	if err := derived.write(ctx, t.conn); err != nil {
		return err
	}
	given, err := index.write(ctx, t.conn, freed)
	if err != nil {
		return err
	}
	removals := int64(0)
	if len(freed) > 0 {
		removals = 1
	}
	if t.committing != nil {
		t.committing()
	}
	// What is acknowledged has to be told: from here on the end of ctx is too late.
	_, err = run(context.WithoutCancel(ctx), t.conn, []statement{
		{"INSERT INTO " + t.q.sql.changes() + " VALUES ($1, $2, 1, $3, $4)",
			[]param{int8p(int64(len(t.add) - len(t.remove))), int8p(made - int64(len(freed))), int8p(removals), int8p(given)}},
		{sql: "COMMIT"},
	}, nil)
	if err != nil {
		return err
	}
	t.q.stored.add(t.begun.removals+removals, used)
	t.q.tidy(t.conn)
	return nil
}

// within is the store as the transaction of a connection sees it.
func (q *QuadStore) within(conn *pgconn.PgConn) *QuadStore {
	return &QuadStore{core: q.core, snap: &snapshot{conn: conn}}
}

// state is what a transaction finds.
type state struct {
	counts
	kept // what is kept beside the quads
}

// begin begins a transaction that writes, and waits until no other is under way. Its statements look things up: a plan that
// reads a table, because nobody has counted yet how long it has become, would be slow for the whole of a load.
func (q *QuadStore) begin(ctx context.Context, conn *pgconn.PgConn) (st state, err error) {
	_, err = run(ctx, conn, []statement{
		{sql: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
		{"SELECT pg_advisory_xact_lock($1)", []param{int8p(q.lock)}},
		{sql: "SELECT set_config(s, 'off', true) FROM unnest('{enable_hashjoin,enable_mergejoin,enable_seqscan}'::text[]) AS u(s)"},
		q.stateStatement(),
	}, func(i int, row [][]byte) error {
		if i < 3 {
			return nil
		}
		return st.read(row)
	})
	if err == nil && st.kept != q.want {
		err = fmt.Errorf("%s: a program of another version has opened the store meanwhile, and it keeps other things beside the quads now", where(q.config))
	}
	return st, err
}

// places are where quads lie in their table. They stay there as long as the transaction that has read them.
type places map[key]tid

func (p places) has(k key) bool {
	_, ok := p[k]
	return ok
}

// read reads what is there of what the transaction is about.
func (t *txn) read(ctx context.Context) (places, error) {
	s := statement{"SELECT " + allColumns + ", ctid FROM " + t.q.sql.quads() + " WHERE l = ANY($1)", []param{uuids(t.labels)}}
	if t.only != nil {
		s = statement{"SELECT q.s, q.p, q.o, q.l, q.ctid FROM " + t.q.sql.quads() + " q JOIN unnest($1, $2, $3, $4) AS u(s, p, o, l)" +
			" ON q.l = u.l AND q.s = u.s AND q.p = u.p AND q.o = u.o", columnsOf(t.only)}
	}
	have := make(places)
	err := ask(ctx, t.conn, s, func(row [][]byte) (err error) {
		var k key
		for i := range k {
			if k[i], err = idAt(row[i]); err != nil {
				return err
			}
		}
		have[k], err = tidAt(row[len(k)])
		return err
	})
	return have, err
}

// columnsOf gives quads as four parameters, one a direction.
func columnsOf(keys []key) []param {
	var columns [4][]id
	for _, k := range keys {
		for i := range k {
			columns[i] = append(columns[i], k[i])
		}
	}
	params := make([]param, len(columns))
	for i := range columns {
		params[i] = uuids(columns[i])
	}
	return params
}

func (t *txn) writeQuads(ctx context.Context) error {
	if len(t.remove) > 0 {
		n, err := exec(ctx, t.conn, "DELETE FROM "+t.q.sql.quads()+" WHERE ctid = ANY($1)",
			tids(len(t.remove), func(i int) tid { return t.at[t.remove[i]] }))
		if err != nil {
			return err
		}
		if n != int64(len(t.remove)) {
			return fmt.Errorf("%w: %d of %d quads were there to be deleted", backend.ErrDamaged, n, len(t.remove))
		}
	}
	if len(t.add) == 0 {
		return nil
	}
	// The quads of an article side by side in the table, and in the order of the unique index.
	slices.SortFunc(t.add, func(a, b key) int {
		return cmp.Or(compareIDs(a[3], b[3]), compareIDs(a[0], b[0]), compareIDs(a[1], b[1]), compareIDs(a[2], b[2]))
	})
	b := append(make([]byte, 0, 32+len(t.add)*82), copyHead...)
	for _, k := range t.add {
		b = appendCopyRow(b, k[:]...)
	}
	b = append(b, copyTail...)
	_, err := t.conn.CopyFrom(ctx, bytes.NewReader(b), "COPY "+t.q.sql.quads()+" ("+allColumns+") FROM STDIN (FORMAT binary)")
	return fault(ctx, err)
}

// deleteNodes deletes the values that no quad uses any more, and gives them. No other transaction is under way.
func (t *txn) deleteNodes(ctx context.Context) (freed []id, err error) {
	if len(t.remove) == 0 {
		return nil, nil
	}
	used := make(map[id]bool)
	for _, k := range t.add {
		for _, n := range k {
			used[n] = true
		}
	}
	var ids []id
	for _, k := range t.remove {
		for _, n := range k {
			if n != (id{}) && !used[n] {
				used[n] = true
				ids = append(ids, n)
			}
		}
	}
	slices.SortFunc(ids, compareIDs)
	quads := t.q.sql.quads()
	sql := "DELETE FROM " + t.q.sql.nodes() + " n WHERE id = ANY($1)"
	for _, d := range quad.Directions {
		sql += " AND NOT EXISTS (SELECT FROM " + quads + " WHERE " + columnOf[d] + " = n.id)"
	}
	err = ask(ctx, t.conn, statement{sql + " RETURNING id", []param{uuids(ids)}}, func(row [][]byte) error {
		n, err := idAt(row[0])
		freed = append(freed, n)
		return err
	})
	return freed, err
}

// How much of new values is sent in one statement.
const (
	maxNodes     = 4096
	maxNodeBytes = 8 << 20
)

// insertNodes inserts the values of the new quads that are not known to be stored, in the order of their ids.
func (t *txn) insertNodes(ctx context.Context) (made int64, used []id, err error) {
	seen := make(map[id]bool)
	for _, k := range t.add {
		for _, n := range k {
			if n != (id{}) && !seen[n] {
				seen[n] = true
				used = append(used, n)
			}
		}
	}
	ids := t.q.stored.missing(t.begun.removals, used)
	slices.SortFunc(ids, compareIDs)
	for len(ids) > 0 {
		n, size := 0, 0
		var values [][]byte
		for n < len(ids) && n < maxNodes && size < maxNodeBytes {
			v := t.stored[ids[n]]
			values = append(values, v)
			size += len(v)
			n++
		}
		rows, err := exec(ctx, t.conn, "INSERT INTO "+t.q.sql.nodes()+" SELECT * FROM unnest($1, $2) AS u(id, value) ORDER BY id ON CONFLICT DO NOTHING",
			uuids(ids[:n]), byteas(values))
		if err != nil {
			return 0, nil, err
		}
		made += rows
		ids = ids[n:]
	}
	return made, used, nil
}

// tidyEvery is after how many transactions the changes are added up.
const tidyEvery = 64

// tidy replaces the rows of the table of changes by their sum, unless another program is at it.
func (q *QuadStore) tidy(conn *pgconn.PgConn) {
	if q.writes.Load()%tidyEvery != tidyEvery-1 {
		return
	}
	got := false
	_, err := run(context.Background(), conn, []statement{
		{sql: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
		{"SELECT pg_try_advisory_xact_lock($1)", []param{int8p(q.lock + 1)}},
	}, func(_ int, row [][]byte) error { got = row[0][0] == 1; return nil })
	end := []statement{{sql: "COMMIT"}}
	if got {
		sum := "WITH gone AS (DELETE FROM " + q.sql.changes() + " RETURNING *) INSERT INTO " + q.sql.changes() +
			" SELECT sum(quads), sum(nodes), sum(writes), sum(removals), sum(numbers) FROM gone HAVING count(*) > 0"
		end = []statement{{sql: sum}, {sql: "COMMIT"}}
	}
	if err == nil {
		_, err = run(context.Background(), conn, end, nil)
	}
	if err != nil {
		drop(conn) // it was a kindness; the next one does it
	}
}

// NewQuadWriter gives a [backend.Writer].
func (q *QuadStore) NewQuadWriter() (quad.WriteCloser, error) {
	if err := q.writable(); err != nil {
		return nil, err
	}
	return backend.NewWriter(q), nil
}
