package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
	"kg/schema"
)

// A loader is a program of its own: it shares nothing with others but the database.
func loader(t testing.TB, address, schema string) *graph.Store {
	t.Helper()
	s, err := open(address, schema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(address, schema string) (*graph.Store, error) {
	return graph.Open(context.Background(), graph.Options{
		Backend: graph.Postgres, Address: address, StoreOptions: map[string]any{"schema": schema},
	})
}

// expect checks that a store holds just these records, and is sound.
func expect(t testing.TB, s *graph.Store, base []string, records []*graph.Record) {
	t.Helper()
	want := slices.Clone(base)
	for _, r := range records {
		want = append(want, Lines(t, r, schema.Default())...)
	}
	sort.Strings(want)
	if got := Export(t, s); got != strings.Join(want, "") {
		t.Errorf("the store holds %d lines, want %d, or others", strings.Count(got, "\n"), len(want))
	}
	problems, err := s.Check(context.Background(), nil)
	if err != nil || len(problems) > 0 {
		t.Errorf("check: %v, %v", problems, err)
	}
}

// Programs that open an empty database at once and load, replace and forget in it, partly the same articles, leave
// what each of them wanted, and nothing else.
func TestPostgresLoaders(t *testing.T) {
	t.Parallel()
	address, name := pgtest.Address(t), pgtest.Schema()
	const loaders, own, common = 4, 12, 16
	stores := make([]*graph.Store, loaders)
	var wg sync.WaitGroup
	for w := range loaders {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var err error
			if stores[w], err = open(address, name); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	defer func() {
		for _, s := range stores {
			shut(t, s)
		}
	}()
	base := strings.SplitAfter(Export(t, stores[0]), "\n")
	var ofAll []*graph.Record
	for i := range common {
		ofAll = append(ofAll, Article(fmt.Sprintf("common%d", i), 4, uint64(i)))
	}
	want := slices.Clone(ofAll)
	for w := range loaders {
		var mine []*graph.Record
		for i := range own {
			mine = append(mine, Article(fmt.Sprintf("own%d.%d", w, i), 3, uint64(i)))
		}
		want = append(want, mine...)
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := work(stores[w], uint64(w), ofAll, mine); err != nil {
				t.Errorf("loader %d: %v", w, err)
			}
		}()
	}
	wg.Wait()
	expect(t, stores[0], base, want)
}

// work loads the records that are common to all and those of its own, in an order of its own and by batches; its own
// it also replaces and forgets on the way.
func work(s *graph.Store, seed uint64, common, mine []*graph.Record) error {
	ctx := context.Background()
	rng := rand.New(rand.NewPCG(seed, 21))
	todo := append(slices.Clone(common), mine...)
	rng.Shuffle(len(todo), func(i, j int) { todo[i], todo[j] = todo[j], todo[i] })
	for len(todo) > 0 {
		n := min(len(todo), 1+rng.IntN(6))
		if _, errs := s.PutAll(ctx, todo[:n]); slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
			return fmt.Errorf("put: %v", errs)
		}
		todo = todo[n:]
		r := mine[rng.IntN(len(mine))]
		if _, err := s.Put(ctx, Article(r.Article.ID, 2, 77)); err != nil {
			return fmt.Errorf("replace: %w", err)
		}
		if rng.IntN(2) == 0 {
			if err := s.Forget(ctx, r.Article.ID); err != nil {
				return fmt.Errorf("forget: %w", err)
			}
		}
		if _, err := s.Put(ctx, r); err != nil {
			return fmt.Errorf("put back: %w", err)
		}
	}
	return nil
}

// Two programs that load different versions of an article leave one of them, whole.
func TestPostgresVersions(t *testing.T) {
	t.Parallel()
	address, name := pgtest.Address(t), pgtest.Schema()
	a, b := loader(t, address, name), loader(t, address, name)
	defer shut(t, a)
	defer shut(t, b)
	base := strings.SplitAfter(Export(t, a), "\n")
	for i := range 20 {
		versions := []*graph.Record{Article("a", 3, uint64(2*i)), Article("a", 4, uint64(2*i+1))}
		var wg sync.WaitGroup
		for j, s := range []*graph.Store{a, b} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if _, err := s.Put(context.Background(), versions[j]); err != nil {
					t.Error(err)
				}
			}()
		}
		wg.Wait()
		got, err := a.Record(context.Background(), "a")
		if err != nil {
			t.Fatal(err)
		}
		kept := versions[0]
		if len(got.Claims) == 4 {
			kept = versions[1]
		}
		expect(t, b, base, []*graph.Record{kept})
	}
}

// A load goes on when the server has gone down in the middle of it and come up again, and nothing that was
// acknowledged is lost.
func TestPostgresRestart(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	s := loader(t, server.Address("postgres"), "kg")
	defer shut(t, s)
	base := strings.SplitAfter(Export(t, s), "\n")
	var want []*graph.Record
	for i := range 60 {
		want = append(want, Article(fmt.Sprintf("a%d", i), 4, uint64(i)))
	}
	went := make(chan error, 1)
	go func() {
		time.Sleep(100 * time.Millisecond)
		err := server.Stop("immediate")
		if err == nil {
			err = server.Start()
		}
		went <- err
	}()
	down := false
	for !down {
		for _, r := range want {
			if _, err := s.Put(context.Background(), r); err != nil {
				t.Fatal(err)
			}
			if err := s.Forget(context.Background(), r.Article.ID); err != nil {
				t.Fatal(err)
			}
		}
		select {
		case err := <-went:
			if err != nil {
				t.Fatal(err)
			}
			down = true
		default:
		}
	}
	for i := 0; i < len(want); i += 7 {
		if _, errs := s.PutAll(context.Background(), want[i:min(i+7, len(want))]); errs[0] != nil {
			t.Fatal(errs)
		}
	}
	expect(t, s, base, want)
}

// A reader sees what another program has written, each of its views one state; a question that is broken off does no
// harm to others.
func TestPostgresReader(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	address, name := pgtest.Address(t), pgtest.Schema()
	a, b := loader(t, address, name), loader(t, address, name)
	defer shut(t, a)
	defer shut(t, b)
	r := graph.NewReader(a)
	view := func() *graph.Reader {
		t.Helper()
		v, done, err := r.Now(ctx)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = done() })
		return v
	}
	before := view()
	if _, err := b.Put(ctx, Article("a", 3, 1)); err != nil {
		t.Fatal(err)
	}
	after, again := view(), view()
	if before.Version() == after.Version() || after.Version() != again.Version() {
		t.Errorf("versions %d, %d, %d", before.Version(), after.Version(), again.Version())
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := after.Info(ended, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("a question that was broken off: %v", err)
	}
	if _, err := again.Info(ctx, "a"); err != nil {
		t.Errorf("the view after: %v", err)
	}
	if _, err := before.Info(ctx, "a"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("the view before: %v", err)
	}
	found, err := view().Claims(ctx, graph.Filter{Article: "a"})
	if err != nil || len(found.Claims) == 0 {
		t.Errorf("claims: %+v, %v", found, err)
	}
}
