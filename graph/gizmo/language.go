package gizmo

import (
	"fmt"
	"strings"

	"github.com/dop251/goja"
)

// languageScript takes away what a query does not need and what cannot be bounded: code from text, raw memory,
// and objects whose every access may be a call. Array.from and flat are written in the language, so that they can be
// stopped.
const languageScript = `(function () {
	'use strict';
	var refuse = function () { throw new Error('code from text is not available here'); };
	[function () {}, function* () {}, async function () {}].forEach(function (f) {
		Object.defineProperty(Object.getPrototypeOf(f), 'constructor', {value: refuse, writable: false, configurable: false});
	});
	var isArray = Array.isArray;
	Object.defineProperty(Array, 'from', {configurable: true, writable: true, enumerable: false,
		value: function from(x, f, self) {
			var out = [];
			if (x === undefined || x === null) throw new TypeError('Array.from: argument 1 is missing');
			if (x[Symbol.iterator] !== undefined) {
				for (var v of x) out.push(f ? f.call(self, v, out.length) : v);
			} else {
				var n = Math.min(Number(x.length) || 0, 4294967295);
				for (var i = 0; i < n; i++) out.push(f ? f.call(self, x[i], i) : x[i]);
			}
			return out;
		}});
	Object.defineProperty(Array.prototype, 'flat', {configurable: true, writable: true, enumerable: false,
		value: function flat(depth) {
			var out = [];
			(function add(list, d) {
				for (var i = 0; i < list.length; i++) {
					if (!(i in list)) continue;
					if (d >= 1 && isArray(list[i])) add(list[i], d - 1); else out.push(list[i]);
				}
			})(this, depth === undefined ? 1 : Number(depth) || 0);
			return out;
		}});
	return refuse;
})()`

// guardLanguage bounds the functions of the language that work without end in one step.
func (g *guard) guardLanguage() error {
	vm := g.vm
	refuse, err := vm.RunScript("guard", languageScript)
	if err != nil {
		return fmt.Errorf("gizmo: guard: %w", err)
	}
	global := vm.GlobalObject()
	_ = global.Set("eval", refuse)
	_ = global.Set("Function", refuse)
	for _, name := range []string{
		"ArrayBuffer", "SharedArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array",
		"Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
		"Proxy", "Promise",
	} {
		_ = global.Delete(name)
	}
	g.guardArray(global)
	g.guardString(global)
	g.guardObject(global)
	if err := g.guardJoins(global); err != nil {
		return err
	}
	if err := g.guardEnumerations(global); err != nil {
		return fmt.Errorf("gizmo: guard: %w", err)
	}
	g.guardJSON(global)
	return g.guardRegExp(global)
}

// before makes a method check its call first.
// A check that asks an object for its text puts the text in the object's place, as the next answer may differ.
func (g *guard) before(obj *goja.Object, name string, check func(*goja.FunctionCall)) {
	g.around(obj, name, func(call goja.FunctionCall, fn goja.Callable) goja.Value {
		call.Arguments = append([]goja.Value(nil), call.Arguments...)
		check(&call)
		return g.call(fn, call)
	})
}

func (g *guard) around(obj *goja.Object, name string, do func(goja.FunctionCall, goja.Callable) goja.Value) {
	fn, ok := goja.AssertFunction(obj.Get(name))
	if !ok {
		return // a function that this version of the engine does not have
	}
	g.define(obj, name, func(call goja.FunctionCall) goja.Value { return do(call, fn) })
}

func (g *guard) beforeSymbol(obj *goja.Object, sym *goja.Symbol, check func(*goja.FunctionCall)) {
	fn, ok := goja.AssertFunction(obj.GetSymbol(sym))
	if !ok {
		return
	}
	_ = obj.DefineDataPropertySymbol(sym, g.vm.ToValue(func(call goja.FunctionCall) goja.Value {
		call.Arguments = append([]goja.Value(nil), call.Arguments...)
		check(&call)
		return g.call(fn, call)
	}), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// call passes a call on, and its exception.
func (g *guard) call(fn goja.Callable, call goja.FunctionCall) goja.Value {
	v, err := fn(call.This, call.Arguments...)
	if err != nil {
		panic(err)
	}
	return v
}

func (g *guard) guardArray(global *goja.Object) {
	vm := g.vm
	ctor := global.Get("Array").ToObject(vm)
	proto := ctor.Get("prototype").ToObject(vm)
	for _, name := range []string{
		"concat", "copyWithin", "every", "fill", "filter", "find", "findIndex", "findLast", "findLastIndex", "flat",
		"flatMap", "forEach", "includes", "indexOf", "lastIndexOf", "map", "reduce", "reduceRight", "reverse",
		"shift", "slice", "some", "sort", "splice", "toLocaleString", "toReversed", "toSorted", "toSpliced",
		"unshift", "with",
	} {
		g.before(proto, name, func(call *goja.FunctionCall) {
			g.stopped()
			total := g.arrayLength(name, call.This)
			if name == "concat" {
				for _, a := range call.Arguments {
					if obj, ok := a.(*goja.Object); ok && isArray(obj) {
						total += g.arrayLength(name, a)
					}
				}
				if total > maxArray {
					g.throwRange("%s: an array of %d elements: the limit is %d", name, total, maxArray)
				}
			}
		})
	}
	g.around(proto, "join", func(call goja.FunctionCall, fn goja.Callable) goja.Value {
		g.stopped()
		n := g.arrayLength("join", call.This)
		if g.joining++; g.joining > maxNest {
			g.joining = 0
			g.throwRange("join: arrays within arrays more than %d deep", maxNest)
		}
		sep := 1
		if a := call.Argument(0); !isNothing(a) {
			text := g.text(a)
			call.Arguments, sep = []goja.Value{text}, text.Length()
		}
		obj, total := call.This.ToObject(g.vm), n*sep
		for i := range n {
			if s, ok := g.at(obj, i).(goja.String); ok {
				if total += s.Length(); total > maxString {
					break
				}
			}
		}
		if total > maxString {
			g.joining = 0
			g.throwRange("join: a string of more than %d characters", maxString)
		}
		v, err := fn(call.This, call.Arguments...)
		g.joining = max(0, g.joining-1)
		if err != nil {
			panic(err)
		}
		return v
	})
}

// arrayLength is the number of elements of v, which must be an array or the arguments of a function.
func (g *guard) arrayLength(name string, v goja.Value) int {
	obj, ok := v.(*goja.Object)
	if !ok || !isArray(obj) && obj.ClassName() != "Arguments" {
		g.throwType("%s: called on something that is not an array", name)
	}
	n := obj.Get("length").ToInteger()
	if n > maxArray {
		g.throwRange("%s: an array of %d elements: the limit is %d", name, n, maxArray)
	}
	return int(n)
}

func (g *guard) guardString(global *goja.Object) {
	proto := global.Get("String").ToObject(g.vm).Get("prototype").ToObject(g.vm)
	limit := func(name string, n float64) {
		g.stopped()
		if n > maxString {
			g.throwRange("%s: a string of %.0f characters: the limit is %d", name, n, maxString)
		}
	}
	// self is the string that a method is called on, arg an argument as a number.
	self := func(c *goja.FunctionCall) float64 {
		if isNothing(c.This) {
			return 0
		}
		text := g.text(c.This)
		c.This = text
		return float64(text.Length())
	}
	arg := func(c *goja.FunctionCall, i int) float64 {
		if i >= len(c.Arguments) {
			return 0
		}
		f := c.Arguments[i].ToFloat()
		c.Arguments[i] = g.vm.ToValue(f)
		return f
	}
	g.before(proto, "repeat", func(c *goja.FunctionCall) {
		n := self(c)
		limit("repeat", n*arg(c, 0))
	})
	for _, name := range []string{"padStart", "padEnd"} {
		g.before(proto, name, func(c *goja.FunctionCall) { limit(name, arg(c, 0)) })
	}
	replace := func(name string, n float64, c *goja.FunctionCall) {
		if len(c.Arguments) < 2 {
			return
		}
		if _, ok := goja.AssertFunction(c.Arguments[1]); ok {
			g.stopped() // a function runs under the watch
			return
		}
		repl := g.text(c.Arguments[1])
		c.Arguments[1] = repl
		limit(name, replaceBound(n, repl))
	}
	for _, name := range []string{"replace", "replaceAll"} {
		g.before(proto, name, func(c *goja.FunctionCall) { replace(name, self(c), c) })
	}
	pattern := global.Get("RegExp").ToObject(g.vm).Get("prototype").ToObject(g.vm)
	g.beforeSymbol(pattern, goja.SymReplace, func(c *goja.FunctionCall) {
		if len(c.Arguments) > 0 {
			text := g.text(c.Arguments[0])
			c.Arguments[0] = text
			replace("replace", float64(text.Length()), c)
		}
	})
	g.beforeSymbol(proto, goja.SymIterator, func(c *goja.FunctionCall) {
		if n := self(c); n > maxArray {
			g.throwRange("iterator: a string of %.0f characters: the limit is %d", n, maxArray)
		}
		g.stopped()
	})
	for _, name := range []string{"match", "matchAll", "search"} {
		g.before(proto, name, func(c *goja.FunctionCall) {
			if len(c.Arguments) == 0 {
				return
			}
			if obj, ok := c.Arguments[0].(*goja.Object); ok && obj.ClassName() == "RegExp" {
				return
			}
			pattern := g.text(c.Arguments[0])
			c.Arguments[0] = pattern
			if err := checkPattern(pattern.String()); err != nil {
				g.throw(nil, "%s: %v", name, err)
			}
		})
	}
	for _, name := range []string{"link", "anchor", "big", "blink", "bold", "fixed", "fontcolor", "fontsize", "small", "strike"} {
		_ = proto.Delete(name)
	}
}

// guardObject bounds the functions that make a property, or an element, of each character of a string.
func (g *guard) guardObject(global *goja.Object) {
	check := func(name string) func(*goja.FunctionCall) {
		return func(c *goja.FunctionCall) {
			g.stopped()
			for _, a := range c.Arguments {
				n := 0
				switch a := a.(type) {
				case goja.String:
					n = a.Length()
				case *goja.Object:
					if a.ClassName() == "String" {
						n = int(a.Get("length").ToInteger())
					}
				}
				if n > maxEnumerated {
					g.throwRange("%s: a string of %d characters: the limit is %d", name, n, maxEnumerated)
				}
			}
		}
	}
	object := global.Get("Object").ToObject(g.vm)
	for _, name := range []string{
		"assign", "entries", "getOwnPropertyDescriptors", "getOwnPropertyNames", "keys", "values", "freeze", "seal", "isFrozen", "isSealed",
	} {
		g.before(object, name, check(name))
	}
	g.before(global.Get("Reflect").ToObject(g.vm), "ownKeys", check("ownKeys"))
}

// replaceBound is the most characters that replacing in a text of n characters can make.
func replaceBound(n float64, repl goja.String) float64 {
	bound := (n + 1) * float64(repl.Length()+1)
	if strings.Contains(repl.String(), "$") {
		bound *= n + 1
	}
	return bound
}

// text is v as a string of the language.
func (g *guard) text(v goja.Value) goja.String {
	if s, ok := v.ToString().(goja.String); ok {
		return s
	}
	s, _ := g.vm.ToValue(v.String()).(goja.String)
	return s
}

func (g *guard) guardJSON(global *goja.Object) {
	obj := global.Get("JSON").ToObject(g.vm)
	g.before(obj, "stringify", func(c *goja.FunctionCall) {
		g.stopped()
		left, chars := maxEmit, maxString
		g.measure(c.Argument(0), 0, &left, &chars)
	})
	g.before(obj, "parse", func(c *goja.FunctionCall) {
		g.stopped()
		if len(c.Arguments) == 0 {
			return
		}
		depth, text := 0, g.text(c.Arguments[0])
		c.Arguments[0] = text
		for _, r := range text.String() {
			switch r {
			case '[', '{':
				if depth++; depth > 2*maxNest {
					g.throwRange("parse: values within each other more than %d deep", 2*maxNest)
				}
			case ']', '}':
				depth--
			}
		}
	})
}

// measure throws where a value is too large or too deep to be turned into JSON.
func (g *guard) measure(v goja.Value, depth int, left, chars *int) {
	if *left--; *left < 0 {
		g.throwRange("stringify: more than %d values", maxEmit)
	}
	if depth > maxNest {
		g.throwRange("stringify: values within each other more than %d deep, or an object that holds itself", maxNest)
	}
	if s, ok := v.(goja.String); ok {
		if *chars -= s.Length(); *chars < 0 {
			g.throwRange("stringify: a string of more than %d characters", maxString)
		}
		return
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		return
	}
	if isArray(obj) {
		n := int(obj.Get("length").ToInteger())
		if n > *left {
			g.throwRange("stringify: more than %d values", maxEmit)
		}
		for i := range n {
			g.measure(g.at(obj, i), depth+1, left, chars)
		}
		return
	}
	for _, k := range obj.Keys() {
		*chars -= len(k)
		g.measure(obj.Get(k), depth+1, left, chars)
	}
}

// guardRegExp refuses the patterns that checkPattern refuses, wherever a pattern comes from text.
func (g *guard) guardRegExp(global *goja.Object) error {
	vm := g.vm
	orig := global.Get("RegExp").ToObject(vm)
	proto := orig.Get("prototype").ToObject(vm)
	_ = proto.Delete("compile")
	check := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		if err := checkPattern(g.text(c.Argument(0)).String()); err != nil {
			g.throw(nil, "%v", err)
		}
		return goja.Undefined()
	})
	make, err := vm.RunScript("guard", `(function (check) {
		'use strict';
		var Orig = RegExp, text = String;
		function Guarded(pattern, flags) {
			if (pattern instanceof Orig) {
				if (flags === undefined) flags = pattern.flags;
				pattern = pattern.source;
			}
			pattern = pattern === undefined ? '(?:)' : text(pattern);
			check(pattern);
			return flags === undefined ? new Orig(pattern) : new Orig(pattern, text(flags));
		}
		Guarded.prototype = Orig.prototype;
		Object.defineProperty(Orig.prototype, 'constructor', {value: Guarded, writable: false, configurable: false});
		Object.defineProperty(Guarded, 'name', {value: 'RegExp'});
		return Guarded;
	})`)
	if err != nil {
		return fmt.Errorf("gizmo: guard: %w", err)
	}
	fn, ok := goja.AssertFunction(make)
	if !ok {
		return errBoot
	}
	ctor, err := fn(goja.Undefined(), check)
	if err != nil {
		return fmt.Errorf("gizmo: guard: %w", err)
	}
	return global.Set("RegExp", ctor)
}
