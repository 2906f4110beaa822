package pgstore

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
)

// Rows are read in chunks: the first is small, because many scans want few rows.
const (
	firstChunk = 64
	maxChunk   = 4096
)

// A snapshot is a transaction that reads, with one connection: what is read in it takes turns.
type snapshot struct {
	mu      sync.Mutex
	conn    *pgconn.PgConn // nil when closed; under mu
	cursors int            // opened so far; under mu
	done    []string       // cursors to close with the next statement; under mu
	at      state
	stale   bool // what the store keeps beside its quads is not what it was opened with
}

// Snapshot gives the store as it is now, for reading. It must be closed.
func (q *QuadStore) Snapshot() (*QuadStore, error) {
	if q.snap != nil {
		return nil, fmt.Errorf("snapshot of a snapshot")
	}
	ctx := context.Background()
	var s *snapshot
	err := q.again(ctx, func() error {
		conn, err := q.take(ctx)
		if err != nil {
			return err
		}
		s = &snapshot{conn: conn}
		_, err = run(ctx, conn, []statement{
			{sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
			q.stateStatement(),
		}, func(_ int, row [][]byte) error { return s.at.read(row) })
		s.stale = s.at.kept != q.want
		if err != nil {
			drop(conn)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &QuadStore{core: q.core, snap: s}, nil
}

// again tries f once more with fresh connections where the one that was kept turns out to be cut.
func (q *QuadStore) again(ctx context.Context, f func() error) error {
	err := f()
	if err == nil || ctx.Err() != nil || !passes(err) {
		return err
	}
	q.conns.forget()
	return f()
}

// IsSnapshot reports whether this is a snapshot.
func (q *QuadStore) IsSnapshot() bool { return q.snap != nil }

func (s *snapshot) close(q *QuadStore) {
	s.mu.Lock()
	conn := s.conn
	s.conn = nil
	s.mu.Unlock()
	if conn == nil {
		return
	}
	if !conn.IsClosed() && conn.TxStatus() != 'I' {
		if _, err := exec(context.Background(), conn, "ROLLBACK"); err != nil {
			drop(conn)
			return
		}
	}
	q.give(conn)
}

// use runs f with the connection of the snapshot.
func (s *snapshot) use(f func(*pgconn.PgConn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil {
		return backend.ErrClosed
	}
	if s.conn.IsClosed() {
		return fmt.Errorf("the connection of a snapshot was lost")
	}
	return f(s.conn)
}

// ask runs a statement and calls f for each of its rows, of which there are few.
func (q *QuadStore) ask(ctx context.Context, s statement, f func(row [][]byte) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	each := func(conn *pgconn.PgConn) error {
		return ask(ctx, conn, s, f)
	}
	if q.snap != nil {
		return q.snap.use(each)
	}
	rows := 0
	count := f
	f = func(row [][]byte) error { rows++; return count(row) }
	err := q.with(ctx, each)
	if err != nil && rows == 0 && ctx.Err() == nil && passes(err) {
		q.conns.forget()
		err = q.with(ctx, each)
	}
	return err
}

// with runs f with a connection of its own.
func (q *QuadStore) with(ctx context.Context, f func(*pgconn.PgConn) error) error {
	conn, err := q.take(ctx)
	if err != nil {
		return err
	}
	defer q.give(conn)
	return f(conn)
}

// A stream is the rows of a statement whose columns are ids, chunk by chunk. In a snapshot it is a cursor of its
// transaction. In the store itself it is done with its connection after the first chunk if there are no more rows,
// and keeps it until its end otherwise. Not safe for concurrent use.
type stream struct {
	q     *QuadStore
	s     statement
	cols  int
	few   bool // in a snapshot it is read in one go
	begun bool

	buf  []id // the chunk, row by row
	at   int  // the next row in it
	rows int  // in it
	size int
	end  bool
	err  error

	cursor string // in a snapshot
	conn   *pgconn.PgConn
	reader *pgconn.ResultReader
}

func (q *QuadStore) stream(s statement, cols int) *stream {
	return &stream{q: q, s: s, cols: cols, size: firstChunk}
}

// next gives the next row, which is good until the call after; ok is false at the end and after an error, which
// s.err holds. fetched is called with each new chunk.
func (s *stream) next(ctx context.Context, fetched func(ids []id) error) (row []id, ok bool) {
	for s.at == s.rows {
		if s.end || s.err != nil {
			return nil, false
		}
		if s.err = ctx.Err(); s.err == nil {
			s.fill(ctx)
		}
		if s.err == nil && fetched != nil && s.rows > 0 {
			s.err = fetched(s.buf)
		}
		if s.err != nil {
			s.close()
			return nil, false
		}
	}
	row = s.buf[s.at*s.cols : (s.at+1)*s.cols]
	s.at++
	return row, true
}

func (s *stream) fill(ctx context.Context) {
	s.buf, s.at, s.rows = s.buf[:0], 0, 0
	if s.q.snap != nil && s.few {
		s.err = s.q.ask(ctx, s.s, s.add)
		s.end = true
	} else if s.q.snap != nil {
		s.err = s.q.snap.use(func(conn *pgconn.PgConn) error { return s.fetch(ctx, conn) })
	} else if s.err = s.read(ctx); s.size == firstChunk && s.rows == 0 && s.err != nil && ctx.Err() == nil && passes(s.err) {
		s.q.conns.forget()
		s.begun = false
		s.err = s.read(ctx)
	}
	s.size = min(s.size*4, maxChunk)
}

func (s *stream) add(row [][]byte) error {
	if len(row) != s.cols {
		return fmt.Errorf("%d columns, want %d", len(row), s.cols)
	}
	for _, b := range row {
		n, err := idAt(b)
		if err != nil {
			return err
		}
		s.buf = append(s.buf, n)
	}
	s.rows++
	return nil
}

// fetch reads the next chunk of a cursor.
func (s *stream) fetch(ctx context.Context, conn *pgconn.PgConn) error {
	var statements []statement
	for _, c := range s.q.snap.done {
		statements = append(statements, statement{sql: "CLOSE " + c})
	}
	s.q.snap.done = nil
	if !s.begun {
		s.begun = true
		s.q.snap.cursors++
		s.cursor = fmt.Sprintf("c%d", s.q.snap.cursors)
		statements = append(statements, statement{"DECLARE " + s.cursor + " NO SCROLL CURSOR FOR " + s.s.sql, s.s.params})
	}
	statements = append(statements, statement{sql: fmt.Sprintf("FETCH %d FROM %s", s.size, s.cursor)})
	_, err := run(ctx, conn, statements, func(_ int, row [][]byte) error { return s.add(row) })
	if s.end = s.rows < s.size; s.end {
		s.q.snap.done, s.cursor = append(s.q.snap.done, s.cursor), ""
	}
	return err
}

// read reads the next chunk with a connection that it keeps while there may be more.
func (s *stream) read(ctx context.Context) error {
	if !s.begun {
		s.begun = true
		conn, err := s.q.take(ctx)
		if err != nil {
			return err
		}
		if s.reader, err = s.s.lone(ctx, conn); err != nil {
			s.q.give(conn)
			return err
		}
		s.conn = conn
	}
	for s.rows < s.size {
		if !s.reader.NextRow() {
			s.end = true
			_, err := s.reader.Close()
			s.q.give(s.conn)
			s.conn, s.reader = nil, nil
			runtime.SetFinalizer(s, nil)
			return fault(ctx, err)
		}
		if err := s.add(s.reader.Values()); err != nil {
			return err
		}
	}
	if s.size == firstChunk {
		// Cayley does not close every scanner that it begins.
		runtime.SetFinalizer(s, (*stream).close)
	}
	return nil
}

// close ends the stream where it is.
func (s *stream) close() {
	s.end, s.rows, s.at = true, 0, 0
	if s.conn != nil {
		runtime.SetFinalizer(s, nil)
		drop(s.conn)
		s.conn, s.reader = nil, nil
	}
	if s.cursor != "" {
		s.q.snap.mu.Lock()
		s.q.snap.done, s.cursor = append(s.q.snap.done, s.cursor), ""
		s.q.snap.mu.Unlock()
	}
}

// fetchValues reads the values of ids, in one go those that are not remembered yet, into keep, if there is one.
func (q *QuadStore) fetchValues(ctx context.Context, ids []id, keep map[id]quad.Value) error {
	return q.fetchUpTo(ctx, ids, keep, "")
}

// prefetch reads the values of ids into the cache, but for long ones, which it would not keep.
func (q *QuadStore) prefetch(ctx context.Context, ids []id) error {
	return q.fetchUpTo(ctx, ids, nil, fmt.Sprintf(" AND octet_length(value) <= %d", backend.LongValue))
}

func (q *QuadStore) fetchUpTo(ctx context.Context, ids []id, keep map[id]quad.Value, cond string) error {
	var want []id
	seen := make(map[id]bool)
	for _, n := range ids {
		if n == (id{}) || seen[n] {
			continue
		}
		seen[n] = true
		if v, ok := q.values.Get(n); !ok {
			want = append(want, n)
		} else if keep != nil {
			keep[n] = v
		}
	}
	if len(want) == 0 {
		return nil
	}
	s := statement{"SELECT id, value FROM " + q.sql.nodes() + " WHERE id = ANY($1)" + cond, []param{uuids(want)}}
	return q.ask(ctx, s, func(row [][]byte) error {
		n, err := idAt(row[0])
		if err != nil {
			return err
		}
		v, err := backend.ReadValue(row[1])
		if err != nil {
			return fmt.Errorf("%w: value %x: %v", backend.ErrDamaged, n, err)
		}
		q.values.Put(n, v, len(row[1]))
		if keep != nil {
			keep[n] = v
		}
		return nil
	})
}
