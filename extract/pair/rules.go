package pair

import (
	"cmp"
	"slices"
	"strings"

	"kg/extract"
	"kg/nlp"
	"kg/schema"
)

// kindOf has the kind that a relation of the schema is by the definitions of re3d's own scheme (the README of
// its repository): to agree is to have had contact; to support, to praise and to help is to be well disposed, and
// between armed forces to be allies.
var kindOf = map[schema.RelationID]Kind{
	"attacks": "FightingAgainst", "captures": "FightingAgainst", "besieges": "FightingAgainst", "kills": "FightingAgainst", "defeats": "FightingAgainst",
	"injures": "FightingAgainst", "abducts": "FightingAgainst",
	"meets": "CommWith", "says": "CommWith", "requests": "CommWith", "warns": "CommWith", "agreesWith": "CommWith",
	"supports": "Likes", "cooperatesWith": "Likes", "aids": "Likes", "condolesWith": "Likes",
	"criticises": "Dislikes", "rejects": "Dislikes", "accuses": "Dislikes", "threatens": "Dislikes", "sanctions": "Dislikes",
	"leads": "InChargeOf", "worksFor": "BelongsTo", "memberOf": "BelongsTo", "affiliatedWith": "BelongsTo", "subsidiaryOf": "BelongsTo",
	"locatedIn": "CoLocated", "visits": "CoLocated", "alias": "IsSynonymOf", "withdrawsFrom": "Apart",
}

// units are measures: "two" is no property of hours.
var units = map[string]bool{"hour": true, "day": true, "week": true, "month": true, "year": true, "minute": true, "percent": true, "million": true,
	"billion": true, "kilometer": true, "kilometre": true, "mile": true, "meter": true, "metre": true, "foot": true, "km": true, "time": true, "dollar": true, "pound": true}

// armed are the sectors of those who fight.
var armed = map[string]bool{"MIL": true, "REB": true}

// weapons are used by those whose they are; a place or a building that is used is under control.
var weapons = map[string]bool{"weapon": true, "gun": true, "rifle": true, "missile": true, "rocket": true, "bomb": true, "munition": true, "mortar": true, "shell": true}

// controls are verbs, and participles before a noun ("rebel-held"), of one who has something under control.
var controls = map[string]bool{"hold": true, "control": true, "operate": true, "run": true, "occupy": true}

// leaves are verbs after which one is no longer there.
var leaves = map[string]bool{"leave": true, "flee": true, "depart": true, "withdraw": true, "evacuate": true, "escape": true, "retreat": true}

// rules collects relations from one document.
type rules struct {
	d     *nlp.Doc
	s     *schema.Schema
	names map[int]nlp.Class // classes of names by head
	out   map[Relation]bool
}

// Rules reads the relations that claims state, by the definitions of re3d's scheme, and those that a noun phrase states
// by itself, by place in the text.
func Rules(d *nlp.Doc, claims []extract.Claim, s *schema.Schema) []Relation {
	r := &rules{d: d, s: s, names: map[int]nlp.Class{}, out: map[Relation]bool{}}
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name {
			r.names[m.Head] = m.Class
		}
	}
	for i := range claims {
		r.claim(&claims[i])
	}
	for i := range d.Tokens {
		r.phrase(i)
		r.control(i)
		r.partOf(i)
	}
	out := make([]Relation, 0, len(r.out))
	for x := range r.out {
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Relation) int {
		return cmp.Or(a.A-b.A, a.B-b.B, strings.Compare(string(a.Kind), string(b.Kind)))
	})
	return out
}

// force adds a pair whatever its words are.
func (r *rules) force(kind Kind, a, b int) {
	if a < 0 || b < 0 {
		return
	}
	if a, b = HeadOf(r.d, a), HeadOf(r.d, b); a != b {
		r.out[Relation{Kind: kind, A: min(a, b), B: max(a, b)}] = true
	}
}

// add adds a pair of entities.
func (r *rules) add(kind Kind, a, b int) {
	if a >= 0 && b >= 0 && (kind == "FightingAgainst" || kind == "HasAttrOf" || entityWord(r.d, a, r.s) && entityWord(r.d, b, r.s)) {
		r.force(kind, a, b)
	}
}

// claim reads a claim: its relation, and where it was.
func (r *rules) claim(c *extract.Claim) {
	if c.Relation == "says" {
		for _, m := range c.More {
			if (m.Role == "iobj" || m.Role == "obj" || m.Role == "to") && m.Kind != extract.TimeArg {
				r.add("CommWith", c.Subject.Head, m.Head) // "told reporters that …"
			}
		}
	}
	if c.Subject.Kind == extract.ClauseArg || c.Object.Kind == extract.ClauseArg {
		return
	}
	switch {
	case c.Relation == "holdsPosition" && (c.Rule == "apposition" || c.Rule == "copula"):
		r.add("IsSynonymOf", c.Subject.Head, c.Object.Head)
	case c.Relation == "captures" || c.Relation == "foundedBy" || c.Relation == "owns":
		r.add("InChargeOf", c.Subject.Head, c.Object.Head)
	case c.Relation == "" && c.Lemma == "use" && weapons[r.d.Tokens[c.Object.Head].Lemma]:
		r.force("BelongsTo", c.Subject.Head, c.Object.Head)
	case c.Relation == "" && (c.Lemma == "use" || controls[c.Lemma]):
		r.add("InChargeOf", c.Subject.Head, c.Object.Head)
	case c.Relation == "" && (c.Lemma == "include" || c.Lemma == "comprise"):
		for _, j := range joinedNames(r.d, c.Object.Head) {
			r.add("BelongsTo", c.Subject.Head, j)
		}
	}
	for _, id := range r.s.Broader(c.Relation) {
		if kind := kindOf[id]; kind != "" {
			if kind == "Likes" && (armed[c.Subject.Sector] || armed[c.Object.Sector]) {
				kind = "AlliesOf"
			}
			r.add(kind, c.Subject.Head, c.Object.Head)
			break
		}
	}
	r.places(c)
}

// places reads where the sides of a claim are: "works in Aden", "was flown to Aden", "met her in Aden", "left Aden".
func (r *rules) places(c *extract.Claim) {
	away := leaves[r.d.Tokens[r.tokenAt(c)].Lemma]
	for _, a := range append([]extract.Arg{c.Object}, c.More...) {
		if a.Class == "" || !r.s.IsA(a.Class, "Place") {
			continue
		}
		switch p := prep(r.d, a.Head); p {
		case "in", "at", "near", "to", "into", "across", "inside", "around", "throughout", "outside", "from", "":
			kind := Kind("CoLocated")
			if away {
				kind = "Apart"
			}
			if (p == "" || p == "from") && !away {
				continue
			}
			for _, j := range joinedNames(r.d, a.Head) {
				r.add(kind, c.Subject.Head, j)
			}
		}
	}
	if c.Place == nil {
		if c.Event == "CONSULT" {
			// "Met the minister in Aden": both were there.
			for _, k := range children(r.d, c.Object.Head, "nmod") {
				if p := prep(r.d, k); r.names[k] == nlp.Location && (p == "in" || p == "at") {
					r.add("CoLocated", c.Subject.Head, k)
				}
			}
		}
		return
	}
	put := r.add
	if c.Place.Start < c.Subject.Start && c.Place.End <= c.Trigger.Start {
		put = r.force // "near Aden, shells hit a truck": where all of it is
	}
	for _, p := range joinedNames(r.d, c.Place.Head) {
		put("CoLocated", c.Subject.Head, p)
		if c.Object.Kind != extract.TimeArg {
			for _, o := range joinedNames(r.d, c.Object.Head) {
				put("CoLocated", o, p)
			}
		}
	}
}

// tokenAt is the token that carries the relation of c.
func (r *rules) tokenAt(c *extract.Claim) int {
	s := r.d.Sentences[c.Sentence]
	for i := s.First; i < s.Last; i++ {
		if r.d.Tokens[i].Start >= c.Trigger.Start {
			return i
		}
	}
	return s.First
}

// phrase reads how token i depends on a noun.
func (r *rules) phrase(i int) {
	d := r.d
	t := d.Tokens[i]
	h := t.Head
	if h < 0 {
		return
	}
	nominal := d.Tokens[h].UPOS == "NOUN" || d.Tokens[h].UPOS == "PROPN"
	switch {
	case t.Rel == "nummod" && d.Tokens[h].UPOS == "NOUN" && !units[d.Tokens[h].Lemma]:
		r.add("HasAttrOf", h, i)
	case t.Rel == "appos" && (r.names[i] == nlp.Nationality || r.names[h] == nlp.Nationality):
		// "(Arabic: …)"
	case t.Rel == "appos" && nominal && (r.names[i] != "" || r.names[h] != ""):
		if r.names[i] == nlp.Location && r.names[h] == nlp.Location {
			r.add("CoLocated", i, h)
		} else {
			r.add("IsSynonymOf", i, h)
		}
	case t.Rel == "nmod" && (r.names[i] == nlp.Organization || r.body(i)) && (d.Tokens[h].UPOS == "NOUN" || r.names[h] == nlp.Person):
		switch prep(d, i) {
		case "of", "from", "in", "at", "with":
			r.add("BelongsTo", h, i) // "experts from Acme"
			return
		}
		r.among(h, i)
	case strings.HasPrefix(t.Rel, "nmod") && r.names[i] == nlp.Location && nominal:
		switch prep(d, i) {
		case "of":
			if r.names[h] == "" {
				r.add("CoLocated", h, i) // "residents of Aden"
			}
		case "in", "near", "at", "across", "throughout", "inside", "outside", "around", "from":
			for _, j := range joinedNames(d, i) {
				r.add("CoLocated", h, j)
			}
		case "":
			if t.Rel == "nmod:unmarked" && r.names[h] == nlp.Location {
				r.add("CoLocated", h, i)
			}
		}
		r.among(h, i)
	case t.Rel == "nmod" && nominal:
		r.among(h, i)
	}
}

// body reports whether the noun i is one for organisations: "unit", "coalition".
func (r *rules) body(i int) bool {
	h, ok := r.s.Head(r.d.Tokens[i].Lemma)
	return ok && r.d.Tokens[i].UPOS == "NOUN" && r.s.IsA(h.Class, "Organization")
}

// partOf reads "flies as part of the force" and "is part of it".
func (r *rules) partOf(i int) {
	d := r.d
	t := d.Tokens[i]
	if t.Lemma != "part" || t.UPOS != "NOUN" {
		return
	}
	whole := children(d, i, "nmod")
	holders := children(d, i, "nsubj")
	if t.Head >= 0 && t.Rel == "obl" && prep(d, i) == "as" {
		holders = append(children(d, t.Head, "nsubj"), children(d, t.Head, "nsubj:pass")...)
	}
	for _, a := range holders {
		for _, b := range whole {
			if prep(d, b) == "of" {
				r.add("BelongsTo", a, b)
			}
		}
	}
}

// among reads "allies including Acme and Bolt".
func (r *rules) among(h, i int) {
	switch prep(r.d, i) {
	case "including", "such", "like":
		for _, j := range joinedNames(r.d, i) {
			r.add("BelongsTo", h, j)
		}
	}
}

// control reads "rebel-held town" and "has full control of the town".
func (r *rules) control(i int) {
	d := r.d
	t := d.Tokens[i]
	switch {
	case t.Head < 0:
	case controls[t.Lemma] && t.XPOS == "VBN" && t.Rel == "amod":
		for j := max(0, i-3); j < i; j++ {
			if d.Tokens[j].Head == i && r.names[j] != "" {
				r.force("InChargeOf", j, t.Head)
			}
		}
	case t.Lemma == "control" && (t.Rel == "obj" || t.Rel == "obl"):
		for _, s := range children(d, t.Head, "nsubj") {
			for _, o := range children(d, i, "nmod") {
				if p := prep(d, o); p == "of" || p == "over" {
					r.add("InChargeOf", s, o)
				}
			}
		}
	}
}

// children lists what depends on token h by the relation, within forty tokens of it.
func children(d *nlp.Doc, h int, rel string) []int {
	var out []int
	for j := max(0, h-40); j < min(len(d.Tokens), h+40); j++ {
		if d.Tokens[j].Head == h && d.Tokens[j].Rel == rel {
			out = append(out, j)
		}
	}
	return out
}

// entityWord reports whether token i can head an entity of re3d: a name, a pronoun, a number, or a noun for people or
// bodies; "attacks" and "efforts" are none.
func entityWord(d *nlp.Doc, i int, s *schema.Schema) bool {
	t := d.Tokens[i]
	if t.UPOS != "NOUN" {
		return true
	}
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name && m.First <= i && i < m.Last {
			return true
		}
	}
	h, ok := s.Head(t.Lemma)
	return ok && h.Class != "" || s.Title(t.Lemma)
}

// joinedNames is i and what is joined to it by "and".
func joinedNames(d *nlp.Doc, i int) []int {
	out := []int{i}
	for j := i + 1; j < len(d.Tokens) && j < i+20; j++ {
		if d.Tokens[j].Head == i && d.Tokens[j].Rel == "conj" {
			out = append(out, j)
		}
	}
	return out
}

// prep is the preposition of noun i.
func prep(d *nlp.Doc, i int) string {
	for j := range d.Tokens[max(0, i-12):i] {
		k := max(0, i-12) + j
		if d.Tokens[k].Head == i && d.Tokens[k].Rel == "case" {
			return strings.ToLower(d.Word(k))
		}
	}
	return ""
}
