package main

import (
	"kg/nlp"
	"kg/nlp/english/weights"
	"kg/nlp/joint"
	"kg/nlp/lemma"
	"kg/nlp/token"
)

// annotator is the English stages up to those that coreference needs.
func annotator() (*nlp.Pipeline, error) {
	words, err := token.Stage()
	if err != nil {
		return nil, err
	}
	model, err := joint.Load(weights.Joint)
	if err != nil {
		return nil, err
	}
	lemmas, err := lemma.Stage()
	if err != nil {
		return nil, err
	}
	return nlp.NewPipeline(words, model.Stage(), lemmas)
}

// bare is a copy of d with its text, tokens and sentences only.
func bare(d *nlp.Doc) *nlp.Doc {
	b := &nlp.Doc{Text: d.Text, Sentences: d.Sentences, Has: nlp.Tokens | nlp.Sentences}
	b.Tokens = make([]nlp.Token, len(d.Tokens))
	for i, t := range d.Tokens {
		b.Tokens[i].Span = t.Span
	}
	return b
}
