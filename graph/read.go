package graph

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// name takes an IRI of the given prefix apart; ok is false for anything else.
func name(v quad.Value, prefix string) (id string, ok bool) {
	iri, ok := v.(quad.IRI)
	if !ok {
		return "", false
	}
	return strings.CutPrefix(string(iri), prefix)
}

func nameOf(v quad.Value, prefix string) string { id, _ := name(v, prefix); return id }

func textOf(v quad.Value) string { t, _ := v.(quad.String); return string(t) }

func intOf(v quad.Value) int { n, _ := v.(quad.Int); return int(n) }

// stripID turns "<art:x>", "art:x" and "x" into "x".
func stripID(s, prefix string) string {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
	return strings.TrimPrefix(s, prefix)
}

// FindArticle finds the ids of the articles that have the given id, address (URL) or source, sorted. There
// may be several: a page that was read twice and had changed. The error wraps ErrNotFound where there is none.
func (s *Store) FindArticle(ctx context.Context, text string) ([]string, error) {
	id := stripID(text, schema.ArtPrefix)
	if badName(id) == "" {
		found := false
		err := s.scan(ctx, quad.Quad{Subject: articleIRI(id), Predicate: rdfType, Label: articleIRI(id)},
			func(quad.Quad) error { found = true; return errStop })
		if err != nil {
			return nil, err
		}
		if found {
			return []string{id}, nil
		}
	}
	ids := make(map[string]bool)
	for _, pred := range []quad.IRI{schemaURL, kgSource} {
		err := s.scan(ctx, quad.Quad{Predicate: pred, Object: quad.String(text)}, func(q quad.Quad) error {
			if id, ok := name(q.Subject, schema.ArtPrefix); ok {
				ids[id] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("article %q: %w", text, ErrNotFound)
	}
	return sortedKeys(ids), nil
}

// Articles lists the ids of all articles, sorted.
func (s *Store) Articles(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.scan(ctx, quad.Quad{Predicate: rdfType, Object: schemaArticle}, func(q quad.Quad) error {
		if id, ok := name(q.Subject, schema.ArtPrefix); ok {
			ids = append(ids, id)
		}
		return nil
	})
	sort.Strings(ids)
	return ids, err
}

// Article gives an article with its text.
func (s *Store) Article(ctx context.Context, id string) (*Article, error) {
	return frozenDo(s, func(s *Store) (*Article, error) { return s.article(ctx, id) })
}

func (s *Store) article(ctx context.Context, id string) (*Article, error) {
	iri := articleIRI(id)
	a := &Article{ID: id}
	found := false
	err := s.scan(ctx, quad.Quad{Subject: iri, Label: iri}, func(q quad.Quad) error {
		found = true
		a.set(q.Predicate, q.Object)
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("article %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Article) set(pred, v quad.Value) {
	switch pred {
	case schemaHeadline:
		a.Title = textOf(v)
	case schemaURL:
		a.URL = textOf(v)
	case schemaPublisher:
		a.Publisher = textOf(v)
	case schemaPublished:
		a.Date = textOf(v)
	case schemaLanguage:
		a.Language = textOf(v)
	case schemaBody:
		a.Text = textOf(v)
	case kgSource:
		a.Source = textOf(v)
	case kgSHA256:
		a.SHA256 = textOf(v)
	case kgEngine:
		a.Engine = textOf(v)
	}
}

// Claims gives the claims of an article in text order.
func (s *Store) Claims(ctx context.Context, articleID string) ([]Claim, error) {
	r, err := s.Record(ctx, articleID)
	if err != nil {
		return nil, err
	}
	return r.Claims, nil
}

// Record gives all that an article contributes, as it was put: entities by id, claims in text order.
func (s *Store) Record(ctx context.Context, articleID string) (*Record, error) {
	return frozenDo(s, func(s *Store) (*Record, error) { return s.record(ctx, articleID) })
}

func (s *Store) record(ctx context.Context, articleID string) (*Record, error) {
	if badName(articleID) != "" {
		return nil, fmt.Errorf("article %q: %w", articleID, ErrNotFound)
	}
	reading := newRecordReading(articleID)
	found := false
	err := s.scan(ctx, quad.Quad{Label: articleIRI(articleID)}, func(q quad.Quad) error {
		found = true
		reading.add(q)
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("article %s: %w", articleID, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return reading.record(), nil
}

// recordReading puts a record together from its quads, in whatever order.
type recordReading struct {
	article  Article
	entities map[string]*Entity
	claims   map[string]*Claim
}

func newRecordReading(articleID string) *recordReading {
	return &recordReading{article: Article{ID: articleID}, entities: make(map[string]*Entity), claims: make(map[string]*Claim)}
}

func (r *recordReading) add(q quad.Quad) {
	if id, ok := name(q.Subject, schema.EntPrefix); ok {
		if _, edge := name(q.Predicate, schema.RelPrefix); edge {
			return // a claim gives it too
		}
		e := r.entities[id]
		if e == nil {
			e = &Entity{ID: id}
			r.entities[id] = e
		}
		e.set(q.Predicate, q.Object)
	} else if id, ok := name(q.Subject, schema.ClaimPrefix); ok {
		c := r.claims[id]
		if c == nil {
			c = &Claim{ID: id}
			r.claims[id] = c
		}
		c.set(q.Predicate, q.Object)
	} else {
		r.article.set(q.Predicate, q.Object)
	}
}

// record is what has been added: entities by id, claims in text order.
func (r *recordReading) record() *Record {
	out := &Record{Article: r.article}
	for _, id := range sortedKeys(r.entities) {
		e := r.entities[id]
		sort.Strings(e.Aliases)
		sort.Strings(e.StandsFor)
		sort.Strings(e.ExactMatch)
		sort.Strings(e.Bears)
		sort.Strings(e.Seeks)
		sort.Strings(e.Marks)
		out.Entities = append(out.Entities, *e)
	}
	for _, c := range r.claims {
		out.Claims = append(out.Claims, *c)
	}
	sort.Slice(out.Claims, func(i, j int) bool { return before(&out.Claims[i], &out.Claims[j]) })
	return out
}

// before is text order.
func before(a, b *Claim) bool {
	if a.Start != b.Start {
		return a.Start < b.Start
	}
	if a.End != b.End {
		return a.End < b.End
	}
	return a.ID < b.ID
}

func (e *Entity) set(pred, v quad.Value) {
	switch pred {
	case rdfType:
		e.Class = schema.ClassID(nameOf(v, schema.KGPrefix))
	case rdfsLabel:
		e.Label = textOf(v)
	case skosAltLabel:
		e.Aliases = append(e.Aliases, textOf(v))
	case kgStandsFor:
		e.StandsFor = append(e.StandsFor, nameOf(v, schema.EntPrefix))
	case skosExactMatch:
		e.ExactMatch = append(e.ExactMatch, nameOf(v, ""))
	case kgCountry:
		e.Country = nameOf(v, schema.EntPrefix)
	case kgSector:
		e.Sector = textOf(v)
	case kgFormerName:
		e.FormerName = textOf(v)
	case kgBears:
		e.Bears = append(e.Bears, withoutMonth(textOf(v)))
	case kgSeeks:
		e.Seeks = append(e.Seeks, withoutMonth(textOf(v)))
	case kgMark:
		e.Marks = append(e.Marks, textOf(v))
	case kgAloneID:
		e.AloneID = textOf(v)
	case kgAloneLabel:
		e.AloneLabel = textOf(v)
	case kgAloneClass:
		e.AloneClass = schema.ClassID(textOf(v))
	}
}

// withoutMonth is a key as an entity has it, of one as it is stored.
func withoutMonth(key string) string {
	if i := strings.LastIndexByte(key, ' '); i >= 0 {
		return key[:i]
	}
	return key
}

func (c *Claim) set(pred, v quad.Value) {
	switch pred {
	case kgSubject:
		c.Subject = nameOf(v, schema.EntPrefix)
	case kgRelation:
		c.Relation = schema.RelationID(nameOf(v, schema.RelPrefix))
	case kgObject:
		c.Object = nameOf(v, schema.EntPrefix)
	case kgValue:
		c.Literal = textOf(v)
	case kgFact:
		c.Edge = true
	case kgPhrase:
		c.Phrase = textOf(v)
	case kgLemma:
		c.Lemma = textOf(v)
	case kgSubjectText:
		c.SubjectText = textOf(v)
	case kgObjectText:
		c.ObjectText = textOf(v)
	case kgPolarity:
		c.Polarity = textOf(v)
	case kgModality:
		c.Modality = textOf(v)
	case kgTense:
		c.Tense = textOf(v)
	case kgSaidBy:
		c.SaidBy = nameOf(v, schema.EntPrefix)
	case kgSaidWith:
		c.SaidWith = textOf(v)
	case kgFrom:
		c.From = textOf(v)
	case kgTo:
		c.To = textOf(v)
	case kgPrecision:
		c.Precision = textOf(v)
	case kgTimeText:
		c.TimeText = textOf(v)
	case kgPlace:
		c.Place = nameOf(v, schema.EntPrefix)
	case kgEvent:
		c.Event = textOf(v)
	case kgMode:
		c.Mode = textOf(v)
	case kgConfidence:
		f, _ := v.(quad.Float)
		c.Confidence = float32(f)
	case kgRule:
		c.Rule = textOf(v)
	case kgSentence:
		c.Sentence = textOf(v)
	case kgStart:
		c.Start = intOf(v)
	case kgEnd:
		c.End = intOf(v)
	}
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
