package gizmo

import (
	"fmt"

	"github.com/dop251/goja"
)

// properties is g.properties(nodes, predicates): what nodes say, as an object of lists by predicate, by node. Without
// predicates it is all of them. It reads the quads of the nodes one after the other; the same by a path,
//
//	g.V(nodes).tag("s").out(predicates, "p").tagArray()
//
// takes many times as long, as each quad passes through the path's iterators and becomes an object of its own.
func (g *guard) properties(call goja.FunctionCall) goja.Value {
	out := g.vm.NewObject()
	r, nodes := g.newReader("properties", call)
	if r == nil {
		return out
	}
	for _, n := range nodes {
		id := n.String()
		if err := r.read(id); err != nil {
			g.failed("properties", err)
		}
		r.sort()
		of := g.vm.NewObject()
		for len(r.got) > 0 {
			p := r.got[0].predicate
			var values []any
			for len(r.got) > 0 && r.got[0].predicate == p {
				values, r.got = append(values, r.got[0].value), r.got[1:]
			}
			_ = of.Set(p, g.vm.NewArray(values...))
		}
		_ = out.Set(id, of)
	}
	return out
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
