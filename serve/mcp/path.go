package mcp

import (
	"context"
	"fmt"
	"strings"

	"kg/graph"
	"kg/schema"
)

type pathArgs struct {
	From  string `json:"from" doc:"id or name of an entity" need:"1"`
	To    string `json:"to" doc:"id or name of an entity" need:"1"`
	Steps int    `json:"steps" doc:"how long at the most, 6 where it is absent" max:"8"`
	Limit int    `json:"limit" doc:"chains at the most, 3 where it is absent" max:"50"`
	bounded
}

func path(ctx context.Context, v *view, a *pathArgs) (string, error) {
	from, note, err := v.find(ctx, a.From)
	if err != nil {
		return "", err
	}
	to, alsoNote, err := v.find(ctx, a.To)
	if err != nil {
		return "", err
	}
	limit := orDefault(a.Limit, 3)
	paths, complete, err := v.Paths(ctx, from.ID, to.ID, orDefault(a.Steps, 6), limit)
	if err != nil {
		return "", err
	}
	out := newBudget(a.MaxTokens)
	for _, n := range []string{note, alsoNote} {
		if n != "" {
			out.add("[" + n + "]\n")
		}
	}
	if len(paths) == 0 {
		out.add(fmt.Sprintf("no chain of facts from %s to %s\n", named(from), named(to)))
	}
	for i, p := range paths {
		block, err := v.chain(ctx, &p)
		if err != nil {
			return "", err
		}
		if !out.add(block) {
			out.note("%d of %d chains left out for length", len(paths)-i, len(paths))
			break
		}
	}
	if len(paths) == limit {
		out.note("there may be more of this length: limit is %d", limit)
	}
	if !complete {
		out.note("the search had to leave something out")
	}
	return out.String(), nil
}

// chain is a path, a line for each step with a sentence of it.
func (v *view) chain(ctx context.Context, p *graph.Path) (string, error) {
	var labels []string
	for _, n := range p.Nodes {
		labels = append(labels, line(n.Label))
	}
	out := strings.Join(labels, " → ") + "\n"
	for i, steps := range p.Steps {
		for j, s := range steps {
			subject, object := p.Nodes[i], p.Nodes[i+1]
			if !s.Forward {
				subject, object = object, subject
			}
			out += fmt.Sprintf(" %d. %s — %s — %s [%s]\n", i+1, named(subject), v.label(s.Relation, ""), named(object), count(s.Articles, "article"))
			if j > 0 {
				continue
			}
			found, err := v.Between(ctx, subject.ID, object.ID, graph.Filter{Relations: []schema.RelationID{s.Relation}, Status: []string{graph.StatusFact}})
			if err != nil {
				return "", err
			}
			var claims []*graph.Statement
			for k := range found.Claims {
				if c := &found.Claims[k]; c.Subject == subject.ID || s.Both {
					claims = append(claims, c)
				}
			}
			text, err := v.sentences(ctx, claims, 1)
			if err != nil {
				return "", err
			}
			out += text
		}
	}
	return out, nil
}
