package mcp

import (
	"context"
	"fmt"
	"strings"

	"kg/graph/gizmo"
	"kg/queries"
)

type listArgs struct {
	Name string `json:"name" doc:"of one query, to be described in full"`
	bounded
}

func listQueries(_ context.Context, v *view, a *listArgs) (string, error) {
	if v.library == nil {
		return "there are no saved queries", nil
	}
	out := newBudget(a.MaxTokens)
	if a.Name != "" {
		q, err := v.library.Get(a.Name)
		if err != nil {
			return "", err
		}
		out.add(describe(q))
		return out.String(), nil
	}
	out.add("name(parameters, those with * are required): what it answers\n")
	all := v.library.List()
	for i, q := range all {
		var params []string
		for _, p := range q.Params {
			name := p.Name
			if p.Required {
				name += "*"
			}
			params = append(params, name)
		}
		if !out.add(fmt.Sprintf("%s(%s): %s\n", q.Name, strings.Join(params, ", "), line(q.Description))) {
			out.note("%d of %d queries left out; a larger max_tokens shows them", len(all)-i, len(all))
			break
		}
	}
	return out.String(), nil
}

// describe is a query with its parameters, columns and examples.
func describe(q *queries.Query) string {
	out := fmt.Sprintf("%s: %s\n", q.Name, line(q.Description))
	for _, p := range q.Params {
		typ := string(p.Type)
		if len(p.Values) > 0 {
			typ = strings.Join(p.Values, "|")
		}
		if p.Required {
			typ += ", required"
		}
		if p.Default != "" {
			typ += ", default " + p.Default
		}
		out += fmt.Sprintf("  parameter %s (%s): %s\n", p.Name, typ, line(p.Help))
	}
	for _, c := range q.Columns {
		out += fmt.Sprintf("  column %s: %s\n", c.Name, line(c.Help))
	}
	for _, e := range q.Examples {
		out += "  example: " + line(e) + "\n"
	}
	return out
}

type runArgs struct {
	Name   string         `json:"name" doc:"of the query" need:"1"`
	Params map[string]any `json:"params" doc:"its parameters by name; an entity is an id or a name"`
	Limit  int            `json:"limit" doc:"rows at the most, 50 where it is absent" max:"10000"`
	bounded
}

func runQuery(ctx context.Context, v *view, a *runArgs) (string, error) {
	if v.library == nil {
		return "", wrongCall("there are no saved queries")
	}
	params := make(map[string]string, len(a.Params))
	for name, value := range a.Params {
		switch value.(type) {
		case string, float64, bool:
			params[name] = strings.TrimSpace(fmt.Sprint(value))
		default:
			return "", wrongCall("params.%s: want a text, a number, true or false", cut(name, 50))
		}
	}
	answer, err := v.library.Run(ctx, v.Store().QuadStore(), a.Name, params, gizmo.Limits{Time: v.time})
	if err != nil {
		return "", err
	}
	out, limit := newBudget(a.MaxTokens), orDefault(a.Limit, 50)
	var columns []string
	for _, c := range answer.Columns {
		columns = append(columns, c.Name)
	}
	if len(columns) > 0 {
		out.add(strings.Join(columns, " | ") + "\n")
	}
	rows := 0
	for row, err := range answer.Rows {
		if err != nil {
			return "", err
		}
		if rows >= limit || !out.add(rowText(columns, row)) {
			out.note("there are more than these %s: a larger limit or max_tokens shows them, the query's parameters may narrow them down", count(rows, "row"))
			break
		}
		rows++
	}
	if rows == 0 && !out.full {
		out.note("no rows")
	}
	return out.String(), nil
}

// rowText is a row as a line: the values of the columns, or JSON where there are no columns. What a row has beside them is
// left out.
func rowText(columns []string, row gizmo.Row) string {
	if len(columns) == 0 || row.IsSingle() {
		return line(asJSON(row)) + "\n"
	}
	values := make([]string, len(columns))
	for i, name := range columns {
		switch v, _ := row.Get(name); v := v.(type) {
		case nil:
		case string:
			values[i] = line(v)
		default:
			values[i] = line(asJSON(v))
		}
	}
	return strings.Join(values, " | ") + "\n"
}

func asJSON(v any) string {
	b, err := encode(v)
	if err != nil {
		return "?"
	}
	return string(b)
}
