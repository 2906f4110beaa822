package resolve

import (
	"slices"
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// ones say that one of a kind is meant.
var ones = wordSet(`every each another`)

// somes say that some of a kind are meant, or none.
var somes = wordSet(`some many most several few fellow any no`)

// numbers stand before "of" and some of a kind: "a lot of Republicans".
var numbers = wordSet(`lot lots number dozens hundreds thousands majority handful couple group some many most several few none each one`)

// members takes the members of a party out of it: "every Democrat" and "two Republicans" are some people, and not what acts
// where Democrats do. "Every Independent" is no newspaper; what it is the article does not tell.
func (p *pass) members() {
	for i := range p.names {
		n := &p.names[i]
		c := n.c
		if c == nil || c.person || c.entry == nil || strings.Contains(n.text, " ") || isAcronym(n.text) || !p.r.schema.IsA(c.entry.Class, "Organization") {
			continue
		}
		one, some := p.counted(n)
		if !one && (!some || c.entry.Class != "Party") {
			continue
		}
		g := p.membersOf(c, n)
		c.mentions = slices.DeleteFunc(c.mentions, func(m int) bool { return m == n.mention })
		g.mentions = append(g.mentions, n.mention)
		n.c = g
		p.of[n.mention] = g
	}
}

// counted reports whether what stands before a name says that it is one of a kind, or some; a name that says what the noun
// after it is of is neither: "two Republican senators".
func (p *pass) counted(n *name) (one, some bool) {
	m := p.d.Mentions[n.mention]
	s := p.d.SentenceOf(m.First)
	if s >= len(p.d.Sentences) {
		return false, false
	}
	first, last := p.d.Sentences[s].First, p.d.Sentences[s].Last
	if m.Last < last {
		if w := p.d.Word(m.Last); w == "-" || p.d.Tokens[m.Last].UPOS == "NOUN" || p.d.Tokens[m.Last].UPOS == "PROPN" || possessive(w) {
			return false, false
		}
	}
	i := m.First - 1
	if i >= first && p.d.Tokens[i].UPOS == "ADJ" && !somes[strings.ToLower(p.d.Word(i))] {
		i-- // "every moderate Democrat"
	}
	if i >= first && strings.EqualFold(p.d.Word(i), "the") && i > first && strings.EqualFold(p.d.Word(i-1), "of") {
		i--
	}
	if i < first {
		return false, false
	}
	w := strings.ToLower(p.d.Word(i))
	switch {
	case w == "of":
		return false, i > first && numbers[strings.ToLower(p.d.Word(i-1))]
	case somes[w]:
		return false, true
	case p.d.Tokens[i].UPOS == "NUM":
		return false, len(w) < 4 || strings.Trim(w, "0123456789,.") != "" // 2018 is a year
	}
	return ones[w], false
}

// membersOf are some of a party, or some of a kind that has the name of a known body and is not it.
func (p *pass) membersOf(c *cluster, n *name) *cluster {
	label, sector, country := c.label+" members", c.sector, c.country
	id := gazetteer.LocalName(label)
	reason := "some of its members, and not the party"
	if c.entry.Class != "Party" {
		label, sector, country = plural(n.text), "", ""
		id = gazetteer.LocalName(label) + p.own()
		reason = "one of a kind, and not what is known by the name"
	}
	if g := p.used[id]; g != nil {
		return g
	}
	g := p.newCluster(nlp.Other, n.mention)
	g.id, g.label, g.cls, g.sector, g.country, g.reason = id, label, "Group", sector, country, reason
	p.used[id] = g
	return g
}
