package ingest

import (
	"strings"
	"testing"

	"kg/article"
	"kg/extract"
	"kg/graph"
)

// analyse reads a text with the real engine.
func analyse(t *testing.T, text string) *Analysis {
	t.Helper()
	e, err := NewEngine(Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := article.Parse("a.txt", []byte(text), article.Options{Language: "any"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := e.Analyse(a)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// facts lists the direct edges of a text.
func facts(x *Analysis) []string {
	var out []string
	for i := range x.Claims {
		c := &x.Claims[i]
		if !x.Fact(i) {
			continue
		}
		s, _ := x.Entity(&c.Subject)
		o, _ := x.Entity(&c.Object)
		out = append(out, s.Label+" "+string(c.Relation)+" "+o.Label)
	}
	return out
}

// From text to facts: what a text asserts becomes one, what it denies, plans or wishes does not.
func TestFacts(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Anna Berg met Karl Lund in Oslo.", "Anna Berg meets Karl Lund"},
		{"Anna Berg did not meet Karl Lund in Oslo.", ""},
		{"Anna Berg will meet Karl Lund in Oslo on Friday.", ""},
		{"Anna Berg denied that she had met Karl Lund.", ""},
		{"If Anna Berg meets Karl Lund, the talks may go on.", ""},
		{"Norway supports Sweden.", "Norway supports Sweden"},
		{"Anna Berg wants Norway to support Sweden.", ""},
	} {
		if got := strings.Join(facts(analyse(t, c.text)), "; "); got != c.want {
			t.Errorf("%q: facts %q, want %q", c.text, got, c.want)
		}
	}
}

// A record holds every claim, with evidence that gives back its words; a store takes it.
func TestRecord(t *testing.T) {
	x := analyse(t, "Anna Berg met Karl Lund in Oslo on 3 May 2019. She criticised Finland.\n\nFinland, said Lund, had not supported Norway.")
	e, err := NewEngine(Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Record(x.Article)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Claims) != len(x.Claims) || len(r.Claims) < 3 {
		t.Fatalf("%d claims in the record, %d read", len(r.Claims), len(x.Claims))
	}
	ids := map[string]bool{}
	denied := 0
	for i, c := range r.Claims {
		if ids[c.ID] {
			t.Errorf("id %s twice", c.ID)
		}
		ids[c.ID] = true
		if c.Sentence == "" || r.Article.Text[c.Start:c.End] != c.Sentence || !strings.Contains(c.Sentence, c.SubjectText) {
			t.Errorf("claim %d: %q at %d:%d", i, c.Sentence, c.Start, c.End)
		}
		if c.Polarity == string(extract.Denied) {
			denied++
			if c.Edge || c.SaidBy == "" {
				t.Errorf("denied claim %+v", c)
			}
		}
	}
	if denied == 0 {
		t.Error("no denied claim")
	}
	s, err := graph.Open(t.Context(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if receipt, err := s.Put(t.Context(), r); err != nil || receipt.Claims != len(r.Claims) {
		t.Errorf("%+v, %v", receipt, err)
	}
}
