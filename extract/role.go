package extract

import (
	"slices"
	"strings"

	"kg/nlp"
	"kg/schema"
)

// holder is someone who bears a role, and how the text says so.
type holder struct {
	head    int
	rule    string
	how     string
	carrier int
	cost    float32
}

// holders finds who bears the role of noun r: in a title before the name, an apposition, a copula, "as".
func (x *pass) holders(r int) []holder {
	t := x.t
	h := t.head(r)
	word := "“" + t.d.Word(r) + "”"
	switch {
	case t.child(r, "cop") >= 0 && t.child(r, "nsubj") >= 0 && t.prep(r) == "":
		s, how := x.antecedent(t.child(r, "nsubj"))
		return []holder{{s, "copula", how + " of " + word, r, 0.02}}
	case h < 0:
	case t.rel(r) == "nmod:desc" || t.rel(r) == "compound" && r < h && t.name[h] >= 0 && t.name[r] != t.name[h] && x.s.Title(t.lemma[r]):
		return []holder{{h, "title", "title " + word + " before the name", r, 0.03}}
	case t.base(r) == "appos" && x.parted(h, r):
	case t.base(r) == "appos":
		for _, k := range t.kids[h] {
			if k > h && k < r && t.prep(k) == "as" && x.isName(k) {
				h = k // "Ann Banda as Ruth, sister of Mary": Ruth is
			}
		}
		return []holder{{h, "apposition", "apposition " + word, r, 0.05}}
	case t.rel(r) == "xcomp" && t.verbal(h) && (t.lemma[h] == "become" || t.lemma[h] == "remain"):
		if s := x.subject(h, 0); s.head >= 0 {
			return []holder{{s.head, "becomes", s.how + " of “" + t.d.Word(h) + "”", h, 0.05}}
		}
	case t.base(r) == "obl" && t.prep(r) == "as" && t.verbal(h) && (t.lemma[h] == "serve" || t.lemma[h] == "act" || t.lemma[h] == "work"):
		if s := x.subject(h, 0); s.head >= 0 {
			return []holder{{s.head, "as-role", s.how + " of “" + t.d.Word(h) + "”", h, 0.05}}
		}
	}
	for _, k := range t.kids[r] {
		if t.rel(k) == "appos" && x.isName(k) && !x.parted(r, k) || (t.rel(k) == "flat" && x.isName(k)) {
			return []holder{{k, "apposition", "name in apposition to " + word, r, 0.05}}
		}
	}
	return nil
}

// parted reports whether a semicolon stands between a and b: they are two things then.
func (x *pass) parted(a, b int) bool {
	for i := min(a, b) + 1; i < max(a, b); i++ {
		if x.t.d.Word(i) == ";" {
			return true
		}
	}
	return false
}

func (x *pass) isName(i int) bool {
	m := x.t.heads[i]
	return m >= 0 && x.t.d.Mentions[m].Kind == nlp.Name
}

// roleLemmas are the keys of role noun r, the fuller first: "prime_minister", "minister".
func (x *pass) roleLemmas(r int) []string {
	t := x.t
	var out []string
	for _, k := range t.kids[r] {
		if rel := t.rel(k); (rel == "amod" || rel == "compound") && k < r {
			out = append(out, t.lemma[k]+"_"+t.lemma[r])
		}
	}
	return append(out, t.lemma[r])
}

// roleClaims reads noun r as the role of someone: what it leads, belongs to or is related to, and the position
// itself.
func (x *pass) roleClaims(r int) {
	t := x.t
	keys := x.roleLemmas(r)
	known := false
	for _, k := range keys {
		known = known || len(x.s.Triggers(schema.Role, k)) > 0
	}
	title := slices.ContainsFunc(keys, x.s.Title)
	if !known && !title || t.name[r] >= 0 && t.rel(r) != "nmod:desc" && !x.titleInName(r) {
		return
	}
	hs := x.holders(r)
	if len(hs) == 0 {
		return
	}
	f := &frame{kind: schema.Role, pred: r, carrier: r}
	x.nounSlots(f, r)
	deputy := t.has(r, "amod", "vice", "deputy", "assistant", "lieutenant", "would-be", "acting", "honorary") || t.has(r, "compound", "vice", "deputy", "assistant", "lieutenant", "candidate")
	// "A director of Acme" is one of several.
	deputy = deputy || t.lemma[r] == "chief" && t.has(r, "nmod", "staff") || oneOfSeveral[t.lemma[r]] && (t.has(r, "det", "a", "an") || t.has(r, "amod", ordinals...))
	for _, ho := range hs {
		holders := x.joined(slot{schema.SlotHolder, ho.head, ho.how, ho.cost}, nil)
		if ho.rule == "title" || ho.rule == "apposition" {
			holders = holders[:1]
		}
		f.rule, f.carrier, f.cost = ho.rule, ho.carrier, 0
		for _, who := range holders {
			if h, ok := x.s.Head(t.lemma[r]); ok && h.Class == "Person" && !x.s.Allows(people, x.arg(who.head).Class) {
				continue
			}
			if a := x.arg(who.head); a.Kind != EntityArg && a.Kind != GroupArg && !(a.Kind == ThingArg && t.upos(who.head) == "PRON") {
				continue
			}
			matched := false
			for _, key := range keys {
				if matched {
					break
				}
				for _, tr := range x.s.Triggers(schema.Role, key) {
					rank := ho.rule == "title" && ranks[t.d.Word(r)] // "USCG Captain X", but "England captain X"
					if (deputy || rank) && tr.Relation == "leads" {
						works := *tr
						works.Relation = "worksFor"
						tr = &works
					}
					if x.role(f, tr, who, r) {
						matched = true
						break
					}
				}
			}
			if title && x.s.Allows([]schema.ClassID{"Person"}, x.arg(who.head).Class) {
				x.position(f, who, r)
			}
		}
	}
}

// ordinals count those who have held a post: "the fifth head coach".
var ordinals = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

// ranks are titles that do not say what their bearer leads, where they have a capital.
var ranks = set("Captain", "Commander", "Chief", "Superintendent")

// people may bear a role that is a person's.
var people = []schema.ClassID{"Person", "Group"}

// titleInName reports whether title r is the start of the name that it belongs to.
func (x *pass) titleInName(r int) bool {
	m := x.t.name[r]
	return m >= 0 && x.t.d.Mentions[m].Class == nlp.Person && x.t.d.Mentions[m].Head != r
}

// role adds the claim of trigger tr for holder who.
func (x *pass) role(f *frame, tr *schema.Trigger, who slot, r int) bool {
	rel, ok := x.s.Relation(tr.Relation)
	if !ok {
		return false
	}
	other, classes := tr.Object, rel.Range
	inverted := len(tr.Subject) > 0 && tr.Subject[0] != schema.SlotHolder
	if inverted {
		other, classes = tr.Subject, rel.Domain
	}
	mine := rel.Domain
	if inverted {
		mine = rel.Range
	}
	if !x.allowed(mine, who.head) {
		return false
	}
	if x.closer(f, r) {
		other = append([]string{schema.SlotCompound}, other...) // "Acme's Bolt Unit head": head of the unit
	}
	for _, name := range other {
		for _, s := range f.fill(name) {
			if x.outside(r, s.head) || (name == "for" || name == "to") && envoys[x.t.lemma[r]] && x.arg(s.head).Class == "Place" {
				continue
			}
			if name == "of" && x.field(r, s.head) {
				continue
			}
			a := x.arg(s.head)
			// "Secretary of State": what is part of the title is not what it is a title of.
			if (a.Kind != GroupArg || f.rule == "title" || !definite(x.t, s.head)) && (a.Kind != EntityArg || a.Mention < 0) || !x.allowed(classes, s.head) || s.head == who.head {
				continue
			}
			if a.Mention >= 0 && (x.arg(who.head).Mention == a.Mention || x.s.Title(x.t.lemma[x.t.d.Mentions[a.Mention].Last-1])) {
				continue // "Lord Mayor candidate": what is sought is no body
			}
			if l := x.t.lemma[r]; r > 0 && name == schema.SlotCompound && (l == "attorney" || l == "judge") && x.t.lemma[r-1] == "district" {
				continue // "Manhattan District Attorney" belongs to no district called Manhattan District
			}
			if (name == schema.SlotAdj || name == schema.SlotCompound || name == schema.SlotPoss && x.t.has(r, "compound", "police", "fire", "army", "opposition", "security", "navy", "party")) && !x.ofCountry(a, r) {
				continue
			}
			if inverted && !x.senseOf(f, tr, s.head, who.head) || !inverted && !x.senseOf(f, tr, who.head, s.head) {
				continue
			}
			if inverted {
				return x.claim(f, rel, tr, s, who)
			}
			if _, branch := f.get(schema.SlotAdj); tr.Relation == "leads" && (name != "of" && x.partOf(f) || name == schema.SlotPoss && branch && a.Class != "Place") {
				// "Head of the jury at the festival", "Acme's head of sales": of a part of it.
				if works, ok := x.s.Relation("worksFor"); ok && x.allowed(works.Range, s.head) {
					return x.claim(f, works, tr, who, s)
				}
				continue
			}
			return x.claim(f, rel, tr, who, s)
		}
	}
	return false
}

// envoys are sent to, or for, a country by another.
var envoys = set("representative", "envoy", "ambassador", "coordinator", "secretary", "minister", "commissioner", "delegate", "emissary")

// partOf reports whether role frame f says what it is the role of by a noun behind "of" that is no name.
func (x *pass) partOf(f *frame) bool {
	s, ok := f.get("of")
	return ok && x.t.name[s.head] < 0 && x.t.when[s.head] < 0
}

// outside reports whether place h before title r belongs to a preposition before both: "in Turkey Minister Ellis met them".
func (x *pass) outside(r, h int) bool {
	t := x.t
	m := t.name[h]
	if m < 0 || h > r || t.d.Mentions[m].Class != nlp.Location || t.d.Mentions[m].First == 0 {
		return false
	}
	switch before := t.d.Mentions[m].First - 1; lower(t.d.Word(before)) {
	case "in", "at", "near", "from", "outside", "inside":
		return t.d.Mentions[m].Last == r && t.upos(before) == "ADP"
	}
	return false
}

// closer reports whether the name of a body stands between a possessor and role r.
func (x *pass) closer(f *frame, r int) bool {
	if _, poss := f.get(schema.SlotPoss); !poss {
		return false
	}
	for _, s := range f.fill(schema.SlotCompound) {
		if a := x.arg(s.head); a.Mention >= 0 && x.t.d.Mentions[a.Mention].Class == nlp.Organization {
			return true
		}
	}
	return false
}

// ofCountry reports whether the country or people a before role r is what the role is of: that of "Russian
// president", not of "Russian opposition leader" or "Russian tennis player".
func (x *pass) ofCountry(a Arg, r int) bool {
	if a.Class != "Place" && a.Class != "People" && a.Class != "Country" {
		return true
	}
	t := x.t
	if parties[lower(t.d.Slice(a.Core))] {
		return false // "Republican president"
	}
	h, ok := x.s.Head(t.lemma[r])
	if !ok || h.Sector != "GOV" && h.Sector != "MIL" && h.Sector != "JUD" && h.Sector != "LEG" || t.lemma[r] == "lawyer" {
		return false
	}
	for _, k := range t.kids[r] {
		if t.rel(k) == "compound" && t.name[k] < 0 && k < r {
			if w, ok := x.s.Head(t.lemma[k]); ok && w.Sector != "GOV" {
				return false
			}
		}
	}
	return true
}

// position adds that who holds the position that r names.
func (x *pass) position(f *frame, who slot, r int) {
	rel, ok := x.s.Relation("holdsPosition")
	t := x.t
	if !ok || t.lemma[r] == "counterpart" { // whose office is told elsewhere
		return
	}
	a := x.arg(r)
	first, last := t.phrase(r, func(rel string) bool { return nominalPhrase(rel) || rel == "nmod:poss" })
	// The title without the name that it stands before, and without an article.
	for first < r && (t.base(first) == "det" || t.upos(first) == "PUNCT") {
		first++
	}
	a.Span = t.span(first, last)
	a.Text = t.d.Slice(a.Span)
	a.Core, a.CoreHead, a.Kind, a.Class, a.Mention = a.Span, r, ThingArg, "Position", -1
	x.claimOf(f, rel, &schema.Trigger{Relation: rel.ID, Kind: schema.Role, Lemma: strings.ToLower(t.lemma[r])}, x.arg(who.head), a, who, slot{"title", r, "", 0})
}
