package gizmo

import (
	"errors"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// Cayley's session keeps its script engine to itself. It does hand the native form of a node's value to the
// script, and a function is a native form that the engine calls with itself as an argument. So for one
// statement the session looks at a store that holds a single node, whose value is a function of ours; after it
// the session looks at the real store.

const bootScript = `g.V("<kg:boot>").toArray()[0]()`

type bootStore struct {
	graph.QuadStore // nil: nothing else of a store is called for a path that is one node
	value           bootValue
}

func (s bootStore) ValueOf(quad.Value) (graph.Ref, error) { return bootRef{}, nil }
func (s bootStore) NameOf(graph.Ref) (quad.Value, error)  { return s.value, nil }

type bootRef struct{}

func (bootRef) Key() interface{} { return bootRef{} }

type bootValue struct {
	take func(*goja.Runtime)
}

func (bootValue) String() string { return "<kg:boot>" }

func (v bootValue) Native() interface{} {
	return func(_ goja.FunctionCall, vm *goja.Runtime) goja.Value {
		v.take(vm)
		return goja.Undefined()
	}
}

var (
	_ refs.Namer = bootStore{}

	errBoot = errors.New("gizmo: this version of Cayley does not hand out its script engine as expected")
)
