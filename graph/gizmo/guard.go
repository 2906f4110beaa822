package gizmo

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/dop251/goja"

	"kg/graph/claims"
)

// guard stands between a script and the objects that Cayley offers it.
type guard struct {
	s  *Session
	vm *goja.Runtime

	typeError, rangeError *goja.Object

	rawGraph   *goja.Object // Cayley's g
	pathProto  *goja.Object // methods of every guarded path
	valueProto *goja.Object // methods of every guarded value
	joining    int          // nested calls of Array.prototype.join

	reader *claims.Reader    // of the run in progress; nil: nothing was asked for yet
	seen   map[uint64]shared // short values of the run in progress, by their numbers
}

// rawPath and rawValue are what a script holds instead of Cayley's path, and instead of a value or a filter.
// They have no exported method or field, so a script can do nothing with them but hand them back.
type rawPath struct{ obj *goja.Object }

type rawValue struct {
	obj  goja.Value
	text string
}

func newGuard(s *Session, vm *goja.Runtime) *guard { return &guard{s: s, vm: vm} }

// install replaces the global objects. Nothing of a script has run before it.
func (g *guard) install(params map[string]any) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("gizmo: guard: %v", x)
		}
	}()
	vm := g.vm
	vm.SetMaxCallStackSize(g.s.opt.Limits.Depth)
	g.typeError = vm.Get("TypeError").ToObject(vm)
	g.rangeError = vm.Get("RangeError").ToObject(vm)
	if err := g.setParams(params); err != nil {
		return err
	}
	g.guardGraph()
	return g.guardLanguage()
}

func (g *guard) setParams(params map[string]any) error {
	if params == nil {
		params = map[string]any{}
	}
	text, err := json.Marshal(params)
	if err != nil {
		return fmt.Errorf("params: %w", err)
	}
	parse, ok := goja.AssertFunction(g.vm.Get("JSON").ToObject(g.vm).Get("parse"))
	if !ok {
		return errBoot
	}
	v, err := parse(goja.Undefined(), g.vm.ToValue(string(text)))
	if err != nil {
		return fmt.Errorf("params: %w", err)
	}
	return g.vm.Set("params", v)
}

// setRunner offers the function of runScript for one call.
func (g *guard) setRunner() {
	global := g.vm.GlobalObject()
	_ = global.DefineDataProperty("__run", g.vm.ToValue(func(goja.FunctionCall) goja.Value {
		_ = global.Delete("__run")
		g.s.run()
		return goja.Undefined()
	}), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// guardGraph replaces g, graph and the functions that make values and filters.
func (g *guard) guardGraph() {
	vm := g.vm
	g.rawGraph = vm.Get("g").ToObject(vm)
	sample := g.mustCall(g.rawGraph, "V", vm.ToValue("<kg:boot>")).ToObject(vm)
	g.pathProto = vm.NewObject()
	for _, name := range sample.Keys() {
		if _, ok := goja.AssertFunction(sample.Get(name)); ok {
			g.define(g.pathProto, name, g.pathMethod(name))
		}
	}
	g.valueProto = vm.NewObject()
	for _, name := range []string{"toString", "toJSON"} {
		g.define(g.valueProto, name, func(call goja.FunctionCall) goja.Value {
			if v, ok := call.This.Export().(*rawValue); ok {
				return vm.ToValue(v.text)
			}
			return goja.Undefined()
		})
	}
	safe := vm.NewObject()
	for _, name := range g.rawGraph.Keys() {
		raw, ok := goja.AssertFunction(g.rawGraph.Get(name))
		if !ok {
			continue
		}
		if strings.EqualFold(name, "emit") {
			g.define(safe, name, g.emit(raw))
			continue
		}
		g.define(safe, name, func(call goja.FunctionCall) goja.Value {
			args := g.unwrapAll(name, call.Arguments)
			if strings.EqualFold(name, "V") || strings.EqualFold(name, "vertex") {
				args = g.flatten(args, 0)
			}
			return g.wrap(name, g.protect(name, raw, g.rawGraph, args))
		})
	}
	g.define(safe, "properties", g.properties)
	g.define(safe, "records", g.records)
	g.define(safe, "ask", g.ask)
	_ = vm.Set("g", safe)
	_ = vm.Set("graph", safe)
	for _, name := range []string{
		"iri", "bnode", "raw", "str", "lang", "typed", "lt", "lte", "gt", "gte", "regex", "like",
	} {
		raw, ok := goja.AssertFunction(vm.Get(name))
		if !ok {
			continue
		}
		_ = vm.Set(name, func(call goja.FunctionCall) goja.Value {
			return g.wrap(name, g.protect(name, raw, goja.Undefined(), g.unwrapAll(name, call.Arguments)))
		})
	}
}

// pathMethod is the guarded form of a method of paths.
func (g *guard) pathMethod(name string) func(goja.FunctionCall) goja.Value {
	lower := strings.ToLower(name)
	return func(call goja.FunctionCall) goja.Value {
		p, ok := call.This.Export().(*rawPath)
		if !ok {
			g.throwType("%s: called on something that is not a path", name)
		}
		raw, ok := goja.AssertFunction(p.obj.Get(name))
		if !ok {
			g.throwType("%s: not a method of a path", name)
		}
		if g.s.asked != nil && finals[lower] {
			g.tell(name, p)
		}
		args := call.Arguments
		switch lower {
		case "foreach", "map":
			args = g.callbackArgs(name, call)
		case "save", "saver", "saveopt", "saveoptr", "has", "hasr":
			if len(args) > 0 && isNothing(args[0]) {
				g.throwType("%s: argument 1 is %s; want a predicate or a path", name, args[0])
			}
			args = g.unwrapAll(name, args)
		default:
			args = g.unwrapAll(name, args)
		}
		switch lower {
		case "is":
			args = g.flatten(args, 0)
		case "has", "hasr":
			args = g.flatten(args, 1)
		case "except", "difference":
			args = g.orNothing(args)
		}
		out := g.wrap(name, g.protect(name, raw, p.obj, args))
		if lower == "getlimit" {
			// Cayley would keep the limit for all that the script answers afterwards.
			none := g.mustCall(g.rawGraph, "V", g.vm.ToValue("<kg:boot>")).ToObject(g.vm)
			g.mustCall(none, "getLimit", g.vm.ToValue(-1))
		}
		return out
	}
}

// flatten puts the elements of arrays in the place of the arrays, from argument n on: Cayley documents a list of
// nodes, but takes only nodes. A list without elements is a node that is not there, not all nodes.
func (g *guard) flatten(args []goja.Value, n int) []goja.Value {
	if len(args) <= n {
		return args
	}
	out := append([]goja.Value(nil), args[:n]...)
	for _, a := range args[n:] {
		if obj, ok := a.(*goja.Object); ok && isArray(obj) {
			for i := range int(obj.Get("length").ToInteger()) {
				out = append(out, g.at(obj, i))
			}
			continue
		}
		out = append(out, a)
	}
	if len(out) == n {
		out = append(out, g.vm.ToValue("<kg:none>"))
	}
	return out
}

// orNothing makes a path that is to be left out the union of itself and of no node. Where Cayley finds a path empty while
// it plans, it forgets it, and panics when it comes to leave it out; a union of nothing it keeps.
func (g *guard) orNothing(args []goja.Value) []goja.Value {
	if len(args) != 1 {
		return args
	}
	if p, ok := args[0].(*goja.Object); ok {
		if union, ok := goja.AssertFunction(p.Get("union")); ok {
			none := g.mustCall(g.rawGraph, "V", g.vm.ToValue("<kg:none>"))
			return []goja.Value{g.protect("except", union, p, []goja.Value{none})}
		}
	}
	return args
}

// callbackArgs is the arguments of forEach: an optional limit and a function, which is called with plain
// data and with the guarded path as this.
func (g *guard) callbackArgs(name string, call goja.FunctionCall) []goja.Value {
	n := len(call.Arguments)
	if n == 0 {
		g.throwType("%s: wants a function", name)
	}
	fn, ok := goja.AssertFunction(call.Arguments[n-1])
	if !ok {
		g.throwType("%s: argument %d is %s; want a function", name, n, kindOf(call.Arguments[n-1]))
	}
	args := append([]goja.Value(nil), g.unwrapAll(name, call.Arguments[:n-1])...)
	return append(args, g.vm.ToValue(func(inner goja.FunctionCall) goja.Value {
		v, err := fn(call.This, g.plain(inner.Argument(0).Export()))
		if err != nil {
			panic(err)
		}
		return v
	}))
}

// protect calls a function of Cayley and turns a panic of it into an exception of the script.
func (g *guard) protect(name string, fn goja.Callable, this goja.Value, args []goja.Value) goja.Value {
	v, err := func() (v goja.Value, err error) {
		defer func() {
			if x := recover(); x != nil {
				if e, ok := x.(error); ok && isEngineError(e) {
					panic(x)
				}
				err = fmt.Errorf("%s: %v", name, x)
			}
		}()
		return fn(this, args...)
	}()
	if err == nil {
		return v
	}
	if interrupted := (*goja.InterruptedError)(nil); errors.As(err, &interrupted) {
		panic(interrupted)
	}
	if overflow := (*goja.StackOverflowError)(nil); errors.As(err, &overflow) {
		panic(overflow)
	}
	if ex := (*goja.Exception)(nil); errors.As(err, &ex) {
		// An error of Go is shown as a plain error: a script gets no hold of its methods.
		cause := ex.Unwrap()
		if cause == nil {
			cause, _ = ex.Value().Export().(error)
		}
		if cause == nil {
			text := exceptionText(g.vm, ex.Value())
			if !strings.HasPrefix(text, "could not convert function call parameter") {
				panic(ex) // thrown by a callback of the script
			}
			g.throwType("%s: an argument is not of the kind that it wants", name)
		}
		err = fmt.Errorf("%s: %w", name, cause)
		if interrupted := (*goja.InterruptedError)(nil); errors.As(cause, &interrupted) {
			panic(interrupted)
		}
		if inner := (*goja.Exception)(nil); errors.As(cause, &inner) {
			panic(inner) // thrown by a callback of the script
		}
	}
	g.throw(nil, "%v", err)
	return nil
}

func isEngineError(err error) bool {
	switch err.(type) {
	case *goja.Exception, *goja.InterruptedError, *goja.StackOverflowError:
		return true
	}
	return false
}

func (g *guard) mustCall(obj *goja.Object, name string, args ...goja.Value) goja.Value {
	fn, ok := goja.AssertFunction(obj.Get(name))
	if !ok {
		panic(errBoot)
	}
	v, err := fn(obj, args...)
	if err != nil {
		panic(err)
	}
	return v
}

func (g *guard) define(obj *goja.Object, name string, fn func(goja.FunctionCall) goja.Value) {
	_ = obj.DefineDataProperty(name, g.vm.ToValue(fn), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// wrap guards what a function of Cayley returned.
func (g *guard) wrap(name string, v goja.Value) goja.Value {
	if v == nil || isNothing(v) {
		return goja.Undefined()
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		return v
	}
	x := obj.Export()
	if t := reflect.TypeOf(x); t != nil && t.PkgPath() == "" && t.Kind() == reflect.Pointer && t.Elem().Name() == "pathObject" {
		if reflect.ValueOf(x).IsNil() {
			return goja.Undefined()
		}
		out := g.vm.ToValue(&rawPath{obj}).ToObject(g.vm)
		_ = out.SetPrototype(g.pathProto)
		return out
	}
	switch x := x.(type) {
	case []any, []map[string]any, map[string]any, string, bool, int, int64, float64:
		return g.plain(x)
	}
	if text, ok := valueText(x); ok {
		return g.value(obj, text)
	}
	return g.value(obj, name+"(…)")
}

// value is what a script holds of a value of Cayley: something to hand back, or to show as text.
func (g *guard) value(obj goja.Value, text string) goja.Value {
	out := g.vm.ToValue(&rawValue{obj, text}).ToObject(g.vm)
	_ = out.SetPrototype(g.valueProto)
	return out
}

func (g *guard) throwType(format string, args ...any)  { g.throw(g.typeError, format, args...) }
func (g *guard) throwRange(format string, args ...any) { g.throw(g.rangeError, format, args...) }

// throw throws an exception of the script; class nil means Error.
func (g *guard) throw(class *goja.Object, format string, args ...any) {
	msg := fmt.Sprintf(format, args...)
	if class == nil {
		class = g.vm.Get("Error").ToObject(g.vm)
	}
	obj, err := g.vm.New(class, g.vm.ToValue(msg))
	if err != nil {
		panic(g.vm.NewTypeError("%s", msg))
	}
	panic(obj)
}

// stopped ends a step of the language that a limit has been reached in.
func (g *guard) stopped() {
	if w := g.s.w; w != nil && w.stopped.Load() {
		panic(g.vm.ToValue("stopped")) // the interrupt is raised at the next instruction
	}
}

func isNothing(v goja.Value) bool { return v == nil || goja.IsUndefined(v) || goja.IsNull(v) }
