package resolve

import (
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// longerPlace takes the noun after a name into it where both together are a place that is known: "Amazon rainforest". The
// same name elsewhere in the article is then likely to be short for it.
func (p *pass) longerPlace(m nlp.Mention, n *name) {
	if m.Last >= len(p.d.Tokens) || p.d.Tokens[m.Last].UPOS != "NOUN" || p.d.SentenceOf(m.Last) != p.d.SentenceOf(m.First) {
		return
	}
	both := n.text + " " + p.d.Word(m.Last)
	for _, h := range p.lookup(both) {
		if h.Kind == gazetteer.Name && h.Entry.Class != "Country" && p.r.schema.IsA(h.Entry.Class, "Place") {
			n.text, n.key, n.class = both, gazetteer.Key(both), nlp.Location
			p.fuller[h.Entry.ID] = true
			return
		}
	}
}

// withArticle reports whether a name within a sentence begins with "The": then that belongs to it, as in "The Atlantic", which is
// a magazine.
func (p *pass) withArticle(m nlp.Mention) bool {
	first := m.First
	if p.d.Word(first) != "The" {
		first--
	}
	s := p.d.SentenceOf(m.First)
	return first >= 0 && s < len(p.d.Sentences) && p.d.Word(first) == "The" && first > p.d.Sentences[s].First && p.d.Word(first-1) != "\"" && p.d.Word(first-1) != "“"
}

// articled keeps "The" before the name of a body where it belongs to it, and without it the gazetteer knows but a sea or a
// mountain of this name.
func (p *pass) articled(m nlp.Mention, n *name) {
	if n.class != nlp.Organization && n.class != nlp.Work || !p.withArticle(m) {
		return
	}
	sea := false
	for _, h := range p.lookup(n.text) {
		if h.Kind != gazetteer.Name || h.Entry.Class != "Place" {
			return
		}
		sea = true
	}
	if sea {
		n.text, n.articled = "The "+n.text, true
		n.key = strings.ToLower(n.text)
	}
}

// placed reports whether something is said to be in, from or near what the article calls by a name, or it follows a place and a
// comma: "in DC", "Washington, DC".
func (p *pass) placed(key string) bool {
	for i := range p.names {
		m := &p.d.Mentions[p.names[i].mention]
		if p.names[i].key != key || m.First == 0 {
			continue
		}
		switch strings.ToLower(p.d.Word(m.First - 1)) {
		case "in", "at", "from", "near", "to", "outside", "around", "across", "of", "inside", "through", "over", "into", "for", "visit", "leave", ",":
			return true
		}
	}
	return false
}
