package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
)

// A database counts and finds what the embedded store counts and finds, after articles were put, replaced and forgotten, and when
// it is opened anew.
func TestPostgresAnswers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	address, name := pgtest.Address(t), pgtest.Schema()
	there := loader(t, address, name)
	here, err := graph.Open(ctx, graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		shut(t, here)
		shut(t, there)
	}()
	rng := rand.New(rand.NewPCG(9, 9))
	for round := range 4 {
		for range 20 {
			var batch []*graph.Record
			for range 1 + rng.IntN(4) {
				if rng.IntN(3) == 0 {
					batch = append(batch, joinable(fmt.Sprint("j", rng.IntN(12)), rng))
				} else {
					batch = append(batch, Article(fmt.Sprint("a", rng.IntN(30)), 1+rng.IntN(5), rng.Uint64()))
				}
			}
			gone := fmt.Sprint("a", rng.IntN(40))
			for _, s := range []*graph.Store{here, there} {
				if _, errs := s.PutAll(ctx, batch); errors.Join(errs...) != nil {
					t.Fatal(errors.Join(errs...))
				}
				if err := s.Forget(ctx, gone); err != nil && !errors.Is(err, graph.ErrNotFound) {
					t.Fatal(err)
				}
			}
		}
		sameAnswers(t, fmt.Sprint("round ", round), here, there)
		if problems, err := there.Check(ctx, nil); err != nil || len(problems) > 0 {
			t.Fatalf("check: %v, %v", problems, err)
		}
		if round == 1 {
			shut(t, there)
			there = loader(t, address, name)
		}
	}
	for _, s := range []*graph.Store{here, there} { // nothing is left of what is forgotten
		ids, err := s.Articles(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.ForgetAll(ctx, ids); err != nil {
			t.Fatal(err)
		}
	}
	sameAnswers(t, "in the end", here, there)
	if problems, err := there.Check(ctx, nil); err != nil || len(problems) > 0 {
		t.Fatalf("check: %v, %v", problems, err)
	}
}

// sameAnswers asks two stores the same.
func sameAnswers(t *testing.T, when string, here, there *graph.Store) {
	t.Helper()
	ctx := context.Background()
	ask := func(what string, f func(*graph.Store) (any, error)) {
		t.Helper()
		want, err := f(here)
		if err != nil {
			t.Fatalf("%s: %s: %v", when, what, err)
		}
		got, err := f(there)
		if err != nil {
			t.Fatalf("%s: %s: %v", when, what, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %s:\n%+v, the embedded store\n%+v", when, what, got, want)
		}
	}
	ask("stats", func(s *graph.Store) (any, error) { return s.Stats(ctx) })
	for _, text := range []string{"", "a", "dahl", "moe", "nrt", "erik d", "dahl erik", "trust", "reindeer trust", "Erik Dahl", "zz", "harb"} {
		ask("names "+text, func(s *graph.Store) (any, error) {
			found, total, err := graph.NewReader(s).Search(ctx, text, "", 5)
			return []any{found, total}, err
		})
		ask("entities "+text, func(s *graph.Store) (any, error) {
			found, err := s.FindEntities(ctx, text)
			return fmt.Sprint(found), err
		})
	}
	for _, text := range []string{"inspected", "dahl inspected", "flooded tunnels", "tun", "meets supports", "piece", "piece 1", "nothing of it", "reindeer moe nrt"} {
		for _, limit := range []int{1, 4, 100} {
			ask(fmt.Sprint("texts ", text, limit), func(s *graph.Store) (any, error) {
				r := graph.NewReader(s)
				sentences, err := r.SearchSentences(ctx, text, limit)
				headlines, err2 := r.SearchHeadlines(ctx, text, limit)
				return fmt.Sprint(sentences, headlines), errors.Join(err, err2)
			})
		}
	}
}
