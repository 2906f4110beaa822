package graph

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// MaxClaims is how many claims a Reader looks at for one question. A question that would need more is answered
// from the first MaxClaims, and the answer says so.
const MaxClaims = 20000

// A Reader answers what someone asks who explores the graph: who is called so, what is said of them, on which
// grounds. It keeps in memory when articles are of and, of a store without an index, the names of all entities, and
// brings both up to date when the store has changed. No question scans the graph; only these lists are made by reading
// every day, and every name, once.
//
// Where the store changes while it is read, an answer that takes more than one reading may mix two states of it:
// [Reader.Now] gives a reader of one state.
//
// A Reader is safe for concurrent use.
type Reader struct {
	s     *Store
	names *names // shared with the readers that Now gives

	// Of a reader that Now gave.
	at      *stamp // the state that it reads; nil for one of the store as it changes
	version int64
	users   int // under viewMu of the reader that gave it

	viewMu sync.Mutex
	view   *Reader // what Now gave last
	lastAt stamp   // the state of the last one that alone gave

}

// names is what is read all at once: see directory.
type names struct {
	version atomic.Int64 // of the newest reader that Now gave

	mu        sync.Mutex
	making    chan struct{} // closed when the one that is being made is there; nil where none is
	dir       *directory
	stamp     stamp
	of        int64 // version that it is of
	made      time.Time
	took      time.Duration
	wanted    int64      // at least this version is wanted, however much it takes
	soon      int64      // at least this one is wanted before long
	relations []quad.IRI // every relation of a direct edge, sorted

	articles recent[*Article]   // without their text
	claims   recent[*Statement] // not to be changed
}

// How much of what was read lately a Reader keeps: a claim takes about a kilobyte.
const (
	keptArticles = 1 << 14
	keptClaims   = 1 << 15
)

// NewReader gives a reader of s.
func NewReader(s *Store) *Reader {
	return &Reader{s: s, names: &names{articles: recent[*Article]{most: keptArticles}, claims: recent[*Statement]{most: keptClaims}}}
}

// Store is the store that r reads.
func (r *Reader) Store() *Store { return r.s }

// Schema is the schema of the store.
func (r *Reader) Schema() *schema.Schema { return r.s.schema() }

// A stamp tells two states of a store apart.
type stamp struct{ nodes, quads, writes int64 }

// stamp is that of what r reads, now.
func (r *Reader) stamp(ctx context.Context) (stamp, error) {
	if r.at != nil {
		return *r.at, nil
	}
	if v, ok := r.s.qs.(versioned); ok {
		n, err := v.Version(ctx)
		return stamp{writes: n}, err
	}
	st, err := r.s.qs.Stats(ctx, false)
	return stamp{nodes: st.Nodes.Value, quads: st.Quads.Value, writes: r.s.changes.count.Load()}, err
}

// Now gives a reader of the store as it is now, which sees nothing of later writes. Readers of one state are one. done
// has to be called when it is not needed any more; the names of entities, which only say how things are called, may be
// a little older or newer. Of a backend that has no snapshots it reads the store itself.
func (r *Reader) Now(ctx context.Context) (now *Reader, done func() error, err error) {
	if r.at != nil {
		return r, func() error { return nil }, nil
	}
	r.viewMu.Lock()
	defer r.viewMu.Unlock()
	st, err := r.stamp(ctx) // before the snapshot: what is written between the two makes the next call look again
	if err != nil {
		return nil, nil, err
	}
	if _, shared := r.s.qs.(sharedWriter); shared {
		return r.alone(st)
	}
	if r.view == nil || *r.view.at != st {
		snap, err := r.s.Snapshot()
		if err != nil {
			return nil, nil, err
		}
		v := &Reader{s: snap, names: r.names, at: &st, version: r.names.version.Add(1), users: 1}
		if old := r.view; old != nil {
			err = r.leave(old)
		}
		if r.view = v; err != nil {
			return nil, nil, err
		}
	}
	v := r.view
	v.users++
	return v, sync.OnceValue(func() error {
		r.viewMu.Lock()
		defer r.viewMu.Unlock()
		return r.leave(v)
	}), nil
}

// leave closes a reader that nobody uses. It is called under viewMu.
func (r *Reader) leave(v *Reader) error {
	if v.users--; v.users > 0 {
		return nil
	}
	return v.s.Close()
}

// Version counts the states of the store that Now gave readers of: two readers with one version read the same.
func (r *Reader) Version() int64 {
	if r.at != nil {
		return r.version
	}
	return r.names.version.Load()
}

// recent keeps what was read lately of articles, with the state that it was read in.
type recent[T any] struct {
	most int

	mu sync.Mutex
	m  map[string]kept[T]
}

type kept[T any] struct {
	v       T
	article string
	at      stamp
}

// get gives what was read of id, where it is the same in the state st of s: its article has not changed between the two.
func (c *recent[T]) get(s *Store, id string, st stamp) (v T, ok bool) {
	c.mu.Lock()
	k, ok := c.m[id]
	c.mu.Unlock()
	if !ok || k.at != st && (!s.tellsChanges() || s.changes.since(k.article, min(k.at.writes, st.writes))) {
		return v, false
	}
	return k.v, true
}

// put keeps what was read of id in the state st, or in a later one.
func (c *recent[T]) put(id, article string, st stamp, v T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil || len(c.m) >= c.most {
		c.m = make(map[string]kept[T])
	}
	c.m[id] = kept[T]{v, article, st}
}

// tellsChanges reports whether all that is written to the store goes through s.
func (s *Store) tellsChanges() bool {
	_, shared := s.qs.(sharedWriter)
	return !shared
}

// Info gives an article without its text. The error wraps ErrNotFound where there is none.
func (r *Reader) Info(ctx context.Context, id string) (*Article, error) {
	st, err := r.stamp(ctx)
	if err != nil {
		return nil, err
	}
	if a, ok := r.names.articles.get(r.s, id, st); ok {
		return a, nil
	}
	a, err := r.info(ctx, id)
	if err != nil {
		return nil, err
	}
	r.names.articles.put(id, id, st, a)
	return a, nil
}

// infoPredicates are those of an article but for its text.
var infoPredicates = []quad.IRI{schemaHeadline, schemaURL, schemaPublisher, schemaPublished, schemaLanguage,
	kgSource, kgSHA256, kgEngine}

func (r *Reader) info(ctx context.Context, id string) (*Article, error) {
	if badName(id) != "" {
		return nil, notFound("article", id)
	}
	iri := articleIRI(id)
	a := &Article{ID: id}
	found := false
	for _, pred := range append([]quad.IRI{rdfType}, infoPredicates...) {
		err := r.s.scan(ctx, quad.Quad{Subject: iri, Predicate: pred}, func(q quad.Quad) error {
			found = true
			a.set(q.Predicate, q.Object)
			return errStop
		})
		if err != nil {
			return nil, err
		}
	}
	if !found {
		return nil, notFound("article", id)
	}
	return a, nil
}
