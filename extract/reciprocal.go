package extract

import (
	"kg/nlp"
	"kg/schema"
)

// togetherAgain reads "the ministers met" where the article has told before who the two are: exactly one pair of
// persons that it has brought together. With more than one, or none, it stays an open claim.
func (x *pass) togetherAgain(f *frame, rel *schema.Relation, tr *schema.Trigger, s slot) bool {
	t, d := x.t, x.t.d
	h := s.head
	if t.xpos(h) != "NNS" && t.lemma[h] != "they" && t.lemma[h] != "both" && t.xpos(h) != "NNPS" {
		return false
	}
	if f.kind != schema.Verb {
		return false
	}
	for _, k := range t.kids[h] {
		// "The ministers" are those named; "the ministers of both countries" may be any.
		if r := t.base(k); r == "nmod" || r == "acl" || r == "amod" || r == "compound" || r == "appos" {
			return false
		}
	}
	if t.upos(h) == "NOUN" {
		head, ok := x.s.Head(t.lemma[h])
		if !ok && t.lemma[h] != "side" && t.lemma[h] != "man" && t.lemma[h] != "pair" || ok && !x.s.IsA(head.Class, "Person") || !definite(t, h) {
			return false
		}
	}
	var a, b int = -1, -1
	for _, c := range x.claims {
		r, ok := x.s.Relation(c.Relation)
		if !ok || !r.Symmetric || c.Polarity != Affirmed || c.Subject.Kind != EntityArg || c.Object.Kind != EntityArg {
			continue
		}
		m, n := c.Subject.Mention, c.Object.Mention
		if m < 0 || n < 0 || d.Mentions[m].Class != nlp.Person || d.Mentions[n].Class != nlp.Person || x.same(m, n) {
			continue
		}
		switch {
		case a < 0:
			a, b = m, n
		case x.same(a, m) && x.same(b, n) || x.same(a, n) && x.same(b, m):
		default:
			return false
		}
	}
	if a < 0 {
		return false
	}
	sub, obj := x.arg(h), x.arg(h)
	sub.Mention, sub.Kind, sub.Class = a, EntityArg, "Person"
	obj.Mention, obj.Kind, obj.Class = b, EntityArg, "Person"
	g := *f
	g.rule, g.cost = "reciprocal-again", f.cost+0.2
	return x.claimOf(&g, rel, tr, sub, obj, s, s)
}

// same reports whether two mentions are of one thing, as far as chains or equal words tell.
func (x *pass) same(m, n int) bool {
	a, b := x.t.d.Mentions[m], x.t.d.Mentions[n]
	return m == n || a.Chain >= 0 && a.Chain == b.Chain || x.t.d.Slice(a.Span) == x.t.d.Slice(b.Span)
}
