package extract

import (
	"strings"

	"kg/nlp"
)

// joinedNames are nouns whose names list what they are for: "Institute of Allergy and Infectious Diseases".
var joinedNames = set("institute", "department", "ministry", "minister", "secretary", "committee", "college", "school", "faculty", "office", "agency", "commission", "bureau", "centre", "center",
	"state", "council", "board", "authority", "brigade")

// compass has the words that a name may begin with and that are never another name: "South Sudanese".
var compass = set("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower", "new", "saint", "san", "santa", "los", "las", "el", "al", "greater", "great", "holy")

// points are those of them that no sentence begins with by chance.
var points = set("north", "south", "east", "west", "northern", "southern", "eastern", "western")

// cutShort reports whether the name of a is only a part of a longer one, as far as the words beside it tell.
func (x *pass) cutShort(a Arg) bool {
	t, d := x.t, x.t.d
	if a.Kind != EntityArg {
		return false
	}
	first, last := -1, -1
	if a.Mention >= 0 {
		m := d.Mentions[a.Mention]
		if m.Kind != nlp.Name || a.Core != m.Span {
			return false // the name stands elsewhere
		}
		first, last = m.First, m.Last-1
	} else if first, last = x.unmarkedName(a.CoreHead); last < first {
		return false
	}
	if first == last && suffix[t.lemma[first]] {
		return true // "Ann Kelly, M.D."
	}
	s := t.sentence(first)
	capital := func(i int) bool { return upper(d.Word(i)) }
	unmarked := func(i int) bool {
		return capital(i) && t.name[i] < 0 && (t.upos(i) == "PROPN" || t.upos(i) == "NOUN") && !x.s.Title(t.lemma[i])
	}
	if x.grown(a, first, last) {
		return true
	}
	and := func(i int) bool { return t.lemma[i] == "and" || d.Word(i) == "&" || d.Word(i) == "et" }
	if first-1 >= s.First && compass[lower(d.Word(first-1))] && capital(first-1) && t.name[first-1] < 0 && (first-1 > s.First || points[lower(d.Word(first-1))]) && d.Tokens[first-1].End+1 == d.Tokens[first].Start {
		return true
	}
	if first > s.First && d.Tokens[first-1].End == d.Tokens[first].Start && (t.upos(first-1) == "NUM" || t.upos(first-1) == "PROPN") {
		return true // "76ers"
	}
	if w := d.Word(first - min(first, 1)); first-2 >= s.First && (w == "-" || w == "–") && d.Tokens[first-2].End == d.Tokens[first-1].Start && d.Tokens[first-1].End == d.Tokens[first].Start && capital(first-2) {
		return true // "the Iran-Iraq War"
	}
	if first-2 >= s.First && and(first-1) {
		// "The Bread and Roses Party": one capital word that is no name, after an article.
		if i := first - 2; unmarked(i) && (i == s.First || t.upos(i-1) == "DET" || t.name[i-1] >= 0 && d.Mentions[t.name[i-1]].Class == nlp.Location) {
			return true
		}
		// "The Institute of Allergy and Infectious Diseases".
		if m := t.name[first-2]; m >= 0 && m != a.Mention && !x.orgWord(first, last) {
			n := d.Mentions[m]
			for i := n.First + 1; i < n.Last; i++ {
				if l := t.lemma[i]; (l == "of" || l == "for" || l == "on" || l == "de") && joinedNames[t.lemma[i-1]] {
					return true
				}
			}
		}
	}
	if a.Mention < 0 && first == last && last+2 < s.Last && and(last+1) && t.name[last+2] >= 0 && d.Mentions[t.name[last+2]].Class == nlp.Organization && (first == s.First || t.upos(first-1) == "DET") {
		return true
	}
	// "The U.S. Food and Drug Administration" is one.
	if m := a.Mention; m >= 0 {
		if first-2 > s.First && and(first-1) && x.half(t.name[first-2]) || last+2 < s.Last && and(last+1) && t.name[last+2] >= 0 && x.half(m) {
			return true
		}
	}
	// "Harbour Fire and Rescue": one capital word after it that is no name.
	for i := first; i <= last; i++ {
		if t.lemma[i] == "of" {
			return false // "the Department of Mathematics and Statistics" is known by its first half
		}
	}
	person := a.Mention >= 0 && d.Mentions[a.Mention].Class == nlp.Person
	return !person && last+2 < s.Last && and(last+1) && unmarked(last+2) && (last+3 >= s.Last || !capital(last+3))
}

// grown reports whether the name of tokens first to last is a piece of what is written in one with it, or of a name that goes on
// beside it: "Ann S*nchez", "Ruth" of "Ruth Ellen Banda", "Sri" of "Sri Lankan".
func (x *pass) grown(a Arg, first, last int) bool {
	t, d := x.t, x.t.d
	s := t.sentence(first)
	strange := func(i int) bool { return strings.ContainsAny(d.Word(i), "*@#<>_|~^=/\\") }
	if first > s.First && d.Tokens[first-1].End == d.Tokens[first].Start && strange(first-1) || last+1 < s.Last && d.Tokens[last].End == d.Tokens[last+1].Start && strange(last+1) {
		return true
	}
	if last+2 < s.Last && (d.Word(last+1) == "@" || d.Word(last+1) == "-" && t.upos(last+2) == "PROPN") {
		return true // "Ohio-Pacific" is not Ohio
	}
	if first-2 > s.First && d.Word(first-1) == "-" && t.upos(first-2) == "PROPN" { // not "WASHINGTON - Ann Banda"
		return true
	}
	if a.Mention < 0 {
		return last+1 < s.Last && t.head(a.CoreHead) == last+1 && t.upos(last+1) == "PROPN" && (t.rel(a.CoreHead) == "nmod:desc" || t.rel(a.CoreHead) == "flat")
	}
	switch m := d.Mentions[a.Mention]; {
	case m.Class == nlp.Person:
		// The next word is a name too, though none that anybody marked, or of another person.
		i := last + 1
		if i >= s.Last || t.upos(i) != "PROPN" || x.s.Title(t.lemma[i]) {
			return false
		}
		n := t.name[i]
		return upper(d.Word(i)) && t.head(i) == m.Head && (n < 0 || d.Mentions[n].Class == nlp.Person)
	case first == last && (m.Class == nlp.Location || m.Class == nlp.Nationality):
		i := last + 1
		return i < s.Last && t.name[i] >= 0 && t.name[i] != a.Mention && d.Mentions[t.name[i]].Class == nlp.Nationality && t.upos(first) == "PROPN"
	case m.Class == nlp.Organization && first-2 >= s.First && d.Word(first-1) == ",":
		// "The London, Midland and Scottish Railway Company".
		if !upper(d.Word(first-2)) || t.upos(first-2) != "PROPN" || t.lemma[last] == "and" {
			return false
		}
		det := first - 2
		if n := t.name[det]; n >= 0 {
			det = d.Mentions[n].First
		}
		for i := first + 1; i < last; i++ {
			if t.lemma[i] == "and" {
				return det > s.First && t.lemma[det-1] == "the"
			}
		}
	}
	return false
}

// half reports whether name m is the first half of the name of a body of a country: "U.S. Food", of "and Drug Administration".
func (x *pass) half(m int) bool {
	t := x.t
	if m < 0 || t.d.Mentions[m].Class != nlp.Organization || t.d.Mentions[m].Last-t.d.Mentions[m].First != 2 {
		return false
	}
	switch first := t.d.Mentions[m].First; t.d.Word(first) {
	case "U.S.", "US", "UK", "U.K.", "EU", "UN", "U.N.", "National", "Federal", "Royal":
		return !x.orgWord(first, first+1)
	}
	return false
}

// orgWord reports whether one of the tokens is a noun for a body: "party", "committee".
func (x *pass) orgWord(first, last int) bool {
	for i := first; i <= last; i++ {
		if h, ok := x.s.Head(x.t.lemma[i]); ok && x.s.IsA(h.Class, "Organization") || x.s.Title(x.t.lemma[i]) {
			return true
		}
	}
	return false
}
