package gizmo

import (
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// properties is g.properties(nodes, predicates): what nodes say, as an object of lists by predicate, by node. Without
// predicates it is all of them. It reads the quads of the nodes one after the other; the same by a path,
//
//	g.V(nodes).tag("s").out(predicates, "p").tagArray()
//
// takes many times as long, as each quad passes through the path's iterators and becomes an object of its own.
func (g *guard) properties(call goja.FunctionCall) goja.Value {
	const name = "properties"
	left := maxArgs
	nodes := g.flatten([]goja.Value{g.unwrap(name, 1, call.Argument(0), 0, &left)}, 0)
	var wanted map[quad.Value]bool
	if a := call.Argument(1); !isNothing(a) {
		wanted = map[quad.Value]bool{}
		for _, p := range g.flatten([]goja.Value{g.unwrap(name, 2, a, 0, &left)}, 0) {
			wanted[quad.StringToValue(p.String())] = true
		}
	}
	out := g.vm.NewObject()
	quads := 0
	for _, n := range nodes {
		id := n.String()
		of, err := g.propertiesOf(quad.StringToValue(id), wanted, &quads)
		if err != nil {
			g.throw(nil, "properties: %v", err)
		}
		_ = out.Set(id, of)
	}
	return out
}

// propertiesOf is an object of lists by predicate; the predicates and the values of each come in order.
func (g *guard) propertiesOf(node quad.Value, wanted map[quad.Value]bool, quads *int) (of *goja.Object, err error) {
	defer func() {
		// The store's iterators panic where a store is closed beneath them.
		if x := recover(); x != nil {
			if e, ok := x.(error); ok && isEngineError(e) {
				panic(x)
			}
			err = fmt.Errorf("%v", x)
		}
	}()
	of = g.vm.NewObject()
	qs := g.s.handle.QuadStore
	ref, err := qs.ValueOf(node)
	if err != nil || ref == nil {
		return of, err
	}
	lists := map[string][]any{}
	err = eachQuad(g.s.context(), qs, ref, func(q quad.Quad) {
		if wanted != nil && !wanted[q.Predicate] {
			return
		}
		p, v := quad.StringOf(q.Predicate), primitive(native(q.Object))
		if !slices.Contains(lists[p], v) {
			lists[p] = append(lists[p], v)
		}
		if *quads++; *quads%1024 == 0 {
			g.stopped()
		}
	})
	if err != nil {
		return of, err
	}
	names := make([]string, 0, len(lists))
	for p := range lists {
		names = append(names, p)
	}
	slices.Sort(names)
	for _, p := range names {
		slices.SortFunc(lists[p], compareValues)
		_ = of.Set(p, g.vm.NewArray(lists[p]...))
	}
	return of, nil
}

// compareValues puts numbers before texts, each in their own order.
func compareValues(a, b any) int {
	x, xNumber := number(a)
	y, yNumber := number(b)
	switch {
	case xNumber && yNumber && x != y:
		if x < y {
			return -1
		}
		return 1
	case xNumber != yNumber:
		if xNumber {
			return -1
		}
		return 1
	}
	s, t := fmt.Sprint(a), fmt.Sprint(b)
	switch {
	case s < t:
		return -1
	case s > t:
		return 1
	}
	return 0
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// eachQuad calls f for the quads of a subject.
func eachQuad(ctx context.Context, qs graph.QuadStore, ref graph.Ref, f func(quad.Quad)) error {
	it := qs.QuadIterator(quad.Subject, ref).Iterate()
	defer it.Close()
	for it.Next(ctx) {
		q, err := qs.Quad(it.Result())
		if err != nil {
			return err
		}
		f(q)
	}
	if err := it.Err(); err != nil {
		return err
	}
	return ctx.Err()
}
