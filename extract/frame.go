package extract

import (
	"strings"

	"kg/schema"
)

// slot is a place at a predicate and the word that fills it.
type slot struct {
	name string
	head int
	how  string // path from the predicate, for people to read
	cost float32
}

// frame is a predicate with what fills its slots.
type frame struct {
	kind    schema.TriggerKind
	pred    int // the word that carries the relation
	carrier int // the word whose negation, mood and tense count: the light verb of an event noun
	lemmas  []string
	slots   []slot
	rule    string
	cost    float32
	passive bool
	doubt   string // why no claim of it becomes an edge; empty where nothing speaks against it
}

func (f *frame) add(name string, head int, how string, cost float32) {
	if head >= 0 {
		f.slots = append(f.slots, slot{name, head, how, cost})
	}
}

// fill lists what fills the slot called name.
func (f *frame) fill(name string) []slot {
	var out []slot
	for _, s := range f.slots {
		if s.name == name {
			out = append(out, s)
		}
	}
	return out
}

func (f *frame) get(name string) (slot, bool) {
	for _, s := range f.slots {
		if s.name == name {
			return s, true
		}
	}
	return slot{head: -1}, false
}

// verbFrame reads the arguments of verb v, the passive turned round.
func (x *pass) verbFrame(v int) *frame {
	t := x.t
	f := &frame{kind: schema.Verb, pred: v, carrier: v, rule: "verb"}
	sub := x.subject(v, 0)
	f.passive = sub.passive || sub.head < 0 && x.isPassive(v)
	f.cost = sub.cost
	if sub.head >= 0 {
		name := schema.SlotSubj
		if f.passive {
			name = schema.SlotObj
		}
		f.add(name, sub.head, sub.how, 0)
	}
	f.lemmas = []string{t.lemma[v]}
	for _, k := range t.kids[v] {
		x.verbSlot(f, v, k)
	}
	x.gap(f, v)
	x.sharedObject(f, v)
	x.behindObject(f, v)
	switch {
	case sub.how == "" || t.child(v, "nsubj", "nsubj:pass") >= 0:
	case t.base(v) == "conj":
		f.rule = "verb-joined"
	case t.base(v) == "xcomp":
		f.rule = "verb-control"
	case t.base(v) == "acl" || t.base(v) == "amod":
		f.rule = "participle"
	case t.base(v) == "advcl":
		f.rule = "participle-clause"
	}
	if t.marker(v) == "with" && t.base(v) == "advcl" {
		f.rule = "with-participle"
	}
	if f.passive && f.rule == "verb" {
		f.rule = "verb-passive"
	}
	return f
}

// ownPreps are prepositions that mostly belong to the noun before them: "the head of", "changes to", "described it as".
var ownPreps = map[string]bool{"of": true, "to": true, "as": true}

// behindObject adds what hangs with a preposition on the object of verb v: "fired rockets at the town", "cut ties with
// Chad". Which of the two it belongs to a parser cannot tell where the verb asks for it too.
func (x *pass) behindObject(f *frame, v int) {
	t := x.t
	o := t.child(v, "obj")
	if f.passive || o < 0 || t.name[o] >= 0 {
		return
	}
	for _, k := range t.kids[o] {
		if p := t.prep(k); k > o && t.rel(k) == "nmod" && p != "" && !ownPreps[p] && len(f.fill(p)) == 0 {
			f.add(p, k, "phrase behind the object, with “"+strings.ReplaceAll(p, "_", " ")+"”", 0.08)
		}
	}
}

// verbSlot adds child k of verb v to its frame.
func (x *pass) verbSlot(f *frame, v, k int) {
	t := x.t
	if t.cut[k] {
		return
	}
	a, how := x.antecedent(k)
	switch r := t.rel(k); r {
	case "obj":
		if t.marker(v) == "by" && t.xpos(v) == "VBG" && k == v+1 && t.xpos(k) == "NNS" {
			f.cost += 0.3 // "interrupted by protesting workers": the workers may be those who protest
		}
		if l := t.lemma[v]; l == "call" && (x.namedSo(k) || t.lemma[k] == "it" || t.xpos(v) == "VBN" && t.child(v, "aux", "aux:pass") < 0) {
			f.lemmas = []string{"call_names"}
			return
		}
		if t.when[k] >= 0 {
			f.add("unmarked", a, how, 0) // "said Thursday"
			return
		}
		if f.passive {
			f.add("obj2", a, how, 0)
		} else {
			f.add(schema.SlotObj, a, how, 0)
		}
		f.lemmas = append(f.lemmas, t.lemma[v]+"_"+t.lemma[k])
	case "iobj":
		if t.lemma[v] == "call" {
			f.lemmas = []string{"call_names"} // "calling them thieves"
		}
		f.add(schema.SlotIobj, a, how, 0)
	case "compound:prt":
		f.lemmas = append(f.lemmas, t.lemma[v]+"_"+t.lemma[k])
	case "advmod":
		if len(t.kids[k]) == 0 {
			f.lemmas = append(f.lemmas, t.lemma[v]+"_"+t.lemma[k])
		}
		if f.rule != "" && t.lemma[k] == "where" && a != k {
			f.add("where", a, how, 0)
		}
	case "xcomp", "ccomp":
		if r == "xcomp" && !t.verbal(k) && t.lemma[v] == "call" {
			f.lemmas = []string{"call_names"} // "called him a clown" is no call
		}
		f.add(schema.SlotClause, k, how, 0)
		if r == "xcomp" {
			f.lemmas = append(f.lemmas, t.lemma[v]+"_"+t.lemma[k])
		}
	case "obl:agent":
		f.add("by", a, how, 0)
		if f.passive {
			f.add(schema.SlotSubj, a, how, 0)
		}
	case "obl:unmarked", "obl:npmod", "obl:tmod":
		if t.when[k] < 0 && (t.base(v) == "amod" || t.base(v) == "acl") && t.head(k) == v && k < v {
			f.add(schema.SlotSubj, k, how, 0.05) // "Iran-backed"
		}
		f.add("unmarked", a, how, 0)
	case "compound", "amod", "nsubj", "nmod", "advcl":
		if r == "advcl" && t.marker(k) == "to" && objectControl[t.lemma[v]] && !x.isPassive(v) {
			f.add(schema.SlotClause, k, how, 0.05) // "ordered them, and their men, to be jailed"
		}
		if m := t.marker(k); r == "advcl" && t.xpos(k) == "VBG" && m != "" {
			f.add(m+"_ing", k, how, 0) // "attacked him on paying no taxes"
		}
		// "Russian-backed rebels": what stands before the participle does it.
		if t.base(v) == "amod" && t.xpos(v) == "VBN" && k < v && (t.name[k] >= 0 || t.nominal(k)) && x.hyphen(k, v) {
			f.add(schema.SlotSubj, k, how, 0.05)
		}
	case "obl", "nmod:poss":
		p := t.prep(k)
		if p == "" && r == "obl" {
			f.add("unmarked", a, how, 0)
			return
		}
		if p == "on" && t.child(k, "nmod:poss") >= 0 && !x.isActor(k) {
			f.add("on_own", k, how, 0.2) // "attacked him on his record"
		}
		if p == "by" && f.passive {
			f.add(schema.SlotSubj, a, how, 0.02)
		}
		f.add(p, a, how+" “"+strings.ReplaceAll(p, "_", " ")+"”", 0)
		if i := strings.LastIndexByte(p, '_'); i >= 0 && p != "according_to" {
			f.add(p[i+1:], a, how+" “"+strings.ReplaceAll(p, "_", " ")+"”", 0.05)
		}
	}
}

// namedSo reports whether a quotation opens right behind the phrase of object k: "called her “a thief”" names her.
func (x *pass) namedSo(k int) bool {
	t := x.t
	next := t.last[k] + 1
	if m := t.name[k]; m >= 0 {
		next = t.d.Mentions[m].Last
	}
	if next >= t.sentence(k).Last {
		return false
	}
	switch w := t.d.Word(next); w {
	case "“", "‘", "``", "`", "\"", "'":
		return true
	}
	return false
}

// hyphen reports whether a hyphen stands between a and b and nothing else but the words of one name.
func (x *pass) hyphen(a, b int) bool {
	t := x.t
	for i := a + 1; i < b; i++ {
		if w := t.d.Word(i); w == "-" || w == "–" || w == "‑" {
			return true
		}
	}
	w := t.d.Word(a)
	return strings.HasSuffix(w, "-")
}

// gap fills the object of a relative clause that has none of its own: "the town that rebels took", "the deal
// they signed".
func (x *pass) gap(f *frame, v int) {
	t := x.t
	if f.passive || t.child(v, "obj", "expl") >= 0 || t.child(v, "ccomp", "xcomp") >= 0 {
		return
	}
	top := v
	for t.head(top) >= 0 && (t.base(top) == "xcomp" || t.base(top) == "conj" && t.verbal(t.head(top))) {
		top = t.head(top)
	}
	if t.rel(top) != "acl:relcl" || t.head(top) < 0 || t.head(top) > v {
		return
	}
	ante := t.head(top)
	for _, s := range f.slots {
		if s.head == ante {
			return
		}
	}
	// Some verb of the clause must have a subject of its own, and no relative pronoun may fill another place.
	if t.child(top, "nsubj", "nsubj:pass") < 0 {
		return
	}
	for i := t.first[top]; i < v; i++ {
		if (relative[t.lemma[i]] && t.lemma[i] != "that" || t.lemma[i] == "where" || t.lemma[i] == "when") && i != ante {
			return
		}
	}
	if s := t.child(top, "nsubj"); s >= 0 {
		if a, _ := x.antecedent(s); a == ante {
			return
		}
	}
	if o := t.base(ante); (o == "obj" || o == "iobj") && t.head(ante) >= 0 && verbEffects[t.lemma[t.head(ante)]] == reports {
		return // "told the paper that police suspect them": a clause, whatever the tree says
	}
	// "Ann Banda is the first senator that Ohio elected": it elected her.
	if n := t.child(ante, "nsubj"); n >= 0 && t.child(ante, "cop") >= 0 && t.name[n] >= 0 {
		ante = n
	}
	f.add(schema.SlotObj, ante, "noun before the clause", 0.07)
}

// sharedObject gives the object of the first of two joined verbs to the second: "attacked and took the town".
func (x *pass) sharedObject(f *frame, v int) {
	t := x.t
	if f.passive || t.base(v) != "conj" || t.head(v) < 0 || !t.verbal(t.head(v)) {
		return
	}
	for _, k := range t.kids[v] {
		switch t.base(k) {
		case "obj", "obl", "ccomp", "xcomp", "nsubj":
			return
		}
	}
	if o := t.child(t.head(v), "obj"); o > v {
		f.add(schema.SlotObj, o, "obj of “"+t.d.Word(t.head(v))+"”", 0.06)
	}
}

// needsAll reports whether f has the words and slots that trigger tr needs, and none of those that it must be without.
func (x *pass) needsAll(f *frame, tr *schema.Trigger) bool {
	for _, words := range tr.Needs {
		if !x.needs(f, words) {
			return false
		}
	}
	return len(tr.Without) == 0 || !x.needs(f, tr.Without)
}

// needs reports whether one of the words depends on the predicate, at most two steps down.
func (x *pass) needs(f *frame, words []string) bool {
	t := x.t
	match := func(i int) bool {
		for _, w := range words {
			if t.lemma[i] == w || lower(t.d.Word(i)) == w {
				return true
			}
		}
		return false
	}
	for _, w := range words {
		if strings.HasPrefix(w, "@") {
			if s, ok := f.get(w[1:]); ok && t.when[s.head] < 0 {
				return true
			}
			if o, ok := f.get(schema.SlotObj); ok {
				for _, k := range t.kids[o.head] {
					if t.rel(k) == "nmod" && t.prep(k) == w[1:] {
						return true
					}
				}
			}
			return false
		}
	}
	if o, ok := f.get(schema.SlotObj); ok && match(o.head) {
		return true
	}
	for _, k := range t.kids[f.pred] {
		if match(k) {
			return true
		}
		for _, j := range t.kids[k] {
			if r := t.base(j); (r == "case" || r == "mark" || r == "compound" || r == "amod" || r == "nmod" || r == "nummod" || r == "conj" || r == "fixed") && match(j) {
				return true
			}
			for _, l := range t.kids[j] {
				if r := t.base(l); (r == "nummod" || r == "compound") && match(l) {
					return true
				}
			}
		}
	}
	return false
}
