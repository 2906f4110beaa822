package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"kg/graph"
)

// BenchmarkPutJoin puts articles of which each names six persons in full and two by family name alone. It is a bad case: all
// of them tell of the same, and a few names are in most. The difference between the two is what deciding across articles
// costs for an article.
func BenchmarkPutJoin(b *testing.B) {
	for _, c := range []struct {
		name string
		keys bool
	}{{"alone", false}, {"across", true}} {
		for _, n := range []int{1000, 4000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				s, err := graph.Open(b.Context(), graph.Options{Address: b.TempDir(), StoreOptions: map[string]any{"no_sync": true}})
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				rnd := rand.New(rand.NewPCG(3, 5))
				names, words := rand.NewZipf(rnd, 1.1, 3, 20000), rand.NewZipf(rnd, 1.05, 10, 30000)
				put := func(from, to int) {
					for i := from; i < to; i += 32 {
						var batch []*graph.Record
						for k := i; k < min(to, i+32); k++ {
							batch = append(batch, newsRecord(k, rnd, names, words, c.keys))
						}
						if _, errs := s.PutAll(context.Background(), batch); errs[0] != nil {
							b.Fatal(errs[0])
						}
					}
				}
				put(0, n)
				b.ResetTimer()
				put(n, n+b.N)
			})
		}
	}
}

// BenchmarkPutOneName puts articles that all tell of the same in one month and all name one of a few people by one name: in
// full, with what they do, or by the family name alone, when so many others do already.
func BenchmarkPutOneName(b *testing.B) {
	for _, c := range []struct {
		name  string
		label func(n int) (label string, marks []string)
	}{
		{"nothing", func(n int) (string, []string) { return fmt.Sprintf("Erik Dahl%d", n), nil }},
		{"full", func(n int) (string, []string) { return "Erik Dahl", nil }},
		{"marks", func(n int) (string, []string) {
			return "Erik Dahl", []string{[]string{"is golfer", "is minister", "is painter"}[n%3]}
		}},
		{"alone", func(n int) (string, []string) { return "Dahl", nil }},
		{"both", func(n int) (string, []string) { return []string{"Erik Dahl", "Dahl"}[min(n%400, 1)], nil }},
	} {
		for _, n := range []int{50, 1000, 20000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				s, err := graph.Open(b.Context(), graph.Options{Address: b.TempDir(), StoreOptions: map[string]any{"no_sync": true}})
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				record := func(k int) *graph.Record {
					label, marks := c.label(k)
					r := joinRecord(k, label, fmt.Sprintf("2016-03-%02d", 1+k%28), "flooded tunnels beneath Holm", marks...)
					return r
				}
				for i := 0; i < n; i += 32 {
					var batch []*graph.Record
					for k := i; k < min(n, i+32); k++ {
						batch = append(batch, record(k))
					}
					if _, errs := s.PutAll(context.Background(), batch); errs[0] != nil {
						b.Fatal(errs[0])
					}
				}
				b.ResetTimer()
				for i := range b.N {
					if _, err := s.Put(context.Background(), record(n+i)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// newsRecord is an article of some 400 words.
func newsRecord(n int, rnd *rand.Rand, names, words *rand.Zipf, keys bool) *graph.Record {
	var text strings.Builder
	for range 400 {
		fmt.Fprintf(&text, "w%s ", strings.Map(func(r rune) rune { return r + 'a' - '0' }, fmt.Sprint(words.Uint64())))
	}
	r := &graph.Record{Article: graph.Article{ID: fmt.Sprintf("n%06d", n), Date: fmt.Sprintf("2016-%02d-%02d", 1+rnd.IntN(12), 1+rnd.IntN(28)), Text: text.String()}}
	for i := range 8 {
		family := fmt.Sprint("Family", names.Uint64())
		e := graph.Entity{ID: fmt.Sprintf("Given%d_%s", rnd.IntN(40), family), Class: "Person", Label: "Given " + family}
		if i >= 6 {
			e.ID, e.Label = family, family
		}
		if key := []string{"person " + strings.ToLower(family)}; keys && i < 6 {
			e.Bears = key
		} else if keys {
			e.Seeks = key
		}
		if len(r.Entities) == 0 || !contains(r.Entities, e.ID) {
			r.Entities = append(r.Entities, e)
		}
	}
	for i := range 20 {
		s, o := r.Entities[i%len(r.Entities)], r.Entities[(i+1)%len(r.Entities)]
		r.Claims = append(r.Claims, graph.Claim{ID: fmt.Sprintf("%s.%d", r.Article.ID, i), Subject: s.ID, Relation: "meets", Object: o.ID,
			SubjectText: s.Label, ObjectText: o.Label, Polarity: "affirmed", Modality: "asserted", Lemma: "meet",
			Sentence: r.Article.Text[i*20 : i*20+120], Start: i * 20, End: i*20 + 120, Edge: true})
	}
	return r
}

func contains(es []graph.Entity, id string) bool {
	for i := range es {
		if es[i].ID == id {
			return true
		}
	}
	return false
}
