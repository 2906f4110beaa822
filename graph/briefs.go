package graph

import (
	"sync"

	"kg/resolve/join"
)

// keptBriefs is how many articles a store remembers that were compared with others, some 4 kB each; keptWholes how many of these
// with their things, some 12 kB each.
const (
	keptBriefs = 4096
	keptWholes = 4096
)

// briefs are what articles of a store tell of, of those that were lately compared with others.
type briefs struct {
	mu     sync.Mutex
	m      map[string]*join.Article
	wholes map[string]*join.Article // the same, with their things
}

func (b *briefs) get(id string) *join.Article {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.m[id]
}

// whole is an article with its things, nil where it is not remembered.
func (b *briefs) whole(id string) *join.Article {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.wholes[id]
}

func (b *briefs) putWhole(a *join.Article) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wholes = keep(b.wholes, a, keptWholes)
}

// keep adds a to m, from which another article goes where there are as many as may be: whichever, since which ones will be
// asked for again is not known, and an article that is gone is read again.
func keep(m map[string]*join.Article, a *join.Article, most int) map[string]*join.Article {
	if m == nil {
		m = make(map[string]*join.Article)
	}
	if len(m) >= most {
		for id := range m {
			delete(m, id)
			break
		}
	}
	m[a.ID] = a
	return m
}

func (b *briefs) put(a *join.Article) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.m = keep(b.m, a, keptBriefs)
}

// drop forgets articles, all of them where none is named.
func (b *briefs) drop(ids ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(ids) == 0 {
		b.m, b.wholes = nil, nil
	}
	for _, id := range ids {
		delete(b.m, id)
		delete(b.wholes, id)
	}
}
