package gizmo

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// A string that is joined to itself doubles, and from half a gigabyte on takes several with one step. So what is joined to
// the end of a string, by +, += and in a template, passes a function that refuses what is too long: a string can then only
// grow step by step, and the watch stops it.

// joinable is the name of that function: no name that a script can write.
const joinable = unistring.String("kg joinable")

// boundJoins changes what x joins, where x may be one that joins strings.
func boundJoins(x any) {
	switch x := x.(type) {
	case *ast.BinaryExpression:
		if x.Operator == token.PLUS && !isLiteral(x.Left) && !isLiteral(x.Right) {
			x.Right = passing(joinable, x.Right)
		}
	case *ast.AssignExpression:
		if x.Operator == token.PLUS && !isLiteral(x.Right) {
			x.Right = passing(joinable, x.Right)
		}
	case *ast.TemplateLiteral:
		if x.Tag != nil {
			return
		}
		for i, e := range x.Expressions {
			of := &ast.NumberLiteral{Idx: e.Idx0(), Value: int64(len(x.Expressions))}
			x.Expressions[i] = passing(joinable, e, of)
		}
	}
}

func isLiteral(x ast.Expression) bool {
	switch x.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral:
		return true
	}
	return false
}

// guardJoins defines the function that boundJoins puts into scripts. Its second argument, of an expression of a template, is
// how many are joined at once.
func (g *guard) guardJoins(global *goja.Object) error {
	return global.DefineDataProperty(joinable.String(), g.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		v, most, hint := c.Argument(0), maxString, "default"
		if len(c.Arguments) > 1 {
			most, hint = maxString/int(c.Arguments[1].ToInteger()), "string"
		}
		if obj, ok := v.(*goja.Object); ok {
			v = g.primitive(obj, hint)
		}
		if s, ok := v.(goja.String); ok && s.Length() > most {
			g.throwRange("joining a string of %d characters: the limit is %d", s.Length(), most)
		}
		return v
	}), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// primitive is what the language makes of an object that it joins to a string, so that it is made only once.
func (g *guard) primitive(obj *goja.Object, hint string) goja.Value {
	names := []string{"valueOf", "toString"}
	if hint == "string" || obj.ClassName() == "Date" {
		names = []string{"toString", "valueOf"}
	}
	try := func(v goja.Value, args ...goja.Value) goja.Value {
		f, ok := goja.AssertFunction(v)
		if !ok {
			return nil
		}
		out, err := f(obj, args...)
		if err != nil {
			panic(err)
		}
		if _, again := out.(*goja.Object); again {
			return nil
		}
		return out
	}
	if out := try(obj.GetSymbol(goja.SymToPrimitive), g.vm.ToValue(hint)); out != nil {
		return out
	}
	for _, name := range names {
		if out := try(obj.Get(name)); out != nil {
			return out
		}
	}
	g.throw(g.vm.Get("TypeError").ToObject(g.vm), "cannot convert object to primitive value")
	return nil
}
