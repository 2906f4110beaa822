package claims

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Filter says which claims are wanted. Nodes are text, "<ent:John_Kerry>". A field that is zero wants any; a list of nodes
// that is there and has none wants nothing.
type Filter struct {
	About []string // entities that the claim is about
	Roles []string // in which roles: subject, object, saidBy, place; empty is subject or object
	With  []string // entities that the claim is about too
	Sides []string // in which roles; empty is subject or object

	Relations  []string // one of these relations
	Facts      bool     // facts only
	NotFacts   bool     // all but facts
	Status     string   // "fact", "denied", "planned", "wanted", "possible", "conditional", "reported" or "claim"
	Acts       bool     // one of About is the subject, or the relation is symmetric
	Undergoes  bool     // the relation is not symmetric
	Containing []string // the sentence contains one of these

	Since, Until string // days; a claim without a day is left out where one is given
	Dated        bool   // claims without a day are left out
	Limit        int    // at most so many, the latest; 0 is all
}

// Found is a claim that was found.
type Found struct {
	ID, Article string      // nodes
	Number      uint64      // of the claim
	All         [][2]uint64 // the numbers of every predicate and object of the claim, sorted
}

// Find gives the claims that f wants, in no order. With a limit these are the latest: by day, then article, then their
// place in the text. The day of a claim is its own, or else that of its article.
func (r *Reader) Find(ctx context.Context, f Filter) ([]Found, error) {
	found, err := r.find(ctx, f)
	if err != nil {
		return nil, err
	}
	out := make([]Found, len(found))
	for i, c := range found {
		out[i].Number, out[i].All = c.id, c.all
		if out[i].ID, err = r.Text(c.id); err != nil {
			return nil, err
		}
		if out[i].Article, err = r.Text(c.article); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// find is Find in numbers.
func (r *Reader) find(ctx context.Context, f Filter) ([]claim, error) {
	s := search{r: r, f: f}
	if none, err := s.prepare(ctx); none || err != nil {
		return nil, err
	}
	if roles, ok := s.byDayOf(); ok {
		return s.latest(ctx, roles)
	}
	base, err := s.base(ctx)
	if err != nil {
		return nil, err
	}
	return s.run(ctx, base)
}

// search is one call of Find.
type search struct {
	r           *Reader
	f           Filter
	about, with []uint64
	relations   map[uint64]bool
	subjects    bool // the claims whose subjects they are are among those gone through
}

// prepare turns the nodes of the filter into numbers; none says that nothing can be found.
func (s *search) prepare(ctx context.Context) (none bool, err error) {
	for _, x := range []struct {
		nodes []string
		to    *[]uint64
	}{{s.f.About, &s.about}, {s.f.With, &s.with}} {
		if x.nodes == nil {
			continue
		}
		if *x.to, err = s.r.numbers(x.nodes); err != nil || len(*x.to) == 0 {
			return true, err
		}
	}
	if s.f.Relations != nil {
		ns, err := s.r.numbers(s.f.Relations)
		if err != nil || len(ns) == 0 {
			return true, err
		}
		s.relations = make(map[uint64]bool, len(ns))
		for _, n := range ns {
			s.relations[n] = true
		}
	}
	_, err = s.r.relations(ctx)
	return false, err
}

func (r *Reader) roles(names []string) ([]uint64, error) {
	if len(names) == 0 {
		return []uint64{r.p.subject, r.p.object}, nil
	}
	var out []uint64
	for _, name := range names {
		switch name {
		case "subject":
			out = append(out, r.p.subject)
		case "object":
			out = append(out, r.p.object)
		case "saidBy":
			out = append(out, r.p.saidBy)
		case "place":
			out = append(out, r.p.place)
		default:
			return nil, fmt.Errorf("role %q: want subject, object, saidBy or place", name)
		}
	}
	return out, nil
}

// base is the claims to look at, by claim.
func (s *search) base(ctx context.Context) ([]mention, error) {
	r := s.r
	var lists [][]mention
	for _, x := range []struct {
		nodes []uint64
		roles []string
	}{{s.about, s.f.Roles}, {s.with, s.f.Sides}} {
		if len(x.nodes) == 0 {
			continue
		}
		roles, err := r.roles(x.roles)
		if err != nil {
			return nil, err
		}
		l, err := r.mentions(ctx, x.nodes, roles)
		if err != nil {
			return nil, err
		}
		lists = append(lists, l)
	}
	switch len(lists) {
	case 1:
		return lists[0], nil
	case 2:
		if len(lists[0]) > len(lists[1]) {
			lists[0], lists[1] = lists[1], lists[0]
		}
		return intersect(lists[0], lists[1]), nil
	}
	if s.f.Status == "denied" {
		return r.list(ctx, r.p.polarity, r.p.denied)
	}
	if out, ok, err := s.related(ctx, 1<<62); ok || err != nil {
		return out, err
	}
	return r.list(ctx, r.p.typ, r.p.claim)
}

// related is the claims of the relations that are wanted, by claim; ok is false where none are named, or where
// there are more than most.
func (s *search) related(ctx context.Context, most int64) (out []mention, ok bool, err error) {
	r := s.r
	predicate := r.p.relation
	if s.f.Facts {
		predicate = r.p.fact
	}
	wanted := s.relations
	if wanted == nil {
		if !s.f.Facts {
			return nil, false, nil
		}
		rels, err := r.relations(ctx)
		if err != nil {
			return nil, false, err
		}
		wanted = make(map[uint64]bool, len(rels))
		for _, rel := range rels {
			wanted[rel] = true
		}
	}
	parts := 0
	for rel := range wanted {
		n := 0
		err := r.each(ctx, predicate, rel, func(k [4]uint64) bool {
			out = append(out, mention{k[0], k[3]})
			n++
			return int64(len(out)) <= most
		})
		if err != nil || int64(len(out)) > most {
			return nil, false, err
		}
		if n > 0 {
			parts++
		}
	}
	if parts > 1 {
		slices.SortFunc(out, func(a, b mention) int { return cmp.Compare(a.claim, b.claim) })
	}
	return slices.CompactFunc(out, func(a, b mention) bool { return a.claim == b.claim }), true, nil
}

// claimSteps is how many steps of a scan take as long as reading a claim.
const claimSteps = 50

// tried is how many claims are read before a list of all claims of the wanted relations is thought of.
const tried = 1000

// run reads the claims of base from the latest on until there are enough.
func (s *search) run(ctx context.Context, base []mention) ([]claim, error) {
	r, limit := s.r, s.f.Limit
	if limit <= 0 {
		limit = len(base)
	}
	ordered := s.f.Since != "" || s.f.Until != "" || s.f.Dated || len(base) > limit
	if len(base) > tried && limit >= len(base) || len(base) > tried && s.relations != nil && s.f.Facts {
		var err error
		if base, err = s.narrow(ctx, base); err != nil {
			return nil, err
		}
	}
	if !ordered {
		return s.keep(ctx, base)
	}
	days, err := r.byDay(ctx, base)
	if err != nil {
		return nil, err
	}
	days = slices.DeleteFunc(days, func(d dayGroup) bool { return !s.inSpan(d.day) })
	left := 0
	for _, d := range days {
		left += len(d.claims)
	}
	var out []claim
	looked, narrowed := 0, false
	for i := len(days) - 1; i >= 0 && len(out) < limit; i-- {
		group := days[i].claims
		if looked += len(group); looked > tried && !narrowed && len(out)*4 < limit {
			// Few are wanted: those of the wanted relations among the rest are found at once.
			narrowed = true
			l, ok, err := s.related(ctx, int64(left)*claimSteps)
			if err != nil {
				return nil, err
			}
			if ok {
				for j := range days[:i+1] {
					days[j].claims = intersect(days[j].claims, l)
				}
				group = days[i].claims
			}
		}
		left -= len(group)
		kept, err := s.keep(ctx, group)
		if err != nil {
			return nil, err
		}
		if over := len(out) + len(kept) - limit; over > 0 {
			if kept, err = r.last(kept, len(kept)-over); err != nil {
				return nil, err
			}
		}
		out = append(out, kept...)
	}
	return out, nil
}

// narrow keeps the claims of the wanted relations, where listing those is cheaper than reading the claims.
func (s *search) narrow(ctx context.Context, base []mention) ([]mention, error) {
	l, ok, err := s.related(ctx, int64(len(base))*claimSteps)
	if !ok || err != nil {
		return base, err
	}
	if len(l) < len(base) {
		return intersect(l, base), nil
	}
	return intersect(base, l), nil
}

func (s *search) inSpan(day string) bool {
	if s.f.Since == "" && s.f.Until == "" && !s.f.Dated {
		return true
	}
	return day != "" && day >= s.f.Since && (s.f.Until == "" || day[:min(len(day), len(s.f.Until))] <= s.f.Until)
}

// sortDay puts what has no day behind all that has one.
func sortDay(day string) string {
	if day == "" {
		return "9999"
	}
	return day
}

// eachDay calls f with the number of the day of each claim, 0 where it has none. Claims are sorted by claim.
func (r *Reader) eachDay(ctx context.Context, base []mention, f func(mention, uint64) error) error {
	err := r.loadArticles(ctx, dayOf, len(base), func(yield func(uint64) bool) {
		for _, m := range base {
			if !yield(m.article) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	own, err := r.ownDays(ctx, base)
	if err != nil {
		return err
	}
	for _, m := range base {
		n := own[m.claim]
		if n == 0 {
			n = r.articles[dayOf][m.article]
		}
		if err := f(m, n); err != nil {
			return err
		}
	}
	return nil
}

// dayGroup is the claims of one day, by claim.
type dayGroup struct {
	day    string
	claims []mention
}

// byDay sorts claims by their days, those without one last.
func (r *Reader) byDay(ctx context.Context, base []mention) ([]dayGroup, error) {
	at := make(map[uint64]int)
	var groups []dayGroup
	err := r.eachDay(ctx, base, func(m mention, n uint64) error {
		i, ok := at[n]
		if !ok {
			day, err := r.Text(n)
			if err != nil {
				return err
			}
			i = len(groups)
			at[n] = i
			groups = append(groups, dayGroup{day: day})
		}
		groups[i].claims = append(groups[i].claims, m)
		return nil
	})
	slices.SortFunc(groups, func(a, b dayGroup) int { return strings.Compare(sortDay(a.day), sortDay(b.day)) })
	return groups, err
}

// ownDays is the days that claims have themselves: looked up one by one where that is cheaper than to read all.
func (r *Reader) ownDays(ctx context.Context, base []mention) (map[uint64]uint64, error) {
	if r.p.from == 0 || len(base) == 0 {
		return nil, nil
	}
	out := make(map[uint64]uint64)
	all, err := r.n.CountUpTo(ctx, [4]uint64{0, r.p.from, 0, 0}, 1)
	if err != nil {
		return nil, err
	}
	if all <= int64(len(base))*lookupSteps {
		err = r.n.Each(ctx, [4]uint64{0, r.p.from, 0, 0}, func(k [4]uint64) bool { out[k[0]] = k[2]; return true })
		return out, err
	}
	for _, m := range base {
		err := r.n.Each(ctx, [4]uint64{m.claim, r.p.from, 0, 0}, func(k [4]uint64) bool { out[k[0]] = k[2]; return false })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// keep reads claims and keeps those that are wanted.
func (s *search) keep(ctx context.Context, ms []mention) ([]claim, error) {
	var out []claim
	for _, m := range ms {
		c, err := s.r.read(ctx, m)
		if err != nil {
			return nil, err
		}
		ok, err := s.wants(&c)
		if err != nil {
			return nil, err
		}
		if ok {
			c.all = slices.Clone(c.all)
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *search) wants(c *claim) (bool, error) {
	r := s.r
	switch {
	case s.f.Facts && c.fact == 0, s.f.NotFacts && c.fact != 0 && s.r.isFact(c),
		s.relations != nil && !s.relations[c.relation] && !(s.f.Facts && s.relations[c.fact]),
		s.f.Acts && !slices.Contains(s.about, c.subject) && !r.twoWay[c.relation],
		s.f.Undergoes && r.twoWay[c.relation]:
		return false, nil
	}
	if s.f.Status != "" {
		if status, err := r.status(c); err != nil || status != s.f.Status {
			return false, err
		}
	}
	if len(s.f.Containing) > 0 {
		text, err := r.Text(c.sentence)
		if err != nil {
			return false, err
		}
		if !slices.ContainsFunc(s.f.Containing, func(part string) bool { return strings.Contains(text, part) }) {
			return false, nil
		}
	}
	return true, nil
}

// isFact reports whether the status of a claim is "fact".
func (r *Reader) isFact(c *claim) bool {
	return c.fact != 0 && c.polarity != r.p.denied && (c.modality == 0 || c.modality == r.p.asserted)
}

// status is "fact", or how an article puts a claim that is none.
func (r *Reader) status(c *claim) (string, error) {
	switch {
	case c.polarity != 0 && c.polarity == r.p.denied:
		return "denied", nil
	case c.modality != 0 && c.modality != r.p.asserted:
		return r.Text(c.modality)
	case c.fact != 0:
		return "fact", nil
	case c.saidBy != 0:
		return "reported", nil
	}
	return "claim", nil
}

// last keeps the n claims of a day that come last.
func (r *Reader) last(cs []claim, n int) ([]claim, error) {
	if err := r.sortWithinDay(cs); err != nil {
		return nil, err
	}
	return cs[len(cs)-n:], nil
}

// sortWithinDay sorts claims of one day by article, place in the text, and id.
func (r *Reader) sortWithinDay(cs []claim) error {
	type sortable struct {
		claim
		articleText, idText string
		at                  float64
	}
	list := make([]sortable, len(cs))
	for i, c := range cs {
		list[i].claim = c
		var err error
		if list[i].articleText, err = r.Text(c.article); err != nil {
			return err
		}
		if list[i].idText, err = r.Text(c.id); err != nil {
			return err
		}
		if v, err := r.n.Value(c.start); err != nil {
			return err
		} else if n, ok := v.(quad.Int); ok {
			list[i].at = float64(n)
		}
	}
	slices.SortFunc(list, func(a, b sortable) int {
		return cmp.Or(strings.Compare(a.articleText, b.articleText), cmp.Compare(a.at, b.at), strings.Compare(a.idText, b.idText))
	})
	for i := range list {
		cs[i] = list[i].claim
	}
	return nil
}
