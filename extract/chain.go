package extract

import (
	"slices"

	"kg/nlp"
)

// A chain of coreference may have gone wrong. What follows finds chains that contradict themselves; who stands for whom
// there is left open.

// plural pronouns stand for several.
var plural = set("they", "them", "their", "themselves")

var feminine = set("she", "her", "herself", "hers")

var masculine = set("he", "him", "his", "himself")

// torn reports whether chain c holds another person as often as the one whose name stands for it, or pronouns of the other
// gender as often as those of the gender of word.
func (x *pass) torn(c int, word string) bool {
	d, t := x.t.d, x.t
	she, he := 0, 0
	var names []nlp.Mention
	for _, m := range d.Mentions {
		if m.Chain != c {
			continue
		}
		switch {
		case m.Kind == nlp.Pronoun && feminine[t.lemma[m.Head]]:
			she++
		case m.Kind == nlp.Pronoun && masculine[t.lemma[m.Head]]:
			he++
		case m.Kind == nlp.Name && m.Class == nlp.Person && m.Last-m.First > 1:
			names = append(names, m)
		}
	}
	if feminine[word] && he >= she || masculine[word] && she >= he {
		return true
	}
	best, ok := t.chain[c]
	if !ok {
		return false
	}
	same, other := 0, 0
	for _, a := range names {
		if x.strangers(a, d.Mentions[best]) {
			other++
		} else {
			same++
		}
	}
	return other > 0 && other >= same
}

// strangers reports whether two full names are of two people: of one family, "Ruth Banda", "John Banda", or without a word
// in common.
func (x *pass) strangers(a, b nlp.Mention) bool {
	t := x.t
	if t.lemma[a.Last-1] != t.lemma[b.Last-1] {
		for _, w := range t.lemma[a.First:a.Last] {
			if slices.Contains(t.lemma[b.First:b.Last], w) {
				return false
			}
		}
		return true
	}
	first := func(m nlp.Mention) []string { return t.lemma[m.First : m.Last-1] }
	for _, w := range first(a) {
		if slices.Contains(first(b), w) {
			return false
		}
	}
	if short := min(len(t.lemma[a.First]), len(t.lemma[b.First])); short < 3 || t.lemma[a.First][:3] == t.lemma[b.First][:3] {
		return false // an initial, or a short form: "Tom", "Thomas" only where they begin alike
	}
	return !x.s.Title(t.lemma[a.First]) && !x.s.Title(t.lemma[b.First])
}

// rival reports whether the name nearest before description m that ends in its noun is another than the one of its chain:
// "at the convention of the Green Party … the party" is no other party.
func (x *pass) rival(m int) bool {
	d, t := x.t.d, x.t
	of := d.Mentions[m]
	best := d.Mentions[t.chain[of.Chain]]
	noun := t.lemma[of.Head]
	for i := m - 1; i >= 0 && i > m-60; i-- {
		o := d.Mentions[i]
		if o.Kind != nlp.Name || o.Last > of.First {
			continue
		}
		alike := o.Last-o.First > 1 && t.lemma[o.Last-1] == noun
		switch {
		case o.Chain == of.Chain:
			return alike && t.lemma[best.Last-1] == noun && best.Last-best.First > 1 && !x.shares(o, best)
		case alike:
			return true
		}
	}
	return false
}

// shares reports whether two names that end alike have another word in common: "US Green Party", "Green Party".
func (x *pass) shares(a, b nlp.Mention) bool {
	for _, w := range x.t.lemma[a.First : a.Last-1] {
		if slices.Contains(x.t.lemma[b.First:b.Last-1], w) {
			return true
		}
	}
	return false
}

// ownself reports whether description m belongs to someone of its own chain: nobody is "his brother".
func (x *pass) ownself(m int) bool {
	d, t := x.t.d, x.t
	p := t.child(d.Mentions[m].Head, "nmod:poss")
	if p < 0 || t.heads[p] < 0 {
		return false
	}
	return d.Mentions[t.heads[p]].Chain == d.Mentions[m].Chain
}
