package queries

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kg/graph"
	"kg/graph/gizmo"
)

var update = flag.Bool("update", false, "write the answers of the queries into testdata")

func sample(t testing.TB) *graph.Store {
	t.Helper()
	s, err := Sample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func library(t testing.TB) *Library {
	t.Helper()
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// calls are the questions that the answers in testdata belong to.
var calls = []struct {
	query  string
	params string
}{
	{"who-met-whom", ""},
	{"who-met-whom", "who=Kerry"},
	{"who-met-whom", "who=Kerry with=Lavrov since=2016-08-27"},
	{"who-supports", "name=Assad"},
	{"who-supports", "name=rebels"},
	{"who-supports", "name=Assad relation=aids"},
	{"what-did", "name=Kerry"},
	{"what-did", "name=Moscow"},
	{"what-did", "name=Russia kind=facts"},
	{"what-happened-to", "name=Aleppo"},
	{"accusations-against", "name=Russia"},
	{"said-by", "name=Staffan_de_Mistura"},
	{"said-by", "name=Lavrov about=rebels"},
	{"quotes-by", "name=Lavrov"},
	{"paths", "from=Rosa_Carter to=Kerry"},
	{"paths", "from=Kerry to=Assad"},
	{"paths", "from=Kerry to=Assad steps=1"},
	{"most-connected", "limit=4"},
	{"most-connected", "class=Country"},
	{"timeline", "name=Kerry"},
	{"timeline", "name=Kerry with=Lavrov"},
	{"timeline", "name=Russia kind=all since=2016-08-28"},
	{"evidence", "a=Kerry b=Lavrov"},
	{"evidence", "a=Russia b=Assad relation=supports"},
	{"positions", "name=Lavrov"},
	{"positions", "of=UN"},
	{"relations-by-month", "a=Russia b=US"},
	{"common-neighbours", "a=Iran b=Russia"},
	{"contradictions", ""},
	{"single-source", "name=Assad"},
	{"most-corroborated", "limit=3"},
	{"new-since", "since=2016-09"},
	{"co-mentions", "name=Iran"},
	{"articles-about", "name=Aleppo"},
	{"speaks-for", ""},
	{"speaks-for", "name=UN"},
	{"unresolved-groups", ""},
	{"orphans", ""},
	{"article", "id=s4"},
	{"article", "id=Ministers_on_the_phone"},
	{"who-is", "name=Russia"},
	{"not-facts", "name=Russia"},
	{"not-facts", "name=Kerry status=planned"},
	{"relations", ""},
	{"neighbours", "name=Assad"},
}

// answers asks every query of calls.
func answers(t *testing.T, s *graph.Store) string {
	t.Helper()
	l := library(t)
	var got strings.Builder
	asked := map[string]bool{}
	for _, c := range calls {
		asked[c.query] = true
		params := map[string]string{}
		for _, p := range strings.Fields(c.params) {
			k, v, _ := strings.Cut(p, "=")
			params[k] = v
			if c.query == "article" {
				params[k] = strings.ReplaceAll(v, "_", " ")
			}
		}
		fmt.Fprintf(&got, "== %s\n", strings.TrimSpace(c.query+" "+c.params))
		a, err := l.Run(context.Background(), s.QuadStore(), c.query, params, gizmo.Limits{Time: time.Minute})
		if err != nil {
			t.Fatalf("%s %s: %v", c.query, c.params, err)
		}
		for row, err := range a.Rows {
			if err != nil {
				t.Fatalf("%s %s: %v", c.query, c.params, err)
			}
			for _, col := range a.Columns {
				if _, ok := row.Get(col.Name); !ok {
					t.Errorf("%s %s: a row without %s", c.query, c.params, col.Name)
				}
			}
			b, err := row.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&got, "%s\n", b)
		}
	}
	for _, q := range l.List() {
		if !asked[q.Name] {
			t.Errorf("%s is not tested", q.Name)
		}
	}
	return got.String()
}

// TestAnswers holds every query to the answer in testdata/answers.txt, which was read and judged when it was
// written: -update writes it anew.
func TestAnswers(t *testing.T) {
	got := answers(t, sample(t))
	const file = "testdata/answers.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("%s:%d:\ngot  %s\nwant %s", file, i+1, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d lines, want %d", len(a), len(b))
	}
}

// TestLatest holds the limit of the queries about one entity to its word: it keeps the end of the whole answer.
func TestLatest(t *testing.T) {
	s, l := sample(t), library(t)
	ask := func(query string, params map[string]string) (rows []string) {
		t.Helper()
		a, err := l.Run(context.Background(), s.QuadStore(), query, params, gizmo.Limits{Time: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		for row, err := range a.Rows {
			if err != nil {
				t.Fatal(err)
			}
			b, err := row.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, string(b))
		}
		return rows
	}
	for _, c := range []struct{ query, params string }{
		{"what-did", "name=Kerry"},
		{"what-happened-to", "name=Assad"},
		{"timeline", "name=Kerry"},
		{"timeline", "name=Russia kind=all"},
		{"not-facts", "name=Russia"},
		{"evidence", "a=Kerry b=Lavrov"},
	} {
		params := map[string]string{"limit": "0"}
		for _, p := range strings.Fields(c.params) {
			k, v, _ := strings.Cut(p, "=")
			params[k] = v
		}
		all := ask(c.query, params)
		if len(all) < 2 {
			t.Errorf("%s %s: %d rows", c.query, c.params, len(all))
			continue
		}
		for _, n := range []int{1, len(all) - 1, len(all) + 1} {
			params["limit"] = fmt.Sprint(n)
			if got, want := ask(c.query, params), all[max(0, len(all)-n):]; !slices.Equal(got, want) {
				t.Errorf("%s %s, %d rows:\ngot  %q\nwant %q", c.query, c.params, n, got, want)
			}
		}
	}
	if n := len(ask("contradictions", map[string]string{"limit": "1"})); n < 1 || n > 2 {
		t.Errorf("contradictions: %d rows, want one of each kind", n)
	}
}

func TestExamplesName(t *testing.T) {
	for _, q := range library(t).List() {
		if len(q.Examples) == 0 {
			t.Errorf("%s has no example", q.Name)
		}
		for _, e := range q.Examples {
			if !strings.HasPrefix(e, "kg query "+q.Name) {
				t.Errorf("%s: example %q", q.Name, e)
			}
		}
	}
}

func TestParams(t *testing.T) {
	s, l := sample(t), library(t)
	for _, c := range []struct{ query, params, want string }{
		{"who-supports", "", "query who-supports: parameter name: is required"},
		{"who-supports", "nam=x", "query who-supports: no parameter nam; it has name, relation"},
		{"relations", "x=1", "no parameter x; it has none"},
		{"who-supports", "name=Carter", `"Carter" may be ent:Ben_Carter (Ben Carter), ent:Rosa_Carter (Rosa Carter)`},
		{"who-supports", "name=Kery", `nothing in the graph is called "Kery"; near it: ent:John_Kerry (John Kerry)`},
		{"who-supports", "name=Zanzibar", `nothing in the graph is called "Zanzibar"`},
		{"who-supports", "name=Assad relation=suports", `the schema has no relation "suports"; near it: deports, supports`},
		{"timeline", "name=Kerry since=2016-02-30", `since: "2016-02-30" is not a date`},
		{"timeline", "name=Kerry kind=most", `parameter kind: "most" is not one of facts, all`},
		{"paths", "from=Kerry to=Assad steps=many", `parameter steps: "many" is not a number`},
		{"positions", "", "positions.js:"},
		{"who-me-whom", "", "no such query: who-me-whom; near it: who-met-whom"},
	} {
		params := map[string]string{}
		for _, p := range strings.Fields(c.params) {
			k, v, _ := strings.Cut(p, "=")
			params[k] = v
		}
		a, err := l.Run(context.Background(), s.QuadStore(), c.query, params, gizmo.Limits{})
		if err == nil {
			for _, rowErr := range a.Rows {
				err = rowErr
			}
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s:\nerror %v\nwant  %s", c.query, c.params, err, c.want)
		}
	}
}

func TestResolveEntity(t *testing.T) {
	s := sample(t)
	for name, want := range map[string]string{
		"John_Kerry": "<ent:John_Kerry>", "ent:John_Kerry": "<ent:John_Kerry>", "<ent:John_Kerry>": "<ent:John_Kerry>",
		"John Kerry": "<ent:John_Kerry>", "Kerry": "<ent:John_Kerry>", "kerry": "<ent:John_Kerry>", " john  kerry ": "<ent:John_Kerry>",
		"Washington": "<ent:United_States>", "REBELS": "<ent:rebels>", "Jöhn KERRY": "<ent:John_Kerry>",
	} {
		got, err := ResolveEntity(context.Background(), s.QuadStore(), name)
		if err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", name, got, err, want)
		}
	}
}

func TestHeadErrors(t *testing.T) {
	const rest = "\n * @title T\n * @column c C\n */\n"
	for _, c := range []struct{ script, want string }{
		{"g.V().all()", "x.js:1: no head"},
		{"/** @name x", "x.js:1: the head has no end"},
		{"/**\n * @name y" + rest, "x.js:2: name \"y\" in a file called x.js"},
		{"/**\n * @name X y" + rest, "x.js:2: name \"X y\": want lower-case words"},
		{"/**\n * @title T\n * @column c C\n */", "x.js:1: the head has no @name"},
		{"/**\n * @name x\n * @column c C\n */", "x.js:1: the head has no @title"},
		{"/**\n * @name x\n * @title T\n */", "x.js:1: the head has no @column"},
		{"/**\n * @name x\n * @param {entity} a A\n * @param {entity} a A" + rest, "x.js:4: parameter a is there twice"},
		{"/**\n * @name x\n * @param {entitty} a A" + rest, "x.js:3: parameter a: unknown type \"entitty\""},
		{"/**\n * @name x\n * @param entity a" + rest, "x.js:3: parameter \"entity a\": want {type} name"},
		{"/**\n * @name x\n * @param {number} [a=b] A" + rest, "x.js:3: parameter a: default: \"b\" is not a number"},
		{"/**\n * @name x\n * @param {number} a=1 A" + rest, "x.js:3: parameter a: a default belongs in brackets"},
		{"/**\n * @name x\n * @param {enum} a A" + rest, "x.js:3: parameter a: an enum lists its values"},
		{"/**\n * @name x\n * @param {enum:a,b} [a=c] A" + rest, "x.js:3: parameter a: default: \"c\" is not one of a, b"},
		{"/**\n * @name x\n * @parm {number} a A" + rest, "x.js:3: unknown tag @parm"},
		{"/**\n * @name x\n * @example" + rest, "x.js:3: @example is empty"},
	} {
		_, err := Parse("x.js", "x", c.script)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\nerror %v\nwant  %s", c.script, err, c.want)
		}
	}
}

func TestOwnQueriesFirst(t *testing.T) {
	dir := t.TempDir()
	script := "/**\n * @name relations\n * @title Mine\n * @param {string} [who=you] Who\n * @column greeting G\n */\ng.emit({greeting: 'hello ' + params.who})\nthrow new Error('late')\n"
	if err := os.WriteFile(filepath.Join(dir, "relations.js"), []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	q, err := l.Get("relations")
	if err != nil || !q.Own || q.Title != "Mine" {
		t.Fatal(q, err)
	}
	if _, err := l.Get("who-is"); err != nil {
		t.Error(err)
	}
	a, err := l.Run(context.Background(), sample(t).QuadStore(), "relations", nil, gizmo.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row, err := range a.Rows {
		if err != nil {
			if n != 1 || !strings.Contains(err.Error(), "relations.js:8:7: late") {
				t.Error(n, err)
			}
			return
		}
		if n++; row.Values[0] != "hello you" {
			t.Error(row)
		}
	}
	t.Error("no error")
}

func TestBrokenFolder(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "absent")); err == nil || !strings.Contains(err.Error(), "absent") {
		t.Errorf("error %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "broken.js"), []byte("\n/** @name broken\n@titel x */"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "broken.js:3: unknown tag @titel") {
		t.Errorf("error %v", err)
	}
}

func TestCheck(t *testing.T) {
	s, l := sample(t), library(t)
	for _, q := range l.List() {
		problems, err := l.Check(context.Background(), s, q.Name)
		if err != nil || len(problems) > 0 {
			t.Errorf("%s: %q, %v", q.Name, problems, err)
		}
	}
	dir := t.TempDir()
	script := "/**\n * @name mine\n * @title Mine\n * @param {entity} who Who\n * @column a A\n * @column b B\n */\n" +
		"g.V(params.who).in('<kg:subjekt>').all()\ng.V('<rel:bakcs>').in('<ent:Anyone>').all()\ng.emit({b: 1})\n"
	if err := os.WriteFile(filepath.Join(dir, "mine.js"), []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	problems, err := l.Check(context.Background(), s, "mine")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(strings.Join(problems, "\n"), dir+"/", "")
	want := "mine.js:8: the graph has no <kg:subjekt>; near it: <kg:subject>\n" +
		"mine.js:9: the graph has no <rel:bakcs>; near it: <rel:backs>\nmine.js: no row has the column a"
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestLanguages(t *testing.T) {
	s := sample(t)
	for _, c := range []struct{ lang, text, want string }{
		{"mql", `[{"id": "<ent:Iran>", "<rel:arms>": {"id": null, "<rdfs:label>": null}}]`,
			`{"<rel:arms>":{"<rdfs:label>":"Bashar al-Assad","id":"<ent:Bashar_al-Assad>"},"id":"<ent:Iran>"}`},
		{"graphql", `{ nodes(id: <ent:Iran>) { id, rdfs:label } }`, `"rdfs:label":"Iran"`},
		{"mql", `[{"id"`, "error script: "},
		{"graphql", `{`, "error script: "},
		{"sql", `x`, "error script: sql: no such language"},
	} {
		got := ""
		for row, err := range RunLanguage(context.Background(), s.QuadStore(), c.lang, "script", c.text, gizmo.Limits{}).Rows {
			if err != nil {
				got = "error " + err.Error()
				break
			}
			b, err := row.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			got += string(b)
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s %s:\n%s\nwant %s", c.lang, c.text, got, c.want)
		}
	}
}

func TestExplain(t *testing.T) {
	s, l := sample(t), library(t)
	steps, err := l.Explain(context.Background(), s.QuadStore(), "who-supports", map[string]string{"name": "Assad"}, gizmo.Limits{})
	if err != nil || len(steps) < 4 {
		t.Errorf("%d steps, %v", len(steps), err)
	}
	if _, err := l.Explain(context.Background(), s.QuadStore(), "who-supports", nil, gizmo.Limits{}); err == nil {
		t.Error("no error")
	}
}

// The declarations name every question of g.ask, and a question with an option that it does not have is refused.
func TestAsk(t *testing.T) {
	for _, name := range gizmo.Asks() {
		if !strings.Contains(string(Types()), `"`+name+`"`) {
			t.Errorf("kg.d.ts does not name the question %s", name)
		}
	}
	s, l := sample(t), library(t)
	for _, c := range []struct{ script, want string }{
		{`g.ask("claim")`, `there is no question "claim"`},
		{`g.ask("claims", {abuot: "<ent:Iran>"})`, `claims: there is no option "abuot"`},
		{`g.ask("claims", {about: {}})`, `claims: about: argument 1 is an object`},
		{`g.ask("claims", {role: "verb", about: "<ent:Iran>"})`, `role "verb"`},
		{`g.ask("facts", {order: "best"})`, `order "best"`},
		{`g.ask("claims", "Iran")`, `the options are a string`},
		{`g.emit(kg.claims({about: "<ent:nobody>"}).length + kg.topFacts({about: ["<ent:nobody>"], order: "latest"}).length)`, "0"},
		{`g.emit(kg.claims({about: []}).length + (kg.claims({about: null}).length > 10))`, "1"},
		{`g.emit(kg.claims({about: "<ent:Iran>", facts: true, fields: ["<kg:object>", "<prov:wasDerivedFrom>"]}).map(function (c) { return c.object + c.sentence; })[0])`, "<ent:Bashar_al-Assad>undefined"},
		{`kg.claims({about: "<ent:Iran>"}); g.emit(kg.ends("<ent:Russia>", "<kg:standsFor>", true).join())`, "<ent:Moscow>"},
	} {
		got := ""
		for row, err := range l.RunScript(context.Background(), s.QuadStore(), "ask", c.script, nil, gizmo.Limits{}).Rows {
			if err != nil {
				got += err.Error()
				break
			}
			got += fmt.Sprint(row.Values...)
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nwant %s", c.script, got, c.want)
		}
	}
}

func TestListIsSorted(t *testing.T) {
	var names []string
	for _, q := range library(t).List() {
		names = append(names, q.Name)
	}
	if !slices.IsSorted(names) || len(names) < 25 {
		t.Error(names)
	}
}

func FuzzParse(f *testing.F) {
	for _, q := range library(f).List() {
		f.Add(q.Script[:min(len(q.Script), 600)])
	}
	f.Fuzz(func(t *testing.T, script string) {
		q, err := Parse("x.js", "x", script)
		if (q == nil) == (err == nil) {
			t.Errorf("query %v, error %v", q, err)
		}
	})
}

func FuzzDistance(f *testing.F) {
	f.Add("kery", "kerry")
	f.Fuzz(func(t *testing.T, a, b string) {
		if d := distance(a, b, 3); d != distance(b, a, 3) || d == 0 && []rune(a)[0:] != nil && string([]rune(a)) != string([]rune(b)) {
			t.Errorf("%q %q: %d", a, b, d)
		}
	})
}
