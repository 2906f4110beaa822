package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/resolve/join"
	"kg/schema"
)

// joining finds out what a change of some articles does to what is joined across articles: in these, and in those around
// them that seek what they bear. It reads the store as it is before the change.
type joining struct {
	s       *Store
	ctx     context.Context
	changed map[string]*join.Article // by id: what it will be; nil for one that goes
	ids     []string                 // of changed, in order
	briefs  map[string]*join.Article // of the store, without their things
	wholes  map[string]*join.Article // of the store as it is; nil for one that is not there
	keys    map[string][]keyed       // quads of the store by predicate, key and month

	people map[string]map[string]join.Person // by id of a name: whom the articles mean by it
}

// keyed is a quad that says that an entity of an article bears or seeks a key.
type keyed struct{ entity, article string }

// join gives the records as they are to be stored, and the other articles of the store that have to change with them, as
// they are to be then. Records are as alone gives them, each of another article; gone are articles that are forgotten.
func (s *Store) join(ctx context.Context, records []*Record, gone []string) (out, others []*Record, err error) {
	j := newJoining(ctx, s)
	for _, r := range records {
		j.changed[r.Article.ID] = things(r)
		j.ids = append(j.ids, r.Article.ID)
	}
	for _, id := range gone {
		j.changed[id] = nil
		j.ids = append(j.ids, id)
	}
	for _, r := range records {
		ds, err := j.decide(j.changed[r.Article.ID])
		if err != nil {
			return nil, nil, err
		}
		out = append(out, joined(r, ds))
	}
	renamed, err := j.renamed()
	if err != nil {
		return nil, nil, err
	}
	near, err := j.near(renamed)
	if err != nil {
		return nil, nil, err
	}
	near = append(near, renamed...)
	slices.Sort(near)
	for _, id := range slices.Compact(near) {
		r, err := s.record(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		own := alone(r)
		a := things(own)
		ds, err := j.decide(a)
		if err != nil {
			return nil, nil, err
		}
		if !sameJoins(r, ds) {
			others = append(others, joined(own, ds))
		}
	}
	return out, others, nil
}

// versions are what an article was and, if it changes, will be.
func (j *joining) versions(id string) ([]*join.Article, error) {
	var out []*join.Article
	if a := j.changed[id]; a != nil {
		out = append(out, a)
	}
	a, err := j.whole(id)
	if errors.Is(err, ErrNotFound) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	return append(out, a), nil
}

// near lists the articles of the store, in sorted order, that seek a key which one that changes bears or bore, or one of those
// in which a person of several of one name becomes another, and tell of the same; and those for which it becomes or ceases to
// be a name that too many bear or seek.
func (j *joining) near(renamed []string) ([]string, error) {
	byKey, bySought := map[string][]*join.Article{}, map[string][]*join.Article{}
	for _, id := range append(slices.Clone(renamed), j.ids...) {
		vs, err := j.versions(id)
		if err != nil {
			return nil, err
		}
		for _, a := range vs {
			for i := range a.Things {
				for _, key := range a.Things[i].Bears {
					if k := byKey[key]; len(k) == 0 || k[len(k)-1] != a {
						byKey[key] = append(k, a)
					}
				}
				for _, key := range a.Things[i].Seeks {
					if k := bySought[key]; len(k) == 0 || k[len(k)-1] != a {
						bySought[key] = append(k, a)
					}
				}
			}
		}
	}
	found := map[string]bool{}
	for _, key := range sortedKeys(byKey) {
		vs := byKey[key]
		for _, month := range monthsOf(vs) {
			n, err := j.count(kgBears, key, []string{month})
			if err != nil {
				return nil, err
			}
			s, err := j.count(kgSeeks, key, []string{month})
			if err != nil {
				return nil, err
			}
			if n > join.Crowd+len(vs) || s > join.Throng+2*len(j.ids) {
				continue // it was the name of too many, and will be
			}
			seekers, err := j.quads(kgSeeks, key, month)
			if err != nil {
				return nil, err
			}
			for _, q := range seekers {
				if _, ok := j.changed[q.article]; ok || found[q.article] {
					continue
				}
				a, err := j.brief(q.article)
				if err != nil {
					return nil, err
				}
				n, err := j.count(kgBears, key, join.Months(a.Day))
				if err != nil {
					return nil, err
				}
				if n > join.Crowd+len(vs) {
					continue
				}
				found[q.article] = n > join.Crowd-len(vs) || slices.ContainsFunc(vs, func(v *join.Article) bool {
					_, ok := join.Related(a, v, key)
					return ok
				})
			}
		}
	}
	if err := j.throng(bySought, found); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(sortedKeys(found), func(id string) bool { return !found[id] }), nil
}

// throng finds the articles that seek a key, of those that the changed ones seek or sought, which becomes or ceases to be one
// that too many seek.
func (j *joining) throng(bySought map[string][]*join.Article, found map[string]bool) error {
	for _, key := range sortedKeys(bySought) {
		vs := bySought[key]
		for _, month := range monthsOf(vs) {
			most, err := j.count(kgSeeks, key, join.Around(month))
			if err != nil {
				return err
			}
			if most <= join.Throng-len(vs) {
				continue
			}
			seekers, err := j.quads(kgSeeks, key, month)
			if err != nil {
				return err
			}
			for _, q := range seekers {
				if _, ok := j.changed[q.article]; ok || found[q.article] {
					continue
				}
				a, err := j.brief(q.article)
				if err != nil {
					return err
				}
				n, err := j.count(kgSeeks, key, join.Months(a.Day))
				if err != nil {
					return err
				}
				found[q.article] = found[q.article] || n > join.Throng-len(vs) && n <= join.Throng+len(vs)
			}
		}
	}
	return nil
}

// monthsOf are the months in which articles may be that are near in time to some.
func monthsOf(articles []*join.Article) []string {
	var months []string
	for _, a := range articles {
		months = append(months, join.Months(a.Day)...)
	}
	slices.Sort(months)
	return slices.Compact(months)
}

// count is in how many articles of the store a key is borne or sought in some months.
func (j *joining) count(predicate quad.IRI, key string, months []string) (int, error) {
	articles := map[string]bool{}
	for _, m := range months {
		qs, err := j.quads(predicate, key, m)
		if err != nil {
			return 0, err
		}
		for _, q := range qs {
			articles[q.article] = true
		}
	}
	return len(articles), nil
}

// quads are the entities of the store that bear or seek a key in a month; no more than tell that it is the name of too many,
// whatever the changed articles do, so that the fame of a name costs nothing.
func (j *joining) quads(predicate quad.IRI, key, month string) ([]keyed, error) {
	value := key + " " + month
	at := string(predicate) + " " + value
	out, ok := j.keys[at]
	if ok {
		return out, nil
	}
	articles, most := map[string]bool{}, join.Crowd
	if predicate == kgSeeks {
		most = join.Throng
	}
	err := j.s.scan(j.ctx, quad.Quad{Predicate: predicate, Object: quad.String(value)}, func(q quad.Quad) error {
		k := keyed{nameOf(q.Subject, schema.EntPrefix), nameOf(q.Label, schema.ArtPrefix)}
		out = append(out, k)
		articles[k.article] = true
		if len(articles) > most+2*len(j.ids) {
			return errStop
		}
		return nil
	})
	j.keys[at] = out
	return out, err
}

// sought is in how many articles of some months a key is sought after the change.
func (j *joining) sought(key string, months []string) (int, error) {
	articles := map[string]bool{}
	for _, m := range months {
		qs, err := j.quads(kgSeeks, key, m)
		if err != nil {
			return 0, err
		}
		for _, q := range qs {
			if _, ok := j.changed[q.article]; !ok {
				articles[q.article] = true
			}
		}
	}
	for _, id := range j.ids {
		b := j.changed[id]
		if b != nil && slices.Contains(months, join.Month(b.Day)) && slices.ContainsFunc(b.Things, func(t join.Thing) bool { return slices.Contains(t.Seeks, key) }) {
			articles[id] = true
		}
	}
	return len(articles), nil
}

// bearers gives who bears a key around a, in the articles that tell of the same; nil where it is borne or sought in too many.
func (j *joining) bearers(a *join.Article) func(key string) ([]join.Bearer, error) {
	return func(key string) ([]join.Bearer, error) {
		months := join.Months(a.Day)
		if n, err := j.sought(key, months); err != nil || n > join.Throng {
			return nil, err
		}
		var there []keyed
		articles := map[string]bool{}
		for _, m := range months {
			qs, err := j.quads(kgBears, key, m)
			if err != nil {
				return nil, err
			}
			for _, q := range qs {
				if _, ok := j.changed[q.article]; !ok {
					there = append(there, q)
					articles[q.article] = true
				}
			}
		}
		out := []join.Bearer{}
		for _, id := range j.ids {
			b := j.changed[id]
			if b == nil || !slices.Contains(months, join.Month(b.Day)) {
				continue
			}
			for i := range b.Things {
				if slices.Contains(b.Things[i].Bears, key) {
					out = append(out, join.Bearer{Article: b, Thing: &b.Things[i]})
					articles[id] = true
				}
			}
		}
		if len(articles) > join.Crowd {
			return nil, nil
		}
		for _, q := range there {
			b, err := j.brief(q.article)
			if err != nil {
				return nil, err
			}
			if _, ok := join.Related(a, b, key); !ok {
				continue
			}
			t, err := j.thing(q)
			if err != nil {
				return nil, err
			}
			out = append(out, join.Bearer{Article: b, Thing: t})
		}
		return out, nil
	}
}

// thing is an entity as an article of the store has it by itself.
func (j *joining) thing(k keyed) (*join.Thing, error) {
	e := Entity{ID: k.entity}
	err := j.s.scan(j.ctx, quad.Quad{Subject: entityIRI(k.entity), Label: articleIRI(k.article)}, func(q quad.Quad) error {
		e.set(q.Predicate, q.Object)
		return nil
	})
	if e.AloneID != "" {
		e.ID, e.Label, e.Class = e.AloneID, e.AloneLabel, e.AloneClass
	}
	return &join.Thing{ID: e.ID, Label: e.Label, Class: string(e.Class), Country: e.Country}, err
}

// brief is an article of the store without its things.
func (j *joining) brief(id string) (*join.Article, error) {
	if a := j.briefs[id]; a != nil {
		return a, nil
	}
	if a := j.s.briefs.get(id); a != nil {
		j.briefs[id] = a
		return a, nil
	}
	stored := Article{ID: id}
	for _, p := range []quad.IRI{schemaHeadline, schemaPublished, schemaBody} {
		err := j.s.scan(j.ctx, quad.Quad{Subject: articleIRI(id), Predicate: p, Label: articleIRI(id)}, func(q quad.Quad) error {
			stored.set(q.Predicate, q.Object)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	a := &join.Article{ID: id, Day: join.Day(stored.Date), Topic: topic(&stored)}
	j.briefs[id] = a
	if j.s.tellsChanges() {
		j.s.briefs.put(a)
	}
	return a, nil
}

// Joins gives what was decided about the things of an article that may be one with those of other articles, by their ids in
// this article alone: see [join.Decision]. The error wraps ErrNotFound where there is no such article.
func (s *Store) Joins(ctx context.Context, articleID string) ([]join.Decision, error) {
	return frozenDo(s, func(s *Store) ([]join.Decision, error) {
		r, err := s.record(ctx, articleID)
		if err != nil {
			return nil, err
		}
		return newJoining(ctx, s).decide(things(alone(r)))
	})
}
