package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/nlp"
	"kg/schema"
)

// tree is a document with what the rules look up in it again and again.
type tree struct {
	s     *schema.Schema
	d     *nlp.Doc
	up    []int          // head of each token, as mended
	rels  []string       // relation to it
	pos   []string       // universal part of speech
	kids  [][]int        // children of each token, in text order
	lemma []string       // lower case; the word itself where nobody gave a lemma
	first []int          // first token of the subtree of each token
	last  []int          // last token of it
	heads []int          // the mention that each token heads, the name before others, or -1
	name  []int          // the name that covers each token, or -1
	when  []int          // the time that covers each token, or -1
	quote []int          // the quotation that each token is in, counted from 1, or 0
	tags  map[int]string // tags that mending found wrong, as they should be
	cut   map[int]bool   // words that begin a phrase of their own though the tree puts them below another
	chain map[int]int
}

func newTree(d *nlp.Doc, s *schema.Schema) *tree {
	n := len(d.Tokens)
	ints := make([]int, 8*n)
	strs := make([]string, 3*n)
	t := &tree{d: d, s: s, kids: make([][]int, n), lemma: strs[:n], rels: strs[n : 2*n], pos: strs[2*n:], chain: map[int]int{}, cut: map[int]bool{}, tags: map[int]string{}, up: ints[7*n:],
		first: ints[:n], last: ints[n : 2*n], heads: ints[2*n : 3*n], name: ints[3*n : 4*n], when: ints[4*n : 5*n], quote: ints[5*n : 6*n]}
	count := ints[6*n : 7*n]
	for i, w := range d.Tokens {
		t.up[i], t.rels[i], t.pos[i] = w.Head, w.Rel, w.UPOS
		l := w.Lemma
		if l == "" || l == "_" {
			l = d.Word(i)
		}
		t.lemma[i] = lower(l)
	}
	for i := range d.Tokens {
		t.heads[i], t.name[i], t.when[i] = -1, -1, -1
	}
	for i, m := range d.Mentions {
		if old := t.heads[m.Head]; old < 0 || d.Mentions[old].Kind != nlp.Name && m.Kind == nlp.Name {
			t.heads[m.Head] = i
		}
		if m.Kind == nlp.Name {
			for j := m.First; j < m.Last; j++ {
				if t.name[j] < 0 {
					t.name[j] = i
				}
			}
			// The fullest name of a chain stands for it; the earlier of two alike.
			if m.Chain >= 0 {
				if best, ok := t.chain[m.Chain]; !ok || better(d.Mentions[i], d.Mentions[best]) {
					t.chain[m.Chain] = i
				}
			}
		}
	}
	t.mend()
	for _, h := range t.up {
		if h >= 0 && h < n {
			count[h]++
		}
	}
	flat := make([]int, 0, n)
	for i, c := range count {
		t.kids[i] = flat[len(flat) : len(flat) : len(flat)+c]
		flat = flat[:len(flat)+c]
	}
	for i := range d.Tokens {
		if h := t.up[i]; h >= 0 && h < n {
			t.kids[h] = append(t.kids[h], i)
		}
		t.first[i], t.last[i] = i, i
	}
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			// Up to the root, widening each ancestor; a tree is as deep as a sentence is long at worst.
			for h, steps := t.up[i], 0; h >= s.First && h < s.Last && steps < s.Last-s.First; h, steps = t.up[h], steps+1 {
				t.first[h], t.last[h] = min(t.first[h], i), max(t.last[h], i)
			}
		}
	}
	for i, w := range d.Times {
		for j := w.First; j < w.Last; j++ {
			t.when[j] = i
		}
	}
	t.findQuotes()
	return t
}

// better reports whether a names its chain more fully than b.
func better(a, b nlp.Mention) bool { return a.Len() > b.Len() }

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return strings.ToLower(s)
		}
	}
	return s
}

// upper reports whether a word begins with a capital.
func upper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func (t *tree) rel(i int) string  { return t.rels[i] }
func (t *tree) head(i int) int    { return t.up[i] }
func (t *tree) upos(i int) string { return t.pos[i] }
func (t *tree) xpos(i int) string {
	if tag, ok := t.tags[i]; ok {
		return tag
	}
	return t.d.Tokens[i].XPOS
}

// base is the relation of i to its head without its subtype.
func (t *tree) base(i int) string {
	r := t.rels[i]
	if j := strings.IndexByte(r, ':'); j >= 0 {
		return r[:j]
	}
	return r
}

// child is the first child of i with one of the relations, or -1.
func (t *tree) child(i int, rels ...string) int {
	for _, k := range t.kids[i] {
		r := t.rel(k)
		for _, want := range rels {
			if r == want {
				return k
			}
		}
	}
	return -1
}

// has reports whether a child of i has the relation and one of the lemmas.
func (t *tree) has(i int, rel string, lemmas ...string) bool {
	for _, k := range t.kids[i] {
		if t.base(k) == rel || t.rel(k) == rel {
			for _, l := range lemmas {
				if t.lemma[k] == l {
					return true
				}
			}
		}
	}
	return false
}

func (t *tree) verbal(i int) bool {
	u := t.upos(i)
	return u == "VERB" || u == "AUX" && t.base(i) != "aux" && t.base(i) != "cop"
}

func (t *tree) nominal(i int) bool {
	switch t.upos(i) {
	case "NOUN", "PROPN", "PRON", "NUM", "SYM", "X":
		return true
	}
	return false
}

// prep is the preposition of the noun phrase that i heads, its words joined by "_": "with", "out_of",
// "according_to"; empty where it has none.
func (t *tree) prep(i int) string {
	p := ""
	for _, k := range t.kids[i] {
		if t.rel(k) != "case" || t.lemma[k] == "'s" || t.lemma[k] == "’s" || t.lemma[k] == "'" || t.xpos(k) == "POS" {
			continue
		}
		if p != "" {
			p += "_"
		}
		p += lower(t.d.Word(k))
		for _, f := range t.kids[k] {
			if t.rel(f) == "fixed" {
				p += "_" + lower(t.d.Word(f))
			}
		}
	}
	return p
}

// marker is the conjunction that opens the clause of i: "if", "with", "so_that".
func (t *tree) marker(i int) string {
	for _, k := range t.kids[i] {
		if r := t.rel(k); r == "mark" || r == "case" && t.upos(k) == "ADP" {
			m := lower(t.d.Word(k))
			for _, f := range t.kids[k] {
				if t.rel(f) == "fixed" {
					m += "_" + lower(t.d.Word(f))
				}
			}
			return m
		}
	}
	return ""
}

// conjuncts lists i and what is joined to it, in text order.
func (t *tree) conjuncts(i int) []int {
	out := []int{i}
	for _, k := range t.kids[i] {
		if t.rel(k) == "conj" {
			out = append(out, t.conjuncts(k)...)
		}
	}
	return out
}

// sentence is the sentence that token i is in.
func (t *tree) sentence(i int) nlp.Sentence { return t.d.Sentences[t.d.SentenceOf(i)] }

// under reports whether i lies in the subtree of top.
func (t *tree) under(i, top int) bool {
	for n := 0; i >= 0 && n <= len(t.d.Tokens); n++ {
		if i == top {
			return true
		}
		i = t.head(i)
	}
	return false
}
