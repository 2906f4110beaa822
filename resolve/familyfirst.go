package resolve

import (
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// familyFirst widens a mention that is part of a name of the form of "Ban Ki-moon" to all of it, as a person, whatever the
// recogniser says: it cuts such names, and takes them for bodies. That the gazetteer knows something else by it comes first.
func (p *pass) familyFirst(m nlp.Mention) (nlp.Mention, bool) {
	first, last := max(m.First-3, 0), min(m.Last+3, len(p.d.Tokens))
	for i := first; i < last; i++ {
		n := p.familyFirstAt(i)
		if n == 0 || i >= m.Last || i+n <= m.First || p.knownOther(p.d.Text[p.d.Tokens[i].Start:p.d.Tokens[i+n-1].End]) {
			continue
		}
		m.First, m.Last, m.Class = min(m.First, i), max(m.Last, i+n), nlp.Person
		m.Span = nlp.Span{Start: p.d.Tokens[m.First].Start, End: p.d.Tokens[m.Last-1].End}
		return m, true
	}
	return m, false
}

// familyFirstAt is of how many tokens a name of that form is that begins at token i: the given name may be one, or three with
// the hyphen; 0 where there is none.
func (p *pass) familyFirstAt(i int) int {
	t := p.d.Tokens
	if t[i].UPOS != "PROPN" || i+1 >= len(t) || p.d.SentenceOf(i) != p.d.SentenceOf(i+1) {
		return 0
	}
	if gazetteer.FamilyFirst(p.d.Word(i), p.d.Word(i+1)) {
		return 2
	}
	if i+3 < len(t) && p.d.Word(i+2) == "-" && t[i+1].End == t[i+2].Start && t[i+2].End == t[i+3].Start &&
		gazetteer.FamilyFirst(p.d.Word(i), strings.Join([]string{p.d.Word(i + 1), p.d.Word(i + 3)}, "-")) {
		return 4
	}
	return 0
}
