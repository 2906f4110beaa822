package extract

import (
	"strings"

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
	case "nmod":
		// The parser often takes the gap for a plain noun phrase: "…, and the US behind a coalition" joined to
		// something in a clause with "with" or to a clause. Only a subject-like name there is read so.
		if x.gapped(h, n) {
			f.add(schema.SlotSubj, h, "nmod of the joined “"+t.d.Word(h)+"”", 0.12)
			f.rule = "preposition-gapped"
			return f
		}
	case "obl", "advcl":
		// "With the US behind the rebels" read as two phrases of the verb is too uncertain.
	}
	return nil
}

// gapped reports whether noun h, joined by "and" with n behind it, looks like the rest of a clause.
func (x *pass) gapped(h, n int) bool {
	t := x.t
	a := x.arg(h)
	if a.Kind != EntityArg && a.Kind != GroupArg {
		return false
	}
	if t.rel(h) == "conj" && t.child(h, "cc") >= 0 && n > h {
		for i, steps := t.head(h), 0; i >= 0 && steps < 8; i, steps = t.head(i), steps+1 {
			if t.verbal(i) && t.marker(i) == "with" {
				return true
			}
		}
	}
	return t.prep(h) == "with" && t.base(h) != "nmod" && t.verbal(t.head(h))
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
