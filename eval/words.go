package eval

import (
	"fmt"
	"strings"
	"unicode"

	"kg/nlp"
	"kg/nlp/conllu"
)

// side is one of two readings that are compared: its tokens, words and sentences as ranges of the characters
// that are not white space, which both have alike.
type side struct {
	chars     []rune
	tokens    []nlp.Span // surface tokens: a multiword token is one
	words     []word
	sentences []nlp.Span
	has       nlp.Layer // layers that every document has
}

// word is a syntactic word. The words of a multiword token all have its span.
type word struct {
	nlp.Span
	form      string // in lower case
	multiword bool
	token     nlp.Token // with its head counted over all documents
}

func newSide(docs []*conllu.Document) (*side, error) {
	s := &side{has: ^nlp.Layer(0)}
	for _, doc := range docs {
		s.has &= doc.Doc.Has
		if err := s.addDocument(doc); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *side) addDocument(doc *conllu.Document) error {
	base, index := len(s.words), 0
	for i := range doc.Sentences {
		first := len(s.chars)
		number, until := 0, 0
		var span nlp.Span
		for j := range doc.Sentences[i].Rows {
			r := &doc.Sentences[i].Rows[j]
			switch r.Kind {
			case conllu.Empty:
				continue
			case conllu.Range:
				span = s.add(r.Text)
				until = r.Last
				continue
			}
			number++
			if number > until {
				span = s.add(r.Text)
			}
			if index >= len(doc.Doc.Tokens) {
				return fmt.Errorf("document %s: more words in rows than %d tokens", doc.ID, index)
			}
			token := doc.Doc.Tokens[index]
			if token.Head != nlp.Root {
				token.Head += base
			}
			s.words = append(s.words, word{span, strings.ToLower(r.Text), number <= until, token})
			index++
		}
		s.sentences = append(s.sentences, nlp.Span{Start: first, End: len(s.chars)})
	}
	if index != len(doc.Doc.Tokens) {
		return fmt.Errorf("document %s: %d words in rows, %d tokens", doc.ID, index, len(doc.Doc.Tokens))
	}
	return nil
}

// add adds a surface token.
func (s *side) add(form string) nlp.Span {
	span := nlp.Span{Start: len(s.chars)}
	for _, r := range form {
		if !unicode.IsSpace(r) {
			s.chars = append(s.chars, r)
		}
	}
	span.End = len(s.chars)
	s.tokens = append(s.tokens, span)
	return span
}

// sameText returns an error that says where two texts part.
func sameText(gold, found *side) error {
	for i, r := range gold.chars {
		if i >= len(found.chars) || found.chars[i] != r {
			return fmt.Errorf("texts differ after %q: gold goes on with %q, the other with %q",
				excerpt(gold.chars, i-20, i), excerpt(gold.chars, i, i+20), excerpt(found.chars, i, i+20))
		}
	}
	if len(found.chars) > len(gold.chars) {
		return fmt.Errorf("text goes on after the end of gold with %q", excerpt(found.chars, len(gold.chars), len(gold.chars)+20))
	}
	return nil
}

func excerpt(chars []rune, from, to int) string {
	from, to = max(from, 0), min(to, len(chars))
	if from >= to {
		return ""
	}
	return string(chars[from:to])
}

// newSides is the two sides of a comparison, which have the same text.
func newSides(gold, found []*conllu.Document) (g, f *side, err error) {
	if g, err = newSide(gold); err != nil {
		return nil, nil, fmt.Errorf("gold: %w", err)
	}
	if f, err = newSide(found); err != nil {
		return nil, nil, err
	}
	return g, f, sameText(g, f)
}

// spans counts equal spans. Both lists are in order.
func spans(gold, found []nlp.Span) Count {
	c := Count{Gold: len(gold), Found: len(found)}
	for i, j := 0, 0; i < len(gold) && j < len(found); {
		switch g, f := gold[i], found[j]; {
		case g == f:
			c.Right++
			i++
			j++
		case f.Start < g.Start || f.Start == g.Start && f.End < g.End:
			j++
		default:
			i++
		}
	}
	return c
}

// align pairs the words of two sides of one text: those with the same span, and, where one side has a
// multiword token, those of a longest common subsequence of forms within the stretch that it covers. The
// result has, for every gold word, the index of its partner among the found words, or -1.
func align(gold, found []word) []int {
	partner := make([]int, len(gold))
	for i := range partner {
		partner[i] = -1
	}
	for i, j := 0, 0; i < len(gold) && j < len(found); {
		g, f := gold[i], found[j]
		if !g.multiword && !f.multiword {
			switch {
			case g.Span == f.Span:
				partner[i] = j
				i++
				j++
			case f.Start < g.Start || f.Start == g.Start && f.End < g.End:
				j++
			default:
				i++
			}
			continue
		}
		// A word that ends before the multiword token of the other side begins has no partner.
		if g.multiword && f.End <= g.Start || !g.multiword && f.multiword && f.End <= g.Start {
			j++
			continue
		}
		if f.multiword && g.End <= f.Start || !f.multiword && g.multiword && g.End <= f.Start {
			i++
			continue
		}
		if !g.multiword && g.Start < f.Start {
			i++
			continue
		}
		if !f.multiword && f.Start < g.Start {
			j++
			continue
		}
		gi, fj := stretch(gold, found, i, j)
		common(gold[i:gi], found[j:fj], func(a, b int) { partner[i+a] = j + b })
		i, j = gi, fj
	}
	return partner
}

// stretch is the end of the words from gold[i] and found[j] on that multiword tokens tie together.
func stretch(gold, found []word, i, j int) (int, int) {
	end := gold[i].End
	if !gold[i].multiword {
		end = found[j].End
	}
	for i < len(gold) || j < len(found) {
		takeGold := i < len(gold) && gold[i].Start < end
		takeFound := j < len(found) && found[j].Start < end
		switch {
		case takeGold && (!takeFound || gold[i].Start <= found[j].Start):
			if gold[i].multiword {
				end = max(end, gold[i].End)
			}
			i++
		case takeFound:
			if found[j].multiword {
				end = max(end, found[j].End)
			}
			j++
		default:
			return i, j
		}
	}
	return i, j
}

// common calls pair for every pair of a longest common subsequence of forms.
func common(gold, found []word, pair func(a, b int)) {
	n, m := len(gold), len(found)
	table := make([]int, (n+1)*(m+1))
	for a := n - 1; a >= 0; a-- {
		for b := m - 1; b >= 0; b-- {
			best := max(table[(a+1)*(m+1)+b], table[a*(m+1)+b+1])
			if gold[a].form == found[b].form {
				best = max(best, 1+table[(a+1)*(m+1)+b+1])
			}
			table[a*(m+1)+b] = best
		}
	}
	for a, b := 0, 0; a < n && b < m; {
		switch {
		case gold[a].form == found[b].form && table[a*(m+1)+b] == 1+table[(a+1)*(m+1)+b+1]:
			pair(a, b)
			a++
			b++
		case table[(a+1)*(m+1)+b] >= table[a*(m+1)+b+1]:
			a++
		default:
			b++
		}
	}
}
