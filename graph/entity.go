package graph

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// EntityRef names an entity.
type EntityRef struct {
	ID    string         `json:"id"`
	Label string         `json:"label"`
	Class schema.ClassID `json:"class,omitempty"`
}

// EntityView is what all articles together say about an entity.
type EntityView struct {
	EntityRef
	Aliases    []string         `json:"aliases,omitempty"`   // every other name, sorted
	Classes    []schema.ClassID `json:"classes,omitempty"`   // the commonest first
	StandsFor  []EntityRef      `json:"standsFor,omitempty"` // Moscow for Russia
	StoodFor   []EntityRef      `json:"stoodFor,omitempty"`  // Russia: by Moscow
	Country    *EntityRef       `json:"country,omitempty"`
	ExactMatch []string         `json:"exactMatch,omitempty"`
	Sectors    []string         `json:"sectors,omitempty"`
	Articles   int              `json:"articles"`      // that name it
	Out        []Fact           `json:"out,omitempty"` // facts whose subject it is, and symmetric ones
	In         []Fact           `json:"in,omitempty"`  // facts whose object it is
}

// Fact is a direct edge with all its evidence.
type Fact struct {
	Subject  EntityRef         `json:"subject"`
	Relation schema.RelationID `json:"relation"`
	Object   EntityRef         `json:"object"`
	Evidence []Evidence        `json:"evidence"` // oldest article first
}

// Evidence is one place in an article that says so.
type Evidence struct {
	Claim       string  `json:"claim"`
	Sentence    string  `json:"sentence"`
	Start       int     `json:"start"` // byte offsets in the article's text
	End         int     `json:"end"`
	SubjectText string  `json:"subjectText,omitempty"`
	Phrase      string  `json:"phrase,omitempty"`
	ObjectText  string  `json:"objectText,omitempty"`
	SaidBy      string  `json:"saidBy,omitempty"`
	From        string  `json:"from,omitempty"`
	To          string  `json:"to,omitempty"`
	Place       string  `json:"place,omitempty"`
	Confidence  float32 `json:"confidence"`
	Article     string  `json:"article"`
	Title       string  `json:"title,omitempty"`
	URL         string  `json:"url,omitempty"`
	Date        string  `json:"date,omitempty"`
	Publisher   string  `json:"publisher,omitempty"`
	Source      string  `json:"source,omitempty"`
}

// tally counts how many articles say a thing.
type tally map[string]int

// ranked lists the commonest first, equals in sorted order.
func (t tally) ranked() []string {
	out := sortedKeys(t)
	sort.SliceStable(out, func(i, j int) bool { return t[out[i]] > t[out[j]] })
	return out
}

// Entity gives what is known about the entity with the given id.
func (s *Store) Entity(ctx context.Context, id string) (*EntityView, error) {
	return frozenDo(s, func(s *Store) (*EntityView, error) { return s.entity(ctx, id) })
}

func (s *Store) entity(ctx context.Context, id string) (*EntityView, error) {
	id = stripID(id, schema.EntPrefix)
	if badName(id) != "" {
		return nil, fmt.Errorf("entity %q: %w", id, ErrNotFound)
	}
	v := &EntityView{EntityRef: EntityRef{ID: id}}
	names, classes, articles := tally{}, tally{}, tally{}
	stands, match, sectors, country := tally{}, tally{}, tally{}, tally{}
	err := s.scan(ctx, quad.Quad{Subject: entityIRI(id)}, func(q quad.Quad) error {
		articles[nameOf(q.Label, schema.ArtPrefix)]++
		switch q.Predicate {
		case rdfsLabel:
			names[textOf(q.Object)] += 1 << 16 // a label before any alias
		case skosAltLabel:
			names[textOf(q.Object)]++
		case rdfType:
			classes[nameOf(q.Object, schema.KGPrefix)]++
		case kgStandsFor:
			stands[nameOf(q.Object, schema.EntPrefix)]++
		case skosExactMatch:
			match[nameOf(q.Object, "")]++
		case kgSector:
			sectors[textOf(q.Object)]++
		case kgFormerName:
			names[textOf(q.Object)]++
		case kgCountry:
			country[nameOf(q.Object, schema.EntPrefix)]++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(articles) == 0 {
		return nil, fmt.Errorf("entity %s: %w", id, ErrNotFound)
	}
	l := &lookup{s: s, refs: make(map[string]EntityRef), articles: make(map[string]*Article)}
	all := names.ranked()
	if len(all) > 0 {
		v.Label, v.Aliases = all[0], all[1:]
		sort.Strings(v.Aliases)
	}
	for _, c := range classes.ranked() {
		v.Classes = append(v.Classes, schema.ClassID(c))
	}
	if len(v.Classes) > 0 {
		v.Class = v.Classes[0]
	}
	l.refs[id] = v.EntityRef
	v.Articles, v.ExactMatch, v.Sectors = len(articles), sortedKeys(match), sectors.ranked()
	if v.StandsFor, err = l.entities(ctx, stands.ranked()); err != nil {
		return nil, err
	}
	if c := country.ranked(); len(c) > 0 {
		ref, err := l.entity(ctx, c[0])
		if err != nil {
			return nil, err
		}
		v.Country = &ref
	}
	stood := tally{}
	err = s.scan(ctx, quad.Quad{Predicate: kgStandsFor, Object: entityIRI(id)}, func(q quad.Quad) error {
		stood[nameOf(q.Subject, schema.EntPrefix)]++
		return nil
	})
	if err != nil {
		return nil, err
	}
	if v.StoodFor, err = l.entities(ctx, stood.ranked()); err != nil {
		return nil, err
	}
	return v, l.facts(ctx, v)
}

// lookup remembers the entities and articles that one view shows.
type lookup struct {
	s        *Store
	refs     map[string]EntityRef
	articles map[string]*Article
}

func (l *lookup) entities(ctx context.Context, ids []string) ([]EntityRef, error) {
	var out []EntityRef
	for _, id := range ids {
		ref, err := l.entity(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, ref)
	}
	return out, nil
}

// entity names the entity with the given id by its commonest label and class.
func (l *lookup) entity(ctx context.Context, id string) (EntityRef, error) {
	if ref, ok := l.refs[id]; ok {
		return ref, nil
	}
	ref := EntityRef{ID: id}
	if qs := l.s.index(); qs != nil {
		f, err := newNameFinder(ctx, qs)
		if err != nil {
			return ref, err
		}
		n, err := f.node(id)
		if err != nil {
			return ref, err
		}
		if n.Articles > 0 {
			ref.Label, ref.Class = n.Label, n.Class
			l.refs[id] = ref
			return ref, nil
		}
	}
	for _, pred := range []quad.IRI{rdfsLabel, rdfType} {
		t := tally{}
		err := l.s.scan(ctx, quad.Quad{Subject: entityIRI(id), Predicate: pred}, func(q quad.Quad) error {
			if pred == rdfsLabel {
				t[textOf(q.Object)]++
			} else {
				t[nameOf(q.Object, schema.KGPrefix)]++
			}
			return nil
		})
		if err != nil {
			return ref, err
		}
		if r := t.ranked(); len(r) > 0 {
			if pred == rdfsLabel {
				ref.Label = r[0]
			} else {
				ref.Class = schema.ClassID(r[0])
			}
		}
	}
	l.refs[id] = ref
	return ref, nil
}

// article gives an article without its text.
func (l *lookup) article(ctx context.Context, id string) (*Article, error) {
	if a := l.articles[id]; a != nil {
		return a, nil
	}
	a := &Article{ID: id}
	for _, pred := range []quad.IRI{schemaHeadline, schemaURL, schemaPublisher, schemaPublished, kgSource} {
		err := l.s.scan(ctx, quad.Quad{Subject: articleIRI(id), Predicate: pred, Label: articleIRI(id)},
			func(q quad.Quad) error { a.set(q.Predicate, q.Object); return nil })
		if err != nil {
			return nil, err
		}
	}
	l.articles[id] = a
	return a, nil
}

// facts fills in the facts of v by way of the claims behind them.
func (l *lookup) facts(ctx context.Context, v *EntityView) error {
	facts := make(map[[3]string]*Fact)
	for _, pred := range []quad.IRI{kgSubject, kgObject} {
		err := l.s.scan(ctx, quad.Quad{Predicate: pred, Object: entityIRI(v.ID)}, func(q quad.Quad) error {
			id, ok := name(q.Subject, schema.ClaimPrefix)
			if !ok {
				return nil
			}
			c := Claim{ID: id}
			err := l.s.scan(ctx, quad.Quad{Subject: q.Subject, Label: q.Label}, func(q quad.Quad) error {
				c.set(q.Predicate, q.Object)
				return nil
			})
			if err != nil || !c.Edge {
				return err
			}
			if pred == kgObject && c.Subject == v.ID {
				return nil // seen from its subject
			}
			return l.evidence(ctx, facts, &c, nameOf(q.Label, schema.ArtPrefix))
		})
		if err != nil {
			return err
		}
	}
	sch := l.s.schema()
	for _, f := range facts {
		sort.Slice(f.Evidence, func(i, j int) bool { return earlier(&f.Evidence[i], &f.Evidence[j]) })
		if f.Subject.ID != v.ID && symmetric(sch, f.Relation) {
			f.Subject, f.Object = f.Object, f.Subject
		}
	}
	out := make(map[[2]string]*Fact) // a symmetric fact may have been claimed from either side
	for _, k := range sortedFacts(facts) {
		f := facts[k]
		if f.Subject.ID != v.ID {
			v.In = append(v.In, *f)
			continue
		}
		k := [2]string{string(f.Relation), f.Object.ID}
		if g := out[k]; g != nil {
			g.Evidence = append(g.Evidence, f.Evidence...)
			sort.Slice(g.Evidence, func(i, j int) bool { return earlier(&g.Evidence[i], &g.Evidence[j]) })
			continue
		}
		out[k] = f
	}
	for _, f := range out {
		v.Out = append(v.Out, *f)
	}
	sortFacts(v.Out)
	sortFacts(v.In)
	return nil
}

func sortedFacts(m map[[3]string]*Fact) [][3]string {
	keys := make([][3]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return strings.Join(keys[i][:], "\x00") < strings.Join(keys[j][:], "\x00")
	})
	return keys
}

func sortFacts(fs []Fact) {
	sort.Slice(fs, func(i, j int) bool {
		a, b := &fs[i], &fs[j]
		if a.Relation != b.Relation {
			return a.Relation < b.Relation
		}
		if a.Subject.ID != b.Subject.ID {
			return a.Subject.ID < b.Subject.ID
		}
		return a.Object.ID < b.Object.ID
	})
}

func earlier(a, b *Evidence) bool {
	if a.Date != b.Date {
		return a.Date < b.Date
	}
	if a.Article != b.Article {
		return a.Article < b.Article
	}
	if a.Start != b.Start {
		return a.Start < b.Start
	}
	return a.Claim < b.Claim
}

func (l *lookup) evidence(ctx context.Context, facts map[[3]string]*Fact, c *Claim, article string) error {
	a, err := l.article(ctx, article)
	if err != nil {
		return err
	}
	k := [3]string{c.Subject, string(c.Relation), c.Object}
	f := facts[k]
	if f == nil {
		f = &Fact{Relation: c.Relation}
		if f.Subject, err = l.entity(ctx, c.Subject); err != nil {
			return err
		}
		if f.Object, err = l.entity(ctx, c.Object); err != nil {
			return err
		}
		facts[k] = f
	}
	f.Evidence = append(f.Evidence, Evidence{
		Claim: c.ID, Sentence: c.Sentence, Start: c.Start, End: c.End,
		SubjectText: c.SubjectText, Phrase: c.Phrase, ObjectText: c.ObjectText,
		SaidBy: c.SaidBy, From: c.From, To: c.To, Place: c.Place, Confidence: c.Confidence,
		Article: a.ID, Title: a.Title, URL: a.URL, Date: a.Date, Publisher: a.Publisher, Source: a.Source,
	})
	return nil
}
