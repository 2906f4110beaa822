package pebblestore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"
)

// Rebuilt tells what Rebuild has done.
type Rebuilt struct {
	Quads      int64
	Incomplete []quad.Value // labels of which quads are lost: none of their quads is in the new store
	Lost       []string     // what could not be read
	Old        string       // where the damaged store is now
}

// Rebuild writes the store at path anew. A quad is there four times, so that it is lost only where all four
// are damaged, or one of its values. Of a label with a lost quad nothing is taken over. The store must not
// be in use; the old files are kept beside the new ones.
func Rebuild(ctx context.Context, path string, opt Options) (*Rebuilt, error) {
	opt.ReadOnly, opt.Create, opt.damagedLog = true, false, true
	old, err := Open(path, opt)
	if err != nil {
		return nil, err
	}
	opt.damagedLog = false
	path = old.path
	holes, err := checkLogs(old.opt.FS, filepath.Join(path, dbDir))
	if err != nil {
		return nil, errors.Join(err, old.Close())
	}
	work := path + ".rebuilding"
	if err := os.RemoveAll(work); err != nil {
		return nil, errors.Join(err, old.Close())
	}
	r := &rebuilder{ctx: ctx, old: old, bad: make(map[id]bool), out: Rebuilt{Lost: holes}}
	opt.ReadOnly, opt.FS = false, nil
	if err := r.copyTo(work, opt); err != nil {
		return nil, errors.Join(err, old.Close(), os.RemoveAll(work))
	}
	if err := old.Close(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(work))
	}
	for i := 1; ; i++ {
		r.out.Old = fmt.Sprintf("%s.damaged-%d", path, i)
		if _, err := os.Stat(r.out.Old); errors.Is(err, os.ErrNotExist) {
			break
		}
	}
	if err := os.Rename(path, r.out.Old); err != nil {
		return nil, err
	}
	if err := os.Rename(work, path); err != nil {
		return nil, fmt.Errorf("the new store is at %s: %w", work, err)
	}
	return &r.out, syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

type rebuilder struct {
	ctx   context.Context
	old   *QuadStore
	bad   map[id]bool // numbers of labels that are not whole
	again bool        // the second pass, which meets the same damage
	out   Rebuilt
}

// copyTo reads the old store twice: to find the labels that are not whole, and to take over the others.
func (r *rebuilder) copyTo(path string, opt Options) error {
	bounds, err := r.fileBounds()
	if err != nil {
		return err
	}
	damaged, err := r.each(bounds, true, func(k key) error {
		_, err := r.quad(k)
		return err
	})
	if err != nil {
		return err
	}
	b, err := NewBulk(path, opt)
	if err != nil {
		return err
	}
	r.again = true
	_, err = r.each(bounds, damaged, func(k key) error {
		q, err := r.quad(k)
		if err != nil || q == nil {
			return err
		}
		return b.Add(*q)
	})
	if err != nil {
		return errors.Join(err, b.Abort())
	}
	q, err := b.Finish()
	if err != nil {
		return errors.Join(err, b.Abort())
	}
	r.out.Quads = q.counts().quads
	var labels []id
	for n := range r.bad {
		labels = append(labels, n)
	}
	sort.Slice(labels, func(i, j int) bool { return labels[i] < labels[j] })
	for _, n := range labels {
		if v, err := r.old.value(n); err == nil && v != nil {
			r.out.Incomplete = append(r.out.Incomplete, v)
		}
	}
	return q.Close()
}

// quad gives the quad of k; nil where its label is not whole, which it notes where a value is missing.
func (r *rebuilder) quad(k key) (*quad.Quad, error) {
	label := k.get(quad.Label)
	if r.bad[label] {
		return nil, nil
	}
	var q quad.Quad
	for i, dir := range quad.Directions {
		v, err := r.old.value(k[i])
		if err != nil || v == nil && k[i] != 0 {
			if len(r.out.Lost) < maxProblems {
				r.out.Lost = append(r.out.Lost, fmt.Sprintf("quad %v: its %s cannot be read", k, dir))
			}
			r.bad[label] = true
			return nil, nil
		}
		if v != nil {
			q.Set(dir, v)
		}
	}
	return &q, nil
}

// each calls f for every quad that can be read: from all four orders if damaged is set, else from one.
// It reports whether anything could not be read.
func (r *rebuilder) each(bounds [][]byte, all bool, f func(key) error) (damaged bool, err error) {
	for i := range orders {
		o := &orders[i]
		if i > 0 && !all {
			break
		}
		at := []byte{o.table}
		for at != nil {
			if err := r.ctx.Err(); err != nil {
				return damaged, err
			}
			last, readErr, err := r.scan(o, at, f)
			if err != nil {
				return damaged, err
			}
			if readErr == nil {
				break
			}
			damaged = true
			if !r.again && len(r.out.Lost) < maxProblems {
				r.out.Lost = append(r.out.Lost, fmt.Sprintf("table %c after key %x: %v", o.table, last, readErr))
			}
			at = nextBound(bounds, last, o.table)
		}
	}
	return damaged, nil
}

// scan reads one order from the key at to the first damage.
func (r *rebuilder) scan(o *order, at []byte, f func(key) error) (last []byte, readErr, err error) {
	it, err := r.old.db.NewIter(&pebble.IterOptions{LowerBound: at, UpperBound: []byte{o.table + 1}})
	if err != nil {
		return at, nil, err
	}
	last = at
	for ok := it.First(); ok; ok = it.Next() {
		last = append(last[:0:0], it.Key()...)
		if k, ok := o.readKey(it.Key()); ok {
			if err := f(k); err != nil {
				return last, nil, errors.Join(err, it.Close())
			}
		}
	}
	readErr = it.Error()
	_ = it.Close() // gives the same error again
	return last, readErr, nil
}

// fileBounds gives the last keys of all files, sorted: behind one of them reading may go on.
func (r *rebuilder) fileBounds() (bounds [][]byte, err error) {
	levels, err := r.old.db.SSTables()
	if err != nil {
		return nil, err
	}
	for _, files := range levels {
		for _, f := range files {
			bounds = append(bounds, append([]byte(nil), f.Largest.UserKey...))
		}
	}
	sort.Slice(bounds, func(i, j int) bool { return bytes.Compare(bounds[i], bounds[j]) < 0 })
	return bounds, nil
}

// nextBound gives the first key behind last at which a file ends, within the table; nil where there is none.
func nextBound(bounds [][]byte, last []byte, table byte) []byte {
	for _, b := range bounds {
		if bytes.Compare(b, last) > 0 && b[0] == table {
			return append(append([]byte(nil), b...), 0)
		}
	}
	return nil
}
