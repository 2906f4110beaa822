package resolve

import (
	"slices"
	"sort"
	"strings"
	"unicode"

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

// acronyms joins an acronym with the name that it is made of: the name right before the bracket it stands in, or the only
// name of the article with these initials.
func (p *pass) acronyms() {
	for i := range p.names {
		n := &p.names[i]
		if n.c == nil || !isAcronym(n.text) {
			continue
		}
		m := p.d.Mentions[n.mention]
		if i > 0 && m.First > 0 && p.d.Word(m.First-1) == "(" {
			q := &p.names[i-1]
			if p.d.Mentions[q.mention].Last == m.First-1 && q.c != nil && q.c != n.c && !q.c.person && looseInitials(q.text, n.text) {
				p.unite(q.c, n.c, n, "acronym in brackets after the name")
				continue
			}
		}
		if n.c.entry != nil {
			continue
		}
		var fit []*cluster
		for j := range p.names {
			q := &p.names[j]
			if q.c != nil && q.c != n.c && !q.c.person && initials(q.text, n.text) && !slices.Contains(fit, q.c) {
				fit = append(fit, q.c)
			}
		}
		if len(fit) == 1 {
			p.unite(fit[0], n.c, n, "the initials of the name")
		}
	}
	// "SOHR (Syrian Observatory for Human Rights)"
	for i := 1; i < len(p.names); i++ {
		q, n := &p.names[i-1], &p.names[i]
		m := p.d.Mentions[n.mention]
		if q.c == nil || n.c == nil || q.c == n.c || m.First == 0 || p.d.Word(m.First-1) != "(" || p.d.Mentions[q.mention].Last != m.First-1 {
			continue
		}
		if isAcronym(q.text) && looseInitials(n.text, q.text) && !n.c.person && !q.c.person {
			p.unite(n.c, q.c, q, "acronym before the name in brackets")
		}
	}
}

// unite puts the cluster of n into a, whose name is the fuller one, and notes why.
func (p *pass) unite(a, b *cluster, n *name, why string) {
	if a.entry != nil && b.entry != nil && a.entry.ID != b.entry.ID {
		if why != "acronym in brackets after the name" {
			return
		}
		b.entry = nil // the article says what it means by its acronym
	}
	p.merge(a, b)
	p.say(n.mention, why)
}

func isAcronym(s string) bool {
	s = strings.ReplaceAll(s, ".", "")
	if len(s) < 2 || len(s) > 8 {
		return false
	}
	upper := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			upper++
		} else if !unicode.IsDigit(r) && !unicode.IsLower(r) && r != '-' && r != '&' {
			return false
		}
	}
	return upper >= 2 && upper*2 > len(s)
}

// acronymLetters leaves the marks between the letters of an acronym out.
var acronymLetters = strings.NewReplacer(".", "", "&", "", "-", "")

// initials reports whether acronym is made of the first letters of the words of name, small words counted or not.
func initials(name, acronym string) bool {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' || r == '/' })
	if len(words) < 2 {
		return false
	}
	a := strings.ToUpper(acronymLetters.Replace(acronym))
	all, big := "", ""
	for _, w := range words {
		r := []rune(w)[0]
		all += strings.ToUpper(string(r))
		if unicode.IsUpper(r) {
			big += string(r)
		}
	}
	return a == big || a == all
}

// looseInitials is initials for a name beside its acronym: the letters come in the order of the name, the first one
// first.
func looseInitials(name, acronym string) bool {
	if initials(name, acronym) {
		return true
	}
	a := []rune(strings.ToUpper(acronymLetters.Replace(acronym)))
	n := []rune(strings.ToUpper(name))
	if len(n) == 0 || len(a) == 0 || len(strings.Fields(name)) < 2 || n[0] != a[0] {
		return false
	}
	i := 0
	for _, r := range n {
		if i < len(a) && r == a[i] {
			i++
		}
	}
	return i == len(a)
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

// renamed joins the two names of a body that the article says was renamed, and keeps which is the former one.
func (p *pass) renamed() {
	for i := range p.names {
		n := &p.names[i]
		m := p.d.Mentions[n.mention]
		s := p.d.SentenceOf(m.First)
		if n.c == nil || s >= len(p.d.Sentences) {
			continue
		}
		limit := min(m.Last+8, p.d.Sentences[s].Last)
		for j := m.Last; j < limit; j++ {
			w := strings.ToLower(p.d.Word(j))
			now := w == "renamed" || w == "rebranded" || w == "rechristened" || w == "known" && j > 0 && strings.EqualFold(p.d.Word(j-1), "now") || w == "called" && j > 0 && strings.EqualFold(p.d.Word(j-1), "now")
			before := w == "formerly" || w == "previously"
			if !now && !before {
				continue
			}
			at := j + 1
			for at < limit+2 && at < p.d.Sentences[s].Last && renameWord(p.d.Word(at)) {
				at++
			}
			q := p.nameFrom(at)
			if q == nil || q.c == nil || q.c == n.c || q.c.person != n.c.person {
				break
			}
			if i+1 < len(p.names) && p.d.Mentions[p.names[i+1].mention].First < j {
				break // another name is nearer
			}
			// "X, an affiliate of Y recently renamed Z": it is X that was renamed, not the name next to the word.
			old := n
			if now {
				if k := p.subjectBefore(i, s); k != nil {
					old = k
				}
			}
			if old.c == q.c {
				break
			}
			a, b := old.c, q.c
			if now {
				b.former = old.text
				p.merge(b, a)
				b.former, b.renamed = old.text, q.text
				p.say(q.mention, "the article says that it was renamed")
			} else {
				a.former = q.text
				a.renamed = n.text
				p.merge(a, b)
				p.say(q.mention, "the article says that it had this name before")
			}
			break
		}
	}
}

func renameWord(w string) bool {
	switch strings.ToLower(w) {
	case "as", "to", "the", "itself", "known", "called", "named", "a", "\"", "“", "'", "‘":
		return true
	}
	return false
}

// nameFrom is the name that begins at a token, or nil.
func (p *pass) nameFrom(token int) *name {
	for i := range p.names {
		if m := p.d.Mentions[p.names[i].mention]; m.First == token || m.First < token && token < m.Last {
			return &p.names[i]
		}
	}
	return nil
}

// subjectBefore is, for a name in an aside after a comma, the name that the aside is about: "The former X, an affiliate
// of Y recently renamed Z" is about X. It is nil where the name is in no aside.
func (p *pass) subjectBefore(i, sentence int) *name {
	m := p.d.Mentions[p.names[i].mention]
	comma := -1
	for t := m.First - 1; t >= p.d.Sentences[sentence].First; t-- {
		if p.d.Word(t) == "," {
			comma = t
			break
		}
	}
	if comma < 0 {
		return nil
	}
	for k := i - 1; k >= 0; k-- {
		if p.d.Mentions[p.names[k].mention].Last == comma {
			if p.names[k].c == nil || p.names[k].c.person {
				return nil
			}
			return &p.names[k]
		}
	}
	return nil
}
