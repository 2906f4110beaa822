package graph

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"kg/resolve/join"
	"kg/schema"
)

// MaxText is the longest text, in bytes, that a record may hold in one field.
const MaxText = 32 << 20

// A RecordError says which part of a record cannot be stored.
type RecordError struct {
	Article string // id of the article
	Part    string // "claim c1: sentence"
	Msg     string
}

func (e *RecordError) Error() string {
	return fmt.Sprintf("article %q: %s: %s", e.Article, e.Part, e.Msg)
}

// builder turns a record into quads; the first error sticks.
type builder struct {
	article string
	label   quad.IRI
	quads   []quad.Quad
	seen    map[quad.Quad]bool // apart from those of claims
	claim   quad.IRI           // the claim in hand, which has each predicate once
	err     error
}

func (b *builder) fail(part, msg string) {
	if b.err == nil {
		b.err = &RecordError{Article: b.article, Part: part, Msg: msg}
	}
}

func (b *builder) add(s, p quad.IRI, o quad.Value) {
	q := quad.Quad{Subject: s, Predicate: p, Object: o, Label: b.label}
	if s != b.claim {
		if b.seen[q] {
			return
		}
		b.seen[q] = true
	}
	b.quads = append(b.quads, q)
}

// text adds a plain string; an empty one is left out.
func (b *builder) text(s, p quad.IRI, v, part string) {
	if v == "" {
		return
	}
	switch {
	case len(v) > MaxText:
		b.fail(part+" "+string(p), fmt.Sprintf("%d bytes, more than %d", len(v), MaxText))
	case !utf8.ValidString(v):
		b.fail(part+" "+string(p), "not valid UTF-8")
	}
	b.add(s, p, quad.String(v))
}

// iri checks a local name and adds prefix+name; an empty one is left out.
func (b *builder) iri(s, p quad.IRI, prefix, name, part string) {
	if name == "" {
		return
	}
	b.check(name, part+" "+string(p))
	b.add(s, p, quad.IRI(prefix+name))
}

// check refuses what could not stand between the angle brackets of an N-Quads IRI.
func (b *builder) check(name, part string) {
	if msg := badName(name); msg != "" {
		b.fail(part, fmt.Sprintf("id %q %s", name, msg))
	}
}

func badName(name string) string {
	switch {
	case name == "":
		return "is empty"
	case len(name) > 1024:
		return "is longer than 1024 bytes"
	case !utf8.ValidString(name):
		return "is not valid UTF-8"
	}
	for _, r := range name {
		if r <= ' ' || r == 0x7f || unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"{}|^`\\", r) {
			return fmt.Sprintf("holds %q, which no IRI may", r)
		}
	}
	return ""
}

// Quads gives the quads of a record, each once, or the first reason why it cannot be stored. The order is
// that of the record. sch says which relations are symmetric; nil means that none is.
func Quads(r *Record, sch *schema.Schema) ([]quad.Quad, error) {
	b := &builder{
		article: r.Article.ID,
		label:   articleIRI(r.Article.ID),
		seen:    make(map[quad.Quad]bool, 32+8*len(r.Entities)+len(r.Claims)/4),
		quads:   make([]quad.Quad, 0, 32+8*len(r.Entities)+20*len(r.Claims)),
	}
	b.check(r.Article.ID, "article")
	b.addArticle(&r.Article)
	month := join.Month(join.Day(r.Article.Date))
	known := make(map[string]bool, len(r.Entities))
	for i := range r.Entities {
		e := &r.Entities[i]
		if known[e.ID] {
			b.fail("entity "+e.ID, "listed twice")
		}
		known[e.ID] = true
		b.addEntity(e, month)
	}
	claims := make(map[string]bool, len(r.Claims))
	for i := range r.Claims {
		c := &r.Claims[i]
		if claims[c.ID] {
			b.fail("claim "+c.ID, "listed twice")
		}
		claims[c.ID] = true
		b.addClaim(c, &r.Article, sch)
	}
	if b.err != nil {
		return nil, b.err
	}
	return b.quads, nil
}

func (b *builder) addArticle(a *Article) {
	s, part := b.label, "article"
	b.add(s, rdfType, schemaArticle)
	b.text(s, schemaHeadline, a.Title, part)
	b.text(s, schemaURL, a.URL, part)
	b.text(s, schemaPublisher, a.Publisher, part)
	b.text(s, schemaPublished, a.Date, part)
	b.text(s, schemaLanguage, a.Language, part)
	b.text(s, kgSource, a.Source, part)
	b.text(s, kgSHA256, a.SHA256, part)
	b.text(s, kgEngine, a.Engine, part)
	b.text(s, schemaBody, a.Text, part)
}

func (b *builder) addEntity(e *Entity, month string) {
	s, part := entityIRI(e.ID), "entity "+e.ID
	b.check(e.ID, part)
	if e.Class != "" {
		b.iri(s, rdfType, schema.KGPrefix, string(e.Class), part)
	}
	if e.Label == "" {
		b.fail(part, "no label")
	}
	b.text(s, rdfsLabel, e.Label, part)
	for _, alias := range e.Aliases {
		b.text(s, skosAltLabel, alias, part)
	}
	for _, id := range e.StandsFor {
		b.iri(s, kgStandsFor, schema.EntPrefix, id, part)
	}
	for _, id := range e.ExactMatch {
		b.iri(s, skosExactMatch, "", id, part)
	}
	b.iri(s, kgCountry, schema.EntPrefix, e.Country, part)
	b.text(s, kgSector, e.Sector, part)
	b.text(s, kgFormerName, e.FormerName, part)
	for _, key := range e.Bears {
		b.text(s, kgBears, key+" "+month, part)
	}
	for _, key := range e.Seeks {
		b.text(s, kgSeeks, key+" "+month, part)
	}
	for _, mark := range e.Marks {
		b.text(s, kgMark, mark, part)
	}
	if e.AloneID != "" {
		b.check(e.AloneID, part+" "+string(kgAloneID))
	}
	b.text(s, kgAloneID, e.AloneID, part)
	b.text(s, kgAloneLabel, e.AloneLabel, part)
	b.text(s, kgAloneClass, string(e.AloneClass), part)
}

func (b *builder) addClaim(c *Claim, a *Article, sch *schema.Schema) {
	s, part := claimIRI(c.ID), "claim "+c.ID
	b.claim = s
	b.check(c.ID, part)
	switch {
	case c.Subject == "" && c.SubjectText == "":
		b.fail(part, "no subject")
	case c.Object != "" && c.Literal != "":
		b.fail(part, "both an object and a literal")
	case c.Edge && (c.Subject == "" || c.Relation == "" || c.Object == ""):
		b.fail(part, "an edge needs a subject, a relation and an object")
	case c.Start < 0 || c.End < c.Start || c.End > len(a.Text):
		b.fail(part, fmt.Sprintf("sentence %d:%d lies outside the text of %d bytes", c.Start, c.End, len(a.Text)))
	case a.Text[c.Start:c.End] != c.Sentence:
		b.fail(part, fmt.Sprintf("the text at %d:%d is not the sentence", c.Start, c.End))
	}
	b.add(s, rdfType, kgClaim)
	b.add(s, provDerived, b.label)
	b.iri(s, kgSubject, schema.EntPrefix, c.Subject, part)
	b.iri(s, kgRelation, schema.RelPrefix, string(c.Relation), part)
	b.iri(s, kgObject, schema.EntPrefix, c.Object, part)
	b.text(s, kgValue, c.Literal, part)
	b.text(s, kgPhrase, c.Phrase, part)
	b.text(s, kgLemma, c.Lemma, part)
	b.text(s, kgSubjectText, c.SubjectText, part)
	b.text(s, kgObjectText, c.ObjectText, part)
	b.text(s, kgPolarity, c.Polarity, part)
	b.text(s, kgModality, c.Modality, part)
	b.text(s, kgTense, c.Tense, part)
	b.iri(s, kgSaidBy, schema.EntPrefix, c.SaidBy, part)
	b.text(s, kgSaidWith, c.SaidWith, part)
	b.text(s, kgFrom, c.From, part)
	b.text(s, kgTo, c.To, part)
	b.text(s, kgPrecision, c.Precision, part)
	b.text(s, kgTimeText, c.TimeText, part)
	b.iri(s, kgPlace, schema.EntPrefix, c.Place, part)
	b.text(s, kgEvent, c.Event, part)
	b.text(s, kgMode, c.Mode, part)
	b.text(s, kgRule, c.Rule, part)
	b.text(s, kgSentence, c.Sentence, part)
	b.add(s, kgStart, quad.Int(c.Start))
	b.add(s, kgEnd, quad.Int(c.End))
	if f := widen(c.Confidence); math.IsNaN(f) || math.IsInf(f, 0) {
		b.fail(part, "the confidence is not a number")
	} else {
		b.add(s, kgConfidence, quad.Float(f))
	}
	if c.Edge {
		rel := quad.IRI(c.Relation.IRI())
		b.add(s, kgFact, rel)
		b.add(entityIRI(c.Subject), rel, entityIRI(c.Object))
		if symmetric(sch, c.Relation) {
			b.add(entityIRI(c.Object), rel, entityIRI(c.Subject))
		}
	}
}

// widen gives the float64 that is written like f, so that 0.9 is stored as 0.9.
func widen(f float32) float64 {
	d, err := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	if err != nil {
		return float64(f)
	}
	return d
}
