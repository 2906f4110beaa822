package extract

import (
	"slices"
	"strings"

	"kg/nlp"
	"kg/schema"
)

// nounSlots adds what depends on noun n: its possessor, its prepositions, the adjective of a country and the
// noun before it.
func (x *pass) nounSlots(f *frame, n int) {
	t, d := x.t, x.t.d
	for _, k := range t.kids[n] {
		a, how := x.antecedent(k)
		switch r := t.rel(k); r {
		case "nmod:poss":
			f.add(schema.SlotPoss, a, how, 0)
		case "nmod", "obl", "obl:agent", "acl":
			p := t.prep(k)
			if p == "" || r == "acl" && !t.nominal(k) {
				continue
			}
			f.add(p, a, how+" “"+strings.ReplaceAll(p, "_", " ")+"”", 0)
		case "amod", "compound", "nmod:desc", "nmod:unmarked":
			m := t.name[k]
			if m < 0 {
				if _, ok := x.s.Head(t.lemma[k]); ok && r == "compound" {
					f.add(schema.SlotCompound, k, how, 0.05)
				}
				continue
			}
			c := d.Mentions[m].Class
			switch {
			case c == nlp.Nationality || r == "amod" && c == nlp.Location:
				f.add(schema.SlotAdj, k, how, 0.03)
			case r != "nmod:desc" && c != nlp.Event && c != nlp.Work:
				f.add(schema.SlotCompound, k, how, 0.04)
				if c == nlp.Location {
					f.add(schema.SlotAdj, k, how, 0.05)
				}
			}
		}
	}
}

// nounLemmas are the keys under which noun n is looked up: alone, and with the word before it.
func (x *pass) nounLemmas(n int) []string {
	t := x.t
	out := []string{t.lemma[n]}
	for _, k := range t.kids[n] {
		if r := t.rel(k); r == "compound" || r == "amod" {
			out = append(out, t.lemma[k]+"_"+t.lemma[n])
		}
	}
	return out
}

// nounFrame reads the arguments of an event noun and of the light verb through which it is told.
func (x *pass) nounFrame(n int) *frame {
	t := x.t
	f := &frame{kind: schema.Noun, pred: n, carrier: n, rule: "noun", lemmas: x.nounLemmas(n), cost: 0.02}
	if t.name[n] >= 0 && t.d.Mentions[t.name[n]].Class != nlp.Event {
		return nil // "the Clash", "Strike Force"
	}
	x.nounSlots(f, n)
	x.light(f, n)
	return f
}

// light adds the arguments of the verb that carries noun n, if it is a light one.
func (x *pass) light(f *frame, n int) {
	t := x.t
	top := n
	for t.rel(top) == "conj" && t.head(top) >= 0 && t.nominal(t.head(top)) {
		top = t.head(top)
	}
	v := t.head(top)
	if v < 0 {
		// "X is in talks with Y".
		x.inEvent(f, n, n)
		return
	}
	rel, p := t.base(top), t.prep(top)
	switch {
	case t.child(top, "cop") >= 0 || t.child(top, "nsubj") >= 0:
		x.inEvent(f, n, top)
	case t.verbal(v):
		x.lightVerb(f, n, top, v, rel, p)
	case rel == "nmod" && (p == "in" || p == "at") && t.nominal(v):
		// "Officials in talks with X".
		f.add("light", v, "noun before “"+p+"”", 0.2)
	}
}

// inEvent reads "X is in talks", where the noun is the predicate.
func (x *pass) inEvent(f *frame, n, top int) {
	t := x.t
	if p := t.prep(top); p != "in" && p != "under" && p != "at" && p != "on" {
		return
	}
	if s := t.child(top, "nsubj"); s >= 0 {
		a, how := x.antecedent(s)
		if t.prep(top) == "under" {
			f.add("patient", a, how, 0.05)
		} else {
			f.add("light", a, how, 0.02)
		}
		f.rule, f.carrier = "in-noun", top
	}
}

// isLight reports whether v, alone or with its particle, is a light verb of the kind.
func (x *pass) isLight(kind string, v int) bool {
	t := x.t
	list := x.lightVerbs[kind]
	if list[t.lemma[v]] {
		return true
	}
	if p := t.child(v, "compound:prt"); p >= 0 && list[t.lemma[v]+"_"+t.lemma[p]] {
		return true
	}
	return false
}

func (x *pass) lightVerb(f *frame, n, top, v int, rel, p string) {
	t := x.t
	sub := x.subject(v, 0)
	word := "“" + t.d.Word(v) + "”"
	carry := func(rule string) {
		f.rule, f.carrier = rule, v
		for _, k := range t.kids[v] {
			if t.base(k) == "obl" && k != top {
				if q := t.prep(k); q != "" {
					a, how := x.antecedent(k)
					f.add(q, a, how+" “"+strings.ReplaceAll(q, "_", " ")+"” of "+word, 0.04)
				}
			}
		}
	}
	switch {
	case rel == "obj" && x.isLight("do", v) && !sub.passive:
		if sub.head >= 0 {
			f.add("light", sub.head, sub.how+" of "+word, sub.cost)
		}
		if o := t.child(v, "iobj"); o >= 0 {
			f.add("patient", o, "iobj of "+word, 0.03)
		}
		carry("light-verb")
		if sub.head >= 0 && x.isLight("get", v) {
			f.add("patient", sub.head, sub.how+" of "+word, sub.cost+0.1)
		}
	case rel == "obj" && x.isLight("get", v) && !sub.passive:
		if sub.head >= 0 {
			f.add("patient", sub.head, sub.how+" of "+word, sub.cost)
		}
		carry("light-verb-received")
	case rel == "nsubj" && sub.passive && x.isLight("do", v):
		if a := t.child(v, "obl:agent"); a >= 0 {
			f.add("light", a, "obl:agent of "+word, 0)
		}
		carry("light-verb-passive")
	case rel == "obl" && (p == "in" || p == "into") && x.isLight("in", v):
		if sub.head >= 0 {
			f.add("light", sub.head, sub.how+" of "+word, sub.cost)
		}
		carry("in-noun")
	case rel == "obl" && p == "under" && t.first[top] == v+1 && (t.lemma[v] == "come" || t.lemma[v] == "be" || t.lemma[v] == "remain"):
		if sub.head >= 0 {
			f.add("patient", sub.head, sub.how+" of "+word, sub.cost)
		}
		carry("light-verb-received")
	case rel == "obl" && slices.Contains([]string{"after", "during", "in", "at", "following", "through", "amid"}, p) && !sub.passive:
		// "Speaking after talks with X, Y said": whoever speaks was there, for events with two sides.
		if sub.head >= 0 {
			f.add("beside", sub.head, sub.how+" of "+word, sub.cost+0.15)
		}
	case rel == "nsubj" && x.happens(v):
		f.carrier = v
		carry("noun-happens")
	}
}
