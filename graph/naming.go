package graph

import (
	"context"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// Naming lists the ids of the articles that name an entity, sorted. It is empty where none does.
func (s *Store) Naming(ctx context.Context, id string) ([]string, error) {
	return frozenDo(s, func(s *Store) ([]string, error) {
		id = stripID(id, schema.EntPrefix)
		if badName(id) != "" {
			return nil, nil
		}
		articles := tally{}
		err := s.scan(ctx, quad.Quad{Subject: entityIRI(id)}, func(q quad.Quad) error {
			articles[nameOf(q.Label, schema.ArtPrefix)]++
			return nil
		})
		delete(articles, "")
		return sortedKeys(articles), err
	})
}

// NamingAlone lists the ids of the articles in which something has an id by itself, whatever it is among the others, sorted.
func (s *Store) NamingAlone(ctx context.Context, id string) ([]string, error) {
	return frozenDo(s, func(s *Store) ([]string, error) {
		id = stripID(id, schema.EntPrefix)
		if badName(id) != "" {
			return nil, nil
		}
		articles := map[string]bool{}
		for _, p := range []quad.Quad{{Subject: entityIRI(id), Predicate: rdfsLabel}, {Predicate: kgAloneID, Object: quad.String(id)}} {
			err := s.scan(ctx, p, func(q quad.Quad) error {
				articles[nameOf(q.Label, schema.ArtPrefix)] = true
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		delete(articles, "")
		return sortedKeys(articles), nil
	})
}
