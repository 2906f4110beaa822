package pgstore

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
)

// keptConns is how many connections are kept for use again.
const keptConns = 8

// conns are the connections of a store. There is no limit but the server's: a query may hold one while it waits for
// another, and would wait for itself.
type conns struct {
	config *pgconn.Config

	mu     sync.Mutex
	free   []*pgconn.PgConn
	closed bool
}

func (c *conns) take(ctx context.Context) (*pgconn.PgConn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil, backend.ErrClosed
	}
	for len(c.free) > 0 {
		conn := c.free[len(c.free)-1]
		c.free = c.free[:len(c.free)-1]
		if !conn.IsClosed() {
			c.mu.Unlock()
			return conn, nil
		}
	}
	c.mu.Unlock()
	return c.dial(ctx)
}

func (c *conns) dial(ctx context.Context) (*pgconn.PgConn, error) {
	conn, err := pgconn.ConnectConfig(ctx, c.config)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("postgres at %s: %w", where(c.config), err)
	}
	return conn, nil
}

// give takes a connection back. One that is in a transaction, or broken, is closed.
func (c *conns) give(conn *pgconn.PgConn) {
	if !conn.IsClosed() && !conn.IsBusy() && conn.TxStatus() == 'I' {
		c.mu.Lock()
		if !c.closed && len(c.free) < keptConns {
			c.free = append(c.free, conn)
			c.mu.Unlock()
			return
		}
		c.mu.Unlock()
	}
	drop(conn)
}

// forget closes the connections that are kept: the server that they lead to may not be the right one any more.
func (c *conns) forget() {
	c.mu.Lock()
	free := c.free
	c.free = nil
	c.mu.Unlock()
	for _, conn := range free {
		drop(conn)
	}
}

func (c *conns) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.forget()
}

// drop closes a connection without waiting for the server, which undoes what was not committed.
func drop(conn *pgconn.PgConn) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = conn.Close(ctx)
}

// where names a server without its password.
func where(c *pgconn.Config) string {
	return fmt.Sprintf("%s:%d/%s", c.Host, c.Port, c.Database)
}

// A statement with its parameters.
type statement struct {
	sql    string
	params []param
}

// lone runs a statement on its own, prepared if the connection has seen it before.
func (s *statement) lone(ctx context.Context, conn *pgconn.PgConn) (*pgconn.ResultReader, error) {
	values, oids := s.split()
	name, err := prepare(ctx, conn, s.sql, oids)
	if err != nil {
		return nil, err
	}
	if name == "" {
		return conn.ExecParams(ctx, s.sql, values, oids, binaryFormat, binaryFormat), nil
	}
	return conn.ExecPrepared(ctx, name, values, binaryFormat, binaryFormat), nil
}

// ask runs a statement on its own and calls f for each row.
func ask(ctx context.Context, conn *pgconn.PgConn, s statement, f func(row [][]byte) error) error {
	r, err := s.lone(ctx, conn)
	if err != nil {
		return err
	}
	for r.NextRow() {
		if err == nil {
			err = f(r.Values())
		}
	}
	if _, cerr := r.Close(); cerr != nil {
		return fault(ctx, cerr)
	}
	return err
}

func (s *statement) split() (values [][]byte, oids []uint32) {
	for _, p := range s.params {
		values, oids = append(values, p.data), append(oids, p.oid)
	}
	return values, oids
}

var binaryFormat = []int16{1}

// prepareAt is how often a connection sees a statement before it is prepared: to prepare one takes as long as to run it.
const prepareAt = 2

// maxPrepared is how many statements a connection prepares: the patterns that a program reads are few, what it asks
// for in other words is not.
const maxPrepared = 128

// prepare gives the name of a statement that a connection has prepared, "" where it is not worth it yet.
func prepare(ctx context.Context, conn *pgconn.PgConn, sql string, oids []uint32) (name string, err error) {
	const key = "kg"
	seen, ok := conn.CustomData()[key].(map[string]int)
	if !ok {
		seen = make(map[string]int)
		conn.CustomData()[key] = seen
	}
	n, ok := seen[sql]
	if !ok && len(seen) >= maxPrepared {
		return "", nil
	}
	seen[sql] = n + 1
	if n+1 < prepareAt {
		return "", nil
	}
	name = fmt.Sprintf("kg%x", fnvOf(sql))
	if n+1 == prepareAt {
		if _, err := conn.Prepare(ctx, name, sql, oids); err != nil {
			seen[sql] = n
			return "", fault(ctx, err)
		}
	}
	return name, nil
}

func fnvOf(s string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, s)
	return h.Sum64()
}

// run executes statements in one go, and calls f for each row of the one at index i. It stops at the first error.
func run(ctx context.Context, conn *pgconn.PgConn, statements []statement, f func(i int, row [][]byte) error) (affected []int64, err error) {
	return runNamed(ctx, conn, statements, nil, f)
}

// runNamed is run for statements of which some are prepared, under these names.
func runNamed(ctx context.Context, conn *pgconn.PgConn, statements []statement, names []string, f func(i int, row [][]byte) error) (affected []int64, err error) {
	var batch pgconn.Batch
	for i, s := range statements {
		values, oids := s.split()
		if names != nil && names[i] != "" {
			batch.ExecPrepared(names[i], values, binaryFormat, binaryFormat)
		} else {
			batch.ExecParams(s.sql, values, oids, binaryFormat, binaryFormat)
		}
	}
	results := conn.ExecBatch(ctx, &batch)
	for i := 0; results.NextResult(); i++ {
		r := results.ResultReader()
		for r.NextRow() {
			if err == nil && f != nil {
				err = f(i, r.Values())
			}
		}
		tag, rerr := r.Close()
		if rerr != nil {
			break // results.Close gives it too
		}
		affected = append(affected, tag.RowsAffected())
	}
	if cerr := results.Close(); cerr != nil {
		return affected, fault(ctx, cerr)
	}
	return affected, err
}

// runKept is run for statements that a connection sees again and again: it prepares them.
func runKept(ctx context.Context, conn *pgconn.PgConn, statements []statement, f func(i int, row [][]byte) error) (affected []int64, err error) {
	if len(statements) == 0 {
		return nil, nil
	}
	names := make([]string, len(statements))
	for i, s := range statements {
		_, oids := s.split()
		if names[i], err = prepare(ctx, conn, s.sql, oids); err != nil {
			return nil, err
		}
	}
	return runNamed(ctx, conn, statements, names, f)
}

// exec runs one statement.
func exec(ctx context.Context, conn *pgconn.PgConn, sql string, params ...param) (affected int64, err error) {
	n, err := run(ctx, conn, []statement{{sql, params}}, nil)
	if err != nil || len(n) == 0 {
		return 0, err
	}
	return n[0], nil
}

// fault is what an error of the driver means to the caller: the end of its context, where that has ended.
func fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil {
		return cause
	}
	return err
}

// passes reports whether an error is of the kind that passes: another writer was in the way, or the server is gone
// and another may take over.
func passes(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "40001", "40P01", // serialization, deadlock
			"25006", // this server has become a replica, or is one
			"53300": // too many connections
			return true
		}
		switch pg.Code[:min(2, len(pg.Code))] {
		case "08", "57": // connection; shutting down, starting up
			return true
		case "28", "3D": // not let in, no such database
			return false
		}
		return pg.Severity == "FATAL" // the session is at its end: what stands between says so in codes of its own
	}
	var op *net.OpError
	var connect *pgconn.ConnectError
	return pgconn.SafeToRetry(err) || errors.As(err, &op) || errors.As(err, &connect) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed)
}
