package claims

import (
	"cmp"
	"context"
	"iter"

	"kg/graph/backend"
)

// counted is an entity with what is counted of it.
type counted struct {
	entity uint64
	n      [backend.MaxColumns]uint64
}

// inList gives the entities of a list that keep wants, those with the highest count first, at least as many as limit says, 0 being
// all, where there are so many. Those that count as one in the list are all there.
func (r *Reader) inList(ctx context.Context, list int, limit int, keep func(uint64) (bool, error)) (out []counted, err error) {
	last := uint64(0)
	for l, err := range r.d.Listed(ctx, countEntities, list, nil, false) {
		if err != nil {
			return nil, err
		}
		if limit > 0 && len(out) >= limit && l.Count < last {
			break
		}
		last = l.Count
		if keep != nil {
			if ok, err := keep(l.Key[0]); err != nil {
				return nil, err
			} else if !ok {
				continue
			}
		}
		c, err := r.d.Counts(countEntities, l.Key)
		if err != nil {
			return nil, err
		}
		out = append(out, counted{l.Key[0], c.Counts})
	}
	return out, nil
}

// inClass is a filter of the entities of a class; nil where none is named. none says that nothing is of that class.
func (r *Reader) inClass(ctx context.Context, class string) (keep func(uint64) (bool, error), none bool, err error) {
	if class == "" {
		return nil, false, nil
	}
	c, err := r.Number(class)
	if err != nil || c == 0 {
		return nil, true, err
	}
	return func(e uint64) (bool, error) { return r.has(ctx, e, r.p.typ, c) }, false, nil
}

// factsOf counts the facts of an entity, from what is counted by relation.
func (r *Reader) factsOf(ctx context.Context, e uint64) (n int, err error) {
	for c, err := range r.d.CountsUnder(ctx, countTies, []uint64{e}) {
		if err != nil {
			return 0, err
		}
		// A symmetric relation is counted from the entity already.
		if c.Key[2] == 0 || !r.twoWay[c.Key[1]] {
			n += int(c.Counts[0])
		}
	}
	return n, nil
}

// countedSummary is Summary from what the store counts.
func (r *Reader) countedSummary(ctx context.Context, e uint64) (out Summary, err error) {
	if _, err := r.relations(ctx); err != nil {
		return out, err
	}
	c, err := r.d.Counts(countEntities, backend.Key{e})
	if err != nil {
		return out, err
	}
	out.Claims, out.Articles = int(c.Counts[inClaims]), int(c.Counts[inArticles])
	if out.Facts, err = r.factsOf(ctx, e); err != nil {
		return out, err
	}
	for _, role := range []uint64{roleSubject, roleObject} {
		for _, back := range []bool{false, true} {
			var from []uint64
			if back {
				from = []uint64{noDay - 1}
			}
			for row, err := range r.d.Rows(ctx, rowRoles, []uint64{role, e}, from, back) {
				if err != nil {
					return out, err
				}
				if day := dayText(row.Key[2]); day != "" {
					out.Last = max(out.Last, day)
					if out.First == "" || day < out.First {
						out.First = day
					}
				}
				break
			}
		}
	}
	return out, nil
}

// topConnected is Connected from the store's list.
func (r *Reader) topConnected(ctx context.Context, class string, limit int) ([]Connected, error) {
	keep, none, err := r.inClass(ctx, class)
	if none || err != nil {
		return nil, err
	}
	if _, err := r.relations(ctx); err != nil {
		return nil, err
	}
	found, err := r.inList(ctx, listConnected, limit, keep)
	if err != nil {
		return nil, err
	}
	rows := make([]connected, len(found))
	for i, c := range found {
		rows[i] = connected{entity: c.entity, others: int(c.n[others]), articles: int(c.n[edgeArticles])}
		if rows[i].facts, err = r.factsOf(ctx, c.entity); err != nil {
			return nil, err
		}
	}
	if rows, err = top(rows, limit, compareConnected, func(x connected) (string, error) { return r.Text(x.entity) }); err != nil {
		return nil, err
	}
	out := make([]Connected, len(rows))
	for i, x := range rows {
		out[i] = Connected{Others: x.others, Facts: x.facts, Articles: x.articles}
		if out[i].ID, err = r.Text(x.entity); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// topMentioned is the entities of a list with the counts of two of the columns.
func (r *Reader) topMentioned(ctx context.Context, list, claims, articles, limit int, keep func(uint64) (bool, error)) ([]Mentioned, error) {
	found, err := r.inList(ctx, list, limit, keep)
	if err != nil {
		return nil, err
	}
	found, err = top(found, limit, func(a, b counted) int { return cmp.Compare(b.n[claims], a.n[claims]) }, func(c counted) (string, error) { return r.Text(c.entity) })
	if err != nil {
		return nil, err
	}
	out := make([]Mentioned, len(found))
	for i, c := range found {
		out[i].Claims = int(c.n[claims])
		if articles >= 0 {
			out[i].Articles = int(c.n[articles])
		}
		if out[i].ID, err = r.Text(c.entity); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// merged gives the rows of several sequences, whose keys have their days at one place, those of the latest day first.
func merged(lists []*pulled[backend.Row], at int) iter.Seq2[backend.Row, error] {
	return func(yield func(backend.Row, error) bool) {
		for {
			var latest *pulled[backend.Row]
			for _, p := range lists {
				if p.ok && (latest == nil || p.head.Key[at] > latest.head.Key[at]) {
					latest = p
				}
			}
			if latest == nil {
				return
			}
			row := latest.head
			if err := latest.step(); err != nil {
				yield(row, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}
