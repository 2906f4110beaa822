package coref

import (
	"sort"
	"strings"

	"kg/nlp"
)

// mention is a phrase that may refer, with all that features are made of. Its tokens [first,last) are the
// whole phrase: of a name too, "the Syrian president, Bashar al-Assad" being two phrases.
type mention struct {
	first, last, head int
	name              int // index of the name in Doc.Mentions that shares the head; -1 for none
	sent              int
	index             int // place among the mentions

	form          form
	gender        gender
	number        number
	person        uint8
	poss          bool
	role          uint32 // of its head, see roleOf
	class, class2 byte   // what its head is by the word table, or by its name

	nested bool    // lies within another mention
	rank   int     // place among the mentions of its sentence
	quote  int     // quote it stands in, 0 for none
	key    int32   // interned head lemma; of a name its last word
	toks   []int32 // of a name: its words, interned, in order
	words  []int32 // content words other than the head, interned, in order
	count  int     // mentions of the document with the same key
	gold   int     // in training: its chain, -1 for none
}

// analysis is a document read for coreference.
type analysis struct {
	doc      *nlp.Doc
	lower    []string
	lemma    []string
	id       []int32 // interned lower-case words
	lid      []int32 // interned lemmas
	children [][]int
	quotes   []int32 // of every token: number of the quote it is in, 0 for none
	speakers []int   // of every quote: token that heads who speaks, -1 for none
	mentions []mention
	intern   map[string]int32
	known    map[int32]nlp.Class // by the word of a name, or the last of a person's
}

func (a *analysis) number(s string) int32 {
	if n, ok := a.intern[s]; ok {
		return n
	}
	n := int32(len(a.intern) + 1)
	a.intern[s] = n
	return n
}

// analyse reads d. It does not change it.
func analyse(d *nlp.Doc) *analysis {
	n := len(d.Tokens)
	a := &analysis{doc: d, lower: make([]string, n), lemma: make([]string, n), id: make([]int32, n), lid: make([]int32, n),
		intern: make(map[string]int32, n)}
	for i := range d.Tokens {
		t := &d.Tokens[i]
		a.lower[i] = strings.ToLower(d.Text[t.Start:t.End])
		a.lemma[i] = strings.ToLower(t.Lemma)
		if t.Lemma == "" {
			a.lemma[i] = a.lower[i]
		}
		a.id[i] = a.number(a.lower[i])
		a.lid[i] = a.number(a.lemma[i])
	}
	a.children = childrenOf(d.Tokens)
	a.findQuotes()
	a.findMentions()
	return a
}

// childrenOf lists, for every token, those that hang on it.
func childrenOf(tokens []nlp.Token) [][]int {
	out := make([][]int, len(tokens))
	count := make([]int, len(tokens))
	for i := range tokens {
		if h := tokens[i].Head; h != nlp.Root {
			count[h]++
		}
	}
	all := make([]int, len(tokens))
	for i, n := range count {
		out[i], all = all[:0:n], all[n:]
	}
	for i := range tokens {
		if h := tokens[i].Head; h != nlp.Root {
			out[h] = append(out[h], i)
		}
	}
	return out
}

// notInside holds relations whose phrases are no part of the noun phrase they hang on.
var notInside = map[string]bool{
	"conj": true, "appos": true, "cc": true, "punct": true, "parataxis": true, "discourse": true, "cop": true, "nsubj": true, "aux": true,
	"mark": true, "advcl": true, "expl": true, "csubj": true, "vocative": true, "dislocated": true, "orphan": true, "obl": true, "ccomp": true,
	"xcomp": true, "dep": true, "list": true, "reparandum": true, "obj": true, "iobj": true,
}

func base(rel string) string {
	if i := strings.IndexByte(rel, ':'); i >= 0 {
		return rel[:i]
	}
	return rel
}

// refers reports whether token i can head a mention.
func (a *analysis) refers(i int) bool {
	t := &a.doc.Tokens[i]
	rel := base(t.Rel)
	if rel == "flat" || rel == "fixed" || rel == "goeswith" || rel == "expl" || rel == "reparandum" {
		return false
	}
	switch t.UPOS {
	case "NOUN":
		return true
	case "PROPN":
		// a noun within a name is no mention of its own: "Acme" in "Acme Street"
		return !(rel == "compound" && t.Head != nlp.Root && a.doc.Tokens[t.Head].UPOS == "PROPN")
	case "PRON":
		switch t.XPOS {
		case "EX", "WP", "WDT", "WP$", "WRB":
			return false
		}
		if t.XPOS == "" {
			switch a.lower[i] {
			case "who", "which", "what", "whom", "whose", "there":
				return false
			}
		}
		return true
	case "NUM":
		if i > 0 && a.lower[i-1] == "[" && i+1 < len(a.lower) && a.lower[i+1] == "]" {
			return true // the number of a reference: "[12]"
		}
		return rel != "nummod" && rel != "compound" && rel != "dep" && rel != "appos" && rel != "conj"
	case "DET":
		return rel == "nsubj" || rel == "obj" || rel == "obl" || rel == "nmod"
	case "ADJ", "VERB":
		if t.XPOS == "NNP" || t.XPOS == "NNPS" {
			return rel != "amod"
		}
		for _, k := range a.children[i] {
			if a.doc.Tokens[k].Rel == "det" && k < i {
				return true
			}
		}
	}
	return false
}

// phrase is the run of tokens that head heads as a noun phrase, without conjuncts and appositions.
func (a *analysis) phrase(head int, buf []int) (first, last int) {
	d := a.doc
	lo, hi := head, head
	stack := buf[:0]
	for _, k := range a.children[head] {
		rel := d.Tokens[k].Rel
		b := base(rel)
		switch {
		case notInside[b] && b != "punct":
			continue
		case b == "case" && (k < head || d.Tokens[k].UPOS == "ADP"):
			continue // a preposition; the possessive 's stays
		case b == "punct":
			continue
		case b == "advmod" && !a.partitive(k):
			continue
		}
		stack = append(stack, k)
	}
	for len(stack) > 0 {
		k := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		lo, hi = min(lo, k), max(hi, k)
		stack = append(stack, a.children[k]...)
	}
	for lo < head && a.edge(lo) {
		lo++
	}
	for hi > head && d.Tokens[hi].Rel == "punct" && !closes(a.lower[hi]) {
		hi--
	}
	return lo, hi + 1
}

// partitive reports whether the adverb k belongs to a quantity: "about half", "almost all".
func (a *analysis) partitive(k int) bool {
	switch a.lower[k] {
	case "about", "almost", "nearly", "over":
		return true
	}
	return false
}

func closes(w string) bool {
	switch w {
	case ")", "]", "\"", "”", "''", "’":
		return true
	}
	return false
}

// edge reports whether token i cannot begin a mention.
func (a *analysis) edge(i int) bool {
	switch base(a.doc.Tokens[i].Rel) {
	case "punct":
		return a.lower[i] != "\"" && a.lower[i] != "“" && a.lower[i] != "``" && a.lower[i] != "#"
	case "cc", "case", "mark", "discourse":
		return a.doc.Tokens[i].UPOS != "PART"
	}
	return false
}

// findMentions fills a.mentions, in text order, the longer first.
func (a *analysis) findMentions() {
	d := a.doc
	nameOf := make(map[int]int) // head token to name
	inName := make(map[int]int) // any token of a name to name
	for i, m := range d.Mentions {
		if m.Kind != nlp.Name {
			continue
		}
		if _, taken := nameOf[m.Head]; !taken {
			nameOf[m.Head] = i
		}
		for k := m.First; k < m.Last; k++ {
			if _, taken := inName[k]; !taken {
				inName[k] = i
			}
		}
	}
	var buf []int
	taken := make(map[[2]int]bool)
	add := func(m mention) {
		span := [2]int{m.first, m.last}
		if taken[span] {
			return
		}
		taken[span] = true
		m.gold = -1
		a.mentions = append(a.mentions, m)
	}
	for si, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			name, named := nameOf[i]
			if !named {
				if _, inside := inName[i]; inside || !a.refers(i) {
					continue
				}
				name = -1
			}
			first, last := a.phrase(i, buf)
			if named { // a name whose tree is broken keeps its words
				n := &d.Mentions[name]
				first, last = min(first, n.First), max(last, n.Last)
			}
			add(mention{first: first, last: last, head: i, name: name, sent: si})
			if first, last, ok := a.coordination(i, buf); ok {
				add(mention{first: first, last: last, head: i, name: -1, sent: si, form: formCoord})
			}
		}
	}
	sort.SliceStable(a.mentions, func(i, j int) bool {
		x, y := &a.mentions[i], &a.mentions[j]
		if x.first != y.first {
			return x.first < y.first
		}
		return x.last > y.last
	})
	a.describe()
}

// coordination is the run of tokens of "A, B and C" headed by A.
func (a *analysis) coordination(head int, buf []int) (first, last int, ok bool) {
	d := a.doc
	and := false
	end := head
	for _, k := range a.children[head] {
		if d.Tokens[k].Rel != "conj" {
			continue
		}
		if u := d.Tokens[k].UPOS; u != "NOUN" && u != "PROPN" && u != "PRON" {
			return 0, 0, false
		}
		for _, c := range a.children[k] {
			and = and || d.Tokens[c].Rel == "cc" && (a.lower[c] == "and" || a.lower[c] == "&")
		}
		end = k
	}
	if !and {
		return 0, 0, false
	}
	first, _ = a.phrase(head, buf)
	_, last = a.phrase(end, buf)
	return first, last, last > head
}

// knownNames gathers what the names of the document say of their words: the class of every name, and of the
// family names of persons that they are persons.
func (a *analysis) knownNames() {
	d := a.doc
	a.known = make(map[int32]nlp.Class)
	for i := range d.Mentions {
		n := &d.Mentions[i]
		if n.Kind != nlp.Name || n.Class == nlp.Other || n.Class == "" {
			continue
		}
		last := a.id[n.Last-1]
		if n.Class == nlp.Person && n.Last-n.First > 1 {
			a.known[last] = nlp.Person
		} else if _, ok := a.known[last]; !ok && n.Last-n.First == 1 {
			a.known[last] = n.Class
		}
	}
}

// describe fills in what depends on the mentions as a whole.
func (a *analysis) describe() {
	a.knownNames()
	heads := make(map[int32]int)
	var open []int // ends of the mentions that enclose the present one
	rank, sent := 0, -1
	for i := range a.mentions {
		m := &a.mentions[i]
		m.index, m.role = i, roleOf(a.doc.Tokens[m.head].Rel)
		if m.sent != sent {
			rank, sent, open = 0, m.sent, open[:0]
		}
		m.rank = rank
		rank++
		for len(open) > 0 && open[len(open)-1] < m.last {
			open = open[:len(open)-1]
		}
		m.nested = len(open) > 0
		open = append(open, m.last)
		m.quote = int(a.quotes[m.head])
		if m.form == formCoord {
			m.gender, m.number, m.person, m.class, m.class2 = anyGender, plural, 3, noClass, noClass
			if n := lexicon().noun(a.lemma[m.head]); n.class == personNN {
				m.class = personNN
			}
		} else {
			a.attributes(m)
		}
		m.key = a.lid[m.head]
		if m.form <= formProper {
			a.nameTokens(m)
		}
		heads[m.key]++
		for k := m.first; k < m.last; k++ {
			if k != m.head && a.content(k) {
				m.words = append(m.words, a.id[k])
			}
		}
	}
	for i := range a.mentions {
		a.mentions[i].count = heads[a.mentions[i].key]
	}
}

// nameTokens fills in the words of a name: those the names stage gave it, else the proper nouns that its head
// has beside it.
func (a *analysis) nameTokens(m *mention) {
	first, last := m.head, m.head+1
	if m.name >= 0 {
		n := &a.doc.Mentions[m.name]
		first, last = n.First, n.Last
	} else {
		for first > m.first && a.doc.Tokens[first-1].UPOS == "PROPN" && a.doc.Tokens[first-1].Head == m.head && a.doc.Tokens[first-1].Rel != "nmod:desc" {
			first--
		}
		for last < m.last && a.doc.Tokens[last].UPOS == "PROPN" && a.doc.Tokens[last].Head == m.head {
			last++
		}
	}
	for k := first; k < last; k++ {
		switch {
		case a.doc.Tokens[k].UPOS == "PUNCT", a.lower[k] == "the", a.lower[k] == "'s", a.lower[k] == "’s":
			continue
		}
		m.toks = append(m.toks, a.id[k])
	}
	if len(m.toks) == 0 {
		m.toks = append(m.toks, a.id[m.head])
	}
	m.key = m.toks[len(m.toks)-1]
}

// content reports whether token i says something that tells one thing from another.
func (a *analysis) content(i int) bool {
	switch a.doc.Tokens[i].UPOS {
	case "NOUN", "PROPN", "ADJ", "NUM", "VERB":
		return true
	}
	return false
}
