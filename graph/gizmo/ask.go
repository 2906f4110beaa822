package gizmo

import (
	"context"
	"reflect"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dop251/goja"

	"kg/graph/claims"
)

// asks is what g.ask(what, options) answers: questions about many claims, which package claims reads faster than any
// path can. The library's functions call it.
var asks = map[string]func(context.Context, *claims.Reader, *askOptions) (any, error){
	"ends": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Ends(ctx, o.texts("nodes"), o.texts("by"), o.flag("in"))
	},
	"joins": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Joins(ctx, o.texts("nodes"), o.texts("by"))
	},
	"facts": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Facts(ctx, claims.FactFilter{
			About: o.texts("about"), Relations: o.texts("relations"), Merge: o.flag("merge"), Since: o.text("since"), OnePublisher: o.flag("onePublisher"),
			Order: o.text("order"), Limit: o.number("limit"),
		})
	},
	"summary": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Summary(ctx, o.text("of"))
	},
	"neighbours": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Neighbours(ctx, o.text("of"), o.text("class"), o.number("limit"))
	},
	"common": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Common(ctx, o.text("a"), o.text("b"))
	},
	"together": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.NamedTogether(ctx, o.texts("who"), o.number("articles"), o.number("limit"))
	},
	"articles": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.ArticlesAbout(ctx, o.texts("about"), o.text("since"), o.text("until"), o.number("limit"))
	},
	"connected": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Connected(ctx, o.text("class"), o.number("limit"))
	},
	"mentioned": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Mentioned(ctx, claims.MentionFilter{
			Entities: o.texts("entities"), Class: o.text("class"), Unmatched: o.flag("unmatched"), Roles: o.texts("roles"), Limit: o.number("limit"),
		})
	},
	"orphans": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Orphans(ctx, o.text("class"), o.number("limit"))
	},
	"relations": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) { return r.Relations(ctx) },
	"denials": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Denials(ctx, o.texts("about"), o.number("limit"))
	},
	"figures": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Differing(ctx, o.texts("about"), o.number("limit"))
	},
	"chains": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Chains(ctx, o.text("from"), o.text("to"), o.number("steps"), o.number("limit"))
	},
	"words": func(ctx context.Context, r *claims.Reader, o *askOptions) (any, error) {
		return r.Words(ctx, o.text("of"), o.number("latest"))
	},
}

// ask is g.ask(what, options).
func (g *guard) ask(call goja.FunctionCall) goja.Value {
	what := call.Argument(0).String()
	o := g.askOptions(what, call.Argument(1))
	g.tellAsk(what, o)
	if what == "claims" {
		return g.claims(o)
	}
	fn := asks[what]
	if fn == nil {
		g.throwType("ask: there is no question %q", what)
	}
	x, err := fn(g.s.context(), g.claimReader(), o)
	o.check()
	if err != nil {
		g.failed(what, err)
	}
	return g.vm.ToValue(g.object(reflect.ValueOf(x)))
}

// claims is g.ask("claims", filter): the claims that a filter wants, as records of the properties that fields names.
func (g *guard) claims(o *askOptions) goja.Value {
	r := g.claimReader()
	found, err := r.Find(g.s.context(), claims.Filter{
		About: o.texts("about"), Roles: o.texts("role"), With: o.texts("with"), Sides: o.texts("side"), Relations: o.texts("relations"),
		Facts: o.flag("facts"), NotFacts: o.flag("notFacts"), Status: o.text("status"), Acts: o.flag("acts"), Undergoes: o.flag("undergoes"),
		Containing: o.texts("containing"), Since: o.text("since"), Until: o.text("until"), Dated: o.flag("dated"), Limit: o.number("limit"),
	})
	fields := o.texts("fields")
	o.check()
	if err != nil {
		g.failed("claims", err)
	}
	return g.recordsOf("claims", found, fields)
}

// failed throws an error of the store; what a limit has stopped ends without a word, as the limit is the error.
func (g *guard) failed(what string, err error) {
	g.stopped()
	g.throw(nil, "%s: %v", what, err)
}

// claimReader is the reader of the run in progress.
func (g *guard) claimReader() *claims.Reader {
	if g.reader == nil {
		r, err := claims.New(g.s.handle.QuadStore)
		if err != nil {
			g.throw(nil, "%v", err)
		}
		g.reader = r
	}
	return g.reader
}

// askOptions is the options of a question. A name that the question does not have is an error.
type askOptions struct {
	g     *guard
	what  string
	obj   *goja.Object // nil: none
	known map[string]bool
}

func (g *guard) askOptions(what string, v goja.Value) *askOptions {
	o := &askOptions{g: g, what: what, known: map[string]bool{}}
	if isNothing(v) {
		return o
	}
	obj, ok := v.(*goja.Object)
	if !ok || obj.ClassName() != "Object" {
		g.throwType("%s: the options are %s; want an object", what, kindOf(v))
	}
	o.obj = obj
	return o
}

func (o *askOptions) get(name string) goja.Value {
	o.known[name] = true
	if o.obj == nil {
		return goja.Undefined()
	}
	v := o.obj.Get(name)
	if v == nil {
		return goja.Undefined()
	}
	return v
}

// texts is a list of strings, or one; nil where there is none.
func (o *askOptions) texts(name string) []string {
	v := o.get(name)
	if isNothing(v) {
		return nil
	}
	left := maxArgs
	v = o.g.unwrap(o.what+": "+name, 1, v, 0, &left)
	out := []string{}
	for _, x := range o.g.flatten([]goja.Value{v}, 0) {
		if obj, ok := v.(*goja.Object); ok && isArray(obj) && obj.Get("length").ToInteger() == 0 {
			break // flatten makes a node of no nodes
		}
		out = append(out, x.String())
	}
	return out
}

func (o *askOptions) text(name string) string {
	v := o.get(name)
	if isNothing(v) {
		return ""
	}
	if _, ok := v.(*goja.Object); ok {
		o.g.throwType("%s: %s is %s; want a string", o.what, name, kindOf(v))
	}
	return v.String()
}

func (o *askOptions) number(name string) int {
	v := o.get(name)
	if isNothing(v) {
		return 0
	}
	if _, ok := v.(*goja.Object); ok {
		o.g.throwType("%s: %s is %s; want a number", o.what, name, kindOf(v))
	}
	return int(max(0, min(v.ToInteger(), 1<<31)))
}

func (o *askOptions) flag(name string) bool { return o.get(name).ToBoolean() }

// check throws at an option that was not asked for.
func (o *askOptions) check() {
	if o.obj == nil {
		return
	}
	for _, name := range o.obj.Keys() {
		if !o.known[name] {
			o.g.throwType("%s: there is no option %q", o.what, name)
		}
	}
}

// object is a value of Go for the script: a struct is an object whose names begin in lower case.
func (g *guard) object(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = g.object(v.Index(i))
		}
		return g.vm.NewArray(out...)
	case reflect.Struct:
		obj := g.vm.NewObject()
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				_ = obj.Set(scriptName(f.Name), g.object(v.Field(i)))
			}
		}
		return obj
	}
	return g.vm.ToValue(v.Interface())
}

// scriptName is "onePublisher" for "OnePublisher" and "id" for "ID".
func scriptName(name string) string {
	if strings.ToUpper(name) == name {
		return strings.ToLower(name)
	}
	first, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[n:]
}

// tellAsk hands a question to the reader of an explanation, among the rows as [guard.tell] does.
func (g *guard) tellAsk(what string, o *askOptions) {
	if g.s.asked == nil {
		return
	}
	step := &Step{Call: what, Line: g.line()}
	if o.obj != nil {
		left := maxEmit
		step.Asks = g.export(o.obj, 0, &left)
	}
	if emit, ok := goja.AssertFunction(g.rawGraph.Get("emit")); ok {
		g.protect("emit", emit, g.rawGraph, []goja.Value{g.vm.ToValue(step)})
	}
}

// Asks are the questions that g.ask answers, sorted.
func Asks() []string {
	out := []string{"claims"}
	for name := range asks {
		out = append(out, name)
	}
	sort.Strings(out)
	return slices.Compact(out)
}
