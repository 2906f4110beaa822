package eval_test

import (
	"strings"
	"testing"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/conllu"
	"kg/nlp/token"
)

// wrap breaks the lines of text before column 80, as the text files beside the treebanks of Universal
// Dependencies are.
func wrap(text string) string {
	var b strings.Builder
	for i, p := range strings.Split(text, "\n\n") {
		if i > 0 {
			b.WriteString("\n\n")
		}
		column := 0
		for _, w := range strings.Fields(p) {
			switch {
			case column == 0:
			case column+1+len(w) > 80:
				b.WriteByte('\n')
				column = 0
			default:
				b.WriteByte(' ')
				column++
			}
			b.WriteString(w)
			column += len(w)
		}
	}
	return b.String()
}

// wrappedScores are the scores of sentences in text whose lines are wrapped, document by document and in one
// file, which should hardly differ from those of text with a paragraph a line; and in text that has lost its
// paragraphs.
func wrappedScores(t *testing.T, _ *nlp.Pipeline) []score {
	stage, err := token.Stage()
	if err != nil {
		t.Fatal(err)
	}
	p, err := nlp.NewPipeline(stage)
	if err != nil {
		t.Fatal(err)
	}
	annotate := func(text string) *conllu.Document {
		d, err := p.Annotate(text, "")
		if err != nil {
			t.Fatal(err)
		}
		return conllu.FromDoc(d, "", conllu.CoNLLU).Docs[0]
	}
	docs := gold(t, ewtDev)
	var single, flat []*conllu.Document
	var all []string
	for _, d := range docs {
		all = append(all, d.Raw())
		single = append(single, annotate(wrap(d.Raw())))
		flat = append(flat, annotate(strings.ReplaceAll(d.Raw(), "\n\n", " ")))
	}
	var out []score
	for _, f := range []struct {
		name  string
		found []*conllu.Document
		floor float64
	}{
		{"documents", single, 87},
		{"no-paragraphs", flat, 78},
		{"one-file", []*conllu.Document{annotate(strings.Join(all, "\n\n"))}, 88},
		{"one-wrapped-file", []*conllu.Document{annotate(wrap(strings.Join(all, "\n\n")))}, 88},
	} {
		s, err := eval.Tokens(docs, f.found)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, score{"ewt." + f.name + ".sentences", s.Sentences.F1(), f.floor})
	}
	return out
}
