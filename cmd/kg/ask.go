package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"kg/graph"
	"kg/graph/claims"
	"kg/graph/gizmo"
	"kg/queries"
	"kg/queries/format"
	"kg/schema"
)

// answerFlags are the flags of the commands that answer with rows.
type answerFlags struct {
	format, output, color string
	limit                 int
}

func (f *answerFlags) add(cmd *cobra.Command, limit int) {
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", string(format.Table), "table, json, jsonl, csv, tsv or markdown")
	fl.StringVar(&f.output, "output", "", "write to this `file` instead of standard output")
	fl.IntVar(&f.limit, "limit", limit, "how many rows at the most; 0: all")
	fl.StringVar(&f.color, "color", "auto", "auto, always or never")
}

// answer writes rows of the given columns.
func (a *app) answer(f answerFlags, columns []string, rows []gizmo.Row) error {
	kind, err := format.ParseKind(f.format)
	if err != nil {
		return usageError{fmt.Errorf("--format: %w", err)}
	}
	out := &queries.Answer{Rows: func(yield func(gizmo.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}}
	for _, c := range columns {
		out.Columns = append(out.Columns, queries.Column{Name: c})
	}
	return a.write(out, kind, queryFlags{output: f.output, limit: f.limit, color: f.color})
}

func newAskCmd(a *app) *cobra.Command {
	var f answerFlags
	var status []string
	cmd := &cobra.Command{
		Use:   "ask FROM RELATION TO",
		Short: "Ask who stands in a relation to whom; _ is a blank",
		Long: `Ask lists the claims that fit a pattern, each with its sentence. FROM and TO are entities by id, label or alias, RELATION
is one of the schema and takes its narrower ones with it; each may be a blank, "_" or "?", but one of FROM and TO has to be named.
It lists the latest 200, facts first; --status says which claims are wanted, --limit how many.`,
		Example: "  kg ask \"John Kerry\" meets _\n  kg ask _ supports \"Bashar al-Assad\" --format csv\n  kg ask Kerry _ Lavrov --status fact,denied",
		Args:    args(cobra.ExactArgs(3)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			for i := range args {
				if args[i] == "_" {
					args[i] = "?"
				}
			}
			if args[0] == "?" && args[2] == "?" {
				return usageError{fmt.Errorf("both ends are blank; name one of them")}
			}
			for _, s := range status {
				if !slices.Contains(graph.Statuses, s) {
					return usageError{fmt.Errorf("--status %s: there are %s", s, strings.Join(graph.Statuses, ", "))}
				}
			}
			relations, symmetric, err := a.relations(args[1])
			if err != nil {
				return usageError{err}
			}
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			filter := claims.Filter{Facts: slices.Equal(status, []string{graph.StatusFact}), Limit: f.limit}
			for _, r := range relations {
				filter.Relations = append(filter.Relations, "<"+r.IRI()+">")
			}
			if len(status) > 0 && !filter.Facts {
				filter.Limit = 0 // which are wanted is only known when they are read
			}
			for i, role := range []string{"subject", "object"} {
				name := args[2*i]
				if name == "?" {
					continue
				}
				ref, err := a.entity(ctx, store, name)
				if err != nil {
					return err
				}
				nodes, roles := &filter.About, &filter.Roles
				if filter.About != nil {
					nodes, roles = &filter.With, &filter.Sides
				}
				*nodes = []string{"<" + schema.EntPrefix + ref.ID + ">"}
				if !symmetric {
					*roles = []string{role}
				}
			}
			found, err := findClaims(ctx, store, filter)
			if err != nil {
				return err
			}
			if len(status) > 0 {
				found = slices.DeleteFunc(found, func(c graph.Statement) bool { return !slices.Contains(status, c.Status()) })
			}
			if f.limit > 0 && len(found) >= f.limit {
				found = found[len(found)-f.limit:]
				fmt.Fprintf(a.stderr, "the latest %d; --limit 0 lists all\n", f.limit)
			}
			slices.SortStableFunc(found, func(x, y graph.Statement) int {
				return slices.Index(graph.Statuses, x.Status()) - slices.Index(graph.Statuses, y.Status())
			})
			rows, err := claimRows(ctx, store, found)
			if err != nil {
				return err
			}
			return a.answer(f, claimColumns, rows)
		},
	}
	f.add(cmd, 200)
	cmd.Flags().StringSliceVar(&status, "status", nil, "fact, stated, reported, intended, uncertain or denied; several with commas (default: all)")
	return cmd
}

// relations are the relation of that id or label and the narrower ones; none for a blank. symmetric says whether all of
// them hold both ways.
func (a *app) relations(name string) (ids []schema.RelationID, symmetric bool, err error) {
	s, err := a.schema()
	if err != nil || name == "?" {
		return nil, true, err
	}
	name = strings.TrimPrefix(strings.Trim(name, "<>"), schema.RelPrefix)
	var near []string
	for _, r := range s.Relations() {
		if strings.EqualFold(string(r.ID), name) || strings.EqualFold(r.Label, name) {
			return s.Narrower(r.ID), r.Symmetric, nil
		}
		if len(name) > 1 && strings.HasPrefix(strings.ToLower(string(r.ID)), strings.ToLower(name[:2])) {
			near = append(near, string(r.ID))
		}
	}
	if len(near) > 0 {
		return nil, false, fmt.Errorf("relation %q: the schema has none of that name, but %s", name, strings.Join(near, ", "))
	}
	return nil, false, fmt.Errorf("relation %q: the schema has none of that name; kg query relations lists them", name)
}

var claimColumns = []string{"when", "who", "how", "whom", "status", "said_by", "sentence", "article"}

// findClaims reads the claims that a filter wants, oldest first.
func findClaims(ctx context.Context, store *graph.Store, f claims.Filter) ([]graph.Statement, error) {
	numbers, err := claims.New(store.QuadStore())
	if err != nil {
		return nil, err
	}
	found, err := numbers.Find(ctx, f)
	if err != nil {
		return nil, err
	}
	reader := graph.NewReader(store)
	out := make([]graph.Statement, len(found))
	day := make(map[string]string, len(found))
	for i, c := range found {
		st, err := reader.Claim(ctx, strings.TrimPrefix(strings.Trim(c.ID, "<>"), schema.ClaimPrefix))
		if err != nil {
			return nil, err
		}
		article, err := reader.Info(ctx, st.Article)
		if err != nil {
			return nil, err
		}
		out[i], day[st.ID] = *st, cmp.Or(st.From, article.Date, "9999")
	}
	slices.SortFunc(out, func(x, y graph.Statement) int {
		return cmp.Or(strings.Compare(day[x.ID], day[y.ID]), strings.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start), strings.Compare(x.ID, y.ID))
	})
	return out, nil
}

// claimRows are claims as rows of claimColumns.
func claimRows(ctx context.Context, store *graph.Store, claims []graph.Statement) ([]gizmo.Row, error) {
	var rows []gizmo.Row
	r, labels := graph.NewReader(store), map[string]string{}
	label := func(id, words string) (string, error) {
		if id == "" {
			return strings.Join(strings.Fields(words), " "), nil
		}
		if l, ok := labels[id]; ok {
			return l, nil
		}
		l, err := queries.Label(ctx, store.QuadStore(), quad.IRI(schema.EntPrefix+id))
		labels[id] = cmp.Or(l, id)
		return labels[id], err
	}
	for i := range claims {
		c := &claims[i]
		article, err := r.Info(ctx, c.Article)
		if err != nil {
			return nil, err
		}
		who, err := label(c.Subject, c.SubjectText)
		if err != nil {
			return nil, err
		}
		whom, err := label(c.Object, c.ObjectText)
		if err != nil {
			return nil, err
		}
		saidBy, err := label(c.SaidBy, "")
		if err != nil {
			return nil, err
		}
		how := string(c.Relation)
		if how == "" {
			how = c.Lemma
		}
		title := article.Title
		if title == "" {
			title = "art:" + article.ID
		}
		rows = append(rows, gizmo.Row{Names: claimColumns, Values: []any{
			c.Day(article), who, how, whom, c.Status(), saidBy, strings.Join(strings.Fields(c.Sentence), " "), title,
		}})
	}
	return rows, nil
}
