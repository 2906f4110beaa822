package extract

import (
	"strings"

	"kg/nlp"
	"kg/schema"
)

// prepFrame reads a preposition as a predicate: "the US is behind the rebels", "with the US behind the rebels",
// and what is left of it after a gap, "Moscow supporting one side and the US behind the other".
func (x *pass) prepFrame(n int) *frame {
	t := x.t
	p := t.prep(n)
	if p == "" || len(x.s.Triggers(schema.Prep, p)) == 0 {
		return nil
	}
	f := &frame{kind: schema.Prep, pred: n, carrier: n, rule: "preposition", lemmas: []string{p}, cost: 0.08}
	f.add("there", n, "the phrase with “"+strings.ReplaceAll(p, "_", " ")+"”", 0)
	if s := t.child(n, "nsubj", "nsubj:outer"); s >= 0 {
		a, how := x.antecedent(s)
		f.add(schema.SlotSubj, a, how, 0)
		if t.child(n, "cop") < 0 {
			f.rule = "preposition-gapped"
		}
		// "Hopelessly behind Japan" is a place in a race, "firmly behind the rebels" a side that is taken.
		for _, k := range t.kids[n] {
			if t.base(k) == "advmod" && !stoutly[t.lemma[k]] && !negators[t.lemma[k]] {
				f.doubt = "“" + t.d.Word(k) + " " + t.d.Word(k+1) + "” may be a distance"
			}
		}
		return f
	}
	h := t.head(n)
	if h < 0 {
		return nil
	}
	switch t.rel(n) {
	case "orphan":
		// The gapped clause is headed by its subject: conj(supporting, US), orphan(US, coalition).
		f.add(schema.SlotSubj, h, "orphan of “"+t.d.Word(h)+"”", 0.02)
		f.rule = "preposition-gapped"
		return f
	}
	if g, ok := x.gaps[n]; ok {
		f.add(schema.SlotSubj, g, "what is left of a clause with “"+f.lemmas[0]+"”", 0.06)
		f.rule = "preposition-gapped"
		return f
	}
	return nil
}

// stoutly has the adverbs of those who take a side.
var stoutly = set("fully", "firmly", "squarely", "solidly", "strongly", "right", "also", "completely", "totally", "wholly", "still", "now", "entirely", "openly", "clearly", "secretly")

// findGaps looks in sentence s for what a gap has left of a clause, "…, and the US behind a coalition", which
// parsers take for a part of the first clause. Such a clause has a joined name or group, directly before a phrase
// with a preposition that is a predicate in the schema; and to its left a verb with subject and object that says
// something of the same family, for a gap leaves out only what can be understood from the first half.
func (x *pass) findGaps(s nlp.Sentence) {
	t := x.t
	for p := s.First + 2; p < s.Last-1; p++ {
		if t.rel(p) != "case" && t.rel(p) != "mark" {
			continue
		}
		trs := x.s.Triggers(schema.Prep, lower(t.d.Word(p)))
		n := t.head(p)
		if len(trs) == 0 || n < p || !t.nominal(n) || t.child(n, "nsubj") >= 0 || t.rel(n) == "orphan" {
			continue
		}
		// The noun phrase that ends before p, and the "and" before it.
		h := p - 1
		for t.head(h) >= s.First && t.head(h) < p && t.last[t.head(h)] < p && t.nominal(t.head(h)) && t.rel(h) != "conj" {
			h = t.head(h)
		}
		if t.rel(h) == "flat" && t.head(h) < h && t.head(h) >= s.First {
			h = t.head(h)
		}
		if !t.nominal(h) {
			continue
		}
		first := h
		for first > s.First && t.head(first-1) == h && (t.base(first-1) == "det" || t.base(first-1) == "amod" || t.base(first-1) == "compound" || t.rel(first-1) == "nmod:desc") {
			first--
		}
		if first == s.First || t.lemma[first-1] != "and" && t.lemma[first-1] != "while" && t.lemma[first-1] != "but" {
			continue
		}
		if x.parallel(s, first-1, trs) {
			x.gaps[n] = h
			t.cut[h], t.cut[n] = true, true
		}
	}
}

// parallel reports whether a verb to the left of token end has subject and object and is of the family of one of
// the triggers.
func (x *pass) parallel(s nlp.Sentence, end int, trs []*schema.Trigger) bool {
	t := x.t
	for v := s.First; v < end; v++ {
		if !t.verbal(v) || t.child(v, "nsubj", "nsubj:pass") < 0 || t.child(v, "obj") < 0 {
			continue
		}
		for _, a := range x.s.Triggers(schema.Verb, t.lemma[v]) {
			for _, b := range trs {
				if up, down := x.s.Broader(a.Relation), x.s.Broader(b.Relation); len(up) > 0 && len(down) > 0 && up[len(up)-1] == down[len(down)-1] {
					return true
				}
			}
		}
	}
	return false
}

// prepClaims adds the claims of the preposition frame.
func (x *pass) prepClaims(f *frame) bool {
	sub, ok := f.get(schema.SlotSubj)
	if !ok {
		return false
	}
	obj, _ := f.get("there")
	for _, tr := range x.s.Triggers(schema.Prep, f.lemmas[0]) {
		rel, ok := x.s.Relation(tr.Relation)
		if !ok || !x.allowed(rel.Domain, sub.head) {
			continue
		}
		// "Behind the wheel" is a place: what stands behind must be someone.
		if o := x.arg(obj.head); o.Kind != EntityArg && o.Kind != GroupArg || x.s.IsA(o.Class, "Facility") {
			continue
		}
		if s := x.arg(sub.head); s.Kind != EntityArg && s.Kind != GroupArg {
			continue
		}
		if x.pairs(f, rel, tr, sub, obj) {
			return true
		}
	}
	return false
}
