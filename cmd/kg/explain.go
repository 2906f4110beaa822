package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"kg/ingest"
	"kg/nlp"
)

func newExplainCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain FILE... | -",
		Short: "Show every layer behind the claims of an article",
		Long: `Explain prints what kg makes of an article, layer by layer: the article, each sentence with its tokens, tags and
tree, the mentions with their chains, the times, the entities with the reasons for them, and the claims, each with its rule,
its path in the tree and why it is or is not a fact.`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return a.analyse(cmd, paths, func(x *ingest.Analysis) error { return explain(&printer{w: a.stdout}, x) })
		},
	}
}

func explain(p *printer, x *ingest.Analysis) error {
	art, d := x.Article, x.Doc
	p.printf("# article\n")
	p.field("id", "art:"+art.ID)
	p.field("source", art.Source)
	p.field("title", art.Title)
	p.field("url", art.URL)
	p.field("publisher", art.Publisher)
	p.field("date", art.Date)
	p.field("language", art.Language)
	p.field("sha256", art.SHA256)

	p.printf("\n# sentences: %d, with %d tokens\n", len(d.Sentences), len(d.Tokens))
	for n, s := range d.Sentences {
		p.printf("\n%d  %d–%d  %s\n", n+1, s.Start, s.End, oneLine(d, s.Span))
		for i := s.First; i < s.Last; i++ {
			t := d.Tokens[i]
			head, word := 0, "ROOT"
			if t.Head != nlp.Root {
				head, word = t.Head-s.First+1, d.Word(t.Head)
			}
			p.printf("  %3d %-18s %-16s %-6s %-5s %3d %-14s %-16s %.2f\n",
				i-s.First+1, d.Word(i), t.Lemma, t.UPOS, t.XPOS, head, t.Rel, word, t.Score)
		}
	}

	p.printf("\n# mentions: %d\n", len(d.Mentions))
	for _, m := range d.Mentions {
		p.printf("  chain %-4d %-8s %-5s %5d–%-5d %s\n",
			m.Chain, [...]string{"name", "nominal", "pronoun"}[m.Kind], m.Class, m.Start, m.End, oneLine(d, m.Span))
	}
	p.printf("\n# times: %d\n", len(d.Times))
	for _, t := range d.Times {
		p.printf("  %-28s %s … %s %s\n", oneLine(d, t.Span), t.From, t.To, t.Precision)
	}
	p.printf("\n# entities: %d; the mentions and why they stand for them\n", len(x.Resolution.Entities))
	for _, r := range x.Resolution.Decisions {
		p.printf("  %-36s %-28s %s\n", fmt.Sprintf("%.36s", oneLine(d, r.Span)), r.Entity, r.Reason)
	}

	p.printf("\n# claims: %d; + is a fact\n", len(x.Claims))
	return printClaims(p, x, true)
}
