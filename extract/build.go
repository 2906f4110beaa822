package extract

import (
	"slices"
	"strings"

	"kg/nlp"
	"kg/schema"
)

// key tells two claims of one reading apart.
type key struct {
	rel            schema.RelationID
	trigger        int
	sub, obj       int
	lemma          string
	subMen, objMen int
}

// claim adds the claim that rel holds between what fills a and b at predicate f. It reports whether it did.
func (x *pass) claim(f *frame, rel *schema.Relation, tr *schema.Trigger, a, b slot) bool {
	return x.claimOf(f, rel, tr, x.arg(a.head), x.arg(b.head), a, b)
}

func (x *pass) claimOf(f *frame, rel *schema.Relation, tr *schema.Trigger, sub, obj Arg, a, b slot) bool {
	t, d := x.t, x.t.d
	if sub.Len() == 0 || obj.Len() == 0 {
		return false
	}
	if sub.Mention >= 0 && obj.Mention >= 0 && x.same(sub.Mention, obj.Mention) && f.rule != "reciprocal-again" {
		return false
	}
	if x.alike(sub, obj) && f.rule != "reciprocal-again" {
		return false
	}
	k := key{rel.ID, f.pred, a.head, b.head, tr.Lemma, sub.Mention, obj.Mention}
	mirror := key{rel.ID, f.pred, b.head, a.head, tr.Lemma, obj.Mention, sub.Mention}
	if x.seen[k] || rel.Symmetric && x.seen[mirror] {
		return true
	}
	x.seen[k] = true
	st := x.status(f.carrier)
	if f.kind == schema.Role && (f.rule == "title" || f.rule == "apposition") {
		st = x.described(f.carrier)
	}
	if f.carrier != f.pred && f.kind == schema.Noun {
		x.event(f.pred, &st)
		top := f.pred
		for x.t.rel(top) == "conj" && x.t.head(top) >= 0 {
			top = x.t.head(top) // "ordered the arrest and detention"
		}
		if x.t.verbal(f.carrier) && x.t.head(top) == f.carrier {
			x.eventUnder(f.carrier, top, &st)
		}
	}
	if rel.ID == "visits" && b.name == "to" && t.xpos(f.pred) == "VBG" && t.has(f.pred, "aux", "be") {
		st.under(Planned, "“"+d.Word(f.pred)+"”, on the way")
	}
	c := Claim{Subject: sub, Object: obj, Relation: rel.ID, Event: rel.Event, Mode: rel.Mode, Rule: f.rule}
	if tr.Event != "" {
		c.Event, c.Mode = tr.Event, tr.Mode
	}
	if c.Subject.Class == "" && len(rel.Domain) == 1 {
		c.Subject.Class = rel.Domain[0]
	}
	if c.Object.Class == "" && len(rel.Range) == 1 {
		c.Object.Class = rel.Range[0]
	}
	c.Trigger = d.Tokens[f.pred].Span
	if f.kind == schema.Prep {
		if k := t.child(f.pred, "case"); k >= 0 {
			c.Trigger = d.Tokens[k].Span
		}
	}
	c.Phrase = x.relationPhrase(f, b)
	c.Lemma = strings.ReplaceAll(tr.Lemma, "_", " ")
	if !fixedSlot[b.name] && f.kind != schema.Prep && b.name != "there" && b.name != "title" && b.name != "" && b.name != "by" {
		c.Lemma += " " + strings.ReplaceAll(b.name, "_", " ")
	} else if b.name == "of" || b.name == "in" || b.name == "at" || b.name == "as" {
		c.Lemma += " " + b.name
	}
	c.Path = x.path(f, a, b)
	x.finish(&c, f, st, a, b)
	c.Confidence = x.confidence(&c, f, st, a, b)
	if c.Confidence >= leastReading {
		c.signs, c.weighed = x.signs(&c, f), true
		c.Confidence = x.model.probability(c.signs)
	}
	x.judge(&c, st)
	if c.Edge {
		why := x.against(&c, f, st, a, b)
		if why == "" {
			if doubt := x.doubted(f, tr, a.head, b.head); doubt != "" {
				why = "“" + d.Word(f.pred) + "” may have another sense: " + doubt
			}
		}
		if why != "" {
			c.Edge, c.Why = false, why
		}
	}
	x.claims = append(x.claims, c)
	return true
}

// alike reports whether two arguments have the same name.
func (x *pass) alike(a, b Arg) bool {
	name := func(a Arg) string {
		if a.Mention >= 0 {
			return x.t.d.Slice(x.t.d.Mentions[a.Mention].Span)
		}
		return x.t.d.Slice(a.Core)
	}
	return a.Kind == EntityArg && b.Kind == EntityArg && name(a) == name(b)
}

// finish sets what typed and open claims have alike.
func (x *pass) finish(c *Claim, f *frame, st status, a, b slot) {
	d := x.t.d
	c.Sentence = d.SentenceOf(f.pred)
	c.Evidence = d.Sentences[c.Sentence].Span
	c.Polarity, c.Modality, c.Tense = Affirmed, st.modality, st.tense
	if st.denied {
		c.Polarity = Denied
	}
	if st.past {
		c.Tense = Past
	}
	c.Attribution = st.by
	if st.by != nil && st.doubt && !doubtful[st.by.Verb] {
		by := *st.by
		by.Factive = false
		c.Attribution = &by
	}
	c.Time = x.time(f)
	c.Place = x.place(f, a.head, b.head)
	c.More = x.more(f, a.head, b.head)
}

var doubtful = set("claim", "allege", "accuse", "deny", "assert", "contend", "suggest", "boast", "purport", "profess", "blame", "imply", "charge", "speculate", "pretend", "lie", "rumor", "think", "believe", "suspect", "reckon", "fear", "hope", "expect", "doubt", "predict")

// relationPhrase is the words of the text that state the relation: verb, auxiliaries, negation, particle, and the
// preposition of the object.
func (x *pass) relationPhrase(f *frame, obj slot) string {
	t := x.t
	in := map[int]bool{}
	verb := func(v int) {
		in[v] = true
		for _, k := range t.kids[v] {
			switch t.base(k) {
			case "aux", "cop":
				in[k] = true
			case "advmod":
				if negators[t.lemma[k]] || k == v+1 && particles[t.lemma[k]] {
					in[k] = true
				}
			case "compound":
				if t.rel(k) == "compound:prt" {
					in[k] = true
				}
			}
		}
	}
	switch f.kind {
	case schema.Prep:
		for _, k := range t.kids[f.pred] {
			if r := t.base(k); r == "case" || r == "cop" || r == "aux" || r == "advmod" && negators[t.lemma[k]] {
				in[k] = true
				for _, j := range t.kids[k] {
					in[j] = t.rel(j) == "fixed" || in[j]
				}
			}
		}
	case schema.Noun, schema.Role, schema.Adjective, schema.Adverb:
		in[f.pred] = true
		if f.carrier != f.pred || f.kind == schema.Adjective || t.child(f.pred, "cop") >= 0 {
			verb(f.carrier)
		}
		if f.rule == "in-noun" || strings.HasPrefix(f.rule, "light") {
			x.cases(f.pred, in)
		}
	default:
		verb(f.pred)
	}
	if obj.head >= 0 && obj.head != f.pred && f.kind != schema.Prep && t.prep(obj.head) != "" && obj.name != schema.SlotObj {
		x.cases(obj.head, in)
	}
	return x.words(in)
}

// cases adds the prepositions of h to the set.
func (x *pass) cases(h int, in map[int]bool) {
	t := x.t
	for _, k := range t.kids[h] {
		if t.rel(k) == "case" && t.xpos(k) != "POS" {
			in[k] = true
			for _, j := range t.kids[k] {
				if t.rel(j) == "fixed" {
					in[j] = true
				}
			}
		}
	}
}

// words joins the tokens of a set in text order, with a space where the text or another token stands between.
func (x *pass) words(in map[int]bool) string {
	list := make([]int, 0, len(in))
	for i, yes := range in {
		if yes {
			list = append(list, i)
		}
	}
	slices.Sort(list)
	var b strings.Builder
	for n, i := range list {
		if n > 0 && (list[n-1] != i-1 || x.t.d.Tokens[i-1].End < x.t.d.Tokens[i].Start) {
			b.WriteByte(' ')
		}
		b.WriteString(x.t.d.Word(i))
	}
	return b.String()
}

// path tells how the two sides were found.
func (x *pass) path(f *frame, a, b slot) string {
	d := x.t.d
	word := d.Word(f.pred)
	if f.kind == schema.Prep {
		word = strings.ReplaceAll(f.lemmas[0], "_", " ")
	}
	s := "“" + word + "”"
	if f.carrier != f.pred {
		s += " through “" + d.Word(f.carrier) + "”"
	}
	return s + ": subject “" + d.Word(a.head) + "” (" + a.how + "), object “" + d.Word(b.head) + "” (" + b.how + ")"
}

// more lists the further arguments of the predicate.
func (x *pass) more(f *frame, sub, obj int) []Arg {
	t := x.t
	var out []Arg
	for _, at := range []int{f.pred, f.carrier} {
		for _, k := range t.kids[at] {
			if k == sub || k == obj || k == f.pred || t.under(obj, k) || t.under(sub, k) || t.under(f.pred, k) {
				continue
			}
			role := ""
			switch r := t.base(k); {
			case t.when[k] >= 0 && (r == "obl" || r == "nmod" || r == "advmod"):
				role = "time"
			case r == "obl" && at != obj, r == "nmod" && f.kind == schema.Noun:
				role = strings.ReplaceAll(t.prep(k), "_", " ")
			case r == "obj" || r == "iobj":
				role = r
			}
			if role == "" {
				continue
			}
			a := x.arg(k)
			a.Role = role
			if a.Kind != ClauseArg && !slices.ContainsFunc(out, func(o Arg) bool { return o.Span == a.Span }) && !a.Overlaps(x.arg(obj).Span) && !a.Overlaps(x.arg(sub).Span) {
				out = append(out, a)
			}
		}
		if f.pred == f.carrier {
			break
		}
	}
	slices.SortFunc(out, func(a, b Arg) int { return a.Start - b.Start })
	return out
}

// time is when what f says happened: the time beside the predicate, or beside the verb that governs it.
func (x *pass) time(f *frame) *nlp.Time {
	t := x.t
	beside := func(i int) *nlp.Time {
		for _, k := range t.kids[i] {
			switch t.base(k) {
			case "obl", "nmod", "advmod", "compound", "obj":
				for j := t.first[k]; j <= t.last[k]; j++ {
					if w := t.when[j]; w >= 0 && (j == k || t.head(j) == k && t.prep(k) == "" || t.when[k] == w) {
						return &t.d.Times[w]
					}
				}
			}
		}
		return nil
	}
	i := f.pred
	for n := 0; i >= 0 && n < 12; n++ {
		if w := beside(i); w != nil {
			return w
		}
		// Reporting verbs have a time of their own: "said on Friday that they had met".
		if t.rel(i) == "nmod:desc" {
			return nil
		}
		switch t.base(i) {
		case "ccomp", "parataxis":
			return nil
		case "appos", "compound", "flat": // "President X met Y on Friday": he holds the office on other days too
			return nil
		case "acl", "advcl":
			return nil
		case "conj":
			if h := t.head(i); h >= 0 && t.first[i] < i {
				// A time before both verbs holds for both.
				if w := beside(h); w != nil && w.Start < t.d.Tokens[h].Start {
					return w
				}
				return nil
			}
		}
		i = t.head(i)
	}
	return nil
}

// place is where it happened: a place name with "in", "at", "near" beside the predicate.
func (x *pass) place(f *frame, sub, obj int) *Arg {
	t := x.t
	where := []int{f.pred, f.carrier}
	// A place before the first of joined verbs holds for all of them: "near Aden, rebels took a hill and burned a farm".
	first := f.carrier
	for n := 0; t.base(first) == "conj" && t.head(first) >= 0 && t.verbal(t.head(first)) && n < 6; n++ {
		first = t.head(first)
	}
	if first != f.carrier {
		where = append(where, first)
	}
	for n, at := range where {
		for _, k := range t.kids[at] {
			if n == 2 && k > at {
				break
			}
			if k == sub || k == obj || t.base(k) != "obl" && t.base(k) != "nmod" {
				continue
			}
			switch t.prep(k) {
			case "in", "at", "near", "outside", "around", "on", "inside":
			default:
				continue
			}
			a := x.arg(k)
			if a.Kind == EntityArg && x.s.IsA(a.Class, "Place") && a.Class != "" {
				a.Role = "place"
				return &a
			}
			// "In the familiar confines of a hotel in Geneva".
			for j := t.first[k]; j <= t.last[k]; j++ {
				if m := t.heads[j]; m >= 0 && t.d.Mentions[m].Class == nlp.Location && t.d.Mentions[m].Kind == nlp.Name && t.base(j) == "nmod" {
					a := x.arg(j)
					a.Role = "place"
					return &a
				}
			}
		}
	}
	return nil
}
