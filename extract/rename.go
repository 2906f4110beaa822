package extract

import (
	"kg/nlp"
	"kg/schema"
)

// renamed reads "X, formerly Y" and "X (formerly known as Y)": the adverb stands at the old name.
func (x *pass) renamed(adv int) {
	t, d := x.t, x.t.d
	trs := x.s.Triggers(schema.Adverb, t.lemma[adv])
	h := t.head(adv)
	if len(trs) == 0 || h < 0 {
		return
	}
	old, cost := h, float32(0.05)
	if t.lemma[h] == "known" || t.lemma[h] == "know" || t.lemma[h] == "call" || t.lemma[h] == "name" {
		// "Formerly known as Y": the name is below the verb.
		old = -1
		for _, k := range t.kids[h] {
			if p := t.prep(k); p == "as" || t.rel(k) == "xcomp" || t.rel(k) == "obj" {
				old = k
			}
		}
	}
	if old < 0 || !x.isName(old) {
		return
	}
	now := t.head(h)
	if t.rel(h) != "appos" && t.rel(h) != "acl" && t.rel(h) != "parataxis" || now < 0 {
		return
	}
	if a := x.arg(now); a.Kind != EntityArg || a.Mention < 0 || d.Mentions[a.Mention].Class == nlp.Nationality {
		return
	}
	tr := trs[0]
	rel, ok := x.s.Relation(tr.Relation)
	if !ok {
		return
	}
	f := &frame{kind: schema.Adverb, pred: adv, carrier: adv, rule: "formerly", lemmas: []string{t.lemma[adv]}, cost: cost}
	if p := t.prep(now); (t.base(now) == "nmod" || t.base(now) == "obl") && (p == "in" || p == "at" || p == "near") && t.rel(h) != "acl" {
		f.doubt = "what stands before “" + p + "” may be meant" // "at the Grand Hotel in Aden (formerly the Bell)"
	}
	x.claim(f, rel, tr, slot{schema.SlotSubj, now, "name before “" + d.Word(adv) + "”", 0}, slot{schema.SlotObj, old, "name after it", 0})
}

// bracketed reads a second name in brackets: "the African Union (AU)".
func (x *pass) bracketed(i int) {
	t, d := x.t, x.t.d
	h := t.head(i)
	if h < 0 || t.rel(i) != "appos" && t.rel(i) != "parataxis" || i == 0 || !x.isName(i) || !x.isName(h) || h > i {
		return
	}
	open := t.first[i]
	if w := d.Word(open); w != "(" && (open == 0 || d.Word(open-1) != "(") {
		return
	}
	a, b := x.arg(h), x.arg(i)
	if a.Class != b.Class && b.Class != "" || len(b.Text) > len(a.Text) {
		return
	}
	rel, ok := x.s.Relation("alias")
	if !ok {
		return
	}
	f := &frame{kind: schema.Adverb, pred: i, carrier: i, rule: "brackets", lemmas: []string{"alias"}, cost: 0.1}
	x.claim(f, rel, &schema.Trigger{Relation: rel.ID, Kind: schema.Adverb, Lemma: "alias"}, slot{schema.SlotSubj, h, "name before the bracket", 0}, slot{schema.SlotObj, i, "name in brackets", 0})
}
