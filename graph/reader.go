package graph

import (
	"context"
	"sync"
	"time"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// MaxClaims is how many claims a Reader looks at for one question. A question that would need more is answered
// from the first MaxClaims, and the answer says so.
const MaxClaims = 20000

// A Reader answers what someone asks who explores the graph: who is called so, what is said of them, on which
// grounds. It keeps the names of all entities and what articles are called in memory, and brings both up to
// date when the store has changed. No question scans the graph; only the list of names is made by reading
// every name once.
//
// A Reader is safe for concurrent use.
type Reader struct {
	s *Store

	mu        sync.Mutex // held while a directory is made
	dir       *directory
	dirStamp  stamp
	dirMade   time.Time
	dirTook   time.Duration
	dirStale  bool       // make it anew, however much that takes
	relations []quad.IRI // every relation of a direct edge, sorted

	recentMu sync.Mutex            // guards what was read lately, of the state recentOf
	articles map[string]*Article   // without their text
	claims   map[string]*Statement // not to be changed
	recentOf stamp
}

// How much of what was read lately a Reader keeps: a claim takes about a kilobyte.
const (
	keptArticles = 1 << 14
	keptClaims   = 1 << 15
)

// NewReader gives a reader of s.
func NewReader(s *Store) *Reader {
	return &Reader{s: s, articles: make(map[string]*Article), claims: make(map[string]*Statement)}
}

// Store is the store that r reads.
func (r *Reader) Store() *Store { return r.s }

// Schema is the schema of the store.
func (r *Reader) Schema() *schema.Schema { return r.s.schema() }

// A stamp tells two states of a store apart.
type stamp struct{ nodes, quads, writes int64 }

// stamp is that of the store now.
func (r *Reader) stamp(ctx context.Context) (stamp, error) {
	st, err := r.s.qs.Stats(ctx, false)
	return stamp{nodes: st.Nodes.Value, quads: st.Quads.Value, writes: r.s.writes.Load()}, err
}

// Stamp is a number that changes when the content of the store does.
func (r *Reader) Stamp(ctx context.Context) (uint64, error) {
	st, err := r.stamp(ctx)
	if err != nil {
		return 0, err
	}
	h := uint64(14695981039346656037) // FNV-1a over the three counts
	for _, n := range []int64{st.nodes, st.quads, st.writes} {
		for i := range 8 {
			h = (h ^ uint64(n>>(8*i))&0xff) * 1099511628211
		}
	}
	return h, nil
}

// lately gives what f makes of what was read lately and st, the state of the store now. What is of another state
// is forgotten before.
func lately[T any](r *Reader, st stamp, f func() T) T {
	r.recentMu.Lock()
	defer r.recentMu.Unlock()
	if r.recentOf != st {
		r.recentOf = st
		clear(r.articles)
		clear(r.claims)
	}
	return f()
}

// remember keeps what was read, if the store was not written to meanwhile.
func remember[T any](ctx context.Context, r *Reader, before stamp, m map[string]T, most int, id string, v T) {
	if now, err := r.stamp(ctx); err != nil || now != before {
		return
	}
	lately(r, before, func() struct{} {
		if len(m) >= most {
			clear(m)
		}
		m[id] = v
		return struct{}{}
	})
}

// Info gives an article without its text. The error wraps ErrNotFound where there is none.
func (r *Reader) Info(ctx context.Context, id string) (*Article, error) {
	st, err := r.stamp(ctx)
	if err != nil {
		return nil, err
	}
	if a := lately(r, st, func() *Article { return r.articles[id] }); a != nil {
		return a, nil
	}
	a, err := r.info(ctx, id)
	if err != nil {
		return nil, err
	}
	remember(ctx, r, st, r.articles, keptArticles, id, a)
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
