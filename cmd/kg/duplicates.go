package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/resolve"
)

func newDuplicatesCmd(a *app) *cobra.Command {
	var format string
	var least float64
	var limit int
	cmd := &cobra.Command{
		Use:   "duplicates",
		Short: "Propose entities that may be one",
		Long: `Duplicates lists pairs of entities whose names, class, country and neighbours say that they may be one, the likeliest
first. A family name alone counts more where it is in an article that tells of the same as one with the full name. Two
people of one name who were told apart are proposed too, with what the articles say of each. With --format csv the list can
be looked through in a table: put "merge" or "keep" into the column verdict, and give the file to kg apply.`,
		Example: "  kg duplicates\n  kg duplicates --format csv >decisions.csv",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "table" && format != "csv" && format != "jsonl" {
				return usageError{fmt.Errorf("--format: %q is not table, csv or jsonl", format)}
			}
			ctx := cmd.Context()
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			profiles, err := profilesOf(ctx, store)
			if err != nil {
				return err
			}
			sch, err := a.schema()
			if err != nil {
				return err
			}
			ledger, err := a.ledger()
			if err != nil {
				return err
			}
			r, err := resolve.New(resolve.Options{Schema: sch, Gazetteer: a.config.Resolve.Gazetteer, Ledger: ledger})
			if err != nil {
				return err
			}
			pairs := r.Duplicates(profiles, float32(least))
			if limit > 0 && len(pairs) > limit {
				pairs = pairs[:limit]
			}
			return a.writePairs(pairs, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "table, csv or jsonl")
	cmd.Flags().Float64Var(&least, "min", 0.6, "leave out pairs with a lower `score`, 0 to 1")
	cmd.Flags().IntVar(&limit, "limit", 0, "how many pairs at most (0: all)")
	return cmd
}

func (a *app) writePairs(pairs []resolve.Pair, format string) error {
	switch format {
	case "csv":
		w := csv.NewWriter(a.stdout)
		rows := [][]string{{"verdict", "keep", "drop", "score", "evidence"}}
		for _, p := range pairs {
			rows = append(rows, []string{"", "ent:" + p.Keep, "ent:" + p.Drop, strconv.FormatFloat(float64(p.Score), 'f', 2, 32), p.Evidence})
		}
		return w.WriteAll(rows)
	case "jsonl":
		enc := json.NewEncoder(a.stdout)
		enc.SetEscapeHTML(false)
		for _, p := range pairs {
			if err := enc.Encode(map[string]any{"keep": p.Keep, "drop": p.Drop, "score": p.Score, "evidence": p.Evidence}); err != nil {
				return err
			}
		}
		return nil
	}
	p := &printer{w: a.stdout}
	for _, x := range pairs {
		p.printf("%.2f  <ent:%s>  <ent:%s>\n      %s\n", x.Score, x.Keep, x.Drop, x.Evidence)
	}
	return p.err
}

// profilesOf collects what the graph knows of every entity, by id.
func profilesOf(ctx context.Context, store *graph.Store) ([]resolve.Profile, error) {
	articles, err := store.Articles(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[string]*resolve.Profile{}
	var order []string
	near := func(id, other string) {
		if p := byID[id]; p != nil && other != "" && other != id && !slices.Contains(p.Near, other) {
			p.Near = append(p.Near, other)
		}
	}
	texts := map[string]string{}
	for _, id := range articles {
		rec, err := store.Record(ctx, id)
		if err != nil {
			return nil, err
		}
		texts[id] = rec.Article.Text
		for _, e := range rec.Entities {
			p := byID[e.ID]
			if p == nil {
				p = &resolve.Profile{ID: e.ID, Label: e.Label, Class: e.Class, Country: e.Country}
				byID[e.ID] = p
				order = append(order, e.ID)
			}
			p.Articles++
			for _, m := range e.Marks {
				if !slices.Contains(p.Marks, m) {
					p.Marks = append(p.Marks, m)
				}
			}
			p.In = append(p.In, id)
			for _, name := range append(e.Aliases, e.Label) {
				if name != p.Label && !slices.Contains(p.Aliases, name) {
					p.Aliases = append(p.Aliases, name)
				}
			}
		}
		for _, c := range rec.Claims {
			near(c.Subject, c.Object)
			near(c.Object, c.Subject)
			near(c.Subject, c.Place)
		}
	}
	story := resolve.Stories(texts)
	for _, p := range byID {
		for _, id := range p.In {
			p.Stories = append(p.Stories, story[id])
		}
		slices.Sort(p.In)
		slices.Sort(p.Marks)
		slices.Sort(p.Stories)
	}
	slices.Sort(order)
	out := make([]resolve.Profile, len(order))
	for i, id := range order {
		out[i] = *byID[id]
	}
	return out, nil
}
