// Package coref finds the phrases of a text that refer to the same thing.
//
// The stage needs tokens, sentences, tags, lemmas, trees and names. It adds the pronouns and the noun phrases
// to Doc.Mentions and gives every mention a Chain: mentions with one number refer to one thing. Chains are
// numbered from 0 in the order in which they first occur; a mention that nothing refers to again has a chain
// of its own.
//
// A name keeps the span that the names stage gave it; the whole phrase it stands in, "the Syrian president
// Bashar al-Assad", is told by [Extent]. A noun phrase headed by a name is not added a second time. "Acme and
// Bolt" is added only where something refers to both together ("they").
//
// Mentions are resolved in text order, each to the earlier mention, or to none, that a small net scores best
// (see [Net]); what it sees of a chain is what was found so far. At most 56 antecedents are looked at for one
// mention, so time and memory grow linearly with the number of mentions. The same document gives the same
// chains on every machine.
package coref

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sort"
	"sync"

	"kg/nlp"
)

//go:embed weights.bin.gz
var weightFile []byte

// load reads the embedded weights, once.
var load = sync.OnceValues(func() (*Net, error) {
	z, err := gzip.NewReader(bytes.NewReader(weightFile))
	if err != nil {
		return nil, fmt.Errorf("coref: embedded weights: %w", err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("coref: embedded weights: %w", err)
	}
	n := new(Net)
	return n, n.UnmarshalBinary(b)
})

// Stage returns the stage with the embedded weights. It may be used by several goroutines at once. An error
// says that the weights are not what this package was built for.
func Stage() (nlp.Stage, error) {
	net, err := load()
	if err != nil {
		return nlp.Stage{}, err
	}
	lexicon()
	return StageOf(net), nil
}

// StageOf is the stage with the weights of net.
func StageOf(net *Net) nlp.Stage {
	return nlp.Stage{
		Name:  "coref",
		Needs: nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas | nlp.Tree | nlp.Names,
		Adds:  nlp.Coref,
		Run:   func(d *nlp.Doc) error { return run(net, d) },
	}
}

func run(net *Net, d *nlp.Doc) error {
	names := d.Mentions[:0:0]
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name {
			m.Chain = -1
			names = append(names, m)
		}
	}
	d.Mentions = names
	p := NewProblem(d)
	sure := make([]float32, len(p.a.mentions))
	p.write(p.Walk(net, func(s *Step) { sure[s.Mention] = s.sure() }), sure)
	return nil
}

// write adds the mentions to the document, with their chains and how sure each is of its own.
func (p *Problem) write(chain []int, sure []float32) {
	a := p.a
	d := a.doc
	size := map[int]int{}
	for _, c := range chain {
		size[c]++
	}
	names := len(d.Mentions)
	for i := range a.mentions {
		m := &a.mentions[i]
		if m.name >= 0 && m.form != formCoord {
			d.Mentions[m.name].Chain = chain[i]
			continue
		}
		if m.form == formCoord && size[chain[i]] == 1 {
			continue
		}
		kind := nlp.Nominal
		if m.form.pronoun() {
			kind = nlp.Pronoun
		}
		d.Mentions = append(d.Mentions, nlp.Mention{
			Span:  nlp.Span{Start: d.Tokens[m.first].Start, End: d.Tokens[m.last-1].End},
			First: m.first, Last: m.last, Head: m.head, Kind: kind, Class: m.nounClass(), Chain: chain[i], Score: sure[i],
		})
	}
	for i := range d.Mentions[:names] { // a name that heads no phrase of its own
		if d.Mentions[i].Chain < 0 {
			d.Mentions[i].Chain = len(chain) + i
		}
	}
	sort.SliceStable(d.Mentions, func(i, j int) bool {
		x, y := &d.Mentions[i], &d.Mentions[j]
		if x.Start != y.Start {
			return x.Start < y.Start
		}
		return x.End > y.End
	})
	number := make(map[int]int)
	for i := range d.Mentions {
		m := &d.Mentions[i]
		n, ok := number[m.Chain]
		if !ok {
			n = len(number)
			number[m.Chain] = n
		}
		m.Chain = n
	}
	classes(d, len(number))
}

// nounClass is the class of a noun phrase by its head noun.
func (m *mention) nounClass() nlp.Class {
	switch m.class {
	case personNN:
		return nlp.Person
	case groupNN:
		return nlp.Organization
	case placeNN:
		return nlp.Location
	case eventNN:
		return nlp.Event
	}
	return nlp.Other
}

// classes gives pronouns the class of their chain: that of its first name, else of its first noun phrase;
// "I", "he" and "she" are persons in any case.
func classes(d *nlp.Doc, chains int) {
	best := make([]nlp.Class, chains)
	for _, kind := range []nlp.Kind{nlp.Name, nlp.Nominal} {
		for _, m := range d.Mentions {
			if m.Kind == kind && best[m.Chain] == "" && m.Class != nlp.Other {
				best[m.Chain] = m.Class
			}
		}
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Kind != nlp.Pronoun {
			continue
		}
		m.Class = best[m.Chain]
		if m.Class == "" {
			m.Class = nlp.Other
			if p, ok := pronouns[lowerASCII(d.Slice(m.Span))]; ok && p.gender == p.gender&anyone {
				m.Class = nlp.Person
			}
		}
	}
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// Extent returns the tokens of the whole noun phrase that mention m of d stands for: for a name with words
// around it that belong to it, "Syrian president Bashar al-Assad", more than its span.
func Extent(d *nlp.Doc, m *nlp.Mention) (first, last int) {
	if m.Kind != nlp.Name || d.Has&nlp.Tree == 0 {
		return m.First, m.Last
	}
	s := d.Sentences[d.SentenceOf(m.Head)]
	one := &nlp.Doc{Text: d.Text, Tokens: make([]nlp.Token, s.Last-s.First)} // the sentence alone
	a := &analysis{doc: one, lower: make([]string, len(one.Tokens)), children: make([][]int, len(one.Tokens))}
	for i := range one.Tokens {
		one.Tokens[i] = d.Tokens[s.First+i]
		a.lower[i] = lowerASCII(one.Word(i))
		if h := one.Tokens[i].Head; h != nlp.Root {
			one.Tokens[i].Head = h - s.First
			a.children[h-s.First] = append(a.children[h-s.First], i)
		}
	}
	first, last = a.phrase(m.Head-s.First, nil)
	return min(s.First+first, m.First), max(s.First+last, m.Last)
}
