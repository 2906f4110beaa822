package extract

import "kg/nlp"

// mendBeside hangs a person's name that stands between commas behind "a spokeswoman for the ministry" on the spokeswoman,
// where the parser takes it for the ministry's.
func (t *tree) mendBeside(m nlp.Mention) {
	if m.First == 0 || t.rels[m.Head] != "appos" || t.d.Word(m.First-1) != "," {
		return
	}
	h := t.up[m.Head]
	if h < 0 || h >= m.First || t.person(h) {
		return
	}
	for g := h; ; {
		if t.rels[g] != "nmod" && t.rels[g] != "conj" || t.up[g] < 0 || t.up[g] > g {
			return
		}
		if g = t.up[g]; t.person(g) {
			if t.name[g] < 0 && t.d.Tokens[g].XPOS != "NNS" {
				t.up[m.Head] = g
			}
			return
		}
	}
}

// mendPortfolios gives a minister both portfolios of "Energy and Business Minister Ruth Banda", of which the parser takes the
// first for someone whom the minister is joined to.
func (t *tree) mendPortfolios(m nlp.Mention) {
	s := t.d.Sentences[t.d.SentenceOf(m.First)]
	title := m.First - 1
	cc := title - 1
	for cc > s.First && t.rels[cc] != "cc" && upper(t.d.Word(cc)) {
		cc--
	}
	h := cc - 1
	if h < s.First || cc == title-1 || t.lemma[cc] != "and" || !t.s.Title(t.lemma[title]) || t.up[m.Head] != h || t.rels[m.Head] != "conj" || t.name[h] >= 0 || !upper(t.d.Word(h)) || h > s.First && t.pos[h-1] != "PUNCT" && t.pos[h-1] != "ADP" {
		return
	}
	if _, known := t.s.Head(t.lemma[h]); known {
		return // "Police and Business Minister Ruth Banda" are two
	}
	t.up[m.Head], t.rels[m.Head] = t.up[h], t.rels[h]
	t.up[title], t.rels[title] = m.Head, "nmod:desc"
	for i := s.First; i < s.Last; i++ {
		if t.up[i] == h && i > title {
			t.up[i] = m.Head
		}
	}
	t.up[h], t.rels[h], t.up[cc], t.rels[cc] = title, "compound", title, "compound"
}

// person reports whether token i is the head of a person's name, or a noun for a person.
func (t *tree) person(i int) bool {
	if n := t.name[i]; n >= 0 {
		return t.d.Mentions[n].Class == nlp.Person
	}
	return t.pos[i] == "NOUN" && (t.role(i) || kin[t.lemma[i]] || persons[t.lemma[i]] != "")
}

// role reports whether the word at i, as a noun, is one for a person.
func (t *tree) role(i int) bool {
	h, ok := t.s.Head(t.lemma[i])
	return t.s.Title(t.lemma[i]) || ok && t.s.IsA(h.Class, "Person")
}

// mendRole makes a noun of "executive" in "Anna Reed, chief executive of Acme", which the parser tags as an adjective.
func (t *tree) mendRole(s nlp.Sentence, i int) {
	if t.pos[i] != "ADJ" || t.rels[i] != "appos" && t.rels[i] != "conj" || !t.role(i) || t.find(s, i, "nmod") < i {
		return
	}
	t.pos[i], t.tags[i] = "NOUN", "NN"
}
