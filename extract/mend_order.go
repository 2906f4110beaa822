package extract

import "kg/nlp"

// What parsers get wrong where the order of the words is not the usual one.

// dative verbs take who gets it before what is given.
var dative = set("give", "lend", "sell", "send", "offer", "grant", "pay", "loan", "award", "hand", "promise", "owe", "deny", "bring", "feed", "guarantee", "provide")

// mendOrder puts right clauses of sentence s: verbs taken for adverbs, two objects, what is said in front of "he
// said", and subjects behind their verbs.
func (t *tree) mendOrder(s nlp.Sentence) {
	for i := s.First; i < s.Last; i++ {
		switch {
		case t.pos[i] == "ADV" && t.up[i] < 0 && t.find(s, i, "nsubj") >= 0 && t.find(s, i, "obj") > i && t.find(s, i, "cop") < 0:
			t.pos[i], t.lemma[i] = "VERB", lower(t.d.Word(i)) // "France and Italy also back the plan"
		case t.pos[i] == "NOUN":
			t.mendVerbNoun(s, i)
		case t.rels[i] == "aux" && t.up[i] > i:
			if o := t.find(s, i, "obj"); o > i && o < t.up[i] && t.find(s, t.up[i], "nsubj") < 0 {
				t.up[o], t.rels[o] = t.up[i], "nsubj" // "have police arrested him?"
			}
		case t.rels[i] == "amod" && t.up[i] > i && t.up[t.up[i]] < 0:
			t.mendOrdered(s, i, t.up[i])
		}
		switch {
		case t.rels[i] == "obj" && t.up[i] >= 0 && dative[t.lemma[t.up[i]]] && i > t.up[i]:
			t.mendDative(s, i, t.up[i])
		case t.rels[i] == "conj" && t.up[i] >= 0 && verbEffects[t.lemma[i]] == reports && t.pos[i] == "VERB":
			t.mendFrame(s, i, t.up[i])
		case t.rels[i] == "parataxis" && t.up[i] >= 0 && t.up[i] < i && verbEffects[t.lemma[i]] == reports && t.pos[i] == "VERB":
			t.mendSaid(s, i, t.up[i])
		case t.rels[i] == "ccomp" && t.d.Tokens[i].XPOS == "VB" && t.hasMark(s, i, "whether") && t.find(s, i, "nsubj", "aux") < 0:
			t.rels[i] = "xcomp" // "is considering whether to buy it"
		case t.rels[i] == "csubj" && t.up[i] > i:
			t.mendInverted(s, i, t.up[i])
		}
	}
}

// mendVerbNoun takes a noun for the verb that it must be: "the firm plans to", "demanded that police arrest him".
func (t *tree) mendVerbNoun(s nlp.Sentence, i int) {
	if t.find(s, i, "cop", "det", "case", "nmod:poss", "amod") >= 0 {
		return
	}
	n, acl := t.find(s, i, "nsubj"), t.find(s, i, "acl")
	switch k := t.find(s, i, "compound"); {
	case n >= 0 && n < i && acl > i && t.d.Tokens[i].XPOS == "NNS" && t.hasMark(s, acl, "to"):
		t.pos[i], t.tags[i], t.rels[acl] = "VERB", "VBZ", "xcomp"
	case k == i-1 && k > s.First && t.find(s, i, "mark") >= 0 && t.find(s, i, "obj") > i && t.rels[i] == "ccomp":
		t.pos[i], t.tags[i], t.rels[k] = "VERB", "VBP", "nsubj"
	}
}

// mendOrdered makes a verb of what the parser takes for a participle between two nouns, the first of which has an
// article of its own: "a judge ordered police to leave".
func (t *tree) mendOrdered(s nlp.Sentence, v, h int) {
	k := t.find(s, h, "compound")
	if k != v-1 || t.pos[v] != "VERB" || t.d.Tokens[v].XPOS == "VBG" || t.find(s, k, "det") < 0 {
		return
	}
	t.up[v], t.rels[v], t.tags[v] = nlp.Root, "root", "VBD"
	t.up[k], t.rels[k] = v, "nsubj"
	t.up[h], t.rels[h] = v, "obj"
	if c := t.find(s, h, "acl"); c > h && t.hasMark(s, c, "to") {
		t.up[c], t.rels[c] = v, "xcomp"
	}
}

// mendDative takes the name before what verb v gives for the one who gets it: "lend Zambia $40 million", "gave Kenya
// 20 trucks", "sold Acme its office".
func (t *tree) mendDative(s nlp.Sentence, obj, v int) {
	if t.find(s, v, "iobj") >= 0 {
		return
	}
	if first := t.find(s, v, "obj"); first >= 0 && first < obj && first > v && t.up[first] == v && t.find(s, obj, "case") < 0 {
		t.rels[first] = "iobj"
		return
	}
	k := t.find(s, obj, "compound")
	if k != v+1 || t.pos[k] != "PROPN" && t.d.Tokens[k].XPOS != "NNP" {
		return
	}
	last := k // of the name
	for last+1 < obj && t.inside(last+1, k) {
		last++
	}
	if n := last + 1; n == obj && t.lemma[n] == "$" || n < obj && (t.pos[n] == "NUM" || t.pos[n] == "SYM" || t.pos[n] == "DET" || t.rels[n] == "nmod:poss") {
		t.up[k], t.rels[k] = v, "iobj"
	}
}

// mendFrame finds the subject of a verb of saying at the end, which the parser has joined to what is said: in "the army
// fired at guards, police and medics said" it is police and medics who said so.
func (t *tree) mendFrame(s nlp.Sentence, i, h int) {
	if t.up[h] >= 0 || i < h || t.pos[h] != "VERB" || t.find(s, i, "nsubj", "nsubj:pass", "cc", "obj", "ccomp") >= 0 {
		return
	}
	comma := i - 1
	for comma > h && t.d.Word(comma) != "," {
		comma--
	}
	n := -1 // the first of what is joined, behind the comma
	for k := comma + 1; k < i; k++ {
		if t.rels[k] == "conj" && t.up[k] < comma && t.up[k] > h && (t.pos[k] == "NOUN" || t.pos[k] == "PROPN") {
			if n < 0 {
				n = k
			} else {
				t.up[k] = n
			}
		}
	}
	if n < 0 || comma <= h {
		return
	}
	t.up[n], t.rels[n] = i, "nsubj"
	t.up[i], t.rels[i] = nlp.Root, "root"
	t.up[h], t.rels[h] = i, "ccomp"
	for k := comma; k < s.Last; k++ {
		if t.up[k] == h && t.rels[k] == "punct" {
			t.up[k] = i
		}
	}
}

// mendSaid makes "he said" at the end govern what is said, as where the parser sees it so.
func (t *tree) mendSaid(s nlp.Sentence, i, h int) {
	n := t.find(s, i, "nsubj")
	if t.up[h] >= 0 || n < h || n > i || t.find(s, i, "ccomp", "xcomp", "conj", "advcl") >= 0 {
		return
	}
	for k := i + 1; k < s.Last; k++ {
		if !t.inside(k, i) && t.rels[k] != "punct" {
			return
		}
	}
	if o := t.find(s, i, "obj"); o >= 0 && t.d.Tokens[o].XPOS != "NNP" {
		return // "he told reporters" is, "he said it" is not
	}
	t.up[i], t.rels[i] = nlp.Root, "root"
	t.up[h], t.rels[h] = i, "ccomp"
	for k := s.First; k < s.Last; k++ {
		if t.up[k] == h && t.rels[k] == "punct" && k > n {
			t.up[k] = i
		}
	}
}

// mendInverted turns "backing the plan are France and Italy" round: verb i, which the parser takes for the subject of
// the name h, is what it does.
func (t *tree) mendInverted(s nlp.Sentence, i, h int) {
	cop := t.find(s, h, "cop")
	tag := t.d.Tokens[i].XPOS
	if cop < i || cop > h || t.up[h] >= 0 || tag != "VBG" && tag != "VBN" || t.pos[h] != "PROPN" && t.pos[h] != "NOUN" || t.find(s, i, "nsubj", "mark") >= 0 {
		return
	}
	t.up[i], t.rels[i] = t.up[h], t.rels[h]
	t.up[h], t.rels[h] = i, "nsubj"
	t.up[cop], t.rels[cop] = i, "aux"
	if tag == "VBN" {
		t.rels[h], t.rels[cop] = "nsubj:pass", "aux:pass"
	}
	for k := s.First; k < s.Last; k++ {
		if t.up[k] == h && (t.rels[k] == "punct" || k < cop) {
			t.up[k] = i
		}
	}
}
