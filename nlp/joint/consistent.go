package joint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/nlp"
)

// named is a name that was found, and how well each class would suit it: log probabilities.
type named struct {
	nlp.Mention
	votes []float32
	none  float32 // how well it would suit its words to be in no name
}

// doubt is the least that one sentence can say for a class, in log probability.
const doubt = 6

// known is the weight of a name's being in the lexicon, in log probability.
const known = 5

// agree makes the names of a document agree: names of one spelling, in capitals or not, a person's last name with the
// full name, and initials with the name they are of, are about one thing, and get the class that suits all of them best. An article that says
// "Jordan Pike" once and "Pike" five times is not about five fish.
func (m *Model) agree(d *nlp.Doc, found []named) {
	person := -1
	for c, name := range m.classes {
		if name == string(nlp.Person) {
			person = c
		}
	}
	sums := map[string][]float32{}
	add := func(key string, votes []float32) {
		s := sums[key]
		if s == nil {
			s = make([]float32, len(m.classes))
			sums[key] = s
		}
		for c, v := range votes {
			s[c] += max(v, -doubt) // so that one sentence does not outvote several
		}
	}
	key := func(f *named) string { return strings.ToLower(d.Slice(f.Span)) }
	for i := range found {
		f := &found[i]
		add(key(f), f.votes)
		if f.Last-f.First > 1 && person >= 0 && string(f.Class) == m.classes[person] {
			add(strings.ToLower(d.Word(f.Last-1)), f.votes)
		}
		if short := initials(d, f); short != "" {
			add(short, f.votes)
		}
	}
	if m.voc.lex != nil { // single words have their classes among the inputs of the network
		for k, s := range sums {
			if !strings.Contains(k, " ") {
				continue
			}
			if is := m.voc.lex.kind(Spell(strings.Join(strings.Fields(k), " "))); is != "" {
				if c := slices.Index(m.classes, string(is)); c >= 0 {
					s[c] += known
				}
			}
		}
	}
	for i := range found {
		f := &found[i]
		f.Class = nlp.Class(m.classes[best(sums[key(f)])])
	}
}

// initials are the first letters of the words with a capital of a name, in lower case, if they are two or more.
func initials(d *nlp.Doc, f *named) string {
	var b strings.Builder
	for i := f.First; i < f.Last; i++ {
		if w := d.Word(i); capitalised(w) {
			r, _ := utf8.DecodeRuneInString(w)
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if f.Last-f.First < 2 || b.Len() < 2 {
		return ""
	}
	return b.String()
}
