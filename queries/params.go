package queries

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"

	"kg/schema"
)

// ParamError is a value that a parameter cannot have, or a parameter that a query does not have.
type ParamError struct {
	Query, Param string
	Err          error
}

func (e *ParamError) Error() string {
	if e.Param == "" {
		return fmt.Sprintf("query %s: %v", e.Query, e.Err)
	}
	return fmt.Sprintf("query %s: parameter %s: %v", e.Query, e.Param, e.Err)
}

func (e *ParamError) Unwrap() error { return e.Err }

var errMissing = errors.New("is required")

// convert checks a value that needs no look into the graph and gives what the script gets. An entity is given
// back as it is.
func (p *Param) convert(text string) (any, error) {
	switch p.Type {
	case Number:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("%q is not a number", text)
		}
		return f, nil
	case Date:
		for _, form := range []string{"2006-01-02", "2006-01", "2006"} {
			if t, err := time.Parse(form, text); err == nil {
				return t.Format("2006-01-02"), nil
			}
		}
		return nil, fmt.Errorf("%q is not a date such as 2016-08-26", text)
	case Enum:
		if !slices.Contains(p.Values, text) {
			return nil, fmt.Errorf("%q is not one of %s", text, strings.Join(p.Values, ", "))
		}
	case Relation:
		id := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(text, "<"), schema.RelPrefix), ">")
		if id == "" || strings.ContainsAny(id, "<>\" \t\n") {
			return nil, fmt.Errorf("%s: %q is not the name of a relation", p.Name, text)
		}
		return "<" + schema.RelPrefix + id + ">", nil
	}
	return text, nil
}

// bind makes the params of a script from what the user gave. Every parameter of the query is there; one without
// a value is nil.
func (q *Query) bind(ctx context.Context, qs graph.QuadStore, given map[string]string) (map[string]any, error) {
	names := make([]string, 0, len(given))
	for name := range given {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if !slices.ContainsFunc(q.Params, func(p Param) bool { return p.Name == name }) {
			return nil, &ParamError{Query: q.Name, Err: fmt.Errorf("no parameter %s%s", name, q.paramList())}
		}
	}
	out := make(map[string]any, len(q.Params))
	for i := range q.Params {
		p := &q.Params[i]
		text, ok := given[p.Name]
		if !ok || text == "" {
			text = p.Default
		}
		if text == "" {
			if p.Required {
				return nil, &ParamError{q.Name, p.Name, errMissing}
			}
			out[p.Name] = nil
			continue
		}
		v, err := p.convert(text)
		if err == nil {
			switch p.Type {
			case Entity:
				v, err = ResolveEntity(ctx, qs, text)
			case Relation:
				v, err = resolveRelation(ctx, qs, v.(string))
			}
		}
		if err != nil {
			return nil, &ParamError{q.Name, p.Name, err}
		}
		out[p.Name] = v
	}
	return out, nil
}

func (q *Query) paramList() string {
	if len(q.Params) == 0 {
		return "; it has none"
	}
	names := make([]string, len(q.Params))
	for i, p := range q.Params {
		names[i] = p.Name
	}
	return "; it has " + strings.Join(names, ", ")
}
