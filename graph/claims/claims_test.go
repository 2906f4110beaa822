package claims_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"

	"kg/graph"
	"kg/graph/claims"
	"kg/schema"
)

// invented is articles in which a few entities stand in claims of every kind, and the stores that hold them: the
// embedded one, which has numbers of its own, and Cayley's in memory, which has none.
func invented(t *testing.T) (records []*graph.Record, stores map[string]cayley.QuadStore) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	entity := func() string { return fmt.Sprintf("E%d", min(r.IntN(9), r.IntN(9))) }
	relations := []schema.RelationID{"supports", "backs", "meets", "bombs", "leads"}
	for a := range 14 {
		rec := &graph.Record{Article: graph.Article{ID: fmt.Sprintf("a%d", a), Title: fmt.Sprint("Title ", a), Publisher: fmt.Sprint("Paper ", a%3)}}
		if a%7 != 0 {
			rec.Article.Date = fmt.Sprintf("2020-01-%02d", 1+r.IntN(6))
		}
		named := map[string]bool{}
		name := func(id string) string {
			if !named[id] {
				named[id] = true
				e := graph.Entity{ID: id, Label: "Label of " + id, Class: "Person"}
				if id >= "E5" {
					e.Class = "Group"
				}
				if id == "E3" {
					e.StandsFor = []string{"E1"}
				}
				rec.Entities = append(rec.Entities, e)
			}
			return id
		}
		for c := range 12 {
			s, o := entity(), entity()
			if s == o {
				o = "E8"
			}
			claim := graph.Claim{
				ID: fmt.Sprintf("a%d-%d", a, c), Subject: name(s), Object: name(o), Relation: relations[r.IntN(len(relations))], Phrase: "x", Lemma: "x",
				Polarity: "affirmed", Modality: "asserted", Confidence: float32(r.IntN(10)) / 10, SubjectText: "the " + s,
			}
			switch k := r.IntN(10); {
			case k < 4:
				claim.Edge = true
			case k < 5:
				claim.Polarity = "denied"
			case k < 6:
				claim.Modality = "planned"
			case k < 7:
				claim.SaidBy = name(fmt.Sprintf("E%d", r.IntN(11)))
			case k < 9:
				claim.Subject, claim.Relation = name("E0"), relations[r.IntN(2)]
				claim.Object, claim.Literal = "", fmt.Sprintf("%d people", 10*r.IntN(4))
			}
			if r.IntN(5) == 0 {
				claim.From = fmt.Sprintf("2020-01-%02d", 1+r.IntN(9))
			}
			claim.Sentence = fmt.Sprintf("Sentence %d of %s.", c/2, rec.Article.ID)
			if r.IntN(3) == 0 {
				claim.Sentence = fmt.Sprintf("“Sentence %d of %s.”", c/2, rec.Article.ID)
			}
			claim.Start = len(rec.Article.Text)
			rec.Article.Text += claim.Sentence
			claim.End = len(rec.Article.Text)
			rec.Claims = append(rec.Claims, claim)
		}
		records = append(records, rec)
	}
	s, err := graph.Open(context.Background(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	_, errs := s.PutAll(context.Background(), records)
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	mem := memstore.New()
	it := s.QuadStore().QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(context.Background()) {
		q, err := s.QuadStore().Quad(it.Result())
		if err != nil {
			t.Fatal(err)
		}
		mem.AddQuad(q)
	}
	return records, map[string]cayley.QuadStore{"embedded": s.QuadStore(), "memstore": mem}
}

// told is a claim with its article.
type told struct {
	*graph.Claim
	a *graph.Article
}

func (c told) day() string { return cmp.Or(c.From, c.a.Date) }

func (c told) status() string {
	switch {
	case c.Polarity == "denied":
		return "denied"
	case c.Modality != "asserted":
		return c.Modality
	case c.Edge:
		return "fact"
	case c.SaidBy != "":
		return "reported"
	}
	return "claim"
}

func ent(id string) string {
	if id == "" {
		return ""
	}
	return "<ent:" + id + ">"
}

// wants is what claims.Filter says, on the records.
func wants(f *claims.Filter, c told) bool {
	in := func(nodes, roles []string) bool {
		if len(nodes) == 0 {
			return true
		}
		if len(roles) == 0 {
			roles = []string{"subject", "object"}
		}
		for _, role := range roles {
			id := map[string]string{"subject": c.Subject, "object": c.Object, "saidBy": c.SaidBy}[role]
			if id != "" && slices.Contains(nodes, ent(id)) {
				return true
			}
		}
		return false
	}
	day := c.day()
	switch {
	case !in(f.About, f.Roles), !in(f.With, f.Sides),
		len(f.Relations) > 0 && !slices.Contains(f.Relations, "<rel:"+string(c.Relation)+">"),
		f.Facts && !c.Edge, f.NotFacts && c.Edge, f.Status != "" && c.status() != f.Status,
		f.Acts && !slices.Contains(f.About, ent(c.Subject)) && c.Relation != "meets",
		f.Undergoes && c.Relation == "meets",
		f.Dated && day == "", f.Since != "" && (day == "" || day < f.Since), f.Until != "" && (day == "" || day > f.Until),
		len(f.Containing) > 0 && !strings.Contains(c.Sentence, f.Containing[0]):
		return false
	}
	return true
}

// TestFind holds Find to a plain look through the records, for filters made at random.
func TestFind(t *testing.T) {
	records, stores := invented(t)
	r := rand.New(rand.NewPCG(5, 6))
	entity := func() string { return fmt.Sprintf("<ent:E%d>", r.IntN(9)) }
	some := func(f func() string) []string {
		if r.IntN(2) == 0 {
			return nil
		}
		return []string{f(), f()}[:1+r.IntN(2)]
	}
	found := 0
	for n := range 400 {
		f := claims.Filter{About: some(entity), With: some(entity), Facts: r.IntN(4) == 0, NotFacts: r.IntN(6) == 0, Dated: r.IntN(4) == 0, Limit: r.IntN(12)}
		f.Roles = some(func() string { return []string{"subject", "object", "saidBy"}[r.IntN(3)] })
		f.Relations = some(func() string { return []string{"<rel:supports>", "<rel:meets>", "<rel:leads>"}[r.IntN(3)] })
		f.Acts, f.Undergoes = r.IntN(5) == 0 && f.About != nil, r.IntN(7) == 0
		switch r.IntN(6) {
		case 0:
			f.Since = "2020-01-03"
		case 1:
			f.Until = "2020-01-04"
		case 2:
			f.Status = []string{"denied", "planned", "reported", "fact", "claim"}[r.IntN(5)]
		case 3:
			f.Containing = []string{"“"}
		}
		var want []told
		for _, rec := range records {
			for i := range rec.Claims {
				if c := (told{&rec.Claims[i], &rec.Article}); wants(&f, c) {
					want = append(want, c)
				}
			}
		}
		slices.SortFunc(want, func(a, b told) int {
			return cmp.Or(cmp.Compare(cmp.Or(a.day(), "9999"), cmp.Or(b.day(), "9999")), strings.Compare("<art:"+a.a.ID+">", "<art:"+b.a.ID+">"), cmp.Compare(a.Start, b.Start), strings.Compare(a.ID+">", b.ID+">"))
		})
		if f.Limit > 0 {
			want = want[max(0, len(want)-f.Limit):]
		}
		ids := map[string]bool{}
		for _, c := range want {
			ids["<claim:"+c.ID+">"] = true
		}
		found += len(ids)
		for name, qs := range stores {
			reader, err := claims.New(qs)
			if err != nil {
				t.Fatal(err)
			}
			got, err := reader.Find(context.Background(), f)
			if err != nil {
				t.Fatal(err)
			}
			gotIDs := map[string]bool{}
			for _, c := range got {
				gotIDs[c.ID] = true
			}
			if len(gotIDs) != len(got) || !reflect.DeepEqual(gotIDs, ids) {
				t.Fatalf("%s, filter %d %+v:\ngot  %v\nwant %v", name, n, f, gotIDs, ids)
			}
		}
	}
	if found < 500 {
		t.Errorf("only %d claims found: the filters want too little", found)
	}
}

// TestFacts holds the facts, and the counts of what is connected, to a plain count over the records.
func TestFacts(t *testing.T) {
	records, stores := invented(t)
	type key struct{ s, r, o string }
	articles, publishers := map[key]map[string]bool{}, map[key]map[string]bool{}
	best := map[key]float32{}
	others := map[string]map[string]bool{}
	for _, rec := range records {
		for _, c := range rec.Claims {
			if !c.Edge {
				continue
			}
			k := key{ent(c.Subject), "<rel:" + string(c.Relation) + ">", ent(c.Object)}
			if c.Relation == "meets" && k.o < k.s {
				k.s, k.o = k.o, k.s
			}
			if articles[k] == nil {
				articles[k], publishers[k] = map[string]bool{}, map[string]bool{}
			}
			articles[k][rec.Article.ID], publishers[k][rec.Article.Publisher] = true, true
			best[k] = max(best[k], c.Confidence)
			for _, x := range [][2]string{{k.s, k.o}, {k.o, k.s}} {
				if others[x[0]] == nil {
					others[x[0]] = map[string]bool{}
				}
				others[x[0]][x[1]] = true
			}
		}
	}
	var answers []string
	for name, qs := range stores {
		reader, err := claims.New(qs)
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		facts, err := reader.Facts(ctx, claims.FactFilter{Order: "articles"})
		if err != nil || len(facts) != len(articles) {
			t.Fatalf("%s: %d facts, %v, want %d", name, len(facts), err, len(articles))
		}
		for i, f := range facts {
			k := key{f.Subject, f.Relation, f.Object}
			if len(articles[k]) != f.Articles || len(publishers[k]) != f.Publishers {
				t.Errorf("%s: %+v, want %d articles of %d", name, f, len(articles[k]), len(publishers[k]))
			}
			if i > 0 && facts[i-1].Articles < f.Articles {
				t.Errorf("%s: out of order: %+v", name, f)
			}
			id := strings.TrimSuffix(strings.TrimPrefix(f.Best, "<claim:"), ">")
			for _, rec := range records {
				for _, c := range rec.Claims {
					if c.ID == id && c.Confidence != best[k] {
						t.Errorf("%s: %+v: the best claim has the confidence %v, not %v", name, f, c.Confidence, best[k])
					}
				}
			}
		}
		few, err := reader.Facts(ctx, claims.FactFilter{Order: "articles", Limit: 3})
		if err != nil || !reflect.DeepEqual(few, facts[:3]) {
			t.Errorf("%s: the first three: %v, %v", name, few, err)
		}
		connected, err := reader.Connected(ctx, "", 0)
		if err != nil || len(connected) != len(others) {
			t.Fatalf("%s: %v, %v, want %d", name, connected, err, len(others))
		}
		for _, c := range connected {
			if c.Others != len(others[c.ID]) {
				t.Errorf("%s: %+v, want %d others", name, c, len(others[c.ID]))
			}
		}
		text := fmt.Sprint(facts, connected)
		for _, ask := range []func() (any, error){
			func() (any, error) { return reader.Summary(ctx, "<ent:E0>") },
			func() (any, error) { return reader.Neighbours(ctx, "<ent:E1>", "<kg:Group>", 0) },
			func() (any, error) { return reader.Common(ctx, "<ent:E0>", "<ent:E2>") },
			func() (any, error) { return reader.NamedTogether(ctx, []string{"<ent:E0>"}, 5, 0) },
			func() (any, error) { return reader.ArticlesAbout(ctx, []string{"<ent:E0>"}, "2020-01-02", "", 4) },
			func() (any, error) { return reader.Mentioned(ctx, claims.MentionFilter{Roles: []string{"saidBy"}}) },
			func() (any, error) {
				return reader.Mentioned(ctx, claims.MentionFilter{Class: "<kg:Group>", Unmatched: true, Limit: 2})
			},
			func() (any, error) { return reader.Orphans(ctx, "", 0) },
			func() (any, error) { return reader.Relations(ctx) },
			func() (any, error) { return reader.Denials(ctx, nil, 0) },
			func() (any, error) { return reader.Denials(ctx, []string{"<ent:E1>"}, 2) },
			func() (any, error) { return reader.Differing(ctx, nil, 0) },
			func() (any, error) { return reader.Differing(ctx, []string{"<ent:E0>", "<ent:E1>", "<ent:E2>"}, 0) },
			func() (any, error) { return reader.Chains(ctx, "<ent:E7>", "<ent:E6>", 4, 5) },
			func() (any, error) { return reader.Words(ctx, "<ent:E1>", 50) },
			func() (any, error) { return reader.Ends(ctx, []string{"<ent:E1>"}, []string{"<kg:standsFor>"}, true) },
		} {
			x, err := ask()
			if err != nil {
				t.Error(name, err)
			}
			text += "\n" + plain(x)
		}
		answers = append(answers, text)
	}
	a, b := strings.Split(answers[0], "\n"), strings.Split(answers[1], "\n")
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("the stores differ:\n%s\n%s", a[i], b[i])
		}
		if len(a[i]) < 5 {
			t.Errorf("answer %d is empty", i)
		}
	}
}

// plain is the exported part of an answer.
func plain(x any) string {
	v := reflect.ValueOf(x)
	switch v.Kind() {
	case reflect.Slice:
		var out []string
		for i := range v.Len() {
			out = append(out, plain(v.Index(i).Interface()))
		}
		return strings.Join(out, ";")
	case reflect.Struct:
		var out []string
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out = append(out, plain(v.Field(i).Interface()))
			}
		}
		return "{" + strings.Join(out, " ") + "}"
	}
	return fmt.Sprint(x)
}
