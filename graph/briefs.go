package graph

import (
	"sync"

	"kg/resolve/join"
)

// keptBriefs is how many articles a store remembers that were compared with others: some 4 kB each.
const keptBriefs = 4096

// briefs are what articles of a store tell of, of those that were lately compared with others.
type briefs struct {
	mu sync.Mutex
	m  map[string]*join.Article
}

func (b *briefs) get(id string) *join.Article {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.m[id]
}

func (b *briefs) put(a *join.Article) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.m == nil || len(b.m) >= keptBriefs {
		b.m = make(map[string]*join.Article)
	}
	b.m[a.ID] = a
}

// drop forgets articles, all of them where none is named.
func (b *briefs) drop(ids ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(ids) == 0 {
		b.m = nil
	}
	for _, id := range ids {
		delete(b.m, id)
	}
}
