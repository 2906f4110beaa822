package readback_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kg/export"
	"kg/export/readback"
	"kg/graph"
)

func open(t *testing.T) *graph.Store {
	t.Helper()
	s, err := graph.Open(t.Context(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// sample is a store with two articles, whose strings hold what formats have to escape.
func sample(t *testing.T) *graph.Store {
	t.Helper()
	s := open(t)
	for _, id := range []string{"one", "two"} {
		text := "Ann \"The Fox\" O'Neil met Bo <Bro> & Co\\.\nIt rained,\tin " + id + ".\u2028Ünd " + strings.Repeat("so ", 40000)
		const sentence = "Ann \"The Fox\" O'Neil met Bo <Bro> & Co\\."
		r := graph.Record{
			Article: graph.Article{ID: id, Title: "On <" + id + ">", Date: "2020-01-03", Text: text, URL: "https://news.example/1?a=b&c"},
			Entities: []graph.Entity{
				{ID: "Ann_O'Neil", Class: "Person", Label: `Ann "The Fox" O'Neil`, Aliases: []string{"Ann", "O'Neil; Ann"}, Country: "Norway", Sector: "GOV"},
				{ID: "Bo_(judge)_100%25", Class: "Person", Label: "Bo <Bro> & Søn", StandsFor: []string{"Norway"}},
				{ID: "Norway", Class: "Country", Label: "Norway", ExactMatch: []string{"wikidata:Q20", "iso3166:NOR", "geo:1"}},
			},
			Claims: []graph.Claim{
				{
					ID: id + "-1", Subject: "Ann_O'Neil", Relation: "meets", Object: "Bo_(judge)_100%25", Phrase: "met", Polarity: "affirmed", Modality: "asserted",
					Confidence: 0.9, Sentence: sentence, End: len(sentence), Edge: true,
				},
				{ID: id + "-2", SubjectText: "It", Literal: "12 mm", Confidence: 1, Sentence: sentence, End: len(sentence)},
			},
		}
		if _, err := s.Put(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func text(t *testing.T, s *graph.Store, f export.Format, base string) string {
	t.Helper()
	var b bytes.Buffer
	if err := export.Write(t.Context(), s, f, export.Options{Base: base}, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func source(name, text string) readback.Source {
	return readback.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// read puts what the sources hold into s and gives the errors.
func read(t *testing.T, s *graph.Store, base string, sources ...readback.Source) (errs []string) {
	t.Helper()
	err := readback.Records(t.Context(), sources, readback.Options{Base: base}, func(r *graph.Record, err error) error {
		if err != nil {
			errs = append(errs, err.Error())
			return nil
		}
		_, err = s.Put(t.Context(), r)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return errs
}

// Export, import and export again give the same bytes.
func TestRoundTrip(t *testing.T) {
	s := sample(t)
	want := text(t, s, export.NQuads, "")
	for _, c := range []struct {
		format export.Format
		base   string
	}{{export.NQuads, ""}, {export.JSONLD, ""}, {export.JSONLD, "https://kg.example/"}, {export.JSONLD, "https://schema.org/"}} {
		exported := text(t, s, c.format, c.base)
		to := open(t)
		if errs := read(t, to, c.base, source("f", exported)); len(errs) > 0 {
			t.Errorf("%s, base %q: %q", c.format, c.base, errs)
		}
		if got := text(t, to, export.NQuads, ""); got != want {
			t.Errorf("%s, base %q: came back as\n%.3000s\nwant\n%.3000s", c.format, c.base, got, want)
		}
		if got := text(t, to, c.format, c.base); got != exported {
			t.Errorf("%s, base %q: is not the same file", c.format, c.base)
		}
	}
}

// The quads of an article may be in any order, in several files, and there twice.
func TestShuffled(t *testing.T) {
	s := sample(t)
	lines := strings.SplitAfter(text(t, s, export.NQuads, ""), "\n")
	slices.Reverse(lines)
	to := open(t)
	if errs := read(t, to, "", source("a", "# a comment\n\n"+strings.Join(lines[:60], "")), source("b", strings.Join(lines[50:], ""))); len(errs) > 0 {
		t.Error(errs)
	}
	if text(t, to, export.NQuads, "") != text(t, s, export.NQuads, "") {
		t.Error("another graph came back")
	}
}

// What cannot be taken is refused with its file and line; the rest is taken.
func TestRefused(t *testing.T) {
	s := sample(t)
	nq, ld := text(t, s, export.NQuads, ""), text(t, s, export.JSONLD, "")
	title := `<art:two> <schema:headline> "On <two>" <art:two> .` + "\n"
	if !strings.Contains(nq, title) {
		t.Fatal("the sample has changed")
	}
	line := strings.Count(nq[:strings.Index(nq, title)], "\n") + 1
	lineOf := func(of string) string { return strings.Replace("f:N:", "N", strconv.Itoa(line), 1) + of }
	for _, c := range []struct {
		name, text string
		errs       []string // what they contain
		articles   string
	}{
		{"empty", "", nil, ""},
		{"blank", "\n\n", nil, ""},
		{"cut line", nq[:len(nq)-3], []string{"f:" + strconv.Itoa(strings.Count(nq, "\n")) + ": line ends"}, ""},
		{"no label", strings.Replace(nq, title, `<art:two> <schema:headline> "On <two>" .`+"\n", 1), []string{lineOf(" the quad has no label")}, ""},
		{"other label", strings.Replace(nq, title, `<art:two> <schema:headline> "On <two>" <http://x.example/g> .`+"\n", 1), []string{lineOf(" the label <http://x.example/g> is not an article")}, ""},
		{"other vocabulary", strings.Replace(nq, title, `<art:two> <dc:title> "On <two>" <art:two> .`+"\n", 1), []string{lineOf(` article "two": <art:two> <dc:title>`)}, "one"},
		{"not UTF-8", strings.Replace(nq, title, "<art:two> <schema:headline> \"\xff\" <art:two> .\n", 1), []string{lineOf(" not valid UTF-8")}, ""},
		{"JSON cut", ld[:len(ld)-10], []string{"ends too soon"}, ""},
		{"JSON of a context", `{"@context": {}, "@id": "urn:kg:art:x"}`, []string{"f:1: @context"}, ""},
		{"JSON of no graph", "\n\n[\n{\"@id\": \"urn:kg:art:x\", \"@type\": [\"https://schema.org/NewsArticle\"]}]", []string{"f:4: the quad has no label"}, ""},
		{"JSON of other things", `[1]`, []string{"f:1: want an object"}, ""},
		{"JSON and more", `[] []`, []string{"f:1: it goes on"}, ""},
		{"JSON of a list", `[{"@id":"urn:kg:art:x","@graph":[{"@id":"urn:kg:art:x","p:q":[{"@list":[]}]}]}]`, []string{"f:1: p:q: want an object with @id or @value alone, it has @list"}, ""},
	} {
		to := open(t)
		errs := read(t, to, "", source("f", c.text))
		if len(errs) != len(c.errs) {
			t.Errorf("%s: %q", c.name, errs)
		} else {
			for i := range errs {
				if !strings.Contains(errs[i], c.errs[i]) {
					t.Errorf("%s: %q, want %q", c.name, errs[i], c.errs[i])
				}
			}
		}
		ids, err := to.Articles(t.Context())
		if err != nil || strings.Join(ids, " ") != c.articles {
			t.Errorf("%s: articles %q, %v", c.name, ids, err)
		}
	}
	to := open(t)
	errs := read(t, to, "", source("bad", nq[:100]), source("good", nq), readback.Source{Name: "none", Open: func() (io.ReadCloser, error) { return nil, errors.New("open none: no such file") }})
	if len(errs) != 2 || errs[1] != "none: no such file" {
		t.Errorf("%q", errs)
	}
	// A part of the first article stands in a file that is refused.
	if ids, err := to.Articles(t.Context()); err != nil || strings.Join(ids, " ") != "two" {
		t.Errorf("articles %q, %v", ids, err)
	}
}

// A file of errors is told in a few lines.
func TestManyErrors(t *testing.T) {
	errs := read(t, open(t), "", source("f", strings.Repeat("x\n", 1000)))
	if len(errs) != 21 || errs[20] != "f: and more" {
		t.Errorf("%d errors, the last %q", len(errs), errs[len(errs)-1])
	}
}

func TestContext(t *testing.T) {
	nq := text(t, sample(t), export.NQuads, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := readback.Records(ctx, []readback.Source{source("f", nq)}, readback.Options{}, func(r *graph.Record, err error) error {
		t.Errorf("%v, %v", r, err)
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// No bytes make reading panic, and what is taken can be stored.
func FuzzRecords(f *testing.F) {
	f.Add(`<art:a> <rdf:type> <schema:NewsArticle> <art:a> .` + "\n" + `<art:a> <schema:articleBody> "x" <art:a> .`)
	f.Add(`[{"@id":"urn:kg:art:a","@graph":[{"@id":"urn:kg:art:a","@type":["https://schema.org/NewsArticle"]}]}]`)
	f.Add(`{"@id":"urn:kg:art:a","@graph":[{"@id":"urn:kg:claim:a","urn:kg:kg:start":[{"@value":1.5}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		err := readback.Records(t.Context(), []readback.Source{source("f", text)}, readback.Options{}, func(r *graph.Record, err error) error {
			if err != nil {
				return nil
			}
			_, err = graph.Quads(r, nil)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
