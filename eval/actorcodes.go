package eval

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode"

	"kg/extract"
	"kg/nlp"
)

// ActorCodes is a dictionary of actors, "GONDOR [GON]", or of agents, "SOLDIER [~MIL]", in the notation of TABARI.
type ActorCodes struct {
	entries map[string][]*actorEntry // by first word, the longest first
}

// actorEntry is a name in words of lower case, with its codes.
type actorEntry struct {
	words []string
	codes *[]datedCode // shared by the names of one actor
}

// datedCode is a code and the days, "19950601", on which it holds; both empty where it always does.
type datedCode struct{ code, from, to string }

// ReadActorCodes reads a dictionary. A line with "+" names the actor above it in another way, a code on a line of
// its own is one more of that actor, with the dates between which it holds. An agent has its plural in braces, none
// in empty ones, and one with "s" where there are no braces.
func ReadActorCodes(r io.Reader) (*ActorCodes, error) {
	d := &ActorCodes{entries: map[string][]*actorEntry{}}
	sets := map[string][]string{}
	var codes *[]datedCode
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		line, _, _ := strings.Cut(sc.Text(), "#")
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '<' || strings.HasPrefix(line, "--") {
			continue
		}
		if name, list, ok := strings.Cut(line, "="); ok && line[0] == '!' {
			for _, w := range strings.Split(list, ",") {
				sets[strings.TrimSpace(name)] = append(sets[strings.TrimSpace(name)], strings.TrimSpace(w))
			}
			continue
		}
		name, rest, has := strings.Cut(line, "[")
		if !strings.HasPrefix(line, "+") && strings.TrimSpace(name) != "" {
			codes = &[]datedCode{}
		}
		if codes == nil {
			continue
		}
		if has {
			rest, _, _ = strings.Cut(rest, "]")
			if c, ok := readCode(rest); ok {
				*codes = append(*codes, c)
			}
		}
		name, plural, braces := strings.Cut(strings.TrimPrefix(name, "+"), "{")
		for _, n := range expand(name, sets) {
			d.add(n, codes)
			if !braces && strings.TrimSpace(n) != "" {
				d.add(strings.TrimRight(n, " _\t")+"s", codes)
			}
		}
		for _, n := range strings.Fields(strings.TrimRight(plural, "} \t")) {
			d.add(n, codes)
		}
	}
	for _, list := range d.entries {
		slices.SortStableFunc(list, func(a, b *actorEntry) int { return len(b.words) - len(a.words) })
	}
	return d, sc.Err()
}

func (d *ActorCodes) add(name string, codes *[]datedCode) {
	if w := codeWords(name); len(w) > 0 {
		d.entries[w[0]] = append(d.entries[w[0]], &actorEntry{w, codes})
	}
}

// expand writes out a set in a name: "CONGRESS!PERSON!".
func expand(name string, sets map[string][]string) []string {
	for set, words := range sets {
		if strings.Contains(name, set) {
			var out []string
			for _, w := range words {
				out = append(out, strings.ReplaceAll(name, set, w))
			}
			return out
		}
	}
	return []string{name}
}

// readCode reads "HOB", "HOB < 950601", "HOBGOV 19950601 - 19990815", "HOBREB > 990816".
func readCode(s string) (datedCode, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	code, dates := s, ""
	if i := strings.IndexAny(s, " <>\t"); i >= 0 {
		code, dates = s[:i], strings.TrimSpace(s[i:])
	}
	c := datedCode{code: code}
	if code == "" || strings.ContainsAny(code, "-#") {
		return c, code == "---" // nobody
	}
	switch {
	case dates == "":
	case dates[0] == '<':
		c.to = longDate(dates[1:])
	case dates[0] == '>':
		c.from = longDate(dates[1:])
	default:
		from, to, _ := strings.Cut(dates, "-")
		c.from, c.to = longDate(from), longDate(to)
	}
	return c, true
}

// longDate is a day with the century that "950601" leaves out.
func longDate(s string) string {
	s = strings.Trim(s, " <>\t")
	if len(s) == 6 {
		if s < "4" {
			return "20" + s
		}
		return "19" + s
	}
	return s
}

// on is the code of an entry on a day, "19950601": the first with dates that hold, else the one without.
func (e *actorEntry) on(day string) string {
	always := ""
	for _, c := range *e.codes {
		switch {
		case c.from == "" && c.to == "":
			if always == "" {
				always = c.code
			}
		case day != "" && (c.from == "" || c.from <= day) && (c.to == "" || day <= c.to):
			return strings.Trim(c.code, "-")
		}
	}
	return strings.Trim(always, "-")
}

// codeWords are the runs of letters and digits of s, in lower case.
func codeWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// find is the longest entry that begins with word i, or nil.
func (d *ActorCodes) find(words []string, i int) *actorEntry {
	if d == nil {
		return nil
	}
	for _, e := range d.entries[words[i]] {
		if i+len(e.words) <= len(words) && slices.Equal(e.words, words[i:i+len(e.words)]) {
			return e
		}
	}
	return nil
}

// coder codes the arguments of one document: the names of actors in it, and of agents beside them, stand at the
// tokens that head them.
type coder struct {
	d      *nlp.Doc
	kids   [][]int
	actors map[int]string
	agents map[int]string
}

func newCoder(d *nlp.Doc, day string, actors, agents *ActorCodes) *coder {
	c := &coder{d: d, kids: make([][]int, len(d.Tokens)), actors: map[int]string{}, agents: map[int]string{}}
	var words []string
	var at []int
	for i, t := range d.Tokens {
		if t.Head >= 0 {
			c.kids[t.Head] = append(c.kids[t.Head], i)
		}
		if t.XPOS == "POS" {
			continue
		}
		for _, w := range codeWords(d.Word(i)) {
			words, at = append(words, w), append(at, i)
		}
	}
	used := make([]bool, len(words))
	for n, dict := range []*ActorCodes{actors, agents} {
		for i := 0; i < len(words); i++ {
			e := dict.find(words, i)
			if e == nil || slices.Contains(used[i:i+len(e.words)], true) {
				continue
			}
			from, to := at[i], at[i+len(e.words)-1]
			head := to
			for j := from; j <= to; j++ {
				if h := d.Tokens[j].Head; h < from || h > to {
					head = j
					break
				}
			}
			for j := range e.words {
				used[i+j] = true
			}
			if code := e.on(day); code != "" {
				[]map[int]string{c.actors, c.agents}[n][head] = code
			}
			i += len(e.words) - 1
		}
	}
	return c
}

// codes are those of the actors that argument a names: of its head and of what is joined to it. "Lawmakers and
// officials in A and B" are four; one with only an agent, "students", has the country "---".
func (c *coder) codes(a extract.Arg) []string {
	if a.Len() == 0 {
		return nil
	}
	heads := c.joined(a.Head)
	var shared []string
	for _, h := range heads {
		if shared = c.countries(h, 0); shared != nil {
			break
		}
	}
	var out []string
	for _, h := range heads {
		countries, agents := c.countries(h, 0), c.sectors(h)
		switch {
		case countries == nil && agents != nil && shared != nil:
			countries = shared
		case countries == nil && agents != nil:
			countries = []string{"---"}
		}
		for _, code := range countries {
			for _, g := range agents {
				code = withAgent(code, g)
			}
			if !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}

// withAgent adds an agent, "~GOV" or "NGO~", to the code of an actor, three letters at a time, each once.
func withAgent(code, agent string) string {
	if strings.HasSuffix(agent, "~") {
		return strings.TrimSuffix(agent, "~") + code
	}
	agent = strings.TrimPrefix(agent, "~")
	for len(agent) >= 3 {
		has := false
		for i := 3; i+3 <= len(code); i += 3 {
			has = has || code[i:i+3] == agent[:3]
		}
		if !has {
			code += agent[:3]
		}
		agent = agent[3:]
	}
	return code
}

// joined is h and what is joined to it.
func (c *coder) joined(h int) []int {
	out := []int{h}
	for _, k := range c.kids[h] {
		if u := c.d.Tokens[k].UPOS; c.d.Tokens[k].Rel == "conj" && u != "VERB" && u != "AUX" {
			out = append(out, c.joined(k)...)
		}
	}
	return out
}

// inside lists h and the words before it, or in apposition, that belong to its name or description.
func (c *coder) inside(h int) []int {
	out := []int{h}
	for _, k := range c.kids[h] {
		switch c.d.Tokens[k].Rel {
		case "compound", "amod", "nmod:poss", "flat", "nmod:desc", "nmod:unmarked", "det", "appos", "nummod", "nmod:tmod":
			if c.d.Tokens[k].Rel != "appos" || c.d.Word(k-1) != "," {
				out = append(out, c.inside(k)...)
			}
		}
	}
	slices.Sort(out)
	return out
}

// countries are the actors of h: its own name, else the nearest before it, else those of what hangs on it, "of" and
// "by" first.
func (c *coder) countries(h, depth int) []string {
	if code := c.actors[h]; code != "" {
		return []string{code}
	}
	best := -1
	for _, i := range c.inside(h) {
		if c.actors[i] != "" && (best < 0 || i < h || best > h) {
			best = i
		}
	}
	if best >= 0 {
		var out []string
		for _, i := range c.joined(best) {
			if code := c.actors[i]; code != "" {
				out = append(out, code)
			}
		}
		return out
	}
	if depth > 2 {
		return nil
	}
	for _, first := range []bool{true, false} {
		for _, k := range c.kids[h] {
			rel := c.d.Tokens[k].Rel
			p := prep(c.d, k)
			if rel != "nmod" && rel != "acl" && rel != "obl" && rel != "obj" || first != (p == "of" || p == "by" || p == "from") {
				continue
			}
			var out []string
			for _, j := range c.joined(k) {
				out = append(out, c.countries(j, depth+1)...)
			}
			if out != nil {
				return out
			}
		}
	}
	return nil
}

// sectors are the agents of h, in text order.
func (c *coder) sectors(h int) []string {
	var out []string
	for _, i := range c.inside(h) {
		if code := c.agents[i]; code != "" {
			out = append(out, code)
		}
	}
	return out
}

// prep is the preposition of noun i.
func prep(d *nlp.Doc, i int) string {
	for j := max(0, i-12); j < i; j++ {
		if d.Tokens[j].Head == i && d.Tokens[j].Rel == "case" {
			return strings.ToLower(d.Word(j))
		}
	}
	return ""
}
