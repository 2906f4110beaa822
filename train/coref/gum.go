package main

import (
	"fmt"
	"math/rand"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/conllu"
)

// gumDoc is a document of GUM with its chains.
type gumDoc struct {
	id       string
	doc      *nlp.Doc // without names
	entities []eval.Entity
	chains   eval.Chains[eval.Span] // without time expressions' singletons: all of them
}

// readGUM reads the documents of a file.
func readGUM(path string) ([]gumDoc, error) {
	f, err := conllu.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []gumDoc
	for _, d := range f.Docs {
		es, err := eval.Entities(d)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, d.ID, err)
		}
		out = append(out, gumDoc{d.ID, d.Doc, es, eval.GoldChains(es)})
	}
	return out, nil
}

var classOf = map[string]nlp.Class{
	"person": nlp.Person, "organization": nlp.Organization, "place": nlp.Location, "event": nlp.Event,
}

// named is a copy of the document with names made of its entities whose head is a proper noun: the run of
// proper nouns around it. A share drop of them is left out, as the names stage would miss some.
func (g *gumDoc) named(rng *rand.Rand, drop float64) *nlp.Doc {
	d := *g.doc
	d.Mentions = nil
	used := map[int]bool{}
	for _, e := range g.entities {
		if e.Type == "time" {
			continue
		}
		h := head(&d, e.Span)
		t := d.Tokens
		if t[h].UPOS != "PROPN" || used[h] {
			continue
		}
		used[h] = true
		if rng.Float64() < drop {
			continue
		}
		first, last := h, h+1
		for first > e.First && t[first-1].UPOS == "PROPN" && t[first-1].Rel != "nmod:desc" {
			first--
		}
		for last < e.Last && (t[last].UPOS == "PROPN" || last+1 < e.Last && t[last+1].UPOS == "PROPN" && (t[last].Rel == "case" || t[last].Rel == "det") && d.Word(last) != "'s") {
			last++
		}
		class, ok := classOf[e.Type]
		if !ok {
			class = nlp.Other
		}
		d.Mentions = append(d.Mentions, nlp.Mention{
			Span:  nlp.Span{Start: t[first].Start, End: t[last-1].End},
			First: first, Last: last, Head: h, Kind: nlp.Name, Class: class, Chain: -1,
		})
	}
	sortMentions(d.Mentions)
	d.Has |= nlp.Names
	return &d
}

func sortMentions(m []nlp.Mention) {
	for i := 1; i < len(m); i++ {
		for j := i; j > 0 && (m[j].Start < m[j-1].Start || m[j].Start == m[j-1].Start && m[j].End > m[j-1].End); j-- {
			m[j], m[j-1] = m[j-1], m[j]
		}
	}
}

// head is the token of a phrase whose head lies outside it.
func head(d *nlp.Doc, s eval.Span) int {
	for i := s.First; i < s.Last; i++ {
		if h := d.Tokens[i].Head; h < s.First || h >= s.Last {
			return i
		}
	}
	return s.First
}
