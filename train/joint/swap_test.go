package joint

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"kg/nlp"
	model "kg/nlp/joint"
)

// TestSwap checks that names change for others of their length, nothing else does, and that a sentence with no
// certain name is left alone.
func TestSwap(t *testing.T) {
	c := schoolCorpus()
	s := newSwapper(map[int][]string{0: {"Ines Holm", "of Ines"}}, c)
	r := rand.New(rand.NewPCG(1, 2))
	for _, ex := range c.train {
		before := slices.Clone(ex.words)
		inName := make([]bool, len(ex.words))
		for _, m := range ex.swaps {
			for i := m.first; i < m.end; i++ {
				inName[i] = true
			}
		}
		changed := 0
		for range 200 {
			words := s.swap(ex, r)
			if len(words) != len(before) {
				t.Fatalf("%v became %v", before, words)
			}
			for i, w := range words {
				if w != before[i] {
					changed++
					if !inName[i] || !plainName([]string{w}) {
						t.Fatalf("%v became %v", before, words)
					}
				}
			}
		}
		if !slices.Equal(ex.words, before) {
			t.Errorf("the example itself became %v", ex.words)
		}
		if want := len(ex.swaps) > 0; want != (changed > 0) {
			t.Errorf("%v changed %d times, its names are %v", before, changed, ex.swaps)
		}
	}
	doubtful := &example{words: []string{"Ada", "left"}, names: []uint64{6, 1}}
	if m := c.mentions(doubtful); m != nil {
		t.Errorf("a name of any class may be exchanged: %v", m)
	}
}

// TestNameLists checks that each list has names, and a few of them.
func TestNameLists(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no shared data")
	}
	lists, err := readNameLists(shared + "/../lexicon")
	if err != nil {
		t.Fatal(err)
	}
	for class, name := range []string{"Abraham Lincoln", "United Nations", "Mombasa"} {
		if !slices.Contains(lists[class], name) {
			t.Errorf("%s is not among the %d names of class %s", name, len(lists[class]), Classes[class])
		}
	}
	if slices.ContainsFunc(lists[1], func(s string) bool { return s == strings.ToLower(s) }) {
		t.Error("a common noun is an organisation")
	}
}

// TestRe3dNames checks spans that are marked once, as two classes, and that overlap.
func TestRe3dNames(t *testing.T) {
	inv := model.Inventory{Names: model.NameTags(Classes)}
	tokens := []nlp.Token{{Span: nlp.Span{Start: 0, End: 5}}, {Span: nlp.Span{Start: 6, End: 10}}, {Span: nlp.Span{Start: 11, End: 14}}}
	names := func(e ...rawEntity) string {
		var out []string
		for _, set := range re3dNames(tokens, e, inv) {
			var tags []string
			for i, tag := range inv.Names {
				if set>>i&1 != 0 {
					tags = append(tags, tag)
				}
			}
			if len(tags) == len(inv.Names) {
				tags = []string{"?"}
			}
			out = append(out, strings.Join(tags, "/"))
		}
		return strings.Join(out, " ")
	}
	org, loc, long := rawEntity{0, 10, "Organisation"}, rawEntity{0, 10, "Location"}, rawEntity{6, 14, "Location"}
	for want, e := range map[string][]rawEntity{
		"":                          {{0, 7, "Location"}}, // ends within a token
		"B-ORG E-ORG ?":             {org},
		"B-ORG/B-LOC E-ORG/E-LOC ?": {org, loc},
		"B-ORG ? E-LOC":             {org, long},
	} {
		if got := names(e...); got != want {
			t.Errorf("%v: %q, want %q", e, got, want)
		}
	}
}
