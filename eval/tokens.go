package eval

import "kg/nlp/conllu"

// TokenScores are the scores of the borders of tokens, words and sentences. A token is what stands in the
// text ("don't"), a word what the tree is made of ("do", "n't").
type TokenScores struct{ Tokens, Words, Sentences Count }

// Tokens compares two readings of the same documents, by the definitions of the CoNLL 2018 shared task. It
// is an error if the texts differ in more than white space.
func Tokens(gold, found []*conllu.Document) (TokenScores, error) {
	g, f, err := newSides(gold, found)
	if err != nil {
		return TokenScores{}, err
	}
	return tokenScores(g, f, align(g.words, f.words)), nil
}

func tokenScores(g, f *side, partner []int) TokenScores {
	s := TokenScores{
		Tokens:    spans(g.tokens, f.tokens),
		Sentences: spans(g.sentences, f.sentences),
		Words:     Count{Gold: len(g.words), Found: len(f.words)},
	}
	for _, p := range partner {
		if p >= 0 {
			s.Words.Right++
		}
	}
	return s
}
