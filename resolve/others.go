package resolve

import (
	"slices"
	"sort"
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/schema"
)

// others groups the names of everything but persons: by what the gazetteer knows, else by the words of the name.
func (p *pass) others() {
	votes := map[string]map[nlp.Class]int{}
	for i := range p.names {
		if n := &p.names[i]; n.c == nil {
			if votes[n.key] == nil {
				votes[n.key] = map[nlp.Class]int{}
			}
			votes[n.key][n.class]++
		}
	}
	byKey := map[string]*cluster{}
	for i := range p.names {
		n := &p.names[i]
		if n.c != nil {
			continue
		}
		class := majority(votes[n.key])
		e, kind, cands := p.know(n.text, class, i)
		key := n.key
		if e != nil {
			key = e.ID + "\x00name"
			if kind != gazetteer.Name {
				key = e.ID + "\x00people"
			}
		}
		c := byKey[key]
		if c == nil {
			c = p.newCluster(class, n.mention)
			byKey[key] = c
			c.candidates = cands
			if e != nil && kind == gazetteer.Name {
				c.entry = e
			} else if e != nil {
				c.country = e.ID
				c.class = nlp.Nationality
			}
		}
		p.join(c, n)
	}
}

// listed reports whether a name stands in a list beside another region of a country.
func (p *pass) listed(at int, country string) bool {
	m := p.d.Mentions[p.names[at].mention]
	for _, k := range []int{at - 1, at + 1} {
		if k < 0 || k >= len(p.names) {
			continue
		}
		o := p.d.Mentions[p.names[k].mention]
		first, last := o.Last, m.First
		if k > at {
			first, last = m.Last, o.First
		}
		if first >= last || last-first > 3 {
			continue
		}
		list := true
		for i := first; i < last; i++ {
			w := p.d.Word(i)
			list = list && (w == "," || w == "and" || w == "or" || w == ";")
		}
		if !list {
			continue
		}
		for _, h := range p.lookup(p.names[k].text) {
			if h.Entry.Class == "Region" && h.Entry.Country == country && country != "" && p.names[k].key != p.names[at].key {
				return true
			}
		}
	}
	return false
}

func majority(votes map[nlp.Class]int) nlp.Class {
	best, most := nlp.Other, 0
	for _, c := range []nlp.Class{nlp.Location, nlp.Organization, nlp.Nationality, nlp.Event, nlp.Work, nlp.Other, nlp.Person} {
		if votes[c] > most {
			best, most = c, votes[c]
		}
	}
	return best
}

// fits reports whether a thing of the gazetteer may be what the recogniser calls class.
func fits(class nlp.Class, c schema.ClassID, kind gazetteer.Kind) bool {
	place := c == "Country" || c == "City" || c == "Region" || c == "Place" || c == "Facility"
	switch class {
	case nlp.Nationality:
		return kind == gazetteer.Adjective || kind == gazetteer.People || !place && c != "Person"
	case nlp.Location:
		return place
	case nlp.Event:
		return c == "Conflict"
	case nlp.Work:
		return false
	}
	return c != "Person"
}

// know is what the gazetteer says of a name that is no person's: the entry, how the name means it, and what else it
// might be. Of several the better known counts, then one whose country the article speaks of, or beside whose like it
// stands: "Georgia" after "Florida" is a state. At is the name's number among the names of the document, or -1.
func (p *pass) know(text string, class nlp.Class, at int) (*gazetteer.Entry, gazetteer.Kind, []Candidate) {
	var best *gazetteer.Hit
	var bestScore float32
	var cands []Candidate
	hits := p.lookup(text)
	if len(hits) == 0 {
		if _, _, kind := p.institution(text); !kind {
			hits = p.lookupOf(text)
		}
	}
	for i := range hits {
		h := &hits[i]
		if h.Kind == gazetteer.Surname || at >= 0 && p.names[at].articled && h.Entry.Class == "Place" {
			continue
		}
		own := h.Entry.Rank >= 9
		score := 0.4 + 0.1*float32(min(h.Entry.Rank, 5))
		why := "known by this name"
		if !own && !fits(class, h.Entry.Class, h.Kind) && !(class == nlp.Nationality && h.Kind == gazetteer.Name && h.Entry.Class == "Country") {
			// The recogniser is wrong more often than a well-known name means something else.
			if h.Entry.Rank < 2 || h.Entry.Class == "Person" || h.Kind != gazetteer.Name || class == nlp.Work || class == nlp.Event {
				continue
			}
			score -= 0.15
			why += ", though of another class"
		}
		if h.Entry.Class == "Country" && class == nlp.Nationality && h.Kind == gazetteer.Adjective {
			score += 0.1
			why = "adjective of nationality"
		}
		if h.Entry.Class == "Country" && h.Kind == gazetteer.Name && p.near[h.Entry.ID] > p.times[gazetteer.Key(text)] {
			score += 0.15
			why += ", and the article speaks of it by other names"
		}
		if p.fuller[h.Entry.ID] && h.Kind == gazetteer.Name {
			score += 0.4
			why += ", and the article calls it so more fully"
		}
		if h.Entry.Class == "Region" && at >= 0 && p.listed(at, h.Entry.Country) {
			score += 0.3
			why += ", and it stands beside another of its country"
		}
		if h.Entry.Class == "City" && isAcronym(text) && (class == nlp.Organization || class == nlp.Other) && !own {
			score -= 0.25
			why += ", but as a body"
		}
		if h.Entry.Class == "City" && isAcronym(text) && !own && at >= 0 && !p.placed(p.names[at].key) {
			score -= 0.5
			why += ", but nothing is said to be there"
		}
		if c := h.Entry.Country; c != "" {
			// A small place far from all that the article speaks of is likely to be another of its name.
			if p.near[c] > 0 {
				score += 0.15
				why += ", and the article speaks of the country"
			} else if h.Entry.Rank == 1 {
				score -= 0.25
				why += ", but the article does not speak of the country"
			}
		}
		if own {
			score = 1
			why = "in the table of one's own"
		}
		if k := slices.IndexFunc(cands, func(c Candidate) bool { return c.Entity == h.Entry.ID }); k < 0 {
			cands = append(cands, Candidate{h.Entry.ID, score, why})
		} else if score > cands[k].Score {
			cands[k] = Candidate{h.Entry.ID, score, why}
		}
		if best == nil || score > bestScore {
			best, bestScore = h, score
		}
	}
	sort.SliceStable(cands, func(i, j int) bool { return cands[i].Score > cands[j].Score })
	if best == nil || bestScore < 0.4 {
		return nil, 0, cands
	}
	return &best.Entry, best.Kind, cands
}

// lookupOf gives what the tables know of a country by the words after it: the "US Food and Drug Administration" is the
// Food and Drug Administration if that is one of the United States.
func (p *pass) lookupOf(text string) []gazetteer.Hit {
	words := strings.Fields(text)
	for n := min(3, len(words)-2); n > 0; n-- {
		e, ok := p.countryNamed(strings.Join(words[:n], " "))
		if !ok {
			continue
		}
		var out []gazetteer.Hit
		for _, h := range p.lookup(strings.Join(words[n:], " ")) {
			if h.Kind == gazetteer.Name && h.Entry.Country == e.ID && p.r.schema.IsA(h.Entry.Class, "Organization") {
				out = append(out, h)
			}
		}
		return out
	}
	return nil
}

// companyWords follow the name of a company and are left out of it in the next sentence.
var companyWords = map[string]bool{
	"inc": true, "corp": true, "corporation": true, "co": true, "company": true, "ltd": true, "limited": true, "plc": true, "llc": true, "ag": true,
	"sa": true, "group": true, "holdings": true, "holding": true, "gmbh": true, "nv": true, "se": true, "spa": true, "ab": true, "asa": true, "lp": true,
}

// shortForms joins a name that is the beginning or the end of one longer name of the article with it: "Nusra Front" with
// "Al-Nusra Front", "Bolt" with "Bolt Corporation".
func (p *pass) shortForms() {
	p.bareHeads()
	for changed := true; changed; {
		changed = false
		for _, b := range p.all {
			if b.person && len(b.given) > 0 && !b.onlyInitials() || b.entry != nil || b.class == nlp.Nationality && b.country != "" {
				continue
			}
			plain := !b.person && b.class != nlp.Nationality
			var fit []*cluster
			for _, a := range p.all {
				if a != b && !a.person && (plain && compatible(a.class, b.class) && p.shorter(b, a) && !p.ofTwoCountries(a, b) || ofKind(b, a) || variant(b, a)) {
					fit = append(fit, a)
				}
			}
			if len(fit) != 1 {
				continue
			}
			m := b.first
			p.merge(fit[0], b)
			p.say(m, "part of a longer name in the article")
			changed = true
			break
		}
	}
}

// ofTwoCountries reports whether names of a and b begin with different countries: "US Chess Federation" and "Iranian Chess
// Federation" are two, though "Chess Federation" is short for either.
func (p *pass) ofTwoCountries(a, b *cluster) bool {
	x, y := p.frontCountry(a), p.frontCountry(b)
	return x != "" && y != "" && x != y
}

// frontCountry is the id of the country that a name of c begins with, or empty.
func (p *pass) frontCountry(c *cluster) string {
	for _, f := range c.surface() {
		words := strings.Fields(f)
		for n := min(3, len(words)-1); n > 0; n-- {
			if e, ok := p.countryNamed(strings.Join(words[:n], " ")); ok {
				return e.ID
			}
		}
	}
	return ""
}

// bareHeads joins a name that is only the head of one, "the Court", with the name of the article that has this head: the one
// named last before it.
func (p *pass) bareHeads() {
	for i := range p.names {
		n := &p.names[i]
		if n.c == nil || n.c.person || !bareHead(n.key) || len(n.c.mentions) == 0 {
			continue
		}
		for k := i - 1; k >= 0; k-- {
			q := &p.names[k]
			if q.c == nil || q.c == n.c || q.c.person {
				continue
			}
			words := strings.Fields(q.key)
			if len(words) > 1 && (words[0] == n.key || words[len(words)-1] == n.key) {
				n.c.mentions = slices.DeleteFunc(n.c.mentions, func(m int) bool { return m == n.mention })
				n.c.addForm(n.text, -1)
				p.join(q.c, n)
				p.say(n.mention, "the head of the name before it")
				break
			}
		}
	}
	p.all = slices.DeleteFunc(p.all, func(c *cluster) bool { return len(c.mentions) == 0 })
}

// bareHead reports whether a name is one word that says only what kind of body is meant.
func bareHead(key string) bool {
	switch key {
	case "court", "party", "union", "council", "committee", "commission", "department", "office", "agency", "service", "board", "chamber",
		"bank", "ministry", "assembly", "forces", "front", "group", "company", "university", "institute", "club", "league", "association",
		"federation", "foundation", "movement", "alliance", "coalition", "church", "hospital", "school", "college", "centre", "center",
		"authority", "corporation", "society", "bureau", "museum", "island", "river", "street", "park", "airport", "act", "constitution",
		"treaty", "agreement", "bill", "charter", "convention", "library", "bridge", "cathedral", "palace", "lake", "cyclone", "hurricane",
		"typhoon", "storm", "cup", "games", "festival", "tribunal", "summit", "accord", "mission", "programme", "program", "project":
		return true
	}
	return false
}

func compatible(a, b nlp.Class) bool {
	return a == b || a == nlp.Other || b == nlp.Other
}

// shorter reports whether a name of b is short for one of a: what is left out says only what kind of body it is, or
// where. "Bolt" for "Bolt Corporation", "Unity Party" for "Unity Party of Peru", "Noor Front" for "Al-Noor Front".
func (p *pass) shorter(b, a *cluster) bool {
	for _, f := range b.spellings() {
		short := f.words
		if len(short) == 0 || texts[short[len(short)-1]] || len(short) == 1 && (len(short[0]) < 3 || common[short[0]] || p.genera[short[0]]) {
			continue
		}
		for _, g := range a.spellings() {
			long := g.words
			if len(short) >= len(long) {
				continue
			}
			if len(short) == 1 && len(long) == 2 && short[0] == long[0]+"s" && ranges[long[1]] ||
				slices.Equal(long[:len(short)], short) && p.tail(long[len(short):], len(short), len(b.mentions) > 2*len(a.mentions)) ||
				slices.Equal(long[len(long)-len(short):], short) && len(short) > 1 && p.front(long[:len(long)-len(short)]) ||
				long[0] == "al" && (slices.Equal(long[1:], short) || len(long) > 2 && bodyWords[long[len(long)-1]] && (slices.Equal(long[1:len(long)-1], short) || slices.Equal(long[:len(long)-1], short))) {
				return true
			}
		}
	}
	return false
}

// sited are words that say what stands at a place.
var sited = wordSet(`airport church hospital hotel market museum park school stadium station theater theatre university`)

// ranges are what takes a plural when it is left out: "the Chathams" for the Chatham Islands.
var ranges = wordSet(`islands mountains hills falls`)

// texts end names that are short for nobody's: the "US Constitution" is not the US Constitution Party.
var texts = wordSet(`constitution act bill treaty law code`)

// kindFirst are words that stand before a name and say of what kind it is.
var kindFirst = wordSet(`cyclone hurricane typhoon storm lake mount mt operation cape fort camp mv ss hms uss ins tropical`)

// ofKind reports whether a name of a is one of b with its kind before it: "Hurricane Maria" and "Maria", whatever the recogniser
// takes that for.
func ofKind(b, a *cluster) bool {
	for _, g := range a.spellings() {
		if kind, name, ok := strings.Cut(g.key, " "); ok && kindFirst[kind] && b.calls(name) {
			return true
		}
	}
	return false
}

// variant reports whether two unknown names of one class differ in spelling alone: "Neandertals" and "Neanderthals". The
// rarer one is taken for the variant, of two as frequent the first.
func variant(b, a *cluster) bool {
	if a.entry != nil || b.entry != nil || a.person || b.person || a.class != b.class || len(b.mentions) > len(a.mentions) || len(b.mentions) == len(a.mentions) && b.first > a.first {
		return false
	}
	for _, f := range b.spellings() {
		for _, g := range a.spellings() {
			x, y := f.key, g.key
			if !bareHead(x) && len(x) >= 8 && len(y) >= 8 && x[:2] == y[:2] && sameNumbers(f.words, g.words) && jaroWinkler(x, y) >= 0.965 {
				return true
			}
		}
	}
	return false
}

// tail reports whether words after a name of n words may be left out. A word that ends several names may not where the short
// one is the usual one and a name by itself: "Red Hat" makes Red Hat Linux, and the Harrow Hotel is in Harrow.
func (p *pass) tail(rest []string, n int, usual bool) bool {
	if n > 1 && (rest[0] == "of" || rest[0] == "for") {
		return true
	}
	switch strings.Join(rest, " ") {
	case "island", "islands", "archipelago", "national park":
		return true
	}
	for _, w := range rest {
		if !companyWords[w] && !bodyWords[w] && (!p.genera[w] || usual && (n > 1 || sited[w])) {
			return false
		}
	}
	return true
}

// front reports whether words before a name may be left out: a nationality, a country, "the former", "the national".
func (p *pass) front(words []string) bool {
	for _, w := range words {
		if common[w] || w == "former" || w == "al" {
			continue
		}
		known := false
		for _, h := range p.lookup(titled(w)) {
			known = known || h.Entry.Class == "Country"
		}
		for _, h := range p.lookup(strings.ToUpper(w)) {
			known = known || h.Entry.Class == "Country"
		}
		if !known {
			return false
		}
	}
	return true
}

// common are words that many names begin with: one of them alone is short for none.
var common = map[string]bool{
	"united": true, "national": true, "international": true, "american": true, "royal": true, "central": true, "federal": true, "world": true,
	"european": true, "democratic": true, "islamic": true, "general": true, "north": true, "south": true, "east": true, "west": true, "new": true,
	"british": true, "university": true, "bank": true, "ministry": true, "department": true, "house": true, "high": true, "supreme": true,
}
