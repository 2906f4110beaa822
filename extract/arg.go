package extract

import (
	"strings"

	"kg/nlp"
	"kg/schema"
)

// A phrase ends where something is said about it that is a claim of its own: "Kerry, who met Lavrov," is Kerry.
func loose(rel string) bool {
	switch rel {
	case "acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "discourse", "vocative", "list", "dislocated", "orphan", "reparandum", "cc:preconj":
		return true
	}
	return false
}

// noPhrase is what belongs to the clause and not to the noun where a noun is the predicate of one.
func noPhrase(rel string) bool {
	switch rel {
	case "nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "cop", "aux", "aux:pass", "mark", "expl", "advcl", "advcl:relcl", "case", "ccomp", "obl:unmarked":
		return true
	}
	return false
}

// phrase is the run of tokens around h that make up its noun phrase, without preposition, conjuncts, appositions,
// relative clauses and times.
func (t *tree) phrase(h int, drop func(string) bool) (first, last int) {
	s := t.sentence(h)
	in := map[int]bool{h: true}
	var add func(i int)
	add = func(i int) {
		for _, k := range t.kids[i] {
			r := t.rel(k)
			if t.cut[k] || i == h && k > h && t.when[k] >= 0 && t.when[h] < 0 && r != "compound" || i == h && drop(r) || i == h && r == "acl" && k > h+1 && t.far(h, k) {
				continue
			}
			in[k] = true
			add(k)
		}
	}
	add(h)
	first, last = h, h
	for i := h - 1; i >= s.First && (in[i] || t.upos(i) == "PUNCT" && !in[i] && i > s.First && in[i-1] && t.d.Word(i) != ","); i-- {
		if in[i] {
			first = i
		}
	}
	for i := h + 1; i < s.Last && (in[i] || t.upos(i) == "PUNCT" && i+1 < s.Last && in[i+1] && t.d.Word(i) != ","); i++ {
		if in[i] {
			last = i
		}
	}
	// The name that the head belongs to is never cut.
	if m := t.name[h]; m >= 0 {
		first, last = min(first, t.d.Mentions[m].First), max(last, t.d.Mentions[m].Last-1)
	}
	for first < h && (t.upos(first) == "PUNCT" || t.upos(first) == "ADP" && t.rel(first) == "case" || t.rel(first) == "cc") {
		first++
	}
	for last > h && t.upos(last) == "PUNCT" {
		last--
	}
	return first, last
}

// far reports whether a comma stands between a noun and a clause after it.
func (t *tree) far(h, k int) bool {
	for i := h + 1; i < t.first[k]; i++ {
		if t.d.Word(i) == "," {
			return true
		}
	}
	return t.d.Word(t.first[k]) == ","
}

func nominalPhrase(rel string) bool { return loose(rel) || noPhrase(rel) }

func (t *tree) span(first, last int) nlp.Span {
	return nlp.Span{Start: t.d.Tokens[first].Start, End: t.d.Tokens[last].End}
}

// arg is the argument that h heads.
func (x *pass) arg(h int) Arg {
	t := x.t
	if a, ok := x.args[h]; ok {
		return a
	}
	var a Arg
	if t.verbal(h) && t.name[h] < 0 {
		a = x.clauseArg(h)
	} else {
		f, l := t.phrase(h, nominalPhrase)
		a = Arg{Span: t.span(f, l), Head: h, Core: t.span(f, l), CoreHead: h, Mention: -1, Kind: ThingArg, Of: -1}
		a.Text = t.d.Slice(a.Span)
		x.core(&a)
	}
	x.args[h] = a
	return a
}

// clauseArg is what is said or wanted: the whole subtree of h, between the marks around it.
func (x *pass) clauseArg(h int) Arg {
	t := x.t
	f, l := t.first[h], t.last[h]
	for f < h && (t.upos(f) == "PUNCT" || t.rel(f) == "cc") {
		f++
	}
	for l > h && t.upos(l) == "PUNCT" {
		l--
	}
	s := t.span(f, l)
	return Arg{Span: s, Text: t.d.Slice(s), Head: h, Core: s, CoreHead: h, Mention: -1, Kind: ClauseArg, Of: -1}
}

// core finds what an argument names: the name in it, through titles, containers and appositions, or else the
// group or the quantity that it is.
func (x *pass) core(a *Arg) {
	t, d := x.t, x.t.d
	h := a.Head
	if t.when[h] >= 0 {
		a.Kind = TimeArg
		return
	}
	if t.upos(h) == "PRON" || t.heads[h] >= 0 && d.Mentions[t.heads[h]].Kind == nlp.Pronoun {
		x.pronoun(a)
		return
	}
	if m := x.nameAt(h); m >= 0 {
		x.setName(a, m)
		return
	}
	// The name beside a description is what is meant: "the largest alliance, the Army of Conquest".
	if t.upos(h) == "NOUN" || t.upos(h) == "PROPN" && x.s.Title(t.lemma[h]) {
		if m := x.appositive(h); m >= 0 {
			x.setName(a, m)
			return
		}
	}
	lemma := t.lemma[h]
	// "The regime of President X", "X's government": the person is meant.
	if personal[lemma] {
		for _, k := range t.kids[h] {
			if r := t.rel(k); r == "nmod" && t.prep(k) == "of" || r == "nmod:poss" {
				if m := x.nameAt(k); m >= 0 && d.Mentions[m].Class == nlp.Person {
					x.setName(a, m)
					return
				}
			}
		}
	}
	// "A coalition of rebel groups", "dozens of protesters", "most of the ministers": what is in the container.
	if container[lemma] || t.upos(h) == "NUM" || t.upos(h) == "DET" {
		for _, k := range t.kids[h] {
			if t.rel(k) == "nmod" && t.prep(k) == "of" && t.nominal(k) {
				in := x.arg(k)
				if in.Kind == GroupArg || in.Kind == EntityArg && in.Mention >= 0 && d.Mentions[in.Mention].Class == nlp.Nationality || in.Kind == QuantityArg {
					a.Core, a.CoreHead, a.Mention, a.Kind, a.Class, a.Of, a.Sector = in.Core, in.CoreHead, in.Mention, in.Kind, in.Class, in.Of, in.Sector
					if measure[lemma] || t.upos(h) == "NUM" {
						a.Kind = QuantityArg
					}
					x.dropDet(a)
					return
				}
			}
		}
	}
	// "The city of Aden": the name says which.
	if placeNoun[lemma] {
		for _, k := range t.kids[h] {
			if t.rel(k) == "nmod" && t.prep(k) == "of" {
				if m := x.nameAt(k); m >= 0 && d.Mentions[m].Class == nlp.Location {
					x.setName(a, m)
					return
				}
			}
		}
	}
	x.group(a)
	if a.Kind == ThingArg && (t.upos(h) == "NUM" || t.child(h, "nummod") >= 0) {
		a.Kind = QuantityArg
	}
	// A chain that has a name, for a description: "the minister" who was named before.
	if m := t.heads[h]; m >= 0 && a.Kind != QuantityArg && d.Mentions[m].Kind == nlp.Nominal && d.Mentions[m].Chain >= 0 && definite(t, h) {
		if best, ok := t.chain[d.Mentions[m].Chain]; ok && x.describes(lemma, d.Mentions[best].Class) && !x.rival(m) && !x.ownself(m) {
			a.Mention, a.Kind, a.Class = best, EntityArg, classOf[d.Mentions[best].Class]
		}
	}
}

// describes reports whether a noun may stand for a name of class c: "the minister" for a person, "the firm" for
// an organization.
func (x *pass) describes(lemma string, c nlp.Class) bool {
	h, ok := x.s.Head(lemma)
	switch c {
	case nlp.Person:
		return ok && x.s.IsA(h.Class, "Person") || x.s.Title(lemma) || persons[lemma] != "" || lemma == "winner" || lemma == "singer"
	case nlp.Organization:
		return ok && !x.s.IsA(h.Class, "Person") || lemma == "side" || lemma == "giant" || lemma == "site" || lemma == "service" || lemma == "publication" || lemma == "org"
	case nlp.Location:
		return placeNoun[lemma] || lemma == "country" || lemma == "nation" || lemma == "area" || lemma == "place" || lemma == "side" || lemma == "power" || lemma == "government"
	}
	return true
}

// definite reports whether h is "the …", "this …" or someone's.
func definite(t *tree, h int) bool {
	for _, k := range t.kids[h] {
		switch t.base(k) {
		case "det":
			if l := t.lemma[k]; l == "the" || l == "this" || l == "that" || l == "both" || l == "these" || l == "those" {
				return true
			}
		}
		if t.rel(k) == "nmod:poss" {
			return true
		}
	}
	return false
}

// nameAt is the name that the noun phrase of h stands for by its form alone: h heads it, or is in it, or is a
// title before it. It is -1 where there is none.
func (x *pass) nameAt(h int) int {
	t, d := x.t, x.t.d
	if m := t.heads[h]; m >= 0 && d.Mentions[m].Kind == nlp.Name {
		return m
	}
	if m := t.name[h]; m >= 0 {
		// Inside a name but not its head: "Secretary" of "Secretary of State John Kerry" where the name begins
		// with the title. A modifier of a longer phrase is not meant: "Kremlin" in "Kremlin critic".
		return m
	}
	if t.upos(h) == "NOUN" || t.upos(h) == "PROPN" {
		for _, k := range t.kids[h] {
			r := t.rel(k)
			if m := t.heads[k]; m >= 0 && d.Mentions[m].Kind == nlp.Name && (r == "flat" || r == "flat:name" || r == "appos" && k <= h+2 && x.s.Title(t.lemma[h])) {
				return m
			}
		}
	}
	return -1
}

// appositive is the name that stands in apposition to h, or -1.
func (x *pass) appositive(h int) int {
	t, d := x.t, x.t.d
	name := func(i int) int {
		if m := t.heads[i]; m >= 0 && d.Mentions[m].Kind == nlp.Name && d.Mentions[m].Class != nlp.Nationality {
			return m
		}
		return -1
	}
	for _, k := range t.kids[h] {
		if r := t.rel(k); r == "appos" || r == "nmod:desc" || r == "flat" {
			if m := name(k); m >= 0 && !x.several(h, k) {
				return m
			}
		}
	}
	if t.rel(h) == "appos" && t.head(h) >= 0 && !x.several(h, t.head(h)) {
		return name(t.head(h))
	}
	return -1
}

// several reports whether name k is not what noun h stands for: it is one of a list behind a colon, or h is of many and k
// of one person or place, "the views Segal holds", "in Ohio, voters". A team has the name of its country, "newcomers Panama".
func (x *pass) several(h, k int) bool {
	t := x.t
	m := t.heads[k]
	for i := min(h, k); i < max(h, k); i++ {
		if t.d.Word(i) == ":" {
			return true
		}
	}
	return t.xpos(h) == "NNS" && m >= 0 && (t.d.Mentions[m].Class == nlp.Person || t.d.Mentions[m].Class == nlp.Location && t.d.Mentions[m].First != h+1) && len(t.conjuncts(k)) == 1
}

func (x *pass) setName(a *Arg, m int) {
	d := x.t.d
	n := d.Mentions[m]
	a.Kind, a.Mention, a.Core, a.CoreHead, a.Class = EntityArg, m, n.Span, n.Head, classOf[n.Class]
	if n.Class == nlp.Nationality && x.t.upos(n.Head) == "ADJ" {
		a.Class = "Country" // "the Zambian minister" is one of Zambia
	}
	// "The Syrian army" may be a name as well; its head says more than "organization" does.
	for _, i := range []int{n.Head, n.Last - 1} {
		if h, ok := x.s.Head(x.t.lemma[i]); ok && n.Last-n.First > 1 && x.s.IsA(h.Class, "Organization") && n.Class != nlp.Location {
			a.Sector, a.Class = h.Sector, h.Class
			break
		}
	}
}

// pronoun resolves h through its chain. The words stay those of the text.
func (x *pass) pronoun(a *Arg) {
	t, d := x.t, x.t.d
	switch t.lemma[a.Head] {
	case "i", "me", "my", "myself":
		// Whoever speaks; the chain knows no better.
		if q := t.quote[a.Head]; q > 0 {
			if by := x.speaker(q, t.sentence(a.Head)); by != nil && by.Source.Mention >= 0 {
				a.Kind, a.Mention, a.Class = EntityArg, by.Source.Mention, by.Source.Class
			}
		}
		return
	case "you", "your", "we", "us", "our", "yourself", "ourselves", "this", "that", "these", "those":
		return // "this" is what was said before, whatever the chain has
	}
	if m := t.heads[a.Head]; m >= 0 && d.Mentions[m].Chain >= 0 {
		if best, ok := t.chain[d.Mentions[m].Chain]; ok {
			switch t.lemma[a.Head] {
			case "he", "she", "him", "her", "his", "himself", "herself":
				if c := d.Mentions[best].Class; c != nlp.Person && c != nlp.Other {
					return // a chain gone wrong
				}
			case "it", "its", "itself":
				if d.Mentions[best].Class == nlp.Person {
					return
				}
			case "they", "them", "their", "themselves":
				if d.Mentions[best].Class == nlp.Person {
					return // several, of whom the chain has one
				}
			}
			if x.torn(d.Mentions[m].Chain, t.lemma[a.Head]) {
				return
			}
			a.Kind, a.Mention, a.Class = EntityArg, best, classOf[d.Mentions[best].Class]
			return
		}
		// A chain without a name may have a group in it: "rebels … they".
		for i := m - 1; i >= 0 && i > m-40; i-- {
			o := d.Mentions[i]
			if o.Chain == d.Mentions[m].Chain && o.Kind == nlp.Nominal {
				if plural[t.lemma[a.Head]] && t.xpos(o.Head) == "NN" && !collective[t.lemma[o.Head]] {
					return
				}
				if h, ok := x.s.Head(t.lemma[o.Head]); ok {
					a.Kind, a.Class, a.Sector, a.Mention = GroupArg, h.Class, h.Sector, i
				}
				return
			}
		}
	}
}

// group says whether a names actors that have no name, and what they belong to.
func (x *pass) group(a *Arg) {
	t, d := x.t, x.t.d
	h := a.Head
	if u := t.upos(h); u != "NOUN" && u != "PROPN" && u != "ADJ" {
		return
	}
	lemma := t.lemma[h]
	head, ok := x.s.Head(lemma)
	if ok && pluralOnly[lemma] && t.xpos(h) != "NNS" && t.xpos(h) != "NNPS" && t.child(h, "compound", "amod") < 0 {
		ok = false
	}
	if f, l := x.unmarkedName(h); l > f || l == f && !ok && f == h {
		a.Kind, a.Core = EntityArg, t.span(f, l)
		if ok && x.s.IsA(head.Class, "Organization") {
			a.Class, a.Sector = head.Class, head.Sector
		}
		return
	}
	if !ok {
		if c, person := persons[lemma]; person && t.upos(h) == "NOUN" {
			head, ok = schema.Head{Sector: "CVL", Class: c}, true
		}
	}
	// "Rebel groups", "government forces", "opposition leaders": the noun before says which.
	for _, k := range t.kids[h] {
		r := t.rel(k)
		if r != "compound" && r != "amod" {
			continue
		}
		if in, is := x.s.Head(t.lemma[k]); is && (sectorless[head.Sector] || weak[lemma]) {
			if ok || weak[lemma] {
				head.Sector, ok = in.Sector, true
				if head.Class == "" || head.Class == "Organization" && in.Sector == "REB" {
					head.Class = "Group"
				}
			}
		}
	}
	if !ok {
		return
	}
	a.Class, a.Sector = head.Class, head.Sector
	a.Kind = GroupArg
	if t.child(h, "nummod") >= 0 && !definite(t, h) {
		a.Kind = QuantityArg
	}
	for _, k := range t.kids[h] {
		m := t.heads[k]
		if m < 0 || d.Mentions[m].Kind != nlp.Name {
			continue
		}
		switch r, c := t.rel(k), d.Mentions[m].Class; {
		case (r == "amod" || r == "compound" || r == "nmod:poss") && (c == nlp.Nationality || c == nlp.Location || c == nlp.Organization),
			r == "nmod" && (c == nlp.Location || c == nlp.Organization):
			if a.Of < 0 {
				a.Of = m
			}
		}
	}
	x.dropDet(a)
}

// dropDet takes article, number, quantifier and rank off the core: "the rebels" are rebels.
func (x *pass) dropDet(a *Arg) {
	t := x.t
	f, l := t.phrase(a.CoreHead, nominalPhrase)
	for f < a.CoreHead {
		r := t.base(f)
		if t.head(f) != a.CoreHead && t.when[f] < 0 && r != "punct" {
			// A word before the noun that hangs on another one goes with it: "Acme-backed rebels".
			if h := t.head(f); h < a.CoreHead && h > f && t.head(h) == a.CoreHead && t.base(h) == "amod" && t.xpos(h) == "VBN" {
				f = h + 1
				continue
			}
			break
		}
		if r != "det" && r != "nummod" && !(r == "nmod" && t.upos(f) == "PRON") && !(r == "amod" && degree[t.lemma[f]]) {
			break
		}
		f++
	}
	// What follows the noun tells which ones, not what they are.
	for l > a.CoreHead {
		l = a.CoreHead
	}
	a.Core = t.span(f, max(l, a.CoreHead))
}

// unmarkedName is the run of capitals around h that looks like a name though nobody marked it as one; last is
// before first where there is none.
func (x *pass) unmarkedName(h int) (first, last int) {
	t := x.t
	if t.upos(h) != "PROPN" || t.name[h] >= 0 || x.common(h) {
		return h, h - 1
	}
	s := t.sentence(h)
	part := func(i int) bool {
		return t.under(i, h) && t.name[i] < 0 && (t.upos(i) == "PROPN" || t.upos(i) == "PUNCT" && t.d.Word(i) == "-")
	}
	first, last = h, h
	for first > s.First && part(first-1) {
		first--
	}
	for last+1 < s.Last && part(last+1) {
		last++
	}
	for first < h && t.upos(first) == "PUNCT" {
		first++
	}
	for last > h && t.upos(last) == "PUNCT" {
		last--
	}
	return first, last
}

// common reports whether a PROPN is a common noun in capitals, as titles are: "President".
func (x *pass) common(h int) bool {
	return x.s.Title(x.t.lemma[h]) || strings.ToLower(x.t.d.Word(h)) == x.t.d.Word(h)
}
