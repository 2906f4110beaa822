package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"kg/graph/gizmo"
)

func row(pairs ...any) gizmo.Row {
	var r gizmo.Row
	for i := 0; i < len(pairs); i += 2 {
		r.Names = append(r.Names, pairs[i].(string))
		r.Values = append(r.Values, pairs[i+1])
	}
	return r
}

func render(t *testing.T, kind Kind, opt Options, rows ...gizmo.Row) string {
	t.Helper()
	var b bytes.Buffer
	w := New(&b, kind, opt)
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var rows = []gizmo.Row{
	row("who", "習近平", "n", int64(3), "say", "a, \"b\"\nc"),
	row("who", "Zoë", "n", int64(12), "extra", true, "say", "x|y\x1b[31m"),
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		opt  Options
		want string
	}{
		{JSON, Options{}, "[\n {\"who\":\"習近平\",\"n\":3,\"say\":\"a, \\\"b\\\"\\nc\"},\n {\"who\":\"Zoë\",\"n\":12,\"extra\":true,\"say\":\"x|y\\u001b[31m\"}\n]\n"},
		{JSONL, Options{}, "{\"who\":\"習近平\",\"n\":3,\"say\":\"a, \\\"b\\\"\\nc\"}\n{\"who\":\"Zoë\",\"n\":12,\"extra\":true,\"say\":\"x|y\\u001b[31m\"}\n"},
		{CSV, Options{}, "who,n,say,extra\n習近平,3,\"a, \"\"b\"\"\nc\",\nZoë,12,x|y\x1b[31m,true\n"},
		{TSV, Options{Columns: []string{"n", "who"}}, "n\twho\n3\t習近平\n12\tZoë\n"},
		{Markdown, Options{Columns: []string{"who", "say"}}, "| who | say |\n| --- | --- |\n| 習近平 | a, \"b\" c |\n| Zoë | x\\|y [31m |\n"},
		{Table, Options{Columns: []string{"who", "n", "say"}}, "who      n  say\n──────────────────────\n習近平   3  a, \"b\" c\nZoë     12  x|y [31m\n"},
	} {
		if got := render(t, c.kind, c.opt, rows...); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.kind, got, c.want)
		}
	}
}

func TestEmpty(t *testing.T) {
	for kind, want := range map[Kind]string{JSON: "[]\n", JSONL: "", CSV: "a,b\n", TSV: "a\tb\n", Markdown: "| a | b |\n| --- | --- |\n"} {
		if got := render(t, kind, Options{Columns: []string{"a", "b"}}); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
	if got := render(t, CSV, Options{}); got != "" {
		t.Errorf("csv without columns: %q", got)
	}
}

func TestSingleValues(t *testing.T) {
	one := gizmo.Row{Values: []any{int64(3)}}
	for kind, want := range map[Kind]string{JSON: "[\n 3\n]\n", JSONL: "3\n", CSV: "value\n3\n"} {
		if got := render(t, kind, Options{}, one); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
}

func TestReadsBack(t *testing.T) {
	got, err := csv.NewReader(strings.NewReader(render(t, CSV, Options{}, rows...))).ReadAll()
	if err != nil || len(got) != 3 || got[1][2] != "a, \"b\"\nc" {
		t.Error(got, err)
	}
	var list []map[string]any
	if err := json.Unmarshal([]byte(render(t, JSON, Options{}, rows...)), &list); err != nil || len(list) != 2 {
		t.Error(list, err)
	}
}

func TestTableFitsTheLine(t *testing.T) {
	long := row("who", "Someone", "sentence", strings.Repeat("several words and 漢字漢字 ", 20))
	for _, line := range strings.Split(render(t, Table, Options{Width: 60}, long, long), "\n") {
		if w := text.StringWidth(line); w > 60 {
			t.Errorf("%d cells: %q", w, line)
		}
	}
}

// The sentence keeps most of the line, a name is broken first, and no word before a sentence.
func TestFit(t *testing.T) {
	row := []string{"Someone Halvorsen-Berg", "meets", strings.Repeat("words and more ", 14), strings.Repeat("a headline ", 5)}
	columns := []string{"who", "what", "sentence", "article"}
	got := fit(columns, [][]string{row, row}, 80)
	if got[0] < 14 || got[0] > 16 || got[1] != 5 || got[2] < 2*got[3] || got[0]+got[1]+got[2]+got[3]+8 != 80 {
		t.Errorf("widths %v", got)
	}
	if got := fit(columns, [][]string{row}, 0); got[2] != len(row[2]) {
		t.Errorf("widths %v of a line without an end", got)
	}
	if got := fit(columns, [][]string{row}, 20); got[0] < 14 {
		t.Errorf("widths %v of a line that is too short", got)
	}
}

func TestText(t *testing.T) {
	if got := Text(map[string]any{"<rel:meets>": []any{"a & b", int64(1)}}); got != `{"<rel:meets>":["a & b",1]}` {
		t.Error(got)
	}
}

func TestLateColumn(t *testing.T) {
	w := New(&bytes.Buffer{}, CSV, Options{})
	var err error
	for range maxHeld {
		if err = w.Write(row("a", "1")); err != nil {
			t.Fatal(err)
		}
	}
	if err = w.Write(row("b", "1")); err == nil || !strings.Contains(err.Error(), "row 1001 has a column b") {
		t.Errorf("error %v", err)
	}
}

func TestFirstRowAtOnce(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		opt  Options
	}{{JSON, Options{}}, {JSONL, Options{}}, {CSV, Options{Columns: []string{"a"}}}} {
		var b bytes.Buffer
		if err := New(&b, c.kind, c.opt).Write(row("a", "here")); err != nil || !strings.Contains(b.String(), "here") {
			t.Errorf("%s: %q, %v", c.kind, b.String(), err)
		}
	}
}

func TestWriteError(t *testing.T) {
	for _, kind := range Kinds() {
		w := New(broken{}, kind, Options{Columns: []string{"a"}})
		err := w.Write(row("a", "1"))
		if err == nil {
			err = w.Close()
		}
		if err == nil {
			t.Errorf("%s: no error", kind)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestParseKind(t *testing.T) {
	if k, err := ParseKind("csv"); k != CSV || err != nil {
		t.Error(k, err)
	}
	if _, err := ParseKind("xml"); err == nil || !strings.Contains(err.Error(), `format "xml" is not one of table, json`) {
		t.Error(err)
	}
}
