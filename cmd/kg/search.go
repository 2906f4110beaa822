package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/schema"
)

// places are where kg search looks, in the order of its answer.
var places = []string{"names", "headlines", "sentences"}

func newSearchCmd(a *app) *cobra.Command {
	var f answerFlags
	var class string
	var in []string
	cmd := &cobra.Command{
		Use:   "search TEXT...",
		Short: "Find entities by name, articles by headline, claims by sentence",
		Long: `Search finds entities by name or alias, whatever the case and the accents, the best first: a name that is the text, one that
starts with it, then those that most articles name. Headlines and the sentences of claims follow, those first that have the
most words of the text, a rare word counting more; a word of four letters or more also finds those that it begins.

Words in quotation marks have to stand together, just so; a word, or words in quotation marks, after a "-" must not be
there. The shell takes quotation marks away, so put others around them.`,
		Example: "  kg search kerr\n  kg search united --class Country\n  kg search chemical weapons inspectors --in sentences\n" +
			"  kg search '\"peace talks\" geneva'\n  kg search 'johnson -boris'",
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, place := range in {
				if !slices.Contains(places, place) {
					return usageError{fmt.Errorf("--in %q: there are %s", place, strings.Join(places, ", "))}
				}
			}
			switch {
			case class != "" && !cmd.Flags().Changed("in"):
				in = places[:1]
			case class != "" && !slices.Equal(in, places[:1]):
				return usageError{fmt.Errorf("--class %s: only names have a class, so --in has to be names", class)}
			}
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			rows, err := search(cmd.Context(), graph.NewReader(store), strings.Join(args, " "), schema.ClassID(class), in, f.limit)
			if err != nil {
				return err
			}
			return a.answer(f, searchColumns, rows)
		},
	}
	f.add(cmd, 20)
	cmd.Flags().StringVar(&class, "class", "", "only entities of this `class` of the schema, or one below it")
	cmd.Flags().StringSliceVar(&in, "in", places, "where to look")
	return cmd
}

var searchColumns = []string{"text", "kind", "articles", "note", "id"}

// search gives at most limit rows; 0 means all.
func search(ctx context.Context, r *graph.Reader, text string, class schema.ClassID, in []string, limit int) (rows []gizmo.Row, err error) {
	if limit == 0 {
		limit = 1 << 30
	}
	add := func(values ...any) { rows = append(rows, gizmo.Row{Names: searchColumns, Values: values}) }
	if slices.Contains(in, "names") {
		found, _, err := r.Search(ctx, text, class, limit)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			add(m.Label, string(m.Class), m.Articles, m.Name, schema.EntPrefix+m.ID)
		}
	}
	if slices.Contains(in, "headlines") {
		found, err := r.SearchHeadlines(ctx, text, limit-len(rows))
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			article, err := r.Info(ctx, m.Article)
			if err != nil {
				return nil, err
			}
			add(m.Text, "headline", 1, strings.TrimSpace(article.Date+" "+article.Publisher), graph.ArticleIRI(m.Article))
		}
	}
	if slices.Contains(in, "sentences") {
		found, err := r.SearchSentences(ctx, text, limit-len(rows))
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			article, err := r.Info(ctx, m.Article)
			if err != nil {
				return nil, err
			}
			title := article.Title
			if title == "" {
				title = graph.ArticleIRI(m.Article)
			}
			add(strings.Join(strings.Fields(m.Text), " "), "sentence", 1, strings.TrimSpace(article.Date+" "+title), schema.ClaimPrefix+m.Claim)
		}
	}
	return rows, nil
}
