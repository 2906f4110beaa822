package joint

import (
	"os"
	"testing"
)

const shared = "../../../shared/data/train"

// TestLexicon checks a few words of each list.
func TestLexicon(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no shared data")
	}
	l, err := readLexicon(shared+"/../lexicon", []string{"president"})
	if err != nil {
		t.Fatal(err)
	}
	for word, class := range map[string]int{
		"kenya": lexCountry, "kenyan": lexDemonym, "nairobi": lexCapital, "mombasa": lexCity, "york": lexPlace,
		"elizabeth": lexFirst, "lincoln": lexLast, "ministers": 18, "announced": 32,
	} {
		if l.Classes(word)>>class&1 == 0 {
			t.Errorf("%s has classes %b, not %d", word, l.Classes(word), class)
		}
	}
	for word, class := range map[string]int{"the": lexPlace, "of": lexOrg, "kenyan": lexCity} {
		if l.Classes(word)>>class&1 != 0 {
			t.Errorf("%s has class %d", word, class)
		}
	}
}

// TestLoad checks the sizes of what is learned from, and that every sentence has something to teach.
func TestLoad(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no shared data")
	}
	c, err := load(shared)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.train) < 18000 || len(c.words) < 9000 || len(c.dev) != 4 {
		t.Errorf("%d sentences, %d words, %d development sets", len(c.train), len(c.words), len(c.dev))
	}
	for i, ex := range c.train {
		if ex.heads == nil && ex.names == nil {
			t.Fatalf("sentence %d (%v) teaches nothing", i, ex.words)
		}
		for j := range ex.names {
			if ex.names[j] == 0 {
				t.Fatalf("sentence %d: no tag is right for %s", i, ex.words[j])
			}
		}
	}
	t.Logf("%d sentences, %d words, %d relations", len(c.train), len(c.words), len(c.inv.Rels))
}

// TestSpans checks IOB1 and IOB2.
func TestSpans(t *testing.T) {
	for _, c := range [][2][]string{
		{{"I-A", "I-A", "O", "I-B"}, {"B-A", "E-A", "O", "S-B"}},
		{{"B-A", "B-A", "I-A", "I-B"}, {"S-A", "B-A", "E-A", "S-B"}},
		{{"B-A", "I-A", "I-A"}, {"B-A", "I-A", "E-A"}},
	} {
		got := spans(c[0])
		for i := range got {
			if got[i] != c[1][i] {
				t.Errorf("%v gives %v, want %v", c[0], got, c[1])
				break
			}
		}
	}
}
