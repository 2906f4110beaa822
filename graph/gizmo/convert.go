package gizmo

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	cayleygizmo "github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/jsonld"
	"github.com/dop251/goja"
)

// unwrapAll is the arguments of a call as Cayley wants them. It throws at a function, at an object, at an array
// that holds itself and at what is too large: these make Cayley panic.
func (g *guard) unwrapAll(name string, args []goja.Value) []goja.Value {
	out := make([]goja.Value, len(args))
	left := maxArgs
	for i, a := range args {
		out[i] = g.unwrap(name, i+1, a, 0, &left)
	}
	return out
}

func (g *guard) unwrap(name string, n int, v goja.Value, depth int, left *int) goja.Value {
	if *left--; *left < 0 {
		g.throwRange("%s: argument %d holds more than %d values", name, n, maxArgs)
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		if s, ok := v.(goja.String); ok && s.Length() > maxArg {
			g.throwRange("%s: argument %d is a string of %d characters: the limit is %d", name, n, s.Length(), maxArg)
		}
		if _, ok := v.(*goja.Symbol); ok {
			g.throwType("%s: argument %d is a symbol", name, n)
		}
		return v
	}
	if isArray(obj) {
		if depth >= 4 {
			g.throwType("%s: argument %d is an array within arrays", name, n)
		}
		length := int(obj.Get("length").ToInteger())
		if length > maxArgs {
			g.throwRange("%s: argument %d is an array of %d values: the limit is %d", name, n, length, maxArgs)
		}
		items := make([]any, length)
		for i := range items {
			items[i] = g.unwrap(name, n, g.at(obj, i), depth+1, left)
		}
		return g.vm.NewArray(items...)
	}
	if p, ok := g.hidden(obj); ok {
		return p
	}
	g.throwType("%s: argument %d is %s; want an IRI, a string, a number, a path or an array of these", name, n, kindOf(v))
	return nil
}

// hidden is Cayley's object behind a guarded one.
func (g *guard) hidden(obj *goja.Object) (goja.Value, bool) {
	if obj.ClassName() != "Object" {
		return nil, false // an array or a function is not ours, and exporting it may be costly
	}
	if obj.ExportType() == rawPathType || obj.ExportType() == rawValueType {
		switch x := obj.Export().(type) {
		case *rawPath:
			return x.obj, true
		case *rawValue:
			return x.obj, true
		}
	}
	return nil, false
}

func isArray(obj *goja.Object) bool { return obj.ClassName() == "Array" }

func (g *guard) at(obj *goja.Object, i int) goja.Value {
	v := obj.Get(strconv.Itoa(i))
	if v == nil {
		return goja.Undefined()
	}
	return v
}

func kindOf(v goja.Value) string {
	if isNothing(v) {
		return "missing"
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		return "a " + v.ExportType().String()
	}
	switch obj.ClassName() {
	case "Function":
		return "a function"
	case "Array":
		return "an array"
	case "RegExp":
		return "a regular expression; use regex(\"…\")"
	}
	return "an object"
}

// emit is g.emit: it puts a plain copy of its argument into the answer.
func (g *guard) emit(raw goja.Callable) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		if isNothing(v) {
			return goja.Null()
		}
		left := maxEmit
		x := g.export(v, 0, &left)
		if _, ok := x.(Row); !ok {
			x = Row{Values: []any{x}}
		}
		row := x.(Row)
		g.protect("emit", raw, g.rawGraph, []goja.Value{g.vm.ToValue(&row)})
		return goja.Null()
	}
}

// show answers the value of a script's last statement.
func (g *guard) show(v goja.Value) {
	if isNothing(v) {
		return
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		g.answer(v)
		return
	}
	if p, ok := g.hidden(obj); ok && obj.ExportType() == rawPathType {
		if raw, isObject := p.(*goja.Object); isObject {
			g.pathMethod("all")(goja.FunctionCall{This: g.wrap("path", raw)})
		}
		return
	}
	if _, isFunction := goja.AssertFunction(obj); !isFunction && !obj.SameAs(g.vm.Get("g").ToObject(g.vm)) {
		g.answer(v)
	}
}

func (g *guard) answer(v goja.Value) {
	if emit, ok := goja.AssertFunction(g.rawGraph.Get("emit")); ok {
		g.emit(emit)(goja.FunctionCall{Arguments: []goja.Value{v}})
	}
}

// export is a plain copy of a value of the script.
func (g *guard) export(v goja.Value, depth int, left *int) any {
	if *left--; *left < 0 {
		g.throwRange("emit: more than %d values in one row", maxEmit)
	}
	if depth > maxNest {
		g.throwRange("emit: objects within objects more than %d deep, or an object that holds itself", maxNest)
	}
	if isNothing(v) {
		return nil
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		return primitive(v.Export())
	}
	if isArray(obj) {
		length := int(obj.Get("length").ToInteger())
		if length > *left {
			g.throwRange("emit: an array of %d values: the limit is %d", length, maxEmit)
		}
		out := make([]any, length)
		for i := range out {
			out[i] = g.export(g.at(obj, i), depth+1, left)
		}
		return out
	}
	if _, ok := goja.AssertFunction(obj); ok {
		g.throwType("emit: a function cannot be answered")
	}
	switch obj.ExportType() {
	case rawPathType:
		g.throwType("emit: a path cannot be answered: end it with all(), or take its values with toArray()")
	case rawValueType:
		if x, ok := obj.Export().(*rawValue); ok {
			return x.text
		}
	}
	switch obj.ClassName() {
	case "Date", "String", "Number", "Boolean", "RegExp", "Error", "Map", "Set":
		if obj.ClassName() == "Number" {
			return primitive(obj.ToFloat())
		}
		return obj.String()
	}
	names := obj.Keys()
	if len(names) > *left {
		g.throwRange("emit: more than %d values in one row", maxEmit)
	}
	row := Row{Names: names, Values: make([]any, len(names))}
	for i, name := range names {
		row.Values[i] = g.export(obj.Get(name), depth+1, left)
	}
	return row
}

// plain is a value of Go that Cayley made as a value that belongs to the script alone.
func (g *guard) plain(x any) goja.Value {
	switch x := x.(type) {
	case nil:
		return goja.Undefined()
	case []any:
		items := make([]any, len(x))
		for i, item := range x {
			items[i] = g.plain(item)
		}
		return g.vm.NewArray(items...)
	case []map[string]any:
		items := make([]any, len(x))
		for i, item := range x {
			items[i] = g.plain(item)
		}
		return g.vm.NewArray(items...)
	case map[string]any:
		obj := g.vm.NewObject()
		for _, k := range tagOrder(x) {
			_ = obj.Set(k, g.plain(x[k]))
		}
		return obj
	}
	return g.vm.ToValue(primitive(x))
}

// primitive is x as a string, an int64, a float64, a bool or nil.
func primitive(x any) any {
	switch x := x.(type) {
	case nil, string, bool, int64:
		return x
	case int:
		return int64(x)
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Sprint(x)
		}
		if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
			return int64(x)
		}
		return x
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	}
	if text, ok := valueText(x); ok {
		return text
	}
	return fmt.Sprint(x)
}

// valueText is the text of a value of the graph, in the form in which Cayley's results show it.
func valueText(x any) (string, bool) {
	switch x := x.(type) {
	case quad.String:
		return string(x), true
	case quad.Value:
		return quad.StringOf(x), true
	}
	return "", false
}

// row makes a Row of what Cayley's session answered.
func (s *Session) row(res *cayleygizmo.Result, ld bool) (Row, error) {
	if row, ok := res.Val.(*Row); ok {
		if ld {
			return row.jsonld(), nil
		}
		return *row, nil
	}
	if res.Tags == nil {
		return Row{Values: []any{primitive(res.Val)}}, nil
	}
	values := make(map[string]any, len(res.Tags))
	for tag, ref := range res.Tags {
		v, err := s.handle.NameOf(ref)
		if err != nil {
			return Row{}, err
		}
		switch {
		case v == nil:
		case ld:
			values[tag] = jsonld.FromValue(v)
		default:
			values[tag] = primitive(native(v))
		}
	}
	names := tagOrder(values)
	row := Row{Names: names, Values: make([]any, len(names))}
	for i, n := range names {
		row.Values[i] = values[n]
	}
	return row, nil
}

// native is the Go value of a value of the graph, as Cayley shows it to scripts.
func native(v quad.Value) any {
	out := v.Native()
	if same, ok := out.(quad.Value); ok && v == same {
		return quad.StringOf(v)
	}
	return out
}

// jsonld is r with its nodes as JSON-LD writes them.
func (r Row) jsonld() Row {
	out := Row{Names: r.Names, Values: make([]any, len(r.Values))}
	for i, v := range r.Values {
		out.Values[i] = jsonldValue(v)
	}
	return out
}

func jsonldValue(v any) any {
	switch v := v.(type) {
	case string:
		if len(v) > 2 && v[0] == '<' && v[len(v)-1] == '>' && !strings.ContainsAny(v[1:len(v)-1], "<> \t\n") {
			return map[string]any{"@id": v[1 : len(v)-1]}
		}
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = jsonldValue(x)
		}
		return out
	case Row:
		return v.jsonld()
	}
	return v
}
