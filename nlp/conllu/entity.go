package conllu

import (
	"slices"
	"strings"
)

// Entity is a mention of something: tokens [First,Last) of the Doc, the thing it is of, and what kind that is.
type Entity struct {
	First, Last int
	ID, Type    string
}

// SetEntities writes mentions into the rows of d, a CoNLL-U document, in place of those that are there: in
// the Entity key of the last column, "(e1-PER" where one begins, "e1)" where it ends, "(e1-PER)" for one of a
// single token, as in CorefUD. What the rows say of bridging goes, for it names entities that are gone.
func (d *Document) SetEntities(entities []Entity) {
	n := len(d.Doc.Tokens)
	opens, singles, closes := make([][]Entity, n), make([][]Entity, n), make([][]Entity, n)
	for _, e := range entities {
		switch {
		case e.First < 0 || e.Last > n || e.Last <= e.First:
		case e.Last == e.First+1:
			singles[e.First] = append(singles[e.First], e)
		default:
			opens[e.First] = append(opens[e.First], e)
			closes[e.Last-1] = append(closes[e.Last-1], e)
		}
	}
	token := 0
	for i := range d.Sentences {
		s := &d.Sentences[i]
		s.Comments = slices.DeleteFunc(s.Comments, func(c string) bool { return strings.HasPrefix(c, "# global.Entity") })
		if i == 0 {
			at := 0
			if len(s.Comments) > 0 && strings.HasPrefix(s.Comments[0], "# newdoc") {
				at = 1
			}
			s.Comments = slices.Insert(s.Comments, at, "# global.Entity = eid-etype")
		}
		for j := range s.Rows {
			r := &s.Rows[j]
			if len(r.Fields) != columns {
				continue
			}
			var keep []string
			for _, item := range strings.Split(r.Fields[Misc], "|") {
				key, _, _ := strings.Cut(item, "=")
				if item != "_" && key != "Entity" && key != "Bridge" && key != "SplitAnte" {
					keep = append(keep, item)
				}
			}
			if r.Kind == Word {
				if v := brackets(opens[token], singles[token], closes[token]); v != "" {
					keep = append(keep, "Entity="+v)
				}
				token++
			}
			r.Fields[Misc] = joinMisc(keep)
		}
	}
}

// brackets is the value of one token: what ends, the shortest first, what begins, the longest first, and what
// is of this token only.
func brackets(opens, singles, closes []Entity) string {
	slices.SortStableFunc(opens, func(a, b Entity) int { return b.Last - a.Last })
	slices.SortStableFunc(closes, func(a, b Entity) int { return b.First - a.First })
	var b strings.Builder
	open := func(e Entity) {
		b.WriteString("(" + e.ID)
		if e.Type != "" {
			b.WriteString("-" + e.Type)
		}
	}
	for _, e := range closes { // before what begins here, or "(e2" and "e1)" would run into one
		b.WriteString(e.ID + ")")
	}
	for _, e := range opens {
		open(e)
	}
	for _, e := range singles {
		open(e)
		b.WriteString(")")
	}
	return b.String()
}

// joinMisc is the last column with the given items, sorted by key without regard to case, as the format asks.
func joinMisc(items []string) string {
	slices.SortStableFunc(items, func(a, b string) int {
		a, _, _ = strings.Cut(a, "=")
		b, _, _ = strings.Cut(b, "=")
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	return field(strings.Join(items, "|"))
}
