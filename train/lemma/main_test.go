package main

import (
	"bytes"
	"testing"

	"kg/nlp"
)

func doc(words ...[4]string) *nlp.Doc {
	d := &nlp.Doc{Has: nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas}
	for _, w := range words {
		start := len(d.Text)
		d.Text += w[0] + " "
		d.Tokens = append(d.Tokens, nlp.Token{
			Span: nlp.Span{Start: start, End: start + len(w[0])}, UPOS: w[1], XPOS: w[2], Lemma: w[3],
		})
	}
	d.Sentences = []nlp.Sentence{{Span: nlp.Span{End: len(d.Text) - 1}, Last: len(d.Tokens)}}
	return d
}

func TestLearn(t *testing.T) {
	gold := doc([4]string{"Oxen", "NOUN", "NNS", "ox"}, [4]string{"pulled", "VERB", "VBD", "pull"},
		[4]string{"carts", "NOUN", "NNS", "cart"}, [4]string{"went", "VERB", "VBD", "go"})
	lexicon := append(inflectVerb("walk", nil), inflectVerb("talk", nil)...)
	for _, n := range []string{"dog", "house", "tree", "city", "county", "party", "duty"} {
		lexicon = append(lexicon, pair{"NNS", plural(n), n})
	}
	table := learn([]*nlp.Doc{gold}, lexicon)
	for _, tt := range [][3]string{{"oxen", "NNS", "ox"}, {"cats", "NNS", "cat"}, {"ditties", "NNS", "ditty"}, {"went", "VBD", "go"}, {"balked", "VBD", "balk"}} {
		if got := table.Lemma(tt[0], "", tt[1], false, false); got != tt[2] {
			t.Errorf("%s %s: %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
	if c := score(table, gold); c.Right != 4 {
		t.Errorf("on its own data: %v", c)
	}
	var a, b bytes.Buffer
	if err := table.Write(&a); err != nil {
		t.Fatal(err)
	}
	if err := learn([]*nlp.Doc{gold}, lexicon).Write(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("another run gave another table (%v)", err)
	}
}

func TestInflect(t *testing.T) {
	irregular := irregularVerbs()
	for v, want := range map[string][3]string{
		"stop": {"stopped", "stopped", "stopping"}, "try": {"tried", "tried", "trying"}, "die": {"died", "died", "dying"},
		"agree": {"agreed", "agreed", "agreeing"}, "panic": {"panicked", "panicked", "panicking"},
		"visit": {"visited", "visited", "visiting"}, "refer": {"referred", "referred", "referring"},
		"write": {"wrote", "written", "writing"}, "quiz": {"quizzed", "quizzed", "quizzing"},
	} {
		got := [3]string{}
		for _, p := range inflectVerb(v, irregular) {
			switch p.xpos {
			case "VBD":
				got[0] = p.word
			case "VBN":
				got[1] = p.word
			case "VBG":
				got[2] = p.word
			}
		}
		if got != want {
			t.Errorf("%s: %v, want %v", v, got, want)
		}
	}
}
