package ingest

import (
	"context"
	"fmt"
	"iter"

	"kg/article"
	"kg/graph"
)

// A Source is where articles are kept; *graph.Store is one.
type Source interface {
	Article(ctx context.Context, id string) (*graph.Article, error)
}

// StoredArticles yields the articles of the store with these ids, to be analysed again. An id that is not there,
// or that has no text to read, yields an error.
func StoredArticles(ctx context.Context, store Source, ids []string) iter.Seq2[*article.Article, error] {
	return func(yield func(*article.Article, error) bool) {
		for _, id := range ids {
			if !yield(StoredArticle(ctx, store, id)) {
				return
			}
		}
	}
}

// StoredArticle is an article of the store as it was read; its error is an *article.ReadError.
func StoredArticle(ctx context.Context, store Source, id string) (*article.Article, error) {
	name := "art:" + id
	g, err := store.Article(ctx, id)
	if err == nil && g.Text == "" {
		err = fmt.Errorf("the graph has no text of it: %w", article.ErrEmpty)
	}
	if err != nil {
		return nil, &article.ReadError{Path: name, Err: err}
	}
	return &article.Article{ID: g.ID, Source: name, URL: g.URL, Title: g.Title, Publisher: g.Publisher, Date: g.Date,
		Language: g.Language, Text: g.Text, SHA256: g.SHA256}, nil
}
