package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
)

func newShowCmd(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show ENTITY",
		Short:   "Show what the graph knows of an entity, with the sentences",
		Long:    "Show prints an entity's names, class and facts, each with the sentences and articles that state it.\nENTITY is an id (ent:John_Kerry), a label or an alias.",
		Example: `  kg show "John Kerry"`,
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			ref, err := a.entity(ctx, store, args[0])
			if err != nil {
				return err
			}
			view, err := store.Entity(ctx, ref.ID)
			if err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(a.stdout)
				e.SetIndent("", "  ")
				return e.Encode(view)
			}
			return printEntity(a.stdout, view)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func printEntity(w io.Writer, v *graph.EntityView) error {
	p := &printer{w: w}
	p.printf("%s  <ent:%s>\n", v.Label, v.ID)
	var classes []string
	for _, c := range v.Classes {
		classes = append(classes, string(c))
	}
	p.field("class", strings.Join(classes, ", "))
	p.field("also", strings.Join(v.Aliases, "; "))
	p.field("stands for", labels(v.StandsFor))
	p.field("stood for by", labels(v.StoodFor))
	if v.Country != nil {
		p.field("country", v.Country.Label)
	}
	p.field("sector", strings.Join(v.Sectors, ", "))
	p.field("ids", strings.Join(v.ExactMatch, ", "))
	p.printf("  %-12s %d\n", "articles", v.Articles)
	for _, f := range v.Out {
		p.fact(f)
	}
	for _, f := range v.In {
		p.fact(f)
	}
	return p.err
}

func labels(refs []graph.EntityRef) string {
	var out []string
	for _, r := range refs {
		out = append(out, r.Label)
	}
	return strings.Join(out, ", ")
}

// printer keeps the first error of writing.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// field prints a line with a name, if there is a value.
func (p *printer) field(name, value string) {
	if value != "" {
		p.printf("  %-12s %s\n", name, value)
	}
}

func (p *printer) fact(f graph.Fact) {
	p.printf("\n%s  %s  %s\n", f.Subject.Label, f.Relation, f.Object.Label)
	for _, e := range f.Evidence {
		p.printf("  “%s”\n", strings.Join(strings.Fields(e.Sentence), " "))
		where := []string{}
		for _, s := range []string{e.Title, e.Publisher, e.Date, e.URL} {
			if s != "" {
				where = append(where, s)
			}
		}
		p.printf("    %s  <art:%s> %d–%d", strings.Join(where, ", "), e.Article, e.Start, e.End)
		if e.SaidBy != "" {
			p.printf("  said by %s", e.SaidBy)
		}
		p.printf("  confidence %.2f\n", e.Confidence)
	}
}
