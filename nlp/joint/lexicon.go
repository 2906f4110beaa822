package joint

import (
	"math/bits"
	"slices"

	"kg/nlp"
)

// Lexicon says which classes a word may belong to: the lexicographer files of WordNet, and kinds of name; and which
// senses it has. Words are kept as hashes; about one in a hundred thousand unknown words is mistaken for a known one.
type Lexicon struct {
	hashes  []uint32 // ascending
	classes []uint64 // bit c is set for class c
	sense   []uint32 // of each word its place in sets, or nil
	sets    [][]uint16
	starts  []uint32 // of the first bits of hashes where the hashes with these begin, see index; may be nil
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

// LexBegins is set for a word that names of several words begin with.
const LexBegins = 63

// NewLexicon makes a lexicon of the sorted hashes of lowered words and the classes of each.
func NewLexicon(hashes []uint32, classes []uint64) *Lexicon {
	return &Lexicon{hashes: hashes, classes: classes}
}

// startBits is how many bits of a hash the starts do not look at.
const startBits = 16

// index makes finding words faster.
func (l *Lexicon) index() {
	l.starts = make([]uint32, 1<<(32-startBits)+1)
	for _, h := range l.hashes {
		l.starts[h>>startBits+1]++
	}
	for i := range l.starts[1:] {
		l.starts[i+1] += l.starts[i]
	}
}

// SetSenses gives each word, in the order of the hashes, a set of rows of the sense table: the place of one of sets.
func (l *Lexicon) SetSenses(sense []uint32, sets [][]uint16) { l.sense, l.sets = sense, sets }

// LexiconHash is the hash under which a lowered word is kept.
func LexiconHash(lower string) uint32 { return hash(lexiconHash, lower) }

const lexiconHash = 'l' // the kind of hash

// find returns the classes of a word, and whether it has any.
func (l *Lexicon) find(lower string) (uint64, bool) { return l.findHash(LexiconHash(lower)) }

func (l *Lexicon) findHash(h uint32) (uint64, bool) {
	if i := l.atHash(h); i >= 0 {
		c := l.classes[i] &^ (1 << LexBegins)
		return c, c != 0
	}
	return 0, false
}

// at is the place of a word, or -1.
func (l *Lexicon) at(lower string) int {
	return l.atHash(LexiconHash(lower))
}

// atHash is the place of the word with a hash, or -1.
func (l *Lexicon) atHash(h uint32) int {
	lo, hi := 0, len(l.hashes)
	if l.starts != nil {
		lo, hi = int(l.starts[h>>startBits]), int(l.starts[h>>startBits+1])
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if l.hashes[mid] < h {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(l.hashes) && l.hashes[lo] == h {
		return lo
	}
	return -1
}

// endings are the regular inflections: what to take off, what to put on.
var endings = []struct{ off, on string }{
	{"s", ""}, {"es", ""}, {"ies", "y"}, {"ed", ""}, {"ed", "e"}, {"ied", "y"},
	{"ing", ""}, {"ing", "e"}, {"er", ""}, {"er", "e"}, {"est", ""}, {"est", "e"}, {"ier", "y"}, {"iest", "y"},
}

// places appends the places of lower and of the words it may be an inflection of: "parties" is of "party".
func (l *Lexicon) places(dst []int, lower string) []int {
	if i := l.at(lower); i >= 0 {
		dst = append(dst, i)
	}
	for _, e := range endings {
		n := len(lower) - len(e.off)
		if n < 3 || lower[n:] != e.off {
			continue
		}
		stem := lower[:n]
		i := l.at(stem + e.on)
		if (i < 0 || l.classes[i]&^(1<<LexBegins) == 0) && e.on == "" && n > 3 && stem[n-1] == stem[n-2] {
			i = l.at(stem[:n-1]) // "planned" is of "plan"
		}
		if i >= 0 {
			dst = append(dst, i)
		}
	}
	return dst
}

// Classes are the classes of lower and of the words it may be an inflection of.
func (l *Lexicon) Classes(lower string) uint64 {
	var buf [8]int
	return l.union(l.places(buf[:0], lower))
}

// Bases are the hashes of lower and of the words it may be an inflection of, those that l has.
func (l *Lexicon) Bases(lower string) []uint32 {
	var out []uint32
	for _, i := range l.places(nil, lower) {
		out = append(out, l.hashes[i])
	}
	return out
}

func (l *Lexicon) union(places []int) uint64 {
	c := uint64(0)
	for _, i := range places {
		c |= l.classes[i]
	}
	return c &^ (1 << LexBegins)
}

// rows are the rows of the tables of classes and of senses that lower selects.
func (l *Lexicon) rows(lower string) (lex, sense []int32) {
	var buf [8]int
	places := l.places(buf[:0], lower)
	for c := l.union(places); c != 0; c &= c - 1 {
		lex = append(lex, int32(bits.TrailingZeros64(c)))
	}
	if l.sense == nil {
		return lex, nil
	}
	for _, i := range places {
		for _, r := range l.sets[l.sense[i]] {
			if !slices.Contains(sense, int32(r)) {
				sense = append(sense, int32(r))
			}
		}
	}
	return lex, sense
}
