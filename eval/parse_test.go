package eval

import (
	"strings"
	"testing"

	"kg/nlp"
	"kg/nlp/conllu"
)

// read reads rows in which spaces stand for tabs; a column that is left out at the end is "_".
func read(t *testing.T, rows string) []*conllu.Document {
	t.Helper()
	var b strings.Builder
	for _, line := range strings.Split(rows, "\n") {
		if f := strings.Fields(line); len(f) > 0 && f[0] != "#" {
			for len(f) < 10 {
				f = append(f, "_")
			}
			line = strings.Join(f, "\t")
		}
		b.WriteString(line + "\n")
	}
	f, err := conllu.Read(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return f.Docs
}

// Gold has two sentences and eight words, the last with a multiword token.
const goldRows = `1 Ann Ann PROPN NNP _ 2 nsubj
2 saw see VERB VBD _ 0 root
3 Bo Bo PROPN NNP _ 2 obj _ SpaceAfter=No
4 . . PUNCT . _ 2 punct

1 Bo Bo PROPN NNP _ 4 nsubj:outer
2-3 didn't
2 did do AUX VBD _ 4 aux
3 n't not PART RB _ 4 advmod
4 run run VERB VB _ 0 root
`

func TestParseSame(t *testing.T) {
	gold := read(t, goldRows)
	s, err := Parse(gold, gold)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]Count{"words": s.Words, "UPOS": s.UPOS, "XPOS": s.XPOS, "lemmas": s.Lemmas, "UAS": s.UAS, "LAS": s.LAS, "full": s.LASFull} {
		if (got != Count{8, 8, 8}) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if (s.Tokens != Count{7, 7, 7}) || (s.Sentences != Count{2, 2, 2}) || (s.Relations["nsubj"] != Count{2, 2, 2}) || (s.Subtypes["nsubj:outer"] != Count{1, 1, 1}) {
		t.Errorf("tokens %v, sentences %v, relations %v, subtypes %v", s.Tokens, s.Sentences, s.Relations, s.Subtypes)
	}
}

func TestParse(t *testing.T) {
	// One sentence only; "Bo." is one token; the second Bo is an object, the tag of "saw" is wrong, "did" hangs
	// on n't, and "n't" has no lemma. Seven words are found and six of them are gold words: Ann, saw, Bo, did,
	// n't, run.
	found := read(t, `1 Ann Ann PROPN NNP _ 2 nsubj
2 saw see NOUN VBD _ 0 root
3 Bo. Bo PROPN NNP _ 2 obj
4 Bo Bo PROPN NNP _ 7 obj
5-6 didn't
5 did do AUX VBD _ 6 aux
6 n't _ PART RB _ 7 advmod
7 run run VERB VB _ 2 conj
`)
	s, err := Parse(read(t, goldRows), found)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		got   Count
		right int
	}{
		{"words", s.Words, 6},
		{"UPOS", s.UPOS, 5},       // not saw
		{"lemmas", s.Lemmas, 5},   // not n't
		{"UAS", s.UAS, 4},         // Ann, saw, Bo, n't
		{"LAS", s.LAS, 3},         // not Bo
		{"LASFull", s.LASFull, 3}, //
	} {
		if (tt.got != Count{tt.right, 7, 8}) {
			t.Errorf("%s: %v, want %d right of 7, 8 gold", tt.name, tt.got, tt.right)
		}
	}
	if (s.Tokens != Count{5, 6, 7}) || (s.Sentences != Count{0, 1, 2}) {
		t.Errorf("tokens %v, sentences %v", s.Tokens, s.Sentences)
	}
	if (s.Relations["obj"] != Count{0, 2, 1}) || (s.Relations["nsubj"] != Count{1, 1, 2}) || (s.Relations["conj"] != Count{0, 1, 0}) {
		t.Errorf("relations %v", s.Relations)
	}
}

// TestMultiword pairs words by form where one side has a multiword token and the other has not.
func TestMultiword(t *testing.T) {
	gold := read(t, "1-2 cannot\n1 can can AUX MD _ 0 root\n2 not not PART RB _ 1 advmod\n3 go go VERB VB _ 1 xcomp\n")
	for _, tt := range []struct {
		rows  string
		right int
	}{
		{"1 can can AUX MD _ 0 root _ SpaceAfter=No\n2 not not PART RB _ 1 advmod\n3 go go VERB VB _ 1 xcomp\n", 3},
		{"1 cannot cannot AUX MD _ 0 root\n2 go go VERB VB _ 1 xcomp\n", 1},
		{"1-2 cannotgo\n1 not not PART RB _ 0 root\n2 go go VERB VB _ 1 xcomp\n", 2},
		{"1 cann can AUX MD _ 0 root _ SpaceAfter=No\n2 otgo not PART RB _ 1 advmod\n", 0},
	} {
		s, err := Tokens(gold, read(t, tt.rows))
		if err != nil {
			t.Fatal(err)
		}
		if s.Words.Right != tt.right {
			t.Errorf("%q: %v, want %d right", tt.rows, s.Words, tt.right)
		}
	}
}

func TestOtherText(t *testing.T) {
	gold := read(t, goldRows)
	for _, rows := range []string{"1 Ann\n2 sees\n", strings.Replace(goldRows, "run", "runs", 1), "1 Ann\n"} {
		if _, err := Tokens(gold, read(t, rows)); err == nil || !strings.Contains(err.Error(), "text") {
			t.Errorf("%.20q: %v", rows, err)
		}
	}
	if _, err := Parse(read(t, "1 Ann\n"), read(t, "1 Ann\n")); err == nil {
		t.Error("no error for a gold without trees")
	}
}

func TestNames(t *testing.T) {
	iob := func(rows string) []*conllu.Document {
		f, err := conllu.Read(strings.NewReader(strings.ReplaceAll(rows, " ", "\n")))
		if err != nil {
			t.Fatal(err)
		}
		return f.Docs
	}
	rows := func(tags string) []*conllu.Document {
		words := strings.Fields("Ann Brook of Acme Corp. left Rome")
		var b strings.Builder
		for i, tag := range strings.Fields(tags) {
			b.WriteString(words[i] + "\t" + tag + "\n")
		}
		return iob(b.String())
	}
	gold := rows("B-PER I-PER O B-ORG I-ORG O B-LOC")
	// The person is right, the organisation too short, the place a person, and an event has no class in gold.
	found := rows("B-PER I-PER B-EVENT B-ORG O O B-PER")
	s, err := Names(gold, found)
	if err != nil {
		t.Fatal(err)
	}
	if (s.All != Count{1, 3, 3}) || (s.Spans != Count{2, 3, 3}) {
		t.Errorf("all %v, spans %v", s.All, s.Spans)
	}
	if (s.Classes[nlp.Person] != Count{1, 2, 1}) || (s.Classes[nlp.Location] != Count{0, 0, 1}) || len(s.Classes) != 3 {
		t.Errorf("classes %v", s.Classes)
	}
	if f := s.All.F1(); f < 33.3 || f > 33.4 {
		t.Errorf("F1 %v", f)
	}
	// Where gold knows other names, an event is one.
	s, err = Names(rows("O O B-MISC O O O O"), rows("O O B-EVENT O O O B-LOC"))
	if err != nil || (s.All != Count{1, 1, 1}) {
		t.Errorf("other names: %v, %v", s, err)
	}
}
