package graph

import (
	"context"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// A Card is an entity at a glance: what it is called and how much there is about it, without the facts.
type Card struct {
	Node
	Aliases    []string // every other name, sorted
	Classes    []schema.ClassID
	StandsFor  []Node // what it stands for when it acts
	StoodFor   []Node // what stands for it
	Country    *Node
	ExactMatch []string
	Sectors    []string
	AsSubject  int64  // claims
	AsObject   int64  // claims
	First      string // day of the first article that names it, and of the last; either may be empty
	Last       string
}

// Card gives an entity at a glance. The error wraps ErrNotFound where no article names it.
func (r *Reader) Card(ctx context.Context, id string) (*Card, error) {
	d, err := r.directory(ctx)
	if err != nil {
		return nil, err
	}
	n, err := r.Node(ctx, id)
	if err != nil {
		return nil, err
	}
	if n.Articles == 0 {
		return nil, notFound("entity", id)
	}
	c := &Card{Node: n}
	names, classes, stands, country, match, sectors := tally{}, tally{}, tally{}, tally{}, tally{}, tally{}
	for pred, f := range map[quad.IRI]func(quad.Quad){
		rdfsLabel: func(q quad.Quad) {
			names[textOf(q.Object)]++
			if day := d.dates[nameOf(q.Label, schema.ArtPrefix)]; day != "" {
				if c.First == "" || day < c.First {
					c.First = day
				}
				c.Last = max(c.Last, day)
			}
		},
		skosAltLabel:   func(q quad.Quad) { names[textOf(q.Object)]++ },
		kgFormerName:   func(q quad.Quad) { names[textOf(q.Object)]++ },
		rdfType:        func(q quad.Quad) { classes[nameOf(q.Object, schema.KGPrefix)]++ },
		kgStandsFor:    func(q quad.Quad) { stands[nameOf(q.Object, schema.EntPrefix)]++ },
		kgCountry:      func(q quad.Quad) { country[nameOf(q.Object, schema.EntPrefix)]++ },
		skosExactMatch: func(q quad.Quad) { match[nameOf(q.Object, "")]++ },
		kgSector:       func(q quad.Quad) { sectors[textOf(q.Object)]++ },
	} {
		err := r.s.scan(ctx, quad.Quad{Subject: entityIRI(id), Predicate: pred}, func(q quad.Quad) error { f(q); return nil })
		if err != nil {
			return nil, err
		}
	}
	delete(names, n.Label)
	c.Aliases, c.ExactMatch, c.Sectors = sortedKeys(names), sortedKeys(match), sectors.ranked()
	for _, class := range classes.ranked() {
		c.Classes = append(c.Classes, schema.ClassID(class))
	}
	stood := tally{}
	err = r.s.scan(ctx, quad.Quad{Predicate: kgStandsFor, Object: entityIRI(id)}, func(q quad.Quad) error {
		stood[nameOf(q.Subject, schema.EntPrefix)]++
		return nil
	})
	if err != nil {
		return nil, err
	}
	if c.StandsFor, err = r.nodesOf(ctx, stands.ranked()); err != nil {
		return nil, err
	}
	if c.StoodFor, err = r.nodesOf(ctx, stood.ranked()); err != nil {
		return nil, err
	}
	if ranked := country.ranked(); len(ranked) > 0 {
		n, err := r.Node(ctx, ranked[0])
		if err != nil {
			return nil, err
		}
		c.Country = &n
	}
	if c.AsSubject, err = r.s.count(ctx, quad.Quad{Predicate: kgSubject, Object: entityIRI(id)}); err != nil {
		return nil, err
	}
	c.AsObject, err = r.s.count(ctx, quad.Quad{Predicate: kgObject, Object: entityIRI(id)})
	return c, err
}

func (r *Reader) nodesOf(ctx context.Context, ids []string) ([]Node, error) {
	var out []Node
	for _, id := range ids {
		n, err := r.Node(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// Publishers gives who published the articles, with how many, the most first.
func (r *Reader) Publishers(ctx context.Context) ([]Count, error) {
	d, err := r.directory(ctx)
	if err != nil {
		return nil, err
	}
	return d.publishers, nil
}

// Latest gives the ids of the articles, the newest first, limit of them from the one numbered offset, and how
// many there are. Articles without a date come last.
func (r *Reader) Latest(ctx context.Context, offset, limit int) (ids []string, total int, err error) {
	d, err := r.directory(ctx)
	if err != nil {
		return nil, 0, err
	}
	total = len(d.latest)
	ids = d.latest[min(offset, total):]
	return slices.Clone(ids[:min(limit, len(ids))]), total, nil
}
