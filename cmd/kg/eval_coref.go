package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"kg/eval"
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
			if f.system != "" || f.raw {
				return usageError{fmt.Errorf("coref is scored from the gold tokens, by running the pipeline")}
			}
			gold, found, err := f.documents(a, eval.Pieces)
			if err != nil {
				return err
			}
			var s eval.CorefScore
			for i, d := range gold {
				entities, err := eval.Entities(d)
				if err != nil {
					return fmt.Errorf("%s: document %s: %w", f.gold, d.ID, err)
				}
				eval.AddChains(&s, eval.GoldChains(entities), eval.FoundChains(found[i].Doc))
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
