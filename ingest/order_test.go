package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"kg/article"
	"kg/graph"
	"kg/ingest"
	"kg/resolve"
)

// stories speak of the same people under full and short names, of two people of one name, of institutions and of groups.
var stories = []string{
	"President Anna Berg of Norway met Karl Lund in Oslo on Monday. Berg praised Lund. The Supreme Court of Norway backed her.",
	"Charles Lund met Olga Vik in Bergen. Police in Bergen arrested three protesters. Norwegian officials criticised the police.",
	"The Harbour Workers of Oslo (HWO) struck on Friday. HWO criticised President Berg. Norway supports the harbour.",
	"US officials met the rebels in Geneva. The United States backs Syrian rebels. Washington criticised Moscow.",
	"Moscow supports Bashar al-Assad. Russian President Vladimir Putin met Assad in the Kremlin. America criticised Putin.",
	"Anna K. Berg met the Peruvian president John Kerry. U.S. Secretary of State John Kerry did not attend.",
	"The Red Front, recently renamed the Green Front, attacked rebels. The Green Front praised Karl Lund.",
	"Henrik Moe visited the flooded villages of the Glomma valley on Tuesday. Olga Vik praised the dam wardens of Glomma. Moe thanked the dam wardens.",
	"Moe promised new dams for the flooded Glomma valley. The dam wardens of Glomma criticised Moe. Vik met the dam wardens in the valley.",
	"Erik Dahl sailed the schooner Havbris past the lighthouse of Utsira. Erik Dahl praised the lighthouse keepers of Utsira.",
	"Dahl won the schooner race past the lighthouse of Utsira. The lighthouse keepers met Dahl on the schooner Havbris.",
	"Nora Dahl criticised the schooner race past the lighthouse of Utsira. Nora Dahl met the lighthouse keepers on the schooner Havbris.",
	"The Supreme Court met. The ministry praised the court. Olga Vik of the Health Ministry of Peru met Berg.",
	"Health Minister Ida Holm visited the flooded hospitals of Narvik. Ida Holm promised money.",
	"The golfer Ida Holm won the Utsira Open on the dunes. Ida Holm praised the caddies of the dunes.",
	"Holm praised the caddies of the dunes. The Utsira Open on the dunes pleased Holm. The caddies criticised Holm.",
	"Ida Holm met the bishop of Hamar.",
	"The golfer Ida Holm met pupils. Health Minister Ida Holm promised them a course.",
}

// TestOrder loads random sets of articles in random order, forgets some and loads some again, with one to eight workers:
// the graph is the one that is built from scratch of those that remain.
func TestOrder(t *testing.T) {
	ledger, err := resolve.ReadLedger(bytes.NewReader([]byte(`{"n":1,"op":"merge","entity":"Karl_Lund","other":"Charles_Lund","label":"Karl Lund","class":"Person"}`)))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := ingest.NewEngine(ingest.Options{Ledger: ledger})
	if err != nil {
		t.Fatal(err)
	}
	var arts []*article.Article
	for i, s := range stories {
		a, err := article.Parse("a.txt", []byte(fmt.Sprintf("Title: Story %d\nDate: 2016-09-%02d\nURL: https://news.example/%d\n\n%s", i, i+1, i, s)), article.Options{})
		if err != nil {
			t.Fatal(err)
		}
		arts = append(arts, a)
	}
	ctx := context.Background()
	open := func() *graph.Store {
		s, err := graph.Open(ctx, graph.Options{Backend: graph.Pebble, Address: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	load := func(s *graph.Store, workers int, which []int) {
		l := ingest.Loader{Engine: engine, Store: s, Workers: workers, Batch: 3}
		err := l.Load(ctx, pick(arts, which), func(r ingest.Result) {
			if r.Err != nil {
				t.Error(r.Err)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	export := func(s *graph.Store) string {
		var b bytes.Buffer
		if err := s.Export(ctx, &b, "nquads", true); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	parted, joins := 0, map[int]bool{} // joins that a step undid; how many there were at once
	namesakes := map[bool]bool{}       // whether there were two of one name
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		s := open()
		there := map[int]bool{}
		last := 0
		for range 6 {
			var which []int
			for _, i := range rnd.Perm(len(arts))[:1+rnd.IntN(len(arts))] {
				which = append(which, i)
				there[i] = true
			}
			load(s, 1+rnd.IntN(8), which)
			for i := range arts {
				if there[i] && rnd.IntN(3) == 0 {
					if err := s.Forget(ctx, arts[i].ID); err != nil {
						t.Fatal(err)
					}
					delete(there, i)
				}
			}
			n := strings.Count(export(s), "<kg:aloneId>")
			joins[n] = true
			namesakes[strings.Contains(export(s), "<ent:Ida_Holm_(")] = true
			if n < last {
				parted++
			}
			last = n
		}
		var rest []int
		for i := range arts {
			if there[i] {
				rest = append(rest, i)
			}
		}
		scratch := open()
		load(scratch, 1, rest)
		if got, want := export(s), export(scratch); got != want {
			t.Fatalf("seed %d, articles %v: the graph is another one than from scratch", seed, rest)
		}
	}
	if parted == 0 || len(joins) < 3 || len(namesakes) < 2 {
		t.Errorf("%d joins were undone, %v at once, two of a name %v: these articles show nothing", parted, joins, namesakes)
	}
}

func pick(arts []*article.Article, which []int) iter.Seq2[*article.Article, error] {
	return func(yield func(*article.Article, error) bool) {
		for _, i := range which {
			if !yield(arts[i], nil) {
				return
			}
		}
	}
}
