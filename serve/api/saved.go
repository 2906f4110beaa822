package api

import (
	"context"
	"net/http"

	"kg/graph/gizmo"
	"kg/queries"
)

// Queries is the list of saved queries.
type Queries struct {
	Items []*queries.Query `json:"items"`
}

func listQueries(_ context.Context, s *server, _ *query) (*Queries, error) {
	out := &Queries{Items: []*queries.Query{}}
	if s.library == nil {
		return out, nil
	}
	for _, q := range s.library.List() {
		c := *q
		c.Params, c.Columns, c.Examples = orEmpty(q.Params), orEmpty(q.Columns), orEmpty(q.Examples)
		if !c.Own {
			c.File = ""
		}
		out.Items = append(out.Items, &c)
	}
	return out, nil
}

// Answer is the answer of a saved query.
type Answer struct {
	Columns   []queries.Column `json:"columns"`
	Rows      []gizmo.Row      `json:"rows"`
	Truncated bool             `json:"truncated" doc:"whether there are more rows than the limit"`
}

func runQuery(ctx context.Context, s *server, q *query) (*Answer, error) {
	if s.library == nil {
		return nil, &Problem{Status: http.StatusNotFound, Code: "not_found", Detail: "there are no saved queries"}
	}
	limit := min(q.number("limit"), s.opt.Rows)
	answer, err := s.library.Run(ctx, s.reader.Store().QuadStore(), q.text("name"), q.free, gizmo.Limits{Time: s.opt.Time})
	if err != nil {
		return nil, err
	}
	out := &Answer{Columns: orEmpty(answer.Columns), Rows: []gizmo.Row{}}
	for row, err := range answer.Rows {
		if err != nil {
			return nil, err
		}
		if len(out.Rows) >= limit {
			out.Truncated = true
			break
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}
