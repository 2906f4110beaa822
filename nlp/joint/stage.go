package joint

import (
	"slices"
	"sort"
	"strings"

	"kg/nlp"
)

const (
	chunkTokens = 240 // tokens that go through the matrices together
	maxSentence = 400 // a longer sentence is parsed in pieces of this many tokens
)

// Stage is the stage that adds tags, trees and names to a document with tokens and sentences.
//
// Time and memory grow with the square of a sentence's length up to 400 tokens, some 8 MB of memory. A longer
// sentence is read in pieces of that length, each parsed by itself; the roots of the later pieces hang on that of
// the first with the relation parataxis.
func (m *Model) Stage() nlp.Stage {
	return nlp.Stage{Name: "joint", Needs: nlp.Tokens | nlp.Sentences, Adds: nlp.Tags | nlp.Tree | nlp.Names, Run: m.Annotate}
}

// Annotate adds tags, trees and names to d. Layers that d has already are kept: it may come with tags or names of
// its own.
func (m *Model) Annotate(d *nlp.Doc) error {
	w := m.scratch.get()
	defer m.scratch.put(w)
	var found []named
	tags := newTagScores(len(d.Tokens), len(m.inv.Names))
	w.words, w.first = w.words[:0], append(w.first[:0], 0)
	start := 0 // the first token in w
	flush := func(next int) {
		if len(w.words) > 0 {
			m.run(w)
			found = m.write(d, w, start, found)
			tags.add(w.names)
		}
		w.words, w.first = w.words[:0], append(w.first[:0], 0)
		start = next
	}
	for _, s := range d.Sentences {
		for from := s.First; from < s.Last; from += maxSentence {
			to := min(from+maxSentence, s.Last)
			if len(w.words) > 0 && len(w.words)+to-from > chunkTokens {
				flush(from)
			}
			for i := from; i < to; i++ {
				w.words = append(w.words, d.Word(i))
			}
			w.first = append(w.first, len(w.words))
		}
	}
	flush(len(d.Tokens))
	if d.Has&nlp.Tree == 0 {
		joinPieces(d)
	}
	if d.Has&nlp.Names == 0 {
		found = m.amend(d, found, tags)
		found = m.spread(d, found, tags)
		found = m.acronyms(d, found, tags)
		m.context(d, found)
		m.agree(d, found)
		for _, f := range found {
			f.Head = headOf(d, f.First, f.Last)
			d.Mentions = append(d.Mentions, f.Mention)
		}
		sort.SliceStable(d.Mentions, func(i, j int) bool {
			a, b := d.Mentions[i], d.Mentions[j]
			return a.Start < b.Start || a.Start == b.Start && a.End > b.End
		})
	}
	return nil
}

// write puts the results in w into d, whose token start is the first of w, and appends the names to found.
func (m *Model) write(d *nlp.Doc, w *work, start int, found []named) []named {
	stride := m.heads.Stride
	for s := 0; s+1 < len(w.first); s++ {
		t0 := w.first[s]
		for t := t0; t < w.first[s+1]; t++ {
			tok := &d.Tokens[start+t]
			z := w.z[t*stride:]
			if d.Has&nlp.Tags == 0 {
				tok.UPOS = m.inv.UPOS[w.upos[t]]
				tok.XPOS = m.inv.XPOS[best(z[m.sec.XPOS:m.sec.Names])]
				if tok.XPOS == "VBN" && slices.Contains(w.turned, t) {
					tok.XPOS = "VBD"
				}
			}
			if d.Has&nlp.Tree == 0 {
				tok.Head = nlp.Root
				if h := w.heads[t]; h >= 0 {
					tok.Head = start + t0 + h
				}
				tok.Rel = m.inv.Rels[w.rel[t]]
				if tok.Head == nlp.Root {
					tok.Rel = "root"
				}
				tok.Score = w.prob[t] * w.relProb[t]
			}
		}
		if d.Has&nlp.Tags == 0 {
			m.mines(d, w, s, start)
		}
		first := t0
		for t := t0; t < w.first[s+1]; t++ {
			tag := w.tags[t]
			if tag == 0 {
				continue
			}
			place := (tag - 1) % 4
			if place == begin || place == single {
				first = t
			}
			if place != end && place != single {
				continue
			}
			score := float32(1)
			for i := first; i <= t; i++ {
				score = min(score, w.tagProb[i])
			}
			f := m.named(d, start+first, start+t+1, w.names[first*len(m.inv.Names):])
			f.Class, f.Score = nlp.Class(m.classes[(tag-1)/4]), score
			found = append(found, f)
		}
	}
	return found
}

// mines makes a noun of "mine" where it has what only a noun has, or is part of a compound: treebanks of the web know it
// as a pronoun alone.
func (m *Model) mines(d *nlp.Doc, w *work, s, start int) {
	t0, t1 := w.first[s], w.first[s+1]
	for t := t0; t < t1; t++ {
		if tok := &d.Tokens[start+t]; tok.UPOS == "PRON" && strings.EqualFold(w.words[t], "mine") {
			noun := m.inv.Rels[w.rel[t]] == "compound"
			for k := t0; k < t1 && !noun; k++ {
				noun = w.heads[k] == t-t0 && nounOnly[m.inv.Rels[w.rel[k]]]
			}
			if noun {
				tok.UPOS, tok.XPOS = "NOUN", "NN"
			}
		}
	}
}

// nounOnly are relations of what hangs on nouns and not on pronouns.
var nounOnly = map[string]bool{"det": true, "amod": true, "compound": true, "nmod:poss": true, "nummod": true}

// named is the name of tokens [a,b), of which rows are the log probabilities of the tags.
func (m *Model) named(d *nlp.Doc, a, b int, rows []float32) named {
	f := named{votes: make([]float32, len(m.classes)), Mention: nlp.Mention{
		Span: nlp.Span{Start: d.Tokens[a].Start, End: d.Tokens[b-1].End}, First: a, Last: b, Head: a, Kind: nlp.Name, Chain: -1,
	}}
	k := len(m.inv.Names)
	for i := range b - a {
		row := rows[i*k : (i+1)*k]
		f.none += row[0]
		for c := range f.votes {
			f.votes[c] += row[1+4*c+placeOf(i, b-a)]
		}
	}
	return f
}

// placeOf is the place of token i in a name of n tokens.
func placeOf(i, n int) int {
	switch {
	case n == 1:
		return single
	case i == 0:
		return begin
	case i == n-1:
		return end
	}
	return inside
}

// joinPieces makes one tree of the pieces of each long sentence.
func joinPieces(d *nlp.Doc) {
	for _, s := range d.Sentences {
		if s.Last-s.First <= maxSentence {
			continue
		}
		root := -1
		for i := s.First; i < s.Last; i++ {
			if d.Tokens[i].Head != nlp.Root {
				continue
			}
			if root < 0 {
				root = i
				continue
			}
			d.Tokens[i].Head, d.Tokens[i].Rel = root, "parataxis"
		}
	}
}

// headOf is the token of [first,last) whose head is outside, the first such.
func headOf(d *nlp.Doc, first, last int) int {
	for i := first; i < last; i++ {
		if h := d.Tokens[i].Head; h < first || h >= last {
			return i
		}
	}
	return first
}
