package joint

import (
	"slices"
	"strings"

	"kg/nlp"
)

// told is the weight of what a sentence says that a name is of, in log probability.
const told = 4

// context adds to the votes of names what their sentences say they are: "Acme, a maker of pumps", "the village of Harrow",
// "the Acme chain", "Reed was born".
func (m *Model) context(d *nlp.Doc, found []named) {
	for k := range found {
		f := &found[k]
		c := m.said(d, f)
		if c == "" || f.Class == nlp.Nationality {
			continue
		}
		if i := slices.Index(m.classes, string(c)); i >= 0 {
			f.votes[i] += told
		}
	}
}

// said is the class that the words around a name tell, or "".
func (m *Model) said(d *nlp.Doc, f *named) nlp.Class {
	h := headOf(d, f.First, f.Last)
	t := &d.Tokens[h]
	s := d.Sentences[d.SentenceOf(h)]
	if t.Head != nlp.Root && (t.Head < f.First || t.Head >= f.Last) {
		g := t.Head
		switch {
		case strings.HasPrefix(t.Rel, "nsubj") && hasCopula(d, s, g):
			if c := m.nounClass(d, g); c != "" && d.Tokens[g].UPOS == "NOUN" {
				return c
			}
		case t.Rel == "nsubj:pass" && strings.EqualFold(d.Word(g), "born"), t.Rel == "nsubj" && strings.EqualFold(d.Word(g), "died"):
			return nlp.Person
		case t.Rel == "appos":
			if c := m.nounClass(d, g); c != "" {
				return c
			}
		case t.Rel == "compound" && g == f.Last && f.First > s.First && strings.EqualFold(d.Word(f.First-1), "the"):
			if w := strings.ToLower(d.Word(g)); bodies[w] && !staff[w] {
				return nlp.Organization
			}
		case t.Rel == "nmod" && g < f.First && f.First-g <= 3 && strings.EqualFold(d.Word(g+1), "of"):
			if c := m.nounClass(d, g); c == nlp.Location {
				return c
			}
		}
	}
	for i := s.First; i < s.Last; i++ {
		if d.Tokens[i].Head != h || i >= f.First && i < f.Last {
			continue
		}
		switch r := d.Tokens[i].Rel; {
		case r == "appos", r == "nmod:desc", (r == "compound" || r == "flat") && i == f.First-1:
			if d.Tokens[i].UPOS == "NOUN" {
				if c := m.nounClass(d, i); c != "" && !(c == nlp.Location && r == "compound") {
					return c
				}
			}
		}
	}
	return ""
}

// hasCopula reports whether a token is what something is, "a city" in "Oslo is a city".
func hasCopula(d *nlp.Doc, s nlp.Sentence, head int) bool {
	for i := s.First; i < s.Last; i++ {
		if d.Tokens[i].Head == head && d.Tokens[i].Rel == "cop" {
			return true
		}
	}
	return false
}

// nounClass is the class of what a common noun is said of, or "".
func (m *Model) nounClass(d *nlp.Doc, i int) nlp.Class {
	w := strings.ToLower(d.Word(i))
	switch {
	case bodies[w]:
		return nlp.Organization
	case places[w]:
		return nlp.Location
	}
	if c := m.voc.lex; c != nil && c.Classes(Spell(w))&nounFiles == 1<<lexPersonNoun {
		return nlp.Person
	}
	return ""
}

// nounFiles are the lexicographer files of nouns.
const nounFiles = 1<<29 - 1<<3

var bodies = wordSet(`company firm bank group organization organisation agency brand manufacturer maker club team band party university college newspaper
	magazine website network broadcaster airline retailer startup charity union ministry committee association subsidiary operator chain bank insurer
	automaker carmaker publisher supplier producer consortium conglomerate nonprofit foundation institute militia faction corporation gang cartel channel
	newsletter daily`)

// staff are bodies that are called after a person as well as by their own name: "the Reed team".
var staff = wordSet(`team committee ministry band company foundation charity`)

var places = wordSet(`city town village municipality region province state country island river lake mountain district suburb neighbourhood neighborhood
	county capital port peninsula commune hamlet borough resort`)
