package eval

import (
	"errors"
	"strings"

	"kg/nlp"
	"kg/nlp/conllu"
)

// ParseScores are the scores of tags, lemmas and trees, over the words that both sides have. With gold tokens
// precision, recall and F1 are one: the accuracy.
type ParseScores struct {
	TokenScores
	UPOS, XPOS, Lemmas Count
	UAS, LAS           Count            // head; head and relation without its subtype, as in CoNLL 2018
	LASFull            Count            // head and relation with its subtype
	Relations          map[string]Count // by relation without its subtype
	Subtypes           map[string]Count // by relation with its subtype, where it has one
}

// Parse compares two readings of the same documents, by the definitions of the CoNLL 2018 shared task. A
// lemma that gold does not tell is right. It is an error if the texts differ in more than white space, or if
// gold has neither tags nor lemmas nor trees.
func Parse(gold, found []*conllu.Document) (*ParseScores, error) {
	g, f, err := newSides(gold, found)
	if err != nil {
		return nil, err
	}
	if g.has&(nlp.Tags|nlp.Lemmas|nlp.Tree) == 0 {
		return nil, errors.New("gold has neither tags nor lemmas nor trees")
	}
	partner := align(g.words, f.words)
	s := &ParseScores{
		TokenScores: tokenScores(g, f, partner),
		Relations:   map[string]Count{},
		Subtypes:    map[string]Count{},
	}
	all := Count{Gold: len(g.words), Found: len(f.words)}
	s.UPOS, s.XPOS, s.Lemmas, s.UAS, s.LAS, s.LASFull = all, all, all, all, all, all
	for i := range g.words {
		s.countRelation(g.words[i].token.Rel, Count{Gold: 1})
		if j := partner[i]; j >= 0 {
			s.compare(&g.words[i].token, &f.words[j].token, partner)
		}
	}
	for j := range f.words {
		s.countRelation(f.words[j].token.Rel, Count{Found: 1})
	}
	return s, nil
}

// compare counts what is right of a word.
func (s *ParseScores) compare(g, f *nlp.Token, partner []int) {
	if g.UPOS == f.UPOS {
		s.UPOS.Right++
	}
	if g.XPOS == f.XPOS {
		s.XPOS.Right++
	}
	if g.Lemma == f.Lemma || g.Lemma == "" {
		s.Lemmas.Right++
	}
	sameHead := g.Head == nlp.Root && f.Head == nlp.Root ||
		g.Head != nlp.Root && f.Head != nlp.Root && partner[g.Head] == f.Head
	if !sameHead {
		return
	}
	s.UAS.Right++
	if universal(g.Rel) == universal(f.Rel) {
		s.LAS.Right++
		r := s.Relations[universal(g.Rel)]
		r.Right++
		s.Relations[universal(g.Rel)] = r
	}
	if g.Rel == f.Rel {
		s.LASFull.Right++
		if strings.Contains(g.Rel, ":") {
			r := s.Subtypes[g.Rel]
			r.Right++
			s.Subtypes[g.Rel] = r
		}
	}
}

// countRelation adds c to the counts of rel.
func (s *ParseScores) countRelation(rel string, c Count) {
	sum := s.Relations[universal(rel)]
	sum.Add(c)
	s.Relations[universal(rel)] = sum
	if strings.Contains(rel, ":") {
		sum = s.Subtypes[rel]
		sum.Add(c)
		s.Subtypes[rel] = sum
	}
}

// universal is a relation without its subtype: "acl" of "acl:relcl".
func universal(rel string) string {
	u, _, _ := strings.Cut(rel, ":")
	return u
}
