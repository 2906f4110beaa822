package queries

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"kg/graph"
	"kg/graph/gizmo"
)

// sampleParams are values on the sample graph, by type, for parameters that must have one.
var sampleParams = map[Type]string{
	Entity: "John Kerry", Relation: "supports", Date: "2016-08-26", Number: "10", String: "s1",
}

// Check runs a query on the sample graph and gives what is wrong with it, each with its file: names of the graph
// that the sample does not know, an error of the script, columns that no row has.
func (l *Library) Check(ctx context.Context, sample *graph.Store, name string) ([]string, error) {
	q, err := l.Get(name)
	if err != nil {
		return nil, err
	}
	problems, err := unknownNodes(ctx, sample, q)
	if err != nil {
		return nil, err
	}
	params := map[string]string{}
	for _, p := range q.Params {
		switch {
		case !p.Required:
		case p.Type == Enum:
			params[p.Name] = p.Values[0]
		default:
			params[p.Name] = sampleParams[p.Type]
		}
	}
	say := func(format string, args ...any) {
		problems = append(problems, q.File+": "+fmt.Sprintf(format, args...))
	}
	a, err := l.Run(ctx, sample.QuadStore(), name, params, gizmo.Limits{Time: time.Minute, Rows: 10_000})
	if err != nil {
		say("%v", err)
		return problems, nil
	}
	rows, seen := 0, map[string]bool{}
	for row, err := range a.Rows {
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if !l.asksForMore(q, params) {
				problems = append(problems, err.Error())
			}
			return problems, nil
		}
		rows++
		for _, n := range row.Names {
			seen[n] = true
		}
	}
	for _, c := range a.Columns {
		if rows > 0 && !seen[c.Name] {
			say("no row has the column %s", c.Name)
		}
	}
	return problems, nil
}

// asksForMore reports whether a query has optional parameters of which it may want one: it is allowed to refuse a
// call without any.
func (l *Library) asksForMore(q *Query, given map[string]string) bool {
	return len(given) == 0 && slices.ContainsFunc(q.Params, func(p Param) bool { return p.Type == Entity })
}

var nodeForm = regexp.MustCompile(`<([a-z]+):([A-Za-z][A-Za-z0-9_-]*)>`)

// unknownNodes reports the nodes that a script names and the sample does not have, with those near them.
func unknownNodes(ctx context.Context, sample *graph.Store, q *Query) ([]string, error) {
	var out []string
	var known []string // read when it is needed
	for i, line := range strings.Split(q.Script, "\n") {
		for _, m := range nodeForm.FindAllStringSubmatch(line, -1) {
			if m[1] == "ent" || m[1] == "art" || m[1] == "claim" {
				continue // of a graph that the sample is not
			}
			node := m[1] + ":" + m[2]
			ref, err := sample.QuadStore().ValueOf(quad.IRI(node))
			if err != nil {
				return nil, err
			}
			if ref != nil {
				continue
			}
			if known == nil {
				if known, err = vocabulary(ctx, sample); err != nil {
					return nil, err
				}
			}
			var near []string
			for best, i := 2, 0; i < len(known); i++ {
				d := distance(node, known[i], best)
				if d >= 0 && d < best {
					near, best = nil, d
				}
				if d >= 0 {
					near = append(near, "<"+known[i]+">")
				}
			}
			text := fmt.Sprintf("%s:%d: the graph has no <%s>", q.File, i+1, node)
			if len(near) > 0 {
				text += "; near it: " + strings.Join(near, ", ")
			}
			out = append(out, text)
		}
	}
	return out, nil
}

// vocabulary is the predicates, relations and classes of a graph.
func vocabulary(ctx context.Context, s *graph.Store) ([]string, error) {
	seen := map[string]bool{}
	qs := s.QuadStore()
	it := qs.QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(ctx) {
		q, err := qs.Quad(it.Result())
		if err != nil {
			return nil, err
		}
		for _, v := range []quad.Value{q.Subject, q.Predicate, q.Object} {
			if iri, ok := v.(quad.IRI); ok && !isInstance(string(iri)) {
				seen[string(iri)] = true
			}
		}
	}
	if err := it.Err(); err != nil {
		return nil, err
	}
	out := make([]string, 0, len(seen))
	for k := range seen {
		out = append(out, k)
	}
	sort.Strings(out)
	return out, ctx.Err()
}

func isInstance(iri string) bool {
	return strings.HasPrefix(iri, "ent:") || strings.HasPrefix(iri, "art:") || strings.HasPrefix(iri, "claim:")
}
