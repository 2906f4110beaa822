package eval_test

import (
	"os"
	"path/filepath"
	"testing"

	"kg/eval"
	"kg/nlp"
)

// corefScores are the scores of chains, on top of tags, trees and names as the pipeline finds them.
func corefScores(t *testing.T, p *nlp.Pipeline) []score {
	docs := gold(t, gumDev)
	found := run(t, p, docs, eval.Pieces)
	var s eval.CorefScore
	for i, d := range docs {
		entities, err := eval.Entities(d)
		if err != nil {
			t.Fatal(err)
		}
		eval.AddChains(&s, eval.GoldChains(entities), eval.FoundChains(found[i].Doc))
	}
	return []score{
		{"gum.coref.mentions", 100 * s.Mentions.F1(), 0},
		{"gum.coref.muc", 100 * s.MUC.F1(), 0},
		{"gum.coref.b3", 100 * s.BCubed.F1(), 0},
		{"gum.coref.ceaf-e", 100 * s.CEAF.F1(), 0},
		{"gum.coref.conll", 100 * s.CoNLL(), 55},
	}
}

// gapScores are the scores of pronouns on the validation part of GAP, from raw text.
func gapScores(t *testing.T, p *nlp.Pipeline) []score {
	f, err := os.Open(filepath.Join(shared, "train", "gap", "gap-validation.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	items, err := eval.ReadGAP(f)
	if err != nil {
		t.Fatal(err)
	}
	s, err := eval.GAP(items, p)
	if err != nil {
		t.Fatal(err)
	}
	return []score{
		{"gap.f1", s.All.F1(), 69},
		{"gap.precision", s.All.Precision(), 0},
		{"gap.recall", s.All.Recall(), 0},
		{"gap.masculine", s.Masculine.F1(), 0},
		{"gap.feminine", s.Feminine.F1(), 0},
	}
}
