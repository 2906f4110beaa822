// Package extract turns an annotated document into claims: who did what to whom, whether the text affirms it,
// who says so, when and where.
//
// It needs the layers Tags, Lemmas and Tree, and uses Names, Coref and Times where they are there. A claim lies
// within one sentence and carries the span it was read from. A typed claim uses a relation of the schema; any
// other verb makes an open claim, whose relation is only in the words of the text. Claims come in text order.
//
// One construct is one file: verb frames (frame.go, subject.go), event nouns and light verbs (noun.go),
// prepositions as predicates (prep.go), adjectives, roles, renamings, reciprocals. What the words mean is data:
// the triggers of the schema, and the effects of governing words in lexicon.go.
package extract

import (
	"slices"

	"kg/nlp"
	"kg/schema"
)

// Version names the rules; it changes when they would read a text differently.
const Version = "rules-2"

// LeastConfidence is the default of Options.MinConfidence.
const LeastConfidence = 0.8

// Options tell what counts as a fact. The zero value is ready to use.
type Options struct {
	// Reported says which reported claims may become edges: "plain" (or empty) takes what someone "said" or
	// "confirmed", "factive" only what is "confirmed", "none" no reported claim at all.
	Reported string
	// MinConfidence is the confidence below which a claim does not become an edge; 0 means LeastConfidence.
	MinConfidence float32
	// OnlyOpen leaves out the schema: every predicate makes an open claim.
	OnlyOpen bool
}

// Extractor reads claims. It may be used by several goroutines at once.
type Extractor struct {
	s     *schema.Schema
	opts  Options
	model *model
	light map[string]map[string]bool
}

// New makes an extractor that reads the relations of s.
func New(s *schema.Schema, opts Options) (*Extractor, error) {
	switch opts.Reported {
	case "", "plain", "factive", "none":
	default:
		return nil, &OptionError{Name: "reported", Value: opts.Reported}
	}
	if opts.MinConfidence < 0 || opts.MinConfidence > 1 {
		return nil, &OptionError{Name: "confidence", Value: "outside 0 to 1"}
	}
	if opts.MinConfidence == 0 {
		opts.MinConfidence = LeastConfidence
	}
	m, err := loadModel()
	if err != nil {
		return nil, err
	}
	e := &Extractor{s: s, opts: opts, model: m, light: map[string]map[string]bool{}}
	for _, kind := range []string{"do", "in", "get"} {
		e.light[kind] = set(s.Light(kind)...)
	}
	return e, nil
}

// OptionError is a bad value of an option.
type OptionError struct{ Name, Value string }

func (e *OptionError) Error() string { return "extract: option " + e.Name + ": bad value " + e.Value }

// Needs has the layers that a document must have.
const Needs = nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Tree

// pass is the reading of one document.
type pass struct {
	s          *schema.Schema
	opts       Options
	model      *model
	lightVerbs map[string]map[string]bool
	t          *tree
	args       map[int]Arg
	speakers   map[int]*Attribution
	claims     []Claim
	gaps       map[int]int // subjects of the nouns with a preposition that gaps left
	seen       map[key]bool
}

// Claims reads the claims of d, in text order. It is nil where d lacks a layer that extraction needs.
func (e *Extractor) Claims(d *nlp.Doc) []Claim {
	if d == nil || d.Has&Needs != Needs || len(d.Tokens) == 0 {
		return nil
	}
	x := &pass{s: e.s, opts: e.opts, model: e.model, lightVerbs: e.light, t: newTree(d, e.s), args: map[int]Arg{}, speakers: map[int]*Attribution{}, seen: map[key]bool{}, gaps: map[int]int{}}
	for i := range d.Sentences {
		x.sentence(i)
	}
	slices.SortStableFunc(x.claims, func(a, b Claim) int {
		if a.Sentence != b.Sentence {
			return a.Sentence - b.Sentence
		}
		return a.Trigger.Start - b.Trigger.Start
	})
	return x.claims
}

// sentence reads sentence n.
func (x *pass) sentence(n int) {
	t := x.t
	s := t.d.Sentences[n]
	if x.opts.OnlyOpen {
		x.tuples(s.First, s.Last)
		return
	}
	x.findGaps(s)
	for i := s.First; i < s.Last; i++ {
		switch {
		case t.verbal(i) || t.xpos(i) == "VBN" && t.rel(i) == "amod":
			f := x.verbFrame(i)
			if !x.match(f) {
				x.open(f)
			}
		case t.upos(i) == "NOUN" || t.upos(i) == "PROPN":
			x.noun(i)
		case t.upos(i) == "ADJ":
			x.adjective(i)
		case t.upos(i) == "PRON" || t.upos(i) == "NUM":
			if f := x.prepFrame(i); f != nil {
				x.prepClaims(f)
			}
			x.copula(i)
		case t.upos(i) == "ADV":
			x.renamed(i)
		}
	}
}

// noun reads what noun i says as an event, a role, a predicate with a preposition, or a predicate.
func (x *pass) noun(i int) {
	t := x.t
	done := false
	if f := x.prepFrame(i); f != nil {
		done = x.prepClaims(f)
	}
	x.roleClaims(i)
	x.bracketed(i)
	for _, l := range x.nounLemmas(i) {
		if len(x.s.Triggers(schema.Noun, l)) == 0 {
			continue
		}
		if f := x.nounFrame(i); f != nil {
			if x.holderSlot(f, i); x.match(f) && f.rule == "in-noun" {
				done = true
			}
		}
		break
	}
	if !done && t.child(i, "nsubj") >= 0 {
		x.copula(i)
	}
}

// holderSlot lets a noun that is both event and role, "critic of", find who bears it.
func (x *pass) holderSlot(f *frame, i int) {
	for _, ho := range x.holders(i) {
		f.add(schema.SlotHolder, ho.head, ho.how, ho.cost)
		if f.carrier == i {
			f.carrier = ho.carrier
		}
	}
}

// adjective reads "loyal to", and "is" before an adjective.
func (x *pass) adjective(i int) {
	if f := x.adjFrame(i); f != nil && x.match(f) {
		return
	}
	x.copula(i)
}
