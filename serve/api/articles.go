package api

import (
	"context"

	"kg/graph"
	"kg/schema"
)

// Article is an article with its text and its claims.
type Article struct {
	Source
	ReadFrom string  `json:"readFrom,omitempty" doc:"where it was read from"`
	SHA256   string  `json:"sha256,omitempty" doc:"of the text"`
	Engine   string  `json:"engine,omitempty" doc:"version of the engine that read the claims"`
	Text     string  `json:"text" doc:"what the offsets of the claims point into, in bytes of UTF-8"`
	Claims   []Claim `json:"claims" doc:"in text order"`
}

func article(ctx context.Context, s *server, q *query) (*Article, error) {
	r, err := s.reader.Store().Record(ctx, q.id("id", schema.ArtPrefix))
	if err != nil {
		return nil, err
	}
	a := &r.Article
	out := &Article{Source: sourceOf(a), ReadFrom: a.Source, SHA256: a.SHA256, Engine: a.Engine, Text: a.Text, Claims: make([]Claim, len(r.Claims))}
	for i := range r.Claims {
		st := graph.Statement{Claim: r.Claims[i], Article: a.ID}
		if out.Claims[i], err = s.claim(ctx, &st); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Articles is a page of articles.
type Articles struct {
	Items []Source `json:"items"`
	Total int      `json:"total"`
	Next  string   `json:"next,omitempty" doc:"address of the next page"`
}

func articles(ctx context.Context, s *server, q *query) (*Articles, error) {
	offset, limit := q.number("offset"), q.number("limit")
	ids, total, err := s.reader.Latest(ctx, offset, limit)
	if err != nil {
		return nil, err
	}
	out := &Articles{Items: make([]Source, len(ids)), Total: total}
	for i, id := range ids {
		a, err := s.reader.Info(ctx, id)
		if err != nil {
			return nil, err
		}
		out.Items[i] = sourceOf(a)
	}
	if limit > 0 && offset+limit < total {
		out.Next = q.next(offset + limit)
	}
	return out, nil
}
