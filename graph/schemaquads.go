package graph

import (
	"context"

	"github.com/cayleygraph/quad"

	"kg/graph/pgstore"
	"kg/schema"
)

func symmetric(s *schema.Schema, id schema.RelationID) bool {
	if s == nil {
		return false
	}
	r, ok := s.Relation(id)
	return ok && r.Symmetric
}

// schemaQuads writes the schema so that scripts can follow it: each relation with its label, its inverse's
// name and the relation above it, each class with the classes above it.
func schemaQuads(s *schema.Schema) []quad.Quad {
	var out []quad.Quad
	add := func(sub, pred quad.IRI, obj quad.Value) {
		out = append(out, quad.Quad{Subject: sub, Predicate: pred, Object: obj, Label: kgSchema})
	}
	for _, r := range s.Relations() {
		iri := quad.IRI(r.ID.IRI())
		add(iri, rdfType, kgRelationType)
		add(iri, rdfsLabel, quad.String(r.Label))
		if r.Inverse != "" {
			add(iri, kgInverse, quad.String(r.Inverse))
		}
		if r.Symmetric {
			add(iri, kgSymmetric, quad.String("yes"))
		}
		if r.Parent != "" {
			add(iri, kgNarrowerThan, quad.IRI(r.Parent.IRI()))
		}
		for _, broader := range s.Broader(r.ID) {
			add(iri, kgWithin, quad.IRI(broader.IRI()))
		}
	}
	for _, c := range s.Classes() {
		iri := quad.IRI(c.ID.IRI())
		add(iri, rdfType, rdfsClass)
		add(iri, rdfsLabel, quad.String(c.Label))
		for _, p := range c.Parents {
			add(iri, rdfsSubClassOf, quad.IRI(p.IRI()))
		}
	}
	return out
}

// putSchema makes the quads of the schema those of the store's schema.
func (s *Store) putSchema(ctx context.Context) error {
	s.write.Lock()
	defer s.write.Unlock()
	if w, ok := s.qs.(sharedWriter); ok {
		_, err := w.Replace(ctx, []pgstore.Want{{Label: kgSchema, Quads: schemaQuads(s.schema())}})
		return err
	}
	deltas, err := s.difference(ctx, kgSchema, schemaQuads(s.schema()))
	if err != nil || len(deltas) == 0 {
		return err
	}
	wait, err := s.apply(deltas)
	if err != nil {
		return err
	}
	return wait()
}
