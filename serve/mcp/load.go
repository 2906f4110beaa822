package mcp

import (
	"context"
	"fmt"

	"kg/schema"
)

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
