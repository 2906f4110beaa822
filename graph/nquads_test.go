package graph

import (
	"testing"

	"github.com/cayleygraph/quad"
)

func TestParseLine(t *testing.T) {
	for _, q := range []quad.Quad{
		{Subject: quad.IRI("ent:a"), Predicate: quad.IRI("rel:b"), Object: quad.IRI("ent:c"), Label: quad.IRI("art:d")},
		{Subject: quad.BNode("x"), Predicate: quad.IRI("p"), Object: quad.String("a \"b\" \\ \n\r\t <x> . \x00 é")},
		{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.Int(-12), Label: quad.IRI("l")},
		{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.Float(0.9), Label: quad.IRI("l")},
		{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.TypedString{Value: "010", Type: "xsd:integer"}},
		{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.LangString{Value: "x", Lang: "de-AT"}},
		{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.Bool(true)},
	} {
		got, err := ParseLine(string(AppendLine(nil, q)))
		if err != nil || got != q {
			t.Errorf("%v came back as %v, %v", q, got, err)
		}
	}
	for _, line := range []string{
		"", ".", "<a> <b> .", "<a> <b> <c>", "<a> <b> <c> <d> <e> .", "<a> <b> \"c .", `<a> <b> "c\" .`, `<a> <b> "\x" .`,
		`<a> <b> "\u12" .`, `<a> <b> "\ud800" .`, "<a <b> <c> .", "<> <b> <c> .", "_: <b> <c> .", `<a> <b> "c"^^<x .`, `<a> <b> "c"@en`, "a b c .",
	} {
		if q, err := ParseLine(line); err == nil {
			t.Errorf("%q was read as %v", line, q)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add("<a> <b> <c> <d> .\n")
	f.Add(`_:a <b> "c\u00e9\n"@en <d> .`)
	f.Add(`<a> <b> "1"^^<xsd:integer> .`)
	f.Fuzz(func(t *testing.T, line string) {
		q, err := ParseLine(line)
		if err != nil {
			return
		}
		again, err := ParseLine(string(AppendLine(nil, q)))
		if err != nil || again.String() != q.String() {
			t.Fatalf("%q was read as %v, which was read as %v, %v", line, q, again, err)
		}
	})
}
