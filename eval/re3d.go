package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"kg/extract"
	"kg/extract/pair"
	"kg/nlp"
	"kg/schema"
)

// Re3dDoc is a document with typed relations between spans of its text.
type Re3dDoc struct {
	Source    string // who published it
	Text      string
	Entities  []Re3dEntity
	Relations []Re3dRelation
	Doubtful  []Re3dRelation // whose confidence is below one half: finding them is neither right nor wrong
}

// Re3dEntity is a span that annotators marked with a confidence of at least one half.
type Re3dEntity struct {
	Type string
	Span nlp.Span
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
			Source   string
			Text     string
			Entities []struct {
				Begin, End int
				Type       string
				Confidence float64
			}
			Relations []struct {
				Type           string
				Source, Target []any
				Confidence     float64
			}
		}
		if err := json.Unmarshal(sc.Bytes(), &raw); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		d := Re3dDoc{Source: raw.Source, Text: raw.Text}
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
		for _, e := range raw.Entities {
			if e.Confidence >= 0.5 && e.Begin >= 0 && e.Begin < e.End && e.End < len(offset) {
				d.Entities = append(d.Entities, Re3dEntity{e.Type, nlp.Span{Start: offset[e.Begin], End: offset[e.End]}})
			}
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

// Re3dOptions say what reads the relations.
type Re3dOptions struct {
	Model *pair.Model // nil: the rules alone
	Given bool        // the annotated entities are given, and no others are looked at
}

// Re3d scores typed relations: one that is found is right if its type and the head words of both arguments are those
// of a gold relation, in either order. Where the annotators are in doubt, finding it is neither right nor wrong.
func Re3d(docs []Re3dDoc, annotate func(string) (*nlp.Doc, error), e *extract.Extractor, s *schema.Schema, opt Re3dOptions) (all ClassScore, types []ClassScore, err error) {
	counts := make([]ClassScore, len(pair.Kinds))
	all.Class = "all"
	for _, doc := range docs {
		d, err := annotate(doc.Text)
		if err != nil {
			return all, nil, err
		}
		want, doubtful := Re3dGold(d, doc.Relations), Re3dGold(d, doc.Doubtful)
		found := re3dFound(d, doc, e.Claims(d), s, opt)
		for k, kind := range pair.Kinds {
			c := &counts[k]
			c.Class = string(kind)
			for p := range want {
				if p.Kind == kind {
					c.Gold++
				}
			}
			for p := range found {
				if p.Kind != kind || doubtful[p] && !want[p] {
					continue
				}
				c.Pred++
				if want[p] {
					c.Correct++
				}
			}
		}
	}
	for _, c := range counts {
		all.Gold, all.Pred, all.Correct = all.Gold+c.Gold, all.Pred+c.Pred, all.Correct+c.Correct
		if c.Gold+c.Pred > 0 {
			types = append(types, c)
		}
	}
	return all, types, nil
}

// re3dFound is what the program reads in d.
func re3dFound(d *nlp.Doc, doc Re3dDoc, claims []extract.Claim, s *schema.Schema, opt Re3dOptions) map[pair.Relation]bool {
	out := map[pair.Relation]bool{}
	var given []pair.Entity
	is := map[int]bool{}
	if opt.Given {
		given = Re3dEntities(d, doc)
		for _, g := range given {
			is[g.Head] = true
		}
	}
	if opt.Model != nil {
		for _, f := range opt.Model.Read(d, claims, s, given, pair.LikelyStated) {
			if f.Taken() {
				out[f.Relation] = true
			}
		}
		return out
	}
	for _, x := range pair.Rules(d, claims, s) {
		if !opt.Given || is[x.A] && is[x.B] {
			out[x] = true
		}
	}
	return out
}

// Re3dEntities has the head of each annotated entity, in text order, with its class.
func Re3dEntities(d *nlp.Doc, doc Re3dDoc) []pair.Entity {
	at := map[int]string{}
	for _, e := range doc.Entities {
		if h, ok := headOfSpan(d, e.Span); ok {
			at[h] = e.Type
		}
	}
	out := make([]pair.Entity, 0, len(at)) // not nil: none are given
	for i := range d.Tokens {
		if t, ok := at[i]; ok {
			out = append(out, pair.Entity{Head: i, Class: pair.ClassOf(t), P: 1})
		}
	}
	return out
}

// Re3dGold has the relations between heads.
func Re3dGold(d *nlp.Doc, list []Re3dRelation) map[pair.Relation]bool {
	out := map[pair.Relation]bool{}
	for _, r := range list {
		a, ok1 := headOfSpan(d, r.Source)
		b, ok2 := headOfSpan(d, r.Target)
		if ok1 && ok2 && a != b {
			out[pair.Relation{Kind: pair.Kind(r.Type), A: min(a, b), B: max(a, b)}] = true
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
			return pair.HeadOf(d, i), true
		}
	}
	return 0, false
}
