package resolve

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/resolve/join"
)

// people groups the names of persons: first those with a given name, then short names with the fullest that they fit.
func (p *pass) people() {
	var full []*cluster
	families := map[string]bool{} // of several words: "la riva"
	for i := range p.names {
		if n := &p.names[i]; n.class == nlp.Person {
			if given, family := gazetteer.Parts(n.text, n.country); len(given) > 0 && strings.Contains(family, " ") {
				families[gazetteer.Key(family)] = true
			}
		}
	}
	for i := range p.names {
		n := &p.names[i]
		if families[n.key] {
			continue
		}
		if n.class != nlp.Person || len(strings.Fields(n.text)) < 2 || n.position == "" && p.knownOther(n.text) {
			continue
		}
		given, family := gazetteer.Parts(n.text, n.country)
		if len(given) == 0 {
			continue
		}
		gk := keys(given)
		fk := gazetteer.FamilyKeys(family)
		var c *cluster
		for _, o := range full {
			if overlap(o.family, fk) && join.GivenFit(o.given, gk) || inverted(o, n.key) || o.tailed(n.key) {
				c = o
				break
			}
		}
		if c == nil {
			c = p.newCluster(nlp.Person, n.mention)
			c.person = true
			c.given, c.family = gk, fk
			full = append(full, c)
		} else if len(gk) > len(c.given) || len(gk) == len(c.given) && len(strings.Join(gk, "")) > len(strings.Join(c.given, "")) {
			c.given = gk
		}
		p.join(c, n)
	}
	lone := map[string]*cluster{}
	for i := range p.names {
		n := &p.names[i]
		if n.c != nil {
			continue
		}
		if n.class != nlp.Person && (n.class == nlp.Nationality || len(strings.Fields(n.key)) > 2 && !family(full, n.key) || p.knownOther(n.text)) {
			continue
		}
		c, why := p.shortName(n, full)
		if c != nil {
			p.join(c, n)
			if why != "" {
				p.say(n.mention, why)
			}
			continue
		}
		// A name alone that is a country's or a city's is the place, whatever the recogniser says, unless a title says that
		// it is someone's: "Jordan", but "President Jordan".
		if n.class != nlp.Person || n.position == "" && p.knownOther(n.text) {
			continue
		}
		c = lone[n.key]
		if c == nil {
			c = p.newCluster(nlp.Person, n.mention)
			c.person = true
			c.family = gazetteer.FamilyKeys(n.text)
			lone[n.key] = c
		}
		p.join(c, n)
	}
}

// inverted reports whether a name is one of c with the family name at the other end: "Higuchi Ichiyō".
func inverted(c *cluster, key string) bool {
	first, last, ok := strings.Cut(key, " ")
	return ok && !strings.Contains(last, " ") && c.hasKey(last+" "+first)
}

// tailed reports whether key, of several words, ends a longer name of c or is ended by one: a family name of several words,
// "Pinto Luz" beside "Miguel Pinto Luz".
func (c *cluster) tailed(key string) bool {
	for _, f := range c.spellings() {
		long, short := f.key, key
		if len(long) < len(short) {
			long, short = short, long
		}
		if strings.Contains(short, " ") && strings.HasSuffix(long, " "+short) {
			return true
		}
	}
	return false
}

// family reports whether key is the family name of one of cs.
func family(cs []*cluster, key string) bool {
	return slices.ContainsFunc(cs, func(c *cluster) bool { return slices.Contains(c.family, key) })
}

// knownOther reports whether the gazetteer knows a name as something other than a person.
func (p *pass) knownOther(text string) bool {
	for _, h := range p.lookup(text) {
		if h.Kind != gazetteer.Surname && h.Entry.Class != "Person" && h.Entry.Rank >= 2 {
			return true
		}
	}
	return false
}

// shortName is the person with a full name whom a shorter one means: by family name, else by given name. Of several,
// the one that was named most before it, of equals the first.
func (p *pass) shortName(n *name, full []*cluster) (*cluster, string) {
	var fit []*cluster
	if p.genera[n.key] {
		return nil, ""
	}
	by := "family name"
	for _, c := range full {
		if slices.Contains(c.family, n.key) {
			fit = append(fit, c)
		}
	}
	if len(fit) == 0 && p.begins(n.key) {
		n.class = nlp.Other // "Rocky", where there is Rocky Linux
		return nil, ""
	}
	if len(fit) == 0 && n.class == nlp.Person {
		by = "given name"
		for _, c := range full {
			if c.given[0] == n.key || strings.Join(c.given, " ") == n.key || slices.Contains(c.parts(), n.key) || slices.Contains(c.middles(), n.key) && p.calledByMiddle(c, n.key) {
				fit = append(fit, c)
			}
		}
	}
	switch len(fit) {
	case 0:
		return nil, ""
	case 1:
		return fit[0], by
	}
	// The news calls the one whom an article is about by family name, and those around by full names.
	best, most := fit[0], -1
	for _, c := range fit {
		before := 0
		for _, m := range c.mentions {
			if m < n.mention {
				before++
			}
		}
		if before > most || before == most && c.first < best.first {
			best, most = c, before
		}
	}
	return best, by + " of several, the one named most before it"
}

// begins reports whether a word begins more names of something with a genus, "Red Linux", than of persons.
func (p *pass) begins(key string) bool {
	more := 0
	for i := range p.names {
		first, rest, _ := strings.Cut(p.names[i].key, " ")
		switch {
		case first != key || rest == "":
		case p.genera[rest]:
			more++
		case p.names[i].class == nlp.Person:
			more--
		}
	}
	return more > 0
}

// parts are the keys of the ends of a name that may stand for all of it: "Suu Kyi", "Jong-un".
func (c *cluster) parts() []string {
	var out []string
	for _, f := range c.spellings() {
		for i := 1; i < len(f.words)-1; i++ {
			out = append(out, strings.Join(f.words[i:], " "))
		}
	}
	return out
}

// middles are the keys of the words within a name that may be the one by which its bearer is called, the first of two family
// names: "Rosselló" for "Ricardo Rosselló Nevares".
func (c *cluster) middles() []string {
	var out []string
	for _, f := range c.spellings() {
		for i := 1; i < len(f.words)-1; i++ {
			if len(f.words[i]) > 3 {
				out = append(out, f.words[i])
			}
		}
	}
	return out
}

// calledByMiddle reports whether a word within the name of c may stand for c where it is alone. It is someone else's family
// name where the article has it before it names c, a headline aside, as the Lund of an article that names his daughter Ida Lund
// Moe at its end, and where it calls c by the last name alone.
func (p *pass) calledByMiddle(c *cluster, key string) bool {
	for i := range p.names {
		n := &p.names[i]
		switch {
		case n.class == nlp.Person && slices.Contains(c.family, n.key):
			return false
		case n.key == key && n.mention < c.first && !p.inHeadline(n):
			return false
		}
	}
	return true
}

// inHeadline reports whether a name stands in a first sentence that does not end as sentences do.
func (p *pass) inHeadline(n *name) bool {
	if len(p.d.Sentences) == 0 || p.d.SentenceOf(p.d.Mentions[n.mention].First) != 0 {
		return false
	}
	return p.d.Word(p.d.Sentences[0].Last-1) != "."
}

func keys(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = gazetteer.Key(w)
	}
	return out
}

func overlap(a, b []string) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// person decides who a cluster of names is.
func (p *pass) person(c *cluster) {
	year := p.year()
	forms := c.surface()
	for _, f := range forms {
		hits := p.lookup(f)
		full := len(strings.Fields(f)) > 1
		var fit []gazetteer.Entry
		for _, h := range hits {
			e := h.Entry
			if e.Class != "Person" && e.Rank < 9 || full && h.Kind == gazetteer.Surname {
				continue
			}
			if h.Kind == gazetteer.Surname && len(c.given) > 0 && e.Rank < 9 {
				// "Ivanka Trump", "Trump" for short, is not the Trump whom all know.
				if given, _ := gazetteer.Parts(e.Label, e.Country); !join.GivenFit(c.given, keys(given)) {
					continue
				}
			}
			if e.From > 0 && year > 0 && (year < e.From || e.To > 0 && year > e.To) {
				continue
			}
			score, why := p.scorePerson(c, e, h.Kind)
			if what := p.namesake(c, &e); what != "" {
				score, why = 0.2, fmt.Sprintf("another, as this one is a %s", what)
			}
			c.candidates = append(c.candidates, Candidate{e.ID, score, why})
			if score >= 0.5 {
				fit = append(fit, e)
			}
		}
		if len(fit) == 0 {
			continue
		}
		best := bestScore(c.candidates, fit)
		if h := best; h != nil {
			c.entry = h
			c.reason = fmt.Sprintf("%q is known", f)
			break
		}
	}
	if c.entry != nil {
		p.known(c)
		return
	}
	c.label = personLabel(c.forms)
	c.cls = "Person"
	if c.reason == "" {
		c.reason = "fullest name in the article"
	}
	local := gazetteer.LocalName(c.label)
	if e, ok := p.r.get(local); ok && c.country != "" && e.Country != "" && e.Country != c.country {
		// A namesake: the text says of which country, and it is another one.
		local += "_(" + gazetteer.LocalName(strings.ReplaceAll(c.country, "_", " ")) + ")"
	}
	if e, ok := p.r.get(local); ok {
		if what := p.namesake(c, &e); what != "" {
			local += "_(" + gazetteer.LocalName(what) + ")"
		}
	}
	if p.lone(c) {
		local += p.own()
	}
	p.free(c, local, "person")
	for _, pos := range c.positions {
		if c.sector != "" {
			break
		}
		for w := range strings.FieldsSeq(pos) {
			if h, ok := p.r.schema.Head(w); ok && h.Sector != "CVL" {
				c.sector = h.Sector
				break
			}
		}
	}
}

// year is the year of the article, or 0.
func (p *pass) year() int {
	if len(p.meta.Date) < 4 {
		return 0
	}
	y, err := strconv.Atoi(p.meta.Date[:4])
	if err != nil {
		return 0
	}
	return y
}

// scorePerson says how well a person of the gazetteer fits a name, from 0 to 1. A full name is nearly enough; a family
// name alone needs the person's country in the article.
func (p *pass) scorePerson(c *cluster, e gazetteer.Entry, kind gazetteer.Kind) (float32, string) {
	near := e.Country != "" && p.near[e.Country] > 0
	other := c.country != "" && e.Country != "" && c.country != e.Country
	switch {
	case e.Rank >= 9:
		return 1, "in the table of one's own"
	case other:
		return 0.3, "of another country than the text says"
	case kind == gazetteer.Name && e.Rank >= 2:
		return 0.95, "full name, well known"
	case kind == gazetteer.Name && (near || c.country == e.Country && c.country != ""):
		return 0.85, "full name, and the article speaks of the country"
	case kind == gazetteer.Name:
		return 0.4, "full name, but the article does not speak of the country"
	case kind == gazetteer.Surname && len(c.positions) == 0 && crowded[e.Country]:
		return 0.3, "family name alone, and one that many bear"
	case kind == gazetteer.Surname && near && len(c.positions) > 0:
		return 0.8, "family name with a title, and the article speaks of the country"
	case kind == gazetteer.Surname && near:
		return 0.7, "family name, and the article speaks of the country"
	case kind == gazetteer.Surname && e.Country == "" && len(c.positions) > 0:
		return 0.6, "family name with a title"
	}
	return 0.2, "family name alone"
}

// crowded are the countries where so many bear one family name that it alone tells nobody.
var crowded = map[string]bool{"South_Korea": true, "North_Korea": true, "China": true, "Taiwan": true, "Vietnam": true}

// bestScore is the entry of fit with the highest score; of equals the better known, then the first. It is nil where two
// fit equally well.
func bestScore(cands []Candidate, fit []gazetteer.Entry) *gazetteer.Entry {
	score := map[string]float32{}
	for _, c := range cands {
		score[c.Entity] = max(score[c.Entity], c.Score)
	}
	var best *gazetteer.Entry
	tie := false
	for i := range fit {
		e := &fit[i]
		switch {
		case best == nil || score[e.ID] > score[best.ID] || score[e.ID] == score[best.ID] && e.Rank > best.Rank:
			best, tie = e, false
		case e.ID != best.ID && score[e.ID] == score[best.ID] && e.Rank == best.Rank:
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}

// personLabel is the name by which a person is known: of the forms with a given name the most frequent, then the one with
// the fewest words. Middle initials do not count, so that articles that differ in these agree.
func personLabel(forms map[string]int) string {
	count := map[string]int{}
	for f, n := range forms {
		words := strings.Fields(f)
		if len(words) > 2 && !initial(words[0]) {
			kept := words[:1:1]
			for i, w := range words[1:] {
				if i == len(words)-2 || !initial(w) {
					kept = append(kept, w)
				}
			}
			words = kept
		}
		f = strings.Join(words, " ")
		if len(words) > 1 && f == strings.ToUpper(f) && f != strings.ToLower(f) {
			f = mixedCase(words)
		}
		count[f] += n
	}
	// "La Riva" is short for "Gloria La Riva" however often it comes.
	byLength := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		if d := len(b) - len(a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for i, f := range byLength {
		for _, g := range byLength[:i] {
			if strings.Contains(f, " ") && strings.HasSuffix(g, " "+f) {
				count[g] += count[f]
				delete(count, f)
				break
			}
		}
	}
	best := ""
	for f := range count {
		if best == "" || better(f, best, count) {
			best = f
		}
	}
	return best
}

// mixedCase writes a name in capitals as names are written: "ANNA BERG" as "Anna Berg".
func mixedCase(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		parts := strings.Split(strings.ToLower(w), "-")
		for j := range parts {
			parts[j] = titled(parts[j])
		}
		out[i] = strings.Join(parts, "-")
	}
	return strings.Join(out, " ")
}

// better reports whether f is a better label than g.
func better(f, g string, count map[string]int) bool {
	wf, wg := strings.Fields(f), strings.Fields(g)
	if a, b := rank(wf), rank(wg); a != b {
		return a > b
	}
	if count[f] != count[g] {
		return count[f] > count[g]
	}
	if len(wf) != len(wg) {
		return len(wf) < len(wg)
	}
	if len(f) != len(g) {
		return len(f) > len(g) // "Robert" rather than "Bob"
	}
	return f < g
}

// rank is 2 for a name with a given name, 1 for one with an initial in its place, 0 for a single word.
func rank(words []string) int {
	switch {
	case len(words) < 2:
		return 0
	case initial(words[0]):
		return 1
	}
	return 2
}

func initial(w string) bool {
	w = strings.TrimSuffix(w, ".")
	return len([]rune(w)) == 1 || len(w) == 3 && w[1] == '.'
}
