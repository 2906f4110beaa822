package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/eval"
	"kg/nlp/conllu"
	"kg/nlp/english"
)

func newEvalCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Score the pipeline against annotated text",
		Args:  args(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newEvalParseCmd(a), newEvalTokensCmd(a), newEvalLemmasCmd(a), newEvalNamesCmd(a), newEvalCorefCmd(a), newEvalGAPCmd(a))
	cmd.AddCommand(newEvalClaimsCmds(a)...)
	return cmd
}

// goldFlags are the flags of the measures that compare rows.
type goldFlags struct {
	gold, system      string
	raw, pretokenized bool
}

func (f *goldFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.gold, "gold", "", "annotated `file`: CoNLL-U, or a word and an IOB tag a line")
	cmd.Flags().StringVar(&f.system, "system", "", "score this `file` and do not run the pipeline")
	cmd.Flags().BoolVar(&f.raw, "raw", false, "start from the raw text")
	cmd.Flags().BoolVar(&f.pretokenized, "pretokenized", false, "start from the gold tokens and sentences (default)")
}

// documents reads the gold documents and finds those to compare with.
func (f *goldFlags) documents(a *app, input eval.Input) (gold, found []*conllu.Document, err error) {
	switch {
	case f.gold == "":
		return nil, nil, usageError{errors.New("--gold: no file named")}
	case f.raw && f.pretokenized, f.system != "" && (f.raw || f.pretokenized):
		return nil, nil, usageError{errors.New("only one of --raw, --pretokenized and --system can be")}
	}
	g, err := a.readRows(f.gold)
	if err != nil {
		return nil, nil, err
	}
	if f.system != "" {
		s, err := a.readRows(f.system)
		if err != nil {
			return nil, nil, err
		}
		return g.Docs, s.Docs, nil
	}
	if f.raw {
		input = eval.Raw
	}
	if f.pretokenized {
		input = eval.Pieces
	}
	p, err := english.New()
	if err != nil {
		return nil, nil, err
	}
	found, err = eval.Run(p, g.Docs, input)
	return g.Docs, found, err
}

// newEvalRowsCmd is the command of a measure that compares rows; score prints what it finds.
func newEvalRowsCmd(a *app, cmd cobra.Command, input eval.Input, score func(p *printer, gold, found []*conllu.Document) error) *cobra.Command {
	var f goldFlags
	cmd.Args = args(cobra.NoArgs)
	cmd.RunE = func(*cobra.Command, []string) error {
		gold, found, err := f.documents(a, input)
		if err != nil {
			return err
		}
		p := &printer{w: a.stdout}
		if err := score(p, gold, found); err != nil {
			return err
		}
		return p.err
	}
	f.add(&cmd)
	return &cmd
}

func newEvalParseCmd(a *app) *cobra.Command {
	return newEvalRowsCmd(a, cobra.Command{
		Use:     "parse --gold FILE",
		Short:   "Score tags, lemmas and trees",
		Long:    "Parse scores tags, lemmas and trees by the definitions of the CoNLL 2018 shared task.",
		Example: "  kg eval parse --gold en_ewt-ud-dev.conllu --raw",
	}, eval.Pieces, func(p *printer, gold, found []*conllu.Document) error {
		s, err := eval.Parse(gold, found)
		if err != nil {
			return err
		}
		printCount(p, "tokens", s.Tokens)
		printCount(p, "sentences", s.Sentences)
		printCount(p, "words", s.Words)
		printCount(p, "UPOS", s.UPOS)
		printCount(p, "XPOS", s.XPOS)
		printCount(p, "lemmas", s.Lemmas)
		printCount(p, "UAS", s.UAS)
		printCount(p, "LAS", s.LAS)
		printCount(p, "LAS with subtypes", s.LASFull)
		p.printf("\nrelations\n")
		printCounts(p, s.Relations)
		printCounts(p, s.Subtypes)
		return nil
	})
}

func newEvalTokensCmd(a *app) *cobra.Command {
	return newEvalRowsCmd(a, cobra.Command{
		Use:   "tokens --gold FILE",
		Short: "Score tokens and sentences",
	}, eval.Raw, func(p *printer, gold, found []*conllu.Document) error {
		s, err := eval.Tokens(gold, found)
		if err != nil {
			return err
		}
		printCount(p, "tokens", s.Tokens)
		printCount(p, "words", s.Words)
		printCount(p, "sentences", s.Sentences)
		return nil
	})
}

func newEvalLemmasCmd(a *app) *cobra.Command {
	return newEvalRowsCmd(a, cobra.Command{
		Use:   "lemmas --gold FILE",
		Short: "Score lemmas",
	}, eval.Pieces, func(p *printer, gold, found []*conllu.Document) error {
		s, err := eval.Parse(gold, found)
		if err != nil {
			return err
		}
		printCount(p, "lemmas", s.Lemmas)
		return nil
	})
}

func newEvalNamesCmd(a *app) *cobra.Command {
	return newEvalRowsCmd(a, cobra.Command{
		Use:     "names --gold FILE",
		Short:   "Score names by exact span and class",
		Example: "  kg eval names --gold uner-dev.iob2",
	}, eval.Pieces, func(p *printer, gold, found []*conllu.Document) error {
		s, err := eval.Names(gold, found)
		if err != nil {
			return err
		}
		printCount(p, "names", s.All)
		printCount(p, "spans", s.Spans)
		p.printf("\nclasses\n")
		printCounts(p, s.Classes)
		return nil
	})
}

func printCount(p *printer, name string, c eval.Count) {
	p.printf("%-20s %v\n", name, c)
}

// printCounts prints counts by name, in order of names.
func printCounts[K ~string](p *printer, counts map[K]eval.Count) {
	var names []string
	for k := range counts {
		names = append(names, string(k))
	}
	slices.Sort(names)
	for _, name := range names {
		p.printf("  %-18s %s\n", strings.TrimSpace(name), fmt.Sprint(counts[K(name)]))
	}
}
