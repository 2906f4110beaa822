package resolve

import (
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// letters takes capitals that say what someone is off names where the article has the name without them: "GM Odd Vik", a
// grandmaster of chess, where there is "Odd Vik". Two capitals alone are no person where they begin no name of one, are
// nobody's initials, no name that is known, and do not say whose turn it is to speak.
func (p *pass) letters() {
	whole, parts := map[string]bool{}, map[string]bool{}
	for i := range p.names {
		if n := &p.names[i]; n.class == nlp.Person {
			whole[n.key] = true
		}
	}
	for i := range p.names {
		n := &p.names[i]
		if first, rest, ok := strings.Cut(n.text, " "); ok && n.class == nlp.Person && capitals(first, 4) && strings.Contains(rest, " ") && whole[gazetteer.Key(rest)] {
			n.text, n.key = rest, gazetteer.Key(rest)
		}
	}
	for i := range p.names {
		n := &p.names[i]
		if words := strings.Fields(n.key); n.class == nlp.Person && len(words) > 1 {
			initials := ""
			for _, w := range words {
				parts[w] = true
				initials += w[:1]
			}
			parts[initials] = true
		}
	}
	for i := range p.names {
		n := &p.names[i]
		if n.class == nlp.Person && n.position == "" && capitals(n.text, 2) && !parts[n.key] && len(p.lookup(n.text)) == 0 && !p.label(p.d.Mentions[n.mention]) {
			n.class = nlp.Other
		}
	}
}

// capitals reports whether a word is of two capital letters of English or more, up to most.
func capitals(w string, most int) bool {
	for i := range len(w) {
		if w[i] < 'A' || w[i] > 'Z' {
			return false
		}
	}
	return len(w) >= 2 && len(w) <= most
}

// label reports whether a mention says whose turn it is to speak: "DR:", "((DR))".
func (p *pass) label(m nlp.Mention) bool {
	return m.Last < len(p.d.Tokens) && (p.d.Word(m.Last) == ":" || strings.HasPrefix(p.d.Word(m.Last), ")"))
}
