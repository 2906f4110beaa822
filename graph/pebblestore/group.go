package pebblestore

import (
	"context"

	"github.com/cayleygraph/quad"
)

// Groups tells, for each object that a predicate has, how many quads and how many different subjects it has
// it with, in the order of the objects' numbers. No subject is read, only counted.
func (q *QuadStore) Groups(ctx context.Context, predicate quad.Value, f func(object quad.Value, quads, subjects int64) error) error {
	p, ok, err := q.pattern(quad.Quad{Predicate: predicate})
	if err != nil || !ok {
		return err
	}
	var last key
	var quads, subjects int64
	give := func() error {
		if quads == 0 {
			return nil
		}
		v, err := q.value(last.get(quad.Object))
		if err != nil {
			return err
		}
		return f(v, quads, subjects)
	}
	c := q.cursor(p)
	for {
		k, ok := c.next(ctx)
		if !ok {
			break
		}
		if k.get(quad.Object) != last.get(quad.Object) {
			if err := give(); err != nil {
				return err
			}
			quads, subjects, last = 0, 0, key{}
		}
		quads++
		if k.get(quad.Subject) != last.get(quad.Subject) {
			subjects++
		}
		last = k
	}
	if c.err != nil {
		return c.err
	}
	return give()
}

// Subjects counts the different subjects of a predicate.
func (q *QuadStore) Subjects(ctx context.Context, predicate quad.Value) (int64, error) {
	p, ok, err := q.pattern(quad.Quad{Predicate: predicate})
	if err != nil || !ok {
		return 0, err
	}
	var seen bitset
	c := q.cursor(p)
	for {
		k, ok := c.next(ctx)
		if !ok {
			return seen.count(), c.err
		}
		seen.add(k.get(quad.Subject))
	}
}
