package lemma

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"kg/nlp"
)

func TestLemma(t *testing.T) {
	table, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		word, upos, xpos string
		first            bool
		want             string
	}{
		{"went", "VERB", "VBD", false, "go"},
		{"Stopped", "VERB", "VBN", true, "stop"},
		{"dating", "VERB", "VBG", false, "date"},
		{"texted", "VERB", "VBD", false, "text"},
		{"vetoes", "VERB", "VBZ", false, "veto"},
		{"forsook", "VERB", "VBD", false, "forsake"},
		{"n’t", "PART", "RB", false, "not"},
		{"’s", "PART", "POS", false, "'s"},
		{"me", "PRON", "PRP", false, "I"},
		{"best", "ADJ", "JJS", false, "good"},
		{"ministers", "NOUN", "NNS", false, "minister"},
		{"Spokeswomen", "NOUN", "NNS", true, "spokeswoman"},
		{"embassies", "NOUN", "NNS", false, "embassy"},
		{"The", "DET", "DT", true, "the"},
		{"American", "ADJ", "JJ", false, "American"},
		{"Bavarian", "ADJ", "JJ", true, "Bavarian"},
		{"Kerry", "PROPN", "NNP", false, "Kerry"},
		{"NATO", "PROPN", "NNP", false, "NATO"},
		{"Nations", "PROPN", "NNPS", false, "Nation"},
		{"DVT", "NOUN", "NN", false, "DVT"},
		{"zorbled", "VERB", "VBD", false, "zorble"},
		{"x", "X", "", false, "x"},
		{"\xff", "NOUN", "NNS", false, "\ufffd"},
	}
	for _, tt := range tests {
		if got := table.Lemma(tt.word, tt.upos, tt.xpos, tt.first, false); got != tt.want {
			t.Errorf("%s %s %s: %q, want %q", tt.word, tt.upos, tt.xpos, got, tt.want)
		}
	}
	if got := table.Lemma("MOSCOW", "PROPN", "NNP", true, true); got != "Moscow" {
		t.Errorf("MOSCOW in capitals: %q", got)
	}
}

func TestHas(t *testing.T) {
	// The tags are written by hand: a lemma depends on what follows.
	d := &nlp.Doc{Text: "He 's not been here . He 's called Bo .", Has: nlp.Tokens | nlp.Sentences | nlp.Tags}
	tags := strings.Fields("PRP VBZ RB VBN RB . PRP VBZ VBN NNP .")
	upos := strings.Fields("PRON AUX PART AUX ADV PUNCT PRON AUX VERB PROPN PUNCT")
	at := 0
	for i, w := range strings.Fields(d.Text) {
		at += strings.Index(d.Text[at:], w)
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: at + len(w)}, XPOS: tags[i], UPOS: upos[i]})
		at += len(w)
	}
	d.Sentences = []nlp.Sentence{{First: 0, Last: 6}, {First: 6, Last: 11}}
	s, err := Stage()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(d); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, tok := range d.Tokens {
		got = append(got, tok.Lemma)
	}
	if want := "he have not be here . he be call Bo ."; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTable(t *testing.T) {
	table, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.Write(&b); err != nil || !bytes.Equal(b.Bytes(), embedded) {
		t.Errorf("table changes when it is written again (%v)", err)
	}
	manifest, err := os.ReadFile("MANIFEST")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(embedded)
	if !strings.Contains(string(manifest), "sha256: "+hex.EncodeToString(sum[:])+"\n") {
		t.Error("table.tsv is not what MANIFEST describes")
	}
	for _, bad := range []string{"NN\ta\n", "NN\ting\tx\te\n", "NN\ta\t9\te\n"} {
		if _, err := ReadTable(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzLemma(f *testing.F) {
	f.Add("Ministers", "NOUN", "NNS")
	f.Add("İ’s\xff", "PROPN", "NNPS")
	table, err := Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, word, upos, xpos string) {
		if word != "" && table.Lemma(word, upos, xpos, false, false) == "" {
			t.Errorf("no lemma for %q %s %s", word, upos, xpos)
		}
	})
}

func BenchmarkLemma(b *testing.B) {
	table, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	words := [][3]string{{"ministers", "NOUN", "NNS"}, {"The", "DET", "DT"}, {"stopping", "VERB", "VBG"}, {"Moscow", "PROPN", "NNP"}}
	for i := 0; b.Loop(); i++ {
		w := words[i%4]
		table.Lemma(w[0], w[1], w[2], false, false)
	}
}
