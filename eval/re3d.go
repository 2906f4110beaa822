package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"kg/extract"
	"kg/nlp"
	"kg/schema"
)

// Re3dDoc is a document with typed relations between spans of its text.
type Re3dDoc struct {
	Text      string
	Relations []Re3dRelation
	Doubtful  []Re3dRelation // whose confidence is below one half: finding them is neither right nor wrong
}

// Re3dRelation is a relation between two spans, in bytes.
type Re3dRelation struct {
	Type           string
	Source, Target nlp.Span
}

// ReadRe3d reads documents of re3d, a JSON object a line.
func ReadRe3d(r io.Reader) ([]Re3dDoc, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<24)
	var out []Re3dDoc
	for n := 1; sc.Scan(); n++ {
		var raw struct {
			Text      string
			Relations []struct {
				Type           string
				Source, Target []any
				Confidence     float64
			}
		}
		if err := json.Unmarshal(sc.Bytes(), &raw); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		d := Re3dDoc{Text: raw.Text}
		offset := make([]int, 0, len(raw.Text)+1) // offsets count characters
		for i := range raw.Text {
			offset = append(offset, i)
		}
		offset = append(offset, len(raw.Text))
		span := func(v []any) (nlp.Span, bool) {
			if len(v) < 2 {
				return nlp.Span{}, false
			}
			a, ok1 := v[0].(float64)
			b, ok2 := v[1].(float64)
			if !ok1 || !ok2 || a < 0 || b <= a || int(b) >= len(offset) {
				return nlp.Span{}, false
			}
			return nlp.Span{Start: offset[int(a)], End: offset[int(b)]}, true
		}
		for _, rel := range raw.Relations {
			s, ok1 := span(rel.Source)
			t, ok2 := span(rel.Target)
			if !ok1 || !ok2 {
				continue
			}
			if r := (Re3dRelation{rel.Type, s, t}); rel.Confidence >= 0.5 {
				d.Relations = append(d.Relations, r)
			} else {
				d.Doubtful = append(d.Doubtful, r)
			}
		}
		out = append(out, d)
	}
	return out, sc.Err()
}

// re3dTypes has the relation of re3d for each relation of the schema that has none nearer.
var re3dTypes = map[schema.RelationID]string{
	"attacks": "FightingAgainst", "captures": "FightingAgainst", "besieges": "FightingAgainst", "kills": "FightingAgainst", "defeats": "FightingAgainst",
	"injures": "FightingAgainst", "abducts": "FightingAgainst",
	"meets": "CommWith", "says": "CommWith", "requests": "CommWith", "warns": "CommWith",
	"supports": "Likes", "agreesWith": "AlliesOf", "cooperatesWith": "AlliesOf", "aids": "Likes",
	"criticises": "Dislikes", "rejects": "Dislikes", "accuses": "Dislikes", "threatens": "Dislikes", "sanctions": "Dislikes",
	"leads": "InChargeOf", "worksFor": "BelongsTo", "memberOf": "BelongsTo", "affiliatedWith": "BelongsTo", "subsidiaryOf": "BelongsTo",
	"locatedIn": "CoLocated", "visits": "CoLocated", "alias": "IsSynonymOf", "withdrawsFrom": "Apart",
}

// units are measures: "two" is no property of hours.
var units = map[string]bool{"hour": true, "day": true, "week": true, "month": true, "year": true, "minute": true, "percent": true, "million": true,
	"billion": true, "kilometer": true, "kilometre": true, "mile": true, "meter": true, "metre": true, "foot": true, "km": true, "time": true, "dollar": true, "pound": true}

// pair is a relation between two head words, which may stand either way round.
type pair struct {
	kind string
	a, b int
}

func newPair(kind string, a, b int) pair {
	if a > b {
		a, b = b, a
	}
	return pair{kind, a, b}
}

// Re3d scores typed relations read from the text: a prediction is right if its type and the head words of both
// arguments are those of a gold relation, in either order.
func Re3d(docs []Re3dDoc, annotate func(string) (*nlp.Doc, error), e *extract.Extractor, s *schema.Schema) (all ClassScore, types []ClassScore, err error) {
	counts := map[string]*ClassScore{}
	get := func(k string) *ClassScore {
		if counts[k] == nil {
			counts[k] = &ClassScore{Class: k}
		}
		return counts[k]
	}
	all.Class = "all"
	for _, doc := range docs {
		d, err := annotate(doc.Text)
		if err != nil {
			return all, nil, err
		}
		want, doubtful := goldPairs(d, doc.Relations), goldPairs(d, doc.Doubtful)
		found := re3dPairs(d, e.Claims(d), s)
		for p := range want {
			all.Gold++
			get(p.kind).Gold++
		}
		for p := range found {
			if doubtful[p] && !want[p] {
				continue
			}
			all.Pred++
			get(p.kind).Pred++
			if want[p] {
				all.Correct++
				get(p.kind).Correct++
			}
		}
	}
	for _, k := range []string{"Apart", "AlliesOf", "BelongsTo", "CoLocated", "CommWith", "Dislikes", "FightingAgainst", "HasAttrOf", "InChargeOf", "IsSynonymOf", "Likes"} {
		if c := counts[k]; c != nil {
			types = append(types, *c)
		}
	}
	return all, types, nil
}

// goldPairs has the relations between heads.
func goldPairs(d *nlp.Doc, list []Re3dRelation) map[pair]bool {
	out := map[pair]bool{}
	for _, r := range list {
		a, ok1 := headOfSpan(d, r.Source)
		b, ok2 := headOfSpan(d, r.Target)
		if ok1 && ok2 && a != b {
			out[newPair(r.Type, a, b)] = true
		}
	}
	return out
}

// headOfSpan is the token of a span whose head lies outside of it, in a name the head of that. A name of a person at
// the end of a span is what a title before it stands for, whichever of the two the parser takes for the head.
func headOfSpan(d *nlp.Doc, s nlp.Span) (int, bool) {
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name && m.Class == nlp.Person && s.Contains(m.Span) && m.End == s.End {
			return m.Head, true
		}
	}
	for i, t := range d.Tokens {
		if !t.Overlaps(s) || t.UPOS == "PUNCT" || t.Rel == "case" || t.Rel == "det" || t.Rel == "cc" {
			continue
		}
		if t.Head < 0 || !d.Tokens[t.Head].Overlaps(s) {
			return headOfName(d, i), true
		}
	}
	return 0, false
}

// headOfName is the head of the name that token i is in, or i.
func headOfName(d *nlp.Doc, i int) int {
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name && m.First <= i && i < m.Last {
			return m.Head
		}
	}
	return i
}

// re3dPairs reads the relations of re3d from claims, and those that a noun phrase states by itself from the tree.
func re3dPairs(d *nlp.Doc, claims []extract.Claim, s *schema.Schema) map[pair]bool {
	out := map[pair]bool{}
	force := func(kind string, a, b int) {
		if a < 0 || b < 0 {
			return
		}
		if a, b = headOfName(d, a), headOfName(d, b); a != b {
			out[newPair(kind, a, b)] = true
		}
	}
	add := func(kind string, a, b int) {
		if a >= 0 && b >= 0 && (kind == "FightingAgainst" || kind == "HasAttrOf" || entityWord(d, a, s) && entityWord(d, b, s)) {
			force(kind, a, b)
		}
	}
	for _, c := range claims {
		if c.Subject.Kind == extract.ClauseArg || c.Object.Kind == extract.ClauseArg {
			continue
		}
		switch {
		case c.Relation == "holdsPosition" && (c.Rule == "apposition" || c.Rule == "copula"):
			add("IsSynonymOf", argHead(c.Subject), argHead(c.Object))
		case c.Relation == "captures" || c.Relation == "foundedBy" || c.Relation == "owns":
			add("InChargeOf", argHead(c.Subject), argHead(c.Object))
		case c.Relation == "" && (c.Lemma == "use" || c.Lemma == "hold" || c.Lemma == "control" || c.Lemma == "operate"):
			add("InChargeOf", argHead(c.Subject), argHead(c.Object))
		case c.Relation == "" && (c.Lemma == "include" || c.Lemma == "comprise"):
			for _, j := range joinedNames(d, argHead(c.Object)) {
				add("BelongsTo", argHead(c.Subject), j)
			}
		}
		for _, id := range s.Broader(c.Relation) {
			if kind := re3dTypes[id]; kind != "" {
				add(kind, argHead(c.Subject), argHead(c.Object))
				break
			}
		}
		if c.Place != nil {
			fronted := c.Place.Start < c.Subject.Start && c.Place.End <= c.Trigger.Start
			for _, p := range joinedNames(d, argHead(*c.Place)) {
				put := add
				if fronted {
					put = force // "near Aden, shells hit a truck": where all of it is
				}
				put("CoLocated", argHead(c.Subject), p)
				if c.Object.Kind != extract.TimeArg {
					for _, o := range joinedNames(d, argHead(c.Object)) {
						put("CoLocated", o, p)
					}
				}
			}
		}
	}
	names := map[int]nlp.Class{}
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name {
			names[m.Head] = m.Class
		}
	}
	for i, t := range d.Tokens {
		h := t.Head
		if h < 0 {
			continue
		}
		nominal := d.Tokens[h].UPOS == "NOUN" || d.Tokens[h].UPOS == "PROPN"
		switch {
		case t.Rel == "nummod" && d.Tokens[h].UPOS == "NOUN" && !units[d.Tokens[h].Lemma]:
			add("HasAttrOf", h, i)
		case t.Rel == "appos" && (names[i] == nlp.Nationality || names[h] == nlp.Nationality):
			// "(Arabic: …)"
		case t.Rel == "appos" && nominal && (names[i] != "" || names[h] != ""):
			if names[i] == nlp.Location && names[h] == nlp.Location {
				add("CoLocated", i, h)
			} else {
				add("IsSynonymOf", i, h)
			}
		case t.Rel == "nmod" && names[i] == nlp.Organization && d.Tokens[h].UPOS == "NOUN":
			switch prep(d, i) {
			case "of", "from", "in", "at", "with":
				add("BelongsTo", h, i) // "experts from Acme"
			}
		case strings.HasPrefix(t.Rel, "nmod") && names[i] == nlp.Location && nominal:
			switch prep(d, i) {
			case "of":
				if names[h] == "" {
					add("CoLocated", h, i) // "residents of Aden"
				}
			case "in", "near", "at", "across", "throughout", "inside", "outside", "around", "from":
				for _, j := range joinedNames(d, i) {
					add("CoLocated", h, j)
				}
			case "":
				if t.Rel == "nmod:unmarked" && names[h] == nlp.Location {
					add("CoLocated", h, i)
				}
			}
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

func argHead(a extract.Arg) int { return a.Head }

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
