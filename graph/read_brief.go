package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// A numberedStore can be read by the numbers of its values, 0 being none and, in a pattern, any: a quad of numbers costs
// a fraction of a microsecond, a value several.
type numberedStore interface {
	Number(quad.Value) (uint64, error)
	Value(uint64) (quad.Value, error)
	Each(ctx context.Context, p [4]uint64, f func([4]uint64) bool) error
}

// maxBrief is how many claims about one entity are read in brief: five times as many take about as long as reading
// MaxClaims whole.
const maxBrief = 5 * MaxClaims

// briefly is what a claim in brief has: who, what, whom, how far the text stands behind it, and when. It has no words of
// the text.
var briefly = []quad.IRI{kgSubject, kgRelation, kgObject, kgFact, kgLemma, kgPolarity, kgModality, kgSaidBy, kgSaidWith,
	kgFrom, kgTo, kgConfidence}

// brief reads claims by numbers. It remembers values, so it is for one question.
type brief struct {
	r      *Reader
	n      numberedStore
	fields map[uint64]quad.IRI // of briefly, by their numbers
	values map[uint64]quad.Value
	dates  map[string]string // of articles, by their ids
	ids    map[string]uint64 // numbers of articles

	published uint64 // the predicate of a date
}

// brief gives the claims about the entity of f that it wants, without the words of the text, in no order, and a function
// for the days of their articles. Of a store without numbers they are whole claims.
func (r *Reader) brief(ctx context.Context, f Filter) (*Found, dateOf, error) {
	n, ok := r.s.qs.(numberedStore)
	if !ok {
		found, err := r.Claims(ctx, f)
		return found, r.date, err
	}
	b, err := r.newBrief(n)
	if err != nil {
		return nil, nil, err
	}
	claims, complete, err := b.about(ctx, f.Entity)
	if err != nil {
		return nil, nil, err
	}
	wanted, err := b.wanted(ctx, &f, claims)
	return &Found{wanted, complete}, b.date, err
}

// newBrief makes a reader of claims in brief.
func (r *Reader) newBrief(n numberedStore) (*brief, error) {
	b := &brief{r: r, n: n, fields: make(map[uint64]quad.IRI), values: make(map[uint64]quad.Value),
		dates: make(map[string]string), ids: make(map[string]uint64)}
	for _, p := range briefly {
		k, err := n.Number(p)
		if err != nil {
			return nil, err
		}
		if k != 0 {
			b.fields[k] = p
		}
	}
	var err error
	b.published, err = n.Number(schemaPublished)
	return b, err
}

// wanted reads claims, and gives those that f wants.
func (b *brief) wanted(ctx context.Context, f *Filter, claims [][2]uint64) ([]Statement, error) {
	var out []Statement
	for _, c := range claims {
		st, err := b.read(ctx, c)
		if err != nil {
			return nil, err
		}
		if ok, err := b.r.wants(ctx, f, &st); err != nil {
			return nil, err
		} else if ok {
			out = append(out, st)
		}
	}
	return out, nil
}

// maxAmong is how many claims of entities are looked through for those between two of them: their numbers only.
const maxAmong = 200 * MaxClaims

// among is the claims whose subject is one of the entities and whose object is another one, at most MaxClaims, with
// their articles, and whether these are all.
func (b *brief) among(ctx context.Context, entities []string) (claims [][2]uint64, complete bool, err error) {
	complete = true
	looked := 0
	object := make(map[uint64]uint64) // of claims about one of the entities
	for i, p := range []quad.IRI{kgObject, kgSubject} {
		pred, err := b.n.Number(p)
		if err != nil {
			return nil, false, err
		}
		for _, id := range entities {
			at, err := b.n.Number(entityIRI(id))
			if err != nil {
				return nil, false, err
			}
			if at == 0 || pred == 0 {
				continue
			}
			err = b.n.Each(ctx, [4]uint64{0, pred, at, 0}, func(k [4]uint64) bool {
				if looked++; looked > maxAmong || len(claims) >= MaxClaims {
					complete = false
					return false
				}
				if i == 0 {
					object[k[0]] = at
				} else if other, ok := object[k[0]]; ok && other != at {
					claims = append(claims, [2]uint64{k[0], k[3]})
				}
				return true
			})
			if err != nil {
				return nil, false, err
			}
		}
	}
	return claims, complete, nil
}

// about is the claims that have an entity on either side, with their articles, each once, and whether these are all.
func (b *brief) about(ctx context.Context, entity string) (claims [][2]uint64, complete bool, err error) {
	at, err := b.n.Number(entityIRI(entity))
	if err != nil || at == 0 {
		return nil, true, err
	}
	complete = true
	seen := make(map[uint64]bool)
	for _, p := range []quad.IRI{kgSubject, kgObject} {
		pred, err := b.n.Number(p)
		if err != nil {
			return nil, false, err
		}
		if pred == 0 {
			continue
		}
		err = b.n.Each(ctx, [4]uint64{0, pred, at, 0}, func(k [4]uint64) bool {
			if seen[k[0]] {
				return true
			}
			if len(claims) >= maxBrief {
				complete = false
				return false
			}
			seen[k[0]] = true
			claims = append(claims, [2]uint64{k[0], k[3]})
			return true
		})
		if err != nil {
			return nil, false, err
		}
	}
	return claims, complete, nil
}

// read reads a claim in brief.
func (b *brief) read(ctx context.Context, claim [2]uint64) (Statement, error) {
	var st Statement
	var failed error
	err := b.n.Each(ctx, [4]uint64{claim[0], 0, 0, 0}, func(k [4]uint64) bool {
		p, ok := b.fields[k[1]]
		if !ok {
			return true
		}
		v, err := b.value(k[2])
		if err != nil {
			failed = err
			return false
		}
		st.set(p, v)
		return true
	})
	if err = errors.Join(err, failed); err != nil {
		return st, err
	}
	v, err := b.value(claim[1])
	if err != nil {
		return st, err
	}
	st.Article = nameOf(v, schema.ArtPrefix)
	b.ids[st.Article] = claim[1]
	return st, nil
}

func (b *brief) value(n uint64) (quad.Value, error) {
	if v, ok := b.values[n]; ok {
		return v, nil
	}
	v, err := b.n.Value(n)
	if err == nil {
		b.values[n] = v
	}
	return v, err
}

// A dateOf gives the day on which an article was published, "" where that is not known.
type dateOf func(ctx context.Context, article string) (string, error)

func (r *Reader) date(ctx context.Context, article string) (string, error) {
	a, err := r.Info(ctx, article)
	if err != nil {
		return "", err
	}
	return a.Date, nil
}

func (b *brief) date(ctx context.Context, article string) (string, error) {
	if d, ok := b.dates[article]; ok {
		return d, nil
	}
	day := ""
	if b.published != 0 {
		var at uint64
		if err := b.n.Each(ctx, [4]uint64{b.ids[article], b.published, 0, 0}, func(k [4]uint64) bool { at = k[2]; return false }); err != nil {
			return "", err
		}
		if at != 0 {
			v, err := b.value(at)
			if err != nil {
				return "", err
			}
			day = textOf(v)
		}
	}
	b.dates[article] = day
	return day, nil
}

// between gives the ids of the claims that have a subject and an object, sorted, and whether these are all. It looks
// through the numbers of the claims of the one and of the other, and reads the names of those in both.
func between(ctx context.Context, n numberedStore, subject, object string) (ids []string, complete bool, err error) {
	of := make(map[uint64]bool) // claims of the subject
	complete = true
	var found []uint64
	for i, side := range [][2]quad.IRI{{kgSubject, entityIRI(subject)}, {kgObject, entityIRI(object)}} {
		var p [4]uint64
		for j, iri := range side {
			if p[j+1], err = n.Number(iri); err != nil {
				return nil, false, err
			}
		}
		if p[1] == 0 || p[2] == 0 {
			return nil, true, nil
		}
		looked := 0
		err = n.Each(ctx, p, func(k [4]uint64) bool {
			if looked++; looked > maxAmong || len(found) >= MaxClaims {
				complete = false
				return false
			}
			if i == 0 {
				of[k[0]] = true
			} else if of[k[0]] {
				found = append(found, k[0])
				delete(of, k[0])
			}
			return true
		})
		if err != nil {
			return nil, false, err
		}
	}
	for _, k := range found {
		v, err := n.Value(k)
		if err != nil {
			return nil, false, err
		}
		if id, ok := name(v, schema.ClaimPrefix); ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, complete, nil
}

// tallies counts quads by their subject and object, whatever their labels: how many articles say so. It remembers values.
type tallies struct {
	s      *Store
	values map[uint64]quad.Value
}

// each calls f for every subject and object of quads with a predicate, and with an object if that is given, once or
// several times with the number of quads.
func (t *tallies) each(ctx context.Context, predicate, object quad.IRI, f func(subject, object quad.Value, n int)) error {
	n, ok := t.s.qs.(numberedStore)
	if !ok {
		p := quad.Quad{Predicate: predicate}
		if object != "" {
			p.Object = object
		}
		return t.s.scan(ctx, p, func(q quad.Quad) error { f(q.Subject, q.Object, 1); return nil })
	}
	var p [4]uint64
	for i, iri := range map[int]quad.IRI{1: predicate, 2: object} {
		if iri == "" {
			continue
		}
		k, err := n.Number(iri)
		if err != nil || k == 0 {
			return err
		}
		p[i] = k
	}
	// Those that differ only in their label follow each other.
	var last [4]uint64
	count := 0
	tell := func() error {
		if count == 0 {
			return nil
		}
		var v [2]quad.Value
		for i, k := range []uint64{last[0], last[2]} {
			known, ok := t.values[k]
			if !ok {
				var err error
				if known, err = n.Value(k); err != nil {
					return err
				}
				t.values[k] = known
			}
			v[i] = known
		}
		f(v[0], v[1], count)
		return nil
	}
	var failed error
	err := n.Each(ctx, p, func(k [4]uint64) bool {
		if count > 0 && (k[0] != last[0] || k[2] != last[2]) {
			failed = tell()
			count = 0
		}
		last = k
		count++
		return failed == nil
	})
	if failed == nil {
		failed = tell()
	}
	return errors.Join(err, failed)
}
