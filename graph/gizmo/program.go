package gizmo

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// Incomplete reports whether a script is the beginning of one: whether what is wrong with it is that it ends.
func Incomplete(script string) bool {
	if len(script) > maxScript || checkNesting(script) != nil {
		return false
	}
	_, err := parser.ParseFile(nil, "", script, 0, parser.WithDisableSourceMaps)
	var list parser.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return false
	}
	return strings.Contains(list[0].Message, "Unexpected end of input") || strings.Contains(list[0].Message, "Unterminated template")
}

// compile checks and compiles a script. Refused are a script that is too long and a regular expression that
// needs back references or lookaround: these run in a matcher whose time is not bounded.
func compile(name, script string) (*goja.Program, error) {
	if len(script) > maxScript {
		return nil, &ScriptError{Name: name, Msg: fmt.Sprintf("script of %d bytes: the limit is %d", len(script), maxScript)}
	}
	if err := checkNesting(script); err != nil {
		return nil, &ScriptError{Name: name, Msg: err.Error()}
	}
	// A source map would be read from the file that the script names.
	tree, err := parser.ParseFile(nil, name, script, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	if lit, err := badRegexp(reflect.ValueOf(tree.Body)); err != nil {
		p := tree.File.Position(int(lit.Idx) - tree.File.Base())
		return nil, &ScriptError{Name: name, Line: p.Line, Col: p.Column, Msg: err.Error()}
	}
	if at, err := boundSteps(tree); err != nil {
		p := tree.File.Position(int(at) - tree.File.Base())
		return nil, &ScriptError{Name: name, Line: p.Line, Col: p.Column, Msg: err.Error()}
	}
	prog, err := goja.CompileAST(tree, false)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	return prog, nil
}

// checkNesting refuses a text on which the parser would work for long: its time grows with the square of the
// depth. It does not know strings and comments, so it is generous.
func checkNesting(script string) error {
	const deepest, arrows = 500, 5000
	depth := 0
	for _, r := range script {
		switch r {
		case '(', '[', '{':
			if depth++; depth > deepest {
				return fmt.Errorf("brackets within brackets more than %d deep", deepest)
			}
		case ')', ']', '}':
			depth--
		}
	}
	if n := strings.Count(script, "=>"); n > arrows {
		return fmt.Errorf("%d arrow functions: the limit is %d", n, arrows)
	}
	return nil
}

func syntaxError(name string, err error) error {
	out := &ScriptError{Name: name, Msg: err.Error()}
	var list parser.ErrorList
	var one *parser.Error
	var comp *goja.CompilerSyntaxError
	at := func(p file.Position, msg string) { out.Line, out.Col, out.Msg = p.Line, p.Column, msg }
	switch {
	case errors.As(err, &list) && len(list) > 0:
		at(list[0].Position, list[0].Message)
	case errors.As(err, &one):
		at(one.Position, one.Message)
	case errors.As(err, &comp):
		out.Msg = comp.Message
		if comp.File != nil {
			at(comp.File.Position(comp.Offset), comp.Message)
		}
	}
	return out
}

// badRegexp finds the first literal of a regular expression that checkPattern refuses.
func badRegexp(v reflect.Value) (*ast.RegExpLiteral, error) {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return nil, nil
		}
		return badRegexp(v.Elem())
	case reflect.Pointer:
		if v.IsNil() {
			return nil, nil
		}
		switch x := v.Interface().(type) {
		case *ast.RegExpLiteral:
			return x, checkPattern(x.Pattern)
		case *file.File:
			return nil, nil
		}
		return badRegexp(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if lit, err := badRegexp(v.Index(i)); err != nil {
				return lit, err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			// The list of declarations repeats nodes that the tree holds already.
			if f := v.Type().Field(i); !f.IsExported() || f.Name == "DeclarationList" {
				continue
			}
			if lit, err := badRegexp(v.Field(i)); err != nil {
				return lit, err
			}
		}
	}
	return nil, nil
}

// checkPattern refuses a regular expression that cannot be matched in linear time.
func checkPattern(pattern string) error {
	if len(pattern) > maxScript {
		return fmt.Errorf("regular expression of %d bytes: the limit is %d", len(pattern), maxScript)
	}
	if _, err := parser.TransformRegExp(pattern); err != nil {
		return fmt.Errorf("regular expression /%.60s/: back references and lookaround are not supported", pattern)
	}
	return nil
}
