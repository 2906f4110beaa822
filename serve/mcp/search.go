package mcp

import (
	"context"
	"fmt"
	"slices"

	"kg/graph"
	"kg/schema"
)

type searchArgs struct {
	Query string   `json:"query" doc:"words of a name, or of a headline or sentence" need:"1"`
	Kind  []string `json:"kind" doc:"what to look for; entities where it is absent" enum:"entity|headline|sentence"`
	Class string   `json:"class" doc:"class of the entities, such as Person, Organisation, Place"`
	Limit int      `json:"limit" doc:"results of a kind, 10 where it is absent" max:"100"`
	bounded
}

func search(ctx context.Context, v *view, a *searchArgs) (string, error) {
	if a.Class != "" {
		if _, ok := v.Schema().Class(schema.ClassID(a.Class)); !ok {
			return "", wrongCall("class: there is no class %q", cut(a.Class, 50))
		}
	}
	limit, kinds, out := orDefault(a.Limit, 10), a.Kind, newBudget(a.MaxTokens)
	if len(kinds) == 0 {
		kinds = []string{"entity"}
	}
	nothing := true
	if slices.Contains(kinds, "entity") {
		found, total, err := v.Search(ctx, a.Query, schema.ClassID(a.Class), limit)
		if err != nil {
			return "", err
		}
		shown := 0
		for _, m := range found {
			also := ""
			if m.Name != "" {
				also = ", also called " + line(m.Name)
			}
			if !out.add(fmt.Sprintf("%s%s, in %s\n", named(m.Node), also, count(m.Articles, "article"))) {
				break
			}
			shown++
		}
		if nothing = nothing && total == 0; shown < total {
			out.note("%d of %d entities; give more of the name, a class, or a larger limit or max_tokens", shown, total)
		}
	}
	for _, t := range []struct {
		kind string
		find func(context.Context, string, int) ([]graph.TextMatch, error)
	}{{"headline", v.SearchHeadlines}, {"sentence", v.SearchSentences}} {
		if !slices.Contains(kinds, t.kind) {
			continue
		}
		found, err := t.find(ctx, a.Query, limit)
		if err != nil {
			return "", err
		}
		nothing = nothing && len(found) == 0
		for i, m := range found {
			source, err := v.source(ctx, m.Article)
			if err != nil {
				return "", err
			}
			if !out.add(fmt.Sprintf("%s: \"%s\" (%s)\n", t.kind, line(m.Text), source)) {
				out.note("%d of %d %ss left out for length", len(found)-i, len(found), t.kind)
				break
			}
		}
	}
	if nothing {
		return "nothing found", nil
	}
	return out.String(), nil
}
