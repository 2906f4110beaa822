package eval

import "kg/nlp/conllu"

// TokenScores are the scores of the borders of tokens, words and sentences. A token is what stands in the
// text ("don't"), a word what the tree is made of ("do", "n't").
type TokenScores struct{ Tokens, Words, Sentences Count }

// Tokens compares two documents of the same text, by the definitions of the CoNLL 2018 shared task. It is
// an error if the texts differ in more than white space.
func Tokens(gold, found *conllu.Document) (TokenScores, error) {
	g, f, err := newSides(gold, found)
	if err != nil {
		return TokenScores{}, err
	}
	s := TokenScores{
		Tokens:    spans(g.tokens, f.tokens),
		Sentences: spans(g.sentences, f.sentences),
		Words:     Count{Gold: len(g.words), Found: len(f.words)},
	}
	for _, p := range align(g.words, f.words) {
		if p >= 0 {
			s.Words.Right++
		}
	}
	return s, nil
}

// Add adds the scores of another document.
func (s *TokenScores) Add(t TokenScores) {
	s.Tokens.Add(t.Tokens)
	s.Words.Add(t.Words)
	s.Sentences.Add(t.Sentences)
}

func newSides(gold, found *conllu.Document) (g, f *side, err error) {
	if g, err = newSide(gold); err != nil {
		return nil, nil, err
	}
	if f, err = newSide(found); err != nil {
		return nil, nil, err
	}
	return g, f, sameText(g, f)
}
