package resolve

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"

	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/schema"
)

// say notes how a mention came to its cluster.
func (p *pass) say(mention int, reason string) {
	p.decided = append(p.decided, note{mention, reason})
}

// note is why a mention is where it is; what entity that is shows at the end.
type note struct {
	mention int
	reason  string
}

// identify gives each cluster its id, label and class.
func (p *pass) identify() {
	sort.SliceStable(p.all, func(i, j int) bool { return p.all[i].first < p.all[j].first })
	for _, c := range slices.Clone(p.all) {
		switch {
		case c.person:
			p.person(c)
		case p.otherParty(c), p.body(c):
		case c.entry != nil:
			c.reason = "known by this name"
			p.known(c)
		case c.class == nlp.Nationality && slices.ContainsFunc(c.surface(), ofAKind):
			c.class = nlp.Event // "Hurricane Maria"
			p.unknown(c)
		case c.class == nlp.Nationality:
			p.nationality(c)
		default:
			p.unknown(c)
		}
	}
}

// ofAKind reports whether a name begins with a word that says of what kind it is.
func ofAKind(name string) bool {
	kind, _, ok := strings.Cut(gazetteer.Key(name), " ")
	return ok && kindFirst[kind]
}

// known takes over what the gazetteer says.
func (p *pass) known(c *cluster) {
	e := c.entry
	c.id, c.label, c.cls = e.ID, e.Label, e.Class
	c.standsFor = e.StandsFor
	c.sector = e.Sector
	if e.Country != "" {
		c.country = e.Country
	}
	if e.Class == "Country" {
		c.country = ""
	}
	if old := p.used[c.id]; old != nil && old != c {
		p.merge(old, c)
		return
	}
	p.used[c.id] = c
}

// nationality identifies a nationality or a people as a group of people: "Russians", "Kurds".
func (p *pass) nationality(c *cluster) {
	c.cls = "People"
	c.reason = "a people"
	label := c.surface()[0]
	if c.country != "" {
		if e, ok := p.r.get(c.country); ok {
			label = p.peopleLabel(e)
		}
	} else if noun := p.nounForm(c); noun != "" {
		label = noun
	}
	c.label = label
	p.free(c, gazetteer.LocalName(label), "people")
}

// peopleLabel is the word for the people of a country: "Russians", "French people".
func (p *pass) peopleLabel(e gazetteer.Entry) string {
	adj := e.Adjective
	if e.ID == "United_States" {
		adj = "American"
	}
	for _, h := range p.lookup(adj + "s") {
		if h.Entry.ID == e.ID && h.Kind == gazetteer.People {
			return adj + "s"
		}
	}
	if adj == "" {
		adj = e.Label
	}
	return adj + " people"
}

// nounForm is the plural under which a people or a creed goes: of "Kurd" and "Kurds" the latter.
func (p *pass) nounForm(c *cluster) string {
	for _, f := range c.surface() {
		if strings.HasSuffix(f, "s") && !strings.HasSuffix(f, "ss") {
			return titled(f)
		}
	}
	f := c.surface()[0]
	for _, end := range []string{"an", "ist", "ite", "crat", "urd", "Jew", "slim", "nni"} {
		if strings.HasSuffix(f, end) {
			return plural(titled(f))
		}
	}
	return ""
}

func titled(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// unknown identifies a body, place, event or work that the gazetteer does not know.
func (p *pass) unknown(c *cluster) {
	label := c.renamed
	if label == "" {
		label = fullest(c.surface())
	}
	label = shortCountry.Replace(label)
	c.label = label
	c.cls = p.classOf(c)
	if c.reason == "" {
		c.reason = "fullest name in the article"
	}
	p.free(c, gazetteer.LocalName(label), strings.ToLower(string(c.cls)))
	if c.country == "" {
		// "Syrian Observatory …", "Bank of England", "Russian Foreign Ministry"
		words := strings.Fields(label)
		for i := range words {
			for n := min(3, len(words)-i); n > 0; n-- {
				for _, h := range p.lookup(strings.Join(words[i:i+n], " ")) {
					if h.Entry.Class == "Country" && (h.Kind == gazetteer.Adjective || h.Kind == gazetteer.Name) && len(words) > n {
						c.country = h.Entry.ID
						break
					}
				}
				if c.country != "" {
					return
				}
			}
		}
	}
}

// shortCountry takes the periods out of what half of the papers write with them.
var shortCountry = strings.NewReplacer("U.S.A.", "USA", "U.S.", "US", "U.K.", "UK", "U.N.", "UN", "E.U.", "EU")

// fullest is the longest of the forms that is not an acronym, the most frequent of equals; the first where all are.
func fullest(forms []string) string {
	best, n := forms[0], -1
	for _, f := range forms {
		words := strings.Fields(f)
		w := len(words)
		if isAcronym(f) {
			w = 0
		} else if w > 2 && len(words[0]) == 1 && len(words[1]) == 1 {
			w = 1 // "T C Vilde" is Cyclone Vilde
		}
		if w > n {
			best, n = f, w
		}
	}
	return best
}

// classOf is the class that the recogniser's class and the head of the name say.
func (p *pass) classOf(c *cluster) schema.ClassID {
	switch c.class {
	case nlp.Location:
		return "Place"
	case nlp.Event:
		return "Event"
	case nlp.Work:
		return "Work"
	case nlp.Organization:
		for _, f := range c.surface() {
			words := strings.Fields(strings.ToLower(f))
			for i, w := range words {
				// "Army of Conquest": what stands before "of" is the head.
				if i+1 < len(words) && words[i+1] != "of" && words[i+1] != "for" {
					continue
				}
				if companyWords[strings.Trim(w, ".,")] && w != "group" && w != "sa" {
					return "Company"
				}
				if h, ok := p.r.schema.Head(singular(strings.Trim(w, ".,"))); ok && p.r.schema.IsA(h.Class, "Organization") {
					if c.sector == "" {
						c.sector = h.Sector
					}
					return h.Class
				}
				break
			}
		}
		return "Organization"
	}
	return "Thing"
}

// free gives c an id that is its own: id, or id with what the thing is in brackets where id means another thing, of the
// article, or of the gazetteer with another kind of class.
func (p *pass) free(c *cluster, id, what string) {
	if id == "" {
		id = what
	}
	if old := p.used[id]; old != nil && old != c && !old.person && !c.person && (old.cls == "Thing" || c.cls == "Thing" || old.cls == "People" || p.alike(old.cls, c.cls)) {
		p.merge(old, c)
		return
	}
	e, known := p.r.get(id)
	if p.used[id] != nil || known && !p.alike(e.Class, c.cls) {
		id += "_(" + what + ")"
		for n, first := 2, id; p.used[id] != nil; n++ {
			id = fmt.Sprintf("%s_%d", first, n)
		}
	}
	c.id = id
	p.used[id] = c
}

// alike reports whether two classes may be of one thing, seen more and less exactly.
func (p *pass) alike(a, b schema.ClassID) bool {
	s := p.r.schema
	for _, top := range []schema.ClassID{"Person", "Organization", "Place"} {
		if s.IsA(a, top) && s.IsA(b, top) {
			return true
		}
	}
	return s.IsA(a, b) || s.IsA(b, a)
}

// chains finds what the names of each chain of coreference agree on, and gives it to the other mentions of the chain.
// A chain whose names are of several things is the one's that most of its names are of, then the first's.
func (p *pass) chains() {
	p.chain = map[int]*cluster{}
	votes := map[int][]*cluster{}
	for i := range p.names {
		n := &p.names[i]
		if ch := p.d.Mentions[n.mention].Chain; ch >= 0 && n.c != nil {
			votes[ch] = append(votes[ch], n.c)
		}
	}
	for ch, cs := range votes {
		count := map[*cluster]int{}
		var best *cluster
		for _, c := range cs {
			count[c]++
		}
		for _, c := range cs { // in text order
			if best == nil || count[c] > count[best] {
				best = c
			}
		}
		p.chain[ch] = best
	}
	for i, m := range p.d.Mentions {
		if p.of[i] != nil || m.Chain < 0 || m.Kind == nlp.Name && !p.onlyTitles(m) {
			continue
		}
		c := p.chain[m.Chain]
		if c == nil || m.Kind != nlp.Pronoun && !p.agrees(m, c) || m.Kind == nlp.Pronoun && !p.pronounFits(p.d.Word(m.Head), c) {
			continue
		}
		p.of[i] = c
		p.say(i, fmt.Sprintf("in one chain of coreference with %q", c.label))
	}
}

// taken gives the pronouns of a chain that no name is in to what its descriptions were found to stand for, where that is
// one thing.
func (p *pass) taken() {
	who := map[int]*cluster{}
	for i, m := range p.d.Mentions {
		if m.Chain < 0 || p.chain[m.Chain] != nil || p.of[i] == nil || m.Kind == nlp.Pronoun {
			continue
		}
		if c, ok := who[m.Chain]; ok && c != p.of[i] {
			who[m.Chain] = nil
		} else if !ok {
			who[m.Chain] = p.of[i]
		}
	}
	for i, m := range p.d.Mentions {
		if c := who[m.Chain]; c != nil && p.of[i] == nil && m.Kind == nlp.Pronoun && p.pronounFits(p.d.Word(m.Head), c) {
			p.of[i] = c
			p.say(i, "in one chain of coreference with a description of it")
		}
	}
}

// pronounFits reports whether a pronoun may stand for c: "I" is a person, "it" is none.
func (p *pass) pronounFits(w string, c *cluster) bool {
	switch strings.ToLower(w) {
	case "i", "me", "my", "mine", "myself", "you", "your", "yours", "yourself", "he", "him", "his", "himself", "she", "her", "hers", "herself":
		return c.person
	case "it", "its", "itself":
		return !c.person && c.cls != "People"
	case "we", "us", "our", "ours", "ourselves", "they", "them", "their", "theirs", "themselves":
		return !c.person
	}
	return true
}

// agrees reports whether a description may be of c: "the ministers" are not one person, "the company" is none.
func (p *pass) agrees(m nlp.Mention, c *cluster) bool {
	t := p.d.Tokens[m.Head]
	if c.person && (t.XPOS == "NNS" || t.XPOS == "NNPS") {
		return false
	}
	// "The Chinese negotiator" is nobody from elsewhere.
	if country, _ := p.countryIn(m.First, m.Head); country != "" && c.country != "" && country != c.country && c.id != country && (c.person || c.cls == "City") {
		return false
	}
	if want, ok := kinds[strings.ToLower(t.Lemma)]; ok && !c.person && c.cls != "" && c.cls != "Thing" && c.cls != "People" && (!p.alike(want, c.cls) || want == "Country" && c.cls == "City" || want == "City" && c.cls == "Country") {
		return false // "the country" is no party
	}
	h, ok := p.r.schema.Head(strings.ToLower(t.Lemma))
	if !ok {
		return true
	}
	if c.person != (h.Class == "Person") && (c.person || h.Class == "Person") {
		return c.cls == "People" || c.cls == "Group"
	}
	return true
}

// epithets gives a description that says what one person of the article was said to be to that person: "the Russian
// foreign minister" where there was "Russian Foreign Minister …", "the president" where there was one president.
func (p *pass) epithets() {
	for i, m := range p.d.Mentions {
		if p.of[i] != nil || m.Kind == nlp.Pronoun {
			continue
		}
		if m.Kind == nlp.Name && m.First > 0 && (strings.EqualFold(p.d.Word(m.First-1), "the") || strings.EqualFold(p.d.Word(m.First-1), "our")) && p.d.SentenceOf(m.First-1) == p.d.SentenceOf(m.First) {
			m.First-- // a name that is a title alone, "the Secretary"
		}
		for m.Last > m.Head+1 && possessive(p.d.Word(m.Last-1)) {
			m.Last--
		}
		if m.Last-m.First < 2 {
			continue
		}
		first := strings.ToLower(p.d.Word(m.First))
		if first != "the" && first != "this" && first != "our" || p.many(m.Head) || p.d.Mentions[i].Head+1 < m.Last && p.prepositional(m) {
			continue
		}
		words := strings.Fields(strings.ToLower(p.words(m.First+1, m.Last)))
		country, after := p.countryIn(m.First+1, m.Head)
		if country != "" {
			words = strings.Fields(strings.ToLower(p.words(after, m.Last)))
		}
		if len(words) == 0 || !p.isTitle(m.Head) {
			continue
		}
		var fit []*cluster
		for _, c := range p.all {
			if !c.person || c.first > i || country != "" && c.country != country {
				continue
			}
			for _, pos := range c.positions {
				if ends(strings.Fields(pos), words) {
					fit = append(fit, c)
					break
				}
			}
		}
		if len(fit) == 1 {
			p.of[i] = fit[0]
			p.say(i, "described so in the article")
		}
	}
}

// many reports whether a noun is in the plural.
func (p *pass) many(i int) bool {
	x := p.d.Tokens[i].XPOS
	return x == "NNS" || x == "NNPS"
}

// prepositional reports whether a description goes on after its noun with something that no title has: a relative clause,
// "in", "who".
func (p *pass) prepositional(m nlp.Mention) bool {
	switch strings.ToLower(p.d.Word(m.Head + 1)) {
	case "of", "for", "on":
		return false
	}
	return true
}

// kinds are nouns by which a description takes up what was named before, with the class that this must be of.
var kinds = map[string]schema.ClassID{
	"city": "City", "town": "City", "capital": "City", "country": "Country", "nation": "Country", "company": "Company", "firm": "Company",
	"party": "Party", "court": "Court", "university": "School", "school": "School", "organization": "Organization", "organisation": "Organization",
	"group": "Organization", "agency": "Organization", "newspaper": "MediaOutlet", "paper": "MediaOutlet", "club": "Team", "team": "Team",
	"ministry": "PublicBody", "body": "InternationalBody", "bloc": "InternationalBody",
}

// definites gives a description that only says of what kind a thing is, "the city", "the party's", to the last thing before
// it that is of this kind, by its class or by a word of its name, where that is near.
func (p *pass) definites() {
	const near = 60 // mentions back
	home := p.homeland()
	for i, m := range p.d.Mentions {
		if p.of[i] != nil || m.Kind == nlp.Pronoun || p.many(m.Head) {
			continue
		}
		if m.Kind == nlp.Name && m.First > 0 && p.d.SentenceOf(m.First-1) == p.d.SentenceOf(m.First) {
			m.First-- // "our Nation"
		}
		first := strings.ToLower(p.d.Word(m.First))
		last := m.Last
		if possessive(p.d.Word(last - 1)) {
			last--
		}
		noun := p.lemma(m.Head)
		want, known := kinds[noun]
		if last-m.First == 2 && m.Head == last-1 && (first == "our" || first == "my") && want == "Country" {
			if home != nil {
				p.of[i] = home
				p.say(i, "the country that the article speaks of most")
			}
			continue
		}
		if last-m.First != 2 || m.Head != last-1 || first != "the" && first != "this" && first != "that" {
			continue
		}
		for k := i - 1; k >= 0 && k > i-near; k-- {
			c := p.of[k]
			if c == nil || c.person || p.d.Mentions[k].Kind == nlp.Pronoun || c.cls == "People" {
				continue
			}
			byClass := known && p.r.schema.IsA(c.cls, want) && c.cls != "Thing"
			if byClass && want == "Country" && home != nil && p.near[home.id] > 3*p.near[c.id] {
				c = home // one that is named in passing is not the country of the article
			}
			if !byClass && !p.hasWord(c, noun) {
				continue
			}
			p.of[i] = c
			p.say(i, "the last thing before it that is one")
			break
		}
		if p.of[i] == nil && want == "Country" && home != nil {
			p.of[i] = home
			p.say(i, "the country that the article speaks of most")
		}
	}
}

// homeland is the country that the article speaks of twice and more often than of any other, if it names it; nil where there
// is none.
func (p *pass) homeland() *cluster {
	best, tie := "", false
	for _, id := range sortedWords(p.near) {
		switch n := p.near[id]; {
		case best == "" || n > p.near[best]:
			best, tie = id, false
		case n == p.near[best]:
			tie = true
		}
	}
	if tie || p.near[best] < 2 {
		return nil
	}
	return p.used[best]
}

// hasWord reports whether a name of c has noun in it: "the lake" may be Lake Geneva, "the storm" is not.
func (p *pass) hasWord(c *cluster, noun string) bool {
	if len(noun) < 3 || c.entry != nil && c.entry.Class == "Country" {
		return false
	}
	switch noun {
	case "legislation", "bill", "law":
		noun = "act"
	case "storm":
		for _, f := range c.spellings() {
			if len(f.words) > 0 && storms[f.words[0]] {
				return true
			}
		}
	}
	return slices.ContainsFunc(c.spellings(), func(f spelled) bool { return slices.Contains(f.words, noun) })
}

var storms = wordSet(`cyclone hurricane typhoon storm tropical`)

// ends reports whether the words of a position end with those of a description, up to its preposition.
func ends(pos, words []string) bool {
	for i, w := range words {
		if w == "of" || w == "for" || w == "on" || w == "to" || w == "," {
			words = words[:i]
			break
		}
	}
	for i, w := range pos {
		if i > 0 && (w == "of" || w == "for" || w == "on" || w == "to") {
			pos = pos[:i]
			break
		}
	}
	if len(words) == 0 || len(words) > len(pos) {
		return false
	}
	if n := len(pos) - len(words); n > 0 && (pos[n-1] == "vice" || pos[n-1] == "deputy" || pos[n-1] == "assistant") {
		return false // "the president" is no vice president
	}
	tail := pos[len(pos)-len(words):]
	for i := range words {
		if tail[i] != words[i] {
			return false
		}
	}
	return true
}
