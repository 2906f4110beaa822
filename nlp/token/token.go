// Package token finds the words and sentences of English text.
//
// It adds the layers Tokens and Sentences. Words are those of the English treebanks of Universal
// Dependencies, whose conventions are learned from them and not laid down here: "don't" is "do" and "n't",
// "15-year" is three words and "anti-war" one. A text is first cut at white space, then each piece between
// characters of different kinds, where a linear classifier over the characters and words around says so;
// addresses of the web and of e-mail are left whole. A second classifier says after which token a sentence
// ends. An empty line ends a sentence always, a single line break if it does not look like wrapped text.
//
// Both classifiers are logistic regressions with hashed features, quantised to one byte a weight, and decide
// in integers: the same text gives the same tokens on every machine. Any bytes will do for a text. Time and
// memory are proportional to its length.
package token

import (
	"kg/nlp"
)

// maxSentence is the number of tokens after which a sentence is ended wherever it is likeliest, so that the
// cost of the stages that follow, quadratic in it, stays bounded.
const maxSentence = 400

// Tokenizer finds tokens and sentences. It is safe for concurrent use.
type Tokenizer struct {
	w *Weights
}

// New is a tokenizer that decides by w.
func New(w *Weights) *Tokenizer { return &Tokenizer{w} }

// Stage is the stage of the pipeline that runs t.
func (t *Tokenizer) Stage() nlp.Stage {
	return nlp.Stage{Name: "token", Adds: nlp.Tokens | nlp.Sentences, Run: t.Run}
}

// Stage is a stage with the weights that come with the package.
func Stage() (nlp.Stage, error) {
	w, err := Default()
	if err != nil {
		return nlp.Stage{}, err
	}
	return New(w).Stage(), nil
}

// Run sets the tokens and sentences of d. It never fails.
func (t *Tokenizer) Run(d *nlp.Doc) error {
	pieces := cutSpace(d.Text)
	d.Tokens = make([]nlp.Token, 0, len(d.Text)/4)
	c := cutter{w: t.w, text: d.Text}
	ends := c.run(pieces, func(start, end int) {
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: start, End: end}, Head: nlp.Root})
	})
	d.Sentences = t.w.sentences(d, ends)
	return nil
}
