package main

import (
	"errors"

	"github.com/spf13/cobra"

	"kg/eval"
	"kg/nlp/english"
)

// newEvalGAPCmd scores whom pronouns mean.
func newEvalGAPCmd(a *app) *cobra.Command {
	var gold string
	cmd := &cobra.Command{
		Use:   "gap --gold FILE",
		Short: "Score which of two names a pronoun means",
		Long: `GAP scores pronouns by the definition of GAP (Webster et al. 2018): a passage, a pronoun in it, and two names
each of which it may mean or not. The pipeline reads the raw text. A name counts as meant if the head of a mention in
the pronoun's chain lies in it.`,
		Example: "  kg eval gap --gold gap-validation.tsv",
		Args:    args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if gold == "" {
				return usageError{errors.New("--gold: no file named")}
			}
			items, err := readWith(gold, eval.ReadGAP)
			if err != nil {
				return err
			}
			pipeline, err := english.New()
			if err != nil {
				return err
			}
			s, err := eval.GAP(items, pipeline)
			if err != nil {
				return err
			}
			p := &printer{w: a.stdout}
			p.printf("passages             %d\n", len(items))
			printCount(p, "all", s.All)
			printCount(p, "masculine", s.Masculine)
			printCount(p, "feminine", s.Feminine)
			p.printf("feminine/masculine   %.2f\n", s.Bias())
			return p.err
		},
	}
	cmd.Flags().StringVar(&gold, "gold", "", "`file` of passages, as GAP publishes them")
	return cmd
}
