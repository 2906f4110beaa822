package claims

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Numbers is a store that can be read by the numbers of its values; 0 is no value, and in a pattern any. A quad is
// subject, predicate, object, label. The embedded store has these methods itself.
type Numbers interface {
	Number(quad.Value) (uint64, error)
	Value(uint64) (quad.Value, error)
	// Each calls f for the quads of a pattern until it returns false: those of a subject by predicate and object, those
	// of a predicate by object and subject, those of an object by subject and predicate.
	Each(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error
	// EachOnce is Each with one of the quads that differ only in their label.
	EachOnce(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error
	// CountUpTo counts the quads of a pattern, exactly where there are fewer than limit.
	CountUpTo(ctx context.Context, p [4]uint64, limit int64) (int64, error)
}

// NumbersOf reads qs by numbers: by its own, or by numbers given to its references as they come up.
func NumbersOf(qs graph.QuadStore) Numbers {
	if n, ok := qs.(Numbers); ok {
		return n
	}
	return &references{qs: qs, of: make(map[any]uint64)}
}

// references numbers the references of a store that has no numbers of its own.
type references struct {
	qs   graph.QuadStore
	of   map[any]uint64
	refs []graph.Ref // of the number i+1
}

func (r *references) number(ref graph.Ref) uint64 {
	if ref == nil {
		return 0
	}
	n, ok := r.of[ref.Key()]
	if !ok {
		r.refs = append(r.refs, ref)
		n = uint64(len(r.refs))
		r.of[ref.Key()] = n
	}
	return n
}

func (r *references) Number(v quad.Value) (uint64, error) {
	ref, err := r.qs.ValueOf(v)
	if err != nil || ref == nil {
		return 0, err
	}
	return r.number(ref), nil
}

func (r *references) Value(n uint64) (quad.Value, error) {
	if n == 0 || n > uint64(len(r.refs)) {
		return nil, nil
	}
	return r.qs.NameOf(r.refs[n-1])
}

func (r *references) Each(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error {
	quads, err := r.all(ctx, p)
	for i := 0; err == nil && i < len(quads); i++ {
		if !f(quads[i]) {
			break
		}
	}
	return err
}

func (r *references) EachOnce(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error {
	var last [4]uint64
	return r.Each(ctx, p, func(k [4]uint64) bool {
		same := k[0] == last[0] && k[1] == last[1] && k[2] == last[2]
		last = k
		return same || f(k)
	})
}

func (r *references) CountUpTo(ctx context.Context, p [4]uint64, limit int64) (n int64, err error) {
	quads, err := r.all(ctx, p)
	return min(int64(len(quads)), limit), err
}

// all is the quads of a pattern in the order of Each.
func (r *references) all(ctx context.Context, p [4]uint64) (quads [][4]uint64, err error) {
	shape := r.qs.QuadsAllIterator()
	least := int64(-1)
	for i, n := range p {
		if n == 0 {
			continue
		}
		if n > uint64(len(r.refs)) {
			return nil, nil
		}
		size, err := r.qs.QuadIteratorSize(ctx, quad.Directions[i], r.refs[n-1])
		if err != nil {
			return nil, err
		}
		if least < 0 || size.Value < least {
			least, shape = size.Value, r.qs.QuadIterator(quad.Directions[i], r.refs[n-1])
		}
	}
	it := shape.Iterate()
	defer it.Close()
	for it.Next(ctx) {
		var k [4]uint64
		for i, dir := range quad.Directions {
			ref, err := r.qs.QuadDirection(it.Result(), dir)
			if err != nil {
				return nil, err
			}
			k[i] = r.number(ref)
		}
		if matches(p, k) {
			quads = append(quads, k)
		}
	}
	if err := it.Err(); err != nil {
		return nil, err
	}
	order := [3]int{0, 1, 2}
	switch {
	case p[0] != 0:
	case p[1] != 0:
		order = [3]int{1, 2, 0}
	case p[2] != 0:
		order = [3]int{2, 0, 1}
	}
	slices.SortFunc(quads, func(a, b [4]uint64) int {
		return cmp.Or(cmp.Compare(a[order[0]], b[order[0]]), cmp.Compare(a[order[1]], b[order[1]]),
			cmp.Compare(a[order[2]], b[order[2]]), cmp.Compare(a[3], b[3]))
	})
	return quads, ctx.Err()
}

func matches(p, k [4]uint64) bool {
	for i, n := range p {
		if n != 0 && k[i] != n {
			return false
		}
	}
	return true
}
