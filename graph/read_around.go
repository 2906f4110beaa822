package graph

import (
	"context"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// Around gives the ids of the entities that are at most hops facts away from the entity id, in any direction, itself
// among them. It reads the edges of those that are nearer than hops, and no evidence.
func (s *Store) Around(ctx context.Context, id string, hops int) (map[string]bool, error) {
	seen, front := map[string]bool{id: true}, []string{id}
	for ; hops > 0 && len(front) > 0; hops-- {
		var next []string
		reach := func(p quad.Value, v quad.Value) {
			iri, _ := p.(quad.IRI)
			other, isEntity := name(v, schema.EntPrefix)
			if isEntity && strings.HasPrefix(string(iri), schema.RelPrefix) && !seen[other] {
				seen[other] = true
				next = append(next, other)
			}
		}
		for _, id := range front {
			at := entityIRI(id)
			err := s.scan(ctx, quad.Quad{Subject: at}, func(q quad.Quad) error { reach(q.Predicate, q.Object); return nil })
			if err != nil {
				return nil, err
			}
			err = s.scan(ctx, quad.Quad{Object: at}, func(q quad.Quad) error { reach(q.Predicate, q.Subject); return nil })
			if err != nil {
				return nil, err
			}
		}
		front = next
	}
	return seen, nil
}
