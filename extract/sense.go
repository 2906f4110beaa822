package extract

import (
	"slices"

	"kg/nlp"
	"kg/schema"
)

// A word that is a trigger may have another sense beside these sides. What the schema's conditions rule out is no claim of
// the relation at all; what they doubt, and what otherSense says, leaves the claim and keeps it from becoming an edge.

// senseOf reports whether trigger tr may have the sense of its relation in frame f, with a and b as heads of the relation's
// subject and object, as far as the schema's conditions tell.
func (x *pass) senseOf(f *frame, tr *schema.Trigger, a, b int) bool {
	for i := range tr.May {
		if c := &tr.May[i]; !c.Doubt && !x.holds(c, f, a, b) {
			return false
		}
	}
	return true
}

// doubted is the first condition of tr that speaks against an edge, as the schema writes it; empty where none does.
func (x *pass) doubted(f *frame, tr *schema.Trigger, a, b int) string {
	for i := range tr.May {
		if c := &tr.May[i]; c.Doubt && !x.holds(c, f, a, b) {
			return c.String()
		}
	}
	return ""
}

// holds reports whether condition c does.
func (x *pass) holds(c *schema.Condition, f *frame, a, b int) bool {
	switch c.Of {
	case "subject":
		return x.anyOf(c.Any, a)
	case "object":
		return x.anyOf(c.Any, b)
	case "sentence":
		for _, t := range c.Any {
			if x.about(f.pred, t.What) != t.Not {
				return true
			}
		}
		return false
	}
	for _, s := range f.slots {
		if s.name == c.Of && !x.anyOf(c.Any, s.head) {
			return false
		}
	}
	return true
}

// anyOf reports whether one of the tests holds of the argument that h heads.
func (x *pass) anyOf(tests []schema.Test, h int) bool {
	for _, t := range tests {
		if x.is(t, h) != t.Not {
			return true
		}
	}
	return false
}

func (x *pass) is(w schema.Test, h int) bool {
	t, a := x.t, x.arg(h)
	switch w.Kind {
	case schema.IsNamed:
		return a.Kind == EntityArg
	case schema.IsBody:
		return x.body(a)
	case schema.IsGroup:
		return a.Kind == GroupArg
	case schema.IsThing:
		return a.Kind == ThingArg
	case schema.IsClause:
		return a.Kind == ClauseArg
	case schema.IsQuantity:
		return a.Kind == QuantityArg
	case schema.IsPronoun:
		return t.upos(h) == "PRON"
	case schema.IsPlural:
		tag := t.xpos(h)
		return tag == "NNS" || tag == "NNPS" || plural[t.lemma[h]]
	case schema.IsNumbered:
		return t.child(h, "nummod") >= 0 && t.when[h] < 0
	case schema.IsPassive:
		return x.isPassive(h)
	case schema.IsClass:
		return x.s.IsA(a.Class, schema.ClassID(w.What))
	case schema.IsSector:
		return a.Sector == w.What
	}
	return t.lemma[h] == w.What || t.lemma[a.CoreHead] == w.What
}

// about reports whether the sentence of token i has a word of the topic.
func (x *pass) about(i int, topic string) bool {
	s := x.t.sentence(i)
	for k := s.First; k < s.Last; k++ {
		if x.s.About(topic, x.t.lemma[k]) {
			return true
		}
	}
	return false
}

// body reports whether a is a country, a place or an organization by its name.
func (x *pass) body(a Arg) bool {
	return a.Kind == EntityArg && a.Mention >= 0 && (x.s.IsA(a.Class, "Place") || x.s.IsA(a.Class, "Organization"))
}

// elements are what has a name and strikes, spreads and passes, and is nobody who acts.
var elements = set("hurricane", "storm", "cyclone", "typhoon", "tornado", "earthquake", "quake", "tsunami", "flood", "wildfire", "blizzard", "heatwave", "drought", "virus", "coronavirus",
	"covid-19", "covid", "sars", "sars-cov-2", "ebola", "influenza", "flu", "disease", "pandemic", "epidemic", "malaria", "cholera", "asteroid", "comet", "meteor", "meteorite", "hiv", "aids", "cancer", "tuberculosis", "measles", "polio")

// element reports whether a names weather, a disease or the like: "Hurricane Nora".
func (x *pass) element(a Arg) bool {
	t := x.t
	if a.Kind != EntityArg {
		return false
	}
	if a.Mention >= 0 && a.Head >= t.d.Mentions[a.Mention].First && a.Head < t.d.Mentions[a.Mention].Last {
		for i := t.d.Mentions[a.Mention].First; i < t.d.Mentions[a.Mention].Last; i++ {
			if elements[t.lemma[i]] {
				return true
			}
		}
	}
	for _, k := range t.kids[a.Head] {
		if r := t.rel(k); elements[t.lemma[k]] && (r == "nmod:desc" || r == "compound") {
			return true
		}
	}
	h := t.head(a.Head)
	return elements[t.lemma[a.Head]] || h >= 0 && t.rel(a.Head) == "appos" && elements[t.lemma[h]]
}

// oneOfMake reports whether a is one of what a maker makes: "a Toyota".
func (x *pass) oneOfMake(a Arg) bool {
	if a.Kind != EntityArg || a.Mention < 0 || x.s.IsA(a.Class, "Person") || x.t.d.Mentions[a.Mention].Class == nlp.Nationality && x.t.upos(a.Head) == "ADJ" {
		return false
	}
	_, actor := x.s.Head(x.t.lemma[a.Head])
	return !actor && x.t.name[a.Head] >= 0 && x.t.has(a.Head, "det", "a", "an")
}

// armed reports whether f tells with what it was done.
func (x *pass) armed(f *frame) bool {
	_, ok := f.get("with")
	return ok
}

// writing is how people talk who do not meet.
var writing = []string{"email", "e-mail", "mail", "letter", "text", "message", "correspondence"}

// preferring verbs hold of things rather than of a side that is taken, unless it has a name.
var preferring = set("favor", "favour", "embrace", "root")

// otherSense says why claim c, read from f with the slots a and b, is not what its relation says; it is empty where
// nothing speaks against it.
func (x *pass) otherSense(c *Claim, f *frame, a, b slot) string {
	t := x.t
	word := "“" + t.d.Word(f.pred) + "”"
	named := func(arg Arg) bool { return arg.Kind == EntityArg && x.s.IsA(arg.Class, "Person") && arg.Class != "" }
	if x.element(c.Subject) || x.element(c.Object) && c.Event != "" {
		return "weather and diseases do not act"
	}
	if q := t.quote[f.pred]; f.kind == schema.Verb && q > 0 && t.quote[a.head] == q && t.quote[b.head] != q && b.head > f.pred {
		return "the quotation ends before “" + t.d.Word(b.head) + "”"
	}
	if h := t.head(f.pred); f.kind == schema.Noun && h >= 0 && t.base(f.pred) == "obj" && lifts[t.lemma[h]] {
		return "no longer: “" + t.d.Word(h) + "”"
	}
	if f.kind == schema.Noun && x.soCalled(f.pred) {
		return word + " in quotation marks"
	}
	if f.kind == schema.Verb && t.lemma[f.pred] == "divorce" {
		return "no longer"
	}
	switch c.Relation {
	case "requests":
		if _, thing := f.get(schema.SlotObj); t.lemma[f.pred] == "propose" && !thing && named(c.Object) {
			return "a proposal of marriage"
		}
	case "rejects":
		if t.lemma[f.pred] == "rule" && named(c.Object) {
			return word + " of a game or a list"
		}
	case "leads":
		if t.lemma[c.Object.CoreHead] == "election" {
			return "nobody leads an election"
		}
	case "attacks":
		switch l := t.lemma[f.pred]; l {
		case "fight", "battle", "clash", "war", "beat":
			if named(c.Subject) && named(c.Object) {
				return word + " may be of words"
			}
			if x.about(f.pred, "election") {
				return "an election"
			}
		}
		if x.body(c.Subject) && x.body(c.Object) && x.about(f.pred, "game") {
			return "a game"
		}
		launched := f.kind == schema.Noun // or a verb that launches one
		if o, ok := f.get(schema.SlotObj); ok && t.lemma[o.head] == "attack" {
			launched = true
		}
		if (launched || t.lemma[f.pred] == "attack") && named(c.Subject) && (named(c.Object) || launched && x.s.IsA(c.Object.Class, "Person")) && !x.armed(f) {
			return "an attack that may be of words"
		}
		if x.oneOfMake(c.Subject) {
			return "who drives it is not told"
		}
	case "supports":
		if preferring[t.lemma[f.pred]] && c.Object.Kind != EntityArg {
			return word + " takes no side"
		}
	case "mobilises":
		if b.name == "in" || b.name == "at" || b.name == "on" {
			return "where, not against whom"
		}
	case "meets":
		if x.body(c.Subject) && x.body(c.Object) && x.about(f.pred, "game") {
			return "a game"
		}
		if t.verbal(f.pred) && t.has(f.pred, "obl", writing...) {
			return "in writing"
		}
	case "affiliatedWith":
		if t.lemma[f.pred] == "tie" && t.xpos(f.pred) == "NN" && t.child(f.pred, "amod") < 0 {
			return word + " may be a draw"
		}
	case "relativeOf", "spouseOf":
		if one := func(a Arg) bool {
			return a.Kind == GroupArg && !collective[t.lemma[a.CoreHead]] && t.xpos(a.CoreHead) == "NN"
		}; one(c.Subject) || one(c.Object) {
			return "nobody says who"
		}
	case "memberOf":
		if f.kind == schema.Verb && t.lemma[f.pred] == "join" && f.passive {
			return "in company"
		}
		switch t.lemma[c.Object.CoreHead] {
		case "war":
			return "a war has no members"
		case "minority", "majority":
			return "no body"
		}
	case "agreesWith":
		if f.kind == schema.Noun && t.lemma[f.pred] == "commitment" {
			return "a commitment to a cause"
		}
		if c.Rule == "reciprocal-again" {
			return word + " may be an opinion"
		}
	}
	return ""
}

// completed relations hold only once what they tell of is over: who "is taking over" a town has not taken it.
var completed = map[schema.RelationID]bool{"captures": true, "defeats": true, "acquires": true, "elects": true, "withdrawsFrom": true, "signs": true, "releases": true, "convicts": true, "foundedBy": true,
	"dismisses": true, "resignsFrom": true, "agreesWith": true}

// underWay reports whether verb v tells of something that goes on: "is taking over".
func (x *pass) underWay(v int) bool {
	t := x.t
	for _, k := range t.kids[v] {
		if t.base(k) == "aux" && t.lemma[k] == "be" && t.rel(k) == "aux" && t.xpos(v) == "VBG" {
			return true
		}
	}
	return false
}

// lifts are verbs after which what they name is over: "lifted its blockade".
var lifts = set("lift", "end", "stop", "halt", "suspend", "drop", "revoke", "withdraw", "renounce", "cancel")

// takesFrom has nouns that "from" belongs to, as takesTo.
var takesFrom = set("withdrawal", "removal", "departure", "exit", "evacuation", "return", "release", "protection", "relief", "independence", "secession", "expulsion", "retreat", "exemption", "resignation")

// soCalled reports whether noun i stands alone in quotation marks: "his “war” on them".
func (x *pass) soCalled(i int) bool {
	t := x.t
	s := t.sentence(i)
	mark := func(k int) bool {
		switch t.d.Word(k) {
		case "“", "”", "\"", "'", "‘", "’", "``", "''":
			return true
		}
		return false
	}
	return i > s.First && i+1 < s.Last && mark(i-1) && mark(i+1)
}

// takesTo has nouns that "to" belongs to: who "proposed changes to the court" proposed nothing to it.
var takesTo = set("change", "amendment", "alternative", "response", "reaction", "answer", "damage", "access", "addition", "solution", "approach", "reform", "revision", "adjustment",
	"improvement", "update", "correction", "right", "key", "entrance", "road", "way", "end", "limit", "threat", "objection", "opposition", "exception", "cut", "return", "visit", "trip", "attention")

// field reports whether what professor r is of, at h, is what he teaches and no school: "professor of Slavic Studies".
func (x *pass) field(r, h int) bool {
	t := x.t
	if l := t.lemma[r]; l != "professor" && l != "lecturer" && l != "teacher" {
		return false
	}
	m := t.name[h]
	if m < 0 {
		return true
	}
	for i := t.d.Mentions[m].First; i < t.d.Mentions[m].Last; i++ {
		if head, ok := x.s.Head(t.lemma[i]); ok && x.s.IsA(head.Class, "Organization") {
			return false
		}
	}
	return true
}

// unlike reports whether person c can hardly be joined to the thing a behind a comma: "who opposed the war, and Robert Duncan".
func (x *pass) unlike(a, c int) bool {
	t := x.t
	first, then := x.arg(a), x.arg(c)
	if first.Kind == EntityArg && !x.s.IsA(first.Class, "Event") || first.Kind == GroupArg || t.upos(a) == "PRON" {
		return false
	}
	if then.Kind != EntityArg || !x.s.IsA(then.Class, "Person") || then.Class == "" {
		return false
	}
	for i := c - 1; i > a; i-- {
		if t.lemma[i] == "and" || t.lemma[i] == "or" {
			return t.d.Word(i-1) == ","
		}
	}
	return false
}

// mixed reports whether c, joined to place s, is a body rather than a place: "in Durham, Ohio, and the University of X".
func (x *pass) mixed(c int, classes []schema.ClassID) bool {
	if !slices.Equal(classes, []schema.ClassID{"Place"}) {
		return false
	}
	m := x.t.name[c]
	if m < 0 {
		return false
	}
	for i := x.t.d.Mentions[m].First; i < x.t.d.Mentions[m].Last; i++ {
		if head, ok := x.s.Head(x.t.lemma[i]); ok && x.s.IsA(head.Class, "Organization") && head.Class != "InternationalBody" {
			return true
		}
	}
	return false
}
