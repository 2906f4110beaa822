package graph

import (
	"context"
	"errors"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
)

// A patternReader is a quad store that reads patterns itself.
type patternReader interface {
	Scan(ctx context.Context, p quad.Quad, f func(quad.Quad) error) error
	Count(ctx context.Context, p quad.Quad) (int64, error)
}

// scan calls f for each quad that matches p, whose empty directions match anything, and stops at its first
// error, which it returns; errStop ends the scan without one. It ends with ctx.
func (s *Store) scan(ctx context.Context, p quad.Quad, f func(quad.Quad) error) error {
	var err error
	if r, ok := s.qs.(patternReader); ok {
		err = r.Scan(ctx, p, f)
	} else {
		err = s.scanCayley(ctx, p, f)
	}
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// An objectScanner is a quad store that reads the rest of a quad only when its object is wanted.
type objectScanner interface {
	ScanIf(ctx context.Context, p quad.Quad, keep func(object quad.Value) bool, f func(quad.Quad) error) error
}

// scanIf is scan for the quads of which keep, called once for each, wants the object.
func (s *Store) scanIf(ctx context.Context, p quad.Quad, keep func(object quad.Value) bool, f func(quad.Quad) error) error {
	r, ok := s.qs.(objectScanner)
	if !ok {
		return s.scan(ctx, p, func(q quad.Quad) error {
			if !keep(q.Object) {
				return nil
			}
			return f(q)
		})
	}
	if err := r.ScanIf(ctx, p, keep, f); !errors.Is(err, errStop) {
		return err
	}
	return nil
}

// scanCayley is scan for any backend: it walks over the rarest direction and checks the others.
func (s *Store) scanCayley(ctx context.Context, p quad.Quad, f func(quad.Quad) error) error {
	bound := make(map[quad.Direction]refs.Ref)
	best, bestSize := quad.Any, int64(0)
	for _, dir := range quad.Directions {
		v := p.Get(dir)
		if v == nil {
			continue
		}
		r, err := s.qs.ValueOf(v)
		if err != nil || r == nil {
			return err
		}
		bound[dir] = r
		size, err := s.qs.QuadIteratorSize(ctx, dir, r)
		if err != nil {
			return err
		}
		if best == quad.Any || size.Value < bestSize {
			best, bestSize = dir, size.Value
		}
	}
	shape := s.qs.QuadsAllIterator()
	if best != quad.Any {
		shape = s.qs.QuadIterator(best, bound[best])
	}
	// The quads are collected first, since f may read and not every backend can do both at once.
	var found []quad.Quad
	it := shape.Iterate()
	for it.Next(ctx) && ctx.Err() == nil {
		q, err := s.qs.Quad(it.Result())
		if err != nil {
			return errors.Join(err, it.Close())
		}
		if matches(q, p) {
			found = append(found, q)
		}
	}
	if err := errors.Join(it.Err(), it.Close(), ctx.Err()); err != nil {
		return err
	}
	for _, q := range found {
		if err := f(q); err != nil {
			return err
		}
	}
	return nil
}

func matches(q, p quad.Quad) bool {
	for _, dir := range quad.Directions {
		if v := p.Get(dir); v != nil && q.Get(dir) != v {
			return false
		}
	}
	return true
}

// count tells how many quads match p.
func (s *Store) count(ctx context.Context, p quad.Quad) (int64, error) {
	if r, ok := s.qs.(patternReader); ok {
		return r.Count(ctx, p)
	}
	var n int64
	err := s.scan(ctx, p, func(quad.Quad) error { n++; return nil })
	return n, err
}
