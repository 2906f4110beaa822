package queries

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/graphql" // registers itself
	_ "github.com/cayleygraph/cayley/query/mql"

	"kg/graph/gizmo"
)

// Languages lists the languages beside Gizmo that Cayley brings.
func Languages() []string { return []string{"graphql", "mql"} }

// RunLanguage runs a query in another language than Gizmo, in Cayley's own session. The rows are what that session
// answers, objects with their properties sorted; name is what errors call the query.
func RunLanguage(ctx context.Context, qs graph.QuadStore, lang, name, text string, limits gizmo.Limits) *Answer {
	return &Answer{Rows: func(yield func(gizmo.Row, error) bool) {
		err := runLanguage(ctx, qs, lang, text, limits, func(r gizmo.Row) bool { return yield(r, nil) })
		if err != nil {
			yield(gizmo.Row{}, fmt.Errorf("%s: %w", name, err))
		}
	}}
}

func runLanguage(ctx context.Context, qs graph.QuadStore, lang, text string, limits gizmo.Limits, yield func(gizmo.Row) bool) (err error) {
	// The sessions of these languages run in this goroutine; a panic of theirs is an error of the query.
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("%s: %v", lang, x)
		}
	}()
	s := query.NewSession(qs, lang)
	if s == nil {
		return fmt.Errorf("%s: no such language", lang)
	}
	if limits.Time == 0 {
		limits.Time = gizmo.DefaultTime
	}
	if limits.Time > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limits.Time, gizmo.ErrTime)
		defer cancel()
	}
	it, err := s.Execute(ctx, text, query.Options{Collation: query.JSON})
	if wrong := (*query.ErrUnsupportedCollation)(nil); errors.As(err, &wrong) {
		it, err = s.Execute(ctx, text, query.Options{Collation: query.Raw})
	}
	if err != nil {
		return err
	}
	defer it.Close()
	rows := 0
	for it.Next(ctx) {
		row, err := plainRow(it.Result())
		if err != nil {
			return err
		}
		if limits.Rows > 0 && rows == limits.Rows {
			return gizmo.ErrRows
		}
		rows++
		if !yield(row) {
			return nil
		}
	}
	// The sessions end without an error where their time is over.
	if ctx.Err() != nil {
		return fmt.Errorf("stopped: %w", context.Cause(ctx))
	}
	return it.Err()
}

// plainRow is a result as a row: through JSON, in which these sessions' results are meant to be read.
func plainRow(x any) (gizmo.Row, error) {
	b, err := json.Marshal(x)
	if err != nil {
		return gizmo.Row{}, err
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	v, err := plainValue(dec)
	if err != nil {
		return gizmo.Row{}, err
	}
	if row, ok := v.(gizmo.Row); ok {
		return row, nil
	}
	return gizmo.Row{Values: []any{v}}, nil
}

// plainValue reads one value of JSON.
func plainValue(dec *json.Decoder) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok := tok.(type) {
	case json.Number:
		if !strings.ContainsAny(tok.String(), ".eE") {
			return tok.Int64()
		}
		return tok.Float64()
	case json.Delim:
		if tok == '[' {
			out := []any{}
			for dec.More() {
				v, err := plainValue(dec)
				if err != nil {
					return nil, err
				}
				out = append(out, v)
			}
			_, err := dec.Token()
			return out, err
		}
		var row gizmo.Row
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			v, err := plainValue(dec)
			if err != nil {
				return nil, err
			}
			row.Names = append(row.Names, fmt.Sprint(key))
			row.Values = append(row.Values, v)
		}
		_, err := dec.Token()
		return row, err
	}
	return tok, nil
}
