package eval

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kg/nlp"
)

// GAPItem is a passage of GAP (Webster et al. 2018): a pronoun and two names, each of which it may mean.
type GAPItem struct {
	ID, Text    string
	Pronoun     nlp.Span
	A, B        nlp.Span
	IsA, IsB    bool
	Feminine    bool
	PronounWord string
}

// ReadGAP reads a file of GAP: eleven columns separated by tabs, the first line naming them. Offsets in it count
// characters; those of the items count bytes.
func ReadGAP(r io.Reader) ([]GAPItem, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<22)
	var out []GAPItem
	for line := 1; sc.Scan(); line++ {
		c := strings.Split(strings.TrimSuffix(sc.Text(), "\r"), "\t")
		if line == 1 && c[0] == "ID" {
			continue
		}
		if len(c) < 11 {
			return nil, fmt.Errorf("line %d: %d columns, not 11", line, len(c))
		}
		it := GAPItem{ID: c[0], Text: c[1], PronounWord: c[2], IsA: strings.EqualFold(c[6], "true"), IsB: strings.EqualFold(c[9], "true")}
		switch strings.ToLower(c[2]) {
		case "she", "her", "hers":
			it.Feminine = true
		}
		for _, x := range []struct {
			span      *nlp.Span
			text, pos string
		}{{&it.Pronoun, c[2], c[3]}, {&it.A, c[4], c[5]}, {&it.B, c[7], c[8]}} {
			n, err := strconv.Atoi(x.pos)
			if err != nil {
				return nil, fmt.Errorf("line %d: offset %q", line, x.pos)
			}
			start := byteOffset(c[1], n)
			if start < 0 || !strings.HasPrefix(c[1][start:], x.text) {
				return nil, fmt.Errorf("line %d: %q is not at character %d", line, x.text, n)
			}
			*x.span = nlp.Span{Start: start, End: start + len(x.text)}
		}
		out = append(out, it)
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// byteOffset is where character n of s begins, -1 if it has fewer.
func byteOffset(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	if n > 0 {
		return -1
	}
	return i
}

// GAPScore counts decisions: for each of the two names of an item, whether the pronoun means it.
type GAPScore struct {
	All, Masculine, Feminine Count
}

// Add counts the answer to it.
func (s *GAPScore) Add(it *GAPItem, a, b bool) {
	var c Count
	for _, x := range [2][2]bool{{it.IsA, a}, {it.IsB, b}} {
		if x[0] {
			c.Gold++
		}
		if x[1] {
			c.Found++
		}
		if x[0] && x[1] {
			c.Right++
		}
	}
	s.All.Add(c)
	if it.Feminine {
		s.Feminine.Add(c)
	} else {
		s.Masculine.Add(c)
	}
}

// Bias is the F1 on feminine pronouns divided by that on masculine ones.
func (s *GAPScore) Bias() float64 {
	if m := s.Masculine.F1(); m > 0 {
		return s.Feminine.F1() / m
	}
	return 0
}

// GAP has p read the passages, from their raw text, and scores what their pronouns mean.
func GAP(items []GAPItem, p *nlp.Pipeline) (*GAPScore, error) {
	s := &GAPScore{}
	for i := range items {
		d, err := p.Annotate(items[i].Text, "")
		if err != nil {
			return nil, fmt.Errorf("passage %s: %w", items[i].ID, err)
		}
		a, b := GAPAnswer(&items[i], d)
		s.Add(&items[i], a, b)
	}
	return s, nil
}

// GAPAnswer says which of the two names the pronoun of it means by the chains of d, an annotation of its text: the
// names that overlap a mention of its chain whose head lies in the name. (The scorer of GAP asks for mentions
// that overlap the name; asking for the head keeps "Anna's brother" from counting as Anna.)
func GAPAnswer(it *GAPItem, d *nlp.Doc) (a, b bool) {
	chain := -1
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if h := d.Tokens[m.Head].Span; h.Overlaps(it.Pronoun) && it.Pronoun.Contains(m.Span) {
			chain = m.Chain
		}
	}
	if chain < 0 {
		return false, false
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Chain != chain {
			continue
		}
		h := d.Tokens[m.Head].Span
		a = a || h.Overlaps(it.A)
		b = b || h.Overlaps(it.B)
	}
	return a, b
}
