package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"

	"kg/graph/pebblestore"
	"kg/schema"
)

// Repaired tells what Repair has done.
type Repaired struct {
	Quads   int64     // that the new store holds
	Dropped []Article // articles that were not whole any more, without their texts; load them again
	Lost    []string  // what could not be read, a line each
	Joined  int       // articles in which what is joined across articles was put right
	Old     string    // where the damaged store is now
}

// Repair builds the store at the address of opt anew from what can be read of it, with all its indexes. An
// article that is not whole any more is dropped, so that the result is sound, and what is joined across articles
// is what the rest of them demands; the damaged store is kept beside it. Only the embedded store can be repaired.
func Repair(ctx context.Context, opt Options) (*Repaired, error) {
	if !isPebble(opt.Backend) {
		return nil, fmt.Errorf("backend %s: only the %s store can be repaired", opt.Backend, Pebble)
	}
	po, err := embeddedOptions(opt)
	if err != nil {
		return nil, err
	}
	report, err := pebblestore.Rebuild(ctx, opt.Address, po)
	if err != nil {
		return nil, err
	}
	out := &Repaired{Lost: report.Lost, Old: report.Old}
	for _, label := range report.Incomplete {
		if id, ok := name(label, schema.ArtPrefix); ok {
			out.Dropped = append(out.Dropped, Article{ID: id})
		}
	}
	opt.ReadOnly, opt.MustExist = false, true
	s, err := Open(ctx, opt)
	if err != nil {
		return out, err
	}
	if err = s.dropUnsound(ctx, out); err == nil {
		out.Joined, err = s.rejoin(ctx)
	}
	if err == nil {
		var size cayley.Stats
		size, err = s.qs.Stats(ctx, true)
		out.Quads = size.Quads.Value
	}
	return out, errors.Join(err, s.Close())
}

// dropUnsound forgets the articles that break an invariant.
func (s *Store) dropUnsound(ctx context.Context, out *Repaired) error {
	ids, err := s.Articles(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := s.record(ctx, id)
		if err != nil {
			return err
		}
		problems, _, _, err := s.checkRecord(ctx, r)
		if err != nil {
			return err
		}
		if len(problems) == 0 {
			continue
		}
		a, err := s.Article(ctx, id)
		if err != nil {
			return err
		}
		a.Text = ""
		out.Dropped = append(out.Dropped, *a)
		out.Lost = append(out.Lost, problems...)
		if err := s.Forget(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func isPebble(backend string) bool {
	return backend == "" || backend == Pebble || strings.EqualFold(backend, pebblestore.Name)
}
