package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/words"
)

// testIndex is of the predicates of randomQuad, and of those of news.
var testIndex = &Index{
	Text: []quad.IRI{"p0", "kg:sentence"}, Names: []quad.IRI{"p1", "rdfs:label"},
	Counts: []quad.IRI{"p1", "p2", "rdfs:label", "rdf:type"}, Skip: []quad.IRI{"n3", "kg:Claim"},
}

// phrase draws from few words, so that values share them.
func phrase(rng *rand.Rand) string {
	all := []string{"Ann", "anna", "Åsa", "meets", "O'Neil", "3", "x", "sanctions", "Sanction", "—"}
	out := make([]string, rng.IntN(5))
	for i := range out {
		out[i] = all[rng.IntN(len(all))]
	}
	return strings.Join(out, " ")
}

func phraseQuad(rng *rand.Rand) quad.Quad {
	q := randomQuad(rng)
	if rng.IntN(3) > 0 {
		q.Object = quad.String(phrase(rng))
	}
	return q
}

// indexLines is what the index of a store says, in words.
func indexLines(t *testing.T, q *QuadStore) []string {
	t.Helper()
	ctx := t.Context()
	value := func(n uint64) string {
		v, err := q.Value(n)
		if err != nil || v == nil {
			t.Fatalf("value %d: %v, %v", n, v, err)
		}
		return v.String()
	}
	var out []string
	for _, p := range slices.Concat(q.index.Text, q.index.Names) {
		err := q.Terms(ctx, p, "", true, func(term []byte, values []uint64) error {
			for _, n := range values {
				out = append(out, fmt.Sprintf("%s %s %s", p, term, value(n)))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range q.index.Text {
		err := q.Lengths(ctx, p, func(n uint64, length int) error {
			out = append(out, fmt.Sprintf("%s length %d %s", p, length, value(n)))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := q.CountsOfAll(ctx, func(subject uint64, counts []Counted) error {
		for _, c := range counts {
			out = append(out, fmt.Sprintf("%s %s %s: %d", value(subject), q.index.Counts[c.Predicate], value(c.Object), c.Quads))
		}
		again, err := q.CountsOf(subject)
		if err != nil || !slices.Equal(again, counts) {
			t.Errorf("subject %d: %v, %v, want %v", subject, again, err, counts)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// wantIndexLines is what it should say.
func wantIndexLines(o oracle, x *Index) []string {
	set := make(map[string]bool)
	counts := make(map[string]int)
	for q := range o {
		p := q.Predicate.(quad.IRI)
		if text := textOf(q.Object); text != "" {
			add := func(term []byte) { set[fmt.Sprintf("%s %s %s", p, term, q.Object)] = true }
			if slices.Contains(x.Text, p) {
				words.Each(text, add)
				set[fmt.Sprintf("%s length %d %s", p, len(text), q.Object)] = true
			}
			if slices.Contains(x.Names, p) {
				words.Starts(text, add)
			}
		}
		if iri, _ := q.Object.(quad.IRI); slices.Contains(x.Counts, p) && !slices.Contains(x.Skip, iri) {
			counts[fmt.Sprintf("%s %s %s", q.Subject, p, q.Object)]++
		}
	}
	var out []string
	for line := range set {
		out = append(out, line)
	}
	for line, n := range counts {
		out = append(out, fmt.Sprintf("%s: %d", line, n))
	}
	slices.Sort(out)
	return out
}

// unlike lists the lines that are in one only.
func unlike(got, want []string) string {
	var out []string
	for _, line := range got {
		if !slices.Contains(want, line) {
			out = append(out, "surplus: "+line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			out = append(out, "missing: "+line)
		}
	}
	for i := range got {
		if i > 0 && got[i] == got[i-1] {
			out = append(out, "twice: "+got[i])
		}
	}
	return strings.Join(out, "\n")
}

// The index is that of the quads after any transaction, after opening again, and made anew.
func TestIndexOracle(t *testing.T) {
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 7))
		dir := filepath.Join(t.TempDir(), "store")
		opt := Options{Create: true, MemTable: 256 << 10, NoSync: true, Index: testIndex}
		q, err := Open(dir, opt)
		if err != nil {
			t.Fatal(err)
		}
		o := oracle{}
		for step := range 120 {
			if rng.IntN(8) == 0 {
				label := quad.IRI(fmt.Sprint("l", rng.IntN(4)))
				wait, err := q.DeleteLabels([]quad.Value{label})
				if err := errors.Join(err, wait()); err != nil {
					t.Fatal(err)
				}
				for have := range o {
					if have.Label == quad.Value(label) {
						delete(o, have)
					}
				}
			} else {
				deltas := make([]graph.Delta, 1+rng.IntN(20))
				for i := range deltas {
					deltas[i] = graph.Delta{Quad: phraseQuad(rng), Action: graph.Add}
					if rng.IntN(3) == 0 {
						deltas[i].Action = graph.Delete
					}
				}
				opts := graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}
				if err := q.ApplyDeltas(deltas, opts); err != nil {
					t.Fatal(err)
				}
				if o, err = o.apply(deltas, opts); err != nil {
					t.Fatal(err)
				}
			}
			if step%10 == 9 {
				if diff := unlike(indexLines(t, q), wantIndexLines(o, &q.index.Index)); diff != "" {
					t.Fatalf("seed %d, step %d:\n%s", seed, step, diff)
				}
				checkSound(t, q)
			}
			if step%40 == 39 {
				if err := q.Close(); err != nil {
					t.Fatal(err)
				}
				again := opt
				if again.Index = nil; step > 100 {
					again.Index = &Index{Names: []quad.IRI{"p2"}} // another one
				}
				if q, err = Open(dir, again); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
		built := 0
		opt.Building = func() { built++ }
		if q, err = Open(dir, opt); err != nil || built != 1 {
			t.Fatalf("opened: %v; the index was made %d times", err, built)
		}
		if diff := unlike(indexLines(t, q), wantIndexLines(o, testIndex)); diff != "" {
			t.Fatalf("seed %d, made anew:\n%s", seed, diff)
		}
		checkSound(t, q)
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Check finds an index that is not that of the quads.
func TestIndexDamage(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	zipf := rand.NewZipf(rng, 1.2, 20, 2000)
	q, err := Open(filepath.Join(t.TempDir(), "store"), Options{Create: true, NoSync: true, Index: testIndex})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	for i := range 3 {
		apply(t, q, graph.Add, news(i, rng, zipf))
	}
	checkSound(t, q)
	for name, table := range map[string]byte{"blocks": tableWord, "counts": tableSubject} {
		var k, v []byte
		err := q.walk(context.Background(), []byte{table}, func(key, value []byte) error {
			k, v = slices.Clone(key), slices.Clone(value)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := q.db.Delete(k, pebble.NoSync); err != nil {
			t.Fatal(err)
		}
		if err := q.iters.drop(); err != nil {
			t.Fatal(err)
		}
		problems, err := q.Check(t.Context())
		if err != nil || len(problems) != 1 {
			t.Errorf("%s: %v, %q", name, err, problems)
		}
		if err := q.db.Set(k, v, pebble.NoSync); err != nil {
			t.Fatal(err)
		}
	}
	if err := q.iters.drop(); err != nil {
		t.Fatal(err)
	}
	checkSound(t, q)
}

// A store of the format before is read as it is, and gets its index when it is opened for writing.
func TestIndexOfOldFormat(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	q, err := Open(dir, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, q, graph.Add, []quad.Quad{{Subject: quad.IRI("s"), Predicate: quad.IRI("p0"), Object: quad.String("Ann meets Bo"), Label: quad.IRI("l")}})
	opt := q.opt
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	mark := func(text string) {
		f, err := opt.FS.Create(filepath.Join(dir, markerFile))
		if err == nil {
			_, err = f.Write([]byte(text))
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	mark("kg store, format 1, ready\n")
	if q, err = Open(dir, Options{ReadOnly: true, Index: testIndex}); err != nil {
		t.Fatal(err)
	}
	if err := q.Terms(t.Context(), "p0", "ann", false, nil); !errors.Is(err, ErrNoIndex) || q.Indexed() != nil {
		t.Errorf("read only: %v, %v", err, q.Indexed())
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is there
		if q, err = Open(dir, Options{Index: testIndex}); err != nil {
			t.Fatal(err)
		}
		found := 0
		err = q.Terms(t.Context(), "p0", "ann", false, func(_ []byte, values []uint64) error { found += len(values); return nil })
		if err != nil || found != 1 {
			t.Errorf("%d found, %v", found, err)
		}
		checkSound(t, q)
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := readMarker(opt.FS, dir); err != nil || text != "kg store, format 2, ready\n" {
		t.Errorf("the marker reads %q, %v", text, err)
	}
	mark("kg store, format 3, ready\n")
	if _, err = Open(dir, Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("format 3: %v", err)
	}
}
