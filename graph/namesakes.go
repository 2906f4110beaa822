package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/resolve/join"
	"kg/schema"
)

// naming is who of the store names a person by an id alone, as far as it does not change.
type naming struct {
	articles map[string]string // by article: the id that it has there now
	crowd    bool              // there are more than a join.Crowd
}

// naming finds the articles of the store that do not change in which a person has an id by itself.
func (j *joining) naming(id string) (*naming, error) {
	out := &naming{articles: map[string]string{}}
	add := func(q quad.Quad) error {
		article := nameOf(q.Label, schema.ArtPrefix)
		if _, ok := j.changed[article]; ok {
			return nil
		}
		out.articles[article] = nameOf(q.Subject, schema.EntPrefix)
		if len(out.articles) > join.Crowd {
			out.crowd = true
			return errStop
		}
		return nil
	}
	others := map[string]bool{} // that have it by another of their ids
	err := j.s.scan(j.ctx, quad.Quad{Subject: entityIRI(id), Predicate: kgAloneID}, func(q quad.Quad) error {
		others[nameOf(q.Label, schema.ArtPrefix)] = true
		return nil
	})
	if err == nil {
		err = j.s.scan(j.ctx, quad.Quad{Predicate: kgAloneID, Object: quad.String(id)}, add)
	}
	if err == nil && !out.crowd {
		err = j.s.scan(j.ctx, quad.Quad{Subject: entityIRI(id), Predicate: rdfsLabel}, func(q quad.Quad) error {
			if others[nameOf(q.Label, schema.ArtPrefix)] {
				return nil
			}
			return add(q)
		})
	}
	return out, err
}

// namesakes says whom the articles mean that have a person of this id by itself, see [join.Namesakes], after the change.
func (j *joining) namesakes(id string) (map[string]join.Person, error) {
	if who, ok := j.people[id]; ok {
		return who, nil
	}
	who, err := j.tellNamesakes(id)
	j.people[id] = who
	return who, err
}

func (j *joining) tellNamesakes(id string) (map[string]join.Person, error) {
	var bearers []join.Bearer
	var marked []*join.Thing
	for _, article := range j.ids {
		if a := j.changed[article]; a != nil {
			if i := slices.IndexFunc(a.Things, func(t join.Thing) bool { return t.ID == id }); i >= 0 {
				bearers = append(bearers, join.Bearer{Article: a, Thing: &a.Things[i]})
				if len(a.Things[i].Marks) > 0 {
					marked = append(marked, &a.Things[i])
				}
			}
		}
	}
	any := len(marked) > 0
	for _, p := range []quad.Quad{{Subject: entityIRI(id), Predicate: kgMark}, {Predicate: kgAloneID, Object: quad.String(id)}} {
		if any {
			break
		}
		if err := j.s.scan(j.ctx, p, func(quad.Quad) error { any = true; return errStop }); err != nil {
			return nil, err
		}
	}
	if !any {
		return nil, nil
	}
	n, err := j.naming(id)
	if err != nil || n.crowd || len(bearers)+len(n.articles) > join.Crowd {
		return nil, err
	}
	for _, article := range sortedKeys(n.articles) {
		t := &join.Thing{}
		err := j.s.scan(j.ctx, quad.Quad{Subject: entityIRI(n.articles[article]), Predicate: kgMark, Label: articleIRI(article)}, func(q quad.Quad) error {
			t.Marks = append(t.Marks, textOf(q.Object))
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(t.Marks) > 0 {
			marked = append(marked, t)
		}
	}
	if !join.MayDiffer(marked) {
		return nil, nil
	}
	for _, article := range sortedKeys(n.articles) {
		a, err := j.whole(article)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(a.Things, func(t join.Thing) bool { return t.ID == id }); i >= 0 {
			bearers = append(bearers, join.Bearer{Article: a, Thing: &a.Things[i]})
		}
	}
	return join.Namesakes(id, bearers), nil
}

// whole is an article of the store with its things, as it is by itself.
func (j *joining) whole(article string) (*join.Article, error) {
	a, ok := j.wholes[article]
	switch {
	case ok && a == nil:
		return nil, notFound("article", article)
	case ok:
		return a, nil
	}
	if a := j.s.briefs.whole(article); a != nil {
		j.wholes[article] = a
		return a, nil
	}
	r, err := j.s.record(j.ctx, article)
	if errors.Is(err, ErrNotFound) {
		j.wholes[article] = nil
	}
	if err != nil {
		return nil, err
	}
	a = things(alone(r))
	j.wholes[article] = a
	if j.s.tellsChanges() {
		j.s.briefs.putWhole(a)
	}
	return a, nil
}

// renamed lists the articles of the store, in sorted order, in which a person of several who bear one name becomes another one
// by the change.
func (j *joining) renamed() ([]string, error) {
	names := map[string]bool{}
	for _, id := range j.ids {
		vs, err := j.versions(id)
		if err != nil {
			return nil, err
		}
		for _, a := range vs {
			for i := range a.Things {
				if t := &a.Things[i]; t.Named() {
					names[t.ID] = true
				}
			}
		}
	}
	found := map[string]bool{}
	for _, id := range sortedKeys(names) {
		who, err := j.namesakes(id)
		if err != nil {
			return nil, err
		}
		var there map[string]string
		if who != nil {
			n, err := j.naming(id)
			if err != nil {
				return nil, err
			}
			there = n.articles
		} else if there, err = j.moved(id); err != nil {
			return nil, err
		}
		for article, is := range there {
			want := id
			if p, ok := who[article]; ok {
				want = p.ID
			}
			found[article] = found[article] || is != want
		}
	}
	return slices.DeleteFunc(sortedKeys(found), func(id string) bool { return !found[id] }), nil
}

// moved are the articles of the store that do not change in which what has an id by itself has another one.
func (j *joining) moved(id string) (map[string]string, error) {
	out := map[string]string{}
	err := j.s.scan(j.ctx, quad.Quad{Predicate: kgAloneID, Object: quad.String(id)}, func(q quad.Quad) error {
		article := nameOf(q.Label, schema.ArtPrefix)
		if _, ok := j.changed[article]; !ok {
			out[article] = nameOf(q.Subject, schema.EntPrefix)
		}
		return nil
	})
	return out, err
}

// newJoining makes a joining of a store in which nothing changes yet.
func newJoining(ctx context.Context, s *Store) *joining {
	return &joining{s: s, ctx: ctx, changed: map[string]*join.Article{}, briefs: map[string]*join.Article{}, wholes: map[string]*join.Article{},
		keys: map[string][]keyed{}, people: map[string]map[string]join.Person{}}
}

// decide is what is decided about the things of an article that may be one with those of others.
func (j *joining) decide(a *join.Article) ([]join.Decision, error) {
	ds, err := join.All(a, j.bearers(a))
	if err != nil {
		return nil, err
	}
	return join.Persons(a, ds, j.namesakes)
}
