package resolve

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/resolve/join"
)

// marks are what the article says of a person that tells them from a namesake, see kg/resolve/join: occupations in titles,
// in apposition and after "is", the country that a title names, age, year of birth, year of death. Of whom the gazetteer
// knows, and of a family name alone, there are none.
func (p *pass) marks(c *cluster) []string {
	if c.cls != "Person" || c.entry != nil || len(c.given) == 0 {
		return nil
	}
	found := p.occupations(c)
	year := p.year()
	for i := range p.names {
		n := &p.names[i]
		if n.c != c {
			continue
		}
		m := p.d.Mentions[n.mention]
		if c.country != "" && n.country == c.country && p.countryBefore(m, n, c.country) {
			found[join.MarkOf+c.country] = true
		}
		p.born(m, year, found)
		if p.d.Has&nlp.Tree != 0 {
			p.died(m, year, found)
		}
	}
	return sortedWords(found)
}

// occupations are those that the article gives a person, now and before, as marks.
func (p *pass) occupations(c *cluster) map[string]bool {
	found := map[string]bool{}
	for i := range p.names {
		n := &p.names[i]
		if n.c != c {
			continue
		}
		m := p.d.Mentions[n.mention]
		p.calledBy(n, m, found)
		if p.d.Has&nlp.Tree != 0 {
			p.described(m, found)
		}
	}
	return found
}

// offices are what those of a sector are, as an occupation.
var offices = map[string]string{"GOV": "politician", "LEG": "politician", "OPP": "politician", "PTY": "politician", "MIL": "soldier", "JUD": "judge"}

// namesake is the occupation by which a person of the article is not the one of the gazetteer who has the name: a golfer is
// none of the members of Congress. It is empty where they may be one, and for those whom all know, who may be actors too.
func (p *pass) namesake(c *cluster, e *gazetteer.Entry) string {
	office := offices[e.Sector]
	if e.Class != "Person" || e.Rank > 1 || office == "" || len(c.given) == 0 {
		return ""
	}
	first := ""
	for _, m := range sortedWords(p.occupations(c)) {
		kind, what, _ := strings.Cut(m, " ")
		if !join.OccupationsApart(what, office) {
			return ""
		}
		if kind+" " == join.MarkIs && first == "" {
			first = what
		}
	}
	return first
}

// countryBefore reports whether the title of a name has a country in it, or its adjective, by itself: a member of Congress may
// be one of another country's than the United States.
func (p *pass) countryBefore(m nlp.Mention, n *name, country string) bool {
	start := p.d.Sentences[p.d.SentenceOf(m.First)].First
	words := len(strings.Fields(n.position)) + 2
	for i := max(start, m.First-words); i < m.Last; i++ {
		for _, h := range p.lookup(p.d.Word(i)) {
			if h.Entry.ID == country && (h.Kind == gazetteer.Adjective || h.Kind == gazetteer.Name) {
				return true
			}
		}
	}
	return false
}

// calledBy notes the occupations among the words before a name: "Norwegian Foreign Minister", "former golfer".
func (p *pass) calledBy(n *name, m nlp.Mention, found map[string]bool) {
	if words := strings.Fields(n.position); len(words) > 0 {
		at := len(words)
		if of := slices.IndexFunc(words, func(w string) bool { return w == "of" || w == "for" || w == "on" }); of > 0 {
			at = of
		}
		former := slices.ContainsFunc(words[:at], isFormer)
		noteOccupation(words[:at], former, found)
		return
	}
	start := p.d.Sentences[p.d.SentenceOf(m.First)].First
	from := m.First
	for from > start && m.First-from < 3 && (p.d.Tokens[from-1].UPOS == "NOUN" || p.d.Tokens[from-1].UPOS == "PROPN") {
		from--
	}
	if from < m.First {
		p.noteNoun(from, m.First-1, found)
	}
}

// described notes the occupations that stand beside a name, "Ann Lee, a golfer", and after "is".
func (p *pass) described(m nlp.Mention, found map[string]bool) {
	s := p.d.Sentences[p.d.SentenceOf(m.First)]
	head := p.d.Tokens[m.Head]
	for i := s.First; i < s.Last; i++ {
		t := p.d.Tokens[i]
		if t.Rel == "appos" && t.Head == m.Head && t.UPOS == "NOUN" {
			p.noteNoun(p.firstOfNoun(i, s), i, found)
			for k := i + 1; k < s.Last; k++ { // "a golfer and coach"
				if u := p.d.Tokens[k]; u.Rel == "conj" && u.Head == i && u.UPOS == "NOUN" {
					p.noteNoun(p.firstOfNoun(k, s), k, found)
				}
			}
		}
	}
	if head.Head < 0 || head.Rel != "nsubj" && head.Rel != "appos" {
		return
	}
	noun := head.Head
	if p.d.Tokens[noun].UPOS != "NOUN" || p.many(noun) {
		return
	}
	is := head.Rel == "appos" // "the golfer Ann Lee"
	for i := s.First; i < s.Last; i++ {
		t := p.d.Tokens[i]
		if t.Head != noun {
			continue
		}
		switch {
		case t.Rel == "cop":
			is = is || head.Rel == "nsubj"
		case t.Rel == "aux" || t.Rel == "mark" || strings.EqualFold(t.Lemma, "not") || strings.EqualFold(t.Lemma, "no"):
			return // "may be a golfer", "if she is a golfer", "is no golfer"
		}
	}
	if is {
		p.noteNoun(p.firstOfNoun(noun, s), noun, found)
	}
}

// firstOfNoun is the first of the nouns and adjectives in a row that end in one.
func (p *pass) firstOfNoun(i int, s nlp.Sentence) int {
	for i > s.First && (p.d.Tokens[i-1].UPOS == "NOUN" || p.d.Tokens[i-1].UPOS == "ADJ") {
		i--
	}
	return i
}

// noteNoun notes the occupation that tokens from first to last are.
func (p *pass) noteNoun(first, last int, found map[string]bool) {
	var words []string
	for i := first; i <= last; i++ {
		words = append(words, strings.ToLower(p.d.Word(i)))
	}
	former := slices.ContainsFunc(words, isFormer)
	if first > 0 && isFormer(strings.ToLower(p.d.Word(first-1))) {
		former = true
	}
	words[len(words)-1] = strings.ToLower(p.lemma(last))
	noteOccupation(words, former, found)
}

func isFormer(w string) bool {
	switch strings.TrimSuffix(w, "-") {
	case "former", "ex", "retired", "then", "onetime", "one-time", "late", "erstwhile", "disgraced":
		return true
	}
	return strings.HasPrefix(w, "ex-")
}

// noteOccupation notes what words end in: "prime minister" before "minister".
func noteOccupation(words []string, former bool, found map[string]bool) {
	kind := join.MarkIs
	if former {
		kind = join.MarkWas
	}
	for n := min(3, len(words)); n > 0; n-- {
		if w := strings.TrimPrefix(strings.Join(words[len(words)-n:], " "), "ex-"); join.Occupation(w) {
			found[kind+w] = true
			return
		}
	}
}

// How a text gives the age or the year of birth of the one whom it names before or after that.
var (
	ageBefore  = regexp.MustCompile(`\b(\d{1,3})[- ]year[- ]old( [\p{L}-]+){0,2} $`)
	ageAfter   = regexp.MustCompile(`^(?:, (?:aged |age )?(\d{1,3})[,.;]| \((\d{1,3})\)|, (?:an? |the )?(\d{1,3})[- ]year[- ]old\b)`)
	bornAfter  = regexp.MustCompile(`^,? ?\(?born (?:on |in )?(?:[\p{L}\d. ,]{0,20} )?((?:18|19|20)\d\d)\b`)
	yearsAfter = regexp.MustCompile(`^ \(((?:18|19|20)\d\d)[-–—](?:18|19|20)\d\d\)`)
	diedIn     = regexp.MustCompile(`^[^.;]{0,60}?\bin (?:\p{Lu}\p{L}+ )?((?:18|19|20)\d\d)\b`)
)

// born notes when the one of a mention was born, as the words around it say.
func (p *pass) born(m nlp.Mention, year int, found map[string]bool) {
	s := p.d.Sentences[p.d.SentenceOf(m.First)]
	before, after := p.d.Text[s.Start:m.Start], p.d.Text[m.End:max(m.End, s.End)]
	age := ""
	if g := ageBefore.FindStringSubmatch(before); g != nil {
		age = g[1]
	} else if g := ageAfter.FindStringSubmatch(after); g != nil {
		age = g[1] + g[2] + g[3]
	}
	if n, err := strconv.Atoi(age); err == nil && n >= 5 && n <= 110 && year > 0 {
		found[fmt.Sprintf("%s%d %d", join.MarkBorn, year-n-1, year-n)] = true
	}
	for _, re := range []*regexp.Regexp{bornAfter, yearsAfter} {
		if g := re.FindStringSubmatch(after); g != nil {
			found[join.MarkBorn+g[1]+" "+g[1]] = true
		}
	}
}

// died notes the year in which the one of a mention died, where the sentence says that they did, by the year that it gives or
// by that of the article.
func (p *pass) died(m nlp.Mention, year int, found map[string]bool) {
	head := p.d.Tokens[m.Head]
	if head.Head < 0 || head.Rel != "nsubj" {
		return
	}
	v := head.Head
	t := p.d.Tokens[v]
	if t.Lemma != "die" || t.UPOS != "VERB" || t.XPOS != "VBD" {
		return
	}
	s := p.d.Sentences[p.d.SentenceOf(m.First)]
	for i := s.First; i < s.Last; i++ {
		if u := p.d.Tokens[i]; u.Head == v && (u.Lemma == "not" || u.Rel == "mark" || u.Rel == "aux") {
			return
		}
	}
	if g := diedIn.FindStringSubmatch(p.d.Text[t.End:s.End]); g != nil {
		found[join.MarkDied+g[1]] = true
	} else if year > 0 {
		found[join.MarkDied+strconv.Itoa(year)] = true
	}
}
