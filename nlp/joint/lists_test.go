package joint

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// listed is a lexicon of some names, the words they begin with, and senses of one word.
func listed() *Lexicon {
	type entry struct {
		hash  uint32
		class uint64
		sense uint32
	}
	var list []entry
	for word, class := range map[string]uint64{
		"new": 1 << LexBegins, "new york": 1 << LexCity, "new york times": 1 << LexGroup, "ada": 1<<LexBegins | 1<<LexFirst,
		"ada holm": 1 << LexPerson, "holm": 1 << LexBegins, "holm street": 1<<LexCity | 1<<LexOrg, "paint": 1 << 3,
	} {
		e := entry{hash: LexiconHash(word), class: class}
		if word == "paint" {
			e.sense = 1
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.hash, b.hash) })
	l := &Lexicon{}
	for _, e := range list {
		l.hashes, l.classes, l.sense = append(l.hashes, e.hash), append(l.classes, e.class), append(l.sense, e.sense)
	}
	l.sets = [][]uint16{nil, {9, 1000}}
	return l
}

// TestListed finds the longest names of the lexicon in sentences.
func TestListed(t *testing.T) {
	l := listed()
	for text, want := range map[string][]int32{
		"Ada Holm of New York":            {1, 2, 0, 3, 4},
		"the New York Times and new york": {0, 5, 6, 6, 0, 3, 4},
		"Ada of Holm Street":              {0, 0, 7, 8},
		"New":                             {0},
		"Ada Holm Street":                 {1, 2, 0},
		"":                                nil,
	} {
		if got := l.Listed(nil, strings.Fields(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %v, not %v", text, got, want)
		}
	}
	var none *Lexicon
	if got := none.Listed(nil, []string{"New", "York"}); !slices.Equal(got, []int32{0, 0}) {
		t.Errorf("without a lexicon: %v", got)
	}
}

// TestSenses looks up the senses of an inflected word, before and after a file of weights.
func TestSenses(t *testing.T) {
	f, err := Decode((&File{Lexicon: listed()}).Encode())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []*Lexicon{listed(), f.Lexicon} {
		lex, sense := l.rows("painting")
		if !slices.Equal(lex, []int32{3}) || !slices.Equal(sense, []int32{9, 1000}) {
			t.Errorf("painting has classes %v and senses %v", lex, sense)
		}
		if lex, sense := l.rows("new"); lex != nil || sense != nil {
			t.Errorf("new has classes %v and senses %v", lex, sense)
		}
	}
	bad := listed()
	bad.sets[1][0] = SenseRows
	if _, err := Decode((&File{Lexicon: bad}).Encode()); err == nil {
		t.Error("a sense beyond the table was read")
	}
}
