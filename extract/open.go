package extract

import (
	"strings"

	"kg/schema"
)

// open adds the open claim of verb frame f: its subject, the verb, and its object, or else the first phrase with
// a preposition or the clause that it governs.
func (x *pass) open(f *frame) {
	sub, ok := f.get(schema.SlotSubj)
	obj := slot{head: -1}
	if f.passive {
		// "The town was taken by rebels": the one acted on is the subject of the words.
		if o, is := f.get(schema.SlotObj); is {
			by := sub
			sub, ok = o, true
			if by.head >= 0 && by.head != o.head {
				by.name = "by"
				obj = by
			}
			if obj.head < 0 {
				if o, is := f.get("obj2"); is {
					obj = o
				}
			}
		}
	} else if o, is := f.get(schema.SlotObj); is {
		obj = o
	}
	if !ok {
		return
	}
	if obj.head < 0 {
		obj = x.firstOblique(f, sub.head)
	}
	if obj.head < 0 {
		if c, is := f.get(schema.SlotClause); is {
			obj = c
		}
	}
	if obj.head < 0 || obj.head == sub.head {
		return
	}
	x.openClaim(f, sub, obj)
}

// firstOblique is the first phrase with a preposition behind the verb that is no time, or the first before it.
func (x *pass) firstOblique(f *frame, sub int) slot {
	best := slot{head: -1}
	for _, s := range f.slots {
		switch s.name {
		case schema.SlotSubj, schema.SlotObj, schema.SlotIobj, schema.SlotClause, "unmarked", "obj2", "where":
			continue
		}
		if s.head == sub || x.t.when[s.head] >= 0 || strings.HasSuffix(s.name, "_ing") || s.name == "on_own" {
			continue
		}
		if best.head < 0 || best.head < f.pred && s.head > f.pred {
			best = s
		}
	}
	return best
}

func (x *pass) openClaim(f *frame, a, b slot) {
	t := x.t
	k := key{"", f.pred, a.head, b.head, "", -1, -1}
	if x.seen[k] {
		return
	}
	x.seen[k] = true
	sub, obj := x.arg(a.head), x.arg(b.head)
	if sub.Len() == 0 || obj.Len() == 0 || obj.Contains(sub.Span) || sub.Contains(obj.Span) {
		return
	}
	st := x.status(f.carrier)
	c := Claim{Subject: sub, Object: obj, Rule: f.rule, Trigger: t.d.Tokens[f.pred].Span}
	c.Phrase = x.relationPhrase(f, b)
	c.Lemma = t.lemma[f.pred]
	if p := t.child(f.pred, "compound:prt"); p >= 0 {
		c.Lemma += " " + t.lemma[p]
	} else if p := t.child(f.pred, "advmod"); p == f.pred+1 && particles[t.lemma[p]] {
		c.Lemma += " " + t.lemma[p]
	}
	if p := t.prep(b.head); p != "" && b.name != schema.SlotObj && t.base(b.head) != "ccomp" {
		c.Lemma += " " + strings.ReplaceAll(p, "_", " ")
	}
	c.Path = x.path(f, a, b)
	x.finish(&c, f, st, a, b)
	c.Confidence = x.confidence(&c, f, st, a, b)
	x.judge(&c, st)
	x.claims = append(x.claims, c)
}

// copula adds the open claim of "X is Y", where i is Y.
func (x *pass) copula(i int) {
	t := x.t
	cop := t.child(i, "cop")
	s := t.child(i, "nsubj")
	if cop < 0 || s < 0 || t.lemma[s] == "there" {
		return
	}
	h, how := x.antecedent(s)
	if h == i {
		return
	}
	f := &frame{kind: schema.Role, pred: i, carrier: i, rule: "is"}
	for _, k := range t.kids[i] {
		if t.base(k) == "obl" {
			if p := t.prep(k); p != "" {
				f.add(p, k, p, 0)
			}
		}
	}
	sub := slot{schema.SlotSubj, h, how, 0}
	st := x.status(i)
	k := key{"", i, h, i, "be", -1, -1}
	if x.seen[k] {
		return
	}
	x.seen[k] = true
	a, b := x.arg(h), x.predicative(i)
	if a.Len() == 0 || b.Len() == 0 || a.Overlaps(b.Span) {
		return
	}
	in := map[int]bool{}
	for _, k := range t.kids[i] {
		if r := t.base(k); r == "cop" || r == "aux" || r == "advmod" && negators[t.lemma[k]] && k < i {
			in[k] = true
		}
	}
	c := Claim{Subject: a, Object: b, Rule: "is", Trigger: t.d.Tokens[cop].Span, Phrase: x.words(in), Lemma: "be"}
	if p := t.prep(i); p != "" {
		c.Lemma += " " + strings.ReplaceAll(p, "_", " ")
	}
	c.Path = "“" + t.d.Word(cop) + "”: subject “" + t.d.Word(h) + "” (" + how + "), predicate “" + t.d.Word(i) + "”"
	obj := slot{schema.SlotObj, i, "predicate", 0}
	x.finish(&c, f, st, sub, obj)
	c.Confidence = x.confidence(&c, f, st, sub, obj)
	x.judge(&c, st)
	x.claims = append(x.claims, c)
}

// predicative is what comes after "is": the phrase without the words of the clause.
func (x *pass) predicative(i int) Arg {
	t := x.t
	f, l := t.phrase(i, func(r string) bool { return loose(r) || noPhrase(r) && r != "case" })
	s := t.span(f, l)
	a := x.arg(i)
	if !s.Contains(a.Core) {
		a.Core, a.CoreHead = s, i
	}
	a.Span, a.Text = s, t.d.Slice(s)
	return a
}
