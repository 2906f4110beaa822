package resolve

import (
	"sort"
	"strings"
	"unicode"

	"kg/extract"
	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/resolve/join"
	"kg/schema"
)

// resolve gives the arguments of the claims their entities, and lists these.
func (p *pass) resolve(claims []extract.Claim) *Resolution {
	res := &Resolution{Claims: make([]Refs, len(claims)), Mentions: make([]string, len(p.d.Mentions)), persons: map[string]bool{}, things: map[string]join.Thing{}}
	named := map[*cluster]bool{}
	var order []*cluster
	use := func(c *cluster, a extract.Arg) Ref {
		if c == nil || c.id == "" {
			return Ref{Literal: a.Text}
		}
		if !named[c] {
			named[c] = true
			order = append(order, c)
		}
		return Ref{Entity: c.id}
	}
	// Scoped groups first, so that "the rebels" before "the Syrian rebels" are these too.
	for i := range claims {
		for _, a := range arguments(&claims[i]) {
			if a.Kind == extract.GroupArg && a.Of >= 0 {
				p.group(*a)
			}
		}
	}
	for i := range claims {
		c := &claims[i]
		out := &res.Claims[i]
		out.Subject = use(p.must(c.Subject), c.Subject)
		if c.Object.Text != "" || c.Object.Len() > 0 {
			out.Object = use(p.argument(c.Object), c.Object)
		}
		for _, m := range c.More {
			out.More = append(out.More, use(p.argument(m), m))
		}
		if c.Place != nil {
			out.Place = use(p.place(*c.Place), *c.Place)
		}
		if c.Attribution != nil && (c.Attribution.Source.Text != "" || c.Attribution.Source.Len() > 0) {
			out.Source = use(p.must(c.Attribution.Source), c.Attribution.Source)
		}
		p.acting(c, out)
	}
	for i, c := range p.of {
		if c != nil {
			res.Mentions[i] = c.id
			if c.person {
				res.persons[c.id] = true
			}
			if _, ok := res.things[c.id]; !ok {
				t := join.Thing{ID: c.id, Label: c.label, Class: string(c.cls), Country: c.country}
				t.Bears, t.Seeks = p.keys(c)
				t.Marks, t.Known = p.marks(c), c.entry != nil && len(c.entry.Match) > 0
				res.things[c.id] = t
			}
		}
	}
	p.entities(res, order)
	p.decisions(res)
	return res
}

func arguments(c *extract.Claim) []*extract.Arg {
	out := []*extract.Arg{&c.Subject, &c.Object}
	for i := range c.More {
		out = append(out, &c.More[i])
	}
	if c.Place != nil {
		out = append(out, c.Place)
	}
	if c.Attribution != nil {
		out = append(out, &c.Attribution.Source)
	}
	return out
}

// argument is what an argument stands for, or nil where it is a literal.
func (p *pass) argument(a extract.Arg) *cluster {
	switch a.Kind {
	case extract.EntityArg:
		if a.Mention >= 0 && a.Mention < len(p.of) && p.of[a.Mention] != nil {
			return p.whose(p.of[a.Mention], a.CoreHead)
		}
		if a.CoreHead >= 0 && a.CoreHead < len(p.byToken) {
			if m := p.byToken[a.CoreHead]; m >= 0 && p.of[m] != nil {
				return p.whose(p.of[m], a.CoreHead)
			}
			if m := p.nameOver(a.CoreHead); m >= 0 && p.of[m] != nil {
				return p.whose(p.of[m], a.CoreHead)
			}
		}
		return p.unmarked(a)
	case extract.GroupArg:
		// "The ministers" in a chain that has a name, "the Russian foreign minister" where the article says who that is.
		if a.CoreHead >= 0 && a.CoreHead < len(p.byToken) {
			if m := p.byToken[a.CoreHead]; m >= 0 && p.of[m] != nil && p.d.Mentions[m].Kind != nlp.Name {
				return p.of[m]
			}
		}
		if c := p.named(a.CoreHead); c != nil {
			return c
		}
		return p.group(a)
	}
	return nil
}

// named is the body that a noun says the kind of after its name: "the Harrow party", "the Acme chain"; nil where the noun
// at head is none of these.
func (p *pass) named(head int) *cluster {
	if head < 1 || head >= len(p.d.Tokens) || p.many(head) || !p.oneOfMany(p.lemma(head)) {
		return nil
	}
	if h, _ := p.r.schema.Head(p.lemma(head)); h.Sector == "CVL" || p.lemma(head) == "website" || p.r.schema.IsA(h.Class, "PublicBody") {
		return nil // a body has members, a website and agencies
	}
	m := p.nameOver(head - 1)
	if m < 0 || p.d.Mentions[m].Last != head || p.d.Mentions[m].Class != nlp.Organization {
		return nil
	}
	return p.of[m]
}

// whose is c, or the country where c is a nationality and the token head an adjective: the "Cuban president" leads Cuba
// and not the Cubans.
func (p *pass) whose(c *cluster, head int) *cluster {
	if c.cls != "People" || c.country == "" || head < 0 || head >= len(p.d.Tokens) {
		return c
	}
	if t := p.d.Tokens[head]; t.UPOS != "ADJ" && t.XPOS != "JJ" {
		return c
	}
	e, ok := p.r.get(c.country)
	if !ok {
		return c
	}
	if p.used[e.ID] == nil {
		k := p.newCluster(nlp.Location, len(p.d.Mentions))
		k.entry, k.reason = &e, "the country of the adjective"
		k.addForm(e.Label, 1)
		p.known(k)
	}
	return p.used[e.ID]
}

// place is argument, where a noun phrase that names no entity stays a literal.
func (p *pass) place(a extract.Arg) *cluster {
	if a.Kind == extract.GroupArg {
		return nil
	}
	return p.argument(a)
}

// leading is the name that a phrase begins with where a comma follows it: "the former X, an affiliate of Y," is X.
func (p *pass) leading(a extract.Arg) *cluster {
	i := p.tokenAt(a.Start)
	for i >= 0 && i < len(p.d.Tokens) && p.d.Tokens[i].Start < a.End && (p.d.Tokens[i].UPOS == "DET" || p.d.Tokens[i].UPOS == "ADJ") && p.nameOver(i) < 0 {
		i++
	}
	if i < 0 || i >= len(p.d.Tokens) {
		return nil
	}
	m := p.nameOver(i)
	if m < 0 || p.of[m] == nil {
		return nil
	}
	if last := p.d.Mentions[m].Last; last >= len(p.d.Tokens) || p.d.Word(last) != "," && p.d.Tokens[last].Start < a.End {
		return nil
	}
	return p.of[m]
}

// must is argument for a place in a claim that only an entity can take: a thing of the article is made one. It is nil
// only for a pronoun that nothing resolves.
func (p *pass) must(a extract.Arg) *cluster {
	if c := p.argument(a); c != nil {
		return c
	}
	if a.Kind == extract.QuantityArg && a.CoreHead >= 0 && a.CoreHead < len(p.d.Tokens) {
		if _, ok := p.r.schema.Head(p.lemma(a.CoreHead)); ok {
			if g := p.group(a); g != nil {
				return g
			}
		}
	}
	if a.CoreHead >= 0 && a.CoreHead < len(p.byToken) {
		if m := p.byToken[a.CoreHead]; m >= 0 && p.of[m] != nil {
			return p.of[m]
		}
	}
	if c := p.leading(a); c != nil {
		return c
	}
	if a.CoreHead >= 0 && a.CoreHead < len(p.d.Tokens) && p.d.Tokens[a.CoreHead].UPOS == "PRON" {
		return nil // "it", "we": nobody knows who
	}
	if c := p.byForm(a); c != nil {
		return c
	}
	if p.looksLikeName(a) {
		if c := p.unmarked(a); c != nil {
			return c
		}
	}
	words := a.Text
	if a.Core.Len() > 0 && a.Core.End <= len(p.d.Text) && a.Kind != extract.ClauseArg {
		words = p.d.Slice(a.Core)
	}
	return p.thing(words, a)
}

// byForm is what the article names elsewhere by the very words of an argument, where these have a capital.
func (p *pass) byForm(a extract.Arg) *cluster {
	if a.Kind == extract.ClauseArg || a.Kind == extract.TimeArg {
		return nil
	}
	text := a.Text
	if a.Core.Len() > 0 && a.Core.End <= len(p.d.Text) {
		text = p.d.Slice(a.Core)
	}
	key := gazetteer.Key(text)
	if key == "" || text == strings.ToLower(text) || strings.Count(text, " ") > 6 {
		return nil
	}
	for _, c := range p.all {
		if c.hasKey(key) {
			return c
		}
	}
	return nil
}

// looksLikeName reports whether the core of an argument is a name that the recogniser did not mark: a few words, each with a
// capital, the last a proper noun.
func (p *pass) looksLikeName(a extract.Arg) bool {
	if a.Kind == extract.ClauseArg || a.Kind == extract.TimeArg || a.CoreHead < 0 || a.CoreHead >= len(p.d.Tokens) {
		return false
	}
	if w := p.d.Word(a.CoreHead); p.d.Tokens[a.CoreHead].UPOS != "PROPN" && !(isAcronym(w) && len(p.lookup(w)) > 0) {
		return false
	}
	words := strings.Fields(a.Text)
	if a.Core.Len() > 0 && a.Core.End <= len(p.d.Text) {
		words = strings.Fields(p.d.Slice(a.Core))
	}
	if len(words) > 0 && determiner(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		if w == "of" || w == "the" {
			continue
		}
		if r := []rune(w)[0]; !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// unmarked is an entity by a name that the recogniser did not mark.
func (p *pass) unmarked(a extract.Arg) *cluster {
	text := strings.TrimSpace(a.Text)
	if a.Core.Len() > 0 && a.Core.End <= len(p.d.Text) {
		text = p.d.Slice(a.Core)
	}
	text = strings.Join(strings.Fields(text), " ")
	for _, the := range []string{"the ", "The "} {
		text = strings.TrimPrefix(text, the)
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "'s"), "’s")
	key := gazetteer.Key(text)
	if key == "" {
		return nil
	}
	for _, c := range p.all {
		if c.hasKey(key) {
			return c
		}
	}
	class := nlp.Other
	if a.Class == "Person" {
		class = nlp.Person
	} else if p.r.schema.IsA(a.Class, "Organization") {
		class = nlp.Organization
	} else if p.r.schema.IsA(a.Class, "Place") {
		class = nlp.Location
	}
	c := p.newCluster(class, len(p.d.Mentions))
	c.addForm(text, 1)
	if e, kind, cands := p.know(text, class, -1); e != nil && kind == gazetteer.Name {
		c.entry, c.candidates = e, cands
		c.reason = "known by this name"
		p.known(c)
		return c.now()
	}
	if class == nlp.Person {
		c.person = true
		p.person(c)
		return c.now()
	}
	if !p.body(c) {
		p.unknown(c)
	}
	return c.now()
}

// within is s where it lies in the text, else nothing.
func (p *pass) within(s nlp.Span) nlp.Span {
	if s.Start < 0 || s.End > len(p.d.Text) || s.Start > s.End {
		return nlp.Span{}
	}
	return s
}

// thing is something of this article alone that is the subject of a claim: "the attack".
func (p *pass) thing(words string, a extract.Arg) *cluster {
	words = strings.Join(strings.Fields(words), " ")
	for _, the := range []string{"the ", "The ", "a ", "A ", "an ", "An "} {
		words = strings.TrimPrefix(words, the)
	}
	if len(words) > 80 {
		words = strings.ToValidUTF8(words[:80], "")
		if i := strings.LastIndexByte(words, ' '); i > 0 {
			words = words[:i]
		}
	}
	label := words
	if f, rest, _ := strings.Cut(words, " "); f != strings.ToUpper(f) && (rest == "" || rest == strings.ToLower(rest)) {
		label = strings.ToLower(words)
	}
	local := gazetteer.LocalName(label)
	if local == "" {
		return nil
	}
	id := local + p.own()
	for _, g := range p.groups["\x00"] {
		if g.id == id {
			return g
		}
	}
	class := a.Class
	if class == "" {
		class = "Thing"
	}
	g := &cluster{at: p.within(a.Span), id: id, label: label, cls: class, reason: "a thing of this article alone", forms: map[string]int{}, aliases: map[string]bool{}, first: len(p.d.Mentions)}
	p.groups["\x00"] = append(p.groups["\x00"], g)
	return g
}

// acting marks what does something in a claim, or has it done to it as an actor can: "Moscow supports …", "met
// Washington". Where one goes or is does not act.
func (p *pass) acting(c *extract.Claim, out *Refs) {
	mark := func(r Ref) {
		if r.Entity == "" {
			return
		}
		for _, k := range p.all {
			if k.id == r.Entity {
				k.acts = true
			}
		}
	}
	mark(out.Subject)
	mark(out.Source)
	if rel, ok := p.r.schema.Relation(c.Relation); ok {
		if rel.Mode == "visit" || rel.ID == "visits" || !p.actors(rel.Range) {
			return
		}
	}
	mark(out.Object)
}

// actors reports whether one of the classes of a range is of actors, and not of places only.
func (p *pass) actors(range_ []schema.ClassID) bool {
	for _, c := range range_ {
		if c == "Agent" || c == "Thing" || p.r.schema.IsA(c, "Agent") && !p.r.schema.IsA(c, "Place") {
			return true
		}
	}
	return len(range_) == 0
}

// entities lists what the claims name and what that refers to.
func (p *pass) entities(res *Resolution, order []*cluster) {
	byID := map[string]*Entity{}
	for _, c := range order {
		e := &Entity{ID: c.id, Class: c.cls, Label: c.label, Sector: c.sector, FormerName: c.former}
		if c.country != c.id {
			e.Country = c.country
		}
		if c.entry != nil {
			e.ExactMatch = c.entry.Match
		}
		if c.acts {
			e.StandsFor = c.standsFor
		}
		e.Bears, e.Seeks = p.keys(c)
		e.Marks = p.marks(c)
		for f := range c.forms {
			e.Aliases = append(e.Aliases, f)
		}
		if c.former != "" {
			e.Aliases = append(e.Aliases, c.former)
		}
		if old := byID[c.id]; old != nil {
			old.Aliases = append(old.Aliases, e.Aliases...)
			if len(old.StandsFor) == 0 {
				old.StandsFor = e.StandsFor
			}
			if old.Country == "" {
				old.Country = e.Country
			}
			continue
		}
		byID[c.id] = e
	}
	// What is referred to has a name in the graph too.
	var refer func(id string)
	refer = func(id string) {
		if id == "" || byID[id] != nil {
			return
		}
		if e, ok := p.r.get(id); ok {
			byID[id] = &Entity{ID: e.ID, Class: e.Class, Label: e.Label, ExactMatch: e.Match, Sector: e.Sector, Country: e.Country}
			refer(e.Country)
		} else {
			byID[id] = &Entity{ID: id, Class: "Thing", Label: strings.ReplaceAll(id, "_", " ")}
		}
	}
	for _, c := range order {
		if e := byID[c.id]; e != nil {
			refer(e.Country)
			for _, s := range e.StandsFor {
				refer(s)
			}
		}
	}
	for _, e := range byID {
		e.Aliases = tidy(e.Aliases, e.Label)
		res.Entities = append(res.Entities, *e)
	}
	sort.Slice(res.Entities, func(i, j int) bool { return res.Entities[i].ID < res.Entities[j].ID })
}

// tidy is names in sorted order, each once, without label.
func tidy(names []string, label string) []string {
	sort.Strings(names)
	var out []string
	for i, n := range names {
		if n != label && n != "" && (i == 0 || n != names[i-1]) {
			out = append(out, n)
		}
	}
	return out
}

// decisions lists why each name, and each description that was resolved, stands for what it does.
func (p *pass) decisions(res *Resolution) {
	said, last := map[int]bool{}, map[int]int{}
	for k, n := range p.decided {
		last[n.mention] = k
	}
	for k, n := range p.decided {
		c := p.of[n.mention]
		if c == nil || last[n.mention] != k && p.d.Mentions[n.mention].Kind == nlp.Pronoun {
			continue // a pronoun is what was said of it last
		}
		m := p.d.Mentions[n.mention]
		reason := n.reason
		if m.Kind == nlp.Name && c.reason != "" {
			reason += "; " + c.reason
		}
		res.Decisions = append(res.Decisions, Decision{Span: m.Span, Text: p.d.Slice(m.Span), Entity: c.id, Reason: reason, Candidates: c.candidates})
		said[n.mention] = true
	}
	for i := range p.names {
		n := &p.names[i]
		if n.c == nil || said[n.mention] {
			continue
		}
		m := p.d.Mentions[n.mention]
		res.Decisions = append(res.Decisions, Decision{Span: m.Span, Text: p.d.Slice(m.Span), Entity: n.c.id, Reason: n.c.reason, Candidates: n.c.candidates})
	}
	for _, gs := range p.groups {
		for _, g := range gs {
			res.Decisions = append(res.Decisions, Decision{Span: g.at, Text: p.d.Slice(g.at), Entity: g.id, Reason: g.reason})
		}
	}
	sort.SliceStable(res.Decisions, func(i, j int) bool {
		a, b := res.Decisions[i], res.Decisions[j]
		if a.Start != b.Start {
			return a.Start < b.Start
		}
		if a.End != b.End {
			return a.End < b.End
		}
		if a.Entity != b.Entity {
			return a.Entity < b.Entity
		}
		return a.Reason < b.Reason
	})
}
