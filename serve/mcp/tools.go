package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kg/graph"
	"kg/queries"
	"kg/schema"
)

// view is the graph in one state, for one call.
type view struct {
	*graph.Reader
	library *queries.Library
	time    time.Duration
}

// bounded is the bound of an answer, which every tool takes.
type bounded struct {
	MaxTokens int `json:"max_tokens" doc:"length of the answer in tokens, 1500 where it is absent" max:"20000"`
}

func tools() []tool {
	return []tool{
		makeTool("search", "Search the graph", "Finds entities by the beginnings of words of their names, and on request headlines and sentences by their words. "+
			"Gives the ids that the other tools take.", search),
		makeTool("entity", "Look at an entity", "What an entity is called, what it is, how much is said of it, its positions, and the entities most is said of together with it.", entity),
		makeTool("facts", "Read facts with evidence", "What is said of an entity, between two entities, or by a relation, each fact with sentences of the articles that say it.", facts),
		makeTool("path", "Find connections", "The shortest chains of asserted facts between two entities, with a sentence for each step.", path),
		makeTool("list_queries", "List saved queries", "The saved queries with their parameters, for run_query.", listQueries),
		makeTool("run_query", "Run a saved query", "Runs a saved query, such as who-met-whom or timeline; its rows come as a table.", runQuery),
	}
}

// find is the entity that text names: its id, or a name of it. note says what else it might be.
func (v *view) find(ctx context.Context, text string) (n graph.Node, note string, err error) {
	id := strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "<"), ">"), schema.EntPrefix)
	if n, err = v.Node(ctx, id); err != nil || n.Articles > 0 {
		return n, "", err
	}
	found, total, err := v.Search(ctx, strings.TrimPrefix(text, schema.EntPrefix), "", 6)
	if err != nil {
		return n, "", err
	}
	exact := func(m graph.Match) bool { return strings.EqualFold(m.Label, text) || strings.EqualFold(m.Name, text) }
	same := slices.IndexFunc(found, func(m graph.Match) bool { return !exact(m) })
	if same < 0 {
		same = len(found)
	}
	switch {
	case total == 0:
		return n, "", wrongCall("no entity is called %q; search for a part of the name", cut(text, 100))
	case same == 1, total == 1:
		return found[0].Node, "", nil
	case same > 1:
		return found[0].Node, "also called so: " + names(found[1:same]), nil
	}
	return n, "", wrongCall("no entity is called %q; there is %s", cut(text, 100), names(found))
}

func names(found []graph.Match) string {
	var out []string
	for _, m := range found {
		out = append(out, named(m.Node))
	}
	return strings.Join(out, ", ")
}

// named is an entity with its id: John Kerry (John_Kerry, Person). A label that is the id is left out.
func named(n graph.Node) string {
	if n.Label == n.ID || n.Label == "" {
		return fmt.Sprintf("%s (%s)", n.ID, n.Class)
	}
	return fmt.Sprintf("%s (%s, %s)", line(n.Label), n.ID, n.Class)
}

// source names an article: publisher, day, id.
func (v *view) source(ctx context.Context, id string) (string, error) {
	a, err := v.Info(ctx, id)
	if err != nil {
		return "", err
	}
	parts := slices.DeleteFunc([]string{line(a.Publisher), a.Date, schema.ArtPrefix + id}, func(s string) bool { return s == "" })
	return strings.Join(parts, ", "), nil
}

// label is what a relation is called; words where the schema has none.
func (v *view) label(id schema.RelationID, words string) string {
	if id == "" {
		return line(words)
	}
	if r, ok := v.Schema().Relation(id); ok {
		return r.Label
	}
	return string(id)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func orDefault(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
