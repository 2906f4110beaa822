package repl

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kg/graph/gizmo"
	"kg/queries"
	"kg/queries/format"
)

func console(t *testing.T) (*REPL, *bytes.Buffer) {
	t.Helper()
	s, err := queries.Sample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	lib, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	r, err := New(lib, s.QuadStore(), &out, Options{Format: format.JSONL, Limits: gizmo.Limits{Time: time.Minute}})
	if err != nil {
		t.Fatal(err)
	}
	return r, &out
}

func TestLines(t *testing.T) {
	r, out := console(t)
	for _, c := range []struct{ line, want, fail string }{
		{`g.V("<ent:Iran>").out("<rel:arms>")`, "{\"id\":\"<ent:Bashar_al-Assad>\"}\n", ""},
		{`var who = kg.find("Iran")`, "", ""},
		{`who`, "\"<ent:Iran>\"\n", ""},
		{`g.V(who)`, "{\"id\":\"<ent:Iran>\"}\n", ""},
		{`function two() {`, "", ""},
		{`  return 2`, "", ""},
		{`}`, "", ""},
		{`two() + 1`, "3\n", ""},
		{`g.V(`, "", ""},
		{``, "", "query:2:1: Unexpected end of input"},
		{`nobody`, "", "nobody is not defined"},
		{`:run who-supports name="Bashar al-Assad" relation=aids`, `"who":"Iran"`, ""},
		{`:run who-supports`, "", "parameter name: is required"},
		{`:run`, "", ":run wants"},
		{`:show who-supports`, "Who supports someone", ""},
		{`:list`, "who-supports", ""},
		{`:help`, ":timeout DURATION", ""},
		{`:format csv`, "", ""},
		{`g.emit({a: 1})`, "a\n1\n", ""},
		{`:format xml`, "", `format "xml"`},
		{`:timeout 50ms`, "", ""},
		{`while (true) {}`, "", "the time limit"},
		{`two()`, "value\n2\n", ""},
		{`:timeout soon`, "", "not a duration"},
		{`:what`, "", "no command :what"},
		{`:run x "y`, "", "has no end"},
	} {
		out.Reset()
		err := r.Line(context.Background(), c.line)
		if c.fail == "" && err != nil || c.fail != "" && (err == nil || !strings.Contains(err.Error(), c.fail)) {
			t.Errorf("%s: error %v, want %q", c.line, err, c.fail)
		}
		if got := out.String(); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", c.line, got, c.want)
		}
	}
	if err := r.Line(context.Background(), ":quit"); !errors.Is(err, ErrQuit) {
		t.Error(err)
	}
}

func TestPending(t *testing.T) {
	r, _ := console(t)
	if err := r.Line(context.Background(), "g.V("); err != nil || !r.Pending() {
		t.Fatal(err, r.Pending())
	}
	r.Discard()
	if r.Pending() {
		t.Error("still pending")
	}
}

func TestComplete(t *testing.T) {
	r, _ := console(t)
	for _, c := range []struct {
		line  string
		start int
		want  []string
	}{
		{":ti", 0, []string{":timeout"}},
		{":run who-s", 5, []string{"who-supports"}},
		{":run who-supports r", 18, []string{"relation="}},
		{":format j", 8, []string{"json", "jsonl"}},
		{"g.V().outP", 6, []string{"outPredicates()"}},
		{"kg.fin", 3, []string{"find("}},
		{"re", 0, []string{"regex"}},
		{"zzz", 0, nil},
	} {
		start, got := r.Complete(c.line)
		if start != c.start || !slices.Equal(got, c.want) {
			t.Errorf("%q: %d %q, want %d %q", c.line, start, got, c.start, c.want)
		}
	}
}
