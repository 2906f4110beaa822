package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/article"
	"kg/extract"
	"kg/ingest"
	"kg/nlp"
	"kg/resolve"
)

func newExtractCmd(a *app) *cobra.Command {
	var asJSON, open, implied bool
	var form string
	cmd := &cobra.Command{
		Use:     "extract FILE... | -",
		Short:   "Show the claims of articles without storing them",
		Long:    "Extract prints the claims that kg reads in articles, and stores nothing. With --json one claim a line;\nstart and end are byte offsets in the article's text.",
		Example: "  kg extract article.txt\n  kg extract --json - <article.html\n  kg extract --open --format carb sentences.txt\n  kg extract --implied article.txt",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if open || form != "" {
				return a.extractOpen(paths, open, form)
			}
			if implied {
				show, err := a.impliedPrinter()
				if err != nil {
					return err
				}
				return a.analyse(cmd, paths, show)
			}
			enc := json.NewEncoder(a.stdout)
			enc.SetEscapeHTML(false)
			return a.analyse(cmd, paths, func(x *ingest.Analysis) error {
				if !asJSON {
					return printClaims(&printer{w: a.stdout}, x, false)
				}
				for i := range x.Claims {
					if err := enc.Encode(claimJSON(x, i)); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON line for each claim")
	cmd.Flags().BoolVar(&implied, "implied", false, "print relations that sentences imply, as re3d types them: for recall, two in three are not right")
	cmd.Flags().BoolVar(&open, "open", false, "read open claims only, one sentence a line in")
	cmd.Flags().StringVar(&form, "format", "", "with --open: `carb`, sentence, confidence, relation and arguments parted by tabs")
	return cmd
}

// analyse reads and analyses the articles of paths. One that cannot be read is named, the others go on.
func (a *app) analyse(cmd *cobra.Command, paths []string, show func(*ingest.Analysis) error) error {
	engine, err := a.engine()
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	failed, done := 0, 0
	for art, err := range article.Read(ctx, paths, article.Options{Stdin: a.stdin, Language: "any"}) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			var x *ingest.Analysis
			if x, err = engine.Analyse(art); err == nil {
				done++
				if err := show(x); err != nil {
					return err
				}
				continue
			}
		}
		failed++
		fmt.Fprintln(a.stderr, "kg:", err)
	}
	if failed > 0 {
		return errPartial
	}
	if done == 0 {
		return fmt.Errorf("%s: no article in it", strings.Join(paths, ", "))
	}
	return nil
}

// engine is the engine that the configuration describes.
func (a *app) engine() (*ingest.Engine, error) {
	ledger, err := a.ledger()
	if err != nil {
		return nil, err
	}
	return a.engineWith(ledger)
}

func (a *app) engineWith(ledger *resolve.Ledger) (*ingest.Engine, error) {
	s, err := a.schema()
	if err != nil {
		return nil, err
	}
	return ingest.NewEngine(ingest.Options{
		Schema: s, Reported: a.config.Extract.Reported, Gazetteer: a.config.Resolve.Gazetteer, Ledger: ledger,
	})
}

type jsonClaim struct {
	Subject     jsonArg          `json:"subject"`
	Relation    string           `json:"relation"`
	Phrase      string           `json:"phrase"`
	Lemma       string           `json:"lemma"`
	Object      jsonArg          `json:"object"`
	Polarity    string           `json:"polarity"`
	Modality    string           `json:"modality"`
	Tense       string           `json:"tense"`
	Attribution *jsonAttribution `json:"attribution"`
	Time        *jsonTime        `json:"time"`
	Place       *jsonArg         `json:"place"`
	Event       string           `json:"event"`
	Mode        string           `json:"mode"`
	Confidence  float32          `json:"confidence"`
	Rule        string           `json:"rule"`
	Sentence    string           `json:"sentence"`
	Start       int              `json:"start"`
	End         int              `json:"end"`
	Fact        bool             `json:"fact"`
	Why         string           `json:"why"`
}

type jsonArg struct {
	Text  string `json:"text"`
	ID    string `json:"id"`
	Label string `json:"label"`
	Class string `json:"class"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type jsonAttribution struct {
	Source  jsonArg `json:"source"`
	Verb    string  `json:"verb"`
	Factive bool    `json:"factive"`
	Quoted  bool    `json:"quoted"`
}

type jsonTime struct {
	Text      string `json:"text"`
	From      string `json:"from"`
	To        string `json:"to"`
	Precision string `json:"precision"`
}

func claimJSON(x *ingest.Analysis, i int) jsonClaim {
	c := &x.Claims[i]
	out := jsonClaim{
		Subject: argJSON(x, &c.Subject), Relation: string(c.Relation), Phrase: c.Phrase, Lemma: c.Lemma,
		Object: argJSON(x, &c.Object), Polarity: string(c.Polarity), Modality: string(c.Modality), Tense: string(c.Tense),
		Event: c.Event, Mode: c.Mode, Confidence: c.Confidence, Rule: c.Rule,
		Sentence: x.Doc.Slice(c.Evidence), Start: c.Evidence.Start, End: c.Evidence.End, Fact: x.Fact(i), Why: c.Why,
	}
	if t := c.Attribution; t != nil {
		out.Attribution = &jsonAttribution{argJSON(x, &t.Source), t.Verb, t.Factive, t.Quoted}
	}
	if t := c.Time; t != nil {
		out.Time = &jsonTime{x.Doc.Slice(t.Span), t.From, t.To, string(t.Precision)}
	}
	if c.Place != nil {
		place := argJSON(x, c.Place)
		out.Place = &place
	}
	return out
}

func argJSON(x *ingest.Analysis, arg *extract.Arg) jsonArg {
	out := jsonArg{Text: arg.Text, Class: string(arg.Class), Start: arg.Start, End: arg.End}
	if e, ok := x.Entity(arg); ok {
		out.ID, out.Label, out.Class = e.ID, e.Label, string(e.Class)
	}
	return out
}

// printClaims prints the claims of x by sentence; with all, what is behind each of them too.
func printClaims(p *printer, x *ingest.Analysis, all bool) error {
	last := -1
	for i := range x.Claims {
		c := &x.Claims[i]
		if c.Sentence != last {
			p.printf("\n%s\n", oneLine(x.Doc, c.Evidence))
			last = c.Sentence
		}
		mark, relation := "-", string(c.Relation)
		if x.Fact(i) {
			mark = "+"
		}
		if relation == "" {
			relation = "“" + c.Lemma + "”"
		}
		p.printf("  %s %s  %s  %s", mark, argLabel(x, &c.Subject), relation, argLabel(x, &c.Object))
		if c.Polarity != extract.Affirmed {
			p.printf("  %s", c.Polarity)
		}
		if c.Modality != extract.Asserted {
			p.printf("  %s", c.Modality)
		}
		if c.Attribution != nil {
			p.printf("  [%s: %s]", argLabel(x, &c.Attribution.Source), c.Attribution.Verb)
		}
		if c.Time != nil {
			p.printf("  %s", x.Doc.Slice(c.Time.Span))
			if c.Time.From != "" {
				p.printf(" = %s…%s", c.Time.From, c.Time.To)
			}
		}
		if c.Place != nil {
			p.printf("  in %s", argLabel(x, c.Place))
		}
		p.printf("  %.2f\n", c.Confidence)
		if all {
			p.printf("      words: %s | %s | %s\n", c.Subject.Text, c.Phrase, c.Object.Text)
			p.printf("      rule:  %s, %s\n", c.Rule, c.Path)
			p.printf("      fact:  %t, %s\n", x.Fact(i), c.Why)
		}
	}
	return p.err
}

func argLabel(x *ingest.Analysis, arg *extract.Arg) string {
	if e, ok := x.Entity(arg); ok {
		return e.Label
	}
	return strings.Join(strings.Fields(arg.Text), " ")
}

func oneLine(d *nlp.Doc, s nlp.Span) string { return strings.Join(strings.Fields(d.Slice(s)), " ") }
