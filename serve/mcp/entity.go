package mcp

import (
	"context"
	"fmt"
	"strings"

	"kg/graph"
	"kg/schema"
)

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
