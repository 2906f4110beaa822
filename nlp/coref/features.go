package coref

import (
	"kg/nlp"
)

// A feature is the hash of a template and its values.
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

func mix(h uint32, v uint32) uint32 {
	if v < 1<<8 { // nearly always: the two bytes that follow are zeros
		return (h ^ v) * (fnvPrime * fnvPrime * fnvPrime & (1<<32 - 1))
	}
	for range 3 {
		h = (h ^ v&0xff) * fnvPrime
		v >>= 8
	}
	return h
}

func mixString(h uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

func finish(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return h ^ h>>13
}

// features collects rows.
type features struct {
	rows []uint16
	mask uint32
}

// templateHash has the hash of each template.
var templateHash = func() (out [64]uint32) {
	for t := range out {
		out[t] = mix(fnvOffset, uint32(t))
	}
	return out
}()

func (f *features) num(template uint32, values ...uint32) {
	f.add(templateHash[template%64], values...)
}

func (f *features) str(template uint32, s string, values ...uint32) {
	f.add(mixString(templateHash[template%64], s), values...)
}

// two is str of two strings with a space between.
func (f *features) two(template uint32, s, t string) {
	f.add(mixString(mixString(mixString(templateHash[template%64], s), " "), t))
}

func (f *features) add(h uint32, values ...uint32) {
	for _, v := range values {
		h = mix(h, v)
	}
	f.rows = append(f.rows, uint16(finish(h)&f.mask))
}

// bucket rounds a count to 0, 1, 2, 3, 4, 5–7, 8–15, 16–31, 32–63 or more.
func bucket(n int) uint32 {
	switch {
	case n < 0:
		return 15
	case n < 5:
		return uint32(n)
	case n < 8:
		return 5
	case n < 16:
		return 6
	case n < 32:
		return 7
	case n < 64:
		return 8
	}
	return 9
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// mentionFeatures appends the rows of what m is by itself.
func (a *analysis) mentionFeatures(dst []uint16, m *mention) []uint16 {
	d := a.doc
	f := features{rows: dst, mask: mentionRows - 1}
	t := &d.Tokens[m.head]
	form := uint32(m.form)
	f.num(1, form)
	f.num(2, uint32(m.gender), uint32(m.number), form)
	f.num(3, uint32(m.class), uint32(m.class2))
	if m.form != formName && m.form != formProper {
		f.str(4, a.lemma[m.head])
		f.str(5, a.lower[m.head], form)
	}
	rel := base(t.Rel)
	f.str(6, t.Rel, flag(m.form.pronoun()))
	f.str(7, rel, form)
	if t.Head != nlp.Root {
		g := &d.Tokens[t.Head]
		f.str(8, a.lemma[t.Head], uint32(len(rel)), flag(m.form.pronoun()))
		f.str(9, g.UPOS, uint32(len(rel)))
		if c := lexicon().verbs[a.lemma[t.Head]]; c != 0 && g.UPOS == "VERB" {
			f.str(10, rel, uint32(c), flag(m.form.pronoun()))
		}
	}
	f.str(11, a.lower[m.first], flag(m.last-m.first > 1))
	f.num(12, bucket(m.last-m.first), form)
	if m.first > d.Sentences[m.sent].First {
		f.str(13, a.lower[m.first-1])
	} else {
		f.num(14, form)
	}
	if m.last < d.Sentences[m.sent].Last {
		f.str(15, a.lower[m.last])
	}
	inside := uint32(0) // what hangs on the head
	for _, k := range a.children[m.head] {
		switch d.Tokens[k].Rel {
		case "acl:relcl":
			inside |= 1
		case "nmod":
			inside |= 2
		case "nmod:poss":
			inside |= 4
		case "nummod":
			inside |= 8
		case "amod":
			inside |= 16
		case "appos":
			inside |= 32
		case "conj":
			inside |= 64
		case "cop":
			inside |= 128
		case "acl":
			inside |= 256
		}
	}
	f.num(16, inside)
	f.num(17, flag(m.quote > 0), form)
	f.num(18, bucket(m.rank), flag(m.form.pronoun()))
	f.num(19, flag(m.nested), form)
	f.str(20, t.XPOS, form)
	f.num(21, bucket(m.count), form)
	if m.name >= 0 {
		f.str(22, string(d.Mentions[m.name].Class), bucket(m.last-m.first))
	}
	for _, k := range a.children[m.head] {
		if r := base(d.Tokens[k].Rel); r == "det" || r == "amod" {
			f.str(23, a.lemma[k])
		}
	}
	f.num(24, bucket(m.sent))
	return f.rows
}

// wordMatch tells how the words of two mentions compare.
type wordMatch uint8

const (
	noMatch     wordMatch = iota
	sameText              // the same words
	sameHeadAll           // the same head, and nothing in m that is not in the antecedent
	sameHeadIn            // the same head, and nothing in the antecedent that is not in m
	sameHead              // the same head, each with words of its own
	lastName              // "Kerry" after "John Kerry"
	firstName             // "John" after "John Kerry"
	longerName            // "John Kerry" after "Kerry"
	acronym
	headInside // the head of one is a word of the other
	wordShared // another content word in both
	adjectival // "Syrian" and "Syria"
)

func (a *analysis) compare(m, c *mention) wordMatch {
	if m.form.pronoun() || c.form.pronoun() {
		if m.form == c.form && a.id[m.head] == a.id[c.head] {
			return sameText
		}
		return noMatch
	}
	if m.form == formCoord || c.form == formCoord {
		if m.form == c.form && m.key == c.key && within(m.words, c.words) && within(c.words, m.words) {
			return sameText
		}
		return noMatch
	}
	if m.form <= formProper && c.form <= formProper {
		return a.compareNames(m, c)
	}
	if m.form <= formProper || c.form <= formProper {
		if contains(c.toks, m.key) || contains(m.toks, c.key) {
			return headInside
		}
		return noMatch
	}
	if m.key == c.key {
		mIn, cIn := within(m.words, c.words), within(c.words, m.words)
		switch {
		case mIn && cIn:
			return sameText
		case mIn:
			return sameHeadAll
		case cIn:
			return sameHeadIn
		}
		return sameHead
	}
	switch {
	case contains(c.words, m.key) || contains(m.words, c.key):
		return headInside
	case shares(m.words, c.words):
		return wordShared
	}
	return noMatch
}

func (a *analysis) compareNames(m, c *mention) wordMatch {
	x, y := m.toks, c.toks
	xIn, yIn := within(x, y), within(y, x)
	switch {
	case xIn && yIn:
		return sameText
	case xIn && len(x) == 1 && x[0] == y[len(y)-1]:
		return lastName
	case xIn && len(x) == 1 && x[0] == y[0]:
		return firstName
	case yIn && len(y) == 1:
		return longerName
	case xIn:
		return sameHeadAll
	case yIn:
		return sameHeadIn
	case len(x) == 1 && a.acronymOf(m, c), len(y) == 1 && a.acronymOf(c, m):
		return acronym
	case m.key == c.key:
		return sameHead
	case len(x) == 1 && len(y) == 1 && a.stems(m, c):
		return adjectival
	case shares(x, y):
		return wordShared
	}
	return noMatch
}

func contains(words []int32, w int32) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
}

func within(x, y []int32) bool {
	for _, w := range x {
		if !contains(y, w) {
			return false
		}
	}
	return true
}

func shares(x, y []int32) bool {
	for _, w := range x {
		if contains(y, w) {
			return true
		}
	}
	return false
}

// acronymOf reports whether the head of s is made of the capitals of l: "SOHR" of "Syrian Observatory for
// Human Rights".
func (a *analysis) acronymOf(s, l *mention) bool {
	w := a.doc.Word(s.head)
	if len(w) < 2 || len(w) > 8 || l.last-l.first < 2 {
		return false
	}
	k := 0
	for i := l.first; i < l.last; i++ {
		c := a.doc.Text[a.doc.Tokens[i].Start]
		if c < 'A' || c > 'Z' {
			continue
		}
		for k < len(w) && w[k] == '.' {
			k++
		}
		if k == len(w) || w[k] != c {
			return false
		}
		k++
	}
	for k < len(w) && w[k] == '.' {
		k++
	}
	return k == len(w) && w[0] >= 'A' && w[0] <= 'Z'
}

// stems reports whether the heads begin alike for at least four letters and most of the shorter: "Syria" and
// "Syrian", "Russia" and "Russians".
func (a *analysis) stems(m, c *mention) bool {
	x, y := a.lower[m.head], a.lower[c.head]
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n >= 4 && n >= min(len(x), len(y))-1 && max(len(x), len(y))-n <= 4
}
