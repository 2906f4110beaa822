package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/ingest"
	"kg/resolve"
)

func newWhyCmd(a *app) *cobra.Command {
	var asJSON bool
	var art string
	cmd := &cobra.Command{
		Use:   "why ENTITY | MENTION",
		Short: "Show why mentions stand for an entity",
		Long: `Why shows how each mention of an entity came to it: the words, the reason, and what else they might have stood for, with
scores, also those of other articles by which a family name alone or an acronym was resolved, or people of one name were
told apart. Where no entity has that name, it
shows what mentions with these words stand for. The articles are resolved again as they are in the graph, with the decisions
of the ledger.`,
		Example: "  kg why ent:John_Kerry\n  kg why Washington --article https://news.example/talks",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			ctx := cmd.Context()
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			ref, err := store.FindEntity(ctx, names[0])
			byWords := errors.Is(err, graph.ErrNotFound)
			if err != nil && !byWords {
				return err
			}
			var articles []string
			switch {
			case art != "":
				articles, err = a.articles(ctx, store, art)
			case byWords:
				articles, err = store.Articles(ctx)
			default:
				articles, err = store.Naming(ctx, ref.ID)
			}
			if err != nil {
				return err
			}
			engine, err := a.engine()
			if err != nil {
				return err
			}
			found := 0
			p := &printer{w: a.stdout}
			enc := json.NewEncoder(a.stdout)
			enc.SetEscapeHTML(false)
			for _, id := range articles {
				g, err := ingest.StoredArticle(ctx, store, id)
				if err != nil {
					return err
				}
				if byWords && !strings.Contains(g.Text, names[0]) {
					continue
				}
				x, err := engine.Analyse(g)
				if err != nil {
					return err
				}
				joins, err := store.Joins(ctx, id)
				if err != nil {
					return err
				}
				for _, d := range x.Decisions(joins) {
					if byWords && !strings.EqualFold(d.Text, names[0]) || !byWords && d.Entity != ref.ID {
						continue
					}
					found++
					if asJSON {
						if err := enc.Encode(whyJSON(id, d)); err != nil {
							return err
						}
						continue
					}
					printWhy(p, x, d)
				}
			}
			if found == 0 {
				return fmt.Errorf("%q: %w", names[0], graph.ErrNotFound)
			}
			return p.err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON line for each mention")
	cmd.Flags().StringVar(&art, "article", "", "only in this `article`: id, URL or file")
	return cmd
}

// decision is a line of kg why --json.
type decision struct {
	Article    string            `json:"article"`
	Mention    string            `json:"mention"`
	Start      int               `json:"start"`
	End        int               `json:"end"`
	Entity     string            `json:"entity"`
	Reason     string            `json:"reason"`
	Candidates []decisionAnother `json:"candidates,omitempty"`
}

type decisionAnother struct {
	Entity string  `json:"entity"`
	Score  float32 `json:"score"`
	Why    string  `json:"why"`
}

func whyJSON(article string, d resolve.Decision) decision {
	out := decision{Article: article, Mention: d.Text, Start: d.Start, End: d.End, Entity: d.Entity, Reason: d.Reason}
	for _, c := range d.Candidates {
		out.Candidates = append(out.Candidates, decisionAnother(c))
	}
	return out
}

func printWhy(p *printer, x *ingest.Analysis, d resolve.Decision) {
	p.printf("%-28s <ent:%s>  %s\n", d.Text, d.Entity, d.Reason)
	for _, c := range d.Candidates {
		p.printf("    %.2f  <ent:%s>  %s\n", c.Score, c.Entity, c.Why)
	}
	text := x.Doc.Text
	from, to := max(0, d.Start-50), min(len(text), d.End+50)
	p.printf("    art:%s  …%s…\n", x.Article.ID, strings.ToValidUTF8(strings.Join(strings.Fields(text[from:to]), " "), ""))
}
