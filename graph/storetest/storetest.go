// Package storetest is the suite that every store of package graph passes, whatever its backend.
//
// The expectation of every test is the same and is computed, not written down: a store holds exactly the
// quads of the records that were put and not forgotten, see [Lines]. The cases are data; a new one is a few
// lines of [Cases].
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/cayleygraph/quad"

	"kg/graph"
	"kg/schema"
)

// An Opener gives an empty store, which the test closes.
type Opener func(t testing.TB) *graph.Store

// Run runs the whole suite.
func Run(t *testing.T, open Opener) {
	for _, c := range Cases {
		t.Run(c.Name, func(t *testing.T) { RunCase(t, open, c) })
	}
	t.Run("random", func(t *testing.T) {
		for seed := range uint64(3) {
			RunRandom(t, open, seed, 60)
		}
	})
	t.Run("cancelled", func(t *testing.T) { RunCancelled(t, open) })
}

// A Case is a series of steps, after each of which the store is compared with what it should hold.
type Case struct {
	Name  string
	Steps []Step
}

// A Step puts records or forgets an article.
type Step struct {
	Put    []*graph.Record
	Want   []graph.Change // one a record; "" means that it is refused
	Forget string
	Absent bool // Forget gives graph.ErrNotFound
}

// RunCase runs one case.
func RunCase(t *testing.T, open Opener, c Case) {
	ctx := context.Background()
	s := open(t)
	defer shut(t, s)
	m := newModel(t, s)
	for i, step := range c.Steps {
		if len(step.Put) > 0 {
			receipts, errs := s.PutAll(ctx, step.Put)
			for j, r := range step.Put {
				got := receipts[j].Change
				if got != step.Want[j] || (errs[j] != nil) != (step.Want[j] == "") {
					t.Fatalf("step %d, record %d: %q and %v, want %q", i, j, got, errs[j], step.Want[j])
				}
				if errs[j] == nil {
					m.records[r.Article.ID] = r
				}
			}
		}
		if step.Forget != "" {
			err := s.Forget(ctx, step.Forget)
			if errors.Is(err, graph.ErrNotFound) != step.Absent || !step.Absent && err != nil {
				t.Fatalf("step %d: forget %s: %v", i, step.Forget, err)
			}
			delete(m.records, step.Forget)
		}
		m.compare(t, s, fmt.Sprintf("step %d", i))
	}
}

func shut(t testing.TB, s *graph.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// model is what a store should hold.
type model struct {
	schema  *schema.Schema
	base    []string // the lines of the empty store
	records map[string]*graph.Record
}

func newModel(t testing.TB, s *graph.Store) *model {
	return &model{schema: schema.Default(), base: strings.SplitAfter(Export(t, s), "\n"), records: map[string]*graph.Record{}}
}

// Export is the sorted export of a store.
func Export(t testing.TB, s *graph.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(context.Background(), &b, "nquads", true); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Lines gives the lines of an export that come from a record.
func Lines(t testing.TB, r *graph.Record, sch *schema.Schema) []string {
	t.Helper()
	quads, err := graph.Quads(r, sch)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(quads))
	for i, q := range quads {
		for _, dir := range quad.Directions {
			lines[i] += q.Get(dir).String() + " "
		}
		lines[i] += ".\n"
	}
	return lines
}

func (m *model) compare(t testing.TB, s *graph.Store, when string) {
	t.Helper()
	want := slices.Clone(m.base)
	claims := 0
	for _, r := range m.records {
		want = append(want, Lines(t, r, m.schema)...)
		claims += len(r.Claims)
	}
	sort.Strings(want)
	got := Export(t, s)
	if joined := strings.Join(want, ""); got != joined {
		t.Fatalf("%s: the store holds\n%s\nwant\n%s", when, got, joined)
	}
	st, err := s.Stats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if lines := int64(strings.Count(got, "\n")); st.Articles != int64(len(m.records)) || st.Claims != int64(claims) || st.Quads != lines {
		t.Fatalf("%s: stats %+v, want %d articles, %d claims, %d quads", when, st, len(m.records), claims, lines)
	}
}

// RunRandom puts, replaces and forgets random articles and compares after each step.
func RunRandom(t *testing.T, open Opener, seed uint64, steps int) {
	ctx := context.Background()
	s := open(t)
	defer shut(t, s)
	m := newModel(t, s)
	rng := rand.New(rand.NewPCG(seed, 1))
	for i := range steps {
		id := fmt.Sprintf("a%d", rng.IntN(6))
		old := m.records[id]
		if rng.IntN(3) == 0 {
			err := s.Forget(ctx, id)
			if errors.Is(err, graph.ErrNotFound) != (old == nil) || old != nil && err != nil {
				t.Fatalf("seed %d, step %d: forget %s: %v", seed, i, id, err)
			}
			delete(m.records, id)
		} else {
			r := Article(id, rng.IntN(4), rng.Uint64N(20))
			receipt, err := s.Put(ctx, r)
			if err != nil {
				t.Fatalf("seed %d, step %d: put %s: %v", seed, i, id, err)
			}
			if (receipt.Change == graph.Added) != (old == nil) {
				t.Fatalf("seed %d, step %d: put %s: %s", seed, i, id, receipt.Change)
			}
			m.records[id] = r
		}
		m.compare(t, s, fmt.Sprintf("seed %d, step %d", seed, i))
	}
}

// RunCancelled checks that every call ends with its context.
func RunCancelled(t *testing.T, open Opener) {
	s := open(t)
	defer shut(t, s)
	r := Article("a", 3, 1)
	if _, err := s.Put(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	before := Export(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := map[string]func() error{
		"Put":          func() error { _, err := s.Put(ctx, Article("b", 1, 2)); return err },
		"Forget":       func() error { return s.Forget(ctx, "a") },
		"FindArticle":  func() error { _, err := s.FindArticle(ctx, "a"); return err },
		"Article":      func() error { _, err := s.Article(ctx, "a"); return err },
		"Claims":       func() error { _, err := s.Claims(ctx, "a"); return err },
		"Entity":       func() error { _, err := s.Entity(ctx, r.Entities[0].ID); return err },
		"FindEntities": func() error { _, err := s.FindEntities(ctx, "x"); return err },
		"Stats":        func() error { _, err := s.Stats(ctx); return err },
		"Export":       func() error { return s.Export(ctx, &bytes.Buffer{}, "nquads", true) },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
	if got := Export(t, s); got != before {
		t.Errorf("cancelled calls left\n%s", got)
	}
}

// RunConcurrent replaces articles while others read them: each reader sees a whole record, old or new.
func RunConcurrent(t *testing.T, open Opener, rounds int) {
	ctx := context.Background()
	s := open(t)
	defer shut(t, s)
	versions := map[string]bool{}
	put := func(i int) error {
		r := Article("a", 2+3*(i%2), uint64(i%2))
		_, err := s.Put(ctx, r)
		return err
	}
	for i := range 2 {
		if err := put(i); err != nil {
			t.Fatal(err)
		}
		r, err := s.Record(ctx, "a")
		if err != nil {
			t.Fatal(err)
		}
		versions[fmt.Sprint(*r)] = true
	}
	stop := make(chan struct{})
	var readers, others sync.WaitGroup
	for w := range 2 { // other articles come and go
		others.Add(1)
		go func() {
			defer others.Done()
			for i := range rounds {
				id := fmt.Sprintf("w%d", w)
				if _, err := s.Put(ctx, Article(id, 1+i%3, uint64(i))); err != nil {
					t.Error(err)
				}
				if err := s.Forget(ctx, id); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	for range 2 {
		readers.Add(1)
		go func() {
			defer readers.Done()
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := s.Record(ctx, "a")
				if err != nil {
					t.Error(err)
					return
				}
				if !versions[fmt.Sprint(*r)] {
					t.Errorf("half a record: %v", *r)
					return
				}
			}
		}()
	}
	for i := range rounds {
		if err := put(i); err != nil {
			t.Error(err)
		}
	}
	others.Wait()
	close(stop)
	readers.Wait()
}
