package graph_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"kg/graph"
	"kg/schema"
)

// drawn is an article of a few entities that agree and contradict; the same number and seed give the same article.
func drawn(n int, seed uint64) *graph.Record {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	a := &graph.Record{Article: graph.Article{ID: fmt.Sprint("a", n), Title: fmt.Sprint("Title ", n)}}
	if r.IntN(5) > 0 {
		a.Article.Date = []string{"2020-01-02", "2020-01-03", "2020-02", "2021"}[r.IntN(4)]
	}
	if r.IntN(4) > 0 {
		a.Article.Publisher = fmt.Sprint("Paper ", r.IntN(3))
	}
	for i := range 6 {
		e := graph.Entity{ID: fmt.Sprint("E", i), Label: fmt.Sprint("Entity ", i), Class: "Person"}
		if i > 3 && r.IntN(2) == 0 {
			e.Class = "Group"
		}
		if r.IntN(8) == 0 {
			e.ExactMatch = []string{fmt.Sprint("wikidata:Q", i)}
		}
		a.Entities = append(a.Entities, e)
	}
	entity := func() string { return fmt.Sprint("E", min(r.IntN(6), r.IntN(6))) }
	relations := []schema.RelationID{"supports", "meets", "bombs"}
	for i := range r.IntN(9) {
		c := graph.Claim{
			ID: fmt.Sprintf("a%d-%d", n, i), Subject: entity(), Object: entity(), Relation: relations[r.IntN(3)], Lemma: "x",
			Polarity: []string{"affirmed", "affirmed", "denied"}[r.IntN(3)], Modality: []string{"asserted", "asserted", "planned"}[r.IntN(3)],
		}
		c.Edge = r.IntN(2) == 0
		switch r.IntN(5) {
		case 0:
			c.SaidBy = entity()
		case 1:
			c.Object, c.Literal, c.Edge = "", fmt.Sprint(r.IntN(3), " people"), false
		case 2:
			c.From = "2019-12-31"
		}
		a.Claims = append(a.Claims, c)
	}
	return a
}

// What is derived stays that of the quads, whatever is put, replaced and forgotten, and when the store is opened anew.
func TestDerivedStaysExact(t *testing.T) {
	ctx := context.Background()
	opt := graph.Options{Address: filepath.Join(t.TempDir(), "store")}
	s, err := graph.Open(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { s.Close() }()
	check := func(when string) {
		t.Helper()
		if problems, err := s.Check(ctx, nil); err != nil || len(problems) > 0 {
			t.Fatalf("%s: %v %v", when, problems, err)
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	for step := range 60 {
		switch n := r.IntN(12); {
		case n < 6:
			var batch []*graph.Record
			for range 1 + r.IntN(4) {
				batch = append(batch, drawn(r.IntN(10), uint64(r.IntN(4))))
			}
			_, errs := s.PutAll(ctx, batch)
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
		case n < 11:
			if err := s.Forget(ctx, fmt.Sprint("a", r.IntN(10))); err != nil && !errors.Is(err, graph.ErrNotFound) {
				t.Fatal(err)
			}
		default:
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if s, err = graph.Open(ctx, opt); err != nil {
				t.Fatal(err)
			}
		}
		check(fmt.Sprint("step ", step))
	}
	ids, err := s.Articles(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetAll(ctx, ids); err != nil {
		t.Fatal(err)
	}
	check("empty")
}
