package resolve

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/schema"
)

// pass resolves one document.
type pass struct {
	r       *Resolver
	d       *nlp.Doc
	meta    Meta
	names   []name     // name mentions, in text order
	of      []*cluster // by mention; nil where it has none
	byToken []int      // by token: the mention that it heads, names first, or -1
	all     []*cluster
	near    map[string]int        // ids of countries that the article speaks of: how often
	about   map[string]int        // the same, without what every country has: "the Senate" does not speak of the United States
	shared  map[string]wordsOf    // by country: names of what every country has that are best known as this one's
	home    string                // id of the country where the article is written, or empty
	times   map[string]int        // how often each name comes, by key
	chain   map[int]*cluster      // what the names of a chain agree on
	used    map[string]*cluster   // by id
	groups  map[string][]*cluster // groups by what they are, "rebels"
	decided []note
	looked  map[string][]gazetteer.Hit
	genera  map[string]bool // keys of words that end several names
	fuller  map[string]bool // ids of places that the article calls by name and kind, "Amazon rainforest"
}

// name is a mention by name, as it is compared.
type name struct {
	mention  int
	text     string    // without "the", titles and possessive
	key      string    // gazetteer.Key of text
	class    nlp.Class // what the recogniser says
	position string    // words before the name that say what a person is: "foreign minister"
	country  string    // id of the country that these words name: "Russian Foreign Minister …"
	articled bool      // begins with "The", and is something else without it
	c        *cluster
}

// cluster is the mentions of one thing in a document.
type cluster struct {
	mentions []int          // in the order in which they joined
	forms    map[string]int // changed by addForm only
	spelled  []spelled      // see spellings
	first    int            // index of its first mention
	at       nlp.Span       // where it is first found, for what no mention names
	class    nlp.Class
	person   bool
	given    []string // keys of given names, for a person with a full name
	family   []string // keys of the family name

	merged     *cluster // what this one became part of; nil where it stands
	entry      *gazetteer.Entry
	id         string
	label      string
	cls        schema.ClassID
	country    string
	sector     string
	former     string
	renamed    string // its present name, where the text gives one
	positions  []string
	standsFor  []string
	acts       bool // whether it does something, or has something done to it, rather than being a place
	reason     string
	candidates []Candidate
	aliases    map[string]bool
}

func (p *pass) newCluster(class nlp.Class, at int) *cluster {
	c := &cluster{class: class, first: at, forms: map[string]int{}, aliases: map[string]bool{}}
	p.all = append(p.all, c)
	return c
}

func (p *pass) join(c *cluster, n *name) {
	n.c = c
	c.mentions = append(c.mentions, n.mention)
	c.addForm(n.text, 1)
	c.first = min(c.first, n.mention)
	if n.position != "" {
		c.positions = append(c.positions, n.position)
	}
	if c.country == "" {
		c.country = n.country
	}
	p.of[n.mention] = c
}

// merge puts all of b into a.
func (p *pass) merge(a, b *cluster) {
	if a == b {
		return
	}
	a.mentions = append(a.mentions, b.mentions...)
	for f, n := range b.forms {
		a.addForm(f, n)
	}
	a.first = min(a.first, b.first)
	a.positions = append(a.positions, b.positions...)
	if a.country == "" {
		a.country = b.country
	}
	if a.entry == nil {
		a.entry = b.entry
	}
	if a.former == "" {
		a.former = b.former
	}
	for i := range p.names {
		if p.names[i].c == b {
			p.names[i].c = a
			p.of[p.names[i].mention] = a
		}
	}
	b.merged = a
	p.all = slices.DeleteFunc(p.all, func(c *cluster) bool { return c == b })
}

// now is c, or what it became part of.
func (c *cluster) now() *cluster {
	for c.merged != nil {
		c = c.merged
	}
	return c
}

// surface lists the forms of a cluster: the most frequent first, then the longest, then by letters.
func (c *cluster) surface() []string {
	out := make([]string, 0, len(c.forms))
	for f := range c.forms {
		out = append(out, f)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if c.forms[a] != c.forms[b] {
			return c.forms[a] > c.forms[b]
		}
		if len(a) != len(b) {
			return len(a) > len(b)
		}
		return a < b
	})
	return out
}

// index finds the mention that each token heads: a name before any other, the longer before the shorter.
func (p *pass) index() {
	for i := range p.byToken {
		p.byToken[i] = -1
	}
	for i, m := range p.d.Mentions {
		if m.Head < 0 || m.Head >= len(p.byToken) {
			continue
		}
		old := p.byToken[m.Head]
		if old < 0 || m.Kind == nlp.Name && p.d.Mentions[old].Kind != nlp.Name {
			p.byToken[m.Head] = i
		}
	}
}

// readNames collects the names of the document.
func (p *pass) readNames() {
	for i, m := range p.d.Mentions {
		if m.Kind != nlp.Name {
			continue
		}
		if whole, ok := p.familyFirst(m); ok {
			m = whole
		}
		n := name{mention: i, class: m.Class}
		n.text = p.clean(m, &n)
		n.key = gazetteer.Key(n.text)
		if n.key == "" || !cased(n.text) || p.onlyTitles(m) || n.key == "nation" || n.key == "country" {
			continue // "the Lord Mayor" is no name
		}
		if n.class == nlp.Person && n.position == "" && bodyWord(n.text) {
			n.class = nlp.Organization
		}
		if n.class == nlp.Other && n.position != "" && !p.knownOther(n.text) {
			n.class = nlp.Person // "Secretary Doe"
		}
		if n.class == nlp.Person && n.position == "" {
			p.titleBefore(m, &n)
		}
		if n.class == nlp.Nationality && m.First > 0 {
			p.longerNationality(m, &n)
		}
		p.longerPlace(m, &n)
		p.articled(m, &n)
		p.names = append(p.names, n)
	}
	p.letters()
	p.agreeOnPersons()
	p.findGenera()
}

// longerNationality takes the word before a nationality into it where both together are one: "American Samoan".
func (p *pass) longerNationality(m nlp.Mention, n *name) {
	both := p.d.Word(m.First-1) + " " + n.text
	if p.d.SentenceOf(m.First-1) != p.d.SentenceOf(m.First) || !cased(p.d.Word(m.First-1)) {
		return
	}
	for _, h := range p.lookup(both) {
		if h.Kind == gazetteer.Adjective || h.Kind == gazetteer.People {
			n.text, n.key = both, gazetteer.Key(both)
			return
		}
	}
}

// findGenera finds the words that end three or more names of the article, two at least no persons': "Linux" is short for
// none of Red Linux, Blue Linux and Green Linux, and is nobody's family name.
func (p *pass) findGenera() {
	ends := map[string]map[string]bool{}
	other := map[string]map[string]bool{}
	for i := range p.names {
		n := &p.names[i]
		k := strings.LastIndexByte(n.key, ' ')
		if k < 0 || n.class == nlp.Nationality {
			continue
		}
		last := n.key[k+1:]
		if ends[last] == nil {
			ends[last], other[last] = map[string]bool{}, map[string]bool{}
		}
		ends[last][n.key[:k]] = true
		if n.class != nlp.Person && n.position == "" {
			other[last][n.key[:k]] = true
		}
	}
	p.genera = map[string]bool{}
	for w, names := range ends {
		if len(names) >= 3 && len(other[w]) >= 2 {
			p.genera[w] = true
		}
	}
	for i := range p.names {
		if n := &p.names[i]; n.class == nlp.Person && n.position == "" && p.genera[n.key[strings.LastIndexByte(n.key, ' ')+1:]] {
			n.class = nlp.Other
		}
	}
}

// agreeOnPersons settles whether a name is a person's where the recogniser says so of some of its mentions only: as most of
// them have it. The family name of someone who has a full name too is left alone, as a place may have the same.
func (p *pass) agreeOnPersons() {
	votes := map[string]map[nlp.Class]int{}
	families, titled := map[string]bool{}, map[string]bool{}
	for i := range p.names {
		n := &p.names[i]
		if n.class == nlp.Person && n.position != "" {
			titled[n.key] = true
		}
		if votes[n.key] == nil {
			votes[n.key] = map[nlp.Class]int{}
		}
		votes[n.key][n.class]++
		if n.class == nlp.Person {
			if given, family := gazetteer.Parts(n.text, n.country); len(given) > 0 {
				for _, k := range gazetteer.FamilyKeys(family) {
					families[k] = true
				}
			}
		}
	}
	for i := range p.names {
		n := &p.names[i]
		v := votes[n.key]
		if n.class == nlp.Other && titled[n.key] && !p.knownOther(n.text) {
			n.class = nlp.Person
			continue
		}
		if len(v) < 2 || families[n.key] || v[nlp.Person] == 0 || n.class == nlp.Nationality {
			continue
		}
		if best := majority(v); best == nlp.Person && n.class != nlp.Person && !p.knownOther(n.text) || best != nlp.Person && n.class == nlp.Person && n.position == "" {
			n.class = best
		}
	}
}

// cased reports whether a name has a letter or a digit that English is written with: a quotation in a script without
// capitals has names that nobody here can tell from other words.
func cased(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) || r >= '0' && r <= '9' }) >= 0
}

// onlyTitles reports whether a mention is made of titles alone, "the Secretary", or says of what someone is one, "Governor of
// Utah", and is nothing that the gazetteer knows.
func (p *pass) onlyTitles(m nlp.Mention) bool {
	i, last := m.First, m.Last
	for i < last && (determiner(p.d.Word(i)) || strings.EqualFold(p.d.Word(i), "the")) {
		i++
	}
	for last > i && possessive(p.d.Word(last-1)) {
		last--
	}
	if i == last || len(p.lookup(p.words(i, last))) > 0 {
		return false
	}
	for first := i; i < last; {
		k := p.title(i, last)
		if k == 0 {
			return i > first && i+1 < last && strings.EqualFold(p.d.Word(i), "of")
		}
		i += k
	}
	return true
}

// bodyWords end the names of bodies and of no person.
var bodyWords = map[string]bool{
	"front": true, "army": true, "party": true, "movement": true, "group": true, "forces": true, "brigade": true, "brigades": true, "union": true,
	"council": true, "agency": true, "ministry": true, "corps": true, "coalition": true, "alliance": true, "committee": true,
	"organization": true, "organisation": true, "association": true, "company": true, "corporation": true, "university": true,
	"institute": true, "department": true, "commission": true, "federation": true, "league": true, "congress": true, "parliament": true,
	"inc": true, "ltd": true, "corp": true, "plc": true, "llc": true, "foundation": true, "observatory": true, "airlines": true,
}

// bodyWord reports whether a name of several words ends as those of bodies do.
func bodyWord(name string) bool {
	words := strings.Fields(gazetteer.Key(name))
	return len(words) > 1 && bodyWords[words[len(words)-1]]
}

// clean is the name itself: without article, possessive, quotation marks and, for a person, titles.
func (p *pass) clean(m nlp.Mention, n *name) string {
	first, last := m.First, m.Last
	for last > first+1 && possessive(p.d.Word(last-1)) {
		last--
	}
	for first < last-1 && determiner(p.d.Word(first)) {
		first++
	}
	if m.Class == nlp.Person {
		if last-first > 2 && weekdays[p.d.Word(first)] {
			first++ // "last Saturday Jane Roe"
		}
		first = p.skipPlace(first, last)
	}
	if m.Class == nlp.Person || m.Class == nlp.Other && p.title(p.afterUS(first), last-1) > 0 && (last-first <= 3 || last-first <= 5 && p.allNames(first+1, last)) {
		first = p.skipTitles(first, last, n)
	}
	text := strings.Join(strings.Fields(p.d.Text[p.d.Tokens[first].Start:p.d.Tokens[last-1].End]), " ")
	text = strings.TrimFunc(text, func(r rune) bool { return strings.ContainsRune(`"'“”‘’«»,;:।|`, r) })
	for _, s := range []string{"'s", "’s"} {
		text = strings.TrimSuffix(text, s)
	}
	if words := strings.Fields(text); cased(text) { // "HIV के" is HIV
		a, b := 0, len(words)
		for !cased(words[a]) {
			a++
		}
		for !cased(words[b-1]) {
			b--
		}
		text = strings.Join(words[a:b], " ")
	}
	text = spacedInitials.ReplaceAllString(strings.ReplaceAll(text, "’", "'"), "$1.$2.")
	text = spacedPeriod.ReplaceAllString(text, "$1.")
	if m.Class != nlp.Person {
		if head, tail, ok := strings.Cut(text, ", "); ok && head != "" {
			if c := p.region(tail); c != "" {
				n.country, text = c, head
			}
		}
	}
	return text
}

// afterUS is the token after "US" at first, which is a title only where another follows: "US Secretary Doe", but not "US
// Constitution".
func (p *pass) afterUS(first int) int {
	if w := p.d.Word(first); w == "US" || w == "U.S." {
		return first + 1
	}
	return first
}

var weekdays = wordSet(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday`)

// skipPlace is the first token after a place that the recogniser has taken for the beginning of the name of someone known:
// "Vermont Jane Roe".
func (p *pass) skipPlace(first, last int) int {
	for n := 1; n <= 2 && last-first-n >= 2; n++ {
		hits := p.lookup(p.words(first, first+n))
		if len(hits) == 0 || hits[0].Kind != gazetteer.Name || hits[0].Entry.Class == "Person" || len(p.lookup(p.words(first, last))) > 0 {
			continue
		}
		for _, h := range p.lookup(p.words(first+n, last)) {
			if h.Kind == gazetteer.Name && h.Entry.Class == "Person" {
				return first + n
			}
		}
	}
	return first
}

// allNames reports whether tokens are all proper names or marks.
func (p *pass) allNames(first, last int) bool {
	for i := first; i < last; i++ {
		if u := p.d.Tokens[i].UPOS; u != "PROPN" && u != "PUNCT" {
			return false
		}
	}
	return true
}

// spacedInitials are those of "U. S.".
var spacedInitials = regexp.MustCompile(`\b(\p{Lu})\. (\p{Lu})\.`)

// spacedPeriod is that of a text with spaces between all tokens: "Dr .", "John F . Kennedy".
var spacedPeriod = regexp.MustCompile(`\b(\p{Lu}\p{Ll}{0,2}) \.`)

// region is the country of a place that follows another after a comma: "Portland, Oregon", "Houston, TX".
func (p *pass) region(tail string) string {
	if len(tail) == 2 && strings.Contains(stateCodes, " "+tail+" ") {
		return "United_States"
	}
	for _, h := range p.lookup(tail) {
		switch {
		case h.Kind != gazetteer.Name:
		case h.Entry.Class == "Country":
			return h.Entry.ID
		case h.Entry.Class == "Region" && h.Entry.Country != "":
			return h.Entry.Country
		}
	}
	return ""
}

const stateCodes = " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC "

// determiner reports whether a word before a name is no part of it: "the", "this", "our".
func determiner(w string) bool {
	switch strings.ToLower(w) {
	case "the", "this", "these", "that", "those", "our", "its", "their", "his", "her", "my", "your", "a", "an":
		return w != "A" && w != "AN"
	}
	return false
}

func possessive(w string) bool { return w == "'s" || w == "’s" || w == "'" || w == "’" }

// skipTitles is the first token of the name proper: "Foreign Minister Sergei Lavrov" begins with two of title.
func (p *pass) skipTitles(first, last int, n *name) int {
	for first < last-1 {
		if hits := p.lookup(p.d.Word(first)); len(hits) > 0 && hits[0].Kind == gazetteer.Adjective && p.title(first+1, last) > 0 {
			n.country = hits[0].Entry.ID
			first++
			continue
		}
		k := p.title(first, last)
		if k == 0 || first+k >= last {
			return first
		}
		n.position = strings.TrimSpace(n.position + " " + strings.ToLower(p.words(first, first+k)))
		first += k
	}
	return first
}

// title is how many tokens from first on make a title, at most three; 0 for none.
func (p *pass) title(first, last int) int {
	for k := min(4, last-first); k > 0; k-- {
		key := strings.ToLower(strings.ReplaceAll(p.words(first, first+k), " ", "_"))
		if p.r.schema.Title(strings.TrimSuffix(key, ".")) || honorifics[key] {
			return k
		}
	}
	return 0
}

// honorifics say nothing but that a person's name follows.
var honorifics = map[string]bool{
	"mr": true, "mr.": true, "mrs": true, "mrs.": true, "ms": true, "ms.": true, "dr": true, "dr.": true, "sir": true, "prof": true, "prof.": true,
	"gen": true, "gen.": true, "lt": true, "lt.": true, "col": true, "col.": true, "capt": true, "capt.": true, "sgt": true, "sgt.": true,
	"sen": true, "sen.": true, "rep": true, "rep.": true, "gov": true, "gov.": true, "rev": true, "rev.": true, "lord": true, "lady": true,
	"dame": true, "hon": true, "hon.": true, "maj": true, "maj.": true, "miss": true, "madame": true, "monsieur": true, "adm": true, "adm.": true,
	"lieutenant_general": true, "major_general": true, "brigadier_general": true, "vice_president": true, "prime_minister": true,
	"foreign_minister": true, "defence_minister": true, "defense_minister": true, "secretary_of_state": true, "attorney_general": true,
	"crown_prince": true, "first_lady": true, "us": true, "u.s.": true,
}

func (p *pass) words(first, last int) string {
	var b strings.Builder
	for i := first; i < last; i++ {
		if i > first {
			b.WriteByte(' ')
		}
		b.WriteString(p.d.Word(i))
	}
	return b.String()
}

// titleBefore reads what stands before a person's name: "Russian counterpart" right before it, or "UN envoy on Syria"
// before the comma before it.
func (p *pass) titleBefore(m nlp.Mention, n *name) {
	start := 0
	if s := p.d.SentenceOf(m.First); s < len(p.d.Sentences) {
		start = p.d.Sentences[s].First
	}
	end := m.First
	apart := end > start && p.d.Word(end-1) == ","
	if apart {
		end--
	}
	from := end
	for from > start && end-from < 7 && (p.nounish(from-1) || apart && from < end && p.d.Tokens[from-1].UPOS == "ADP") {
		from--
	}
	// The head is the last word of the phrase, or the one before its preposition.
	head := end - 1
	for i := from + 1; i < end; i++ {
		if p.d.Tokens[i].UPOS == "ADP" {
			head = i - 1
			break
		}
	}
	if head < from || !p.isTitle(head) {
		return
	}
	if c, after := p.countryIn(from, head); c != "" {
		n.country, from = c, after
	}
	n.position = strings.ToLower(p.words(from, end))
}

// countryIn is the country that the last name between two tokens is, or is in, and the token after that name. Longer
// names come first: "New Mexico" is not in Mexico.
func (p *pass) countryIn(first, last int) (country string, after int) {
	for i := first; i < last; i++ {
		for k := min(3, last-i); k > 0; k-- {
			hits := p.lookup(p.words(i, i+k))
			if len(hits) == 0 || hits[0].Kind == gazetteer.Surname || hits[0].Entry.Class == "Person" {
				continue
			}
			if e := hits[0].Entry; e.Class == "Country" {
				country, after = e.ID, i+k
			} else if e.Country != "" && e.Rank >= 2 {
				country, after = e.Country, i+k
			}
			i += k - 1
			break
		}
	}
	return country, after
}

func (p *pass) nounish(i int) bool {
	switch p.d.Tokens[i].UPOS {
	case "NOUN", "PROPN", "ADJ", "NUM":
		return true
	}
	return possessive(p.d.Word(i))
}

// isTitle reports whether a token says what a person is.
func (p *pass) isTitle(i int) bool {
	lemma := p.lemma(i)
	if p.r.schema.Title(lemma) {
		return true
	}
	h, ok := p.r.schema.Head(lemma)
	return ok && h.Class == "Person" && p.d.Tokens[i].UPOS != "ADJ"
}
