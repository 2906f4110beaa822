package pgstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// kept is what a store keeps beside its quads, as its row of the format tells: the version of what is derived and what the
// index is of, each "" for nothing.
type kept struct{ derived, indexed string }

// keeping is which of what this program knows the store has.
type keeping struct{ derived, indexed bool }

// keeps tells what may be read. A snapshot of a store that another program has made anew has nothing of it.
func (q *QuadStore) keeps() keeping {
	if q.snap != nil && q.snap.stale {
		return keeping{}
	}
	return q.core.keeping
}

// prepareKept finds out what the store has, and makes what is wanted where it may be written: it is kept from the start in a store that
// is made, made anew in one that has none or another, and taken away where nobody keeps it up.
func (q *QuadStore) prepareKept(ctx context.Context, conn *pgconn.PgConn) error {
	have, err := q.kept(ctx, conn)
	if err != nil {
		return err
	}
	if have != q.want && !q.opt.ReadOnly {
		if err := q.raise(ctx, conn); err != nil {
			return err
		}
		have = q.want
	}
	q.core.keeping = keeping{
		derived: have.derived == q.want.derived && have.derived != "",
		indexed: have.indexed == q.want.indexed && have.indexed != "",
	}
	return nil
}

// kept reads what the store has; nothing, where it is of the format before.
func (q *QuadStore) kept(ctx context.Context, conn *pgconn.PgConn) (have kept, err error) {
	if q.found < Format {
		return kept{}, nil
	}
	_, err = run(ctx, conn, []statement{{sql: "SELECT derived, indexed FROM " + q.sql.format()}}, func(_ int, row [][]byte) error {
		have = kept{string(row[0]), string(row[1])}
		return nil
	})
	return have, err
}

// raise makes a store one that keeps what is wanted, in one transaction. A program of another version that writes it meanwhile
// waits, and is told at its next transaction.
func (q *QuadStore) raise(ctx context.Context, conn *pgconn.PgConn) (err error) {
	defer func() {
		if err != nil {
			drop(conn)
		}
	}()
	if _, err := run(ctx, conn, []statement{
		{sql: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
		{"SELECT pg_advisory_xact_lock($1)", []param{int8p(q.lock)}},
	}, nil); err != nil {
		return err
	}
	if _, err := q.find(ctx, conn); err != nil {
		return err
	}
	have, err := q.kept(ctx, conn)
	if err != nil {
		return err
	}
	if have == q.want && q.found == Format { // another program was quicker
		_, err := exec(ctx, conn, "COMMIT")
		return err
	}
	c, err := q.countsBy(ctx, conn)
	if err != nil {
		return err
	}
	if c.quads > 0 && q.opt.Building != nil {
		q.opt.Building()
	}
	var statements []statement
	add := func(sql ...string) {
		for _, s := range sql {
			statements = append(statements, statement{sql: s})
		}
	}
	if q.found < Format {
		add(q.sql.raise()...)
	}
	if have.derived != q.want.derived {
		drops, err := q.tablesLike(ctx, conn, "^(rows|counts)[0-9]+$")
		if err != nil {
			return err
		}
		add(drops...)
		if t := q.tables.derived; t != nil {
			add(t.create()...)
		}
	}
	if have.indexed != q.want.indexed {
		drops, err := q.tablesLike(ctx, conn, "^(numbered|words|objects|totals)$")
		if err != nil {
			return err
		}
		add(drops...)
		if t := q.tables.index; t != nil {
			add(t.create()...)
		}
	}
	// See begin.
	add("SELECT set_config(s, 'off', true) FROM unnest('{enable_hashjoin,enable_mergejoin,enable_seqscan,enable_sort}'::text[]) AS u(s)")
	if _, err := run(ctx, conn, statements, nil); err != nil {
		return err
	}
	given, view := int64(0), q.within(conn)
	if q.tables.derived != nil && have.derived != q.want.derived {
		if err := q.deriveAll(ctx, conn, view); err != nil {
			return fmt.Errorf("deriving: %w", err)
		}
	}
	if q.tables.index != nil && have.indexed != q.want.indexed {
		if given, err = q.indexAll(ctx, conn, view, c.numbers); err != nil {
			return fmt.Errorf("indexing: %w", err)
		}
	}
	_, err = run(context.WithoutCancel(ctx), conn, []statement{
		{"UPDATE " + q.sql.format() + " SET version = $1, derived = $2, indexed = $3", []param{int8p(Format), text(q.want.derived), text(q.want.indexed)}},
		{"INSERT INTO " + q.sql.changes() + " VALUES (0, 0, 1, 0, $1)", []param{int8p(given)}},
		{sql: "COMMIT"},
	}, nil)
	if err == nil {
		q.found = Format
	}
	return err
}

// tablesLike gives what drops the tables of the store with such names.
func (q *QuadStore) tablesLike(ctx context.Context, conn *pgconn.PgConn, pattern string) (drops []string, err error) {
	_, err = run(ctx, conn, []statement{{`SELECT c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid
		WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname ~ $2 ORDER BY 1`, []param{text(q.opt.Schema), text(pattern)}}}, func(_ int, row [][]byte) error {
		drops = append(drops, "DROP TABLE "+q.opt.Schema+"."+string(row[0]))
		return nil
	})
	return drops, err
}

// indexAll makes the index of the quads that are there; its tables are empty, and last is the last number that was given.
func (q *QuadStore) indexAll(ctx context.Context, conn *pgconn.PgConn, view *QuadStore, last int64) (given int64, err error) {
	seen := make(map[[2]id]bool) // values of fields
	t := &txn{q: q, conn: conn, view: view, begun: state{counts: counts{numbers: last}}}
	flush := func() error {
		x := &indexChange{t: q.tables.index, next: t.begun.numbers + 1}
		x.touched(t.add, nil)
		t.add = t.add[:0]
		if err := x.known(ctx, conn); err != nil {
			return err
		}
		for i := range x.members {
			m := &x.members[i]
			k := [2]id{x.t.fields[m.field], m.value}
			m.was, seen[k] = seen[k], true
		}
		if x.texts, err = t.texts(ctx, x.unread()); err != nil {
			return err
		}
		n, err := x.write(ctx, conn, nil)
		given += n
		t.begun.numbers += n
		return err
	}
	err = view.eachLabel(ctx, func(_ id, keys []key) error {
		if t.add = append(t.add, keys...); len(t.add) < builtAtOnce {
			return nil
		}
		return flush()
	})
	if err == nil && len(t.add) > 0 {
		err = flush()
	}
	return given, err
}

// raise gives what makes a store of the format before one of this: a program of that format then fails to write, instead of
// leaving what is kept beside the quads as it was.
func (t tables) raise() []string {
	return []string{
		"ALTER TABLE " + t.format() + " ADD COLUMN derived text NOT NULL DEFAULT '', ADD COLUMN indexed text NOT NULL DEFAULT ''",
		"ALTER TABLE " + t.changes() + " ADD COLUMN numbers bigint NOT NULL DEFAULT 0",
		"ALTER TABLE " + t.changes() + " ALTER COLUMN numbers DROP DEFAULT",
	}
}
