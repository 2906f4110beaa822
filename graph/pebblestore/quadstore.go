package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/vfs"
)

// QuadStore is a store, or a snapshot of one. Safe for concurrent use; one transaction is written at a time.
type QuadStore struct {
	*core
	r    pebble.Reader    // the database, or a snapshot of it
	snap *pebble.Snapshot // nil for the store itself
	own  iterPool         // iterators of the snapshot
	at   meta             // the counts at the snapshot
	life sync.RWMutex     // held for reading while the snapshot is in use
	held bool             // the store is in use by whoever has this, which cannot wait for use again: Close may have begun to
	done bool             // the snapshot is closed; under life
}

var _ graph.QuadStore = (*QuadStore)(nil)

func (q *QuadStore) pool() *iterPool {
	if q.snap != nil {
		return &q.own
	}
	return &q.iters
}

func (q *QuadStore) counts() meta {
	if q.snap != nil {
		return q.at
	}
	return q.meta.load()
}

// Path is the folder of the store.
func (q *QuadStore) Path() string { return q.path }

// Snapshot gives the store as it is now, for reading. It must be closed.
func (q *QuadStore) Snapshot() (*QuadStore, error) {
	if q.snap != nil {
		return nil, errors.New("snapshot of a snapshot")
	}
	s := &QuadStore{core: q.core}
	err := q.use(func() error {
		q.commits.Lock()
		defer q.commits.Unlock()
		s.snap, s.at = q.db.NewSnapshot(), q.meta.load()
		s.r = s.snap
		if q.snaps == nil {
			q.snaps = make(map[*QuadStore]bool)
		}
		q.snaps[s] = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// IsSnapshot reports whether this is a snapshot.
func (q *QuadStore) IsSnapshot() bool { return q.snap != nil }

// use keeps the store, or the snapshot, open while f runs.
func (q *QuadStore) use(f func() error) error {
	if q.held {
		return f()
	}
	if q.snap == nil {
		return q.core.use(f)
	}
	// The store comes first, as in Close, which would otherwise wait for the snapshot and the snapshot for it.
	return q.core.use(func() error {
		q.life.RLock()
		defer q.life.RUnlock()
		if q.done {
			return ErrClosed
		}
		return f()
	})
}

// Close closes the store with its snapshots, or one snapshot. It waits for reads and writes that are under
// way; later ones give ErrClosed. Closing twice does nothing.
func (q *QuadStore) Close() error {
	if q.snap != nil {
		q.mu.RLock() // first: the store must not be closed while it does not know of the snapshot
		defer q.mu.RUnlock()
		q.commits.Lock()
		delete(q.snaps, q)
		q.commits.Unlock()
		return q.closeSnapshot()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return nil
	}
	q.closed = true
	q.syncing.Wait()
	err := q.iters.drop()
	q.commits.Lock()
	defer q.commits.Unlock()
	for s := range q.snaps {
		err = errors.Join(err, s.closeSnapshot())
	}
	if !q.opt.ReadOnly && !isMemory(q.opt.FS) {
		// With its log empty the store opens faster, and damage to any file is found by its checksum.
		err = errors.Join(err, q.flush())
	}
	err = errors.Join(err, q.db.Close())
	if !q.opt.ReadOnly && q.opt.FS == vfs.Default {
		err = errors.Join(err, releaseReserve(filepath.Join(q.path, dbDir), err == nil))
	}
	return err
}

// isMemory reports whether a file system is gone with the process.
func isMemory(f vfs.FS) bool { _, ok := f.(*vfs.MemFS); return ok }

func (q *QuadStore) closeSnapshot() error {
	q.life.Lock()
	defer q.life.Unlock()
	if q.done {
		return nil
	}
	q.done = true
	return errors.Join(q.own.drop(), q.snap.Close())
}

// nodeRef and quadRef are the references that Cayley passes around.
type (
	nodeRef id
	quadRef key
)

func (n nodeRef) Key() any { return n }
func (k quadRef) Key() any { return k }

func refOf(n id) refs.Ref {
	if n == 0 {
		return nil
	}
	return nodeRef(n)
}

// idOf is the number behind a reference; 0 where it is none of ours.
func idOf(r refs.Ref) id {
	n, _ := r.(nodeRef)
	return id(n)
}

// lookup gives the number of a value, 0 where it has none.
func (q *QuadStore) lookup(v quad.Value) (id, error) {
	if v == nil {
		return 0, nil
	}
	var buf [128]byte
	stored, err := appendValue(buf[:0], v)
	if err != nil {
		return 0, err
	}
	var key [32]byte
	var n id
	err = q.use(func() error {
		it, epoch, err := q.pool().take(q.r)
		if err != nil {
			return err
		}
		it.SetBounds(nil, nil)
		if it.SeekPrefixGE(hashKey(key[:0], hashOf(stored))) { // which asks the filters of all levels, where Get does not
			b, readErr := it.ValueAndErr()
			if err = readErr; err == nil {
				n, err = readNumber(b)
			}
		}
		return errors.Join(err, it.Error(), q.pool().give(it, epoch))
	})
	return n, err
}

// ValueOf gives the reference of v, nil where no quad uses it.
func (q *QuadStore) ValueOf(v quad.Value) (graph.Ref, error) {
	n, err := q.lookup(v)
	return refOf(n), err
}

// value gives the value of a number, nil where it has none.
func (q *QuadStore) value(n id) (quad.Value, error) {
	if n == 0 {
		return nil, nil
	}
	if v, ok := q.values.Get(n); ok {
		return v, nil
	}
	var buf [16]byte
	b, err := q.getRaw(valueKey(buf[:0], n))
	if err != nil || b == nil {
		return nil, err
	}
	v, err := readValue(b)
	if err != nil {
		return nil, fmt.Errorf("%w: value %d: %v", ErrDamaged, n, err)
	}
	q.values.Put(n, v, len(b))
	return v, nil
}

// NameOf gives the value of a reference, nil where there is none.
func (q *QuadStore) NameOf(r graph.Ref) (quad.Value, error) {
	switch r := r.(type) {
	case nodeRef:
		return q.value(id(r))
	case refs.PreFetchedValue:
		return r.NameOf(), nil
	}
	return nil, nil
}

// Quad gives the quad of a reference.
func (q *QuadStore) Quad(r graph.Ref) (quad.Quad, error) {
	k, ok := r.(quadRef)
	if !ok {
		return quad.Quad{}, nil
	}
	return q.quad(key(k))
}

func (q *QuadStore) quad(k key) (quad.Quad, error) { return q.quadWith(k, nil) }

// quadWith is quad where the object may have been read already.
func (q *QuadStore) quadWith(k key, object quad.Value) (quad.Quad, error) {
	var out quad.Quad
	for i, dir := range quad.Directions {
		if dir == quad.Object && object != nil {
			out.Object = object
			continue
		}
		v, err := q.value(k[i])
		if err != nil {
			return quad.Quad{}, err
		}
		if v != nil {
			out.Set(dir, v)
		}
	}
	return out, nil
}

// QuadDirection gives one direction of a quad; nil for the label of a quad without one.
func (q *QuadStore) QuadDirection(r graph.Ref, d quad.Direction) (graph.Ref, error) {
	k, ok := r.(quadRef)
	if !ok {
		return nil, nil
	}
	return refOf(key(k).get(d)), nil
}

// QuadIterator gives the quads that have v in direction d.
func (q *QuadStore) QuadIterator(d quad.Direction, v graph.Ref) iterator.Shape {
	n := idOf(v)
	if n == 0 {
		return iterator.NewNull()
	}
	var p pattern
	p.bind(d, n)
	return &quadsShape{q: q, p: p}
}

// QuadIteratorSize tells how many quads have v in direction d: exactly up to a thousand, and for predicates.
func (q *QuadStore) QuadIteratorSize(ctx context.Context, d quad.Direction, v graph.Ref) (refs.Size, error) {
	n := idOf(v)
	if n == 0 {
		return refs.Size{Exact: true}, nil
	}
	var p pattern
	p.bind(d, n)
	return q.size(ctx, p)
}

// exactUpTo is how far quads are counted to plan a query.
const exactUpTo = 256

// size estimates how many quads match p.
func (q *QuadStore) size(ctx context.Context, p pattern) (refs.Size, error) {
	switch p.bound {
	case [4]bool{}:
		return refs.Size{Value: q.counts().quads, Exact: true}, nil
	case [4]bool{1: true}:
		n, err := q.predicateCount(p.key[1])
		return refs.Size{Value: n, Exact: err == nil}, err
	}
	n, err := q.count(ctx, p, exactUpTo)
	if err != nil || n < exactUpTo {
		return refs.Size{Value: n, Exact: err == nil}, err
	}
	est, err := q.estimate(p)
	return refs.Size{Value: max(est, 2*exactUpTo)}, err
}

// estimate guesses how many quads match p from the part of the files that they fill.
func (q *QuadStore) estimate(p pattern) (n int64, err error) {
	o, prefix, _ := p.plan()
	err = q.use(func() error {
		part, err := q.db.EstimateDiskUsage(prefix, prefixEnd(prefix))
		if err != nil {
			return err
		}
		whole, err := q.db.EstimateDiskUsage([]byte{o.table}, []byte{o.table + 1})
		if err != nil || whole == 0 {
			return err
		}
		n = int64(float64(q.counts().quads) * float64(part) / float64(whole))
		return nil
	})
	return n, err
}

// Stats gives the exact numbers of nodes and quads.
func (q *QuadStore) Stats(context.Context, bool) (graph.Stats, error) {
	m := q.counts()
	return graph.Stats{
		Nodes: refs.Size{Value: m.nodes, Exact: true},
		Quads: refs.Size{Value: m.quads, Exact: true},
	}, nil
}

// NodesAllIterator gives every value, in the order of their numbers.
func (q *QuadStore) NodesAllIterator() iterator.Shape { return &nodesShape{q: q} }

// QuadsAllIterator gives every quad, by subject.
func (q *QuadStore) QuadsAllIterator() iterator.Shape { return &quadsShape{q: q} }

// Scan calls f for each quad that matches p, whose directions that are nil match anything. It stops at an
// error of f, which it returns, and when ctx ends.
func (q *QuadStore) Scan(ctx context.Context, p quad.Quad, f func(quad.Quad) error) error {
	return q.ScanIf(ctx, p, nil, f)
}

// ScanIf is Scan for the quads of which keep, called once for each, wants the object; the other values of those
// that it does not want are not read. A keep that is nil wants all.
func (q *QuadStore) ScanIf(ctx context.Context, p quad.Quad, keep func(object quad.Value) bool, f func(quad.Quad) error) error {
	pat, ok, err := q.pattern(p)
	if err != nil || !ok {
		return err
	}
	c := q.cursor(pat)
	var objects []quad.Value // of the page in hand
	for {
		k, ok := c.next(ctx)
		if !ok {
			return c.err
		}
		var object quad.Value
		if keep != nil {
			if c.i == 1 {
				if objects, err = q.objects(c.buf); err != nil {
					return err
				}
			}
			if object = objects[c.i-1]; object == nil || !keep(object) {
				continue
			}
		}
		out, err := q.quadWith(k, object)
		if err != nil {
			return err
		}
		if err := f(out); err != nil {
			return err
		}
	}
}

// objects reads the objects of quads, nil for one that is there no more. Where their numbers ascend, as those of one
// predicate do, one goes on from where the one before was found: some five times as fast as looking each up.
func (q *QuadStore) objects(ks []key) ([]quad.Value, error) {
	nums := make([]id, len(ks))
	for i, k := range ks {
		nums[i] = k.get(quad.Object)
	}
	return q.valuesOf(nums)
}

// Count tells how many quads match p, as in Scan.
func (q *QuadStore) Count(ctx context.Context, p quad.Quad) (int64, error) {
	pat, ok, err := q.pattern(p)
	if err != nil || !ok {
		return 0, err
	}
	switch pat.bound {
	case [4]bool{}, [4]bool{1: true}:
		s, err := q.size(ctx, pat)
		return s.Value, err
	}
	return q.count(ctx, pat, 1<<62)
}

// pattern turns values into numbers; ok is false where one has none, so that nothing can match.
func (q *QuadStore) pattern(p quad.Quad) (pat pattern, ok bool, err error) {
	for _, dir := range quad.Directions {
		v := p.Get(dir)
		if v == nil {
			continue
		}
		n, err := q.lookup(v)
		if err != nil || n == 0 {
			return pat, false, err
		}
		pat.bind(dir, n)
	}
	return pat, true, nil
}
