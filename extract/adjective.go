package extract

import "kg/schema"

// adjFrame reads an adjective with a preposition: "rebels loyal to X", "X is critical of Y".
func (x *pass) adjFrame(a int) *frame {
	t := x.t
	if len(x.s.Triggers(schema.Adjective, t.lemma[a])) == 0 {
		return nil
	}
	f := &frame{kind: schema.Adjective, pred: a, carrier: a, rule: "adjective", lemmas: []string{t.lemma[a]}, cost: 0.06}
	if s := t.child(a, "nsubj"); s >= 0 {
		h, how := x.antecedent(s)
		f.add(schema.SlotSubj, h, how, 0)
	} else if h := t.head(a); h >= 0 {
		switch t.base(a) {
		case "amod", "acl":
			if h < a {
				f.add(schema.SlotSubj, h, "noun before “"+t.d.Word(a)+"”", 0.04)
			}
		case "xcomp", "conj":
			if s := x.subject(a, 0); s.head >= 0 {
				f.add(schema.SlotSubj, s.head, s.how, 0.04)
			}
		}
	}
	for _, k := range t.kids[a] {
		switch t.base(k) {
		case "obl", "nmod":
			if p := t.prep(k); p != "" {
				h, how := x.antecedent(k)
				f.add(p, h, how+" “"+p+"”", 0)
			}
		case "advcl", "ccomp", "xcomp":
			f.add(schema.SlotClause, k, t.rel(k), 0)
		}
	}
	return f
}
