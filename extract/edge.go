package extract

import (
	"strings"

	"kg/nlp"
	"kg/schema"
)

// leastReading is how sure a rule must be of a reading for it to be weighed at all.
const leastReading = 0.58

// ruleCost is how much less sure a rule is than a verb with its own subject and object.
var ruleCost = map[string]float32{
	"noun": 0.1, "between": 0.04, "light-verb": 0.04, "light-verb-received": 0.12, "light-verb-passive": 0.04, "in-noun": 0.05,
	"participle": 0.05, "participle-clause": 0.06, "with-participle": 0.04, "verb-control": 0.06, "preposition-gapped": 0.1,
	"copula": 0.03, "title": 0.05, "apposition": 0.08,
}

// relationCost is the same for relations whose words say little else: what is "renamed" has an old name and a new one,
// however the parser hangs them.
var relationCost = map[schema.RelationID]float32{"formerName": -0.2}

// confidence is how sure the reading is: what the rule and the slots cost, how sure the parser is of the arcs
// that it used, and what the arguments are.
func (x *pass) confidence(c *Claim, f *frame, st status, a, b slot) float32 {
	p := 0.92 - f.cost - a.cost - b.cost - ruleCost[f.rule] - relationCost[c.Relation]
	used := []int{f.pred, a.head, b.head}
	if _, gap := x.gaps[f.pred]; gap {
		used = nil // the rule does without the arcs there
	}
	for _, i := range used {
		if s := x.t.d.Tokens[i].Score; s > 0 {
			p *= 0.8 + 0.2*s
		}
	}
	for _, arg := range []Arg{c.Subject, c.Object} {
		switch {
		case arg.Kind == ThingArg && x.t.upos(arg.Head) == "PRON":
			p -= 0.1
		case arg.Mention >= 0 && arg.Span.Start != arg.Core.Start && arg.Kind == EntityArg && arg.Mention != x.t.heads[arg.Head]:
			p -= 0.04
		}
		if arg.Mention >= 0 {
			if s := x.t.d.Mentions[arg.Mention].Score; s > 0 {
				p *= 0.85 + 0.15*s
			}
		}
	}
	return calibrate(p)
}

// curve turns the sum of costs into a probability: straight lines between points fitted to claims that were judged
// by eye (testdata/verdicts.tsv), monotone, so that it changes no order.
var curve = [][2]float32{{0, 0.05}, {0.35, 0.2}, {0.47, 0.48}, {0.55, 0.74}, {0.65, 0.82}, {0.75, 0.86}, {0.85, 0.92}, {1, 0.98}}

func calibrate(p float32) float32 {
	p = min(max(p, 0), 1)
	for i := 1; i < len(curve); i++ {
		if a, b := curve[i-1], curve[i]; p <= b[0] {
			return a[1] + (b[1]-a[1])*(p-a[0])/(b[0]-a[0])
		}
	}
	return curve[len(curve)-1][1]
}

// judge says whether c may become a direct edge of the graph, and why.
func (x *pass) judge(c *Claim, st status) {
	real := func(a Arg) bool { return a.Kind == EntityArg || a.Kind == GroupArg }
	rel, typed := x.s.Relation(c.Relation)
	switch {
	case !typed:
		c.Why = "an open claim"
	case rel.NoFact:
		c.Why = "“" + rel.Label + "” is no fact"
	case c.Polarity == Denied:
		c.Why = "denied: " + st.why
	case c.Modality != Asserted:
		c.Why = string(c.Modality) + ": " + st.why
	case st.past && stateRelation(x.s, c.Relation):
		c.Why = "no longer: “former”"
	case !real(c.Subject):
		c.Why = "the subject is a " + string(c.Subject.Kind)
	case !real(c.Object):
		c.Why = "the object is a " + string(c.Object.Kind)
	case c.Subject.Mention < 0 && pronominal(x, c.Subject) || c.Object.Mention < 0 && pronominal(x, c.Object):
		c.Why = "a pronoun that stands for nobody known"
	case c.Subject.Kind == GroupArg && len(rel.Domain) == 1 && rel.Domain[0] == "Person":
		c.Why = "said of no one person"
	case x.vague(c.Subject):
		c.Why = "nobody says which “" + c.Subject.Text + "”"
	case x.vague(c.Object):
		c.Why = "nobody says which “" + c.Object.Text + "”"
	case st.doubt:
		c.Why = "reported as doubtful: " + st.why
	case st.by != nil && doubtful[st.by.Verb]:
		c.Why = "reported with “" + st.by.Verb + "”"
	case st.by != nil && x.opts.Reported == "none":
		c.Why = "reported"
	case st.by != nil && !st.by.Factive && x.opts.Reported == "factive":
		c.Why = "reported with “" + st.by.Verb + "”"
	case c.Confidence < x.opts.MinConfidence:
		c.Why = "not sure enough"
		if why := x.model.worst(c.signs); why != "" {
			c.Why += ": " + why
		}
	default:
		c.Edge = true
		c.Why = "asserted"
		if st.by != nil {
			c.Why = "reported with “" + st.by.Verb + "”"
		}
	}
}

// against says what speaks against making an edge of claim c, read from f with the slots a and b, though its words and
// its mood allow one; it is empty where nothing does.
func (x *pass) against(c *Claim, f *frame, st status, a, b slot) string {
	switch {
	case f.doubt != "":
		return f.doubt
	case f.kind != schema.Verb && st.past && attitudes[c.Relation]:
		return "no longer: “former”"
	case f.kind == schema.Verb && lasting[c.Relation] && x.before(f.pred):
		return "no longer: “" + x.t.d.Word(f.pred) + "” before"
	case f.kind == schema.Verb && completed[c.Relation] && x.underWay(f.pred):
		return "under way"
	case f.kind == schema.Verb && b.name == "with" && b.head < a.head && x.asWhat(b.head, a.head):
		return "“with … as”"
	case f.rule == "participle-clause" && x.dangling(f.pred, a.head):
		return "may be said of whom the subject belongs to"
	case reflexive[x.t.lemma[c.Object.Head]]:
		return "of oneself"
	case f.rule == "verb-control" && lasting[c.Relation] && x.t.head(f.pred) >= 0 && x.t.lemma[x.t.head(f.pred)] == "help":
		return "helps"
	case x.cutShort(c.Subject), x.cutShort(c.Object):
		return "a name cut short"
	}
	return x.otherSense(c, f, a, b)
}

// asWhat reports whether "as" stands between the phrase of i and token end: "with Kenya as his base, he worked with many".
func (x *pass) asWhat(i, end int) bool {
	for k := i + 1; k < end; k++ {
		if x.t.lemma[k] == "as" {
			return true
		}
	}
	return false
}

var reflexive = set("himself", "herself", "itself", "themselves", "oneself", "each_other")

// attitudes are relations that a noun tells as a state, which "former" ends: "a former ally", "his previous support".
var attitudes = map[schema.RelationID]bool{"supports": true, "backs": true, "cooperatesWith": true, "rejects": true, "funds": true, "criticises": true}

// lasting relations go on until they end.
var lasting = map[schema.RelationID]bool{"worksFor": true, "memberOf": true, "leads": true, "owns": true, "affiliatedWith": true, "subsidiaryOf": true}

// before reports whether verb v tells of a time that is over: "previously belonged to", "used to work for".
func (x *pass) before(v int) bool {
	t := x.t
	for _, k := range t.kids[v] {
		if l := t.lemma[k]; t.base(k) == "advmod" && len(t.kids[k]) == 0 && (l == "formerly" || l == "previously" || l == "once") {
			return true
		}
	}
	h := t.head(v)
	return t.base(v) == "xcomp" && h >= 0 && t.lemma[h] == "use" && t.xpos(h) == "VBD"
}

// vague reports whether a is one actor without a name: "a firm", "the network". Several are a group, "rebels",
// and so is a body of which a place has one, "the government".
func (x *pass) vague(a Arg) bool {
	if x.bareTitle(a) || x.bareNoun(a) || a.Kind == GroupArg && (x.compared(a.CoreHead) || strings.Contains(a.Text, " times more ")) {
		return true
	}
	if a.Kind != GroupArg || pronominal(x, a) {
		return false
	}
	i := a.CoreHead
	if tag := x.t.xpos(i); tag == "NNS" || tag == "NNPS" || collective[x.t.lemma[i]] {
		return false
	}
	return a.Of < 0 || x.oneOfMany(i) && !x.bodyOf(a.Of)
}

// oneOfMany reports whether the noun at i names a body of which a country has many: "the Italian group", "a French bank".
func (x *pass) oneOfMany(i int) bool {
	h, ok := x.s.Head(x.t.lemma[i])
	return ok && (h.Class == "Organization" || h.Class == "Group" || x.s.IsA(h.Class, "Company") || x.s.IsA(h.Class, "MediaOutlet") || x.s.IsA(h.Class, "School"))
}

// bodyOf reports whether mention m is a person or a body, which has one company or one club where a country has many.
func (x *pass) bodyOf(m int) bool {
	c := x.t.d.Mentions[m].Class
	return c == nlp.Person || c == nlp.Organization
}

// bareNouns name a body or thing of which there are many, though a capital makes a name of them: "State-owned", "World No. 3".
var bareNouns = set("state", "world", "university", "college", "school", "company", "group", "club", "society", "institute", "team", "corporation", "committee", "council", "association")

// bareNoun reports whether the whole name of a is such a noun.
func (x *pass) bareNoun(a Arg) bool {
	if a.Kind != EntityArg || a.Mention < 0 {
		return a.Kind == EntityArg && a.CoreHead == a.Head && a.Core == x.t.d.Tokens[a.CoreHead].Span && bareNouns[x.t.lemma[a.CoreHead]]
	}
	m := x.t.d.Mentions[a.Mention]
	return m.Last-m.First == 1 && bareNouns[x.t.lemma[m.First]]
}

// compared reports whether group noun h is told by comparison: "more inmates than California", "the better units".
func (x *pass) compared(h int) bool {
	for _, k := range x.t.kids[h] {
		if tag := x.t.xpos(k); x.t.base(k) == "amod" && (tag == "JJR" || tag == "JJS") && !degree[x.t.lemma[k]] && x.t.lemma[k] != "most" && x.t.lemma[k] != "much" {
			return true
		}
	}
	return x.t.child(h, "nummod") >= 0 && x.t.has(h, "advmod", "more", "less", "over") || x.t.has(h, "nmod", "time")
}

// bareTitle reports whether the only name of a is a title, "the King", or what only some call him, "Daddy".
func (x *pass) bareTitle(a Arg) bool {
	l := x.t.lemma[a.CoreHead]
	if a.Mention >= 0 {
		l = x.t.lemma[x.t.d.Mentions[a.Mention].Head]
	}
	if a.Kind != EntityArg || x.t.xpos(a.CoreHead) == "NNPS" || l == "president" || !x.s.Title(l) && l != "government" && !kin[l] && !crowns[l] {
		return false // "the President" is the one whom the article has named
	}
	if a.Mention >= 0 {
		m := x.t.d.Mentions[a.Mention]
		if m.Last-m.First > 1 {
			return false
		}
		if best, ok := x.t.chain[m.Chain]; ok && best != a.Mention && x.t.d.Mentions[best].Len() > m.Len() {
			return false
		}
		return true
	}
	return a.CoreHead == a.Head && a.Core == x.t.d.Tokens[a.CoreHead].Span
}

// crowns are titles of rulers that few names go with.
var crowns = set("tsar", "czar", "tsarina", "shah", "kaiser", "caliph", "khan", "duke", "duchess", "maharaja", "pharaoh", "regent", "crown")

// kin are what people call their own.
var kin = set("daddy", "dad", "papa", "mummy", "mommy", "mom", "mum", "mama", "father", "mother", "grandma", "grandpa", "granny", "uncle", "aunt", "auntie")

func pronominal(x *pass, a Arg) bool { return x.t.upos(a.Head) == "PRON" }

// stateRelation reports whether a relation is a state that "former" ends, rather than an event that stays done.
func stateRelation(s *schema.Schema, id schema.RelationID) bool {
	r, ok := s.Relation(id)
	return ok && r.Event == "" && id != "formerName"
}
