package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

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
