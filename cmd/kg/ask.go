package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
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
Facts come first; --status says which claims are wanted.`,
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
			filter := graph.Filter{Relations: relations, Status: status}
			for i, end := range []*string{&filter.Subject, &filter.Object} {
				if name := args[2*i]; name != "?" {
					ref, err := store.FindEntity(ctx, name)
					if err != nil {
						return suggestEntities(cmd, store, name, err)
					}
					*end = ref.ID
				}
			}
			reader := graph.NewReader(store)
			found, err := reader.Claims(ctx, filter)
			if err != nil {
				return err
			}
			if symmetric {
				filter.Subject, filter.Object = filter.Object, filter.Subject
				other, err := reader.Claims(ctx, filter)
				if err != nil {
					return err
				}
				found.Claims = append(found.Claims, other.Claims...)
			}
			slices.SortStableFunc(found.Claims, func(x, y graph.Statement) int {
				return slices.Index(graph.Statuses, x.Status()) - slices.Index(graph.Statuses, y.Status())
			})
			rows, err := claimRows(ctx, reader, found.Claims)
			if err != nil {
				return err
			}
			return a.answer(f, claimColumns, rows)
		},
	}
	f.add(cmd, 0)
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

// claimRows are claims as rows of claimColumns.
func claimRows(ctx context.Context, r *graph.Reader, claims []graph.Statement) ([]gizmo.Row, error) {
	var rows []gizmo.Row
	label := func(id, words string) (string, error) {
		if id == "" {
			return strings.Join(strings.Fields(words), " "), nil
		}
		n, err := r.Node(ctx, id)
		return n.Label, err
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
