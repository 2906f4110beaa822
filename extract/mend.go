package extract

import "kg/nlp"

// mend puts right what parsers often get wrong and names or tags show to be wrong. It works on the copy of the
// tree that the rules read; the document stays as it is.
func (t *tree) mend() {
	d := t.d
	for i := range d.Tokens {
		// "Was locked in talks": a participle with its auxiliary is a verb, whatever its part of speech.
		if t.pos[i] == "ADJ" && d.Tokens[i].XPOS == "VBN" && t.rels[i] != "amod" {
			t.pos[i] = "VERB"
		}
	}
	for _, s := range d.Sentences {
		t.mendVerbs(s)
		t.mendOrder(s)
	}
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name {
			t.mendName(m)
			if m.Class == nlp.Person {
				t.mendPortfolios(m)
				t.mendTitle(m)
				t.mendBeside(m)
				t.mendFormer(m)
			}
		}
	}
}

// outcomes are what comes of a deed, told in a participle behind it.
var outcomes = set("kill", "injure", "wound", "leave", "destroy", "damage", "force", "cause", "hit", "strike", "trap", "burn", "displace", "set", "bring", "prompt", "spark", "trigger", "capture", "arrest", "win")

// mendVerbs puts right verbs taken for something else, and clauses that hang on the wrong word.
func (t *tree) mendVerbs(s nlp.Sentence) {
	d := t.d
	for i := s.First; i < s.Last; i++ {
		h := t.up[i]
		if h < 0 {
			continue
		}
		if t.pos[i] == "VERB" && d.Tokens[i].XPOS == "NN" {
			t.mendNoun(i)
		}
		t.mendHyphen(s, i)
		t.mendRole(s, i)
		switch t.rels[i] {
		case "advcl":
			// "Force X to stop": what a verb makes its object do is no purpose.
			if o := t.find(s, h, "obj"); objectControl[t.lemma[h]] && o > h && o < i && d.Tokens[i].XPOS == "VB" && t.hasMark(s, i, "to") && t.find(s, h, "xcomp") < 0 {
				t.rels[i] = "xcomp"
			}
			// "Police said he opened fire, killing one": what is told by the way came of what is said, not of saying it.
			if c := t.find(s, h, "ccomp"); c > h && c < i && d.Tokens[i].XPOS == "VBG" && outcomes[t.lemma[i]] && t.find(s, i, "mark", "nsubj") < 0 {
				if e := verbEffects[t.lemma[h]]; e == reports || e == knows || e == doubts {
					t.up[i] = c
				}
			}
			// "Police said he left, adding that it was late": those who add are those who say.
			if g := t.up[h]; t.rels[h] == "ccomp" && g >= s.First && g < h && d.Tokens[i].XPOS == "VBG" && verbEffects[t.lemma[i]] == reports && verbEffects[t.lemma[g]] == reports && i > h && t.find(s, i, "ccomp") > i && t.find(s, i, "mark", "nsubj") < 0 {
				t.up[i] = g
			}
			// "Told of plans for taking the town": what is planned, not done.
			if m := t.find(s, i, "mark"); m > s.First && m < i && d.Tokens[i].XPOS == "VBG" && (t.lemma[m] == "for" || t.lemma[m] == "of") && t.up[m-1] == h && t.pos[m-1] == "NOUN" && nounEffects[t.lemma[m-1]] != transparent {
				t.up[i], t.rels[i] = m-1, "acl"
			}
		case "case":
			// "With Russian counterpart Ann Banda": the preposition belongs to the whole, not to the description.
			if g := t.up[h]; h > i && t.rels[h] == "nmod:desc" && g > h && t.find(s, g, "case") < 0 {
				t.up[i] = g
			}
		case "aux":
			// "Qatar does not back the council": what has an auxiliary is a verb.
			if t.pos[h] == "ADV" || t.pos[h] == "NOUN" && t.lemma[i] == "do" {
				t.pos[h], t.lemma[h] = "VERB", lower(d.Word(h))
			}
		case "nsubj":
			t.mendInserted(s, i, h)
			t.mendTwoSubjects(s, i)
		case "nsubj:outer":
			if t.find(s, h, "nsubj", "nsubj:pass") < 0 {
				t.rels[i] = "nsubj"
			}
		case "conj":
			t.mendForm(s, i, h)
			t.mendNewClause(s, i, h)
			t.mendApposed(s, i, h)
			t.mendTwoTitles(s, i, h)
			t.mendJoined(s, i, t.up[i])
			t.mendReduced(s, i, t.up[i])
			// "Between San Marino and Rome": what is joined to a later word of a name is joined to the name.
			for n := 0; t.up[i] >= 0 && t.rels[t.up[i]] == "flat" && t.up[i] < i && n < 5; n++ {
				t.up[i] = t.up[t.up[i]]
			}
		case "acl", "acl:relcl":
			// "The firm renamed Bolt": a clause without a subject has no finite verb but a participle.
			if t.rels[i] == "acl" && d.Tokens[i].XPOS == "VBD" && i > h && t.find(s, i, "nsubj", "aux", "mark") < 0 {
				t.tags[i] = "VBN"
			}
			if m := t.find(s, i, "mark", "obj"); m >= 0 && t.lemma[m] == "that" && t.find(s, i, "nsubj", "nsubj:pass", "expl") >= 0 {
				t.mendThat(s, i, h)
			}
		case "amod":
			// "A judge ordered police to arrest him", taken for a phrase: a participle has no subject.
			if n := t.find(s, i, "nsubj"); n >= 0 && n < i && i < h && d.Tokens[i].XPOS != "VBG" && t.pos[i] == "VERB" && t.up[h] < 0 {
				t.up[i], t.rels[i] = nlp.Root, "root"
				t.up[h], t.rels[h] = i, "obj"
				if c := t.find(s, h, "acl"); c > h && t.find(s, c, "mark") >= 0 {
					t.up[c], t.rels[c] = i, "xcomp"
				}
			}
		}
	}
}

// mendInserted gives a clause its subject back that "said X" parts from it: in "Malawi, said Ruth Banda, had not
// paid" it is Malawi that had not paid, where the parser has two subjects that said so.
func (t *tree) mendInserted(s nlp.Sentence, i, h int) {
	first := t.find(s, h, "nsubj")
	if first < 0 || first >= h || i <= h || t.d.Word(h-1) != "," || verbEffects[t.lemma[h]] != reports {
		return
	}
	c := t.find(s, h, "ccomp")
	if c < i || t.find(s, c, "nsubj", "nsubj:pass", "csubj", "expl", "mark") >= 0 {
		return
	}
	t.up[first], t.rels[first] = c, "nsubj"
	if t.find(s, c, "aux:pass") >= 0 {
		t.rels[first] = "nsubj:pass"
	}
}

// mendTwoSubjects makes one subject of two that stand side by side: "Norway and the small Iceland" are joined, and
// of "Kenya Minister Banda" all but the last word describe it.
func (t *tree) mendTwoSubjects(s nlp.Sentence, i int) {
	h := t.up[i]
	first := t.find(s, h, "nsubj")
	if first < 0 || first >= i || i >= h || t.d.Tokens[h].UPOS != "VERB" {
		return
	}
	at := i // where the phrase of i begins
	for at > s.First && t.inside(at-1, i) {
		at--
	}
	last := first // and where that of the first ends
	for last+1 < at && t.inside(last+1, first) {
		last++
	}
	if last+1 != at {
		return
	}
	if c := t.find(s, i, "cc"); c == at {
		t.up[i], t.rels[i] = first, "conj"
	} else if first == last && t.pos[first] == "PROPN" && t.pos[i] == "PROPN" && t.pos[at] != "PUNCT" && t.pos[at] != "DET" {
		t.up[first], t.rels[first] = i, "compound"
	} else if t.pos[i] == "PROPN" && at == i && (t.pos[first] == "NOUN" || t.pos[first] == "PROPN") && t.s.Title(t.lemma[first]) {
		t.mergeTitle(s, i, first)
	}
}

// mendNoun takes a noun that was read as a verb for a noun, and the noun before it for a part of it if both have
// one place in the clause: "signed a government decree".
func (t *tree) mendNoun(i int) {
	t.pos[i] = "NOUN"
	if j := i - 1; j >= 0 && t.pos[j] == "NOUN" && t.up[j] == t.up[i] && t.rels[j] == t.rels[i] && (t.rels[i] == "obj" || t.rels[i] == "nsubj" || t.rels[i] == "obl") {
		for k := range t.up[:j] {
			if t.up[k] == j {
				t.up[k] = i
			}
		}
		t.up[j], t.rels[j] = i, "compound"
	}
}

// mendNewClause makes noun i, which the parser joins to the noun before "and", the subject of the verb behind it: in
// "had beaten Kenya and Malawi would join them" it is Malawi that would.
func (t *tree) mendNewClause(s nlp.Sentence, i, h int) {
	if i+1 >= s.Last || t.pos[h] == "VERB" || t.pos[i] != "PROPN" && t.pos[i] != "NOUN" || t.rels[i+1] != "aux" {
		return
	}
	v := t.up[i+1]
	cc := t.find(s, i, "cc")
	if v <= i || cc < 0 || t.pos[v] != "VERB" || t.rels[v] != "conj" || t.up[v] != t.up[h] || t.find(s, v, "nsubj", "nsubj:pass", "cc") >= 0 {
		return
	}
	t.up[i], t.rels[i] = v, "nsubj"
	t.up[cc] = v
}

// mendForm joins a bare infinitive to an infinitive: in "wants him to stop shooting, respect the truce" it is
// "stop" that "respect" goes with, not "wants" or "shooting".
func (t *tree) mendForm(s nlp.Sentence, i, h int) {
	tag := func(j int) string { return t.d.Tokens[j].XPOS }
	if tag(i) != "VB" || tag(h) == "VB" || t.pos[h] != "VERB" || t.find(s, i, "nsubj", "aux", "mark") >= 0 || t.find(s, h, "aux") >= 0 {
		return
	}
	for j := i - 1; j > s.First; j-- {
		if tag(j) == "VB" && t.pos[j] == "VERB" && !t.inside(j, i) {
			t.up[i] = j
			return
		}
	}
}

// inside reports whether a lies below b.
func (t *tree) inside(a, b int) bool {
	for n := 0; a >= 0 && n <= len(t.up); a, n = t.up[a], n+1 {
		if a == b {
			return true
		}
	}
	return false
}

func (t *tree) hasMark(s nlp.Sentence, i int, word string) bool {
	m := t.find(s, i, "mark")
	return m >= 0 && t.lemma[m] == word
}

// mendReduced makes the finite verb the main one where the parser took a participle for it: in "the firm, once
// called Acme, closed" it is the firm that closed, and "called" says which firm.
func (t *tree) mendReduced(s nlp.Sentence, i, h int) {
	tag := t.d.Tokens[i].XPOS
	if t.up[h] >= 0 || tag != "VBD" && tag != "VBZ" && tag != "VBP" || i < h {
		return
	}
	n := t.find(s, h, "nsubj", "nsubj:pass")
	if t.d.Tokens[h].XPOS != "VBN" && !(t.d.Tokens[h].XPOS == "VBD" && t.d.Word(i-1) == "," && t.inAside(s, n, h)) {
		return
	}
	if n < 0 || n > h || t.find(s, h, "aux", "aux:pass", "cop") >= 0 || t.find(s, i, "nsubj", "nsubj:pass", "cc") >= 0 {
		return
	}
	t.up[i], t.rels[i] = nlp.Root, "root"
	t.up[n], t.rels[n] = i, "nsubj"
	at := n
	if a := t.find(s, n, "appos"); a > n && a < h {
		at = a
	}
	t.up[h], t.rels[h], t.tags[h] = at, "acl", "VBN"
}

// inAside reports whether verb h goes on with the apposition of its subject n, no comma between them: "Acme, an Oslo
// firm renamed Bolt, closed".
func (t *tree) inAside(s nlp.Sentence, n, h int) bool {
	a := -1
	if n >= 0 {
		a = t.find(s, n, "appos")
	}
	if a < n || a > h || a < 0 {
		return false
	}
	for k := a + 1; k < h; k++ {
		if t.d.Word(k) == "," {
			return false
		}
	}
	return true
}

// mendJoined moves a verb that is joined to one of saying to what is said, if nothing but "and" parts them: in
// "witnesses said a man approached and attacked them" it is the man who attacked.
func (t *tree) mendJoined(s nlp.Sentence, i, h int) {
	if t.pos[i] != "VERB" || t.pos[h] != "VERB" || verbEffects[t.lemma[h]] != reports || t.find(s, i, "nsubj", "nsubj:pass", "expl") >= 0 {
		return
	}
	c := t.find(s, h, "ccomp")
	cc := t.find(s, i, "cc")
	if n := t.find(s, h, "nsubj"); c >= 0 && c < n && n < h && h < cc && verbEffects[t.lemma[i]] != reports {
		t.up[i] = c // "Malawi bombed Zambia, she said, and invaded Kenya"
		return
	}
	if c < h || c > i || cc < c || t.d.Word(cc-1) == "," || verbEffects[t.lemma[i]] == reports {
		return
	}
	t.up[i] = c
}

// mendThat takes a clause with "that" and a subject of its own, which depends on noun h, for what it is if h is
// the one who is told, "told reporters that …", or a verb taken for a noun, "prosecutors allege that …".
func (t *tree) mendThat(s nlp.Sentence, i, h int) {
	up := t.up[h]
	if up >= 0 && (t.rels[h] == "obj" || t.rels[h] == "iobj") && t.pos[up] == "VERB" {
		switch verbEffects[t.lemma[up]] {
		case reports, knows, doubts:
			if nounEffects[t.lemma[h]] == transparent {
				t.up[i], t.rels[i] = up, "ccomp"
				if m := t.find(s, i, "obj"); m >= 0 && t.lemma[m] == "that" {
					t.rels[m] = "mark"
				}
			}
		}
		return
	}
	if c := t.find(s, h, "compound"); c >= 0 && c < h && t.pos[h] == "NOUN" && t.find(s, h, "det") < 0 {
		switch verbEffects[lower(t.d.Word(h))] {
		case reports, knows, doubts:
			if nounEffects[t.lemma[h]] == transparent {
				t.pos[h], t.rels[c], t.rels[i] = "VERB", "nsubj", "ccomp"
			}
		}
	}
}

// find is the first token of s with one of the relations to h, or -1.
func (t *tree) find(s nlp.Sentence, h int, rels ...string) int {
	for i := s.First; i < s.Last; i++ {
		if t.up[i] != h {
			continue
		}
		for _, r := range rels {
			if t.rels[i] == r {
				return i
			}
		}
	}
	return -1
}

// mendFormer hangs on the title what the parser hangs on the name behind it: it is the office that is former in
// "former Ohio governor Ruth Banda".
func (t *tree) mendFormer(m nlp.Mention) {
	s := t.d.Sentences[t.d.SentenceOf(m.First)]
	title := t.find(s, m.Head, "nmod:desc")
	for i := s.First; i < title; i++ {
		if t.up[i] == m.Head && t.rels[i] == "amod" {
			t.up[i] = title
		}
	}
}

// mendHyphen hangs a name on the participle that a hyphen joins it to: in "Malawi-based Acme" Acme acts, not Malawi.
func (t *tree) mendHyphen(s nlp.Sentence, i int) {
	d := t.d
	if i+2 >= s.Last || d.Word(i+1) != "-" || d.Tokens[i+2].XPOS != "VBN" || t.up[i] == i+2 || d.Tokens[i].End != d.Tokens[i+1].Start || d.Tokens[i+1].End != d.Tokens[i+2].Start || t.inside(i+2, i) {
		return
	}
	for k := s.First; k < s.Last; k++ {
		if t.up[k] == i && k < i && (t.rels[k] == "cc" || t.rels[k] == "case" || t.rels[k] == "det") && t.up[i+2] > i {
			t.up[k] = t.up[i+2]
		}
	}
	t.up[i], t.rels[i] = i+2, "compound"
}

// mendTwoTitles takes "singer and writer" for a description of the name behind, where the parser joins a singer to
// writer Ruth Banda: one person without an article is nobody.
func (t *tree) mendTwoTitles(s nlp.Sentence, i, h int) {
	title := t.find(s, i, "nmod:desc", "compound")
	cc := t.find(s, i, "cc")
	head, ok := t.s.Head(t.lemma[h])
	if title < 0 || cc < h || title != cc+1 || cc != h+1 || t.pos[i] != "PROPN" || t.d.Tokens[h].XPOS != "NN" || t.pos[title] != "NOUN" || t.find(s, h, "det", "nmod:poss", "appos") >= 0 || !ok || !t.s.IsA(head.Class, "Person") {
		return
	}
	t.mergeTitle(s, i, h)
}

// mendApposed takes a noun and the name right behind it, both joined to something, for one: "with Norway and the
// neighbour Iceland".
func (t *tree) mendApposed(s nlp.Sentence, i, h int) {
	if i == s.First || t.pos[i] != "PROPN" {
		return
	}
	n := i - 1
	for n > s.First && (t.up[n] == i && t.rels[n] != "cc" && t.rels[n] != "punct") {
		n--
	}
	if n > h && t.up[n] == h && t.rels[n] == "conj" && t.pos[n] == "NOUN" && !t.sameName(n, i) {
		t.mergeTitle(s, i, n)
	}
}

// mendName hangs on the head of a name what depends on another word of it from outside, and the words of it that
// depend on something else.
func (t *tree) mendName(m nlp.Mention) {
	s := t.d.Sentences[t.d.SentenceOf(m.First)]
	for i := m.First; i < m.Last; i++ {
		if u := t.up[i]; i != m.Head && u == t.up[m.Head] && t.rels[i] == "conj" && t.rels[m.Head] == "conj" {
			t.up[i], t.rels[i] = m.Head, "flat"
		}
	}
	for i := s.First; i < s.Last; i++ {
		if i >= m.First && i < m.Last || t.up[i] < m.First || t.up[i] >= m.Last || t.up[i] == m.Head {
			continue
		}
		switch t.rels[i] {
		case "case", "det", "nmod:desc", "nmod:poss", "appos", "acl:relcl":
			t.up[i] = m.Head
		}
	}
}

// mendTitle makes the words of a title before a person depend on the name: in "Secretary of State John Kerry"
// the parser may take the secretary for the head and Kerry for the state.
func (t *tree) mendTitle(m nlp.Mention) {
	d := t.d
	s := d.Sentences[d.SentenceOf(m.First)]
	// The title is the word before the name, or a noun before an "of" phrase that ends there.
	title := m.First - 1
	if title < s.First || t.pos[title] != "NOUN" && t.pos[title] != "PROPN" || t.sameName(title, m.First) {
		return
	}
	of := -1
	k := title - 1 // where "of" would stand: "Vice President of the United States Joe Biden"
	for k > s.First && k > title-4 && t.lemma[k] != "of" && (t.pos[k] == "PROPN" || t.pos[k] == "ADJ" || t.pos[k] == "DET") {
		k--
	}
	if k > s.First && t.lemma[k] == "of" && t.s.Title(t.lemma[k-1]) && !t.s.Title(t.lemma[title]) {
		of, title = title, k-1
	} else if !t.s.Title(t.lemma[title]) {
		return
	}
	if of < 0 && t.up[title] == m.Head || of >= 0 && t.up[title] == m.Head {
		return
	}
	h := m.Head
	if of < 0 && t.bareBeside(s, h, title) {
		t.mergeTitle(s, h, title)
		return
	}
	switch {
	case t.up[h] == title || of >= 0 && t.up[h] == of:
		// The name hangs on the title: they change places.
		if of < 0 && t.rels[h] != "flat" && t.rels[h] != "appos" && t.rels[h] != "nmod" && t.rels[h] != "compound" {
			return
		}
		if of < 0 && t.rels[h] == "nmod" && t.hasCase(h) {
			return
		}
	case of >= 0 && t.up[of] == h:
		// "State" hangs on Kerry, and Kerry on something else: only the title is misplaced.
	default:
		return
	}
	up, rel := t.up[title], t.rels[title]
	if of >= 0 && up == h {
		return
	}
	for steps, i := 0, up; i >= 0 && steps < len(d.Tokens); i, steps = t.up[i], steps+1 {
		if i == h || i == of { // no circles
			return
		}
	}
	if t.up[h] == title || of >= 0 && t.up[h] == of {
		t.up[h], t.rels[h] = up, rel
	}
	t.up[title], t.rels[title] = h, "nmod:desc"
	if of >= 0 {
		t.up[of], t.rels[of] = title, "nmod"
	}
	// What belonged to the title as a phrase of the clause belongs to the name.
	for i := s.First; i < s.Last; i++ {
		if t.up[i] == title && (t.rels[i] == "case" || t.rels[i] == "cc" || t.rels[i] == "appos" || t.rels[i] == "acl:relcl" || t.rels[i] == "punct" || t.rels[i] == "conj") && i != of {
			t.up[i] = h
		}
	}
}

// bareBeside reports whether name h stands directly behind title as a phrase of its own that has no place in the
// clause: without a preposition, or as a second subject of the same verb.
func (t *tree) bareBeside(s nlp.Sentence, h, title int) bool {
	if t.up[h] == title || t.up[title] == h || t.inside(title, h) || t.hasCase(h) {
		return false
	}
	switch t.rels[h] {
	case "obl", "obl:unmarked", "nmod", "nmod:unmarked", "dep", "list", "appos", "flat":
		return !t.inside(h, title) || t.up[h] == title
	case "nsubj", "nsubj:pass", "obj", "iobj":
		return t.up[title] == t.up[h]
	}
	return false
}

// mergeTitle puts name h where its title was, and the title before it.
func (t *tree) mergeTitle(s nlp.Sentence, h, title int) {
	t.up[h], t.rels[h] = t.up[title], t.rels[title]
	t.up[title], t.rels[title] = h, "nmod:desc"
	for i := s.First; i < s.Last; i++ {
		if t.up[i] != title {
			continue
		}
		switch t.rels[i] {
		case "case", "cc", "appos", "acl:relcl", "punct", "conj", "det":
			t.up[i] = h
		}
	}
}

func (t *tree) hasCase(h int) bool {
	s := t.d.Sentences[t.d.SentenceOf(h)]
	for i := s.First; i < s.Last; i++ {
		if t.up[i] == h && t.rels[i] == "case" {
			return true
		}
	}
	return false
}

// sameName reports whether tokens a and b are in one name.
func (t *tree) sameName(a, b int) bool {
	for _, m := range t.d.Mentions {
		if m.Kind == nlp.Name && a >= m.First && a < m.Last && b >= m.First && b < m.Last {
			return true
		}
	}
	return false
}
