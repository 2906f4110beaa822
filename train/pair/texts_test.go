package main

import (
	"strings"
	"testing"
)

func TestOwnTexts(t *testing.T) {
	docs, err := ownTexts()
	if err != nil {
		t.Fatal(err)
	}
	relations := 0
	for _, d := range docs {
		relations += len(d.Relations)
		for _, e := range d.Entities {
			if w := d.Text[e.Span.Start:e.Span.End]; w == "" || w != strings.TrimSpace(w) {
				t.Errorf("entity %q in %q", w, d.Text)
			}
		}
		for _, r := range d.Relations {
			if r.Source == r.Target {
				t.Errorf("%s between %q and itself", r.Type, d.Text[r.Source.Start:r.Source.End])
			}
		}
	}
	if len(docs) < 50 || relations < 500 {
		t.Errorf("%d texts with %d relations", len(docs), relations)
	}
}

func TestParseOwn(t *testing.T) {
	docs, err := parseOwn([]byte("# one\n[The mayor]P1 met [two envoys]O2 on [Monday]T.\n> Cw 1 2\nShe left.\n\n[Oslo]L.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 || docs[0].Text != "The mayor met two envoys on Monday. She left." || len(docs[0].Entities) != 3 || len(docs[0].Relations) != 1 {
		t.Fatalf("%+v", docs)
	}
	r := docs[0].Relations[0]
	if a, b := docs[0].Text[r.Source.Start:r.Source.End], docs[0].Text[r.Target.Start:r.Target.End]; r.Type != "CommWith" || a != "The mayor" || b != "two envoys" {
		t.Errorf("%s of %q and %q", r.Type, a, b)
	}
	for _, bad := range []string{"[A]P1 b [C]P1.", "[A b.", "A]P b.", "[A]Y b.", "[A]", "[A [b]P]P.", "[A]P1.\n> Cw 1 2", "[A]P1.\n> Xx 1 1", "[A]P1 b [C]P2.\n> Cw 1", "> Cw 1 2"} {
		if _, err := parseOwn([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
