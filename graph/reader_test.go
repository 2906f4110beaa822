package graph_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"kg/graph"
	"kg/schema"
)

// said is one claim of a test article, as "subject|relation|object|sentence".
func readerRecord(id, date, publisher string, claims ...string) *graph.Record {
	r := &graph.Record{Article: graph.Article{ID: id, Title: "Title of " + id, Date: date, Publisher: publisher, Language: "en"}}
	named := map[string]bool{}
	for i, line := range claims {
		part := strings.Split(line, "|")
		c := graph.Claim{
			ID: fmt.Sprintf("%s-%d", id, i), Subject: part[0], Relation: schema.RelationID(part[1]), Object: part[2],
			Polarity: "affirmed", Modality: "asserted", Confidence: 0.8, Sentence: part[3], Edge: true,
		}
		for _, flag := range part[4:] {
			switch flag {
			case "denied":
				c.Polarity, c.Edge = "denied", false
			case "planned":
				c.Modality, c.Edge = "planned", false
			default:
				c.SaidBy, c.SaidWith, c.Edge = flag, "say", false
			}
		}
		c.Start = len(r.Article.Text)
		r.Article.Text += c.Sentence
		c.End = len(r.Article.Text)
		r.Article.Text += " "
		r.Claims = append(r.Claims, c)
		for _, e := range []string{c.Subject, c.Object, c.SaidBy} {
			if e != "" && !named[e] {
				named[e] = true
				class := schema.ClassID("Person")
				if strings.HasSuffix(e, "land") {
					class = "Country"
				}
				r.Entities = append(r.Entities, graph.Entity{ID: e, Class: class, Label: strings.ReplaceAll(e, "_", " "),
					Aliases: []string{"the one called " + e}})
			}
		}
	}
	return r
}

func newReader(t *testing.T) *graph.Reader {
	t.Helper()
	return newReaderOf(t, graph.Memory)
}

func newReaderOf(t *testing.T, backend string) *graph.Reader {
	t.Helper()
	s, err := graph.Open(context.Background(), graph.Options{Backend: backend})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, r := range []*graph.Record{
		readerRecord("a1", "2015-01-02", "The Post",
			"Ann_Åberg|meets|Bo_Berg|Ann Åberg met Bo Berg.",
			"Bo_Berg|supports|Norland|Bo Berg supports Norland.",
			"Ann_Åberg|supports|Norland|Ann Åberg does not support Norland.|denied"),
		readerRecord("a2", "2015-03-04", "The Mail",
			"Bo_Berg|meets|Ann_Åberg|Bo Berg talked to Ann Åberg.",
			"Norland|attacks|Surland|Norland attacked Surland.",
			"Ann_Åberg|meets|Cy_Dahl|Ann Åberg will meet Cy Dahl.|planned"),
		readerRecord("a3", "", "The Mail",
			"Surland|criticises|Eva_Falk|Surland criticised Eva Falk.",
			"Eva_Falk|owns|Surland|Eva Falk owns Surland, Bo Berg said.|Bo_Berg"),
	} {
		if _, err := s.Put(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	return graph.NewReader(s)
}

func TestReaderSearch(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		text, class string
		want        string
	}{
		{"bo", "", "Bo_Berg"},
		{"berg", "", "Bo_Berg"},
		{"aberg", "", "Ann_Åberg"},
		{"ÅBERG", "", "Ann_Åberg"},
		{"dahl cy", "", "Cy_Dahl"},
		{"land", "", ""}, // in the middle of a word
		{"s", "", "Surland"},
		{"", "Country", "Norland Surland"},
		{"the one called e", "", "Eva_Falk"},
		{"the one called", "Place", "Norland Surland"},
		{"nobody", "", ""},
		{" \t", "Event", ""},
	} {
		found, total, err := r.Search(context.Background(), c.text, schema.ClassID(c.class), 10)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, m := range found {
			ids = append(ids, m.ID)
		}
		if got := strings.Join(ids, " "); got != c.want || total != len(ids) {
			t.Errorf("search %q of %q: %q, %d in all, want %q", c.text, c.class, got, total, c.want)
		}
	}
	if found, _, err := r.Search(context.Background(), "THE one called eva", "", 1); err != nil || found[0].Name != "the one called Eva_Falk" {
		t.Errorf("%+v, %v", found, err)
	}
	if found, total, _ := r.Search(context.Background(), "", "", 2); len(found) != 2 || total != 6 {
		t.Errorf("2 of 6 wanted, got %d of %d", len(found), total)
	}
}

// The list of names follows the store.
func TestReaderSeesWrites(t *testing.T) {
	r := newReader(t)
	ctx := context.Background()
	if err := r.Warm(ctx); err != nil {
		t.Fatal(err)
	}
	record := readerRecord("a4", "2016-01-01", "The Post", "Gus_Holm|meets|Bo_Berg|Gus Holm met Bo Berg.")
	if _, err := r.Store().Put(ctx, record); err != nil {
		t.Fatal(err)
	}
	n, err := r.Node(ctx, "Gus_Holm")
	if err != nil || n.Label != "Gus Holm" || n.Class != "Person" || n.Articles != 1 {
		t.Errorf("%+v, %v", n, err)
	}
}

// A reader of one state sees nothing of what is written later, and readers of one state are one.
func TestReaderNow(t *testing.T) {
	r := newReader(t)
	ctx := context.Background()
	now := func() (*graph.Reader, func() error) {
		t.Helper()
		v, done, err := r.Now(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return v, done
	}
	claims := func(v *graph.Reader) int {
		t.Helper()
		found, err := v.Claims(ctx, graph.Filter{Entity: "Gus_Holm"})
		if err != nil {
			t.Fatal(err)
		}
		return len(found.Claims)
	}
	before, doneBefore := now()
	again, doneAgain := now()
	if before != again || again.Version() != 1 {
		t.Errorf("two readers of one state, version %d", again.Version())
	}
	if same, _, _ := before.Now(ctx); same != before {
		t.Error("a reader of one state gives another")
	}
	for i, words := range []string{"Gus Holm met Bo Berg.", "Gus Holm has met Bo Berg."} { // the second time the counts stay
		if _, err := r.Store().Put(ctx, readerRecord("a4", "2016-01-01", "The Post", "Gus_Holm|meets|Bo_Berg|"+words)); err != nil {
			t.Fatal(err)
		}
		after, done := now()
		found, err := after.Claims(ctx, graph.Filter{Entity: "Gus_Holm"})
		if err != nil || len(found.Claims) != 1 || found.Claims[0].Sentence != words || after.Version() != int64(i)+2 {
			t.Errorf("%+v %v, version %d", found, err, after.Version())
		}
		if err := errors.Join(r.Renew(ctx), done(), done()); err != nil {
			t.Error(err)
		}
	}
	if n := claims(before); n != 0 {
		t.Errorf("%d claims before there were any", n)
	}
	if err := errors.Join(doneBefore(), doneAgain()); err != nil {
		t.Error(err)
	}
	if _, err := before.Claims(ctx, graph.Filter{Entity: "Gus_Holm"}); err == nil {
		t.Error("a reader that is done still reads")
	}
	if n := claims(r); n != 1 {
		t.Errorf("%d claims", n)
	}
	// What is written through Cayley's routes counts too.
	q := quad.Make(quad.IRI("ent:Gus_Holm"), quad.IRI("skos:altLabel"), "Gussie", quad.IRI("art:a4"))
	if err := r.Store().Handle().AddQuad(q); err != nil {
		t.Fatal(err)
	}
	after, done := now()
	defer done()
	if c, err := after.Card(ctx, "Gus_Holm"); err != nil || !slices.Contains(c.Aliases, "Gussie") {
		t.Errorf("%+v %v", c, err)
	}
}

func TestReaderClaims(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		f    graph.Filter
		want string
	}{
		{graph.Filter{Entity: "Ann_Åberg"}, "a1-0 a1-2 a2-0 a2-2"},
		{graph.Filter{Subject: "Ann_Åberg"}, "a1-0 a1-2 a2-2"},
		{graph.Filter{Subject: "Ann_Åberg", Object: "Bo_Berg"}, "a1-0"},
		{graph.Filter{Entity: "Ann_Åberg", Status: []string{"denied"}}, "a1-2"},
		{graph.Filter{Entity: "Ann_Åberg", Modality: "planned"}, "a2-2"},
		{graph.Filter{Entity: "Ann_Åberg", From: "2015-02-01"}, "a2-0 a2-2"},
		{graph.Filter{Entity: "Ann_Åberg", To: "2015-02-01", Polarity: "affirmed"}, "a1-0"},
		{graph.Filter{Entity: "Bo_Berg", Class: "Country"}, "a1-1"},
		{graph.Filter{Entity: "Bo_Berg", Publisher: "The Mail"}, "a2-0"},
		{graph.Filter{SaidBy: "Bo_Berg"}, "a3-1"},
		{graph.Filter{Relations: []schema.RelationID{"meets", "owns"}}, "a1-0 a2-0 a2-2 a3-1"},
		{graph.Filter{Article: "a3", MinConfidence: 0.5}, "a3-0 a3-1"},
		{graph.Filter{Article: "a3", MinConfidence: 0.9}, ""},
		{graph.Filter{Entity: "Eva_Falk", From: "2000-01-01"}, ""}, // of no day
	} {
		found, err := r.Claims(context.Background(), c.f)
		if err != nil {
			t.Fatalf("%+v: %v", c.f, err)
		}
		var ids []string
		for _, s := range found.Claims {
			ids = append(ids, s.ID)
		}
		if got := strings.Join(ids, " "); got != c.want || !found.Complete {
			t.Errorf("%+v: %q, want %q", c.f, got, c.want)
		}
	}
	if _, err := r.Claims(context.Background(), graph.Filter{}); err == nil {
		t.Error("a filter that wants everything is not refused")
	}
	for _, id := range []string{"none", "", "a b", "a1"} {
		if _, err := r.Claim(context.Background(), id); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("claim %q: %v", id, err)
		}
	}
}

func linkText(links []graph.Link) string {
	var out []string
	for _, l := range links {
		out = append(out, fmt.Sprintf("%s %s %s %s %d/%d", l.Subject, l.Relation, l.Object, l.Status, l.Claims, l.Articles))
	}
	return strings.Join(out, ", ")
}

// Reading claims in brief finds what reading them whole does.
func TestReaderNeighboursInBrief(t *testing.T) {
	ctx := context.Background()
	brief, whole := newReader(t), newReaderOf(t, "another") // the latter has no numbers
	links := 0
	for _, f := range []graph.Filter{
		{}, {Named: true}, {Relations: []schema.RelationID{"meets"}}, {Status: []string{graph.StatusDenied, graph.StatusReported}},
		{From: "2015-02-01"}, {To: "2015-02-01"}, {Publisher: "The Mail"}, {Class: "Country"}, {Polarity: "denied"}, {Modality: "planned"},
		{MinConfidence: 0.7}, {MinConfidence: 0.9}, {SaidBy: "Bo_Berg"},
	} {
		for _, id := range []string{"Ann_Åberg", "Bo_Berg", "Norland", "Surland", "Eva_Falk", "Cy_Dahl"} {
			a, err := brief.Neighbours(ctx, id, f, 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			b, err := whole.Neighbours(ctx, id, f, 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(a, b) {
				t.Errorf("%s, %+v:\n%+v\nwhole:\n%+v", id, f, a, b)
			}
			links += len(a.Links)
		}
		for _, pair := range [][2]string{{"Ann_Åberg", "Bo_Berg"}, {"Bo_Berg", "Ann_Åberg"}, {"Ann_Åberg", "Norland"}, {"Eva_Falk", "Surland"}, {"Bo_Berg", "Nobody"}, {"Bo_Berg", "Bo_Berg"}} {
			a, err := brief.Between(ctx, pair[0], pair[1], f)
			if err != nil {
				t.Fatal(err)
			}
			b, err := whole.Between(ctx, pair[0], pair[1], f)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(a, b) {
				t.Errorf("between %v, %+v:\n%+v\nwhole:\n%+v", pair, f, a, b)
			}
			links += len(a.Claims)
		}
		everyone := []string{"Ann_Åberg", "Bo_Berg", "Norland", "Surland", "Eva_Falk", "Cy_Dahl", "Nobody", "Bo_Berg"}
		a, all, err := brief.Among(ctx, everyone, f)
		if err != nil {
			t.Fatal(err)
		}
		b, allToo, err := whole.Among(ctx, everyone, f)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(a, b) || !all || !allToo {
			t.Errorf("among all, %+v:\n%+v\nwhole:\n%+v", f, a, b)
		}
		links += len(a)
	}
	if links < 50 {
		t.Errorf("only %d links were compared", links)
	}
}

func TestReaderNeighbours(t *testing.T) {
	r := newReader(t)
	ctx := context.Background()
	n, err := r.Neighbours(ctx, "Ann_Åberg", graph.Filter{}, 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	if n.Total != 3 || len(n.Neighbours) != 2 || n.Neighbours[0].ID != "Bo_Berg" || n.Neighbours[0].Claims != 2 || !n.Complete {
		t.Errorf("%+v", n)
	}
	// The two meetings are one link, whichever side they start from.
	if got, want := linkText(n.Links), "Ann_Åberg meets Bo_Berg fact 2/2, Ann_Åberg meets Cy_Dahl intended 1/1"; got != want {
		t.Errorf("links %q, want %q", got, want)
	}
	if l := n.Links[0]; l.First != "2015-01-02" || l.Last != "2015-03-04" {
		t.Errorf("days %s to %s", l.First, l.Last)
	}
	n, err = r.Neighbours(ctx, "Ann_Åberg", graph.Filter{}, 2, 2)
	if err != nil || len(n.Neighbours) != 1 || n.Neighbours[0].ID != "Norland" {
		t.Errorf("the rest: %+v, %v", n, err)
	}
	if n, err = r.Neighbours(ctx, "Ann_Åberg", graph.Filter{}, 99, 2); err != nil || len(n.Neighbours) != 0 || n.Total != 3 {
		t.Errorf("past the end: %+v, %v", n, err)
	}
	if _, err := r.Neighbours(ctx, "Nobody", graph.Filter{}, 0, 2); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

func TestReaderAmong(t *testing.T) {
	r := newReader(t)
	links, complete, err := r.Among(context.Background(), []string{"Bo_Berg", "Norland", "Surland", "Bo_Berg", "bad id"}, graph.Filter{})
	if got, want := linkText(links), "Bo_Berg supports Norland fact 1/1, Norland attacks Surland fact 1/1"; got != want || err != nil || !complete {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestReaderPaths(t *testing.T) {
	r := newReader(t)
	ctx := context.Background()
	show := func(p graph.Path) string {
		var b strings.Builder
		for i, n := range p.Nodes {
			if i > 0 {
				for _, s := range p.Steps[i-1] {
					fmt.Fprintf(&b, " %s/%v/%v", s.Relation, s.Forward, s.Both)
				}
				b.WriteByte(' ')
			}
			b.WriteString(n.ID)
		}
		return b.String()
	}
	for _, c := range []struct {
		from, to string
		steps    int
		want     []string
	}{
		{"Ann_Åberg", "Eva_Falk", 6, []string{
			"Ann_Åberg meets/true/true Bo_Berg supports/true/false Norland attacks/true/false Surland criticises/true/false Eva_Falk"}},
		{"Eva_Falk", "Norland", 6, []string{"Eva_Falk criticises/false/false Surland attacks/false/false Norland"}},
		{"Ann_Åberg", "Eva_Falk", 3, nil},
		{"Ann_Åberg", "Ann_Åberg", 3, []string{"Ann_Åberg"}},
		{"Ann_Åberg", "Cy_Dahl", 6, nil}, // only planned
	} {
		paths, complete, err := r.Paths(ctx, c.from, c.to, c.steps, 10)
		if err != nil || !complete {
			t.Fatal(err, complete)
		}
		var got []string
		for _, p := range paths {
			got = append(got, show(p))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
	if _, _, err := r.Paths(ctx, "Ann_Åberg", "Nobody", 3, 10); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("to nobody: %v", err)
	}
}

func TestReaderCard(t *testing.T) {
	r := newReader(t)
	c, err := r.Card(context.Background(), "Bo_Berg")
	if err != nil {
		t.Fatal(err)
	}
	if c.Label != "Bo Berg" || c.Articles != 3 || c.AsSubject != 2 || c.AsObject != 1 ||
		c.First != "2015-01-02" || c.Last != "2015-03-04" || !slices.Equal(c.Aliases, []string{"the one called Bo_Berg"}) {
		t.Errorf("%+v", c)
	}
	if _, err := r.Card(context.Background(), "Nobody"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	ids, total, err := r.Latest(context.Background(), 0, 2)
	if !slices.Equal(ids, []string{"a2", "a1"}) || total != 3 || err != nil {
		t.Errorf("latest %v of %d, %v", ids, total, err)
	}
}

// What a reader keeps of an article is read again when the article has changed, however it was changed, and never in an
// answer of an earlier state.
func TestReaderKeeps(t *testing.T) {
	r := newReader(t)
	ctx := context.Background()
	store := r.Store()
	say := func(words string) {
		t.Helper()
		if _, err := store.Put(ctx, readerRecord("a5", "2016-01-01", "The Post "+words, "Gus_Holm|meets|Bo_Berg|"+words)); err != nil {
			t.Fatal(err)
		}
	}
	read := func(v *graph.Reader) string {
		t.Helper()
		c, err := v.Claim(ctx, "a5-0")
		if err != nil {
			return "none"
		}
		a, err := v.Info(ctx, "a5")
		if err != nil {
			t.Fatal(err)
		}
		return c.Sentence + " " + a.Publisher
	}
	say("one")
	first, done, err := r.Now(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	for i, c := range []struct {
		change func()
		want   string
	}{
		{func() {}, "one The Post one"},
		{func() {
			if _, err := store.Put(ctx, readerRecord("a6", "2016-01-01", "The Post", "Gus_Holm|meets|Bo_Berg|x")); err != nil {
				t.Fatal(err)
			}
		}, "one The Post one"},
		{func() { say("two") }, "two The Post two"},
		{func() {
			q := quad.Make(quad.IRI("claim:a5-0"), quad.IRI("kg:sentence"), "two", quad.IRI("art:a5"))
			err := store.Handle().RemoveQuad(q)
			q.Object = quad.String("three")
			if err = errors.Join(err, store.Handle().AddQuad(q)); err != nil {
				t.Fatal(err)
			}
		}, "three The Post two"},
		{func() {
			if err := store.Forget(ctx, "a5"); err != nil {
				t.Fatal(err)
			}
		}, "none"},
		{func() { say("four") }, "four The Post four"},
	} {
		c.change()
		now, done, err := r.Now(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got, old, live := read(now), read(first), read(r); got != c.want || live != c.want || old != "one The Post one" {
				t.Errorf("%d: %q, without a snapshot %q, before %q, want %q", i, got, live, old, c.want)
			}
		}
		if err := done(); err != nil {
			t.Error(err)
		}
	}
}
