package graph_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kg/graph"
	"kg/resolve/join"
)

// joinRecord is an article of a day, about a subject, in which someone with a full name or a family name alone does
// something; marks say what it tells of them.
func joinRecord(n int, name, date, about string, marks ...string) *graph.Record {
	text := fmt.Sprintf("%s inspected %s.", name, strings.Repeat(about+" ", 3))
	sum := sha256.Sum256([]byte(text))
	id := strings.ReplaceAll(name, " ", "_")
	words := strings.Fields(strings.ToLower(name))
	art := fmt.Sprintf("a%03d", n)
	e := graph.Entity{ID: id, Class: "Person", Label: name, Marks: marks}
	if key := []string{"person " + words[len(words)-1]}; len(words) > 1 {
		e.Bears = key
	} else {
		id += "_(" + art + ")"
		e.ID, e.Bears, e.Seeks = id, []string{"lone " + words[0]}, []string{"lone " + words[0], key[0]}
	}
	return &graph.Record{
		Article:  graph.Article{ID: art, Date: date, Text: text, SHA256: hex.EncodeToString(sum[:])},
		Entities: []graph.Entity{e, {ID: "Harbour", Class: "Place", Label: "Harbour"}},
		Claims: []graph.Claim{{ID: art + ".1", Subject: id, Relation: "visits", Object: "Harbour", SubjectText: name, ObjectText: about,
			Polarity: "affirmed", Modality: "asserted", Lemma: "inspect", Sentence: text, End: len(text), Edge: true}},
	}
}

// TestJoinRandom puts, replaces and forgets articles at random, in batches and by themselves: the store is always the one
// that is made at once of what it holds, and what join.Set says of its articles. The names of a family are so many at times
// that they tell nothing, and of some names there are several people.
func TestJoinRandom(t *testing.T) {
	ctx := context.Background()
	abouts := []string{"flooded tunnels beneath Holm", "vaccinated reindeer herds", "forged Etruscan vases"}
	names := []string{"Dahl", "Dahl", "Erik Dahl", "Nora Dahl", "Moe", "Henrik Moe"}
	lives := [][]string{nil, {"is golfer"}, {"is golfer"}, {"is minister"}, {"is minister", "of Norway"}, {"is painter", "of Peru"}, {"born 1950 1951"},
		{"is golfer", "is minister"}}
	people := map[int]bool{} // how many people bear one name
	for seed := range uint64(5) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		s := openMemory(t)
		there := map[int]*graph.Record{}
		joins := map[int]bool{}
		some := func(n int) *graph.Record {
			day := 1 + rnd.IntN(28)
			r := joinRecord(n, names[rnd.IntN(len(names))], fmt.Sprintf("2016-%02d-%02d", 3+rnd.IntN(3), day), abouts[rnd.IntN(len(abouts))])
			if name := r.Entities[0].Label; strings.Contains(name, " ") && seed%2 == 0 {
				r = joinRecord(n, name, fmt.Sprintf("20%02d-03-%02d", 10+rnd.IntN(9), day), abouts[rnd.IntN(len(abouts))], lives[rnd.IntN(len(lives))]...)
			}
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
			people[len(slices.Compact(slices.Sorted(slices.Values(qualified.FindAllString(got, -1)))))] = true
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
	if len(people) < 3 {
		t.Errorf("only %v people with something in brackets", people)
	}
}

var qualified = regexp.MustCompile(`<ent:\w+_\w+_\([^)]*\)>`)

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
		{"another lone one, earlier", []*graph.Record{joinRecord(1, "Dahl", "2016-03-01", tunnels)}, "Dahl_(a001)"},
		{"another lone one, later", []*graph.Record{joinRecord(1, "Dahl", "2016-03-12", tunnels)}, "Dahl_(a000)"},
		{"another lone one, of another story", []*graph.Record{joinRecord(1, "Dahl", "2016-03-01", vases)}, "Dahl_(a000)"},
		{"the one of the story, of two of the name", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", tunnels, "is golfer"),
			joinRecord(2, "Erik Dahl", "2011-03-01", vases, "is minister")}, "Erik_Dahl_(golfer)"},
		{"two of one name", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-02-20", tunnels+" met Ida", "born 1950 1951"),
			joinRecord(2, "Erik Dahl", "2016-03-31", tunnels+" left", "born 1980 1981")}, "Dahl_(a000)"},
		{"later", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-04-09", tunnels)}, "Erik_Dahl"},
		{"too late", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-04-12", tunnels)}, "Dahl_(a000)"},
		{"no date", []*graph.Record{joinRecord(1, "Erik Dahl", "", tunnels)}, "Dahl_(a000)"},
		{"another story", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", vases)}, "Dahl_(a000)"},
		{"two", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", tunnels), joinRecord(2, "Nora Dahl", "2016-03-02", tunnels)}, "Dahl_(a000)"},
		{"two, one elsewhere", []*graph.Record{joinRecord(1, "Erik Dahl", "2016-03-01", tunnels), joinRecord(2, "Nora Dahl", "2016-03-02", vases)}, "Erik_Dahl"},
		{"nobody", nil, "Dahl_(a000)"},
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

// Where too many seek a name nobody is told who it is, and as soon as they are fewer all are.
func TestJoinThrong(t *testing.T) {
	ctx := context.Background()
	s := openMemory(t)
	seeker := func(n int) *graph.Record {
		r := joinRecord(n, "Dahl", fmt.Sprintf("2016-03-%02d", 10+n%5), "flooded tunnels beneath Holm")
		r.Entities[0].Bears, r.Entities[0].Seeks = nil, []string{"person dahl"}
		return r
	}
	put := func(from, to int) {
		t.Helper()
		var batch []*graph.Record
		for n := from; n < to; n++ {
			batch = append(batch, seeker(n))
		}
		if _, errs := s.PutAll(ctx, batch); slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
			t.Fatal(errs)
		}
	}
	joined := func(want int) {
		t.Helper()
		if got := strings.Count(exportOf(t, s), "<kg:aloneId>"); got != want {
			t.Errorf("%d are joined, want %d", got, want)
		}
	}
	put(0, join.Throng-20)
	if _, err := s.Put(ctx, joinRecord(999, "Erik Dahl", "2016-03-02", "flooded tunnels beneath Holm")); err != nil {
		t.Fatal(err)
	}
	joined(join.Throng - 20)
	put(join.Throng-20, join.Throng)
	joined(join.Throng)
	put(join.Throng, join.Throng+1)
	joined(0)
	if err := s.ForgetAll(ctx, []string{"a000", "a001"}); err != nil {
		t.Fatal(err)
	}
	joined(join.Throng - 1)
	if problems, err := s.Check(ctx, nil); err != nil || len(problems) > 0 {
		t.Error(problems, err)
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
