package claims_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"

	"kg/graph"
	"kg/graph/claims"
	"kg/graph/pebblestore"
	"kg/graph/pgstore/pgtest"
	"kg/schema"
)

// crowd is an article of a crowd of entities who are named more or less often, on one of a few days, with claims of every kind.
func crowd(r *rand.Rand, n int) *graph.Record {
	rec := &graph.Record{Article: graph.Article{ID: fmt.Sprint("a", n), Title: fmt.Sprint("Title ", n)}}
	days := []string{"", "2019", "2020-01", "2020-01-30", "2020-02-01", "2020-02-02", "2020-02-03", "2021-12-31"}
	rec.Article.Date = days[r.IntN(len(days))]
	if r.IntN(5) > 0 {
		rec.Article.Publisher = fmt.Sprint("Paper ", r.IntN(3))
	}
	named := map[string]bool{}
	name := func() string {
		i := min(r.IntN(40), r.IntN(40), r.IntN(40))
		id := fmt.Sprint("E", i)
		if !named[id] {
			named[id] = true
			e := graph.Entity{ID: id, Label: fmt.Sprint("Entity ", i), Class: "Person"}
			if i%3 == 0 {
				e.Class = "Group"
			}
			if i%7 == 1 {
				e.StandsFor = []string{fmt.Sprint("E", i-1)}
			}
			if r.IntN(40) == 0 {
				e.ExactMatch = []string{fmt.Sprint("wikidata:Q", i)}
			}
			rec.Entities = append(rec.Entities, e)
		}
		return id
	}
	relations := []schema.RelationID{"supports", "backs", "meets", "negotiatesWith", "bombs", "leads"}
	for i := range 1 + r.IntN(14) {
		c := graph.Claim{
			ID: fmt.Sprintf("a%d-%d", n, i), Subject: name(), Object: name(), Relation: relations[r.IntN(len(relations))], Lemma: "x",
			Polarity: "affirmed", Modality: "asserted", Confidence: float32(r.IntN(5)) / 5,
		}
		switch r.IntN(9) {
		case 0, 1, 2:
			c.Edge = true
		case 3:
			c.Polarity = "denied"
		case 4:
			c.Modality = []string{"planned", "wanted", "possible", "conditional", "rumoured"}[r.IntN(5)]
		case 5:
			c.SaidBy = name()
		case 6:
			c.Object, c.Literal = "", fmt.Sprint(r.IntN(3), " people")
		case 7:
			c.Relation, c.Lemma, c.From = "", fmt.Sprint("verb", r.IntN(2)), days[r.IntN(len(days))]
		}
		if r.IntN(6) == 0 {
			c.From, c.Precision = days[r.IntN(len(days))], "day"
		}
		rec.Claims = append(rec.Claims, c)
	}
	return rec
}

// withoutDerived is a store with the quads of another and nothing derived from them.
func withoutDerived(t *testing.T, qs cayley.QuadStore) *pebblestore.QuadStore {
	t.Helper()
	out, err := pebblestore.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	var deltas []cayley.Delta
	it := qs.QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(context.Background()) {
		q, err := qs.Quad(it.Result())
		if err != nil {
			t.Fatal(err)
		}
		deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Add})
	}
	if err := out.ApplyDeltas(deltas, cayley.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	return out
}

// asked is a question and its answer.
type asked struct {
	what   string
	answer func(*claims.Reader) (any, error)
}

func questions(r *rand.Rand) (out []asked) {
	ctx := context.Background()
	add := func(what string, f func(*claims.Reader) (any, error)) { out = append(out, asked{what, f}) }
	limits := []int{0, 1, 3, 10, 50}
	limit := func() int { return limits[r.IntN(len(limits))] }
	some := func() []string {
		var ids []string
		for range 1 + r.IntN(3) {
			ids = append(ids, fmt.Sprintf("<ent:E%d>", min(r.IntN(42), r.IntN(42))))
		}
		return ids
	}
	days := []string{"", "", "2020", "2020-01", "2020-01-30", "2020-02-02", "2022"}
	for range 40 {
		f := claims.FactFilter{Order: []string{"articles", "published", "latest"}[r.IntN(3)], Limit: limit()}
		switch r.IntN(5) {
		case 0:
			f.Relations, f.Merge = []string{"<rel:meets>", "<rel:negotiatesWith>"}, true
		case 1:
			f.Relations = []string{"<rel:bombs>", "<rel:backs>", "<rel:meets>"}
		case 2:
			f.Since = days[r.IntN(len(days))]
		case 3:
			f.OnePublisher = true
		}
		if r.IntN(6) == 0 {
			f.About = some()
		}
		add(fmt.Sprintf("facts %+v", f), func(x *claims.Reader) (any, error) { return x.Facts(ctx, f) })
	}
	for range 80 {
		f := claims.Filter{About: some(), Limit: limit(), Since: days[r.IntN(len(days))], Until: days[r.IntN(len(days))], Dated: r.IntN(4) == 0}
		f.Roles = [][]string{nil, {"subject"}, {"object"}, {"saidBy"}, {"saidBy", "object"}}[r.IntN(5)]
		f.Status = []string{"", "", "", "fact", "denied", "planned", "rumoured", "reported", "claim"}[r.IntN(9)]
		switch r.IntN(6) {
		case 0:
			f.Facts = true
		case 1:
			f.NotFacts = true
		case 2:
			f.Acts = true
		case 3:
			f.Undergoes = true
		case 4:
			f.Relations = []string{"<rel:meets>", "<rel:bombs>"}
		}
		add(fmt.Sprintf("find %+v", f), func(x *claims.Reader) (any, error) {
			found, err := x.Find(ctx, f)
			ids := []string{}
			for _, c := range found {
				ids = append(ids, c.ID+" "+c.Article)
			}
			slices.Sort(ids)
			return ids, err
		})
	}
	for _, class := range []string{"", "<kg:Group>", "<kg:Person>", "<kg:Nothing>"} {
		n := limit()
		add(fmt.Sprint("connected ", class, n), func(x *claims.Reader) (any, error) { return x.Connected(ctx, class, n) })
		add(fmt.Sprint("orphans ", class, n), func(x *claims.Reader) (any, error) { return x.Orphans(ctx, class, n) })
		for _, f := range []claims.MentionFilter{
			{Class: class, Unmatched: true, Limit: n}, {Class: class, Limit: n}, {Roles: []string{"saidBy"}, Limit: n}, {Roles: []string{"saidBy"}, Class: class},
		} {
			add(fmt.Sprintf("mentioned %+v", f), func(x *claims.Reader) (any, error) { return x.Mentioned(ctx, f) })
		}
	}
	for range 10 {
		who, n, articles := some(), limit(), limit()
		about := who
		if r.IntN(2) == 0 {
			about = nil
		}
		add(fmt.Sprint("together ", who, articles, n), func(x *claims.Reader) (any, error) { return x.NamedTogether(ctx, who, articles, n) })
		since := days[r.IntN(len(days))]
		add(fmt.Sprint("articles ", who, since, n), func(x *claims.Reader) (any, error) { return x.ArticlesAbout(ctx, who, since, "", n) })
		add(fmt.Sprint("denials ", about, n), func(x *claims.Reader) (any, error) { return x.Denials(ctx, about, n) })
		add(fmt.Sprint("figures ", about, n), func(x *claims.Reader) (any, error) { return x.Differing(ctx, about, n) })
		add(fmt.Sprint("summary ", who[0]), func(x *claims.Reader) (any, error) { return x.Summary(ctx, who[0]) })
		add(fmt.Sprint("chains ", who), func(x *claims.Reader) (any, error) { return x.Chains(ctx, who[0], who[len(who)-1], 3, 5) })
		add(fmt.Sprint("words ", who[0]), func(x *claims.Reader) (any, error) { return x.Words(ctx, who[0], 5) })
	}
	add("relations", func(x *claims.Reader) (any, error) { return x.Relations(ctx) })
	return out
}

func TestMain(m *testing.M) { pgtest.Main(m) }

// A store answers from what it derives as from its quads, after articles were put, replaced and forgotten.
func TestDerivedAnswers(t *testing.T) { testDerivedAnswers(t, graph.Options{Backend: graph.Memory}, 2) }

// So does a database.
func TestDerivedAnswersPostgres(t *testing.T) {
	testDerivedAnswers(t, graph.Options{Backend: graph.Postgres, Address: pgtest.Address(t)}, 1)
}

func testDerivedAnswers(t *testing.T, opt graph.Options, seeds uint64) {
	ctx := context.Background()
	s, err := graph.Open(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 77))
		for range 80 {
			if _, err := s.Put(ctx, crowd(r, r.IntN(60))); err != nil {
				t.Fatal(err)
			}
			if err := s.Forget(ctx, fmt.Sprint("a", r.IntN(90))); err != nil && !errors.Is(err, graph.ErrNotFound) {
				t.Fatal(err)
			}
		}
		scanned := withoutDerived(t, s.QuadStore())
		fast, err := claims.New(s.QuadStore())
		slow, err2 := claims.New(scanned)
		if err := cmp.Or(err, err2); err != nil {
			t.Fatal(err)
		}
		if !fast.Derived() || slow.Derived() {
			t.Fatal("it is not clear which store derives")
		}
		for _, q := range questions(r) {
			got, err := q.answer(fast)
			want, err2 := q.answer(slow)
			if err := cmp.Or(err, err2); err != nil {
				t.Fatal(q.what, err)
			}
			if reflect.ValueOf(want).Kind() == reflect.Slice && reflect.ValueOf(want).Len() == 0 && reflect.ValueOf(got).Len() == 0 {
				continue // nil or empty
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s\n got %+v\nwant %+v", q.what, got, want)
			}
		}
		if err := scanned.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			return
		}
	}
}
