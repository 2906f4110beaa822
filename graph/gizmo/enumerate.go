package gizmo

import (
	"errors"
	"reflect"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"
)

// The language makes a property of every character of a string where it is spread into an object ({...s}) or gone through
// by for-in, in one step that nothing can interrupt: a string of megabytes takes gigabytes. So the text of a script is
// changed before it is compiled: what is spread or gone through passes a function that refuses what is too long. The
// third way, an object pattern with a rest ({...rest} = s), is refused: no query needs it.

// enumerable is the name of that function: no name that a script can write.
const enumerable = unistring.String("kg enumerable")

var errRest = errors.New("{...rest} in a pattern is not available: name the properties")

// boundSteps changes the tree of a script: what it enumerates, and what it joins. The error, with its place, is that of a pattern with a rest.
func boundSteps(tree *ast.Program) (at file.Idx, err error) {
	w := stepWalker{seen: make(map[any]bool)}
	w.walk(reflect.ValueOf(tree.Body))
	return w.at, w.err
}

type stepWalker struct {
	seen map[any]bool // pointers: a declaration is in two places of the tree
	at   file.Idx
	err  error
}

func (w *stepWalker) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		w.walk(v.Elem())
	case reflect.Pointer:
		if v.IsNil() || w.seen[v.Interface()] {
			return
		}
		w.seen[v.Interface()] = true
		boundJoins(v.Interface())
		switch x := v.Interface().(type) {
		case *file.File:
			return
		case *ast.ObjectLiteral:
			for _, p := range x.Value {
				if spread, ok := p.(*ast.SpreadElement); ok {
					spread.Expression = passing(enumerable, spread.Expression)
				}
			}
		case *ast.ForInStatement:
			x.Source = passing(enumerable, x.Source)
		case *ast.ObjectPattern:
			if x.Rest != nil && w.err == nil {
				w.at, w.err = x.LeftBrace, errRest
			}
		}
		w.walk(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.walk(v.Field(i))
			}
		}
	}
}

// passing is a call of a function of ours with x, and what else it has to know.
func passing(function unistring.String, x ast.Expression, more ...ast.Expression) ast.Expression {
	at := x.Idx0()
	return &ast.CallExpression{
		Callee: &ast.Identifier{Name: function, Idx: at}, LeftParenthesis: at, ArgumentList: append([]ast.Expression{x}, more...), RightParenthesis: x.Idx1(),
	}
}

// guardEnumerations defines the function that boundSteps puts into scripts.
func (g *guard) guardEnumerations(global *goja.Object) error {
	return global.DefineDataProperty(enumerable.String(), g.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		g.stopped()
		v := c.Argument(0)
		if s, ok := v.(goja.String); ok {
			g.enumerates("string", int64(s.Length()), maxEnumerated)
			return v
		}
		// for-in goes through the prototypes too.
		obj, _ := v.(*goja.Object)
		for depth := 0; obj != nil && depth < maxNest; depth++ {
			switch obj.ClassName() {
			case "String":
				g.enumerates("string", obj.Get("length").ToInteger(), maxEnumerated)
			case "Array":
				g.enumerates("list", obj.Get("length").ToInteger(), maxArray)
			}
			obj = obj.Prototype()
		}
		if obj != nil {
			g.throwRange("prototypes of prototypes more than %d deep", maxNest)
		}
		return v
	}), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// maxEnumerated is how many characters become properties in one step: some hundred bytes each.
const maxEnumerated = 100_000

func (g *guard) enumerates(what string, n, most int64) {
	if n > most {
		g.throwRange("the properties of a %s of %d elements: the limit is %d", what, n, most)
	}
}
