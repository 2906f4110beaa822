package gizmo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
)

const people = `
<ent:Ada> <rel:meets> <ent:Ben> <art:1> .
<ent:Ben> <rel:meets> <ent:Ada> <art:1> .
<ent:Ada> <rel:meets> <ent:Cy> <art:2> .
<ent:Cy> <rel:meets> <ent:Ada> <art:2> .
<ent:Ada> <rdfs:label> "Ada Stone" <art:1> .
<ent:Ben> <rdfs:label> "Ben Reyes" <art:1> .
<ent:Cy> <rdfs:label> "Cy Okoro" <art:2> .
<ent:Cy> <kg:age> "41"^^<schema:Integer> <art:2> .
`

func store(t testing.TB, text string) graph.QuadStore {
	t.Helper()
	var quads []quad.Quad
	r := nquads.NewReader(strings.NewReader(text), false)
	for {
		q, err := r.ReadQuad()
		if err != nil {
			break
		}
		quads = append(quads, q)
	}
	return memstore.New(quads...)
}

func answer(t testing.TB, script string, opt Options) (string, error) {
	t.Helper()
	var out []string
	for row, err := range Run(context.Background(), store(t, people), script, opt) {
		if err != nil {
			return strings.Join(out, "\n"), err
		}
		b, err := row.MarshalJSON()
		if err != nil || !json.Valid(b) {
			t.Fatal(err, b)
		}
		out = append(out, string(b))
	}
	return strings.Join(out, "\n"), nil
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"path", `g.V("<ent:Ada>").Out("<rel:meets>").All()`, `{"id":"<ent:Ben>"}` + "\n" + `{"id":"<ent:Cy>"}`},
		{"tags come after the id", `g.V("<ent:Ben>").tag("a").out(iri("rel:meets")).save("<rdfs:label>", "name").all()`,
			`{"id":"<ent:Ada>","a":"<ent:Ben>","name":"Ada Stone"}`},
		{"emit keeps the order of the names", `g.emit({z: 1, a: [1.5, "x", {b: null}], m: true})`,
			`{"z":1,"a":[1.5,"x",{"b":null}],"m":true}`},
		{"emit of a single value", `g.emit(3); g.emit("x")`, "3\n\"x\""},
		{"a value is shown as text", `g.emit({v: iri("ent:Ada"), s: String(iri("ent:Ada"))})`, `{"v":"<ent:Ada>","s":"<ent:Ada>"}`},
		{"morphism", `var m = g.M().out("<rel:meets>"); g.V("<ent:Ben>").follow(m).follow(m).unique().all()`,
			`{"id":"<ent:Ben>"}` + "\n" + `{"id":"<ent:Cy>"}`},
		{"filter", `g.V().has("<kg:age>", gt(40)).all()`, `{"id":"<ent:Cy>"}`},
		{"toArray", `g.emit(g.V("<ent:Ada>").out("<rel:meets>").toArray().length)`, "2"},
		{"tagArray", `g.emit(g.V("<ent:Cy>").tag("t").tagArray())`, `[{"id":"<ent:Cy>","t":"<ent:Cy>"}]`},
		{"toValue", `g.emit(g.V("<ent:Cy>").out("<kg:age>").toValue())`, `41`},
		{"count", `g.emit(g.V("<ent:Ada>").out("<rel:meets>").count())`, "2"},
		{"forEach", `g.V("<ent:Ben>").out("<rel:meets>").forEach(function (d) { g.emit({got: d.id}) })`, `{"got":"<ent:Ada>"}`},
		{"forEach with a limit", `g.V("<ent:Ada>").out("<rel:meets>").forEach(1, function (d) { g.emit(d) })`, `{"id":"<ent:Ben>"}`},
		{"a list of predicates", `g.V("<ent:Ben>").out(["<rel:meets>", "<rdfs:label>"]).count() == 2 && g.emit("ok")`, `"ok"`},
		{"getLimit does not outlive its path", `g.V("<ent:Ada>").out("<rel:meets>").getLimit(1); g.emit(1); g.emit(2)`,
			`{"id":"<ent:Ben>"}` + "\n1\n2"},
		{"the last statement is not an answer", `1 + 1`, ``},
		{"a list of nodes", `g.V(["<ent:Ben>", "<ent:Cy>"]).has("<rdfs:label>", ["Ben Reyes", "x"]).all()`, `{"id":"<ent:Ben>"}`},
		{"an empty list of nodes is none", `g.V([]).all(); g.V("<ent:Ben>").has("<rdfs:label>", []).all(); g.V("<ent:Ben>").is([]).all()`, ``},
		{"properties", `g.emit(g.properties(["<ent:Cy>", "<ent:Nobody>"])); g.emit(g.properties("<ent:Ada>", "<rel:meets>"))`,
			`{"<ent:Cy>":{"<kg:age>":[41],"<rdfs:label>":["Cy Okoro"],"<rel:meets>":["<ent:Ada>"]},"<ent:Nobody>":{}}` + "\n" +
				`{"<ent:Ada>":{"<rel:meets>":["<ent:Ben>","<ent:Cy>"]}}`},
		{"records", `g.records(["<ent:Cy>", "<ent:Nobody>"]).forEach(r => g.emit(r)); g.emit(g.records("<ent:Ada>", "<rel:meets>")); g.emit(g.records([]))`,
			`{"id":"<ent:Cy>","age":41,"label":"Cy Okoro","meets":"<ent:Ada>"}` + "\n" + `{"id":"<ent:Nobody>"}` + "\n" +
				`[{"id":"<ent:Ada>","meets":"<ent:Ben>"}]` + "\n[]"},
		{"params", `g.emit(params.who); g.emit(params.n + 1)`, "\"Ada \\\"); g.emit(\\\"x\"\n3"},
		{"language", `g.emit([1,2,3].map(x => x * 2).join("-")); g.emit("a1b2".replace(/\d/g, "#")); g.emit(Array.from(new Set([1,1,2])));
			g.emit(/a+/ instanceof RegExp); g.emit(new RegExp("^a").test("abc")); g.emit([3,1,2].sort());
			g.emit(JSON.parse(JSON.stringify({a: [1]}))); g.emit([[1,[2]],3].flat().length);
			g.emit([..."añb"].length); g.emit("a-b".replace(/(\w)-(\w)/, "$2-$1")); g.emit("aXbX".split("X").length); g.emit(Object.keys({p: 1, q: 2}))`,
			"\"2-4-6\"\n\"a#b#\"\n[1,2]\ntrue\ntrue\n[1,2,3]\n{\"a\":[1]}\n3\n3\n\"b-a\"\n3\n[\"p\",\"q\"]"},
		{"a script may look like one with a source map", "g.emit(1)\n//# sourceMappingURL=/nowhere/at/all", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := answer(t, c.script, Options{Params: map[string]any{"who": `Ada "); g.emit("x`, "n": 2}})
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// Every script here ends the process, hangs it or takes its memory where nothing stands between it and Cayley.
func TestRefused(t *testing.T) {
	nested := "x = [x];"
	for _, c := range []struct{ name, script, want string }{
		{"function as a predicate", "var a = 1;\ng.V().out(function(){})", "q:2:10: out: argument 1 is a function"},
		{"object as a predicate", "\n\ng.V().in({})", "q:3:9: in: argument 1 is an object"},
		{"iri of an object", "iri({})", "q:1:4: iri: argument 1 is an object"},
		{"iri of nothing", "iri(null)", "q:1:4: iri:"},
		{"iri without argument", "iri()", "expected 1 argument, got 0"},
		{"cyclic emit", "var a={};\na.a=a;\ng.emit(a)", "q:3:7: emit: objects within objects"},
		{"cyclic array", "var a=[]; a[0]=a; g.V(a)", "array within arrays"},
		{"the callback's this is no path of Cayley", "g.V('<ent:Ada>').forEach(function(){ this.out(function(){}) })", "out: argument 1 is a function"},
		{"an exception in a callback", "g.V('<ent:Ada>').forEach(function(){\n throw new Error('mine') })", "q:2:8: mine"},
		{"method of another object", "g.V().out.call({}, '<a>')", "not a path"},
		{"label context", "g.V().labelContext({})", "labelContext: argument 1"},
		{"follow of a string", "g.V().follow('x')", "follow:"},
		{"follow of nothing that is a path", "g.V('<ent:Ada>').followRecursive(g.M())", ""},
		{"has of nothing", "g.V().has(null)", "has: argument 1"},
		{"properties of an object", "g.properties({})", "properties: argument 1 is an object"},
		{"records of a function", "g.records(function () {})", "records: argument 1 is a function"},
		{"save of nothing", "g.V().save(undefined)", "save: argument 1"},
		{"tags", "g.V().tag({})", "tag: argument 1 is an object"},
		{"emit of a path", "g.emit(g.V())", "a path cannot be answered"},
		{"eval", "eval('1')", "code from text"},
		{"Function", "(function(){}).constructor('return 1')()", "code from text"},
		{"generator function", "Object.getPrototypeOf(function*(){}).constructor('yield 1')", "code from text"},
		{"back reference", "\n/(a+)\\1$/.test('aaaa')", "q:2:1: regular expression /(a+)\\1$/"},
		{"back reference from text", "new RegExp('(a)\\\\1')", "back references"},
		{"back reference through constructor", "/a/.constructor('(a)\\\\1')", "back references"},
		{"back reference in match", "'aa'.match('(a)\\\\1')", "back references"},
		{"repeat", "'x'.repeat(1<<30)", "q:1:11: repeat: a string of 1073741824"},
		{"repeat of a changing object", "var n=0; String.prototype.repeat.call({toString(){ return n++ ? 'x'.repeat(1e7) : 'y' }}, 1e6).length > 1e6 && g.emit(1);throw new Error('fine')", "fine"},
		{"padStart", "'x'.padStart(1e9)", "padStart: a string"},
		{"replace", "'x'.repeat(1e6).replace(/x/g, 'y'.repeat(1e6))", "replace: a string"},
		{"replace of a pattern", "/x/g[Symbol.replace]('x'.repeat(1e6), 'y'.repeat(1e6))", "replace: a string"},
		{"characters as elements", "var s = 'x'.repeat(3e7); s += s; [...s]", "iterator: a string of 60000000"},
		{"characters as properties", "Object.keys('x'.repeat(3e7))", "keys: a string of 30000000"},
		{"a spread string", "var s = 'x'.repeat(3e7);\nvar o = {a: 1, ...s}", "q:2:19: the properties of a string of 30000000"},
		{"a spread object of a string", "var o = {...Object('x'.repeat(3e7))}", "the properties of a string of 30000000"},
		{"a string in for-in", "for (var i = 0; i < 1; i++) for (var k in 'x'.repeat(3e7)) ;", "the properties of a string of 30000000"},
		{"a string as prototype in for-in", "function f(o) { for (let k in o) ; }\nf(Object.create(Object.create(Object('x'.repeat(3e7)))))", "the properties of a string of 30000000"},
		{"a string in a pattern", "var s = 'x'.repeat(3e7);\nvar {...o} = s", "q:2:5: {...rest} in a pattern is not available"},
		{"a string in a parameter", "(({a, ...o}) => o)('x'.repeat(3e7))", "{...rest} in a pattern is not available"},
		{"a string in an assignment", "var o; ({...o} = 'x'.repeat(3e7))", "{...rest} in a pattern is not available"},
		{"a string as arguments", "Math.max(...'x'.repeat(3e7))", "iterator: a string of 30000000"},
		{"a string that doubles", "var s = 'xx'; while (true) s += s", "joining a string of 67108864 characters"},
		{"a string that grows by four", "var s = 'xx'; while (true) s = s + s + s + s", "joining a string of"},
		{"a template that doubles", "var o = {s: 'xx'}; while (true) o.s = `${o.s}${o.s}`", "joining a string of"},
		{"an object that is a string", "var s = 'xx', o = {toString() { return s }}; while (true) s = s + o", "joining a string of"},
		{"an object in a template", "var s = 'xx', o = {toString() { return s }}; while (true) s = `${o}${o}`", "joining a string of"},
		{"a way around the check", "globalThis['kg enumerable'] = function (x) { return x }; var o = {...'x'.repeat(3e7)}", "the properties of a string of 30000000"},
		{"fill", "Array(1e9).fill(1)", "fill: an array of 1000000000"},
		{"indexOf of a sparse array", "new Array(4e9).indexOf(1)", "indexOf: an array"},
		{"array methods on what is not one", "Array.prototype.fill.call({length: 1e15}, 1)", "not an array"},
		{"join", "var a = Array(1e4).fill('x'.repeat(1e4)); a.join()", "join: a string"},
		{"deep array as text", "var x = []; for (var i = 0; i < 1e5; i++) " + nested + " String(x)", "join: arrays within arrays"},
		{"deep array as JSON", "var x = []; for (var i = 0; i < 1e5; i++) " + nested + " JSON.stringify(x)", "stringify: values within"},
		{"wide array as JSON", "var x = []; for (var i = 0; i < 40; i++) x = [x, x]; JSON.stringify(x)", "stringify: more than"},
		{"deep JSON", "JSON.parse('['.repeat(1e6))", "parse: values within"},
		{"deep emit", "var x = []; for (var i = 0; i < 1e5; i++) " + nested + " g.emit(x)", "emit: objects within"},
		{"recursion", "function f() {\n return f() + 1 }\nf()", "q:2:10: stopped: the limit of nested calls"},
		{"recursion through a native function", "function f() { return [1].map(f) }; f()", "nested calls"},
		{"typed array", "new Uint8Array(1e10)", "Uint8Array is not defined"},
		{"a thrown object that has no text", "throw {toString() { throw 1 }}", "cannot be shown"},
		{"a thrown string", "throw 'away'", "away"},
		{"a mistake in the language", "var a = 1;\nvar = 2", "q:2:5: Unexpected token ="},
		{"an unknown name", "\nnobody.V()", "q:2:1: ReferenceError: nobody is not defined"},
		{"an unknown method", "g.V().sideways()", "q:1:15: Object has no member 'sideways'"},
		{"regex on an IRI", "g.V().filter(regex(iri('a')))", "regexps are not allowed on IRIs"},
		{"bad regex", "g.V().filter(regex('('))", "regex: error parsing regexp"},
		{"too long", strings.Repeat(" ", maxScript+1), "script of 131073 bytes"},
		{"deep parentheses", strings.Repeat("(", maxScript), "q:"},
		{"deep negation", strings.Repeat("!", maxScript-1) + "1;throw 1", "q"},
		{"deep closures", strings.Repeat("a=>", maxScript/3), "q:"},
		{"deep arrays", strings.Repeat("[", maxScript), "q:"},
		{"deep chain of conditions", strings.Repeat("1?", maxScript/2), "q:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := answer(t, c.script, Options{Name: "q", Limits: Limits{Time: time.Minute}})
			if c.want == "" {
				return // it is enough that nothing breaks
			}
			if err == nil {
				t.Fatalf("no error; answer %q", got)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q\nwant     %q", err, c.want)
			}
		})
	}
}

// What is bounded does what it did.
func TestEnumerations(t *testing.T) {
	row, err := first(t, `var o = {a: 1, ...{b: 2}, ...'xy', ...null, ...[7]}, keys = [];
for (var k in o) keys.push(k);
for (const i in [5, 6]) keys.push(i);
for (var n in null) keys.push('never');
var {a} = {a: 1}, f = ({b}, ...rest) => rest.length;
g.emit({keys: keys.join(), spread: JSON.stringify(o), rest: f(o, 1, 2)})`)
	if err != nil {
		t.Fatal(err)
	}
	b, err := row.MarshalJSON()
	if want := `{"keys":"0,1,a,b,0,1","spread":"{\"0\":7,\"1\":\"y\",\"a\":1,\"b\":2}","rest":2}`; err != nil || string(b) != want {
		t.Errorf("%s, %v, want %s", b, err, want)
	}
}

// What joins strings means what it means in the language.
func TestJoins(t *testing.T) {
	for script, want := range map[string]string{
		"var a = 1, b = {valueOf() { return 2 }}; g.emit(a + b)":                                                  "3",
		"var a = 'x', b = [1, 2]; a += b; g.emit(a)":                                                              "x1,2",
		"var o = {n: 1, f() { this.n++; return this }}; o.f().n += o.n; g.emit(o.n)":                              "4",
		"var o = {toString() { return 't' }, valueOf() { return 'v' }}, s = ''; g.emit(s + o + `${o}`)":           "vt",
		"var o = {[Symbol.toPrimitive](h) { return h }}, s = ''; g.emit(s + o + `${o}`)":                          "defaultstring",
		"var d = new Date(0), s = ''; g.emit((s + d) === String(d))":                                              "true",
		"var s = '', u; g.emit(s + u + `${null}${true}`)":                                                         "undefinednulltrue",
		"var s = '', o = {toString() { throw new Error('mine') }}; try { s + o } catch (e) { g.emit(e.message) }": "mine",
	} {
		row, err := first(t, script)
		if err != nil {
			t.Errorf("%s: %v", script, err)
		} else if got := fmt.Sprint(row.Values[0]); got != want {
			t.Errorf("%s: %s, want %s", script, got, want)
		}
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name, script string
		limits       Limits
		is           error
		line         string
		rows         int
	}{
		{"time", "\nvar i = 0; while (true) { i++ }", Limits{Time: 50 * time.Millisecond}, ErrTime, "q:2:", 0},
		{"time is a deadline", "while (true) {}", Limits{Time: 50 * time.Millisecond}, context.DeadlineExceeded, "q:1:", 0},
		{"time cannot be caught", "while (true) { try { while (true) {} } catch (e) {} finally { } }", Limits{Time: 50 * time.Millisecond}, ErrTime, "q:1:", 0},
		{"time in a microtask", "(async function () { await 1; while (true) {} })()", Limits{Time: 50 * time.Millisecond}, ErrTime, "q", 0},
		{"rows", "g.emit(1);g.emit(2);g.emit(3)", Limits{Rows: 2}, ErrRows, "more than 2 rows", 2},
		{"rows whatever getLimit says", "g.V().getLimit(3000)", Limits{Rows: 2}, ErrRows, "more than 2 rows", 2},
		{"rows whatever getLimit is given", "g.V().getLimit('x')", Limits{Rows: 2}, ErrRows, "more than 2 rows", 2},
		{"runaway emit", "while (true) g.emit(1)", Limits{Rows: 100}, ErrRows, "more than 100 rows", 100},
		{"exactly as many rows as allowed", "g.emit(1);g.emit(2)", Limits{Rows: 2}, nil, "", 2},
		{"growing string", "var s = 'xxxxxxxxxxxxxxxx', t = s.repeat(1e5);\nwhile (true) s += t", Limits{Memory: 64 << 20}, ErrMemory, "q:2:", 0},
		{"an array within itself many times over", "\nvar x = [1]; for (var i = 0; i < 60; i++) x = [x, x]; x.flat(Infinity)", Limits{Time: 100 * time.Millisecond}, ErrTime, "q:2:", 0},
		{"growing array", "var a = [];\nfor (;;) a.push('x'.repeat(1e6) + a.length)", Limits{Memory: 64 << 20}, ErrMemory, "q:2:", 0},
		{"garbage is not counted", "for (var i = 0; i < 1e5; i++) { var a = [i, i, i]; } g.emit(1)", Limits{Memory: 16 << 20}, nil, "", 1},
		{"a toString that does not end", "throw {toString() { while (true) {} }}", Limits{Time: 50 * time.Millisecond}, ErrTime, "q", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.limits.Time == 0 {
				c.limits.Time = 2 * time.Minute
			}
			begin := time.Now()
			n := 0
			var got error
			for _, err := range Run(context.Background(), store(t, people), c.script, Options{Name: "q", Limits: c.limits}) {
				if err != nil {
					got = err
					break
				}
				n++
			}
			if !errors.Is(got, c.is) || c.is == nil && got != nil {
				t.Fatalf("error %v, want %v", got, c.is)
			}
			if got != nil && !strings.Contains(got.Error(), c.line) {
				t.Errorf("error %q, want %q in it", got, c.line)
			}
			if n != c.rows {
				t.Errorf("%d rows, want %d", n, c.rows)
			}
			if d := time.Since(begin); c.limits.Time < time.Second && d > 10*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	why := errors.New("enough")
	rows := 0
	for _, err := range Run(ctx, store(t, people), "while (true) g.emit(1)", Options{}) {
		if err != nil {
			if !errors.Is(err, why) {
				t.Errorf("error %v", err)
			}
			return
		}
		if rows++; rows == 10 {
			cancel(why)
		}
	}
	t.Error("no error")
}

func TestStopEarly(t *testing.T) {
	for range Run(context.Background(), store(t, people), "while (true) g.emit(1)", Options{}) {
		return
	}
}

func TestStream(t *testing.T) {
	for row, err := range Run(context.Background(), store(t, people), "g.emit('first'); while (true) {}", Options{Limits: Limits{Time: 10 * time.Second}}) {
		if err != nil || row.Values[0] != "first" {
			t.Fatal(row, err)
		}
		return // without waiting for the script's end
	}
}

func TestSessionKeepsItsNames(t *testing.T) {
	s, err := NewSession(store(t, people), Options{Library: "var lib = {two: function () { return 2 }}", LibraryName: "lib.js"})
	if err != nil {
		t.Fatal(err)
	}
	for i, script := range []string{"var n = lib.two(); while (true) n++", "g.emit(n > 2)", "__run()", "g.emit(lib.two())"} {
		s.opt.Limits.Time = 100 * time.Millisecond
		var rows []Row
		var fail error
		for row, err := range s.Rows(context.Background(), script) {
			if err != nil {
				fail = err
				continue
			}
			rows = append(rows, row)
		}
		switch i {
		case 0:
			if !errors.Is(fail, ErrTime) {
				t.Errorf("script 0: %v", fail)
			}
		case 1, 3:
			if fail != nil || len(rows) != 1 {
				t.Errorf("script %d: %v %v", i, rows, fail)
			}
		}
	}
}

func TestJSONLD(t *testing.T) {
	s, err := NewSession(store(t, people), Options{})
	if err != nil {
		t.Fatal(err)
	}
	it, err := s.Execute(context.Background(), `g.V("<ent:Cy>").tag("source").save("<kg:age>", "n").out("<rel:meets>").tag("target").all();
		g.emit(3); g.emit({source: g.V("<ent:Cy>").toValue(), text: "< not a node >"}); g.emit(null); g.emit("late"); g.emit("too late")`,
		query.Options{Collation: query.JSONLD, Limit: 4})
	if err != nil {
		t.Fatal(err)
	}
	defer it.Close()
	var got []any
	for it.Next(context.Background()) {
		got = append(got, it.Result())
	}
	b, err := json.Marshal(got)
	want := `[{"id":{"@id":"ent:Ada"},"n":41,"source":{"@id":"ent:Cy"},"target":{"@id":"ent:Ada"}},{"@value":3},` +
		`{"source":{"@id":"ent:Cy"},"text":"< not a node >"},{"@value":"late"}]`
	if unescape := strings.NewReplacer("\\u003c", "<", "\\u003e", ">").Replace(string(b)); unescape != want || err != nil || it.Err() != nil {
		t.Errorf("%s\nwant\n%s\n%v %v", unescape, want, err, it.Err())
	}
}

func TestExplain(t *testing.T) {
	steps, err := Explain(context.Background(), store(t, people), "var a = g.V('<ent:Ada>').out('<rel:meets>');\na.all();\ng.emit(a.count())", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 2 || steps[0].Call != "all" || steps[0].Line != 2 || steps[1].Call != "count" || steps[1].Line != 3 {
		t.Errorf("%+v", steps)
	}
	if b, err := json.Marshal(steps); err != nil || !strings.Contains(string(b), "rel:meets") {
		t.Errorf("%s %v", b, err)
	}
}

func TestShowLast(t *testing.T) {
	s, err := NewSession(store(t, people), Options{ShowLast: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ script, want string }{
		{`g.V("<ent:Ada>").out("<rel:meets>")`, `{"id":"<ent:Ben>"}{"id":"<ent:Cy>"}`},
		{`g.V("<ent:Ada>").out("<rel:meets>").all()`, `{"id":"<ent:Ben>"}{"id":"<ent:Cy>"}`},
		{`1 + 1`, `2`}, {`({a: [1]})`, `{"a":[1]}`}, {`var x = 5`, ``}, {`x`, `5`}, {`null`, ``}, {`(function () {})`, ``}, {`g`, ``},
		{`iri("a")`, `"<a>"`}, {`var y = {}; y.y = y; y`, `error query`},
	} {
		got := ""
		for row, err := range s.Rows(context.Background(), c.script) {
			if err != nil {
				got += "error " + err.Error()
				break
			}
			b, _ := row.MarshalJSON()
			got += string(b)
		}
		if got != c.want && !(strings.HasPrefix(c.want, "error") && strings.HasPrefix(got, c.want)) {
			t.Errorf("%s: %s, want %s", c.script, got, c.want)
		}
	}
}

func TestIncomplete(t *testing.T) {
	for script, want := range map[string]bool{
		"g.V(": true, "function f() {": true, "g.V()\n.all(": true, "`a": true, "g.V()": false, "g.V))": false, "": false, "var = 1": false, "if (a) {\n": true,
	} {
		if got := Incomplete(script); got != want {
			t.Errorf("%q: %v", script, got)
		}
	}
}

func TestLibraryError(t *testing.T) {
	_, err := NewSession(store(t, people), Options{Library: "\nlet = ;", LibraryName: "lib.js"})
	if err == nil || !strings.HasPrefix(err.Error(), "lib.js:2:") {
		t.Errorf("error %v", err)
	}
}

// A panic of the store is an error of the script.
func TestStorePanic(t *testing.T) {
	var fail error
	for _, err := range Run(context.Background(), panicStore{store(t, people)}, "\ng.V('<ent:Ada>').out('<rel:meets>').all()", Options{Name: "q"}) {
		fail = err
	}
	if fail == nil || !strings.HasPrefix(fail.Error(), "q:2:") {
		t.Errorf("error %v", fail)
	}
}

type panicStore struct{ graph.QuadStore }

func (panicStore) ValueOf(quad.Value) (graph.Ref, error) { panic("disk gone") }

func TestConcurrent(t *testing.T) {
	qs := store(t, people)
	done := make(chan error)
	for i := range 8 {
		go func() {
			var fail error
			for row, err := range Run(context.Background(), qs, `g.emit(params.i); g.V("<ent:Ada>").out("<rel:meets>").all()`, Options{Params: map[string]any{"i": i}}) {
				if err != nil {
					fail = err
				}
				if row.IsSingle() && row.Values[0] != int64(i) {
					fail = fmt.Errorf("row %v in run %d", row, i)
				}
			}
			done <- fail
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func FuzzRun(f *testing.F) {
	for _, s := range []string{"g.V().all()", "g.emit({a:1})", "iri({})", "g.V().out(function(){})", "/a/.test('a')"} {
		f.Add(s)
	}
	qs := store(f, people)
	f.Fuzz(func(t *testing.T, script string) {
		for _, err := range Run(context.Background(), qs, script, Options{Limits: Limits{Time: time.Second, Rows: 1000}}) {
			if err != nil && err.Error() == "" {
				t.Error("error without a text")
			}
		}
	})
}

func BenchmarkStart(b *testing.B) {
	qs := store(b, people)
	for b.Loop() {
		for _, err := range Run(context.Background(), qs, `g.V("<ent:Ada>").out("<rel:meets>").all()`, Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// first is the first row of a script on an empty graph.
func first(t *testing.T, script string) (out Row, err error) {
	t.Helper()
	for row, e := range Run(context.Background(), memstore.New(), script, Options{Name: "q"}) {
		if e != nil {
			return out, e
		}
		return row, nil
	}
	return out, nil
}
