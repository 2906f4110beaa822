package diff_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"kg/graph"
	"kg/graph/diff"
)

// record is an article of the sentence "A meets B." for each pair "A B".
func record(id string, pairs ...string) *graph.Record {
	r := &graph.Record{Article: graph.Article{ID: id, Title: "About " + id}}
	seen := map[string]bool{}
	for _, p := range pairs {
		a, b, _ := strings.Cut(p, " ")
		for _, name := range []string{a, b} {
			if !seen[name] {
				seen[name] = true
				r.Entities = append(r.Entities, graph.Entity{ID: name, Class: "Person", Label: name})
			}
		}
		sentence := a + " met " + b + "."
		start := len(r.Article.Text)
		r.Article.Text += sentence + "\n"
		r.Claims = append(r.Claims, graph.Claim{
			ID: id + "-" + a + b, Subject: a, Relation: "meets", Object: b, Polarity: "affirmed", Modality: "asserted", Confidence: 0.5,
			Sentence: sentence, Start: start, End: start + len(sentence), Edge: true,
		})
	}
	return r
}

func store(t *testing.T, records ...*graph.Record) *graph.Store {
	t.Helper()
	s, err := graph.Open(t.Context(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, r := range records {
		if _, err := s.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// compare gives the changes as lines of JSON.
func compare(t *testing.T, a, b io.ReadCloser) ([]string, *diff.Summary) {
	t.Helper()
	var lines []string
	sum, err := diff.Compare(t.Context(), a, b, diff.Options{Symmetric: func(rel string) bool { return rel == "meets" }}, func(c *diff.Change) error {
		line, err := json.Marshal(c)
		lines = append(lines, string(line))
		return err
	})
	if err := errors.Join(err, a.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	return lines, sum
}

func TestCompare(t *testing.T) {
	one, two, three := record("one", "Ann Bo"), record("two", "Ann Bo", "Bo Cy"), record("three", "Cy Di")
	changed := record("one", "Ann Bo")
	changed.Claims[0].Confidence, changed.Claims[0].Tense = 0.75, "past"
	changed.Entities[0].Aliases = []string{"Annie"}
	changed.Article.Title = "On one"
	before, after := store(t, one, two), store(t, changed, three)
	lines, sum := compare(t, diff.FromStore(t.Context(), before), diff.FromStore(t.Context(), after))
	want := strings.Split(strings.TrimSpace(`
{"change":"changed","kind":"article","id":"art:one","text":"On one","values":[{"change":"lost","property":"schema:headline","value":"About one"},{"change":"gained","property":"schema:headline","value":"On one"}]}
{"change":"gained","kind":"article","id":"art:three","text":"About three"}
{"change":"lost","kind":"article","id":"art:two","text":"About two"}
{"change":"changed","kind":"claim","id":"claim:one-AnnBo","subject":"ent:Ann","relation":"rel:meets","object":"ent:Bo","text":"Ann met Bo.","articles":["art:one"],"values":[{"change":"lost","property":"kg:confidence","value":"0.5"},{"change":"gained","property":"kg:confidence","value":"0.75"},{"change":"gained","property":"kg:tense","value":"past"}]}
{"change":"gained","kind":"claim","id":"claim:three-CyDi","subject":"ent:Cy","relation":"rel:meets","object":"ent:Di","text":"Cy met Di.","articles":["art:three"]}
{"change":"lost","kind":"claim","id":"claim:two-AnnBo","subject":"ent:Ann","relation":"rel:meets","object":"ent:Bo","text":"Ann met Bo.","articles":["art:two"]}
{"change":"lost","kind":"claim","id":"claim:two-BoCy","subject":"ent:Bo","relation":"rel:meets","object":"ent:Cy","text":"Bo met Cy.","articles":["art:two"]}
{"change":"changed","kind":"fact","subject":"ent:Ann","relation":"rel:meets","object":"ent:Bo","lost":["art:two"]}
{"change":"changed","kind":"entity","id":"ent:Ann","text":"Ann","values":[{"change":"gained","property":"skos:altLabel","value":"Annie","articles":["art:one"]}]}
{"change":"lost","kind":"fact","subject":"ent:Bo","relation":"rel:meets","object":"ent:Cy","articles":["art:two"]}
{"change":"gained","kind":"fact","subject":"ent:Cy","relation":"rel:meets","object":"ent:Di","articles":["art:three"]}
{"change":"gained","kind":"entity","id":"ent:Di","text":"Di","articles":["art:three"]}
`), "\n")
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if n := *sum.Counts[diff.Fact]; n != (diff.Count{Gained: 1, Lost: 1, Changed: 1}) || sum.Equal() {
		t.Errorf("facts %+v, %+v", n, sum)
	}
	// The other way round, gained is lost.
	back, backSum := compare(t, diff.FromStore(t.Context(), after), diff.FromStore(t.Context(), before))
	if len(back) != len(lines) || backSum.Gained != sum.Lost || backSum.Lost != sum.Gained {
		t.Errorf("%d changes there, %d back; %+v, %+v", len(lines), len(back), sum, backSum)
	}
}

// A file in any order, with comments, is equal to the store it is from.
func TestSorted(t *testing.T) {
	s := store(t, record("one", "Ann Bo"), record("two", "Bo Cy"))
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b, "nquads", false); err != nil {
		t.Fatal(err)
	}
	file, err := diff.Sorted(t.Context(), strings.NewReader("# comment\n\n"+b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if lines, sum := compare(t, diff.FromStore(t.Context(), s), file); !sum.Equal() || len(lines) > 0 {
		t.Errorf("%q, %+v", lines, sum)
	}
	if _, err := diff.Sorted(t.Context(), strings.NewReader("\n<a> <b> <c> .\n<a> <b>\n")); err == nil || !strings.HasPrefix(err.Error(), "3: ") {
		t.Errorf("a broken line: %v", err)
	}
}

// The name that one more article gives to an entity is no change, but the graphs are not equal; what is not of
// our vocabulary is compared too.
func TestOther(t *testing.T) {
	lines := func(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }
	got, sum := compare(t,
		lines("<ent:a> <rdfs:label> \"A\" <art:x> .\n<http://x.example/> <p> \"1\" .\n"),
		lines("<ent:a> <rdfs:label> \"A\" <art:x> .\n<ent:a> <rdfs:label> \"A\" <art:y> .\n<http://x.example/> <p> \"2\" .\n_:b <p> <o> .\n"))
	want := `{"change":"changed","kind":"other","id":"http://x.example/","values":[{"change":"lost","property":"p","value":"1"},{"change":"gained","property":"p","value":"2"}]}
{"change":"gained","kind":"other","id":"_:b"}`
	if strings.Join(got, "\n") != want || sum.Gained != 3 || sum.Lost != 1 {
		t.Errorf("got\n%s\n%+v", strings.Join(got, "\n"), sum)
	}
}

func TestCompareErrors(t *testing.T) {
	const good = "<a> <b> <c> .\n"
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	enough := errors.New("enough")
	for name, c := range map[string]struct {
		a, b string
		f    error
		want string
	}{
		"unsorted": {"<b> <b> <c> .\n" + good, good, nil, "the first export: line 2: it is not sorted"},
		"broken":   {good, "<a> <b> .\n", nil, "the second export: line 1: "},
		"f":        {good, "", enough, "enough"},
	} {
		_, err := diff.Compare(t.Context(), strings.NewReader(c.a), strings.NewReader(c.b), diff.Options{}, func(*diff.Change) error { return c.f })
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := diff.Sorted(ctx, strings.NewReader(strings.Repeat(good, 5000))); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := diff.Compare(ctx, diff.FromStore(ctx, store(t)), strings.NewReader(""), diff.Options{}, func(*diff.Change) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
