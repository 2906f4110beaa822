package extract

// accused reads "accused X of …ing", "prevented X from …ing": the clause is what X is said, or kept, from doing.
func (x *pass) accused(i int, s *status) bool {
	t := x.t
	v, ok := x.blamer(i)
	if !ok {
		return false
	}
	switch l := t.lemma[v]; l {
	case "convict", "congratulate", "praise", "thank":
	case "acquit", "clear", "exonerate", "absolve", "prevent", "stop", "ban", "bar", "prohibit", "block", "discourage", "deter", "keep", "dissuade":
		s.deny("“" + t.d.Word(v) + "”")
	default:
		s.doubt = true
		s.note("“" + t.d.Word(v) + "”")
		x.attribute(v, s)
	}
	return true
}

// being reports whether i is told by a participle of "be": "accused of being linked to".
func (x *pass) being(i int) bool {
	t := x.t
	for _, k := range t.kids[i] {
		if b := t.base(k); (b == "aux" || b == "cop") && t.lemma[k] == "be" && t.xpos(k) == "VBG" {
			return !x.finite(i)
		}
	}
	return false
}

// blamer is the verb of blame or prevention whose object does what clause i says.
func (x *pass) blamer(i int) (int, bool) {
	t := x.t
	if t.head(i) < 0 || t.xpos(i) != "VBG" && !x.being(i) {
		return -1, false
	}
	m := t.marker(i)
	if m != "of" && m != "for" && m != "from" && m != "on" {
		return -1, false
	}
	v := t.head(i)
	if t.base(i) == "acl" && (t.base(v) == "obj" || t.rel(v) == "nsubj:pass") && t.head(v) >= 0 {
		v = t.head(v)
	}
	return v, t.verbal(v) && blames[t.lemma[v]] && (m != "on" || t.lemma[v] == "congratulate")
}

// apply does to s what e does to what it governs.
func (x *pass) apply(e effect, word string, s *status) {
	switch e {
	case denies:
		s.deny("“" + word + "”")
	case plans:
		s.under(Planned, "“"+word+"”")
	case wants:
		s.under(Wanted, "“"+word+"”")
	case may:
		s.under(Possible, "“"+word+"”")
	case doubts:
		s.doubt = true
	}
}

// effectOf is what verb or adjective h does to the clause that it governs.
func (x *pass) effectOf(h int) (effect, bool) {
	t := x.t
	l := t.lemma[h]
	if t.verbal(h) {
		if p := t.child(h, "compound:prt"); p >= 0 {
			if e, ok := verbEffects[l+"_"+t.lemma[p]]; ok {
				return e, true
			}
		}
		e, ok := verbEffects[l]
		if !ok {
			e, ok = verbEffects[lower(t.d.Word(h))]
		}
		return e, ok
	}
	if e, ok := adjEffects[l]; ok && (t.upos(h) == "ADJ" || t.child(h, "cop") >= 0) {
		return e, true
	}
	if t.upos(h) == "NOUN" || t.upos(h) == "PROPN" {
		e, ok := nounEffects[l]
		return e, ok
	}
	return transparent, false
}

// governed reads what h does to its complement clause i.
func (x *pass) governed(h, i int, s *status) {
	t := x.t
	e, ok := x.effectOf(h)
	word := t.d.Word(h)
	clause := t.rel(i) == "ccomp"
	lemma := t.lemma[h]
	if clause {
		// "Warned that", "agreed that", "promised that …" say something; "threatened that" too.
		switch lemma {
		case "warn", "caution":
			e, ok = reports, true
		case "ask", "tell":
			if e, ok = reports, true; t.marker(i) == "if" || t.marker(i) == "whether" {
				e = may
			}
		case "agree", "insist", "expect_that":
			e, ok = reports, true
		case "suggest":
			e, ok = doubts, true
		case "deny", "reject", "dispute", "refute":
			s.deny("“" + word + "”")
			x.attribute(h, s)
			s.doubt = true
			return
		}
	} else if lemma == "warn" || lemma == "caution" {
		e, ok = wants, true
	}
	if !clause && lemma == "go" {
		// "Is going to" is future; "went to see" is past.
		if !(t.xpos(h) == "VBG" && t.child(h, "aux") >= 0 && t.xpos(i) == "VB") {
			e = transparent
		}
	}
	if !clause && (e == reports || e == doubts || e == knows) && t.xpos(i) == "VB" {
		passive := t.child(h, "aux:pass", "nsubj:pass") >= 0
		switch {
		case lemma == "tell" || lemma == "notify":
			e = wants // "told police to arrest him"
		case passive || lemma == "claim":
			// "Is said to have met", "is alleged to …".
			if e == reports {
				e = doubts
			}
		case lemma == "say":
			e = wants
		case e == knows && (lemma == "see" || lemma == "mean"):
			e = plans
		default:
			e = transparent
		}
	}
	if !ok && clause {
		e = reports
	}
	if !clause && s.denied && (lemma == "decide" || lemma == "choose" || lemma == "opt") {
		return // "decided not to go": did not go
	}
	if t.lemma[h] == "welcome" && t.rel(i) == "xcomp" && t.xpos(i) == "VB" {
		s.under(Wanted, "“"+word+" to”")
	}
	if clause && x.subjunctive(i) && t.has(i, "mark", "that") {
		s.under(Wanted, "“"+word+" that”") // "asks that she help"
	}
	if clause && s.weak && s.modality == Conditional && !(t.xpos(i) == "VBN" && t.has(i, "aux", "have")) && (e == reports || e == knows || e == doubts) {
		s.modality = Planned // "said it would": the future of what was said
	}
	x.apply(e, word, s)
	if clause && (e == reports || e == knows || e == doubts || e == may) {
		x.attribute(h, s)
		if s.by != nil {
			s.by.Factive = e == knows
		}
	}
}

// subjunctive reports whether verb i has the plain form beside a subject of its own: "that she help", "that the firm be sold".
func (x *pass) subjunctive(i int) bool {
	t := x.t
	n := t.child(i, "nsubj", "nsubj:pass")
	if n < 0 {
		return false
	}
	for _, k := range t.kids[i] {
		if t.base(k) == "aux" {
			return lower(t.d.Word(k)) == "be" && t.rel(k) == "aux:pass"
		}
	}
	switch t.xpos(i) {
	case "VB":
		return true
	case "VBP":
		tag, l := t.xpos(n), t.lemma[n]
		return (tag == "NN" && !collective[l] || tag == "NNP" || l == "he" || l == "she" || l == "it") && len(t.conjuncts(n)) == 1
	}
	return false
}

// governedByNoun reads what noun h does to the clause i: "a plan to attack", "allegations that".
func (x *pass) governedByNoun(h, i int, s *status) {
	t := x.t
	if t.xpos(i) == "VBN" && t.marker(i) == "" || t.xpos(i) == "VBG" && t.marker(i) == "" {
		return // "the man arrested by police": a fact about him
	}
	if e, ok := nounEffects[t.lemma[h]]; ok {
		x.apply(e, t.d.Word(h), s)
		if e == reports || e == doubts {
			x.attribute(h, s)
		}
		return
	}
	if t.xpos(i) == "VB" && !x.finite(i) {
		s.under(Wanted, "“to "+t.lemma[i]+"”")
	}
}

// eventUnder reads what h does to the event noun i that is its subject or object: "called for talks".
func (x *pass) eventUnder(h, i int, s *status) {
	t := x.t
	if !t.verbal(h) {
		return
	}
	if t.base(i) == "nsubj" {
		// "Talks failed to begin" says something of the talks; whether they were is left to the verb.
		if l := t.lemma[h]; l == "fail" && t.child(h, "xcomp") >= 0 {
			s.deny("“fail”")
		}
		return
	}
	e, ok := x.effectOf(h)
	if !ok {
		return
	}
	p := t.prep(i)
	switch t.lemma[h] {
	case "call", "ask", "push", "press", "appeal", "plead", "campaign", "hope", "lobby", "work", "prepare", "plan", "agree", "go", "set":
		if t.base(i) == "obl" && p != "for" && p != "on" && p != "to" {
			return
		}
		if t.lemma[h] == "call" && t.base(i) == "obj" && t.child(h, "compound:prt") < 0 || t.lemma[h] == "go" || t.lemma[h] == "set" && p != "for" {
			return
		}
	default:
		if t.base(i) == "obl" {
			return
		}
	}
	switch e {
	case denies, plans, wants, may:
		switch t.lemma[h] {
		case "like", "love", "help", "support", "back", "approve", "hear", "see", "discuss", "investigate", "examine", "probe", "halt", "stop", "suspend", "end",
			"oppose", "let", "feel", "set", "fight", "tell", "miss", "warn", "question", "doubt", "lead":
			return // these take for granted that the event is or was there
		}
		x.apply(e, t.d.Word(h), s)
	case doubts:
		s.doubt = true
	}
}

// nounOverNoun reads what noun h does to the event i below it: "the threat of war".
func (x *pass) nounOverNoun(h, i int, s *status) {
	t := x.t
	p := t.prep(i)
	if p != "of" && p != "for" && p != "to" && p != "on" && p != "at" {
		return
	}
	e, ok := nounEffects[t.lemma[h]]
	if !ok {
		return
	}
	switch e {
	case denies, plans, wants, may:
		if t.lemma[h] == "end" || t.lemma[h] == "halt" || t.lemma[h] == "suspension" || t.lemma[h] == "concern" || p == "on" && e != denies {
			return
		}
		x.apply(e, t.d.Word(h), s)
	case doubts:
		s.doubt = true
	}
}
