package resolve

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// Inside is a name within a longer name of something else: "Texas" in "University of Texas". It has no mention of its
// own, as what the sentence speaks of is the longer one.
type Inside struct {
	nlp.Span
	First, Last int    // its tokens
	Outer       int    // the mention it is part of
	Entity      string // id
}

// longestInside is how many words a name inside another has at most.
const longestInside = 4

// inside finds the names within names: those that the article has elsewhere by themselves, and places and bodies that
// the gazetteer knows. What heads the longer name is no name of its own: there is no "Bank" in "World Bank".
func (p *pass) inside() []Inside {
	byKey := map[string]*cluster{}
	for _, c := range p.all {
		for _, f := range c.surface() {
			if k := gazetteer.Key(f); byKey[k] == nil {
				byKey[k] = c
			}
		}
	}
	var out []Inside
	for i := range p.names {
		n := &p.names[i]
		m := &p.d.Mentions[n.mention]
		if n.c == nil || n.c.person || m.Last-m.First < 2 {
			continue
		}
		head := p.headWord(m)
		for a := m.First; a < m.Last; a++ {
			for k := min(longestInside, m.Last-a); k > 0; k-- {
				b := a + k
				if k == m.Last-m.First || a <= head && head < b || !p.bounded(a, b) {
					continue
				}
				id := p.insideEntity(n.c, a, b, byKey)
				if id == "" {
					continue
				}
				out = append(out, Inside{nlp.Span{Start: p.d.Tokens[a].Start, End: p.d.Tokens[b-1].End}, a, b, n.mention, id})
				a = b - 1
				break
			}
		}
	}
	return out
}

// headWord is the token that says what a name is of: the last one before "of", "for", "in" or a comma, or the last.
func (p *pass) headWord(m *nlp.Mention) int {
	last := m.Last - 1
	for last > m.First && possessive(p.d.Word(last)) {
		last--
	}
	for i := m.First + 1; i < last; i++ {
		if p.d.Tokens[i].UPOS == "ADP" || p.d.Word(i) == "," || p.d.Word(i) == "(" {
			return i - 1
		}
	}
	return last
}

// bounded reports whether a run of tokens begins and ends with a word that has a capital.
func (p *pass) bounded(a, b int) bool {
	for _, i := range []int{a, b - 1} {
		if r, _ := utf8.DecodeRuneInString(p.d.Word(i)); !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// insideEntity is the id of what a run of tokens inside a name of outer names, or empty.
func (p *pass) insideEntity(outer *cluster, a, b int, byKey map[string]*cluster) string {
	text := p.words(a, b)
	key := gazetteer.Key(text)
	if c := byKey[key]; c != nil && c != outer && c.id != "" && c.cls != "People" && c.cls != "Group" && (!c.person || len(c.given) > 0 || !common[key]) {
		return c.id
	}
	if outer.entry != nil && p.r.schema.IsA(outer.entry.Class, "Place") {
		return "" // "Mexico City" is one name
	}
	for _, h := range p.lookup(text) {
		switch {
		case h.Kind != gazetteer.Name || h.Entry.Rank < 2 || strings.ToLower(text) == text:
		case h.Entry.Class == "Country", h.Entry.Class == "City", h.Entry.Class == "Region":
			return h.Entry.ID
		}
	}
	return ""
}
