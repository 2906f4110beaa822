package eval

import (
	"fmt"
	"slices"
	"unicode"

	"kg/nlp"
	"kg/nlp/conllu"
)

// NameScores are the scores of names: a name is right if its span and its class are.
type NameScores struct {
	All     Count
	Spans   Count // whatever the class
	Classes map[nlp.Class]Count
}

// name is a name at a range of the characters that are not white space.
type name struct {
	nlp.Span
	class nlp.Class
}

// Names compares the names of two readings of the same documents, document by document. Only the classes
// that gold has count; where it has [nlp.Other], what is found of an event, a work or a nationality counts as
// that. Of names that nest or overlap the first and longest is told, as in the tags of [conllu.Tags].
func Names(gold, found []*conllu.Document) (*NameScores, error) {
	if len(gold) != len(found) {
		return nil, fmt.Errorf("%d documents in gold, %d found", len(gold), len(found))
	}
	classes := map[nlp.Class]bool{}
	for _, d := range gold {
		if d.Doc.Has&nlp.Names == 0 {
			return nil, fmt.Errorf("document %s of gold has no names", d.ID)
		}
		for _, m := range d.Doc.Mentions {
			if m.Kind == nlp.Name {
				classes[m.Class] = true
			}
		}
	}
	s := &NameScores{Classes: map[nlp.Class]Count{}}
	for i := range gold {
		g, err := newSide(gold[i : i+1])
		if err != nil {
			return nil, fmt.Errorf("gold: %w", err)
		}
		f, err := newSide(found[i : i+1])
		if err != nil {
			return nil, err
		}
		if err := sameText(g, f); err != nil {
			return nil, fmt.Errorf("document %s: %w", gold[i].ID, err)
		}
		s.compare(namesOf(gold[i].Doc, classes), namesOf(found[i].Doc, classes))
	}
	return s, nil
}

// namesOf is the names of d with a class that counts.
func namesOf(d *nlp.Doc, classes map[nlp.Class]bool) []name {
	var names []name
	chars, at := 0, 0 // characters before byte at
	count := func(to int) int {
		for _, r := range d.Text[at:to] {
			if !unicode.IsSpace(r) {
				chars++
			}
		}
		at = to
		return chars
	}
	end := 0
	for _, m := range d.Mentions {
		class := m.Class
		if !classes[class] && classes[nlp.Other] && (class == nlp.Event || class == nlp.Work || class == nlp.Nationality) {
			class = nlp.Other
		}
		if m.Kind != nlp.Name || !classes[class] || m.First < end {
			continue
		}
		end = m.Last
		start := count(m.Start)
		names = append(names, name{nlp.Span{Start: start, End: count(m.End)}, class})
	}
	return names
}

func (s *NameScores) compare(gold, found []name) {
	add := func(class nlp.Class, c Count) {
		sum := s.Classes[class]
		sum.Add(c)
		s.Classes[class] = sum
		s.All.Add(c)
	}
	for _, n := range found {
		add(n.class, Count{Found: 1})
	}
	for _, n := range gold {
		right := 0
		if slices.Contains(found, n) {
			right = 1
		}
		add(n.class, Count{Gold: 1, Right: right})
	}
	s.Spans.Add(spans(spansOf(gold), spansOf(found)))
}

func spansOf(names []name) []nlp.Span {
	out := make([]nlp.Span, len(names))
	for i, n := range names {
		out[i] = n.Span
	}
	return out
}
