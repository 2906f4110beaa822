package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/jsonld"
	"github.com/cayleygraph/quad/nquads"

	"kg/export"
	"kg/graph"
)

// sample is a store with two articles. Names and sentences hold what formats have to escape.
func sample(t *testing.T) *graph.Store {
	t.Helper()
	s, err := graph.Open(t.Context(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	const one = `Ann "The Fox" O'Neil & Bo <Bro> met in Oslo.`
	const two = "Ann \"The Fox\" O'Neil met Bo <Bro>.\nBo\\Co backs Ann.\tAnn denied it."
	entities := []graph.Entity{
		{ID: "Ann_O'Neil", Class: "Person", Label: `Ann "The Fox" O'Neil`, Aliases: []string{"Ann", "O'Neil; Ann"}, Country: "Norway", Sector: "GOV"},
		{ID: "Bo_(judge)", Class: "Person", Label: "Bo <Bro> & Søn"},
		{ID: "Norway", Class: "Country", Label: "Norway", ExactMatch: []string{"wikidata:Q20"}},
	}
	claim := func(id, subject, relation, object, text, sentence string, edge bool) graph.Claim {
		at := strings.Index(text, sentence)
		polarity := "affirmed"
		if !edge {
			polarity = "denied"
		}
		return graph.Claim{
			ID: id, Subject: subject, Relation: "meets", Object: object, Phrase: relation, Lemma: relation, SubjectText: "Ann", ObjectText: "Bo",
			Polarity: polarity, Modality: "asserted", Event: "CONSULT", Mode: "visit", Confidence: 0.75, Sentence: sentence,
			Start: at, End: at + len(sentence), Edge: edge, From: "2020-01-02", To: "2020-01-02",
		}
	}
	backs := claim("c3", "Bo_(judge)", "backs", "Ann_O'Neil", two, `Bo\Co backs Ann.`, true)
	backs.Relation, backs.Event = "backs", "SUPPORT"
	for _, r := range []graph.Record{
		{
			Article:  graph.Article{ID: "one", Title: "One & <two>", Date: "2020-01-03", Text: one, URL: "https://news.example/1?a=b&c"},
			Entities: entities, Claims: []graph.Claim{claim("c1", "Ann_O'Neil", "meet", "Bo_(judge)", one, one, true)},
		},
		{
			Article:  graph.Article{ID: "two", Date: "2021-05-06", Text: two},
			Entities: entities[:2], Claims: []graph.Claim{
				claim("c2", "Ann_O'Neil", "meet", "Bo_(judge)", two, `Ann "The Fox" O'Neil met Bo <Bro>.`, true), backs,
				claim("c4", "Ann_O'Neil", "meet", "Norway", two, "Ann denied it.", false),
			},
		},
	} {
		if _, err := s.Put(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// write exports s; the parts of a format of several files follow each other.
func write(t *testing.T, s export.Store, f export.Format, opts export.Options) []string {
	t.Helper()
	out := make([]bytes.Buffer, max(1, len(f.Files())))
	var w []io.Writer
	for i := range out {
		w = append(w, &out[i])
	}
	if err := export.Write(t.Context(), s, f, opts, w...); err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	var texts []string
	for i := range out {
		texts = append(texts, out[i].String())
	}
	return texts
}

func TestGraphML(t *testing.T) {
	var g struct {
		Keys []struct {
			ID string `xml:"id,attr"`
		} `xml:"key"`
		Nodes []struct {
			ID   string `xml:"id,attr"`
			Data []struct {
				Key  string `xml:"key,attr"`
				Text string `xml:",chardata"`
			} `xml:"data"`
		} `xml:"graph>node"`
		Edges []struct {
			Source string `xml:"source,attr"`
			Target string `xml:"target,attr"`
			Data   []struct {
				Key  string `xml:"key,attr"`
				Text string `xml:",chardata"`
			} `xml:"data"`
		} `xml:"graph>edge"`
	}
	if err := xml.Unmarshal([]byte(write(t, sample(t), export.GraphML, export.Options{})[0]), &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Nodes) != 3 || g.Nodes[0].ID != "Ann_O_x27_Neil" || g.Nodes[0].Data[0].Text != `Ann "The Fox" O'Neil` || g.Nodes[1].Data[0].Text != "Bo <Bro> & Søn" {
		t.Errorf("nodes %+v", g.Nodes)
	}
	var edges []string
	for _, e := range g.Edges {
		line := e.Source + " " + e.Target
		for _, d := range e.Data {
			if !slices.ContainsFunc(g.Keys, func(k struct {
				ID string `xml:"id,attr"`
			}) bool {
				return k.ID == d.Key
			}) {
				t.Errorf("key %s is not declared", d.Key)
			}
			line += " " + d.Key + "=" + d.Text
		}
		edges = append(edges, line)
	}
	want := []string{
		"Ann_O_x27_Neil Bo__x28_judge_x29_ relation=meets name=meets event=CONSULT weight=2 since=2020-01-03 until=2021-05-06 symmetric=true",
		"Bo__x28_judge_x29_ Ann_O_x27_Neil relation=backs name=backs event=SUPPORT weight=1 since=2021-05-06 until=2021-05-06 symmetric=false",
	}
	if !slices.Equal(edges, want) {
		t.Errorf("edges\n%s\nwant\n%s", strings.Join(edges, "\n"), strings.Join(want, "\n"))
	}
}

func TestCSV(t *testing.T) {
	for f, want := range map[export.Format][2]string{
		export.Gephi: {`Bo_(judge)|Bo <Bro> & Søn|Person|||2|2020-01-03|2021-05-06`, `Ann_O'Neil|Bo_(judge)|Undirected|meets|meets|2|CONSULT|2020-01-03|2021-05-06`},
		export.Neo4j: {`Ann_O'Neil|Ann "The Fox" O'Neil|Entity;Person|Ann;O'Neil, Ann|Norway|GOV|2|2020-01-03|2021-05-06`, `Bo_(judge)|Ann_O'Neil|backs|backs|1|SUPPORT|2021-05-06|2021-05-06`},
	} {
		for i, text := range write(t, sample(t), f, export.Options{}) {
			rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			var lines []string
			for _, r := range rows {
				lines = append(lines, strings.Join(r, "|"))
			}
			if !slices.Contains(lines, want[i]) {
				t.Errorf("%s: %q is not in\n%s", f, want[i], strings.Join(lines, "\n"))
			}
		}
	}
}

func TestCytoscape(t *testing.T) {
	var g struct {
		Elements struct {
			Nodes, Edges []struct{ Data map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(write(t, sample(t), export.Cytoscape, export.Options{})[0]), &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Elements.Nodes) != 3 || len(g.Elements.Edges) != 2 {
		t.Fatalf("%d nodes, %d edges", len(g.Elements.Nodes), len(g.Elements.Edges))
	}
	if e := g.Elements.Edges[0].Data; e["relation"] != "meets" || e["directed"] != false || e["articles"] != 2.0 {
		t.Errorf("edge %v", e)
	}
}

func TestEvents(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(write(t, sample(t), export.Events, export.Options{})[0]), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines", len(lines))
	}
	want := strings.Join([]string{
		"c3", "2020-01-02", "2020-01-02", "SUPPORT", "visit", "05", "Bo_(judge)", "Bo <Bro> & Søn", "", "", "Ann_O'Neil", `Ann "The Fox" O'Neil`, "Norway", "GOV",
		"backs", "affirmed", "asserted", "", "", "0.75", `Bo\Co backs Ann.`, "two", "2021-05-06",
	}, "\t")
	if lines[3] != want {
		t.Errorf("got  %q\nwant %q", lines[3], want)
	}
	for i, l := range lines {
		if n := strings.Count(l, "\t"); n != strings.Count(lines[0], "\t") {
			t.Errorf("line %d has %d fields", i, n+1)
		}
	}
}

// readAll reads quads and gives them as sorted lines.
func readAll(t *testing.T, r quad.Reader) []string {
	t.Helper()
	quads, err := quad.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, q := range quads {
		lines = append(lines, strings.TrimSpace(fmt.Sprint(q.Subject, " ", q.Predicate, " ", q.Object, " ", q.Label)))
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// JSON-LD and N-Quads hold the same quads; Cayley's readers read both.
func TestJSONLD(t *testing.T) {
	s := sample(t)
	stored := readAll(t, nquads.NewReader(strings.NewReader(write(t, s, export.NQuads, export.Options{})[0]), true))
	got := readAll(t, jsonld.NewReader(strings.NewReader(write(t, s, export.JSONLD, export.Options{})[0])))
	if len(got) != len(stored) {
		t.Errorf("%d quads of JSON-LD, %d in the store", len(got), len(stored))
	}
	for _, want := range []string{
		`<urn:kg:ent:Ann_O'Neil> <urn:kg:rel:meets> <urn:kg:ent:Bo_(judge)> <urn:kg:art:one>`,
		`<urn:kg:ent:Ann_O'Neil> <http://www.w3.org/2000/01/rdf-schema#label> "Ann \"The Fox\" O'Neil" <urn:kg:art:two>`,
		`<urn:kg:ent:Norway> <http://www.w3.org/2004/02/skos/core#exactMatch> <http://www.wikidata.org/entity/Q20> <urn:kg:art:one>`,
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not there", want)
		}
	}
}

// Only what is asked for is exported, with the claims and articles that belong to it.
func TestOnly(t *testing.T) {
	s := sample(t)
	opts := export.Options{Only: map[string]bool{"Ann_O'Neil": true, "Norway": true}}
	lines := readAll(t, nquads.NewReader(strings.NewReader(write(t, s, export.NQuads, opts)[0]), true))
	for _, l := range lines {
		if strings.Contains(l, "<ent:Bo_") || strings.Contains(l, "<claim:c1>") || strings.HasPrefix(l, "<art:one>") {
			t.Errorf("%s is there", l)
		}
	}
	for _, want := range []string{"<claim:c4> <kg:object> <ent:Norway> <art:two>", `<ent:Ann_O'Neil> <skos:altLabel> "Ann" <art:two>`} {
		if !slices.Contains(lines, want) {
			t.Errorf("%s is not there", want)
		}
	}
	if gml := write(t, s, export.GraphML, opts)[0]; strings.Contains(gml, "judge") || !strings.Contains(gml, "Norway") {
		t.Errorf("GraphML of two entities:\n%s", gml)
	}
}

// Readers that others wrote read every format.
func TestIndependentReaders(t *testing.T) {
	dir := t.TempDir()
	s := sample(t)
	for _, c := range []struct {
		format export.Format
		tool   string
		args   []string
		want   string
	}{
		{export.Turtle, "rapper", []string{"-q", "-i", "turtle", "-o", "ntriples", "FILE"}, `<urn:kg:ent:Ann_O'Neil> <urn:kg:rel:meets> <urn:kg:ent:Bo_(judge)> .`},
		{export.TriG, "rapper", []string{"-q", "-i", "trig", "-o", "nquads", "FILE"}, `<urn:kg:claim:c3> <urn:kg:kg:sentence> "Bo\\Co backs Ann." <urn:kg:art:two> .`},
		{export.GraphML, "xmllint", []string{"--noout", "FILE"}, ""},
		{export.GEXF, "xmllint", []string{"--noout", "FILE"}, ""},
		{export.DOT, "dot", []string{"-Tplain", "FILE"}, `Bo <Bro> & Søn`},
	} {
		t.Run(string(c.format), func(t *testing.T) {
			tool, err := exec.LookPath(c.tool)
			if err != nil {
				t.Skipf("%s is not installed", c.tool)
			}
			file := filepath.Join(dir, string(c.format))
			if err := os.WriteFile(file, []byte(write(t, s, c.format, export.Options{})[0]), 0o600); err != nil {
				t.Fatal(err)
			}
			args := slices.Clone(c.args)
			args[slices.Index(args, "FILE")] = file
			cmd := exec.CommandContext(t.Context(), tool, args...)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, stderr.String())
			}
			if !strings.Contains(string(out), c.want) {
				t.Errorf("%q is not in\n%s", c.want, out)
			}
		})
	}
}

// Writing again gives the same bytes; a context that has ended is an error.
func TestSameAgain(t *testing.T) {
	s := sample(t)
	for _, f := range export.Formats {
		if a, b := write(t, s, f, export.Options{}), write(t, s, f, export.Options{}); !slices.Equal(a, b) {
			t.Errorf("%s: two exports differ", f)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := export.Write(ctx, s, export.GraphML, export.Options{}, io.Discard); err == nil {
		t.Error("no error from an ended context")
	}
	if err := export.Write(t.Context(), s, export.Gephi, export.Options{}, io.Discard); err == nil {
		t.Error("no error for one writer and two files")
	}
	if _, err := export.Parse("exe"); err == nil {
		t.Error("no error for an unknown format")
	}
}
