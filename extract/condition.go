package extract

// ifNouns name a case that a clause describes: "in the event that X attacks", "on condition that Y leaves".
var ifNouns = set("event", "case", "condition", "eventuality", "proviso", "assumption", "circumstance")

// condition is the conjunction of clause i where it puts the clause under a condition, a key of conditions: "if", "as if",
// "as long as". Parsers make several trees of those that have more than one word.
func (x *pass) condition(i int) string {
	t := x.t
	if m := t.marker(i); conditions[m] != "" {
		return m
	}
	for _, k := range t.kids[i] {
		if t.rel(k) == "mark" && conditions[t.lemma[k]] != "" && t.lemma[k] != "should" {
			return t.lemma[k]
		}
	}
	s := t.sentence(i)
	first := t.first[i]
	for first < i && (t.upos(first) == "PUNCT" || t.rel(first) == "cc") {
		first++
	}
	word := func(k int) string {
		if k < s.First || k >= s.Last {
			return ""
		}
		return lower(t.d.Word(k))
	}
	// "As long as" is one, or its first two words are an adverb that the clause hangs on.
	for _, k := range []int{first, first - 2} {
		if w := word(k); (w == "as" || w == "so") && word(k+1) == "long" && word(k+2) == "as" && first < i {
			return "as_long_as"
		}
	}
	return ""
}

// ahead reports whether clause i tells of the time of something to come: "when Kenya attacks, Rwanda will help".
func (x *pass) ahead(i int) bool {
	t := x.t
	h := t.head(i)
	if tag := t.xpos(i); h < 0 || tag != "VBZ" && tag != "VBP" && !(tag == "VBN" && x.tense(i) == Present) || t.child(i, "aux") >= 0 {
		return false
	}
	when := t.has(i, "advmod", "when", "whenever") || t.has(i, "mark", "when", "after", "before", "whenever", "until", "till", "once")
	if !when {
		return false
	}
	for _, k := range t.kids[h] {
		if t.base(k) == "aux" {
			switch lower(t.d.Word(k)) {
			case "will", "would", "shall", "may", "might", "can", "could", "should", "must", "'ll", "’ll", "wo":
				return true
			}
		}
	}
	return false
}

// aiming has the prepositions before a participle that tell what a verb or adjective is about: "aims at defeating",
// "committed to assisting", "capable of attacking". "By" and "for" tell how and why.
var aiming = set("to", "at", "on", "of", "about", "toward", "towards", "from", "against")

// aimed reads what the word above does to participle i behind such a preposition. It reports whether there is such a word.
func (x *pass) aimed(i int, s *status) bool {
	t := x.t
	h := t.head(i)
	if k := t.first[i] - 1; k >= 0 && (t.lemma[k] == "close" || t.lemma[k] == "near") {
		s.under(Possible, "“"+t.d.Word(k)+"”") // "came close to attacking"
		return true
	}
	e, ok := x.effectOf(h)
	if t.upos(h) == "ADJ" {
		if !ok || e == knows {
			return false
		}
	} else if !ok || e != plans && e != wants && e != may && e != denies || t.lemma[h] == "tell" {
		return false
	}
	x.apply(e, t.d.Word(h), s)
	var o status
	if x.own(h, &o); o.denied {
		s.under(Possible, o.why)
	}
	return true
}

// shy reads the denial of adjective h, which clause i without tense depends on: "is not comfortable talking to them".
func (x *pass) shy(h, i int, s *status) {
	if x.t.upos(h) != "ADJ" || x.finite(i) {
		return
	}
	var o status
	if x.own(h, &o); o.denied {
		s.under(Possible, o.why)
	}
}
