package graph_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kg/graph"
	"kg/resolve/join"
)

// joinRecord is an article of a day, about a subject, in which someone with a full name or a family name alone does
// something.
func joinRecord(n int, name, date, about string) *graph.Record {
	text := fmt.Sprintf("%s inspected %s.", name, strings.Repeat(about+" ", 3))
	sum := sha256.Sum256([]byte(text))
	id := strings.ReplaceAll(name, " ", "_")
	words := strings.Fields(strings.ToLower(name))
	e := graph.Entity{ID: id, Class: "Person", Label: name}
	if key := []string{"person " + words[len(words)-1]}; len(words) > 1 {
		e.Bears = key
	} else {
		e.Seeks = key
	}
	art := fmt.Sprintf("a%03d", n)
	return &graph.Record{
		Article:  graph.Article{ID: art, Date: date, Text: text, SHA256: hex.EncodeToString(sum[:])},
		Entities: []graph.Entity{e, {ID: "Harbour", Class: "Place", Label: "Harbour"}},
		Claims: []graph.Claim{{ID: art + ".1", Subject: id, Relation: "visits", Object: "Harbour", SubjectText: name, ObjectText: about,
			Polarity: "affirmed", Modality: "asserted", Lemma: "inspect", Sentence: text, End: len(text), Edge: true}},
	}
}

// TestJoinRandom puts, replaces and forgets articles at random, in batches and by themselves: the store is always the one
// that is made at once of what it holds. The names of a family are so many at times that they tell nothing.
func TestJoinRandom(t *testing.T) {
	ctx := context.Background()
	abouts := []string{"flooded tunnels beneath Holm", "vaccinated reindeer herds", "forged Etruscan vases"}
	names := []string{"Dahl", "Dahl", "Erik Dahl", "Nora Dahl", "Moe", "Henrik Moe"}
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		s := openMemory(t)
		there := map[int]*graph.Record{}
		joins := map[int]bool{}
		some := func(n int) *graph.Record {
			day := 1 + rnd.IntN(28)
			r := joinRecord(n, names[rnd.IntN(len(names))], fmt.Sprintf("2016-%02d-%02d", 3+rnd.IntN(3), day), abouts[rnd.IntN(len(abouts))])
			if seed == 3 { // a crowd
				r = joinRecord(n, names[rnd.IntN(3)], "2016-03-05", abouts[rnd.IntN(2)])
			}
			return r
		}
		for step := range 24 {
			var batch []*graph.Record
			for range 1 + rnd.IntN(12) {
				n := rnd.IntN(30)
				if seed == 3 {
					n = rnd.IntN(260)
				}
				r := some(n)
				batch, there[n] = append(batch, r), r
			}
			_, errs := s.PutAll(ctx, batch)
			for _, err := range errs {
				if err != nil {
					t.Fatal(err)
				}
			}
			var gone []string
			for n := range 260 {
				if there[n] != nil && rnd.IntN(6) == 0 && (seed != 3 || rnd.IntN(8) == 0) {
					gone = append(gone, there[n].Article.ID)
					delete(there, n)
				}
			}
			if err := s.ForgetAll(ctx, gone); err != nil {
				t.Fatal(err)
			}
			var rest []*graph.Record
			for n := range 260 {
				if there[n] != nil {
					rest = append(rest, there[n])
				}
			}
			scratch := openMemory(t)
			scratch.PutAll(ctx, rest)
			got := exportOf(t, s)
			if got != exportOf(t, scratch) {
				t.Fatalf("seed %d: the store is another one than from scratch", seed)
			}
			joins[strings.Count(got, "<kg:aloneId>")] = true
			if step%8 != 7 {
				continue
			}
			for _, r := range rest {
				have, err := s.Record(ctx, r.Article.ID)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Put(ctx, have); err != nil { // what was read back is the same article
					t.Fatal(err)
				}
			}
			if exportOf(t, s) != got {
				t.Fatalf("seed %d: putting back what was read changes the store", seed)
			}
			if problems, err := s.Check(ctx, nil); err != nil || len(problems) > 0 {
				t.Fatal(problems, err)
			}
		}
		if len(joins) < 3 {
			t.Errorf("seed %d: only %v joins", seed, joins)
		}
	}
}

// A family name alone is whom the articles of the same story call so, in time and where there is one.
func TestJoin(t *testing.T) {
	ctx := context.Background()
	const tunnels, vases = "flooded tunnels beneath Holm", "forged Etruscan vases"
	for _, c := range []struct {
		what string
		with []*graph.Record
		want string
	}{
		{"the one of the story", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", tunnels)}, "Erik_Dahl"},
		{"later", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-04-09", tunnels)}, "Erik_Dahl"},
		{"too late", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-04-12", tunnels)}, "Dahl"},
		{"no date", []*graph.Record{joinRecord(1, "Erik Dahl", "", tunnels)}, "Dahl"},
		{"another story", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", vases)}, "Dahl"},
		{"two", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", tunnels), joinRecord(2, "Nora Dahl", "2016-03-02", tunnels)}, "Dahl"},
		{"two, one elsewhere", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", tunnels), joinRecord(2, "Nora Dahl", "2016-03-02", vases)}, "Erik_Dahl"},
		{"nobody", nil, "Dahl"},
	} {
		s := openMemory(t)
		a := joinRecord(0, "Dahl", "2016-03-11", tunnels)
		_, errs := s.PutAll(ctx, append([]*graph.Record{a}, c.with...))
		if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
			t.Fatal(errs[i])
		}
		r, err := s.Record(ctx, a.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Claims[0].Subject; got != c.want {
			t.Errorf("%s: Dahl is %s, want %s", c.what, got, c.want)
		}
	}
	if join.Month(join.Day("2016-03-11")) != "2016-03" {
		t.Error("month")
	}
}

func openMemory(t *testing.T) *graph.Store {
	t.Helper()
	s, err := graph.Open(context.Background(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func exportOf(t *testing.T, s *graph.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(context.Background(), &b, "nquads", true); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
