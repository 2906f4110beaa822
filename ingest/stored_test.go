package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"kg/article"
	"kg/graph"
)

// versionedEngine reads the version of itself out of every text.
type versionedEngine string

func (e versionedEngine) Stored(a *article.Article) graph.Article {
	return graph.Article{ID: a.ID, Title: a.Title, Text: a.Text, Engine: string(e)}
}

func (e versionedEngine) Record(a *article.Article) (*graph.Record, error) {
	return &graph.Record{Article: e.Stored(a), Claims: []graph.Claim{{
		ID: a.ID + "." + string(e), SubjectText: string(e), Lemma: "read", Sentence: a.Text, End: len(a.Text),
	}}}, nil
}

// A refresh that is interrupted again and again ends in the graph that the new engine makes afresh.
func TestStoredArticlesResumed(t *testing.T) {
	open := func() *graph.Store {
		s, err := graph.Open(t.Context(), graph.Options{Backend: graph.Memory})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	const n = 40
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("a%02d", i)
	}
	load := func(s *graph.Store, e versionedEngine) {
		t.Helper()
		l := Loader{Engine: e, Store: s, Workers: 2, Batch: 4}
		if err := l.Load(t.Context(), articles(ids...), func(Result) {}); err != nil {
			t.Fatal(err)
		}
	}
	export := func(s *graph.Store) string {
		var b bytes.Buffer
		if err := s.Export(t.Context(), &b, "nquads", true); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	fresh, s := open(), open()
	load(fresh, "v2")
	load(s, "v1")
	runs, sum := 0, 0
	for left := n; left > 0; runs++ {
		todo, err := s.SelectArticles(t.Context(), graph.Selection{NotEngine: "v2"})
		if err != nil {
			t.Fatal(err)
		}
		if len(todo) > left {
			t.Fatalf("run %d: %d articles to read, after %d of %d", runs, len(todo), n-left, n)
		}
		ctx, cancel := context.WithCancel(t.Context())
		l := Loader{Engine: versionedEngine("v2"), Store: s, Workers: 2, Batch: 4}
		done := 0
		err = l.Load(ctx, StoredArticles(ctx, s, todo), func(r Result) {
			if r.Err != nil {
				t.Error(r.Err)
			}
			if done++; done == 7 {
				cancel()
			}
		})
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		left -= done
		sum += done
	}
	if runs < 3 || sum != n {
		t.Errorf("%d runs, %d articles read again", runs, sum)
	}
	if got, want := export(s), export(fresh); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What cannot be read again is reported, and the others are.
func TestStoredArticlesMissing(t *testing.T) {
	s, err := graph.Open(t.Context(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, a := range []graph.Article{{ID: "empty", Title: "No text"}, {ID: "whole", Text: "A text."}} {
		if _, err := s.Put(t.Context(), &graph.Record{Article: a}); err != nil {
			t.Fatal(err)
		}
	}
	var errs []error
	for a, err := range StoredArticles(t.Context(), s, []string{"empty", "absent", "whole"}) {
		if (a == nil) == (err == nil) {
			t.Fatal(a, err)
		}
		errs = append(errs, err)
	}
	if len(errs) != 3 || !errors.Is(errs[0], article.ErrEmpty) || !errors.Is(errs[1], graph.ErrNotFound) || errs[2] != nil {
		t.Error(errs)
	}
}
