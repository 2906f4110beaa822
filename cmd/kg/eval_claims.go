package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"

	"github.com/spf13/cobra"

	"kg/eval"
	"kg/extract"
	"kg/extract/pair"
	"kg/nlp"
	"kg/nlp/english"
	"kg/schema"
)

// claimEval is one measure of claims against a gold file.
type claimEval struct {
	name, short, example string
	run                  func(a *app, p *printer, gold io.Reader, r *reader) error
}

// reader reads texts and claims for a measure.
type reader struct {
	schema       *schema.Schema
	annotate     func(string) (*nlp.Doc, error)
	annotateOn   func(text, date string) (*nlp.Doc, error)
	claims, open *extract.Extractor
}

func newReader(a *app) (*reader, error) {
	s, err := a.schema()
	if err != nil {
		return nil, err
	}
	p, err := english.New()
	if err != nil {
		return nil, err
	}
	r := &reader{schema: s, annotate: func(text string) (*nlp.Doc, error) { return p.Annotate(text, "") }, annotateOn: p.Annotate}
	if r.claims, err = extract.New(s, extract.Options{}); err != nil {
		return nil, err
	}
	r.open, err = extract.New(s, extract.Options{OnlyOpen: true})
	return r, err
}

// newEvalClaimsCmds are the measures of claims.
func newEvalClaimsCmds(a *app) []*cobra.Command {
	var out []*cobra.Command
	for _, m := range []claimEval{
		{"carb", "Score open claims by the definition of CaRB", "kg eval carb --gold carb_gold.tsv", evalCaRB},
		{"plover", "Score PLOVER events between given actors, and with nothing given", "kg eval plover --gold plv.tsv", evalPlover},
		{"actors", "Score the spans of sources and targets", "kg eval actors --gold cameo_ner.txt", evalActors},
		{"re3d", "Score typed relations by type and head words", "kg eval re3d --gold re3d.jsonl", evalRe3d},
		{"modality", "Score polarity, modality and source", "kg eval modality --gold modality.txt", evalModality},
	} {
		var gold string
		cmd := &cobra.Command{
			Use:     m.name + " --gold FILE",
			Short:   m.short,
			Example: "  " + m.example,
			Args:    args(cobra.NoArgs),
			RunE: func(*cobra.Command, []string) error {
				if gold == "" {
					return usageError{errors.New("--gold: no file named")}
				}
				data, err := os.ReadFile(gold)
				if err != nil {
					return err
				}
				r, err := newReader(a)
				if err != nil {
					return err
				}
				p := &printer{w: a.stdout}
				if err := m.run(a, p, bytes.NewReader(data), r); err != nil {
					return err
				}
				return p.err
			},
		}
		cmd.Flags().StringVar(&gold, "gold", "", "annotated `file`")
		out = append(out, cmd)
	}
	return append(out, newEvalCalibrationCmd(a), newEvalSampleCmd(a), newEvalPetrarchCmd(a))
}

// newEvalCalibrationCmd compares confidence with verdicts on articles.
func newEvalCalibrationCmd(a *app) *cobra.Command {
	var gold, articles string
	cmd := &cobra.Command{
		Use:     "calibration --gold FILE --articles FILE",
		Short:   "Compare confidence, and facts, with verdicts of a person",
		Example: "  kg eval calibration --gold verdicts.tsv --articles news.jsonl",
		Args:    args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if gold == "" || articles == "" {
				return usageError{errors.New("--gold, --articles: both must be named")}
			}
			verdicts, err := readWith(gold, eval.ReadVerdicts)
			if err != nil {
				return err
			}
			list, err := readArticles(articles)
			if err != nil {
				return err
			}
			r, err := newReader(a)
			if err != nil {
				return err
			}
			s, err := eval.Calibration(list, verdicts, r.annotateOn, r.claims)
			if err != nil {
				return err
			}
			p := &printer{w: a.stdout}
			printCalibration(p, s)
			return p.err
		},
	}
	cmd.Flags().StringVar(&gold, "gold", "", "`file` of verdicts")
	cmd.Flags().StringVar(&articles, "articles", "", "`file` of articles, a JSON object a line")
	return cmd
}

// newEvalPetrarchCmd scores coded events with the dictionaries of actors and agents given.
func newEvalPetrarchCmd(a *app) *cobra.Command {
	var gold, actors, agents string
	var details bool
	cmd := &cobra.Command{
		Use:     "petrarch --gold FILE --actors FILE --agents FILE",
		Short:   "Score coded events on PETRARCH's validation records",
		Example: "  kg eval petrarch --gold validate.jsonl --actors actors.txt --agents agents.txt",
		Args:    args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if gold == "" || actors == "" || agents == "" {
				return usageError{errors.New("--gold, --actors, --agents: all must be named")}
			}
			cases, err := readWith(gold, eval.ReadPetrarch)
			if err != nil {
				return err
			}
			who, err := readWith(actors, eval.ReadActorCodes)
			if err != nil {
				return err
			}
			what, err := readWith(agents, eval.ReadActorCodes)
			if err != nil {
				return err
			}
			r, err := newReader(a)
			if err != nil {
				return err
			}
			s, err := eval.Petrarch(cases, who, what, r.annotate, r.claims)
			if err != nil {
				return err
			}
			p := &printer{w: a.stdout}
			p.printf("records              %d\nevents               gold %d, found %d\nright                %.4f  of gold\nfalse                %.4f  by record\nfalse of found       %.4f\nactors alone right   %.4f  of gold\n", s.Records, s.Gold, s.Pred,
				float64(s.Right)/float64(max(s.Gold, 1)), s.False(), s.False()*float64(s.Records)/float64(max(s.Pred, 1)), float64(s.Actors)/float64(max(s.Gold, 1)))
			if details {
				for _, w := range s.Wrong {
					p.printf("  %s\n", w)
				}
			}
			return p.err
		},
	}
	cmd.Flags().StringVar(&gold, "gold", "", "`file` of records")
	cmd.Flags().BoolVar(&details, "details", false, "list the events missed and the false ones")
	cmd.Flags().StringVar(&actors, "actors", "", "`file` of actors and their codes")
	cmd.Flags().StringVar(&agents, "agents", "", "`file` of agents and their codes")
	return cmd
}

// readWith reads the file at path with read, and names it in errors.
func readWith[T any](path string, read func(io.Reader) (T, error)) (T, error) {
	var zero T
	f, err := os.Open(path)
	if err != nil {
		return zero, err
	}
	defer f.Close()
	v, err := read(f)
	if err != nil {
		return zero, fmt.Errorf("%s: %w", path, err)
	}
	return v, nil
}

func printCalibration(p *printer, s eval.CalibrationScore) {
	p.printf("verdicts             %d\nclaims still read    %d\nfacts among them     %d\nprecision of facts   %.4f\ncalibration error    %.4f\n\nconfidence   claims  mean  right\n", s.Judged, s.Found, s.Edges, s.Precision(), s.Error())
	for _, b := range s.Bins {
		if b.Claims > 0 {
			p.printf("  %.1f to %.1f  %5d   %.2f  %.2f\n", b.From, b.To, b.Claims, b.Confidence, b.Share())
		}
	}
	p.printf("\nfacts by relation\n")
	names := make([]string, 0, len(s.Relations))
	for n := range s.Relations {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		r := s.Relations[n]
		p.printf("  %-18s %d of %d\n", n, r.Correct, r.Pred)
	}
}

func evalRe3d(_ *app, p *printer, gold io.Reader, r *reader) error {
	docs, err := eval.ReadRe3d(gold)
	if err != nil {
		return err
	}
	model, err := pair.Load()
	if err != nil {
		return err
	}
	half := len(docs) / 2
	for _, part := range []struct {
		name string
		docs []eval.Re3dDoc
		opt  eval.Re3dOptions
	}{
		{"rules, all documents", docs, eval.Re3dOptions{}},
		{"rules, second half", docs[half:], eval.Re3dOptions{}},
		{"learned too, second half", docs[half:], eval.Re3dOptions{Model: model}},
		{"second half, entities given", docs[half:], eval.Re3dOptions{Model: model, Given: true}},
	} {
		all, types, err := eval.Re3d(part.docs, r.annotate, r.claims, r.schema, part.opt)
		if err != nil {
			return err
		}
		p.printf("%-28s %.4f  gold %d, found %d, right %d\n", part.name, all.F1(), all.Gold, all.Pred, all.Correct)
		for _, c := range types {
			p.printf("  %-26s %.4f  gold %d, found %d, right %d\n", c.Class, c.F1(), c.Gold, c.Pred, c.Correct)
		}
	}
	return nil
}

func evalCaRB(_ *app, p *printer, gold io.Reader, r *reader) error {
	g, err := eval.ReadCaRBGold(gold)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for _, s := range g.Sentences {
		d, err := r.annotate(s)
		if err != nil {
			return err
		}
		if err := extract.WriteCaRB(&b, s, d, r.open.Claims(d)); err != nil {
			return err
		}
	}
	found, err := eval.ReadCaRB(&b)
	if err != nil {
		return err
	}
	s := eval.CaRB(g, found)
	p.printf("sentences            %d\ngold tuples          %d\nfound tuples         %d\n", s.Sentences, s.Gold, s.Pred)
	p.printf("AUC                  %.4f\nF1                   %.4f\nprecision            %.4f\nrecall               %.4f\nat confidence        %.4f\n", s.AUC, s.F1, s.Precision, s.Recall, s.Threshold)
	return nil
}

func evalPlover(_ *app, p *printer, gold io.Reader, r *reader) error {
	cases, err := eval.ReadPLV(gold)
	if err != nil {
		return err
	}
	s, err := eval.Plover(cases, r.annotate, r.claims)
	if err != nil {
		return err
	}
	p.printf("cases                %d\nroot type macro-F1   %.4f\npentaclass macro-F1  %.4f\nnothing found        %d\n", len(cases), s.Root.MacroF1(), s.Penta.MacroF1(), s.None)
	full, err := eval.PloverFull(cases, r.annotate, r.claims)
	if err != nil {
		return err
	}
	p.printf("nothing given, F1    %.4f\n\nroot types\n", full.F1())
	for _, c := range s.Root.Classes {
		p.printf("  %-18s %.4f  gold %d, found %d, right %d\n", c.Class, c.F1(), c.Gold, c.Pred, c.Correct)
	}
	p.printf("\nmost frequent errors\n")
	keys := make([]string, 0, len(s.Confused))
	for k := range s.Confused {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if a, b := s.Confused[keys[i]], s.Confused[keys[j]]; a != b {
			return a > b
		}
		return keys[i] < keys[j]
	})
	for i, k := range keys {
		if i == 20 {
			break
		}
		p.printf("  %-28s %d\n", k, s.Confused[k])
	}
	return nil
}

func evalActors(_ *app, p *printer, gold io.Reader, r *reader) error {
	cases, err := eval.ReadActors(gold)
	if err != nil {
		return err
	}
	s, err := eval.Actors(cases, r.annotate, r.claims)
	if err != nil {
		return err
	}
	p.printf("sentences            %d\nspans                gold %d, found %d\n", s.Cases, s.Gold, s.Pred)
	p.printf("exact F1             %.4f\npartial F1           %.4f  half credit for an overlap\noverlap F1           %.4f\nsource overlap F1    %.4f\ntarget overlap F1    %.4f\n",
		s.ExactF1(), s.PartialF1(), s.OverlapF1(), s.Source.F1(), s.Target.F1())
	return nil
}

func evalModality(_ *app, p *printer, gold io.Reader, r *reader) error {
	cases, err := eval.ReadModality(gold)
	if err != nil {
		return err
	}
	s, err := eval.Modality(cases, r.annotate, r.claims)
	if err != nil {
		return err
	}
	share := func(n int) float64 { return float64(n) / float64(max(s.Cases, 1)) }
	p.printf("cases                %d\nfound                %.4f\npolarity             %.4f\nmodality             %.4f\nsource               %.4f\nall three            %.4f\n\n",
		s.Cases, share(s.Found), share(s.Polarity), share(s.Modality), share(s.Source), share(s.Right))
	for _, w := range s.Wrong {
		p.printf("  %s\n", w)
	}
	return nil
}
