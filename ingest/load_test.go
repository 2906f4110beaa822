package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"kg/article"
	"kg/graph"
)

// fakeStore holds records in memory and refuses an article whose id has "refuse" in it.
type fakeStore struct {
	mu      sync.Mutex
	held    map[string]string // id to text
	batches []int
	broken  error // what Holds answers
}

func (s *fakeStore) Holds(_ context.Context, a *graph.Article) (graph.Receipt, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return graph.Receipt{Change: graph.Unchanged, Quads: 7}, s.held[a.ID] == a.Text, s.broken
}

func (s *fakeStore) PutAll(_ context.Context, records []*graph.Record) ([]graph.Receipt, []error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.batches = append(s.batches, len(records))
	receipts, errs := make([]graph.Receipt, len(records)), make([]error, len(records))
	for i, r := range records {
		if strings.Contains(r.Article.ID, "refuse") {
			errs[i] = errors.New("refused")
			continue
		}
		receipts[i] = graph.Receipt{Change: graph.Added, Claims: len(r.Claims), Quads: 1}
		if _, ok := s.held[r.Article.ID]; ok {
			receipts[i].Change = graph.Replaced
		}
		s.held[r.Article.ID] = r.Article.Text
	}
	return receipts, errs
}

// fakeEngine takes a while that depends on the article, fails on "fail" and panics on "panic".
type fakeEngine struct{}

func (fakeEngine) Stored(a *article.Article) graph.Article {
	return graph.Article{ID: a.ID, Text: a.Text}
}

func (e fakeEngine) Record(a *article.Article) (*graph.Record, error) {
	time.Sleep(time.Duration(len(a.Text)*7%5) * time.Millisecond)
	switch {
	case strings.Contains(a.ID, "fail"):
		return nil, errors.New("cannot be analysed")
	case strings.Contains(a.ID, "panic"):
		panic("a stage broke")
	}
	return &graph.Record{Article: e.Stored(a), Claims: make([]graph.Claim, 2)}, nil
}

// articles yields an article for each id; one with "unread" in it is an error of reading.
func articles(ids ...string) iter.Seq2[*article.Article, error] {
	return func(yield func(*article.Article, error) bool) {
		for i, id := range ids {
			a, err := &article.Article{ID: id, Source: id + ".txt", Text: strings.Repeat("x", i+1)}, error(nil)
			if strings.Contains(id, "unread") {
				a, err = nil, &article.ReadError{Path: id + ".txt", Line: 3, Err: article.ErrEmpty}
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func TestLoad(t *testing.T) {
	ids := []string{"a", "b-fail", "c", "d-unread", "e-panic", "f-refuse", "g"}
	for i := range 60 {
		ids = append(ids, fmt.Sprint("n", i))
	}
	for _, workers := range []int{1, 3, 8} {
		store := &fakeStore{held: map[string]string{"c": "xxx", "g": "older"}}
		l := Loader{Engine: fakeEngine{}, Store: store, Workers: workers, Batch: 4}
		var got []Result
		if err := l.Load(t.Context(), articles(ids...), func(r Result) { got = append(got, r) }); err != nil {
			t.Fatal(err)
		}
		if len(got) != len(ids) {
			t.Fatalf("%d workers: %d results for %d articles", workers, len(got), len(ids))
		}
		for i, want := range []struct {
			source string
			status Status
			err    string
		}{
			{"a.txt", Added, ""}, {"b-fail.txt", Failed, "b-fail.txt: cannot be analysed"}, {"c.txt", Unchanged, ""},
			{"d-unread.txt:3", Failed, "d-unread.txt:3: no text in it"},
			{"e-panic.txt", Failed, "e-panic.txt: article e-panic: the engine broke at kg/ingest.fakeEngine.Record:"},
			{"f-refuse.txt", Failed, "f-refuse.txt: refused"}, {"g.txt", Replaced, ""}, {"n0.txt", Added, ""},
		} {
			r := got[i]
			if r.Source != want.source || r.Status != want.status || (r.Err == nil) != (want.err == "") ||
				r.Err != nil && !strings.HasPrefix(r.Err.Error(), want.err) {
				t.Errorf("%d workers: result %d is %s %s %v, want %v", workers, i, r.Source, r.Status, r.Err, want)
			}
		}
		if len(store.held) != len(ids)-4 {
			t.Errorf("%d articles are held", len(store.held))
		}
		for _, n := range store.batches {
			if n > 4 {
				t.Errorf("a batch of %d", n)
			}
		}
	}
}

// An interrupted load ends soon, with the reason; what it reported is in the store.
func TestLoadInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	endless := func(yield func(*article.Article, error) bool) {
		for i := 0; ; i++ {
			if !yield(&article.Article{ID: fmt.Sprint(i), Text: "x"}, nil) {
				return
			}
		}
	}
	store := &fakeStore{held: map[string]string{}}
	l := Loader{Engine: fakeEngine{}, Store: store, Workers: 2, Batch: 4}
	reported := 0
	err := l.Load(ctx, endless, func(r Result) {
		if store.held[r.Article] == "" {
			t.Errorf("article %s was reported and is not held", r.Article)
		}
		if reported++; reported == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if reported < 10 {
		t.Errorf("%d reported", reported)
	}
}

// interruptedStore is interrupted in the middle of its third batch.
type interruptedStore struct {
	fakeStore
	cancel context.CancelFunc
}

func (s *interruptedStore) PutAll(ctx context.Context, records []*graph.Record) ([]graph.Receipt, []error) {
	if len(s.batches) < 2 {
		return s.fakeStore.PutAll(ctx, records)
	}
	receipts, errs := s.fakeStore.PutAll(ctx, records[:1])
	s.cancel()
	for range records[1:] {
		receipts, errs = append(receipts, graph.Receipt{}), append(errs, ctx.Err())
	}
	return receipts, errs
}

// What an interrupt keeps from being written has not failed.
func TestLoadInterruptedInBatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	store := &interruptedStore{fakeStore{held: map[string]string{}}, cancel}
	var ids []string
	for i := range 100 {
		ids = append(ids, fmt.Sprint(i))
	}
	l := Loader{Engine: fakeEngine{}, Store: store, Workers: 4, Batch: 8}
	reported := 0
	err := l.Load(ctx, articles(ids...), func(r Result) {
		reported++
		if r.Err != nil {
			t.Error(r.Err)
		}
	})
	if !errors.Is(err, context.Canceled) || reported != len(store.held) {
		t.Errorf("%v; %d reported, %d are held", err, reported, len(store.held))
	}
}

// A store that breaks ends the load.
func TestLoadBrokenStore(t *testing.T) {
	broken := errors.New("disk on fire")
	l := Loader{Engine: fakeEngine{}, Store: &fakeStore{broken: broken}, Workers: 2}
	err := l.Load(t.Context(), articles("a", "b", "c"), func(Result) {})
	if !errors.Is(err, broken) {
		t.Errorf("error is %v", err)
	}
}

// Long articles are not read ahead of the engine: what is on its way is bounded in bytes, not only in articles.
func TestLoadBounded(t *testing.T) {
	const size = 3 << 20
	text := strings.Repeat("x", size)
	var mu sync.Mutex
	onTheWay, most := 0, 0
	add := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		onTheWay += n
		most = max(most, onTheWay)
	}
	long := func(yield func(*article.Article, error) bool) {
		for i := range 40 {
			a := &article.Article{ID: fmt.Sprint(i), Text: text}
			if i%10 == 9 {
				a.Text = strings.Repeat(text, 8) // more than there is room for: alone on its way
			}
			add(len(a.Text))
			if !yield(a, nil) {
				return
			}
		}
	}
	l := Loader{Engine: fakeEngine{}, Store: &fakeStore{held: map[string]string{}}, Workers: 4}
	reported := 0
	err := l.Load(t.Context(), long, func(r Result) {
		reported++
		if r.Article[len(r.Article)-1] == '9' {
			add(-8 * size)
		} else {
			add(-size)
		}
	})
	if err != nil || reported != 40 {
		t.Fatal(reported, err)
	}
	// One has been read that waits for room.
	if most > maxText+8*size {
		t.Errorf("%d MB were on their way", most>>20)
	}
	if most < 4*size {
		t.Errorf("only %d MB were on their way", most>>20)
	}
}
