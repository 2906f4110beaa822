package resolve

import (
	"strings"

	"kg/extract"
	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/schema"
)

// vague adjectives say how much or how important, not who: they are left out of what a group is called.
var vague = map[string]bool{
	"senior": true, "top": true, "several": true, "many": true, "some": true, "other": true, "more": true, "most": true, "new": true, "old": true,
	"young": true, "unnamed": true, "unidentified": true, "anonymous": true, "leading": true, "key": true, "high-ranking": true, "ranking": true,
	"main": true, "major": true, "big": true, "large": true, "small": true, "few": true, "various": true, "different": true, "certain": true,
	"numerous": true, "high-level": true, "additional": true, "further": true, "latest": true, "first": true, "second": true, "last": true,
	"next": true, "same": true, "own": true, "alleged": true, "suspected": true, "such": true, "unknown": true, "all": true, "both": true,
	"larger": true, "largest": true, "biggest": true, "moderate": false, "angry": true, "dead": true, "fellow": true, "two": true, "three": true,
}

// collectives are nouns that only say that there are several of what the noun before them names: "rebel groups".
var collectives = map[string]bool{
	"group": true, "force": true, "fighter": true, "faction": true, "member": true, "element": true, "side": true, "alliance": true, "coalition": true,
	"movement": true, "figure": true, "troop": true,
}

// group is the group that an argument names, made if it is not there yet.
func (p *pass) group(a extract.Arg) *cluster {
	head, first := a.CoreHead, p.tokenAt(a.Core.Start)
	// A pronoun for a group: "they" of "the rebels".
	if a.Mention >= 0 && a.Mention < len(p.d.Mentions) {
		if m := p.d.Mentions[a.Mention]; m.Kind == nlp.Nominal && (head < m.First || head >= m.Last) {
			head, first = m.Head, m.First
		}
	}
	if head < 0 || head >= len(p.d.Tokens) {
		return nil
	}
	if first < 0 || first > head {
		first = head
	}
	base, scopeAt := p.groupBase(first, head)
	if base == "" {
		return nil
	}
	scope := p.scope(a, first, head, scopeAt)
	cls := schema.ClassID(a.Class)
	sector := a.Sector
	if h, ok := p.r.schema.Head(p.lemma(head)); ok {
		if cls == "" {
			cls = h.Class
		}
		if sector == "" {
			sector = h.Sector
		}
	}
	if sector == "" || sector == "CVL" || sector == "NGO" {
		for i := first; i < head; i++ {
			if h, ok := p.r.schema.Head(p.lemma(i)); ok && p.d.Tokens[i].UPOS != "ADJ" {
				sector = h.Sector
			}
		}
	}
	if cls == "" || cls == "Person" {
		cls = "Group"
	}
	if scope == nil {
		// "The rebels" of an article that speaks of Syrian rebels, and of no others, are these.
		var scoped []*cluster
		for _, g := range p.groups[base] {
			if !strings.HasSuffix(g.id, p.own()) {
				scoped = append(scoped, g)
			}
		}
		if len(scoped) == 1 {
			return scoped[0]
		}
	}
	if institutionHeads[p.lemma(head)] && !p.countable(p.lemma(head)) && !p.many(head) {
		if scope == nil {
			if c := p.dominant(); c != "" {
				e, _ := p.r.get(c)
				scope = &cluster{id: e.ID, label: e.Label, cls: "Country", entry: &e}
			}
		}
		base = baseCase(base)
	}
	label, id, country := base, gazetteer.LocalName(base)+p.own(), ""
	reason := "a group of this article alone: nothing in the text says whose it is"
	if scope != nil {
		label, country = p.scopedLabel(base, scope)
		id = gazetteer.LocalName(label)
		reason = "a group, scoped by " + scope.label
		if (scope.cls == "People" || p.r.schema.IsA(scope.cls, "Place")) && !p.many(head) && p.countable(p.lemma(head)) && p.oneOfMany(p.lemma(head)) {
			id += p.own() // a country has many banks
			reason = "one of several in " + scope.label + ", and the text does not say which"
		}
	}
	if c := p.used[id]; c != nil {
		return c
	}
	for _, g := range p.groups[base] {
		if g.id == id {
			return g
		}
	}
	g := &cluster{at: p.within(a.Span), id: id, label: label, cls: cls, sector: sector, country: country, reason: reason, forms: map[string]int{}, aliases: map[string]bool{}, first: len(p.d.Mentions)}
	p.groups[base] = append(p.groups[base], g)
	return g
}

// own is what ends the ids of things that belong to this article alone.
func (p *pass) own() string {
	id := p.meta.ID
	if i := strings.LastIndexByte(id, '-'); i >= 0 {
		id = id[i+1:]
	}
	if id == "" {
		id = "article"
	}
	return "_(" + id + ")"
}

func (p *pass) lemma(i int) string {
	t := p.d.Tokens[i]
	if t.Lemma != "" {
		return strings.ToLower(t.Lemma)
	}
	return singular(strings.ToLower(p.d.Word(i)))
}

// tokenAt is the token that begins at a byte of the text, or the first after it; -1 where there is none.
func (p *pass) tokenAt(at int) int {
	lo, hi := 0, len(p.d.Tokens)
	for lo < hi {
		mid := (lo + hi) / 2
		if p.d.Tokens[mid].Start < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(p.d.Tokens) {
		return -1
	}
	return lo
}

// groupBase is what a group is called, in the plural where it has one: "rebels" for "rebel groups", "officials" for "a
// senior US official". The second result is the token of a nationality or a name before the head, or -1.
func (p *pass) groupBase(first, head int) (string, int) {
	var words []string
	scope := -1
	last := ""
	for i := first; i < head; i++ {
		t := p.d.Tokens[i]
		w := p.d.Word(i)
		low := strings.ToLower(w)
		if m := p.nameOver(i); m >= 0 {
			scope = i
			continue
		}
		if hits := p.lookup(w); len(hits) > 0 && hits[0].Kind == gazetteer.Adjective && w != low {
			scope = i
			continue
		}
		if t.UPOS == "CCONJ" && len(words) > 0 && i+1 < head {
			words = append(words, low) // "land and environment court"
			continue
		}
		switch t.UPOS {
		case "DET", "PRON", "NUM", "PUNCT", "ADP", "PART", "CCONJ", "ADV", "AUX":
			if w == "-" && len(words) > 0 {
				words[len(words)-1] += "-"
			}
			continue
		case "ADJ", "VERB":
			if vague[low] {
				continue
			}
		}
		if len(words) > 0 && strings.HasSuffix(words[len(words)-1], "-") {
			words[len(words)-1] += low
			continue
		}
		words = append(words, low)
		last = p.lemma(i)
		if t.UPOS == "ADJ" || t.UPOS == "VERB" {
			last = ""
		}
	}
	lemma := p.lemma(head)
	if collectives[lemma] && last != "" {
		if h, ok := p.r.schema.Head(last); ok && h.Sector != "CVL" && h.Class == "Person" && strings.EqualFold(words[len(words)-1], last) {
			words[len(words)-1] = plural(last)
			return strings.Join(words, " "), scope
		}
	}
	word := strings.ToLower(p.d.Word(head))
	if p.countable(lemma) && (p.many(head) || !p.single(lemma)) {
		word = plural(lemma)
	}
	return strings.Join(append(words, word), " "), scope
}

// single reports whether one of what a noun names is a body of its own, and no member of a group: "an airline", "the Italian
// company", but "a US official".
func (p *pass) single(lemma string) bool {
	h, ok := p.r.schema.Head(lemma)
	return ok && (p.r.schema.IsA(h.Class, "Organization") || h.Class == "Group")
}

// oneOfMany reports whether a country has several of the bodies that a noun names: it has many banks and courts, and one army.
func (p *pass) oneOfMany(lemma string) bool {
	h, ok := p.r.schema.Head(lemma)
	is := p.r.schema.IsA
	return ok && p.single(lemma) && (!is(h.Class, "PublicBody") && h.Class != "ArmedGroup" || is(h.Class, "Court") || lemma == "agency")
}

// countable reports whether a group goes by the plural of its noun: "officials", "companies", but "police", "government".
func (p *pass) countable(lemma string) bool {
	switch lemma {
	case "police", "media", "press", "opposition", "public", "staff", "people", "personnel", "crew", "intelligence", "military", "infantry", "cavalry",
		"youth", "clergy", "resistance", "judiciary", "leadership", "majority", "minority", "crowd", "family", "team", "committee", "coalition", "alliance":
		return false
	}
	h, ok := p.r.schema.Head(lemma)
	if !ok {
		return true
	}
	switch h.Class {
	case "PublicBody", "Court":
		return lemma == "authority" || lemma == "agency" || lemma == "embassy" || lemma == "court"
	case "ArmedGroup":
		return lemma == "force" || lemma == "troop" || lemma == "unit" || lemma == "militia" || lemma == "faction" || lemma == "cell"
	}
	return true
}

// nameOver is the mention by name that a token is in, or -1.
func (p *pass) nameOver(token int) int {
	for i := range p.names {
		if m := p.d.Mentions[p.names[i].mention]; m.First <= token && token < m.Last {
			return p.names[i].mention
		}
	}
	return -1
}

// scope is what a group belongs to: what the claim says, a nationality or a name before the head, an owner, or the place
// or body after "of" and "in". It is nil where the text says nothing.
func (p *pass) scope(a extract.Arg, first, head, at int) *cluster {
	if a.Of >= 0 && a.Of < len(p.of) && a.Of != a.Mention && p.of[a.Of] != nil {
		return p.of[a.Of]
	}
	if at >= 0 {
		if m := p.nameOver(at); m >= 0 && p.of[m] != nil {
			return p.of[m]
		}
		for _, h := range p.lookup(p.d.Word(at)) {
			if h.Kind == gazetteer.Adjective {
				e := h.Entry
				return &cluster{id: e.ID, label: e.Label, cls: "Country", entry: &e}
			}
		}
	}
	for i := range p.d.Tokens {
		t := &p.d.Tokens[i]
		if t.Head != head || i == head {
			continue
		}
		own := t.Rel == "nmod:poss"
		after := t.Rel == "nmod" && i > head && (p.prep(i) == "of" || p.prep(i) == "in" || p.prep(i) == "from")
		if !own && !after {
			continue
		}
		m := p.byToken[i]
		if m < 0 || p.of[m] == nil {
			continue
		}
		return p.of[m]
	}
	return nil
}

// prep is the preposition of a token.
func (p *pass) prep(i int) string {
	for j := i - 1; j >= 0 && j > i-6; j-- {
		if p.d.Tokens[j].Head == i && p.d.Tokens[j].Rel == "case" {
			return strings.ToLower(p.d.Word(j))
		}
	}
	return ""
}

// scopedLabel is a group with its scope: "Syrian rebels", "police in Paris", "United Nations officials", "John Kerry's
// aides"; and the country that this makes it belong to.
func (p *pass) scopedLabel(base string, s *cluster) (label, country string) {
	e, known := p.r.get(s.id)
	if s.cls == "People" && s.country != "" {
		e, known = p.r.get(s.country)
	}
	switch {
	case known && e.Class == "Country":
		adj := e.Adjective
		if adj == "" {
			return base + " in " + e.Label, e.ID
		}
		return adj + " " + base, e.ID
	case s.person:
		return s.label + "'s " + base, s.country
	case s.cls == "People":
		return strings.TrimSuffix(s.label, "s") + " " + base, ""
	case p.r.schema.IsA(s.cls, "Place"):
		return base + " in " + s.label, s.country
	}
	return s.label + " " + base, s.country
}

// plural is the plural of an English noun, as far as rules go.
func plural(w string) string {
	low := strings.ToLower(w)
	if p, ok := irregular[low]; ok {
		return p
	}
	for _, end := range []string{"man"} {
		if strings.HasSuffix(low, end) && !strings.HasSuffix(low, "human") && !strings.HasSuffix(low, "german") && !strings.HasSuffix(low, "roman") && !strings.HasSuffix(low, "ottoman") {
			return w[:len(w)-3] + "men"
		}
	}
	n := len(low)
	switch {
	case n == 0:
		return w
	case strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss") && !strings.HasSuffix(low, "us") && !strings.HasSuffix(low, "is"):
		return w
	case strings.HasSuffix(low, "s"), strings.HasSuffix(low, "x"), strings.HasSuffix(low, "z"), strings.HasSuffix(low, "ch"), strings.HasSuffix(low, "sh"):
		return w + "es"
	case low[n-1] == 'y' && n > 1 && !strings.ContainsRune("aeiou", rune(low[n-2])):
		return w[:n-1] + "ies"
	case strings.HasSuffix(low, "fe") && n > 3 && low[n-3] == 'i':
		return w[:n-2] + "ves"
	}
	return w + "s"
}

var irregular = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women", "people": "people", "police": "police", "personnel": "personnel",
	"wolf": "wolves", "thief": "thieves", "wife": "wives", "aircraft": "aircraft", "series": "series", "foot": "feet", "media": "media",
	"schoolchild": "schoolchildren", "hero": "heroes", "chief": "chiefs", "staff": "staff", "swiss": "Swiss",
}

// singular takes the plural ending off a noun, as far as rules go.
func singular(w string) string {
	for s, p := range irregular {
		if w == p && s != p {
			return s
		}
	}
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && len(w) > 3:
		return w[:len(w)-1]
	}
	return w
}
