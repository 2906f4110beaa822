package claims

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"kg/graph/backend"
)

// topFacts gives the facts that come first in an order that the store keeps; ok is false where it keeps none for them.
func (r *Reader) topFacts(ctx context.Context, f FactFilter, relations []uint64) (facts []fact, ok bool, err error) {
	if r.d == nil || f.About != nil {
		return nil, false, nil
	}
	all, err := r.relations(ctx)
	if err != nil {
		return nil, false, err
	}
	if relations == nil {
		relations = all
	}
	switch {
	case f.Order == "articles" && f.Since == "" && !f.OnePublisher && f.Merge && len(relations) > 0:
		facts, err = r.mostStatedMerged(ctx, relations, f.Limit)
	case f.Order == "articles" && f.Since == "" && !f.OnePublisher:
		facts, err = r.mostStated(ctx, relations, f.Limit)
	case f.Order == "published" && f.Since != "" && !f.Merge:
		facts, err = r.firstPublished(ctx, relations, f)
	case f.Order == "latest" && f.Since == "" && !f.Merge:
		facts, err = r.lastPublished(ctx, relations, f)
	default:
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	facts, err = top(facts, f.Limit, orders[f.Order], r.factText)
	if err != nil {
		return nil, false, err
	}
	for i, x := range facts {
		if x.publishers == 0 || x.first == "" {
			rels := []uint64{x.relation}
			if f.Merge {
				rels = relations
			}
			if facts[i], err = r.factOf(ctx, rels, x.subject, x.object); err != nil {
				return nil, false, err
			}
		}
	}
	return facts, true, nil
}

// mirrored reports whether an edge is the other direction of one that counts: of a symmetric relation both are there.
func (r *Reader) mirrored(relation, subject, object uint64) bool {
	return r.twoWay[relation] && object < subject
}

// factOf reads the days and the publishers of a fact, which may be of several relations that count as the first.
func (r *Reader) factOf(ctx context.Context, relations []uint64, subject, object uint64) (fact, error) {
	f := fact{subject: subject, relation: relations[0], object: object}
	articles, publishers := make(map[uint64]bool), make(map[uint64]bool)
	for _, rel := range relations {
		for row, err := range r.d.Rows(ctx, rowFacts, []uint64{rel, subject, object}, nil, false) {
			if err != nil {
				return f, err
			}
			articles[row.Label], publishers[row.Value[0]] = true, true
			if day := dayText(row.Key[3]); day != "" {
				if f.first == "" || day < f.first {
					f.first = day
				}
				f.last = max(f.last, day)
			}
		}
	}
	f.articles, f.publishers = int32(len(articles)), int32(len(publishers))
	return f, nil
}

// pulled is a sequence from which one takes the items one by one.
type pulled[T any] struct {
	head T
	ok   bool
	next func() (T, error, bool)
	stop func()
}

func pull[T any](s iter.Seq2[T, error]) (*pulled[T], error) {
	p := &pulled[T]{}
	p.next, p.stop = iter.Pull2(s)
	return p, p.step()
}

func (p *pulled[T]) step() (err error) {
	p.head, err, p.ok = p.next()
	return err
}

func stopAll[T any](ps []*pulled[T]) {
	for _, p := range ps {
		p.stop()
	}
}

// listsOfFacts pulls the facts of each relation, those of the most articles first. The lists are to be stopped, also where the
// error is not nil.
func (r *Reader) listsOfFacts(ctx context.Context, relations []uint64) ([]*pulled[backend.Listed], error) {
	var lists []*pulled[backend.Listed]
	for _, rel := range relations {
		p, err := pull(r.d.Listed(ctx, countFacts, 0, []uint64{rel}, false))
		lists = append(lists, p)
		if err != nil {
			return lists, err
		}
	}
	return lists, nil
}

// mostStated gives the facts of the most articles, at least as many as limit says where there are so many.
func (r *Reader) mostStated(ctx context.Context, relations []uint64, limit int) (facts []fact, err error) {
	lists, err := r.listsOfFacts(ctx, relations)
	defer stopAll(lists)
	if err != nil {
		return nil, err
	}
	for limit <= 0 || len(facts) < limit {
		var level uint64
		for _, p := range lists {
			if p.ok {
				level = max(level, p.head.Count)
			}
		}
		if level == 0 {
			break
		}
		for _, p := range lists {
			for p.ok && p.head.Count == level {
				k := p.head.Key
				f := fact{relation: k[0], subject: k[1], object: k[2], articles: 1, publishers: 1}
				if !r.mirrored(k[0], k[1], k[2]) {
					if level > 1 { // or else its days are read if it is wanted
						if f, err = r.factOf(ctx, k[:1], k[1], k[2]); err != nil {
							return nil, err
						}
					}
					facts = append(facts, f)
				}
				if err := p.step(); err != nil {
					return nil, err
				}
			}
		}
	}
	return facts, nil
}

// mostStatedMerged is mostStated where all relations count as one: in how many articles two are, is at most the sum over the
// relations.
func (r *Reader) mostStatedMerged(ctx context.Context, relations []uint64, limit int) ([]fact, error) {
	lists, err := r.listsOfFacts(ctx, relations)
	defer stopAll(lists)
	if err != nil {
		return nil, err
	}
	most := make(map[[2]uint64]uint64) // at most in so many articles
	exact := make(map[[2]uint64]fact)
	for _, level := range []uint64{16, 4, 2, 0} { // those of more articles are read
		for _, p := range lists {
			for p.ok && p.head.Count > level {
				if k := p.head.Key; !r.mirrored(k[0], k[1], k[2]) {
					most[[2]uint64{k[1], k[2]}] += backend.Least(backend.Place(p.head.Count)+1) - 1
				}
				if err := p.step(); err != nil {
					return nil, err
				}
			}
		}
		facts, least, err := r.mostOf(ctx, relations, most, exact, limit, level*uint64(len(relations)))
		if err != nil {
			return nil, err
		}
		if level == 0 || least > level*uint64(len(relations)) {
			return facts, nil
		}
	}
	return nil, nil
}

// mostOf gives the facts of the most articles among pairs that are in at most so many more than are known of, and the number of
// articles of the last one that is wanted. exact keeps what was read.
func (r *Reader) mostOf(ctx context.Context, relations []uint64, most map[[2]uint64]uint64, exact map[[2]uint64]fact, limit int, more uint64) (facts []fact, least uint64, err error) {
	type bound struct {
		pair [2]uint64
		most uint64
	}
	bounds := make([]bound, 0, len(most))
	for pair, n := range most {
		bounds = append(bounds, bound{pair, n + more})
	}
	slices.SortFunc(bounds, func(a, b bound) int { return cmp.Compare(b.most, a.most) })
	var counts []uint64 // of facts, the highest first
	for _, b := range bounds {
		if limit > 0 && len(counts) >= limit && counts[limit-1] > b.most {
			break
		}
		f, ok := exact[b.pair]
		if !ok {
			if f, err = r.factOf(ctx, relations, b.pair[0], b.pair[1]); err != nil {
				return nil, 0, err
			}
			exact[b.pair] = f
		}
		facts = append(facts, f)
		at, _ := slices.BinarySearchFunc(counts, uint64(f.articles), func(n, x uint64) int { return cmp.Compare(x, n) })
		counts = slices.Insert(counts, at, uint64(f.articles))
	}
	if limit > 0 && len(counts) >= limit {
		least = counts[limit-1]
	}
	return facts, least, nil
}

// firstPublished gives the facts whose first article is of f.Since or later, the earliest first.
func (r *Reader) firstPublished(ctx context.Context, relations []uint64, f FactFilter) ([]fact, error) {
	from := dayNumber(f.Since)
	if from == noDay {
		from = 0
	}
	var facts []fact
	err := r.edgeDays(ctx, relations, r.d.Rows(ctx, rowEdges, nil, []uint64{from}, false), func(day uint64, edges [][3]uint64) (bool, error) {
		if day == noDay {
			return false, nil
		}
		for _, e := range edges {
			first, err := r.edgeDay(ctx, e, 0, false)
			if err != nil {
				return false, err
			}
			if first != day {
				continue
			}
			x := fact{relation: e[0], subject: e[1], object: e[2], first: dayText(day)}
			if f.OnePublisher {
				if x, err = r.factOf(ctx, e[:1], e[1], e[2]); err != nil {
					return false, err
				}
				if x.publishers != 1 {
					continue
				}
			}
			if x.first >= f.Since {
				facts = append(facts, x)
			}
		}
		return f.Limit <= 0 || len(facts) < f.Limit, nil
	})
	return facts, err
}

// lastPublished gives the facts of the latest last article.
func (r *Reader) lastPublished(ctx context.Context, relations []uint64, f FactFilter) ([]fact, error) {
	var facts []fact
	add := func(day uint64, edges [][3]uint64) (bool, error) {
		for _, e := range edges {
			last, err := r.edgeDay(ctx, e, noDay-1, true)
			if err != nil {
				return false, err
			}
			if last == 0 {
				last = noDay
			}
			if last != day {
				continue
			}
			x := fact{relation: e[0], subject: e[1], object: e[2], last: dayText(day)}
			if f.OnePublisher {
				one, err := r.onePublisher(ctx, e)
				if err != nil {
					return false, err
				}
				if !one {
					continue
				}
			}
			facts = append(facts, x)
		}
		return f.Limit <= 0 || len(facts) < f.Limit, nil
	}
	err := r.edgeDays(ctx, relations, r.d.Rows(ctx, rowEdges, nil, []uint64{noDay - 1}, true), add)
	if err == nil && (f.Limit <= 0 || len(facts) < f.Limit) {
		err = r.edgeDays(ctx, relations, r.d.Rows(ctx, rowEdges, []uint64{noDay}, nil, false), add)
	}
	return facts, err
}

// edgeDays calls f with the edges of each day, each once, until it returns false.
func (r *Reader) edgeDays(ctx context.Context, relations []uint64, rows iter.Seq2[backend.Row, error], f func(day uint64, edges [][3]uint64) (bool, error)) error {
	wanted := make(map[uint64]bool, len(relations))
	for _, rel := range relations {
		wanted[rel] = true
	}
	var edges [][3]uint64
	day := uint64(0)
	for row, err := range rows {
		if err != nil {
			return err
		}
		k := row.Key
		if k[0] != day {
			if len(edges) > 0 {
				if more, err := f(day, edges); !more || err != nil {
					return err
				}
			}
			day, edges = k[0], edges[:0]
		}
		e := [3]uint64{k[1], k[2], k[3]}
		if wanted[e[0]] && !r.mirrored(e[0], e[1], e[2]) && (len(edges) == 0 || edges[len(edges)-1] != e) {
			edges = append(edges, e)
		}
	}
	if len(edges) > 0 {
		_, err := f(day, edges)
		return err
	}
	return nil
}

// edgeDay is the first day of an edge from one on, or with back the last one up to it; 0 where there is none.
func (r *Reader) edgeDay(ctx context.Context, e [3]uint64, from uint64, back bool) (uint64, error) {
	for row, err := range r.d.Rows(ctx, rowFacts, e[:], []uint64{from}, back) {
		return row.Key[3], err
	}
	return 0, nil
}

// onePublisher reports whether the articles with an edge are of one publisher.
func (r *Reader) onePublisher(ctx context.Context, e [3]uint64) (bool, error) {
	publisher := uint64(0)
	for row, err := range r.d.Rows(ctx, rowFacts, e[:], nil, false) {
		if err != nil || publisher != 0 && publisher != row.Value[0] {
			return false, err
		}
		publisher = row.Value[0]
	}
	return publisher != 0, nil
}
