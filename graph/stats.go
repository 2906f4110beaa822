package graph

import (
	"context"
	"sort"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// Count is a name with how often it occurs.
type Count struct {
	Name  string `json:"name"`
	Count int64  `json:"count"`
}

// Stats is what a store holds.
type Stats struct {
	Articles  int64   `json:"articles"`
	Entities  int64   `json:"entities"`
	Claims    int64   `json:"claims"`
	Facts     int64   `json:"facts"`     // claims that are direct edges
	Quads     int64   `json:"quads"`     // all of them, those of the schema too
	Nodes     int64   `json:"nodes"`     // different values
	Relations []Count `json:"relations"` // facts by relation, the commonest first
	Classes   []Count `json:"classes"`   // entities by class, the commonest first
}

// Stats counts what the store holds. It reads all types and facts, but no texts.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	return frozenDo(s, func(s *Store) (Stats, error) { return s.stats(ctx) })
}

func (s *Store) stats(ctx context.Context) (Stats, error) {
	var st Stats
	size, err := s.qs.Stats(ctx, true)
	if err != nil {
		return st, err
	}
	st.Quads, st.Nodes = size.Quads.Value, size.Nodes.Value
	if st.Articles, err = s.count(ctx, quad.Quad{Predicate: rdfType, Object: schemaArticle}); err != nil {
		return st, err
	}
	if st.Claims, err = s.count(ctx, quad.Quad{Predicate: rdfType, Object: kgClaim}); err != nil {
		return st, err
	}
	relations := tally{}
	err = s.scan(ctx, quad.Quad{Predicate: kgFact}, func(q quad.Quad) error {
		relations[nameOf(q.Object, schema.RelPrefix)]++
		st.Facts++
		return nil
	})
	if err != nil {
		return st, err
	}
	type member struct{ id, class string }
	entities, members, classes := make(map[string]bool), make(map[member]bool), tally{}
	err = s.scan(ctx, quad.Quad{Predicate: rdfType}, func(q quad.Quad) error {
		id, ok := name(q.Subject, schema.EntPrefix)
		if !ok {
			return nil
		}
		entities[id] = true
		m := member{id, nameOf(q.Object, schema.KGPrefix)}
		if !members[m] {
			members[m] = true
			classes[m.class]++
		}
		return nil
	})
	if err != nil {
		return st, err
	}
	err = s.scan(ctx, quad.Quad{Predicate: rdfsLabel}, func(q quad.Quad) error {
		if id, ok := name(q.Subject, schema.EntPrefix); ok {
			entities[id] = true
		}
		return nil
	})
	st.Entities = int64(len(entities))
	st.Relations, st.Classes = counts(relations), counts(classes)
	return st, err
}

func counts(t tally) []Count {
	out := make([]Count, 0, len(t))
	for _, name := range t.ranked() {
		out = append(out, Count{name, int64(t[name])})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Count > out[j].Count })
	return out
}
