package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/graph/claims"
	"kg/schema"
)

func newShowCmd(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show ENTITY",
		Short: "Show what the graph knows of an entity, with the sentences",
		Long: `Show prints an entity's names, class, positions and facts, each with the sentences and articles that state it, and how many claims
about it are no facts: kg timeline --all lists these. ENTITY is an id (ent:John_Kerry), a label or an alias.`,
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
			about, err := aside(ctx, store, ref.ID)
			if err != nil {
				return err
			}
			return printEntity(a.stdout, view, about)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// mostPositions is how many positions of an entity are shown, the latest.
const mostPositions = 8

// besides is what show tells of an entity beside its names and facts.
type besides struct {
	positions []string
	claims    claims.Summary
}

// aside reads what is told of an entity beside its names and facts.
func aside(ctx context.Context, store *graph.Store, id string) (*besides, error) {
	node := "<" + schema.EntPrefix + id + ">"
	numbers, err := claims.New(store.QuadStore())
	if err != nil {
		return nil, err
	}
	out := new(besides)
	if out.claims, err = numbers.Summary(ctx, node); err != nil {
		return nil, err
	}
	held, err := findClaims(ctx, store, claims.Filter{About: []string{node}, Roles: []string{"subject"},
		Relations: []string{"<" + schema.RelPrefix + "holdsPosition>"}, Limit: 5 * mostPositions})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := len(held) - 1; i >= 0 && len(out.positions) < mostPositions; i-- { // the latest first
		st := &held[i]
		if st.Status() != graph.StatusFact && st.Status() != graph.StatusStated || st.Literal == "" || seen[strings.ToLower(st.Literal)] {
			continue
		}
		seen[strings.ToLower(st.Literal)] = true
		out.positions = append(out.positions, st.Literal)
	}
	return out, nil
}

func printEntity(w io.Writer, v *graph.EntityView, b *besides) error {
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
	p.field("positions", strings.Join(b.positions, "; "))
	p.field("ids", strings.Join(v.ExactMatch, ", "))
	p.printf("  %-12s %d\n", "articles", v.Articles)
	p.printf("  %-12s %d, of which %d are behind facts\n", "claims", b.claims.Claims, b.claims.Facts)
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
