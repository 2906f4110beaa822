package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// A Link is what claims of one kind say between two entities: "Kerry meets Lavrov", nine times, in five
// articles. A symmetric relation is one link, whichever side the claims start from.
type Link struct {
	Subject    string // entity id
	Relation   schema.RelationID
	Lemma      string // of an open claim, whose Relation is empty
	Object     string // entity id; of a symmetric relation the later one in sorted order
	Status     string // one of Statuses
	Claims     int
	Articles   int
	First      string // first and last day, either may be empty
	Last       string
	Confidence float32 // of the surest claim
}

// linkKey tells links apart.
type linkKey struct{ subject, relation, lemma, object, status string }

func (k linkKey) compare(l linkKey) int {
	return cmp.Or(strings.Compare(k.subject, l.subject), strings.Compare(k.relation, l.relation),
		strings.Compare(k.lemma, l.lemma), strings.Compare(k.object, l.object), strings.Compare(k.status, l.status))
}

// Links groups claims, those that the most claims make first. Claims with an end that has no name are
// left out.
func (r *Reader) Links(ctx context.Context, claims []Statement) ([]Link, error) {
	return r.links(ctx, claims, r.date)
}

func (r *Reader) links(ctx context.Context, claims []Statement, date dateOf) ([]Link, error) {
	links := make(map[linkKey]*Link)
	articles := make(map[linkKey]map[string]bool)
	for i := range claims {
		c := &claims[i]
		if c.Subject == "" || c.Object == "" {
			continue
		}
		k := linkKey{c.Subject, string(c.Relation), "", c.Object, c.Status()}
		if c.Relation == "" {
			k.lemma = c.Lemma
		}
		if k.object < k.subject && symmetric(r.Schema(), c.Relation) {
			k.subject, k.object = k.object, k.subject
		}
		l := links[k]
		if l == nil {
			l = &Link{Subject: k.subject, Relation: c.Relation, Lemma: k.lemma, Object: k.object, Status: k.status}
			links[k], articles[k] = l, make(map[string]bool, 1)
		}
		l.Claims++
		articles[k][c.Article] = true
		l.Confidence = max(l.Confidence, c.Confidence)
		day := cmp.Or(c.From, c.To)
		if day == "" {
			var err error
			if day, err = date(ctx, c.Article); err != nil {
				return nil, err
			}
		}
		if day != "" {
			if l.First == "" || day < l.First {
				l.First = day
			}
			l.Last = max(l.Last, day)
		}
	}
	keys := make([]linkKey, 0, len(links))
	for k := range links {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b linkKey) int {
		return cmp.Or(cmp.Compare(links[b].Claims, links[a].Claims), a.compare(b))
	})
	out := make([]Link, len(keys))
	for i, k := range keys {
		out[i] = *links[k]
		out[i].Articles = len(articles[k])
	}
	return out, nil
}

// A Neighbour is an entity beside another, with how many claims are between the two.
type Neighbour struct {
	Node
	Claims int
}

// Neighbourhood is a part of what is around an entity.
type Neighbourhood struct {
	Centre     Node
	Neighbours []Neighbour // those that are shown, most claims first
	Links      []Link      // between the centre and Neighbours, then among Neighbours
	Total      int         // neighbours that there are
	Complete   bool        // false where there are more than Total
}

// Neighbours gives the entities that claims put beside the entity id: those that f wants, the ones of the most
// claims first, limit of them from the one numbered offset. It looks at five times MaxClaims claims, since it needs
// little of each.
func (r *Reader) Neighbours(ctx context.Context, id string, f Filter, offset, limit int) (*Neighbourhood, error) {
	f.Entity, f.Subject, f.Object, f.Article = id, "", "", ""
	centre, err := r.Node(ctx, id)
	if err != nil {
		return nil, err
	}
	found, date, err := r.brief(ctx, f)
	if err != nil {
		return nil, err
	}
	count := make(map[string]int)
	other := func(c *Statement) string {
		if c.Subject == id {
			return c.Object
		}
		return c.Subject
	}
	for i := range found.Claims {
		if o := other(&found.Claims[i]); o != "" && o != id {
			count[o]++
		}
	}
	if centre.Articles == 0 && len(found.Claims) == 0 {
		return nil, notFound("entity", id)
	}
	ids := sortedKeys(count)
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	out := &Neighbourhood{Centre: centre, Total: len(ids), Complete: found.Complete}
	ids = ids[min(offset, len(ids)):]
	ids = ids[:min(limit, len(ids))]
	shown := make(map[string]bool, len(ids))
	for _, n := range ids {
		node, err := r.Node(ctx, n)
		if err != nil {
			return nil, err
		}
		out.Neighbours = append(out.Neighbours, Neighbour{node, count[n]})
		shown[n] = true
	}
	claims := found.Claims[:0]
	for _, c := range found.Claims {
		if shown[other(&c)] {
			claims = append(claims, c)
		}
	}
	out.Links, err = r.links(ctx, claims, date)
	return out, err
}

// manyClaims is how many claims of one subject Among reads one by one; of a subject with more it reads the
// direct edges only.
const manyClaims = 500

// Among gives the links between any two of the given entities, of those claims that f wants. complete is false where not
// all could be looked at: of a store without numbers, only the facts of an entity with very many claims are.
func (r *Reader) Among(ctx context.Context, ids []string, f Filter) (links []Link, complete bool, err error) {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		if badName(id) == "" {
			set[id] = true
		}
	}
	if n, ok := r.s.qs.(numberedStore); ok {
		b, err := r.newBrief(n)
		if err != nil {
			return nil, false, err
		}
		found, complete, err := b.among(ctx, sortedKeys(set))
		if err != nil {
			return nil, false, err
		}
		claims, err := b.wanted(ctx, &f, found)
		if err != nil {
			return nil, false, err
		}
		links, err = r.links(ctx, claims, b.date)
		return links, complete, err
	}
	complete = true
	budget := MaxClaims
	var claims []Statement
	for _, id := range sortedKeys(set) {
		n, err := r.s.count(ctx, quad.Quad{Predicate: kgSubject, Object: entityIRI(id)})
		if err != nil {
			return nil, false, err
		}
		var found []string
		if n <= manyClaims && int(n) <= budget {
			budget -= int(n)
			found, err = r.claimsInto(ctx, id, set)
		} else {
			complete = false
			found, err = r.factsInto(ctx, id, set)
		}
		if err != nil {
			return nil, false, err
		}
		for _, c := range found {
			st, err := r.Claim(ctx, c)
			if err != nil {
				return nil, false, err
			}
			if ok, err := r.wants(ctx, &f, st); err != nil {
				return nil, false, err
			} else if ok {
				claims = append(claims, *st)
			}
		}
	}
	links, err = r.Links(ctx, claims)
	return links, complete, err
}

// claimsInto gives the claims of subject id whose object is another one of set.
func (r *Reader) claimsInto(ctx context.Context, id string, set map[string]bool) (ids []string, err error) {
	err = r.s.scan(ctx, quad.Quad{Predicate: kgSubject, Object: entityIRI(id)}, func(q quad.Quad) error {
		claim, ok := name(q.Subject, schema.ClaimPrefix)
		if !ok {
			return nil
		}
		return r.s.scan(ctx, quad.Quad{Subject: q.Subject, Predicate: kgObject}, func(o quad.Quad) error {
			if other := nameOf(o.Object, schema.EntPrefix); other != id && set[other] {
				ids = append(ids, claim)
			}
			return nil
		})
	})
	return ids, err
}

// factsInto is claimsInto for a subject of very many claims: it finds, by the direct edges, which entities of
// set are objects, and then those claims from the side of the object, where that has fewer.
func (r *Reader) factsInto(ctx context.Context, id string, set map[string]bool) (ids []string, err error) {
	for _, other := range sortedKeys(set) {
		if other == id {
			continue
		}
		edge := false
		err := r.s.scan(ctx, quad.Quad{Subject: entityIRI(id), Object: entityIRI(other)}, func(q quad.Quad) error {
			edge = true
			return errStop
		})
		if err != nil {
			return nil, err
		}
		if !edge {
			continue
		}
		n, err := r.s.count(ctx, quad.Quad{Predicate: kgObject, Object: entityIRI(other)})
		if err != nil {
			return nil, err
		}
		if n > manyClaims {
			continue
		}
		err = r.s.scan(ctx, quad.Quad{Predicate: kgObject, Object: entityIRI(other)}, func(q quad.Quad) error {
			claim, ok := name(q.Subject, schema.ClaimPrefix)
			if !ok {
				return nil
			}
			return r.s.scan(ctx, quad.Quad{Subject: q.Subject, Predicate: kgSubject, Object: entityIRI(id)},
				func(quad.Quad) error { ids = append(ids, claim); return nil })
		})
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// Between gives the claims with a on the one side and b on the other, those that f wants.
func (r *Reader) Between(ctx context.Context, a, b string, f Filter) (*Found, error) {
	f.Entity, f.Article = "", ""
	out := &Found{Complete: true}
	for _, side := range [][2]string{{a, b}, {b, a}} {
		f.Subject, f.Object = side[0], side[1]
		found, err := r.Claims(ctx, f)
		if err != nil {
			return nil, fmt.Errorf("between %s and %s: %w", a, b, err)
		}
		out.Claims = append(out.Claims, found.Claims...)
		out.Complete = out.Complete && found.Complete
		if a == b {
			break
		}
	}
	return out, nil
}
