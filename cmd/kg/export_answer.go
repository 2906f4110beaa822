package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
	"kg/schema"
)

// answered is a query whose answer says which entities are exported: a saved one with parameters, or a script.
type answered struct {
	name, script string
	params       []string
}

func (q *answered) asked() bool { return q.name != "" || q.script != "" }

// check says what is wrong with the flags.
func (q *answered) check() error {
	switch {
	case q.name != "" && q.script != "":
		return errors.New("either --query or --eval, not both")
	case len(q.params) > 0 && !q.asked():
		return errors.New("--param is for --query and --eval")
	}
	_, err := parseParams(q.params)
	return err
}

// entities are those that the rows of an answer name, by their ids.
func (a *app) entities(ctx context.Context, store *graph.Store, q answered) (map[string]bool, error) {
	lib, err := queries.Load(a.config.Queries.Path)
	if err != nil {
		return nil, err
	}
	params, err := parseParams(q.params)
	if err != nil {
		return nil, err
	}
	limits := gizmo.Limits{Time: a.config.Query.Timeout}
	var answer *queries.Answer
	if q.script != "" {
		answer = lib.RunScript(ctx, store.QuadStore(), "script", q.script, params, limits)
	} else {
		if _, err := lib.Get(q.name); err != nil {
			return nil, usageError{err}
		}
		if answer, err = lib.Run(ctx, store.QuadStore(), q.name, params, limits); err != nil {
			if wrong := (*queries.ParamError)(nil); errors.As(err, &wrong) {
				return nil, usageError{err}
			}
			return nil, err
		}
	}
	found := map[string]bool{}
	for row, err := range answer.Rows {
		if err != nil {
			return nil, err
		}
		for _, v := range row.Values {
			addEntities(v, found)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the answer names no entity by its id")
	}
	return found, nil
}

// addEntities finds ids of entities in a value of a row.
func addEntities(v any, found map[string]bool) {
	switch v := v.(type) {
	case string:
		if id, ok := strings.CutPrefix(v, "<"+schema.EntPrefix); ok && strings.HasSuffix(id, ">") {
			found[strings.TrimSuffix(id, ">")] = true
		}
	case []any:
		for _, x := range v {
			addEntities(x, found)
		}
	case map[string]any:
		for _, x := range v {
			addEntities(x, found)
		}
	case gizmo.Row:
		for _, x := range v.Values {
			addEntities(x, found)
		}
	}
}
