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

type loadArgs struct {
	Article
	bounded
}

// loadTool is the one tool that writes.
func (s *Server) loadTool() tool {
	t := makeTool("load_article", "Load an article", "Reads a news article into the graph and gives the facts that were found in it, with their sentences.",
		func(ctx context.Context, v *view, a *loadArgs) (string, error) {
			done, err := s.opt.Load(ctx, a.Article)
			if err != nil {
				return "", err
			}
			reader, left, err := s.reader.Now(ctx)
			if err != nil {
				return "", err
			}
			defer left()
			said, err := facts(ctx, &view{reader, v.library, v.time}, &factsArgs{Article: done.Article, Open: true, Sentences: 1, Limit: 100, bounded: a.bounded})
			if err != nil {
				return "", err
			}
			out := newBudget(a.MaxTokens)
			out.add(fmt.Sprintf("%s: %s%s, %s, %d of them facts\n%s\n", done.Status, schema.ArtPrefix, done.Article, count(done.Claims, "claim"), done.Facts, said))
			return out.String(), nil
		})
	t.Annotations["readOnlyHint"] = false
	return t
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

// source names an article: publisher, day, id.
func (v *view) source(ctx context.Context, id string) (string, error) {
	a, err := v.Info(ctx, id)
	if err != nil {
		return "", err
	}
	parts := slices.DeleteFunc([]string{line(a.Publisher), a.Date, schema.ArtPrefix + id}, func(s string) bool { return s == "" })
	return strings.Join(parts, ", "), nil
}

type entityArgs struct {
	Entity string `json:"entity" doc:"id or name" need:"1"`
	bounded
}

// neighbours is how many entities beside one are named.
const neighbours = 15

func entity(ctx context.Context, v *view, a *entityArgs) (string, error) {
	n, note, err := v.find(ctx, a.Entity)
	if err != nil {
		return "", err
	}
	c, err := v.Card(ctx, n.ID)
	if err != nil {
		return "", err
	}
	out := newBudget(a.MaxTokens)
	head := named(c.Node) + "\n"
	if note != "" {
		head += "[" + note + "]\n"
	}
	head += fmt.Sprintf("in %s", count(c.Articles, "article"))
	if c.First != "" {
		head += fmt.Sprintf(" from %s to %s", c.First, c.Last)
	}
	head += fmt.Sprintf("; subject of %s, object of %d\n", count(int(c.AsSubject), "claim"), c.AsObject)
	out.add(head)
	for _, l := range []struct {
		title string
		nodes []graph.Node
	}{{"stands for", c.StandsFor}, {"stood for by", c.StoodFor}} {
		if len(l.nodes) > 0 {
			var all []string
			for _, n := range l.nodes {
				all = append(all, named(n))
			}
			out.add(cut(l.title+": "+strings.Join(all, ", "), maxSentence) + "\n")
		}
	}
	if c.Country != nil {
		out.add("country: " + named(*c.Country) + "\n")
	}
	if len(c.Aliases) > 0 {
		out.add(cut("also called: "+strings.Join(c.Aliases, "; "), maxSentence) + "\n")
	}
	if len(c.ExactMatch) > 0 {
		out.add(cut("elsewhere: "+strings.Join(c.ExactMatch, " "), maxSentence) + "\n")
	}
	if c.AsSubject <= graph.MaxClaims {
		if err := v.positions(ctx, out, n.ID); err != nil {
			return "", err
		}
	}
	around, err := v.Neighbours(ctx, n.ID, graph.Filter{Named: true}, 0, neighbours)
	if err != nil {
		return "", err
	}
	shown := 0
	for i, m := range around.Neighbours {
		block := fmt.Sprintf("  %s, %s\n", named(m.Node), count(m.Claims, "claim"))
		if i == 0 {
			block = "most is said together with:\n" + block
		}
		if !out.add(block) {
			break
		}
		shown++
	}
	if shown < around.Total {
		out.note("%d of %d entities beside it; facts tells what is said", shown, around.Total)
	}
	return out.String(), nil
}

// positions adds what an entity is or was, the newest first.
func (v *view) positions(ctx context.Context, out *budget, id string) error {
	found, err := v.Claims(ctx, graph.Filter{Subject: id, Relations: []schema.RelationID{"holdsPosition", "leads", "memberOf", "worksFor"},
		Status: []string{graph.StatusFact, graph.StatusStated}})
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range found.Claims {
		c := &found.Claims[i]
		object := c.Literal
		if object == "" {
			object = c.ObjectText
		}
		if c.Object != "" {
			n, err := v.Node(ctx, c.Object)
			if err != nil {
				return err
			}
			object = named(n)
		}
		text := v.label(c.Relation, c.Lemma) + " " + line(object)
		if seen[text] || len(seen) >= 8 {
			continue
		}
		seen[text] = true
		out.add(text + "\n")
	}
	return nil
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
