package api

import (
	"context"
	"slices"
	"strings"

	"kg/graph"
	"kg/schema"
)

// searchKinds are what search looks for.
var searchKinds = []string{"entity", "headline", "sentence"}

// Hit is an entity that a search finds.
type Hit struct {
	Node
	Name string `json:"name,omitempty" doc:"the other name that matched"`
}

// TextHit is a headline or a sentence that a search finds.
type TextHit struct {
	Text    string `json:"text"`
	Claim   string `json:"claim,omitempty" doc:"id of the first claim of the sentence"`
	Words   int    `json:"words" doc:"how many of the words that were asked for it has"`
	Article Source `json:"article"`
}

// Hits is the answer of search.
type Hits struct {
	Items     []Hit     `json:"items" doc:"entities"`
	Total     int       `json:"total" doc:"entities that there are"`
	Headlines []TextHit `json:"headlines,omitempty" doc:"the best first"`
	Sentences []TextHit `json:"sentences,omitempty" doc:"those that claims were read from, the best first"`
}

func search(ctx context.Context, s *server, q *query) (*Hits, error) {
	text, limit, kinds := q.text("q"), q.number("limit"), q.list("kind")
	if len(kinds) == 0 {
		kinds = searchKinds[:1]
	}
	out := &Hits{Items: []Hit{}}
	if slices.Contains(kinds, "entity") {
		found, total, err := s.reader.Search(ctx, text, schema.ClassID(q.id("class", schema.KGPrefix)), limit)
		if err != nil {
			return nil, err
		}
		out.Total = total
		for _, m := range found {
			out.Items = append(out.Items, Hit{nodeOf(m.Node), m.Name})
		}
	}
	var err error
	if slices.Contains(kinds, "headline") {
		if out.Headlines, err = s.textHits(ctx, text, limit, s.reader.SearchHeadlines); err != nil {
			return nil, err
		}
	}
	if slices.Contains(kinds, "sentence") {
		out.Sentences, err = s.textHits(ctx, text, limit, s.reader.SearchSentences)
	}
	return out, err
}

func (s *server) textHits(ctx context.Context, text string, limit int, find func(context.Context, string, int) ([]graph.TextMatch, error)) ([]TextHit, error) {
	found, err := find(ctx, text, limit)
	if err != nil {
		return nil, err
	}
	out := make([]TextHit, len(found))
	for i, m := range found {
		a, err := s.reader.Info(ctx, m.Article)
		if err != nil {
			return nil, err
		}
		out[i] = TextHit{Text: strings.Join(strings.Fields(m.Text), " "), Claim: m.Claim, Words: m.Words, Article: sourceOf(a)}
	}
	return out, nil
}
