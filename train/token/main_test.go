package main

import (
	"bytes"
	"strings"
	"testing"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/conllu"
	"kg/nlp/token"
)

// corpus is a little treebank: three sentences a paragraph, with names that come and go.
func corpus(t *testing.T, from, to int) *conllu.File {
	names := []string{"Ann", "Bo", "Cy", "Di", "Ed", "Flo"}
	verbs := []string{"sat", "ran", "sang", "slept"}
	var b strings.Builder
	for i := from; i < to; i++ {
		if i%3 == 0 {
			b.WriteString("# newpar\n")
		}
		b.WriteString("# sent_id = " + names[i%6] + "\n")
		for j, w := range []string{"Mr.", names[i%6], "did", "n't", verbs[i%4], "here", "."} {
			misc := "_"
			if w == "did" || w == "here" {
				misc = "SpaceAfter=No"
			}
			b.WriteString(strings.Join([]string{string(rune('1' + j)), w, "_", "_", "_", "_", "_", "_", "_", misc}, "\t") + "\n")
		}
		b.WriteString("\n")
	}
	f, err := conllu.Read(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTrain(t *testing.T) {
	o := options{seed: 1, epochs: 4, rate: 0.1, decay: 3e-4}
	docs := []*nlp.Doc{corpus(t, 0, 60).Docs[0].Doc}
	w := trainAll(docs, o)
	got, err := score(w, corpus(t, 60, 90))
	if err != nil {
		t.Fatal(err)
	}
	all := eval.Count{Right: 30, Found: 30, Gold: 30}
	if got.Sentences != all || got.Words.F1() != 100 {
		t.Errorf("sentences %v, words %v", got.Sentences, got.Words)
	}
	var a, b bytes.Buffer
	if err := w.Write(&a); err != nil {
		t.Fatal(err)
	}
	if err := trainAll(docs, o).Write(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("another run gave other weights (%v)", err)
	}
	untrained := &token.Weights{Cut: make([]int8, token.Size), Break: make([]int8, token.Size)}
	if s, err := score(untrained, corpus(t, 60, 90)); err != nil || s.Sentences.F1() == 100 {
		t.Errorf("without training: %v, %v: this test cannot fail", s.Sentences, err)
	}
}
