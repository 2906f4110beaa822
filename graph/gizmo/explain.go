package gizmo

import (
	"context"
	"fmt"
	"reflect"
	"regexp"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// Step is one time that a script asks the store.
type Step struct {
	Call string `json:"call"` // all, toArray, count …
	Line int    `json:"line"` // of the script, from 1; 0 where the library asks
	Asks any    `json:"asks"` // the tree of shapes that the path stands for
	Plan any    `json:"plan"` // the tree that the store made of it; nil for a question about claims, which is no path
}

// Explain runs a script and tells what it asks the store, in order, at most a thousand times. What is asked is
// answered too, as a script may ask more on the strength of an answer; the rows are dropped.
func Explain(ctx context.Context, qs graph.QuadStore, script string, opt Options) ([]Step, error) {
	s, err := NewSession(qs, opt)
	if err != nil {
		return nil, err
	}
	const most = 1000
	steps := []Step{}
	s.asked = func(step Step, p *path.Path) {
		if len(steps) == most {
			return
		}
		if p == nil { // a question of g.ask
			steps = append(steps, step)
			return
		}
		asks := p.Shape()
		plan, _ := shape.Optimize(ctx, asks, s.handle)
		step.Asks = describe(reflect.ValueOf(asks), s.handle, 0)
		step.Plan = describe(reflect.ValueOf(plan), s.handle, 0)
		steps = append(steps, step)
	}
	for _, err := range s.Rows(ctx, script) {
		if err != nil {
			return steps, err
		}
	}
	return steps, nil
}

// finals are the methods that ask the store.
var finals = map[string]bool{
	"all": true, "getlimit": true, "toarray": true, "tagarray": true, "tovalue": true, "tagvalue": true, "foreach": true, "map": true, "count": true,
}

// tell hands a path that is about to be asked for to the reader of the answer. Cayley gives the path of its object
// only to emit, so it travels among the rows.
func (g *guard) tell(call string, p *rawPath) {
	step := Step{Call: call, Line: g.line()}
	g.s.mu.Lock()
	g.s.told = append(g.s.told, step)
	g.s.mu.Unlock()
	if emit, ok := goja.AssertFunction(g.rawGraph.Get("emit")); ok {
		g.protect("emit", emit, g.rawGraph, []goja.Value{p.obj})
	}
}

// line is the line of the script that is being run; 0 in the library that it did not call.
func (g *guard) line() int {
	for _, f := range g.vm.CaptureCallStack(0, nil) {
		if f.SrcName() == g.s.name {
			return f.Position().Line
		}
	}
	return 0
}

// takeTold is the call that a path among the rows belongs to.
func (s *Session) takeTold() (Step, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.told) == 0 {
		return Step{}, false
	}
	step := s.told[0]
	s.told = s.told[1:]
	return step, true
}

// describe is a tree of shapes as lists and objects for JSON.
func describe(v reflect.Value, names graph.QuadStore, depth int) any {
	if !v.IsValid() || depth > 40 {
		return nil
	}
	if v.CanInterface() {
		switch x := v.Interface().(type) {
		case quad.Value:
			return quad.StringOf(x)
		case graph.Ref:
			if x == nil {
				return nil
			}
			if name, err := names.NameOf(x); err == nil && name != nil {
				return quad.StringOf(name)
			}
			return fmt.Sprint(x)
		case fmt.Stringer:
			return x.String()
		}
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return describe(v.Elem(), names, depth+1)
	case reflect.Slice, reflect.Array:
		const most = 20
		out := []any{}
		for i := range v.Len() {
			if i == most {
				out = append(out, fmt.Sprintf("… %d more", v.Len()-most))
				break
			}
			out = append(out, describe(v.Index(i), names, depth+1))
		}
		return out
	case reflect.Map:
		out := map[string]any{}
		for _, k := range v.MapKeys() {
			out[fmt.Sprint(k.Interface())] = describe(v.MapIndex(k), names, depth+1)
		}
		return out
	case reflect.Struct:
		if v.NumField() > 0 && !hasExported(v.Type()) {
			return v.Type().Name() + " " + address.ReplaceAllString(fmt.Sprintf("%+v", v), "")
		}
		fields := map[string]any{}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() {
				fields[f.Name] = describe(v.Field(i), names, depth+1)
			}
		}
		return map[string]any{v.Type().Name(): fields}
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int64, reflect.Float64:
		return v.Interface()
	}
	return fmt.Sprint(v)
}

// address is a field that holds an address: it differs from run to run and tells nobody anything.
var address = regexp.MustCompile(`\w+:(\([^)]*\))?0x[0-9a-f]+ ?`)

func hasExported(t reflect.Type) bool {
	for i := range t.NumField() {
		if t.Field(i).IsExported() {
			return true
		}
	}
	return false
}
