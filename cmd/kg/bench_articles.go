package main

import (
	"bufio"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"kg/article"
	"kg/ingest/recombine"
	"kg/nlp"
	"kg/nlp/token"
)

func newBenchArticlesCmd(a *app) *cobra.Command {
	var count int
	var seed uint64
	cmd := &cobra.Command{
		Use:   "articles PATH... | -",
		Short: "Make many articles out of the sentences of a few",
		Long: `Articles writes articles to standard output, a JSON line each, whose sentences are those of the articles in PATH, put
together anew. They are as long as those, and say nothing that is true: they are for measuring how a load does. The same
number and the same articles give the same lines; more lines begin with the same ones.`,
		Example: "  kg bench articles examples/articles --count 100000 >many.jsonl\n  kg --store many load many.jsonl",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if count <= 0 {
				return usageError{fmt.Errorf("--count: %d is not a number above 0", count)}
			}
			split, err := sentenceSplitter()
			if err != nil {
				return err
			}
			maker := recombine.Maker{Split: split}
			for x, err := range article.Read(cmd.Context(), paths, article.Options{Stdin: a.stdin}) {
				if err == nil {
					err = maker.Add(x)
				}
				if err != nil {
					return err
				}
			}
			articles, err := maker.Articles(count, seed)
			if err != nil {
				return err
			}
			out := bufio.NewWriterSize(a.stdout, 1<<16)
			enc := json.NewEncoder(out)
			enc.SetEscapeHTML(false)
			for x := range articles {
				if err := cmd.Context().Err(); err != nil {
					return err
				}
				if err := enc.Encode(articleLine{x.URL, x.Title, x.Date, x.Publisher, x.Text}); err != nil {
					return err
				}
			}
			return out.Flush()
		},
	}
	cmd.Flags().IntVar(&count, "count", 100_000, "how many articles")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "another number, other articles")
	return cmd
}

// articleLine is a line of a .jsonl file of articles.
type articleLine struct {
	URL       string `json:"url"`
	Title     string `json:"title,omitempty"`
	Date      string `json:"date"`
	Publisher string `json:"publisher,omitempty"`
	Text      string `json:"text"`
}

// sentenceSplitter gives the sentences of a text.
func sentenceSplitter() (func(text string) ([]string, error), error) {
	stage, err := token.Stage()
	if err != nil {
		return nil, err
	}
	pipeline, err := nlp.NewPipeline(stage)
	if err != nil {
		return nil, err
	}
	return func(text string) ([]string, error) {
		d, err := pipeline.Annotate(text, "")
		if err != nil {
			return nil, err
		}
		var out []string
		for i := range d.Sentences {
			out = append(out, d.Slice(d.Sentences[i].Span))
		}
		return out, nil
	}, nil
}
