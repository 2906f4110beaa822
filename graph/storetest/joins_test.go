package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
	"kg/schema"
)

// bearer is a thing that one article names in full and another by a family name, an acronym or a shortened name.
type bearer struct {
	label        string
	class        schema.ClassID
	bears, seeks []string
}

var bearers = []bearer{
	{"Erik Dahl", "Person", []string{"person dahl"}, nil},
	{"Nora Dahl", "Person", []string{"person dahl"}, nil},
	{"Dahl", "Person", nil, []string{"person dahl"}},
	{"Henrik Moe", "Person", []string{"person moe"}, nil},
	{"H. Moe", "Person", []string{"person moe"}, []string{"person moe"}},
	{"Moe", "Person", nil, []string{"person moe", "body moe"}},
	{"Northern Reindeer Trust", "Organization", []string{"body nrt", "body reindeer trust"}, nil},
	{"National Railway Tribunal", "Organization", []string{"body nrt", "body railway tribunal"}, nil},
	{"NRT", "Organization", nil, []string{"body nrt"}},
	{"Reindeer Trust", "Organization", nil, []string{"body reindeer trust"}},
	{"Moe Shipping", "Organization", []string{"body moe"}, nil},
}

// joinable is a version of an article whose things may be one with those of others: it tells of one of three matters in one
// of three months.
func joinable(id string, rng *rand.Rand) *graph.Record {
	abouts := []string{"flooded tunnels beneath Holm", "vaccinated reindeer herds", "forged Etruscan vases"}
	about := strings.Repeat(abouts[rng.IntN(len(abouts))]+" ", 3)
	r := &graph.Record{
		Article:  graph.Article{ID: id, Date: fmt.Sprintf("2016-%02d-%02d", 3+rng.IntN(3), 1+rng.IntN(28))},
		Entities: []graph.Entity{{ID: "Harbour", Class: "Place", Label: "Harbour"}},
	}
	for _, i := range rng.Perm(len(bearers))[:1+rng.IntN(3)] {
		b := bearers[i]
		e := graph.Entity{ID: strings.ReplaceAll(b.label, " ", "_"), Class: b.class, Label: b.label, Bears: b.bears, Seeks: b.seeks}
		r.Entities = append(r.Entities, e)
		sentence := fmt.Sprintf("%s inspected %s.", b.label, about)
		start := len(r.Article.Text)
		r.Article.Text += sentence
		r.Claims = append(r.Claims, graph.Claim{
			ID: id + "." + e.ID, Subject: e.ID, Relation: "visits", Object: "Harbour", SubjectText: b.label, ObjectText: about, Lemma: "inspect",
			Polarity: "affirmed", Modality: "asserted", Sentence: sentence, Start: start, End: start + len(sentence), Edge: rng.IntN(3) > 0,
		})
	}
	Seal(r)
	return r
}

// Programs that load, replace and forget in one database, at once and at random, articles whose things are one across
// articles of all of them leave the graph that is made from scratch of what is there.
func TestPostgresJoins(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	address, name := pgtest.Address(t), pgtest.Schema()
	const loaders, own, common, rounds = 4, 10, 8, 3
	stores := make([]*graph.Store, loaders)
	there := make([]map[string]*graph.Record, loaders) // of each one's own articles those that are stored
	for w := range stores {
		stores[w], there[w] = loader(t, address, name), map[string]*graph.Record{}
		defer shut(t, stores[w])
	}
	joins := map[int]bool{}
	for round := range rounds {
		var ofAll []*graph.Record
		rng := rand.New(rand.NewPCG(uint64(round), 31))
		for i := range common {
			ofAll = append(ofAll, joinable(fmt.Sprint("common", i), rng))
		}
		var wg sync.WaitGroup
		for w, s := range stores {
			wg.Add(1)
			go func() {
				defer wg.Done()
				rng := rand.New(rand.NewPCG(uint64(w), uint64(round)))
				if err := loadJoinable(ctx, s, rng, fmt.Sprintf("own%d.", w), own, there[w], ofAll); err != nil {
					t.Errorf("round %d, loader %d: %v", round, w, err)
				}
			}()
		}
		wg.Wait()
		all := slices.Clone(ofAll)
		for _, mine := range there {
			all = slices.AppendSeq(all, maps.Values(mine))
		}
		scratch, err := graph.Open(ctx, graph.Options{Backend: graph.Memory})
		if err != nil {
			t.Fatal(err)
		}
		if _, errs := scratch.PutAll(ctx, all); errors.Join(errs...) != nil {
			t.Fatal(errors.Join(errs...))
		}
		want := Export(t, scratch)
		shut(t, scratch)
		if got := Export(t, stores[round%loaders]); got != want {
			t.Fatalf("round %d: the graph of %d articles has %d lines, and %d from scratch, or others", round, len(all), strings.Count(got, "\n"), strings.Count(want, "\n"))
		}
		if problems, err := stores[0].Check(ctx, nil); err != nil || len(problems) > 0 {
			t.Fatalf("round %d: check: %v, %v", round, problems, err)
		}
		joins[strings.Count(want, "<kg:aloneId>")] = true
	}
	if delete(joins, 0); len(joins) < 2 {
		t.Errorf("only %v joins", joins)
	}
}

// loadJoinable puts, replaces and forgets n articles of one's own, of which there are those that are there in the end, and
// beside them those that are common to all.
func loadJoinable(ctx context.Context, s *graph.Store, rng *rand.Rand, prefix string, n int, there map[string]*graph.Record, common []*graph.Record) error {
	put := func(batch []*graph.Record) error {
		_, errs := s.PutAll(ctx, batch)
		return errors.Join(errs...)
	}
	for range 12 {
		var batch []*graph.Record
		for range 1 + rng.IntN(5) {
			if rng.IntN(3) == 0 {
				batch = append(batch, common[rng.IntN(len(common))])
				continue
			}
			r := joinable(fmt.Sprint(prefix, rng.IntN(n)), rng)
			batch, there[r.Article.ID] = append(batch, r), r
		}
		if err := put(batch); err != nil {
			return fmt.Errorf("put: %w", err)
		}
		var gone []string
		for _, id := range slices.Sorted(maps.Keys(there)) {
			if rng.IntN(5) == 0 {
				gone = append(gone, id)
				delete(there, id)
			}
		}
		if err := s.ForgetAll(ctx, gone); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
		// What is common to all another may have forgotten already.
		if err := s.Forget(ctx, common[rng.IntN(len(common))].Article.ID); err != nil && !errors.Is(err, graph.ErrNotFound) {
			return fmt.Errorf("forget: %w", err)
		}
	}
	// Nobody forgets the articles that are common after everybody has put them back.
	return put(common)
}
