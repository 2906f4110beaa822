package graph

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// Check tells where what is joined across articles is not what these demand, and Repair puts it right.
func TestCheckJoins(t *testing.T) {
	ctx := context.Background()
	opt := Options{Address: filepath.Join(t.TempDir(), "store"), StoreOptions: map[string]any{"no_sync": true}}
	open := func() *Store {
		s, err := Open(ctx, opt)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	person := func(id, label string, bears, seeks, marks []string) Entity {
		return Entity{ID: id, Class: "Person", Label: label, Bears: bears, Seeks: seeks, Marks: marks}
	}
	article := func(id, date, text string, e Entity) *Record {
		return &Record{Article: Article{ID: id, Date: date, Text: text}, Entities: []Entity{e},
			Claims: []Claim{{ID: id + ".1", Subject: e.ID, Lemma: "sail", Literal: "x", Polarity: "affirmed", Modality: "asserted", Sentence: text, End: len(text)}}}
	}
	const schooner, dam = "The schooner Havbris raced past lighthouses and skerries.", "The Glomma dam burst and flooded sawmills."
	records := []*Record{
		article("a", "2016-03-01", schooner, person("Erik_Dahl", "Erik Dahl", []string{"person dahl"}, nil, []string{"is sailor"})),
		article("b", "2016-03-02", schooner, person("Dahl_(b)", "Dahl", []string{"lone dahl"}, []string{"lone dahl", "person dahl"}, nil)),
		article("c", "2018-03-02", dam, person("Nora_Moe", "Nora Moe", []string{"person moe"}, nil, []string{"is golfer"})),
		article("d", "2019-03-02", schooner, person("Nora_Moe", "Nora Moe", []string{"person moe"}, nil, []string{"is minister"})),
	}
	export := func(s *Store) string {
		var b bytes.Buffer
		if err := s.Export(ctx, &b, "nquads", true); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	s := open()
	if _, errs := s.PutAll(ctx, records); slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
		t.Fatal(errs)
	}
	if problems, err := s.Check(ctx, nil); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	want := export(s)
	for _, spoil := range []struct {
		article string
		change  func(r *Record) *Record
		problem string
	}{
		{"b", func(r *Record) *Record { return alone(r) }, "article b: ent:Dahl_(b) is ent:Erik_Dahl, and not ent:Dahl_(b)"},
		{"d", func(r *Record) *Record { return alone(r) }, "article d: ent:Nora_Moe is ent:Nora_Moe_(minister), and not ent:Nora_Moe"},
		{"b", func(r *Record) *Record { return renamed(r, map[string]string{"Erik_Dahl": "Ola_Dahl"}) }, "article b: ent:Dahl_(b) is ent:Erik_Dahl, and not ent:Ola_Dahl"},
		{"c", func(r *Record) *Record {
			out := renamed(r, map[string]string{"Nora_Moe": "Moe"})
			out.Entities[0].AloneID, out.Entities[0].AloneLabel, out.Entities[0].AloneClass = "Nora_Moe", "Nora Moe", "Person"
			return out
		}, "article c: ent:Nora_Moe is joined with ent:Moe, and the other articles do not say so"},
	} {
		r, err := s.Record(ctx, spoil.article)
		if err != nil {
			t.Fatal(err)
		}
		quads, err := Quads(spoil.change(r), s.schema())
		if err != nil {
			t.Fatal(err)
		}
		write(t, s, articleIRI(spoil.article), quads)
		problems, err := s.Check(ctx, nil)
		if err != nil || !slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, spoil.problem) }) {
			t.Errorf("found %q, %v, want %q", problems, err, spoil.problem)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		report, err := Repair(ctx, opt)
		if err != nil || report.Joined == 0 || len(report.Dropped) > 0 {
			t.Errorf("repaired %+v, %v", report, err)
		}
		s = open()
		if export(s) != want {
			t.Errorf("article %s: the repaired store is another one", spoil.article)
		}
	}
	// A key in another month than the article's is found by nobody.
	r, err := s.Record(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	r.Article.Date = "2016-05-01"
	quads, err := Quads(r, s.schema())
	if err != nil {
		t.Fatal(err)
	}
	for i := range quads {
		if quads[i].Predicate == schemaPublished {
			quads[i].Object = quad.String("2016-03-01")
		}
	}
	write(t, s, articleIRI("a"), quads)
	const month = `article a: ent:Erik_Dahl has the key "person dahl 2016-05", and the month is 2016-03`
	if problems, err := s.Check(ctx, nil); err != nil || !slices.Contains(problems, month) {
		t.Errorf("found %q, %v, want %q", problems, err, month)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if report, err := Repair(ctx, opt); err != nil || report.Joined != 1 || len(report.Dropped) > 0 {
		t.Errorf("repaired %+v, %v", report, err)
	}
	s = open()
	defer s.Close()
	if export(s) != want {
		t.Error("the repaired store is another one")
	}
}

// write makes the quads of a label what they are said to be, whatever the other articles demand.
func write(t *testing.T, s *Store, label quad.IRI, quads []quad.Quad) {
	t.Helper()
	deltas, err := s.difference(context.Background(), label, quads)
	if err != nil {
		t.Fatal(err)
	}
	wait, err := s.apply(deltas)
	if err == nil {
		err = wait()
	}
	if err != nil {
		t.Fatal(err)
	}
}
