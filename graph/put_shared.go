package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kg/graph/pgstore"
	"kg/schema"
)

// A sharedWriter is a backend that other programs write at the same time. It reads what a label holds and writes the
// difference in one transaction, so that nobody comes between.
type sharedWriter interface {
	Replace(ctx context.Context, wants []pgstore.Want) ([]pgstore.Done, error)
	ReplaceAsPlanned(ctx context.Context, plan func(view *pgstore.QuadStore) ([]pgstore.Want, error)) ([]pgstore.Done, error)
}

var _ sharedWriter = (*pgstore.QuadStore)(nil)

// putShared is PutAll for such a backend: a transaction for as many records as there are, or up to one that replaces
// a record of the same call.
func (s *Store) putShared(ctx context.Context, w sharedWriter, p *putting, records []*Record) {
	ids := make(map[string]bool)
	flush := func() {
		if len(p.waiting) == 0 {
			return
		}
		done, err := w.ReplaceAsPlanned(ctx, func(view *pgstore.QuadStore) ([]pgstore.Want, error) {
			out, others, err := s.of(view).join(ctx, p.records, nil)
			if err != nil {
				return nil, err
			}
			wants, err := s.wants(append(out, others...))
			for n, i := range p.waiting {
				if err == nil {
					p.receipts[i] = receipt(out[n], len(wants[n].Quads))
				}
			}
			return wants, err
		})
		f := flushed{records: p.waiting}
		if err != nil {
			p.failed(f, err)
		} else {
			for j, i := range p.waiting {
				p.receipts[i].Change = changeOf(done[j])
			}
			s.changes.count.Add(1)
		}
		p.waiting, p.records = nil, nil
		clear(ids)
	}
	for i, r := range records {
		if p.errs[i] = ctx.Err(); p.errs[i] != nil {
			continue
		}
		if r == nil {
			p.errs[i] = fmt.Errorf("record %d: there is none", i)
			continue
		}
		r = alone(r)
		if _, err := Quads(r, s.schema()); err != nil {
			p.errs[i] = err
			continue
		}
		if ids[r.Article.ID] {
			flush()
		}
		ids[r.Article.ID] = true
		p.waiting, p.records = append(p.waiting, i), append(p.records, r)
	}
	flush()
}

// of is the store as a transaction sees it, for reading.
func (s *Store) of(view *pgstore.QuadStore) *Store {
	return &Store{changes: s.changes, qs: view, readOnly: true, borrowed: true, schema: s.schema}
}

// wants says what the labels of records shall hold.
func (s *Store) wants(records []*Record) ([]pgstore.Want, error) {
	var out []pgstore.Want
	for _, r := range records {
		quads, err := Quads(r, s.schema())
		if err != nil {
			return nil, err
		}
		out = append(out, pgstore.Want{Label: articleIRI(r.Article.ID), Quads: quads})
	}
	return out, nil
}

func changeOf(d pgstore.Done) Change {
	switch {
	case d.Added+d.Removed == 0:
		return Unchanged
	case d.Had == 0:
		return Added
	}
	return Replaced
}

// forgetShared is ForgetAll for such a backend.
func (s *Store) forgetShared(ctx context.Context, w sharedWriter, articleIDs []string) error {
	var wants []pgstore.Want
	seen := make(map[string]bool, len(articleIDs))
	for _, id := range articleIDs {
		if badName(id) != "" {
			return fmt.Errorf("article %q: %w", id, ErrNotFound)
		}
		if !seen[id] {
			seen[id] = true
			wants = append(wants, pgstore.Want{Label: articleIRI(id), MustExist: true})
		}
	}
	_, err := w.ReplaceAsPlanned(ctx, func(view *pgstore.QuadStore) ([]pgstore.Want, error) {
		_, others, err := s.of(view).join(ctx, nil, sortedKeys(seen))
		if err != nil {
			return nil, err
		}
		more, err := s.wants(others)
		return append(slices.Clone(wants), more...), err
	})
	var none *pgstore.NoLabelError
	if errors.As(err, &none) {
		return notFound("article", nameOf(none.Label, schema.ArtPrefix))
	}
	if err == nil {
		s.changes.count.Add(1)
	}
	return err
}
