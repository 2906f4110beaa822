package extract

import (
	"strings"

	"kg/schema"
)

// status says in which world the clause or event of a word holds, and who says so.
type status struct {
	denied   bool
	modality Modality
	tense    Tense
	by       *Attribution
	doubt    bool // reported with a word that leaves it open: "alleged", or under "possible"
	past     bool // modified by "former"
	weak     bool // modality comes from "will" or "would" alone
	why      string
}

func (s *status) under(m Modality, why string) {
	// The nearest word decides: in "may want to meet" the meeting is wanted. "If" and "would" go over all.
	// Even "will" yields to a doubt above it: "may be that he will".
	if s.modality == Asserted || m == Conditional && s.modality != Conditional || s.weak && s.modality == Planned && m == Possible {
		s.modality, s.weak = m, false
		s.note(why)
	}
}

func (s *status) note(why string) {
	if s.why != "" {
		s.why += ", "
	}
	s.why += why
}

func (s *status) deny(why string) { s.denied = !s.denied; s.note(why) }

// status reads what stands beside i and above it in the tree.
func (x *pass) status(i int) status {
	t := x.t
	s := status{modality: Asserted}
	s.tense = x.tense(i)
	x.own(i, &s)
	if m := x.condition(i); m != "" && t.base(i) != "advcl" {
		s.under(conditions[m], "“"+m+"”")
	}
	x.climb(i, &s)
	if s.by == nil {
		s.by = x.attributed(i)
	}
	if s.by != nil && s.by.Verb == "deny" {
		s.by.Factive = false
	}
	if last := t.sentence(i).Last - 1; t.d.Word(last) == "?" || last > 0 && t.upos(last) == "PUNCT" && last-1 >= 0 && t.d.Word(last-1) == "?" {
		s.under(Possible, "asked")
	}
	return s
}

// described is the status of a role i that stands beside its bearer: "will not meet Ann Banda, the head of Acme" denies
// nothing of what she heads. Only within a quotation it is said by someone.
func (x *pass) described(i int) status {
	s := status{modality: Asserted, tense: x.tense(i)}
	x.own(i, &s)
	if x.t.quote[i] > 0 {
		s.by = x.attributed(i)
	}
	return s
}

// own reads the negation, modal verbs and adverbs that depend on i.
func (x *pass) own(i int, s *status) {
	t := x.t
	aux := i
	if strings.HasPrefix(t.lemma[i], "ex-") {
		s.past = true
	}
	role := x.s.Title(t.lemma[i]) || len(x.s.Triggers(schema.Role, t.lemma[i])) > 0
	for k := max(t.first[i]-2, t.sentence(i).First); k < i && role; k++ {
		if w := lower(t.d.Word(k)); (w == "then" || w == "ex") && t.d.Word(k+1) == "-" || w == "ex-" || w == "then-" || w == "former" && k >= t.first[i] {
			s.past = true // "then-governor", "former Bolt Bank chief"
		}
	}
	if !t.verbal(i) && (x.s.Title(t.lemma[i]) || len(x.s.Triggers(schema.Role, t.lemma[i])) > 0) && x.formerBefore(i) {
		s.past = true
	}
	for _, k := range t.kids[i] {
		l := t.lemma[k]
		switch t.base(k) {
		case "advmod", "cc", "neg":
			if (l == "formerly" || l == "previously" || l == "once") && !t.verbal(i) {
				s.past = true
			}
			if negators[l] && (t.base(k) != "cc" || l == "nor" || l == "neither") && !x.notOnly(k) {
				s.deny("“" + t.d.Word(k) + "”")
			} else if w := lower(t.d.Word(k)); (w == "longer" || w == "more") && k > 0 && lower(t.d.Word(k-1)) == "no" {
				s.deny("“no longer”")
			}
			if m, ok := perhaps[l]; ok && t.base(k) == "advmod" && (l != "nearly" && l != "almost" || k == i-1) {
				s.under(m, "“"+l+"”")
			}
			if hearsay[l] {
				s.doubt = true
				s.note("“" + l + "”")
			}
		case "aux":
			aux = k
			w := lower(t.d.Word(k))
			m, ok := modals[w]
			if !ok {
				m, ok = modals[l]
			}
			if ok && w != "will" || ok && w == "will" {
				if (w == "'d" || w == "’d") && t.xpos(i) == "VBN" {
					break // "he'd met": had
				}
				if m == Possible && x.negated(i) && (w == "can" || w == "could" || w == "ca") {
					break // "cannot visit" is no visit
				}
				was := s.modality
				s.under(m, "“"+t.d.Word(k)+"”")
				s.weak = was == Asserted && (m == Planned || w == "would" || w == "'d")
			} else if l == "be" && t.xpos(i) == "VB" && t.has(i, "mark", "to") {
				s.under(Planned, "“is to”")
			}
		case "cop":
			if t.xpos(i) == "VB" && t.has(i, "mark", "to") {
				s.under(Planned, "“is to”")
			}
		case "det":
			if l == "no" {
				s.deny("“no”")
			}
			if l == "any" && !t.verbal(i) {
				s.under(Possible, "“any”")
			}
		case "nsubj", "obj", "csubj", "obl":
			if t.has(k, "det", "no", "neither") || t.has(k, "cc", "neither") || nobody[l] {
				s.deny("“" + t.d.Slice(t.span(t.first[k], k)) + "”")
			}
		case "advcl":
			// "If talks fail, X will attack" says nothing of an attack yet.
			if m := t.marker(k); (m == "if" || m == "unless" || m == "provided" || m == "providing" || m == "only_if") && t.verbal(i) {
				s.under(Conditional, "“"+m+"”")
			}
		case "amod":
			if m, ok := unreal[l]; ok && !t.verbal(i) {
				s.under(m, "“"+l+"”")
				if l == "alleged" || l == "suspected" {
					s.doubt = true
				}
			}
			if l == "former" || l == "ex" || l == "previous" || l == "late" || l == "then" || l == "erstwhile" {
				s.past = true
			}
		}
	}
	// "Should talks fail", "had they met": a verb before its subject, in a clause of its own.
	if aux != i && t.marker(i) == "" && aux == t.first[i] && t.child(i, "nsubj", "nsubj:pass") > aux {
		if l := lower(t.d.Word(aux)); l == "should" || l == "had" || l == "were" {
			s.under(Conditional, "“"+t.d.Word(aux)+"” before its subject")
		}
	}
}

// formerBefore reports whether "former" stands before role i, whatever the tree hangs it on: "former Department of Trade
// chief of staff X".
func (x *pass) formerBefore(i int) bool {
	t := x.t
	s := t.sentence(i)
	for k := i - 1; k >= s.First && k > i-10; k-- {
		switch lower(t.d.Word(k)) {
		case "former", "ex", "ex-", "then-", "erstwhile":
			return true
		}
		if l := t.lemma[k]; l == "of" || l == "for" {
			if k > s.First && t.upos(k-1) == "NOUN" {
				return false // "a former adviser of President X"
			}
		} else if u := t.upos(k); u != "PROPN" && u != "NOUN" && u != "ADJ" {
			return false
		}
	}
	return false
}

// negated reports whether "not" stands at verb i.
func (x *pass) negated(i int) bool {
	for _, k := range x.t.kids[i] {
		if l := x.t.lemma[k]; x.t.base(k) == "advmod" && (l == "not" || l == "n't" || l == "never") {
			return true
		}
	}
	return false
}

// event reads the adjectives of event noun i: "planned talks".
func (x *pass) event(i int, s *status) {
	t := x.t
	for _, k := range t.kids[i] {
		if m, ok := unreal[t.lemma[k]]; ok && t.base(k) == "amod" {
			s.under(m, "“"+t.lemma[k]+"”")
		}
		if l := t.lemma[k]; t.base(k) == "amod" && (l == "former" || l == "previous" || l == "erstwhile") {
			s.past = true
		}
		if t.lemma[k] == "no" && t.base(k) == "det" && t.base(i) != "obj" && t.base(i) != "obl" && t.base(i) != "nsubj" {
			s.deny("“no”")
		}
	}
}

// notOnly is "not only A but also B", which denies nothing.
func (x *pass) notOnly(k int) bool {
	t := x.t
	s := t.sentence(k)
	if k+1 < s.Last {
		switch lower(t.d.Word(k + 1)) {
		case "only", "just", "merely", "simply":
			return true
		}
	}
	return false
}

// climb follows i to the root and reads what each word above does to the clause below it. What is told beside
// a clause, in a relative clause or with "when", shares only who tells it.
func (x *pass) climb(i int, s *status) {
	t := x.t
	beside, loose := false, false
	for steps := 0; t.head(i) >= 0 && steps < 60; steps++ {
		h := t.head(i)
		rel := t.rel(i)
		switch b := t.base(i); {
		case b == "ccomp" && beside:
			if e, _ := x.effectOf(h); e == reports || e == knows || e == doubts {
				x.attribute(h, s)
			}
		case beside || b == "parataxis":
		case loose && b == "xcomp":
			x.moodOver(h, i, s)
		case loose && (b != "advcl" || t.marker(i) == "to"):
			beside = true // "acted to protect her by killing him": he is dead
			continue
		case b == "conj":
			if x.sharesClause(i, h) {
				x.own(h, s)
				x.mark(h, s)
			} else {
				if c := x.condition(h); c != "" && t.base(h) != "advcl" && t.base(h) != "ccomp" && t.base(h) != "xcomp" && t.base(h) != "acl" {
					s.under(conditions[c], "“"+c+"”")
				}
				i = x.skip(h, s)
				continue
			}
		case b == "advcl":
			x.adverbial(i, s)
			x.shy(h, i, s)
			if m := t.marker(i); m == "with" || m == "by" || m == "" && !x.finite(i) && t.xpos(i) != "VB" {
				x.mood(h, s)
				loose = true
				break
			}
			beside = !x.complement(i, h)
		case b == "ccomp":
			x.mark(i, s)
			x.governed(h, i, s)
			x.over(h, s)
		case b == "xcomp":
			x.mark(i, s)
			x.governed(h, i, s)
			x.own(h, s)
			if t.lemma[h] == "use" && x.isPassive(h) && t.xpos(i) == "VB" {
				s.under(Possible, "“used to "+t.lemma[i]+"”")
			}
		case b == "acl" && ifNouns[t.lemma[h]] && x.finite(i):
			s.under(Conditional, "“"+t.d.Word(h)+"”")
			beside = true
		case rel == "acl:relcl":
			if nounEffects[t.lemma[h]] != transparent && !x.hasRelative(i) {
				x.governedByNoun(h, i, s) // "an allegation he attacked her" is no relative clause
			}
			beside = true
		case b == "acl" && x.accused(i, s):
			beside = true
		case b == "acl":
			x.mark(i, s)
			x.governedByNoun(h, i, s)
			m := t.marker(i) // "no progress in helping them" goes on to what governs the progress
			beside = t.xpos(i) != "VB" && (t.xpos(i) != "VBG" || m != "in" && m != "of" && m != "towards")
		case b == "csubj" && !t.verbal(h):
			x.mark(i, s)
			x.governed(h, i, s)
			x.over(h, s)
		case b == "obj" || b == "iobj" || b == "nsubj" || b == "csubj":
			x.eventUnder(h, i, s)
			if steps > 0 || !t.verbal(i) {
				x.eventNegated(h, i, s)
			}
		case b == "obl":
			x.eventUnder(h, i, s)
			switch p := t.prep(i); p {
			case "without":
				s.deny("“without”")
			case "before", "until":
				s.under(Planned, "“"+p+"”")
			}
			if x.aheadOf(i) {
				s.under(Planned, "“ahead of”")
			}
		case b == "nmod":
			if p := t.prep(i); p == "before" && !t.verbal(i) || x.aheadOf(i) {
				s.under(Planned, "“"+p+"”")
			}
			x.nounOverNoun(h, i, s)
		}
		i = h
	}
}

// aheadOf reports whether noun i stands behind "ahead of", whatever the parser makes of it.
func (x *pass) aheadOf(i int) bool {
	t := x.t
	k := t.child(i, "case")
	return k > 0 && t.upos(k) == "ADP" && (lower(t.d.Word(k)) == "ahead" || lower(t.d.Word(k)) == "of" && lower(t.d.Word(k-1)) == "ahead")
}

// hasRelative reports whether the clause of i has a relative pronoun, or a place that the noun before it fills.
func (x *pass) hasRelative(i int) bool {
	t := x.t
	for j := t.first[i]; j < i; j++ {
		if relative[t.lemma[j]] && (t.upos(j) == "PRON" || t.upos(j) == "DET") {
			return true
		}
	}
	return t.child(i, "nsubj", "nsubj:pass") < 0 || t.child(i, "obj", "ccomp", "xcomp") < 0 && !x.isPassive(i)
}

// over reads the negation and mood of h over the clause that it governs. "Is not true that", "do not think that"
// deny what they govern; of what is not said, or not clear, nothing is known.
func (x *pass) over(h int, s *status) {
	o := status{modality: Asserted}
	x.own(h, &o)
	switch {
	case o.denied && truth[x.t.lemma[h]]:
		s.deny(o.why)
	case o.denied:
		s.under(Possible, o.why)
	}
	if o.modality != Asserted {
		s.under(o.modality, o.why)
	}
}

// eventNegated is for an event noun whose verb is denied or in some mood: "will not hold talks".
func (x *pass) eventNegated(h, i int, s *status) {
	if t := x.t; t.verbal(h) && (t.base(i) == "obj" || x.happens(h)) {
		x.own(h, s)
	}
}

// happens reports whether verb h says no more than that its subject is there: "talks took place".
func (x *pass) happens(h int) bool {
	switch x.t.lemma[h] {
	case "take", "begin", "start", "resume", "happen", "occur", "hold", "go", "continue", "launch", "carry", "conduct":
		return true
	}
	return false
}

// skip goes on from h, the first of several joined clauses, without reading its own negation and mood, and
// answers where to go on.
func (x *pass) skip(h int, s *status) int {
	t := x.t
	up := t.head(h)
	if up < 0 || t.base(h) == "conj" {
		return h
	}
	switch t.base(h) {
	case "ccomp":
		x.mark(h, s)
		x.governed(up, h, s)
		x.over(up, s)
	case "xcomp":
		x.mark(h, s)
		x.governed(up, h, s)
		x.own(up, s)
	case "advcl":
		x.adverbial(h, s)
	case "acl":
		if t.rel(h) == "acl" {
			x.mark(h, s)
			x.governedByNoun(up, h, s)
		}
	default:
		return h
	}
	return up
}

// mood reads the modals of the main clause for a participle that depends on it: "would fly out, meeting him".
func (x *pass) mood(h int, s *status) {
	var o status
	o.modality = Asserted
	x.own(h, &o)
	if o.modality != Asserted {
		s.under(o.modality, o.why)
	}
}

// moodOver reads what h makes of clause i for a participle that depends on i: who "is expected to visit, bringing gifts" has
// brought none. Denial stays behind: "refused to come, blaming the weather".
func (x *pass) moodOver(h, i int, s *status) {
	o := status{modality: Asserted}
	x.governed(h, i, &o)
	x.own(h, &o)
	if o.modality != Asserted {
		s.under(o.modality, o.why)
	}
}

// complement reports whether participle i says what adjective h is about, and so is in its world: "instrumental in persuading".
func (x *pass) complement(i, h int) bool {
	t := x.t
	if t.upos(h) != "ADJ" || t.xpos(i) != "VBG" {
		return false
	}
	switch t.marker(i) {
	case "in", "of", "to", "at", "about", "for":
		return true
	}
	return false
}

// finite reports whether i is a verb with tense, or has an auxiliary that has.
func (x *pass) finite(i int) bool {
	t := x.t
	finiteTag := func(j int) bool {
		switch t.xpos(j) {
		case "VBD", "VBZ", "VBP", "MD":
			return true
		}
		return false
	}
	if finiteTag(i) {
		return true
	}
	for _, k := range t.kids[i] {
		if b := t.base(k); (b == "aux" || b == "cop") && finiteTag(k) {
			return true
		}
	}
	return false
}

// sharesClause reports whether a joined verb takes over auxiliaries, negation and mood from the first one:
// "will meet and sign" does, "met and will sign" does not.
func (x *pass) sharesClause(i, h int) bool {
	t := x.t
	if !t.verbal(h) && t.child(h, "cop") < 0 {
		return true
	}
	if t.child(i, "nsubj", "nsubj:pass", "csubj", "expl") >= 0 {
		return false
	}
	return !x.finite(i) || t.xpos(i) == "VBP" && t.child(h, "aux") >= 0 && t.child(i, "aux", "cop") < 0 && x.finite(h) && t.xpos(h) == "VB"
}

// mark reads the conjunction of clause i.
func (x *pass) mark(i int, s *status) {
	m := x.t.marker(i)
	if c := x.condition(i); c != "" {
		s.under(conditions[c], "“"+c+"”")
	}
	if m == "without" {
		s.deny("“without”")
	}
	if x.t.has(i, "advmod", "whether") {
		s.under(Possible, "“whether”")
	}
}

// adverbial reads how clause i hangs on the one above it: "to …" is a purpose, "if …" a condition.
func (x *pass) adverbial(i int, s *status) {
	t := x.t
	m := t.marker(i)
	if x.accused(i, s) {
		return
	}
	switch {
	case m == "without":
		s.deny("“without”")
	case m == "instead_of" || m == "rather_than" || m == "than":
		s.deny("“" + m + "”")
	case (m == "towards" || m == "toward") && t.xpos(i) == "VBG":
		s.under(Wanted, "“"+m+"”")
	case m == "before" && !x.finite(i):
	case x.condition(i) != "":
		c := x.condition(i)
		s.under(conditions[c], "“"+c+"”")
	case x.ahead(i):
		s.under(Planned, "of a time to come")
	case t.xpos(i) == "VBG" && aiming[m] && x.aimed(i, s):
	case t.xpos(i) == "VB" && !x.finite(i) && m == "to" && t.verbal(t.head(i)) && (verbEffects[t.lemma[t.head(i)]] == plans || verbEffects[t.lemma[t.head(i)]] == denies):
		x.governed(t.head(i), i, s)
	case t.xpos(i) == "VB" && !x.finite(i) && (m == "to" || m == "in_order" || m == "in_order_to" || m == "so_as_to" || m == "so_as"):
		s.under(Wanted, "purpose, “to "+t.lemma[i]+"”")
	}
}

// tense is the tense of verb i, with its auxiliaries.
func (x *pass) tense(i int) Tense {
	t := x.t
	tag, past := t.xpos(i), false
	for _, k := range t.kids[i] {
		b := t.base(k)
		if b != "aux" && b != "cop" {
			continue
		}
		switch w := lower(t.d.Word(k)); w {
		case "will", "shall", "'ll", "’ll", "wo":
			return Future
		case "had", "was", "were", "did", "been":
			past = true
		case "have", "has", "'ve", "’ve":
			past = true
		}
		if t.xpos(k) == "VBD" {
			past = true
		}
	}
	switch {
	case past || tag == "VBD":
		return Past
	case tag == "VBN" && t.child(i, "aux", "aux:pass") < 0:
		return Past
	case tag == "VBZ" || tag == "VBP":
		return Present
	}
	if t.head(i) >= 0 && (tag == "VBG" || tag == "VB" || t.base(i) == "conj" || t.upos(i) == "NOUN" || t.upos(i) == "ADJ") {
		for h, n := t.head(i), 0; h >= 0 && n < 20; h, n = t.head(h), n+1 {
			if t.verbal(h) {
				return x.tense(h)
			}
		}
	}
	return Present
}
