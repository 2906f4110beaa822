package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"kg/eval"
	"kg/nlp/conllu"
)

func newEvalCorefCmd(a *app) *cobra.Command {
	var f goldFlags
	cmd := &cobra.Command{
		Use:   "coref --gold FILE",
		Short: "Score chains of coreference",
		Long: `Coref scores chains by the measures of the CoNLL 2012 shared task. The gold file is CoNLL-U with the chains in
the Entity key of the last column, as in GUM and CorefUD. Chains of one mention are left out.`,
		Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if f.raw {
				return usageError{errors.New("coref is scored from the gold tokens")}
			}
			gold, found, err := f.documents(a, eval.Pieces)
			if err != nil {
				return err
			}
			if len(found) != len(gold) {
				return fmt.Errorf("%d documents in %s, %d in %s", len(gold), f.gold, len(found), f.system)
			}
			var s eval.CorefScore
			for i, d := range gold {
				want, err := rowChains(f.gold, d)
				if err != nil {
					return err
				}
				got := eval.FoundChains(found[i].Doc)
				if f.system != "" {
					if got, err = rowChains(f.system, found[i]); err != nil {
						return err
					}
				}
				if len(found[i].Doc.Tokens) != len(d.Doc.Tokens) {
					return fmt.Errorf("document %s: %d words in gold, %d in %s", d.ID, len(d.Doc.Tokens), len(found[i].Doc.Tokens), f.system)
				}
				eval.AddChains(&s, want, got)
			}
			p := &printer{w: a.stdout}
			for _, m := range []struct {
				name    string
				measure eval.Measure
			}{{"mentions", s.Mentions}, {"MUC", s.MUC}, {"B³", s.BCubed}, {"CEAF-φ4", s.CEAF}} {
				p.printf("%-10s P %.2f R %.2f F1 %.2f\n", m.name, 100*m.measure.Precision.Value(), 100*m.measure.Recall.Value(), 100*m.measure.F1())
			}
			p.printf("%-10s %.2f\n", "CoNLL", 100*s.CoNLL())
			return p.err
		},
	}
	f.add(cmd)
	return cmd
}

// rowChains is the chains that the rows of a document tell.
func rowChains(path string, d *conllu.Document) (eval.Chains[eval.Span], error) {
	entities, err := eval.Entities(d)
	if err != nil {
		return nil, fmt.Errorf("%s: document %s: %w", path, d.ID, err)
	}
	return eval.GoldChains(entities), nil
}
