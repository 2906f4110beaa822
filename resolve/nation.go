package resolve

import (
	"strings"

	"kg/nlp"
)

// ofNations are what a nation calls its own: who says "our nation" and "our people" speaks for a people.
var ofNations = wordSet(`nation country people republic homeland constitution democracy founder founders forefathers flag citizen citizens`)

// nation gives the "we" of a speech to the people of the country that it is about, where "our" is said of what a nation has, and
// so descriptions of that people: "the American people", "my fellow citizens". Quotations are left alone: who speaks for whom
// there is not what the article says.
func (p *pass) nation() {
	home := p.homeland()
	if home == nil {
		return
	}
	quoted := p.quoted()
	own, all := map[int]int{}, map[int]int{} // by chain: how often "our" is said of what a nation has, and "we" at all
	for _, m := range p.d.Mentions {
		if m.Kind == nlp.Pronoun && firstPlural(p.d.Word(m.Head)) {
			all[m.Chain]++
		}
		if m.Kind == nlp.Pronoun && m.Chain >= 0 && !quoted[m.Head] && strings.EqualFold(p.d.Word(m.Head), "our") {
			if h := p.d.Tokens[m.Head].Head; h >= 0 && p.d.Has&nlp.Tree != 0 && ofNations[p.lemma(h)] {
				own[m.Chain]++
			}
		}
	}
	for i, m := range p.d.Mentions {
		if p.of[i] != nil || quoted[m.Head] {
			continue
		}
		switch m.Kind {
		case nlp.Pronoun:
			if own[m.Chain] < 2 || own[m.Chain]*12 < all[m.Chain] || p.chain[m.Chain] != nil || !firstPlural(p.d.Word(m.Head)) {
				continue
			}
		case nlp.Nominal:
			if !p.peopleOf(&m, home) {
				continue
			}
		default:
			continue
		}
		p.of[i] = p.peopleAt(home, i)
		p.say(i, "the people of the country that the article speaks of most")
	}
}

func firstPlural(w string) bool {
	switch strings.ToLower(w) {
	case "we", "us", "our", "ours", "ourselves":
		return true
	}
	return false
}

// peopleOf reports whether a description is of the people of a country: "our people", "the American people", "my fellow citizens".
func (p *pass) peopleOf(m *nlp.Mention, home *cluster) bool {
	lemma := p.lemma(m.Head)
	if lemma != "people" && lemma != "citizen" && lemma != "countryman" || m.Head != m.Last-1 || m.Last-m.First < 2 {
		return false
	}
	first := strings.ToLower(p.d.Word(m.First))
	country, _ := p.countryIn(m.First, m.Head)
	switch {
	case country == home.id:
		return first == "the" && m.Last-m.First == 3
	case country != "":
		return false
	case first == "our" || first == "my":
		return m.Last-m.First == 2 && first == "our" || m.Last-m.First == 3 && strings.EqualFold(p.d.Word(m.First+1), "fellow")
	}
	return false
}

// peopleAt is the people of a country; its first mention is a given one where the article does not name it.
func (p *pass) peopleAt(home *cluster, mention int) *cluster {
	for _, c := range p.all {
		if c.class == nlp.Nationality && c.country == home.id && c.cls == "People" {
			return c
		}
	}
	c := p.newCluster(nlp.Nationality, mention)
	c.country = home.id
	if e, ok := p.r.get(home.id); ok {
		c.addForm(p.peopleLabel(e), 1)
	}
	p.nationality(c)
	return c.now()
}

// quoted tells of each token whether it stands in quotation marks; an empty line ends a quotation.
func (p *pass) quoted() []bool {
	out := make([]bool, len(p.d.Tokens))
	in, end := false, 0
	for i := range p.d.Tokens {
		t := &p.d.Tokens[i]
		if strings.Contains(p.d.Text[end:t.Start], "\n\n") {
			in = false
		}
		end = t.End
		switch p.d.Word(i) {
		case "“", "``":
			in = true
		case "”", "''":
			in = false
		case "\"":
			in = !in
		}
		out[i] = in
	}
	return out
}
