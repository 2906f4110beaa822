package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"

	"kg/article"
	"kg/extract"
	"kg/graph"
	"kg/nlp"
	"kg/nlp/english"
	"kg/resolve"
	"kg/schema"
)

// Options of an Engine. The zero value is ready to use.
type Options struct {
	Schema    *schema.Schema // nil means schema.Default()
	Reported  string         // which reported claims may be facts, see extract.Options; empty means "plain"
	Gazetteer string         // file of the user's own names; empty for none

	// Ledger is what people have decided about identity; nil for nothing. It is no part of the version: who adds a
	// record revises the articles that it is about.
	Ledger *resolve.Ledger
}

// Engine makes a record of an article: it annotates the text, reads the claims and decides who is meant. It is safe for
// concurrent use.
type Engine struct {
	pipeline  *nlp.Pipeline
	extractor *extract.Extractor
	resolver  *resolve.Resolver
	version   string
}

// NewEngine loads what the engine needs, the weights of the English pipeline among it.
func NewEngine(opts Options) (*Engine, error) {
	if opts.Schema == nil {
		opts.Schema = schema.Default()
	}
	pipeline, err := english.New()
	if err != nil {
		return nil, err
	}
	extractor, err := extract.New(opts.Schema, extract.Options{Reported: opts.Reported})
	if err != nil {
		return nil, err
	}
	resolver, err := resolve.New(resolve.Options{Schema: opts.Schema, Gazetteer: opts.Gazetteer, Ledger: opts.Ledger})
	if err != nil {
		return nil, err
	}
	version, err := engineVersion(opts)
	if err != nil {
		return nil, err
	}
	return &Engine{pipeline, extractor, resolver, version}, nil
}

// engineVersion names everything that what is read from a text depends on: an article read by another engine is
// analysed again.
func engineVersion(opts Options) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, english.Version(), extract.Version, resolve.Version, opts.Schema.Version(), opts.Reported)
	if opts.Gazetteer != "" {
		table, err := os.ReadFile(opts.Gazetteer)
		if err != nil {
			return "", fmt.Errorf("gazetteer: %w", err)
		}
		h.Write(table)
	}
	return "kg-" + hex.EncodeToString(h.Sum(nil))[:12], nil
}

// Version names the engine; two engines of one version read the same from the same text.
func (e *Engine) Version() string { return e.version }

// Analysis is an article with every layer of its reading.
type Analysis struct {
	Article    *article.Article
	Doc        *nlp.Doc
	Claims     []extract.Claim
	Resolution *resolve.Resolution

	entities map[string]*resolve.Entity
	refs     map[*extract.Arg]resolve.Ref
}

// Analyse reads a.
func (e *Engine) Analyse(a *article.Article) (*Analysis, error) {
	d, err := e.pipeline.Annotate(a.Text, a.Date)
	if err != nil {
		return nil, fmt.Errorf("article %s: %w", a.ID, err)
	}
	x := &Analysis{
		Article: a, Doc: d, Claims: e.extractor.Claims(d),
		entities: map[string]*resolve.Entity{}, refs: map[*extract.Arg]resolve.Ref{},
	}
	x.Resolution = e.resolver.Resolve(d, x.Claims, resolve.Meta{
		ID: a.ID, Title: a.Title, Date: a.Date, Publisher: a.Publisher, URL: a.URL,
	})
	for i := range x.Claims {
		c, refs := &x.Claims[i], &x.Resolution.Claims[i]
		switch {
		case !c.Edge || refs.Parted():
		case refs.Subject.Entity == refs.Object.Entity && refs.Subject.Entity != "":
			c.Edge, c.Why = false, "both sides stand for the same"
		default:
			c.Edge, c.Why = false, "a side stands for no entity"
		}
	}
	for i := range x.Resolution.Entities {
		entity := &x.Resolution.Entities[i]
		x.entities[entity.ID] = entity
	}
	for i := range x.Resolution.Claims {
		c, r := &x.Claims[i], &x.Resolution.Claims[i]
		if r.Object.Entity == r.Subject.Entity && r.Object.Entity != "" {
			// What stands in relation to itself was resolved wrongly, or has another name there: the words are kept.
			r.Object = resolve.Ref{Literal: c.Object.Text}
		}
		x.refs[&c.Subject], x.refs[&c.Object] = r.Subject, r.Object
		if c.Place != nil {
			x.refs[c.Place] = r.Place
		}
		if c.Attribution != nil {
			x.refs[&c.Attribution.Source] = r.Source
		}
	}
	return x, nil
}

// Entity is the entity that an argument of x.Claims stands for; false where it is none.
func (x *Analysis) Entity(arg *extract.Arg) (*resolve.Entity, bool) {
	e, ok := x.entities[x.refs[arg].Entity]
	return e, ok
}

// Stored is a as the graph keeps it. Where it was read from is left out: the same text from another file is the same
// article.
func (e *Engine) Stored(a *article.Article) graph.Article {
	return graph.Article{
		ID: a.ID, URL: a.URL, Title: a.Title, Publisher: a.Publisher, Date: a.Date, Language: a.Language,
		Text: a.Text, SHA256: a.SHA256, Engine: e.version,
	}
}

// Record is all that a contributes to the graph.
func (e *Engine) Record(a *article.Article) (*graph.Record, error) {
	x, err := e.Analyse(a)
	if err != nil {
		return nil, err
	}
	r := &graph.Record{Article: e.Stored(a)}
	for _, entity := range x.Resolution.Entities {
		r.Entities = append(r.Entities, graph.Entity{
			ID: entity.ID, Class: entity.Class, Label: entity.Label, Aliases: entity.Aliases, StandsFor: entity.StandsFor,
			ExactMatch: entity.ExactMatch, Country: entity.Country, Sector: entity.Sector, FormerName: entity.FormerName,
			Bears: entity.Bears, Seeks: entity.Seeks, Marks: entity.Marks,
		})
	}
	seen := map[string]bool{}
	for i := range x.Claims {
		c := x.claim(i)
		for n := 2; seen[c.ID]; n++ { // the same words read twice
			c.ID = fmt.Sprintf("%s-%d", x.claimID(i), n)
		}
		seen[c.ID] = true
		r.Claims = append(r.Claims, c)
	}
	return r, nil
}

// claim is x.Claims[i] with its arguments resolved.
func (x *Analysis) claim(i int) graph.Claim {
	c, refs := &x.Claims[i], x.Resolution.Claims[i]
	out := graph.Claim{
		ID: x.claimID(i), Subject: refs.Subject.Entity, Relation: c.Relation, Object: refs.Object.Entity,
		Phrase: c.Phrase, Lemma: c.Lemma, SubjectText: c.Subject.Text, ObjectText: c.Object.Text,
		Polarity: string(c.Polarity), Modality: string(c.Modality), Tense: string(c.Tense),
		Event: c.Event, Mode: c.Mode, Confidence: c.Confidence, Rule: c.Rule,
		Sentence: x.Doc.Slice(c.Evidence), Start: c.Evidence.Start, End: c.Evidence.End,
	}
	if out.Object == "" {
		out.Literal = refs.Object.Literal
	}
	if c.Attribution != nil {
		out.SaidBy, out.SaidWith = refs.Source.Entity, c.Attribution.Verb
	}
	if c.Time != nil {
		out.From, out.To, out.Precision = c.Time.From, c.Time.To, string(c.Time.Precision)
		out.TimeText = x.Doc.Slice(c.Time.Span)
	}
	if c.Place != nil {
		out.Place = refs.Place.Entity
	}
	out.Edge = x.Fact(i)
	return out
}

// Fact reports whether x.Claims[i] is a direct edge of the graph: it may be one, and its ends are two entities.
func (x *Analysis) Fact(i int) bool {
	return x.Claims[i].Edge && x.Claims[i].Relation != ""
}

// claimID derives from the article and the words of the claim, so that reading a text again gives the same ids.
func (x *Analysis) claimID(i int) string {
	c := &x.Claims[i]
	h := sha256.New()
	fmt.Fprintln(h, c.Relation, c.Subject.Span, c.Trigger, c.Object.Span, c.Rule)
	return fmt.Sprintf("%s.%d.%s", x.Article.ID, c.Evidence.Start, hex.EncodeToString(h.Sum(nil))[:6])
}
