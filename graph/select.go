package graph

import (
	"context"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// Selection says which articles are meant: those that meet every condition that is set.
type Selection struct {
	Publisher string // as it is written in the article
	From, To  string // day of publication, "2006-01-02", both included; an article without a day is in no range
	Engine    string // version of the engine that read it
	NotEngine string // any other version: what an upgrade has to read again
}

// SelectArticles gives the ids of the articles that are meant, sorted. A Selection without conditions means
// all of them.
func (s *Store) SelectArticles(ctx context.Context, sel Selection) ([]string, error) {
	return frozenDo(s, func(s *Store) ([]string, error) { return s.selectArticles(ctx, sel) })
}

func (s *Store) selectArticles(ctx context.Context, sel Selection) ([]string, error) {
	var found map[string]bool // nil: all
	narrow := func(p quad.Quad, keep func(quad.Quad) bool) error {
		next := make(map[string]bool)
		err := s.scan(ctx, p, func(q quad.Quad) error {
			id, ok := name(q.Subject, schema.ArtPrefix)
			if ok && (found == nil || found[id]) && keep(q) {
				next[id] = true
			}
			return nil
		})
		found = next
		return err
	}
	all := func(quad.Quad) bool { return true }
	if err := narrow(quad.Quad{Predicate: rdfType, Object: schemaArticle}, all); err != nil {
		return nil, err
	}
	if sel.Publisher != "" {
		if err := narrow(quad.Quad{Predicate: schemaPublisher, Object: quad.String(sel.Publisher)}, all); err != nil {
			return nil, err
		}
	}
	if sel.Engine != "" {
		if err := narrow(quad.Quad{Predicate: kgEngine, Object: quad.String(sel.Engine)}, all); err != nil {
			return nil, err
		}
	}
	if sel.NotEngine != "" {
		err := s.scan(ctx, quad.Quad{Predicate: kgEngine, Object: quad.String(sel.NotEngine)}, func(q quad.Quad) error {
			delete(found, nameOf(q.Subject, schema.ArtPrefix))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if sel.From != "" || sel.To != "" {
		err := narrow(quad.Quad{Predicate: schemaPublished}, func(q quad.Quad) bool {
			day := textOf(q.Object)
			return day >= sel.From && (sel.To == "" || day <= sel.To)
		})
		if err != nil {
			return nil, err
		}
	}
	return sortedKeys(found), nil
}
