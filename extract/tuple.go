package extract

import (
	"slices"
	"strings"

	"kg/schema"
)

// tuples reads every predicate of sentence s as open information extraction does: the words of the relation, the
// subject, and all that the predicate takes. A chain of verbs, "refused to grant", is one relation; what is joined
// by "and" makes a tuple each.
func (x *pass) tuples(first, last int) {
	t := x.t
	for i := first; i < last; i++ {
		switch {
		case t.verbal(i) && t.rel(i) != "amod":
			x.verbTuple(i)
		case t.child(i, "cop") >= 0 && t.child(i, "nsubj", "nsubj:outer") >= 0:
			x.isTuple(i)
		}
		if t.nominal(i) {
			x.nounTuples(i)
		}
	}
}

// tuple is one being made.
type tuple struct {
	rule string
	pred int
	rel  map[int]bool
	lead string // words before those of rel that are not in the text: "is"
	sub  slot
	args []int // heads, in the order in which they are printed
	cost float32
	bare map[int]bool // arguments whose preposition is among the words of the relation
}

// verbTuple reads verb v, unless it only leads to another one.
func (x *pass) verbTuple(v int) {
	t := x.t
	if c := x.chained(v); c >= 0 {
		return
	}
	f := x.verbFrame(v)
	tu := tuple{rule: f.rule, pred: v, rel: map[int]bool{}, bare: map[int]bool{}, cost: f.cost}
	name := schema.SlotSubj
	if f.passive {
		name = schema.SlotObj
	}
	var ok bool
	if tu.sub, ok = f.get(name); !ok {
		return
	}
	if l := t.lemma[tu.sub.head]; (l == "which" || l == "that" || l == "who") && t.upos(tu.sub.head) != "NOUN" {
		tu.cost += 0.15
	}
	x.verbWords(v, tu.rel)
	for top := v; t.rel(top) == "xcomp" && t.head(top) >= 0 && x.chained(t.head(top)) == top; {
		if k := t.child(top, "mark"); k >= 0 {
			tu.rel[k] = true
		}
		top = t.head(top)
		x.verbWords(top, tu.rel)
	}
	tu.args = x.verbArgs(f, v, tu.sub.head)
	x.emit(&tu)
}

// chained is the verb that v leads to, "refused to grant", or -1: it has no object of its own.
func (x *pass) chained(v int) int {
	t := x.t
	c := t.child(v, "xcomp")
	if c < 0 || !t.verbal(c) || t.child(v, "obj", "iobj") >= 0 {
		return -1
	}
	return c
}

// verbWords adds the words of the verb group of v.
func (x *pass) verbWords(v int, in map[int]bool) {
	t := x.t
	in[v] = true
	for _, k := range t.kids[v] {
		switch t.base(k) {
		case "aux", "cop":
			in[k] = true
		case "advmod":
			if negators[t.lemma[k]] || k < v && k > t.first[v] && len(t.kids[k]) == 0 && t.upos(k) == "ADV" && x.between2(k, v, in) {
				in[k] = true
			}
		case "compound":
			if t.rel(k) == "compound:prt" {
				in[k] = true
			}
		}
	}
}

// between2 reports whether nothing but auxiliaries and adverbs stands between a and verb b.
func (x *pass) between2(a, b int, in map[int]bool) bool {
	t := x.t
	for i := a + 1; i < b; i++ {
		if !in[i] && t.base(i) != "aux" && t.upos(i) != "ADV" && t.upos(i) != "PART" {
			return false
		}
	}
	return true
}

// verbArgs lists the heads of what verb v takes, objects first, then phrases in text order.
func (x *pass) verbArgs(f *frame, v, sub int) []int {
	t := x.t
	var objs, rest []int
	seen := map[int]bool{sub: true}
	add := func(list *[]int, h int) {
		if !seen[h] {
			seen[h] = true
			*list = append(*list, h)
		}
	}
	for _, s := range f.slots {
		switch s.name {
		case schema.SlotIobj:
			add(&objs, s.head)
		case schema.SlotObj, "obj2":
			if !f.passive || s.name == "obj2" {
				add(&objs, s.head)
			}
		}
	}
	for _, k := range t.kids[v] {
		switch t.base(k) {
		case "obl":
			if !relative[t.lemma[k]] {
				add(&rest, k)
			}
		case "xcomp", "ccomp":
			if k > v || t.base(k) == "ccomp" {
				add(&objs, k)
			}
		case "advcl":
			if k > v && !x.finite(k) && t.marker(k) != "" && t.child(k, "nsubj") < 0 {
				// "By closing the border", "to stop him".
				add(&rest, k)
			}
		}
	}
	return append(objs, rest...)
}

// isTuple reads "X is Y".
func (x *pass) isTuple(i int) {
	t := x.t
	h, how := x.antecedent(t.child(i, "nsubj", "nsubj:outer"))
	tu := tuple{rule: "is", pred: i, rel: map[int]bool{}, bare: map[int]bool{}, sub: slot{schema.SlotSubj, h, how, 0}}
	for _, k := range t.kids[i] {
		if b := t.base(k); b == "cop" || b == "aux" || b == "advmod" && negators[t.lemma[k]] {
			tu.rel[k] = true
		}
	}
	var rest []int
	for _, k := range t.kids[i] {
		if t.base(k) == "obl" && k > i && t.upos(i) == "NOUN" {
			rest = append(rest, k)
		}
	}
	if t.prep(i) != "" {
		x.cases(i, tu.rel)
		tu.bare[i] = true
	}
	tu.args = append([]int{i}, rest...)
	x.emit(&tu)
}

// nounTuples reads what a noun phrase says without a verb: "X, the head of Y" is the head of Y; "X's house" is had
// by X.
func (x *pass) nounTuples(i int) {
	t := x.t
	h := t.head(i)
	if h < 0 {
		return
	}
	switch t.rel(i) {
	case "appos":
		if t.nominal(h) && h < i {
			x.emit(&tuple{rule: "apposition", pred: i, rel: map[int]bool{}, lead: "is", bare: map[int]bool{}, sub: slot{"", h, "apposition", 0}, args: []int{i}, cost: 0.12})
		}
	case "nmod:desc":
		x.emit(&tuple{rule: "title", pred: i, rel: map[int]bool{}, lead: "is", bare: map[int]bool{}, sub: slot{"", h, "title", 0}, args: []int{i}, cost: 0.3})
	case "nmod:poss":
		if t.upos(i) != "PRON" {
			x.emit(&tuple{rule: "possessive", pred: h, rel: map[int]bool{}, lead: "has", bare: map[int]bool{}, sub: slot{"", i, "nmod:poss", 0}, args: []int{h}, cost: 0.5})
		}
	}
}

// emit adds a claim for each of what is joined to the first argument.
func (x *pass) emit(tu *tuple) {
	t := x.t
	if len(tu.args) == 0 {
		return
	}
	first := tu.args[0]
	objs := []int{first}
	if t.nominal(first) && tu.rule != "possessive" {
		objs = x.spread(first)
	}
	for _, o := range objs {
		c := *tu
		c.args = append([]int{o}, tu.args[1:]...)
		x.emitOne(&c, tu.sub.head, len(objs) > 1)
	}
}

// spread lists h and what is joined to it.
func (x *pass) spread(h int) []int {
	var out []int
	for _, c := range x.t.conjuncts(h) {
		if x.t.nominal(c) && len(out) < 6 {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return []int{h}
	}
	return out
}

func (x *pass) emitOne(tu *tuple, sub int, many bool) {
	t, d := x.t, x.t.d
	a := x.tupleSubject(sub)
	rel := tu.rel
	obj := tu.args[0]
	if t.base(obj) == "obl" && !tu.bare[obj] {
		// No object: the preposition goes to the relation, "taught at".
		rel = make(map[int]bool, len(tu.rel)+1)
		for i := range tu.rel {
			rel[i] = true
		}
		x.cases(obj, rel)
	}
	b := x.tupleArg(obj, tu)
	if tu.rule == "possessive" {
		b = x.unowned(obj)
	}
	if a.Len() == 0 || b.Len() == 0 || b.Contains(a.Span) || a.Overlaps(b.Span) {
		return
	}
	f := &frame{kind: schema.Verb, pred: tu.pred, carrier: tu.pred, rule: tu.rule}
	st := x.status(tu.pred)
	c := Claim{Subject: a, Object: b, Rule: tu.rule, Trigger: d.Tokens[tu.pred].Span, Lemma: t.lemma[tu.pred], Phrase: x.words(rel)}
	if tu.lead != "" {
		c.Phrase = strings.TrimSpace(tu.lead + " " + c.Phrase)
	}
	c.Path = x.path(f, slot{"", sub, tu.sub.how, 0}, slot{"", obj, t.rel(obj), 0})
	x.finish(&c, f, st, slot{head: sub}, slot{head: obj})
	c.More = nil
	for _, k := range tu.args[1:] {
		m := x.tupleArg(k, tu)
		if m.Len() == 0 || m.Overlaps(a.Span) || m.Overlaps(b.Span) {
			continue
		}
		m.Role = x.prepWords(k)
		c.More = append(c.More, m)
	}
	slices.SortFunc(c.More, func(a, b Arg) int { return a.Start - b.Start })
	f.cost = tu.cost
	if many {
		f.cost += 0.02
	}
	c.Confidence = x.confidence(&c, f, st, slot{head: sub, cost: tu.sub.cost}, slot{head: obj})
	x.judge(&c, st)
	x.claims = append(x.claims, c)
}

// tupleArg is the argument that h heads with all that belongs to it.
func (x *pass) tupleArg(h int, tu *tuple) Arg {
	t := x.t
	if t.verbal(h) {
		a := x.clauseArg(h)
		return a
	}
	a := x.arg(h)
	f, l := t.phrase(h, func(r string) bool {
		return (loose(r) || noPhrase(r)) && !(r == "case" && !tu.bare[h] && h == tu.pred)
	})
	s := t.span(f, l)
	if s.Contains(a.Core) {
		a.Span, a.Text = s, t.d.Slice(s)
	}
	return a
}

// unowned is the phrase of h without its possessor.
func (x *pass) unowned(h int) Arg {
	t := x.t
	a := x.arg(h)
	f, l := t.phrase(h, func(r string) bool { return nominalPhrase(r) || r == "nmod:poss" })
	a.Span = t.span(f, l)
	a.Text = t.d.Slice(a.Span)
	a.Core, a.CoreHead = a.Span, h
	return a
}

// prepWords is the preposition of h as the text has it.
func (x *pass) prepWords(h int) string {
	in := map[int]bool{}
	x.cases(h, in)
	return x.words(in)
}

// tupleSubject is the subject that h heads, with what is joined to it.
func (x *pass) tupleSubject(h int) Arg {
	t := x.t
	a := x.arg(h)
	f, l := t.phrase(h, func(r string) bool { return nominalPhrase(r) && r != "conj" && r != "cc" })
	a.Span = t.span(f, l)
	a.Text = t.d.Slice(a.Span)
	return a
}
