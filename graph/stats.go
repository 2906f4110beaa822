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

// Stats counts what the store holds. It counts in the indexes and reads no texts.
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
	relations, classes := tally{}, tally{}
	err = s.groups(ctx, kgFact, func(object quad.Value, quads, _ int64) error {
		relations[nameOf(object, schema.RelPrefix)] += int(quads)
		st.Facts += quads
		return nil
	})
	if err != nil {
		return st, err
	}
	err = s.groups(ctx, rdfType, func(object quad.Value, quads, subjects int64) error {
		switch object {
		case schemaArticle:
			st.Articles = quads
		case kgClaim:
			st.Claims = quads
		case kgRelationType, rdfsClass: // of the schema
		default:
			classes[nameOf(object, schema.KGPrefix)] += int(subjects)
		}
		return nil
	})
	if err != nil {
		return st, err
	}
	// Every entity has a label, and so has what the schema names.
	if st.Entities, err = s.subjects(ctx, rdfsLabel); err != nil {
		return st, err
	}
	ofSchema, err := s.count(ctx, quad.Quad{Predicate: rdfsLabel, Label: kgSchema})
	st.Entities -= ofSchema
	st.Relations, st.Classes = counts(relations), counts(classes)
	return st, err
}

// A grouper is a backend that counts without reading what it counts.
type grouper interface {
	Groups(ctx context.Context, predicate quad.Value, f func(object quad.Value, quads, subjects int64) error) error
	Subjects(ctx context.Context, predicate quad.Value) (int64, error)
}

// groups calls f for each object of a predicate, with the number of its quads and of its different subjects.
func (s *Store) groups(ctx context.Context, pred quad.IRI, f func(object quad.Value, quads, subjects int64) error) error {
	if g, ok := s.qs.(grouper); ok {
		return g.Groups(ctx, pred, f)
	}
	quads, subjects := make(map[quad.Value]int64), make(map[quad.Value]map[quad.Value]bool)
	err := s.scan(ctx, quad.Quad{Predicate: pred}, func(q quad.Quad) error {
		if quads[q.Object]++; subjects[q.Object] == nil {
			subjects[q.Object] = make(map[quad.Value]bool)
		}
		subjects[q.Object][q.Subject] = true
		return nil
	})
	if err != nil {
		return err
	}
	for object, n := range quads {
		if err := f(object, n, int64(len(subjects[object]))); err != nil {
			return err
		}
	}
	return nil
}

// subjects counts the different subjects of a predicate.
func (s *Store) subjects(ctx context.Context, pred quad.IRI) (int64, error) {
	if g, ok := s.qs.(grouper); ok {
		return g.Subjects(ctx, pred)
	}
	seen := make(map[quad.Value]bool)
	err := s.scan(ctx, quad.Quad{Predicate: pred}, func(q quad.Quad) error { seen[q.Subject] = true; return nil })
	return int64(len(seen)), err
}

func counts(t tally) []Count {
	out := make([]Count, 0, len(t))
	for _, name := range t.ranked() {
		out = append(out, Count{name, int64(t[name])})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Count > out[j].Count })
	return out
}
