package joint

import (
	"math/bits"

	"kg/nlp"
)

// Lexicon says which classes a word may belong to: the lexicographer files of WordNet, and kinds of name.
// Words are kept as hashes; about one in a hundred thousand unknown words is mistaken for a known one.
type Lexicon struct {
	hashes  []uint32 // ascending
	classes []uint64 // bit c is set for class c
}

// Classes of the lexicon. Those before are the lexicographer files of WordNet.
const (
	LexFirst    = 46 + iota // first word of a person's name
	LexLast                 // last word of a person's name
	LexCountry              // a country
	LexDemonym              // its adjective
	LexCapital              // its capital, large cities and regions
	LexCity                 // any city
	LexPlace                // word of a longer name of a place
	LexPerson               // a person known by name
	LexLocation             // a place, in WordNet
	LexGroup                // a group, in WordNet
	LexThing                // any other thing with a name, in WordNet
	LexOrg                  // word of the name of an organisation, or such a name
)

// lexPersonNoun is the lexicographer file of the nouns that say what someone is.
const lexPersonNoun = 18

const (
	personClasses = 1 << LexPerson
	placeClasses  = 1<<LexCountry | 1<<LexCapital | 1<<LexCity | 1<<LexLocation
	groupClasses  = 1<<LexGroup | 1<<LexOrg
)

// kind is the class of names that a name of several words in the lexicon has, or "" if it is not there or may be
// of several.
func (l *Lexicon) kind(lower string) nlp.Class {
	c, ok := l.find(lower)
	if !ok {
		return ""
	}
	switch {
	case c&placeClasses != 0 && c&(personClasses|groupClasses) == 0:
		return nlp.Location
	case c&personClasses != 0 && c&(placeClasses|groupClasses) == 0:
		return nlp.Person
	case c&groupClasses != 0 && c&(placeClasses|personClasses) == 0:
		return nlp.Organization
	}
	return ""
}

// NewLexicon makes a lexicon of the sorted hashes of lowered words and the classes of each.
func NewLexicon(hashes []uint32, classes []uint64) *Lexicon { return &Lexicon{hashes, classes} }

// LexiconHash is the hash under which a lowered word is kept.
func LexiconHash(lower string) uint32 { return hash('l', lower) }

func (l *Lexicon) find(lower string) (uint64, bool) {
	h := LexiconHash(lower)
	lo, hi := 0, len(l.hashes)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if l.hashes[mid] < h {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(l.hashes) && l.hashes[lo] == h {
		return l.classes[lo], true
	}
	return 0, false
}

// endings are the regular inflections: what to take off, what to put on.
var endings = []struct{ off, on string }{
	{"s", ""}, {"es", ""}, {"ies", "y"}, {"ed", ""}, {"ed", "e"}, {"ied", "y"},
	{"ing", ""}, {"ing", "e"}, {"er", ""}, {"er", "e"}, {"est", ""}, {"est", "e"}, {"ier", "y"}, {"iest", "y"},
}

// Classes are the classes of lower and of the words it may be an inflection of: "parties" has those of "party".
func (l *Lexicon) Classes(lower string) uint64 {
	c, _ := l.find(lower)
	for _, e := range endings {
		n := len(lower) - len(e.off)
		if n < 3 || lower[n:] != e.off {
			continue
		}
		stem := lower[:n]
		b, ok := l.find(stem + e.on)
		if !ok && e.on == "" && n > 3 && stem[n-1] == stem[n-2] {
			b, _ = l.find(stem[:n-1]) // "planned" is of "plan"
		}
		c |= b
	}
	return c
}

func (l *Lexicon) appendRows(dst []int32, lower string) []int32 {
	for c := l.Classes(lower); c != 0; c &= c - 1 {
		dst = append(dst, int32(bits.TrailingZeros64(c)))
	}
	return dst
}
