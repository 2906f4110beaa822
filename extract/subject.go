package extract

import "kg/nlp"

// subject is the understood subject of a verb.
type subject struct {
	head    int // token, or -1
	passive bool
	how     string // how it was found, for Path: "nsubj", "nsubj of “wants”"
	cost    float32
}

var noSubject = subject{head: -1}

// participle reports whether verb v is a past participle without auxiliary: "the man arrested on Friday".
func (x *pass) participle(v int) bool {
	return x.t.xpos(v) == "VBN" && x.t.child(v, "aux", "aux:pass") < 0
}

// isPassive reports whether v is in the passive by its own form.
func (x *pass) isPassive(v int) bool {
	t := x.t
	if t.child(v, "aux:pass", "nsubj:pass", "csubj:pass") >= 0 {
		return true
	}
	if t.xpos(v) == "VBN" || t.xpos(v) == "JJ" || t.upos(v) == "ADJ" {
		if t.child(v, "obl:agent") >= 0 {
			return true
		}
	}
	// "Got arrested": the parser's auxiliary is sometimes a plain one.
	for _, k := range t.kids[v] {
		if t.rel(k) == "aux" && t.xpos(v) == "VBN" && (t.lemma[k] == "be" || t.lemma[k] == "get") && t.child(v, "obj") < 0 {
			return true
		}
	}
	return false
}

// subject finds who does what verb v says: the subject beside it, or the one that control, coordination or a
// relative clause hands down.
func (x *pass) subject(v, depth int) subject {
	t := x.t
	passive := x.isPassive(v)
	if depth > 12 {
		return noSubject
	}
	for _, k := range t.kids[v] {
		if r := t.rel(k); r == "nsubj" || r == "nsubj:pass" {
			h, how := x.antecedent(k)
			return subject{h, passive || r == "nsubj:pass", how, 0}
		}
	}
	h := t.head(v)
	if h < 0 {
		return noSubject
	}
	up := func(v int) subject {
		s := x.subject(v, depth+1)
		if s.head >= 0 && s.how != "" && !hasOf(s.how) {
			s.how += " of “" + t.d.Word(v) + "”"
		}
		return s
	}
	if t.xpos(v) == "VBG" && t.marker(v) == "as" && (t.base(v) == "advcl" || t.base(v) == "xcomp") {
		// "Lists the firm as belonging to …".
		if o := t.child(h, "obj", "nsubj:pass"); o >= 0 {
			a, how := x.antecedent(o)
			return subject{a, passive, how + " of “" + t.d.Word(h) + "”", 0.05}
		}
	}
	if b, ok := x.blamer(v); ok {
		if o := t.child(b, "obj", "nsubj:pass"); o >= 0 {
			a, how := x.antecedent(o)
			return subject{a, passive, how + " of “" + t.d.Word(b) + "”", 0.05}
		}
	}
	switch t.base(v) {
	case "conj":
		if !t.verbal(h) && t.child(h, "nsubj") < 0 && t.upos(h) != "ADJ" {
			return noSubject
		}
		s := up(h)
		// "Was arrested and charged" is passive twice, "was arrested and fled" is not.
		shared := t.xpos(v) == "VBN" && t.child(v, "aux", "aux:pass") < 0 && s.passive
		s.passive, s.cost = passive || shared, s.cost+0.03
		return s
	case "xcomp":
		s := noSubject
		o := t.child(h, "obj", "iobj")
		if o > v && t.upos(h) != "VERB" {
			o = -1
		}
		if o >= 0 && !subjectControl[t.lemma[h]] && !x.isPassive(h) && o < v {
			a, how := x.antecedent(o)
			s = subject{a, false, how, 0.02}
		} else {
			s = up(h)
		}
		s.passive = passive || x.participle(v) && t.child(v, "obj") < 0 && t.lemma[h] != "have"
		return s
	case "acl":
		if t.rel(v) == "acl:relcl" {
			return noSubject
		}
		switch {
		case t.xpos(v) == "VBG":
			// "The envoy was in Geneva talking to them": the envoy, not Geneva.
			if m := t.name[h]; m >= 0 && t.d.Mentions[m].Class != nlp.Person && t.marker(v) == "" {
				switch p := t.prep(h); {
				case p != "in" && p != "at":
				case t.child(h, "nsubj") >= 0:
					a, how := x.antecedent(t.child(h, "nsubj"))
					return subject{a, passive, how + " of “" + t.d.Word(h) + "”", 0.1}
				case t.base(h) == "obl" && t.d.Mentions[m].Class == nlp.Location && t.head(h) >= 0 && t.verbal(t.head(h)):
					s := up(t.head(h))
					s.passive, s.cost = passive, s.cost+0.1
					return s
				}
			}
			a, how := x.antecedent(h)
			cost := float32(0.05)
			if b, m := t.base(h), t.name[h]; m >= 0 && t.d.Mentions[m].Class == nlp.Location && t.marker(v) == "" && (b == "nmod" || b == "appos") {
				cost = 0.45 // "joined the attack on Aden, helping the rebels": not Aden
			} else if b == "obl" || b == "nmod" {
				cost = 0.3 // "a message on the site blaming X": who blames is open
			}
			return subject{a, passive, how + " before “" + t.d.Word(v) + "”", cost}
		case x.participle(v) || passive:
			a, how := x.antecedent(h)
			return subject{a, true, how + " before “" + t.d.Word(v) + "”", 0.03}
		}
		// "Russia's plan to attack", "made a plan to attack".
		if p := t.child(h, "nmod:poss"); p >= 0 {
			return subject{p, passive, "nmod:poss of “" + t.d.Word(h) + "”", 0.05}
		}
		if t.base(h) == "obj" && t.head(h) >= 0 && t.verbal(t.head(h)) && nounEffects[t.lemma[h]] != 0 {
			s := up(t.head(h))
			s.passive, s.cost = passive, s.cost+0.1
			return s
		}
		return noSubject
	case "advcl":
		if t.rel(v) == "advcl:relcl" || x.finite(v) {
			return noSubject
		}
		if m := t.marker(v); m == "with" && t.child(v, "nsubj") < 0 && t.xpos(v) != "VBG" {
			return noSubject
		}
		if t.verbal(h) || t.child(h, "nsubj", "nsubj:pass") >= 0 {
			s := up(h)
			if s.passive && s.head >= 0 && t.xpos(v) == "VB" {
				// "Was deployed to attack": not the one deployed for sure.
				s.cost += 0.15
			}
			s.passive, s.cost = passive || x.participle(v), s.cost+0.08
			return s
		}
	case "amod":
		if t.xpos(v) == "VBN" {
			return subject{h, true, "noun after “" + t.d.Word(v) + "”", 0.08}
		}
		if t.xpos(v) == "VBG" {
			return subject{h, false, "noun after “" + t.d.Word(v) + "”", 0.2}
		}
	}
	return noSubject
}

// dangling reports whether participle v before its clause may be of the one whose kin s, the subject of it, is: "Born in Aden, her
// father was a sculptor" is of her.
func (x *pass) dangling(v, s int) bool {
	t := x.t
	p := t.child(s, "nmod:poss")
	return v < s && p >= 0 && t.upos(p) == "PRON" && t.head(v) >= 0 && (t.child(t.head(v), "cop") >= 0 || t.lemma[t.head(v)] == "be")
}

func hasOf(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if s[i:i+4] == " of " {
			return true
		}
	}
	return false
}

// antecedent is what k stands for: the noun before its clause if k is a relative pronoun, else k.
func (x *pass) antecedent(k int) (int, string) {
	t := x.t
	rel := t.rel(k)
	if !relative[t.lemma[k]] || t.upos(k) != "PRON" && t.xpos(k) != "WDT" && t.xpos(k) != "WP" {
		return k, rel
	}
	for i, n := t.head(k), 0; i >= 0 && n < 10; i, n = t.head(i), n+1 {
		if r := t.rel(i); (r == "acl:relcl" || r == "advcl:relcl") && t.head(i) >= 0 && t.head(i) < k {
			return x.whose(t.head(i), k), rel + " “" + t.d.Word(k) + "”"
		}
	}
	return k, rel
}

// whose is the person that "who" at k stands for, where the clause hangs on a body in the description of one: in "Ruth
// Banda, the founder of Acme, who left" it is she who left.
func (x *pass) whose(a, k int) int {
	t := x.t
	if l := t.lemma[k]; l != "who" && l != "whom" {
		return x.whatHit(a, k)
	}
	for i, n := a, 0; i >= 0 && n < 4; i, n = t.head(i), n+1 {
		m := t.heads[i]
		switch {
		case m >= 0 && t.d.Mentions[m].Kind == nlp.Name && t.d.Mentions[m].Class == nlp.Person:
			return i
		case i == a && (m < 0 || t.d.Mentions[m].Class != nlp.Organization && t.d.Mentions[m].Class != nlp.Location):
			return a
		case t.base(i) != "nmod" && t.base(i) != "appos":
			return a
		}
	}
	return a
}

// deadly verbs tell what an event does, and no place.
var deadly = set("kill", "injure", "wound", "maim", "destroy", "damage", "devastate", "leave", "claim", "hurt")

// whatHit is the event that "that" or "which" at k stands for, where its clause hangs on the place of it: in "the attack on
// Aden that killed five" it is the attack.
func (x *pass) whatHit(a, k int) int {
	t := x.t
	v, h := t.head(k), t.head(a)
	if v < 0 || h < 0 || !deadly[t.lemma[v]] || t.base(a) != "nmod" || t.upos(h) != "NOUN" || t.base(k) != "nsubj" {
		return a
	}
	if m := t.name[a]; m < 0 || t.d.Mentions[m].Class != nlp.Location {
		return a
	}
	return h
}
