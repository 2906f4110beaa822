package graph

import (
	"context"

	"github.com/cayleygraph/quad"
)

// Holds reports whether the store holds the article just as it is, read by the same engine, and what it
// contributes. It reads the article and counts the rest, so that a load that goes on soon is where it was.
func (s *Store) Holds(ctx context.Context, a *Article) (r Receipt, ok bool, err error) {
	r, err = frozenDo(s, func(s *Store) (Receipt, error) {
		r, ok, err = s.holds(ctx, a)
		return r, err
	})
	return r, ok, err
}

func (s *Store) holds(ctx context.Context, a *Article) (Receipt, bool, error) {
	if badName(a.ID) != "" {
		return Receipt{}, false, nil
	}
	stored := Article{ID: a.ID}
	found := false
	iri := articleIRI(a.ID)
	err := s.scan(ctx, quad.Quad{Subject: iri, Label: iri}, func(q quad.Quad) error {
		found = true
		stored.set(q.Predicate, q.Object)
		return nil
	})
	if err != nil || !found || stored != *a {
		return Receipt{}, false, err
	}
	r := Receipt{Change: Unchanged}
	switch qs := s.qs.(type) {
	case labelCounter:
		err = countInLabel(ctx, qs, iri, &r)
	case numberedStore:
		err = countNumbers(ctx, qs, iri, &r)
	default:
		err = s.countContribution(ctx, iri, &r)
	}
	if err != nil {
		return Receipt{}, false, err
	}
	return r, true, nil
}

// A labelCounter is a backend that counts the quads of a label where they are.
type labelCounter interface {
	// CountIn tells how many quads a label has, and of these how many match each pattern.
	CountIn(ctx context.Context, label quad.Value, patterns ...quad.Quad) ([]int64, error)
}

// countInLabel is countContribution by such a backend.
func countInLabel(ctx context.Context, c labelCounter, label quad.IRI, r *Receipt) error {
	n, err := c.CountIn(ctx, label, quad.Quad{Predicate: kgFact}, quad.Quad{Predicate: rdfType, Object: kgClaim})
	if err != nil {
		return err
	}
	r.Quads, r.Facts, r.Claims = int(n[0]), int(n[1]), int(n[2])
	return nil
}

// countContribution counts what an article contributes.
func (s *Store) countContribution(ctx context.Context, label quad.IRI, r *Receipt) error {
	return s.scan(ctx, quad.Quad{Label: label}, func(q quad.Quad) error {
		r.Quads++
		switch {
		case q.Predicate == quad.Value(kgFact):
			r.Facts++
		case q.Predicate == quad.Value(rdfType) && q.Object == quad.Value(kgClaim):
			r.Claims++
		}
		return nil
	})
}

// countNumbers is countContribution without reading a value.
func countNumbers(ctx context.Context, n numberedStore, label quad.IRI, r *Receipt) error {
	var at [4]uint64
	for i, v := range []quad.IRI{label, kgFact, rdfType, kgClaim} {
		var err error
		if at[i], err = n.Number(v); err != nil {
			return err
		}
	}
	return n.Each(ctx, [4]uint64{0, 0, 0, at[0]}, func(k [4]uint64) bool {
		r.Quads++
		switch {
		case k[1] == at[1]:
			r.Facts++
		case k[1] == at[2] && k[2] == at[3]:
			r.Claims++
		}
		return true
	})
}
