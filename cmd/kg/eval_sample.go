package main

import (
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"kg/eval"
)

// newEvalSampleCmd prints claims that are facts, drawn by chance, for a person to judge.
func newEvalSampleCmd(a *app) *cobra.Command {
	var articles string
	var judged []string
	var n int
	var seed uint64
	cmd := &cobra.Command{
		Use:     "sample --articles FILE",
		Short:   "Draw facts by chance, for a person to judge",
		Long:    "Draw facts by chance from articles, for a person to judge.\n\nEach line has the columns of a file of verdicts, with “?” for the verdict, then the claim and its sentence:\nwrite “right” or “wrong” for “?”, and drop the last two columns.",
		Example: "  kg eval sample --articles news.jsonl --number 100 --seed 2 --without verdicts.tsv",
		Args:    args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if articles == "" {
				return usageError{errors.New("--articles: no file named")}
			}
			var verdicts []eval.Verdict
			for _, path := range judged {
				more, err := readWith(path, eval.ReadVerdicts)
				if err != nil {
					return err
				}
				verdicts = append(verdicts, more...)
			}
			f, err := os.Open(articles)
			if err != nil {
				return err
			}
			defer f.Close()
			r, err := newReader(a)
			if err != nil {
				return err
			}
			list, err := eval.Sample(f, n, seed, verdicts, r.annotateOn, r.claims)
			if err != nil {
				return err
			}
			p := &printer{w: a.stdout}
			flat := strings.NewReplacer("\n", " ", "\t", " ")
			for _, s := range list {
				p.printf("%s\t%d\t%d\t%s\t%d\t%d\t?\t%s\t%s\n", s.URL, s.Start, s.End, s.Relation, s.Subject, s.Object,
					flat.Replace(s.Claim.Subject.Text+" | "+s.Relation+" | "+s.Claim.Object.Text), flat.Replace(s.Sentence))
			}
			return p.err
		},
	}
	cmd.Flags().StringVar(&articles, "articles", "", "`file` of articles, a JSON object a line")
	cmd.Flags().StringSliceVar(&judged, "without", nil, "`files` of verdicts whose claims are left out, parted by commas")
	cmd.Flags().IntVar(&n, "number", 100, "how many to draw")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "seed of the draw")
	return cmd
}
