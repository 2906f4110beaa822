package main

import (
	"math"
	"slices"
	"strings"

	"kg/nlp"
	"kg/nlp/lemma"
)

// pair is a word in lower case with its tag and lemma.
type pair struct{ xpos, word, lemma string }

// seen is one word of a treebank.
type seen struct {
	form, upos, xpos, lemma string
	first, shouted          bool
}

// open are the tags of words that can be new. Words of other tags get no rule but their own.
var open = map[string]bool{
	"NN": true, "NNS": true, "NNP": true, "NNPS": true, "VB": true, "VBD": true, "VBG": true, "VBN": true,
	"VBP": true, "VBZ": true, "JJ": true, "JJR": true, "JJS": true, "RB": true, "RBR": true, "RBS": true, "CD": true,
}

// learn makes the table.
func learn(docs []*nlp.Doc, lexicon []pair) *lemma.Table {
	words := collect(docs)
	weight := map[pair]float64{}
	for _, p := range lexicon {
		weight[p] = 1
	}
	counts := map[pair]int{}
	for _, s := range words {
		if open[s.xpos] && !strings.Contains(s.lemma, " ") {
			counts[pair{s.xpos, lemma.Normal(s.form), strings.ToLower(s.lemma)}]++
		}
	}
	for p, n := range counts {
		weight[p] += 1 + math.Log(float64(n))
	}
	t := lemma.NewTable()
	addRules(t, weight)
	addWords(t, words)
	addIrregular(t)
	addLexicon(t, lexicon)
	return t
}

func collect(docs []*nlp.Doc) []seen {
	var words []seen
	for _, d := range docs {
		for _, s := range d.Sentences {
			shouted := lemma.Shouted(d, s)
			for i := s.First; i < s.Last; i++ {
				tok := d.Tokens[i]
				if tok.Lemma == "" || tok.Rel == "goeswith" || i+1 < s.Last && d.Tokens[i+1].Rel == "goeswith" {
					continue // half a word
				}
				words = append(words, seen{d.Word(i), tok.UPOS, tok.XPOS, tok.Lemma, i == s.First, shouted})
			}
		}
	}
	return words
}

// addRules learns, from the shortest ending to the longest, the edit that is right for most words with that
// ending, wherever it is right for clearly more of them than that of the next shorter ending.
func addRules(t *lemma.Table, weight map[pair]float64) {
	type end struct{ xpos, text string }
	byEnd := map[end]map[lemma.Edit]float64{}
	pairs := make([]pair, 0, len(weight))
	for p := range weight {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return strings.Compare(a.xpos+"\t"+a.word+"\t"+a.lemma, b.xpos+"\t"+b.word+"\t"+b.lemma)
	})
	for _, p := range pairs {
		e := editOf(p.word, p.lemma)
		for n := 0; n <= min(lemma.MaxEnding, len(p.word)-1); n++ {
			k := end{p.xpos, p.word[len(p.word)-n:]}
			if !ascii(k.text) {
				break
			}
			if byEnd[k] == nil {
				byEnd[k] = map[lemma.Edit]float64{}
			}
			byEnd[k][e] += weight[p]
		}
	}
	ends := make([]end, 0, len(byEnd))
	for k := range byEnd {
		ends = append(ends, k)
	}
	slices.SortFunc(ends, func(a, b end) int {
		if len(a.text) != len(b.text) {
			return len(a.text) - len(b.text)
		}
		return strings.Compare(a.xpos+"\t"+a.text, b.xpos+"\t"+b.text)
	})
	for _, k := range ends {
		inherited := t.Rule(k.xpos, k.text)
		var best lemma.Edit
		top := 0.0
		edits := make([]lemma.Edit, 0, len(byEnd[k]))
		for e := range byEnd[k] {
			edits = append(edits, e)
		}
		slices.SortFunc(edits, func(a, b lemma.Edit) int {
			if a.Cut != b.Cut {
				return a.Cut - b.Cut
			}
			return strings.Compare(a.Add, b.Add)
		})
		for _, e := range edits {
			if n := byEnd[k][e]; n > top && e.Cut <= len(k.text) {
				best, top = e, n
			}
		}
		if best != inherited && top > byEnd[k][inherited]+1.5 {
			t.AddRule(k.xpos, k.text, best)
		}
	}
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// editOf is the edit that makes l of word.
func editOf(word, l string) lemma.Edit {
	n := 0
	for n < len(word) && n < len(l) && word[n] == l[n] {
		n++
	}
	return lemma.Edit{Cut: len(word) - n, Add: l[n:]}
}

// addWords adds the words for which one lemma is right more often than the rules are.
func addWords(t *lemma.Table, words []seen) {
	type entry struct{ xpos, word string }
	lemmas := map[entry]map[string]int{}
	byRule := map[entry]int{}
	total := map[entry]int{}
	for _, s := range words {
		k := entry{s.xpos, lemma.Normal(s.form)}
		if lemmas[k] == nil {
			lemmas[k] = map[string]int{}
		}
		lemmas[k][s.lemma]++
		total[k]++
		if t.Lemma(s.form, s.upos, s.xpos, s.first, s.shouted) == s.lemma {
			byRule[k]++
		}
	}
	for k, ls := range lemmas {
		best, n := "", 0
		for l, m := range ls {
			if m > n || m == n && l < best {
				best, n = l, m
			}
		}
		// Of words that are seen once and are not of an open class, many are typing errors.
		if n > byRule[k] && (total[k] > 1 || open[k.xpos] && near(k.word, best)) {
			t.Add(k.xpos, k.word, best)
		}
	}
}

// addIrregular adds the forms of irregular verbs that the treebanks have too few of.
func addIrregular(t *lemma.Table) {
	for v, forms := range irregularVerbs() {
		for xpos, form := range map[string]string{"VBD": forms[0], "VBN": forms[1]} {
			if t.Lemma(form, "VERB", xpos, false, false) != v && !t.Has(xpos, form) {
				t.Add(xpos, form, v)
			}
		}
	}
}

// addLexicon adds the words of the lexicon that the rules get wrong, if they are forms of one word only.
func addLexicon(t *lemma.Table, lexicon []pair) {
	for i, p := range lexicon {
		same := func(j int) bool {
			return j >= 0 && j < len(lexicon) && lexicon[j].xpos == p.xpos && lexicon[j].word == p.word
		}
		if same(i-1) || same(i+1) || t.Has(p.xpos, p.word) {
			continue
		}
		if t.Rule(p.xpos, p.word).Apply(p.word) != p.lemma {
			t.Add(p.xpos, p.word, p.lemma)
		}
	}
}

// near reports whether word may be a form of l and is not, say, a slip for another word.
func near(word, l string) bool {
	l = strings.ToLower(l)
	return len(word) > 0 && len(l) > 0 && word[0] == l[0]
}
