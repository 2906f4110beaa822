package resolve

import (
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// Every country has a supreme court, a health ministry, an army. A name made of such words alone names no one body: it is
// scoped by the country that the text puts to it, or else by the one that the article is about; and "India's Supreme
// Court", "the Supreme Court of India" and, in an article about India, "the Supreme Court" are one.

// institutionHeads are what such a name is headed by.
var institutionHeads = wordSet(`court parliament senate house assembly congress cabinet government ministry department office army navy force forces
	police military guard bank commission committee council service agency party treasury chamber prosecutor judiciary administration secretariat
	embassy legislature authority union board`)

// institutionWords are what such a name is made of.
var institutionWords = wordSet(`supreme high federal constitutional court courts appeal appeals criminal civil parliament senate house representatives
	assembly national congress cabinet government ministry department office foreign external interior internal defence defense finance financial
	health education justice treasury environment environmental transport transportation agriculture energy economy economic labour labor culture
	information affairs home army navy air force forces police military armed guard coast border central bank reserve electoral election commission
	committee council security intelligence service agency state party prosecutor general public royal presidential chamber deputies lower upper
	legislative executive judiciary administration secretariat green socialist communist conservative liberal democratic republican social christian
	people's peoples workers progressive reform constitution solidarity prohibition unity independence unity freedom centre center nationalist popular radical libertarian of for the and trade
	industry commerce science technology sport sports tourism emergency emergencies situations water resources development planning anti-corruption
	human rights immigration customs revenue tax statistics weather meteorological district county provincial regional city town local municipal
	appellate magistrates crown sessions embassy legislature authority special forces union board republic`)

// lowered are the bases that the news writes in small letters.
var lowered = wordSet(`army navy police government parliament military forces cabinet opposition regime media authorities embassy administration state
	legislature judiciary treasury senate`)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// institution splits a name into what kind of body it is and the country it puts to that; ok says whether the name is made
// of such words at all.
func (p *pass) institution(text string) (base, country string, ok bool) {
	words := strings.Fields(strings.ReplaceAll(text, "’", "'"))
	if len(words) > 1 && strings.EqualFold(words[0], "the") {
		words = words[1:]
	}
	// "Indian …", "India's …", "New Zealand …"
	for n := min(3, len(words)-1); n > 0; n-- {
		if e, ok := p.countryNamed(strings.Join(words[:n], " ")); ok {
			if adj := strings.EqualFold(words[n-1], e.Adjective); !adj && !possessive(words[n-1]) && strings.EqualFold(words[len(words)-1], "party") {
				return "", "", false // a "UK Independence Party" has the country in its name
			}
			country = e.ID
			words = words[n:]
			if len(words) > 1 && possessive(words[0]) {
				words = words[1:]
			}
			break
		}
	}
	// "… of India", "… of the Philippines"
	for i := len(words) - 2; i > 0 && country == ""; i-- {
		if !strings.EqualFold(words[i], "of") {
			continue
		}
		if e, ok := p.countryNamed(strings.Join(words[i+1:], " ")); ok {
			country = e.ID
			words = words[:i]
		}
		break
	}
	head := false
	for i, w := range words {
		w = strings.ToLower(w)
		if !institutionWords[w] {
			return "", "", false
		}
		last := i+1 == len(words) || strings.EqualFold(words[i+1], "of") || strings.EqualFold(words[i+1], "for")
		head = head || last && institutionHeads[w]
	}
	if !head || len(words) == 0 {
		return "", "", false
	}
	// "Ministry of Health" is the "Health Ministry".
	if len(words) > 2 && (strings.EqualFold(words[0], "ministry") || strings.EqualFold(words[0], "department")) && strings.EqualFold(words[1], "of") {
		words = append(append([]string{}, words[2:]...), words[0])
	}
	return baseCase(strings.Join(words, " ")), country, true
}

// countryNamed is the country that text names or whose adjective it is.
func (p *pass) countryNamed(text string) (gazetteer.Entry, bool) {
	for _, h := range p.lookup(text) {
		if h.Entry.Class == "Country" && h.Kind != gazetteer.Surname {
			return h.Entry, true
		}
	}
	return gazetteer.Entry{}, false
}

// baseCase is what a kind of body is called: with capitals, "Supreme Court", but for those that the news writes without.
func baseCase(base string) string {
	words := strings.Fields(strings.ToLower(base))
	if len(words) == 0 {
		return base
	}
	if lowered[words[len(words)-1]] && len(words) <= 2 {
		return strings.Join(words, " ")
	}
	for i, w := range words {
		if i == 0 || w != "of" && w != "for" && w != "the" && w != "and" {
			words[i] = titled(w)
		}
	}
	return strings.Join(words, " ")
}

// dominant is the country that the article is about: the one it speaks of most, by a clear margin, and by a wide one where it
// is written in another of which it speaks; where no margin is clear, that where it is written if it speaks of none more.
// It is empty where there is none.
func (p *pass) dominant() string {
	best, n, second := "", 0, 0
	for id, k := range p.about {
		switch {
		case k > n || k == n && id < best:
			best, n, second = id, k, n
		case k > second:
			second = k
		}
	}
	if n >= 2 && n*2 >= second*3 {
		if p.home != "" && p.home != best && n < 3*p.about[p.home] {
			return ""
		}
		return best
	}
	if p.about[p.home] >= n {
		return p.home
	}
	return ""
}

// bestKnown reports whether a kind of body that has no country is the one of a country that is best known by its name: the
// article speaks of that country, of no other more.
func (p *pass) bestKnown(country string) bool {
	n, other := p.spoken(country)
	return n > 0 && n >= other
}

// several reports whether an article names more than one body that is best known as the same country's, "the Senate" and
// "Congress", and does not speak of another much more: these then are its.
func (p *pass) several(country string) bool {
	n, other := p.spoken(country)
	return len(p.shared[country]) > 1 && n*2 >= other
}

// spoken is how often the article speaks of a country, and of another at most.
func (p *pass) spoken(country string) (n, other int) {
	for id, k := range p.about {
		if id != country {
			other = max(other, k)
		}
	}
	return p.about[country], other
}

// monarchies are the countries that have royal bodies: an air force of another is no Royal Air Force.
var monarchies = wordSet(`United_Kingdom Australia Canada New_Zealand Jamaica Belgium Denmark Netherlands Norway Spain Sweden Luxembourg Jordan
	Saudi_Arabia Bahrain Oman Kuwait Qatar Morocco Thailand Cambodia Malaysia Brunei Bhutan Eswatini Lesotho Tonga Japan`)

// royal reports whether a kind of body is one that only monarchies have.
func royal(base string) bool { return strings.HasPrefix(strings.ToLower(base), "royal ") }

// onlyOne is the only body that the gazetteer knows by a name; ok is false where there is none or more.
func (p *pass) onlyOne(name string) (e gazetteer.Entry, ok bool) {
	for _, h := range p.lookup(name) {
		if h.Kind != gazetteer.Name || !p.r.schema.IsA(h.Entry.Class, "Organization") || ok && h.Entry.ID != e.ID {
			return gazetteer.Entry{}, false
		}
		e, ok = h.Entry, true
	}
	return e, ok
}

// body identifies a cluster whose names are those of a kind of institution, and reports whether it is one.
func (p *pass) body(c *cluster) bool {
	if c.class == nlp.Event || c.class == nlp.Work || c.class == nlp.Nationality {
		return false
	}
	var base, country string
	for _, f := range c.surface() {
		b, k, ok := p.institution(f)
		if !ok {
			if isAcronym(f) || !strings.Contains(f, " ") && len(c.forms) > 1 {
				continue // "Reform" for short
			}
			return false
		}
		if base == "" || k != "" && country == "" {
			base = b
		}
		if country == "" {
			country = k
		}
	}
	if base == "" || c.entry != nil && c.entry.Rank >= 9 {
		return false
	}
	if c.entry != nil && (c.entry.Country == "" || country == c.entry.Country) {
		return false
	}
	how := "the text names its country"
	if country == "" {
		country = c.country
	}
	if country == "" && c.entry != nil && (royal(base) || p.several(c.entry.Country)) {
		return false
	}
	if country == "" && !bareHead(strings.ToLower(base)) {
		country = p.dominant()
		how = "the article is about its country"
		if country != "" && royal(base) && !monarchies[country] {
			country = ""
			if e, ok := p.onlyOne(base); ok {
				c.entry, c.reason = &e, "known by this name, and the country of the article has none of its kind"
				p.known(c)
				return true
			}
		}
	}
	if country == "" && c.entry != nil && p.bestKnown(c.entry.Country) {
		return false // the best known one, and the article speaks of its country
	}
	c.entry, c.reason = nil, ""
	if country == "" {
		c.label, c.cls = base, p.classOf(c)
		c.reason = "a kind of body, and nothing in the article says of which country"
		p.take(c, gazetteer.LocalName(base)+p.own())
		return true
	}
	e, _ := p.r.get(country)
	label := adjectiveOf(e) + " " + base
	for _, name := range []string{label, base} {
		for _, h := range p.lookup(name) {
			if h.Kind == gazetteer.Name && h.Entry.Country == country && p.r.schema.IsA(h.Entry.Class, "Organization") {
				found := h.Entry
				c.entry = &found
				c.reason = "a kind of body, and " + how
				p.known(c)
				return true
			}
		}
	}
	c.country = country
	c.label, c.cls = label, p.classOf(c)
	c.reason = "a kind of body, and " + how
	p.take(c, gazetteer.LocalName(label))
	return true
}

// adjectiveOf is how a country is put before a noun.
func adjectiveOf(e gazetteer.Entry) string {
	if e.Adjective != "" {
		return e.Adjective
	}
	return e.Label
}

// partyWords are what the parties of many countries, and their members, go by.
var partyWords = wordSet(`democrat democrats democratic republican republicans conservative conservatives liberal liberals labour labor socialist
	socialists communist communists green greens reform unionist unionists nationalist nationalists`)

// otherParty gives what the parties of many countries go by to the article alone where it is about another country than that
// of the party that is best known so, of which it does not speak, and reports whether it did: "the Democrats" of an article
// about Peru.
func (p *pass) otherParty(c *cluster) bool {
	if c.entry == nil || c.entry.Class != "Party" || c.entry.Rank >= 9 || p.about[c.entry.Country] > 0 {
		return false
	}
	if d := p.dominant(); d == "" || d == c.entry.Country {
		return false
	}
	for _, f := range c.spellings() {
		if !partyWords[f.key] {
			return false
		}
	}
	c.label, c.cls = c.surface()[0], "Party"
	c.entry = nil
	c.reason = "a name of parties of many countries, and the article does not speak of that of the best known"
	p.take(c, gazetteer.LocalName(c.label)+p.own())
	return true
}

// take gives c an id that several clusters may arrive at: the later ones become part of the first.
func (p *pass) take(c *cluster, id string) {
	if old := p.used[id]; old != nil && old != c {
		label, reason := old.label, old.reason
		p.merge(old, c)
		old.label, old.reason = label, reason
		return
	}
	c.id = id
	p.used[id] = c
}
