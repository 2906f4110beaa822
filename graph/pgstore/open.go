package pgstore

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
)

// Name is the name of the backend in Cayley's registry; its address is a connection string of libpq, as a URL or
// as key=value.
const Name = "kgpostgres"

// Format is the version of the layout that this package writes and reads.
const Format = 2

// oldFormat is the version without anything beside the quads; a store of it is read, and raised when it is opened for writing.
const oldFormat = 1

// Options of a store. The zero value opens an existing store for reading and writing.
type Options struct {
	Create   bool          // make the store where there is none
	ReadOnly bool          // write nothing; a replica will do
	Schema   string        // the schema of the database that holds the tables; "" means kg
	Retry    time.Duration // how long a transaction is tried again while no server takes it; 0 means 30 s, less none

	Derive   *backend.Derivation // what to derive from the quads; nil derives nothing
	Index    *backend.Index      // what to keep an index of; nil keeps none
	Building func()              // called before what the store lacks of these is made of the quads, which may take minutes; may be nil
}

// The names of the options in a configuration.
const (
	optSchema = "schema"
	optRetry  = "retry"
)

// ParseOptions reads the options of a Cayley configuration: schema, retry, read_only.
func ParseOptions(o graph.Options) (Options, error) {
	var opt Options
	for name := range o {
		switch name {
		case optSchema, optRetry, "read_only":
		case "ignore_duplicate", "ignore_missing": // the writer's
		default:
			return opt, fmt.Errorf("store option %q: unknown; schema, retry and read_only are known", name)
		}
	}
	var err error
	if opt.Schema, err = o.StringKey(optSchema, ""); err != nil {
		return opt, err
	}
	retry, err := o.StringKey(optRetry, "")
	if err != nil {
		return opt, err
	}
	if retry != "" {
		if opt.Retry, err = time.ParseDuration(retry); err != nil {
			return opt, fmt.Errorf("store option retry: %w", err)
		}
		if opt.Retry == 0 {
			opt.Retry = -1
		}
	}
	opt.ReadOnly, err = o.BoolKey("read_only", false)
	return opt, err
}

func init() {
	open := func(create bool) func(string, graph.Options) (graph.QuadStore, error) {
		return func(address string, o graph.Options) (graph.QuadStore, error) {
			opt, err := ParseOptions(o)
			if err != nil {
				return nil, err
			}
			opt.Create = create
			return Open(context.Background(), address, opt)
		}
	}
	graph.RegisterQuadStore(Name, graph.QuadStoreRegistration{
		NewFunc: open(false),
		InitFunc: func(address string, o graph.Options) error {
			qs, err := open(false)(address, o)
			if err == nil {
				return errors.Join(graph.ErrDatabaseExists, qs.Close())
			}
			if !errors.Is(err, backend.ErrNoStore) {
				return err
			}
			if qs, err = open(true)(address, o); err != nil {
				return err
			}
			return qs.Close()
		},
		IsPersistent: true,
	})
}

// core is what a store and its snapshots share.
type core struct {
	conns
	opt    Options
	sql    tables
	tables struct {
		derived *derivedTables // nil: nothing is derived
		index   *indexTables   // nil: there is no index
	}
	want    kept    // what this program keeps
	found   int64   // the format of the store
	keeping keeping // what the store has of it
	lock    int64   // of the store
	values  backend.ValueCache[id]
	stored  storedSet

	numbers  numbers
	derivers sync.Pool

	writes atomic.Int64 // transactions of this process
}

// QuadStore is a store, or a snapshot of one. Safe for concurrent use.
type QuadStore struct {
	*core
	snap *snapshot // nil for the store itself
}

var _ graph.QuadStore = (*QuadStore)(nil)

var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,40}$`)

// Open opens the store in the database at address.
func Open(ctx context.Context, address string, opt Options) (*QuadStore, error) {
	if opt.Schema == "" {
		opt.Schema = "kg"
	}
	if !schemaName.MatchString(opt.Schema) {
		return nil, fmt.Errorf("store option schema: %q is not a plain name in lower case", opt.Schema)
	}
	if opt.Retry == 0 {
		opt.Retry = 30 * time.Second
	}
	if address == "" {
		return nil, errors.New("the postgres store needs an address: postgres://user@host/database")
	}
	config, err := pgconn.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the postgres store: %w", err)
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "kg"
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	config.AfterConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		_, err := run(ctx, conn, session, nil)
		return err
	}
	sum := sha256.Sum256([]byte("kg store " + opt.Schema))
	q := &QuadStore{core: &core{
		conns: conns{config: config},
		opt:   opt,
		sql:   tables{schema: opt.Schema},
		lock:  int64(binary.BigEndian.Uint64(sum[:])),
	}}
	q.values.Init(16 << 20)
	if q.tables.index, err = newIndexTables(opt.Schema, opt.Index, q.sql.quads()); err != nil {
		return nil, err
	}
	if q.tables.derived = newDerivedTables(opt.Schema, opt.Derive); opt.Derive != nil {
		q.want.derived = opt.Derive.Version
	}
	if opt.Index != nil {
		q.want.indexed = q.tables.index.fullText
	}
	if err := q.open(ctx); err != nil {
		q.conns.close()
		return nil, err
	}
	return q, nil
}

// session prepares a connection: queries join many tables that look alike.
var session = []statement{
	{sql: "SET join_collapse_limit = 16"},
	{sql: "SET from_collapse_limit = 16"},
	{sql: "SET jit = off"},
	{sql: "SET work_mem = '32MB'"},
	{sql: "SET search_path = pg_catalog"},
}

func (q *QuadStore) open(ctx context.Context) error {
	conn, err := q.take(ctx)
	if err != nil {
		return err
	}
	defer q.give(conn)
	var version string
	if _, err := run(ctx, conn, []statement{{sql: "SELECT version()"}}, func(_ int, row [][]byte) error {
		version = string(row[0])
		return nil
	}); err != nil {
		return err
	}
	if err := refuse(version); err != nil {
		return fmt.Errorf("%s: %w", where(q.config), err)
	}
	found, err := q.find(ctx, conn)
	if err != nil {
		return err
	}
	if !found {
		if q.opt.ReadOnly || !q.opt.Create {
			return fmt.Errorf("%s, schema %s: %w", where(q.config), q.opt.Schema, backend.ErrNoStore)
		}
		if err := q.create(ctx, conn); err != nil {
			return err
		}
	}
	return q.prepareKept(ctx, conn)
}

// refuse says why a server that speaks PostgreSQL's protocol cannot hold a store.
func refuse(version string) error {
	for _, other := range []struct{ name, is, why string }{
		{"CockroachDB", "CockroachDB", "its advisory locks do nothing, so two programs that load the same article would mix their quads"},
		{"-YB-", "YugabyteDB", "its advisory locks are not there in all versions and none was tried"},
		{"Redshift", "Redshift", "its unique indexes are not enforced"},
	} {
		if strings.Contains(version, other.name) {
			return fmt.Errorf("%s cannot hold a store: %s", other.is, other.why)
		}
	}
	return nil
}

// find tells whether the schema holds a store. One that holds something else, or another format, is an error.
func (q *QuadStore) find(ctx context.Context, conn *pgconn.PgConn) (found bool, err error) {
	// The catalogue is read as a table: a function like to_regclass may answer from before another program's commit.
	there, tables, ours := false, 0, 0
	err = ask(ctx, conn, statement{`SELECT c.relname FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
		WHERE n.nspname = $1`, []param{text(q.opt.Schema)}}, func(row [][]byte) error {
		there = true
		if row[0] != nil {
			tables++
		}
		if name := string(row[0]); name == "format" || name == "quads" {
			ours++
		}
		return nil
	})
	name := fmt.Sprintf("%s, schema %s", where(q.config), q.opt.Schema)
	switch {
	case err != nil:
		return false, err
	case !there, tables == 0:
		return false, nil
	case ours < 2:
		return false, fmt.Errorf("%s: %w", name, backend.ErrForeign)
	}
	format := int64(0)
	_, err = run(ctx, conn, []statement{{sql: "SELECT version FROM " + q.sql.format()}}, func(_ int, row [][]byte) error {
		format, err = int8At(row[0])
		return err
	})
	if q.found = format; err == nil && format != Format && format != oldFormat {
		err = fmt.Errorf("%s: %w: %d, this program writes %d", name, backend.ErrFormat, format, Format)
	}
	return true, err
}

// create makes the tables, unless another program does so at the same moment.
func (q *QuadStore) create(ctx context.Context, conn *pgconn.PgConn) error {
	if _, err := run(ctx, conn, []statement{
		{sql: "BEGIN READ WRITE"},
		{"SELECT pg_advisory_xact_lock($1)", []param{int8p(q.lock)}},
	}, nil); err != nil {
		return err
	}
	found, err := q.find(ctx, conn)
	if err == nil && !found {
		err = q.excludes(ctx)
	}
	if err == nil && !found {
		statements := make([]statement, 0, 12)
		for _, s := range q.sql.create() {
			statements = append(statements, statement{sql: s})
		}
		_, err = run(ctx, conn, statements, nil)
	}
	if err != nil {
		drop(conn)
		return err
	}
	_, err = exec(ctx, conn, "COMMIT")
	q.found = Format
	return err
}

// excludes checks that the lock of the store, which another connection holds, keeps this one out. A server whose
// advisory locks are only there by name would let two programs mix the quads of an article.
func (q *QuadStore) excludes(ctx context.Context) error {
	conn, err := q.dial(ctx)
	if err != nil {
		return err
	}
	defer drop(conn)
	got := false
	if err := ask(ctx, conn, statement{"SELECT pg_try_advisory_lock($1)", []param{int8p(q.lock)}}, func(row [][]byte) error {
		got = row[0][0] == 1
		return nil
	}); err != nil {
		return err
	}
	if got {
		return fmt.Errorf("%s cannot hold a store: its advisory locks do not exclude", where(q.config))
	}
	return nil
}

// tables names the tables of a store.
type tables struct{ schema string }

func (t tables) format() string  { return t.schema + ".format" }
func (t tables) nodes() string   { return t.schema + ".nodes" }
func (t tables) quads() string   { return t.schema + ".quads" }
func (t tables) changes() string { return t.schema + ".changes" }

// create gives what makes the tables. Every pattern of bound directions is a prefix of an index, or a part of it is:
// a subject, with a predicate; a predicate, with an object; an object; a label. The last three keep each key once and
// are small.
func (t tables) create() []string {
	return []string{
		"CREATE SCHEMA IF NOT EXISTS " + t.schema,
		"CREATE TABLE " + t.format() + " (version bigint NOT NULL, derived text NOT NULL, indexed text NOT NULL)",
		fmt.Sprintf("INSERT INTO %s VALUES (%d, '', '')", t.format(), Format),
		"CREATE TABLE " + t.nodes() + " (id uuid PRIMARY KEY, value bytea NOT NULL)",
		"CREATE TABLE " + t.quads() + " (s uuid NOT NULL, p uuid NOT NULL, o uuid NOT NULL, l uuid NOT NULL)",
		// What was forgotten is cleared away, and what was added looked at, before it is a fifth of the table.
		"ALTER TABLE " + t.quads() + " SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)",
		"ALTER TABLE " + t.nodes() + " SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)",
		"CREATE UNIQUE INDEX quads_spol ON " + t.quads() + " (s, p, o, l)",
		"CREATE INDEX quads_l ON " + t.quads() + " (l)",
		"CREATE INDEX quads_po ON " + t.quads() + " (p, o)",
		"CREATE INDEX quads_o ON " + t.quads() + " (o)",
		"CREATE TABLE " + t.changes() + " (quads bigint NOT NULL, nodes bigint NOT NULL, writes bigint NOT NULL, removals bigint NOT NULL, numbers bigint NOT NULL)",
	}
}

// Address names the server and the database, without the password.
func (q *QuadStore) Address() string { return where(q.config) }

// Close closes the store with its connections, or one snapshot. Closing twice does nothing.
func (q *QuadStore) Close() error {
	if q.snap != nil {
		q.snap.close(q)
		return nil
	}
	q.conns.close()
	return nil
}

// counts are the sums of the table of changes. Of a store of the format before numbers is 0.
type counts struct{ quads, nodes, writes, removals, numbers int64 }

func (c *counts) read(row [][]byte) error {
	for i, n := range []*int64{&c.quads, &c.nodes, &c.writes, &c.removals, &c.numbers} {
		var err error
		if *n, err = int8At(row[i]); err != nil {
			return err
		}
	}
	return nil
}

// sums are the columns that counts reads, in the format that was found.
func (q *QuadStore) sums() string {
	columns := []string{"quads", "nodes", "writes", "removals", "numbers"}
	if q.found < Format {
		columns = columns[:4]
	}
	sql := each(columns, "coalesce(sum(?), 0)::bigint", ", ")
	if q.found < Format {
		sql += ", 0::bigint"
	}
	return sql
}

func (q *QuadStore) countsStatement() statement {
	return statement{sql: "SELECT " + q.sums() + " FROM " + q.sql.changes()}
}

// stateStatement gives the counts, and what the store keeps beside its quads.
func (q *QuadStore) stateStatement() statement {
	kept := ", '', ''"
	if q.found == Format {
		kept = ", (SELECT derived FROM " + q.sql.format() + "), (SELECT indexed FROM " + q.sql.format() + ")"
	}
	return statement{sql: "SELECT " + q.sums() + kept + " FROM " + q.sql.changes()}
}

func (s *state) read(row [][]byte) error {
	s.derived, s.indexed = string(row[5]), string(row[6])
	return s.counts.read(row)
}

func (q *QuadStore) counts(ctx context.Context) (c counts, err error) {
	err = q.ask(ctx, q.countsStatement(), c.read)
	return c, err
}

// countsBy is counts by a connection.
func (q *QuadStore) countsBy(ctx context.Context, conn *pgconn.PgConn) (c counts, err error) {
	err = ask(ctx, conn, q.countsStatement(), c.read)
	return c, err
}
