package graph

import (
	"context"
	"errors"
	"fmt"
	"sync"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/writer"

	"kg/graph/backend"
	"kg/graph/claims"
	"kg/graph/pebblestore"
	"kg/graph/pgstore"
	"kg/schema"
)

// What callers branch on. Errors of this package wrap these.
var (
	ErrNotFound  = errors.New("not found")
	ErrAmbiguous = errors.New("more than one article")
	ErrNoStore   = backend.ErrNoStore
	ErrForeign   = backend.ErrForeign
	ErrFormat    = backend.ErrFormat
	ErrInUse     = backend.ErrInUse
	ErrReadOnly  = backend.ErrReadOnly
	ErrClosed    = backend.ErrClosed
	ErrDamaged   = backend.ErrDamaged
)

// Backends that Open knows. Any other name is looked up among the backends that are registered with Cayley.
const (
	Pebble   = "pebble"   // the default: a folder, no server
	Postgres = "postgres" // a PostgreSQL database, which several programs write at once
	Memory   = "memory"   // the same in memory, gone when the process ends
	MemStore = "memstore" // another name of Memory: Cayley's own store of that name dies of a read beside a write
)

// Options of a store. The zero value with an Address opens the embedded store there.
type Options struct {
	Backend      string         // Pebble when empty
	Address      string         // a folder, or a connection string of PostgreSQL
	StoreOptions map[string]any // of the backend: cache_mb, memtable_mb, no_sync for Pebble; schema, retry for Postgres
	ReadOnly     bool           // open an existing store and write nothing; otherwise it is made where there is none
	MustExist    bool           // never make a store, also for writing
	Schema       *schema.Schema // nil means schema.Default()
	Raising      func()         // called before a store of an older format is made one of this, which may take minutes; may be nil
}

// Store is a graph of records.
type Store struct {
	qs       cayley.QuadStore
	qw       cayley.QuadWriter
	readOnly bool
	borrowed bool // qs belongs to another Store
	schema   func() *schema.Schema

	changes *changes // shared with its snapshots
	briefs  briefs

	// write is held while a record is compared with what is stored and until it is handed over.
	write sync.Mutex
}

// refused are backends that Cayley knows and that would break a promise of this package.
var refused = map[string]string{
	"mysql":     noLabel,
	"sqlite":    noLabel,
	"cockroach": noLabel,
	"leveldb":   noTransactions,
	"badger":    noTransactions,
	"btree":     noTransactions,
	"bolt":      "it stops for good when it is read while it is written; " + noTransactions,
	"bbolt":     "it stops for good when it is read while it is written; " + noTransactions,
	"mongo":     noAtomic,
	"elastic":   noAtomic,
	"couch":     noAtomic,
	"pouch":     noAtomic,
}

const (
	noLabel        = "its unique index covers subject, predicate and object only, so a fact of two articles would be kept for one"
	noTransactions = "in Cayley's layout for it, a transaction that fails corrupts later ones"
	noAtomic       = "Cayley writes to it without transactions, so an article could be there in part"
)

// Open opens a store. It makes one only for writing, and only where the address is absent or an empty folder;
// a wrong path, another program's folder, a store of another format and one that is in use are errors.
func Open(ctx context.Context, opt Options) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := &Store{changes: &changes{}, readOnly: opt.ReadOnly, schema: sync.OnceValue(schema.Default)}
	if opt.Schema != nil {
		s.schema = func() *schema.Schema { return opt.Schema }
	}
	var err error
	if s.qs, err = openBackend(ctx, opt); err != nil {
		return nil, err
	}
	single, err := writer.NewSingle(s.qs, cayley.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
	if err != nil {
		return nil, errors.Join(err, s.qs.Close())
	}
	s.qw = &countedWriter{single, s}
	if !opt.ReadOnly {
		if err := s.putSchema(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("schema: %w", err), s.qs.Close())
		}
	}
	return s, nil
}

func storeOptions(opt Options) cayley.Options {
	options := make(cayley.Options, len(opt.StoreOptions))
	for k, v := range opt.StoreOptions {
		options[k] = v
	}
	return options
}

// embeddedOptions are those of the embedded store, with what the graph has it keep beside the quads.
func embeddedOptions(opt Options) (pebblestore.Options, error) {
	po, err := pebblestore.ParseOptions(storeOptions(opt))
	po.ReadOnly, po.Create = opt.ReadOnly, !opt.ReadOnly && !opt.MustExist
	po.Derive, po.Index = claims.Derivation(), textIndex
	if opt.Raising != nil {
		po.Building = sync.OnceFunc(opt.Raising)
	}
	return po, err
}

func openBackend(ctx context.Context, opt Options) (cayley.QuadStore, error) {
	options := storeOptions(opt)
	switch opt.Backend {
	case "", Pebble, pebblestore.Name:
		if opt.Address == "" {
			return nil, errors.New("the pebble store needs an address: a folder")
		}
		po, err := embeddedOptions(opt)
		if err != nil {
			return nil, err
		}
		return pebblestore.Open(opt.Address, po)
	case Memory, MemStore, pebblestore.MemName:
		return pebblestore.OpenMemoryWith(pebblestore.Options{Derive: claims.Derivation(), Index: textIndex})
	case Postgres, pgstore.Name:
		po, err := pgstore.ParseOptions(options)
		if err != nil {
			return nil, err
		}
		po.ReadOnly, po.Create = opt.ReadOnly, !opt.ReadOnly && !opt.MustExist
		po.Derive, po.Index = claims.Derivation(), textIndex
		if opt.Raising != nil {
			po.Building = sync.OnceFunc(opt.Raising)
		}
		return pgstore.Open(ctx, opt.Address, po)
	}
	if why, ok := refused[opt.Backend]; ok {
		return nil, fmt.Errorf("backend %s is refused: %s", opt.Backend, why)
	}
	if !cayley.IsRegistered(opt.Backend) {
		return nil, fmt.Errorf("backend %s: unknown; there are %s, %s and %s", opt.Backend, Pebble, Postgres, Memory)
	}
	if !opt.ReadOnly && !opt.MustExist && cayley.IsPersistent(opt.Backend) {
		err := cayley.InitQuadStore(opt.Backend, opt.Address, options)
		if err != nil && !errors.Is(err, cayley.ErrDatabaseExists) {
			return nil, fmt.Errorf("backend %s at %s: %w", opt.Backend, opt.Address, err)
		}
	}
	qs, err := cayley.NewQuadStore(opt.Backend, opt.Address, options)
	if err != nil {
		return nil, fmt.Errorf("backend %s at %s: %w", opt.Backend, opt.Address, err)
	}
	return qs, nil
}

// Close closes the store. What Put has acknowledged is on the disk already.
func (s *Store) Close() error {
	if s.borrowed {
		return nil
	}
	return s.qs.Close()
}

// Settle waits, after a large load, until the store is in the order in which it is read fastest. It ends with ctx.
func (s *Store) Settle(ctx context.Context) error {
	if p, ok := s.qs.(interface{ Settle(context.Context) error }); ok && !s.readOnly {
		return p.Settle(ctx)
	}
	return nil
}

// QuadStore is the store as Cayley sees it, for queries. Writing to it past Put breaks the invariants of this
// package.
func (s *Store) QuadStore() cayley.QuadStore { return s.qs }

// Handle is the store with a writer, as Cayley's sessions and HTTP routes take it.
func (s *Store) Handle() *cayley.Handle { return &cayley.Handle{QuadStore: s.qs, QuadWriter: s.qw} }

// ReadOnly reports whether the store was opened for reading only.
func (s *Store) ReadOnly() bool { return s.readOnly }

// snapshot gives the backend as it is now; nil where it cannot do that, or is a snapshot already.
func (s *Store) snapshot() (cayley.QuadStore, error) {
	switch q := s.qs.(type) {
	case *pebblestore.QuadStore:
		if !q.IsSnapshot() {
			return q.Snapshot()
		}
	case *pgstore.QuadStore:
		if !q.IsSnapshot() {
			return q.Snapshot()
		}
	}
	return nil, nil
}

// Snapshot gives the store as it is now, for reading: what is written later is not seen in it. It must be
// closed. A backend that cannot do that gives the store itself, and its Close does nothing.
func (s *Store) Snapshot() (*Store, error) {
	snap, err := s.snapshot()
	if err != nil {
		return nil, err
	}
	if snap == nil {
		return &Store{changes: s.changes, qs: s.qs, qw: s.qw, readOnly: true, borrowed: true, schema: s.schema}, nil
	}
	qw, err := writer.NewSingle(snap, cayley.IgnoreOpts{})
	if err != nil {
		return nil, errors.Join(err, snap.Close())
	}
	return &Store{changes: s.changes, qs: snap, qw: qw, readOnly: true, schema: s.schema}, nil
}

// frozen is Snapshot for the length of a call that reads more than once.
func (s *Store) frozen() (view *Store, done func() error, err error) {
	if view, err = s.Snapshot(); err != nil {
		return nil, nil, err
	}
	if view.borrowed {
		return s, func() error { return nil }, nil
	}
	return view, view.Close, nil
}

// frozenDo runs f on the store as it is now.
func frozenDo[T any](s *Store, f func(*Store) (T, error)) (T, error) {
	view, done, err := s.frozen()
	if err != nil {
		var zero T
		return zero, err
	}
	out, err := f(view)
	return out, errors.Join(err, done())
}
