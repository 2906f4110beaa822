package claims

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kg/graph/backend"
)

// Summary is how much there is about an entity.
type Summary struct {
	Claims, Facts, Articles int
	First, Last             string // days of its claims
}

// Summary counts the claims in which the entity is the subject or the object.
func (r *Reader) Summary(ctx context.Context, entity string) (out Summary, err error) {
	e, err := r.Number(entity)
	if err != nil || e == 0 {
		return out, err
	}
	if r.d != nil {
		return r.countedSummary(ctx, e)
	}
	ms, err := r.mentions(ctx, []uint64{e}, []uint64{r.p.subject, r.p.object})
	if err != nil {
		return out, err
	}
	articles := make(map[uint64]bool)
	for _, m := range ms {
		articles[m.article] = true
	}
	out.Claims, out.Articles = len(ms), len(articles)
	days, err := r.byDay(ctx, ms)
	if err != nil {
		return out, err
	}
	days = slices.DeleteFunc(days, func(d dayGroup) bool { return d.day == "" })
	if len(days) > 0 {
		out.First, out.Last = days[0].day, days[len(days)-1].day
	}
	edges, err := r.edges(ctx, []uint64{e}, nil)
	if err != nil {
		return out, err
	}
	for i, x := range edges {
		if i == 0 || edges[i-1].subject != x.subject || edges[i-1].relation != x.relation || edges[i-1].object != x.object {
			out.Facts++
		}
	}
	return out, nil
}

// Tie is a relation between two, seen from one of them.
type Tie struct {
	Relation  string
	Backwards bool // the other acts
}

// Neighbour is an entity to which facts connect another.
type Neighbour struct {
	ID       string
	Ties     []Tie  // sorted
	Articles int    // in which the facts stand
	Last     string // the day of the last of them

	number uint64
	of     map[uint64]bool // articles
	ties   map[tie]bool
}

type tie struct {
	relation uint64
	back     bool
}

// Neighbours gives those to whom facts connect an entity, those of the most articles first, at most limit, 0 being
// all; with a class, only those of that class.
func (r *Reader) Neighbours(ctx context.Context, entity, class string, limit int) ([]Neighbour, error) {
	of, err := r.around(ctx, entity)
	if err != nil {
		return nil, err
	}
	var only uint64
	if class != "" {
		if only, err = r.Number(class); err != nil || only == 0 {
			return nil, err
		}
	}
	list := make([]*Neighbour, 0, len(of))
	for _, n := range of {
		if only != 0 {
			ok, err := r.has(ctx, n.number, r.p.typ, only)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		list = append(list, n)
	}
	list, err = top(list, limit, func(a, b *Neighbour) int { return cmp.Compare(len(b.of), len(a.of)) },
		func(n *Neighbour) (string, error) { return r.Text(n.number) })
	if err != nil {
		return nil, err
	}
	out := make([]Neighbour, len(list))
	for i, n := range list {
		if err := r.finish(n); err != nil {
			return nil, err
		}
		out[i] = *n
	}
	return out, nil
}

// Common is an entity to which facts connect two others.
type Common struct {
	ID       string
	A, B     []Tie
	Articles int
}

// Common gives those to whom facts connect both, those of the most articles first.
func (r *Reader) Common(ctx context.Context, a, b string) ([]Common, error) {
	ofA, err := r.around(ctx, a)
	if err != nil {
		return nil, err
	}
	ofB, err := r.around(ctx, b)
	if err != nil {
		return nil, err
	}
	out := []Common{}
	for n, x := range ofA {
		y := ofB[n]
		if y == nil {
			continue
		}
		for _, side := range []*Neighbour{x, y} {
			if err := r.finish(side); err != nil {
				return nil, err
			}
		}
		for article := range y.of {
			x.of[article] = true
		}
		if x.ID != a && x.ID != b {
			out = append(out, Common{ID: x.ID, A: x.Ties, B: y.Ties, Articles: len(x.of)})
		}
	}
	slices.SortFunc(out, func(a, b Common) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// around is the neighbours of an entity by their numbers.
func (r *Reader) around(ctx context.Context, entity string) (map[uint64]*Neighbour, error) {
	e, err := r.Number(entity)
	if err != nil || e == 0 {
		return nil, err
	}
	edges, err := r.edges(ctx, []uint64{e}, nil)
	if err != nil {
		return nil, err
	}
	if err := r.loadArticles(ctx, dayOf, len(edges), articlesOf(edges)); err != nil {
		return nil, err
	}
	of := make(map[uint64]*Neighbour)
	for _, x := range edges {
		other, back := x.object, false
		if x.object == e {
			other, back = x.subject, !r.twoWay[x.relation]
		}
		if other == e {
			continue
		}
		n := of[other]
		if n == nil {
			n = &Neighbour{number: other, of: make(map[uint64]bool, 1), ties: make(map[tie]bool, 1)}
			of[other] = n
		}
		n.of[x.article] = true
		n.ties[tie{x.relation, back}] = true
		day, err := r.day(x.article)
		if err != nil {
			return nil, err
		}
		n.Last = max(n.Last, day)
	}
	return of, nil
}

// finish reads the texts of a neighbour.
func (r *Reader) finish(n *Neighbour) (err error) {
	n.Articles = len(n.of)
	n.ID, err = r.Text(n.number)
	for t := range n.ties {
		rel, e := r.Text(t.relation)
		if e != nil {
			err = e
		}
		n.Ties = append(n.Ties, Tie{rel, t.back})
	}
	slices.SortFunc(n.Ties, func(a, b Tie) int {
		if a.Relation != b.Relation || a.Backwards == b.Backwards {
			return strings.Compare(a.Relation, b.Relation)
		}
		if a.Backwards {
			return 1
		}
		return -1
	})
	return err
}

// has reports whether the store has a quad with these three.
func (r *Reader) has(ctx context.Context, s, p, o uint64) (ok bool, err error) {
	if s == 0 || p == 0 || o == 0 {
		return false, nil
	}
	err = r.n.Each(ctx, [4]uint64{s, p, o, 0}, func([4]uint64) bool { ok = true; return false })
	return ok, err
}

// Connected is how many others facts connect an entity to.
type Connected struct {
	ID                      string
	Others, Facts, Articles int
}

// Connected gives the entities by the number of others to which facts connect them, then of facts; with a class, only
// those of that class. Where the store does not keep them in that order it reads every direct edge.
func (r *Reader) Connected(ctx context.Context, class string, limit int) ([]Connected, error) {
	if r.d != nil {
		return r.topConnected(ctx, class, limit)
	}
	var only map[uint64]bool
	if class != "" {
		ns, err := r.ofClass(ctx, class)
		if err != nil {
			return nil, err
		}
		only = make(map[uint64]bool, len(ns))
		for _, n := range ns {
			only[n] = true
		}
	}
	edges, err := r.edges(ctx, nil, nil)
	if err != nil {
		return nil, err
	}
	// Each edge from both of its sides; sorted by entity and other, the counts are runs.
	type half struct{ entity, other, fact, article uint64 }
	halves := make([]half, 0, 2*len(edges))
	n := uint64(0)
	for i, e := range edges {
		if i == 0 || edges[i-1].subject != e.subject || edges[i-1].relation != e.relation || edges[i-1].object != e.object {
			n++
		}
		if only == nil || only[e.subject] {
			halves = append(halves, half{e.subject, e.object, n, e.article})
		}
		if e.subject != e.object && (only == nil || only[e.object]) {
			halves = append(halves, half{e.object, e.subject, n, e.article})
		}
	}
	slices.SortFunc(halves, func(a, b half) int {
		return cmp.Or(cmp.Compare(a.entity, b.entity), cmp.Compare(a.other, b.other), cmp.Compare(a.fact, b.fact))
	})
	var rows []connected
	for i, h := range halves {
		if i == 0 || halves[i-1].entity != h.entity {
			rows = append(rows, connected{entity: h.entity, from: i})
		}
		x := &rows[len(rows)-1]
		x.to = i + 1
		if i == x.from || halves[i-1].other != h.other {
			x.others++
		}
		if i == x.from || halves[i-1].other != h.other || halves[i-1].fact != h.fact {
			x.facts++
		}
	}
	rows, err = top(rows, limit, compareConnected, func(x connected) (string, error) { return r.Text(x.entity) })
	if err != nil {
		return nil, err
	}
	out := make([]Connected, len(rows))
	for i, x := range rows {
		articles := make(map[uint64]bool)
		for _, h := range halves[x.from:x.to] {
			articles[h.article] = true
		}
		out[i] = Connected{Others: x.others, Facts: x.facts, Articles: len(articles)}
		if out[i].ID, err = r.Text(x.entity); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// connected is a Connected in numbers.
type connected struct {
	entity                  uint64
	others, facts, articles int
	from, to                int // in the edges that were read
}

func compareConnected(a, b connected) int {
	return cmp.Or(cmp.Compare(b.others, a.others), cmp.Compare(b.facts, a.facts))
}

// Count is how many claims there are, of which how many are facts.
type Count struct {
	ID            string
	Claims, Facts int
}

// Relations counts the claims of each relation, the most first. It reads a key for every claim.
func (r *Reader) Relations(ctx context.Context) ([]Count, error) {
	var out []Count
	seen := make(map[uint64]bool)
	add := func(rel uint64) error {
		if seen[rel] {
			return nil
		}
		seen[rel] = true
		c, err := r.ofRelation(ctx, rel)
		if err != nil || c.Claims == 0 {
			return err
		}
		if c.ID, err = r.Text(rel); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}
	if r.p.relation == 0 {
		return out, nil
	}
	var failed error
	err := r.each(ctx, r.p.typ, r.p.relationClass, func(k [4]uint64) bool { failed = add(k[0]); return failed == nil })
	if err = cmp.Or(err, failed); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Claims, a.Claims), strings.Compare(a.ID, b.ID)) })
	return out, nil
}

// ofRelation counts the claims of a relation.
func (r *Reader) ofRelation(ctx context.Context, rel uint64) (c Count, err error) {
	if r.d != nil {
		n, err := r.d.Counts(countRelations, backend.Key{rel})
		return Count{Claims: int(n.Counts[0]), Facts: int(n.Counts[1])}, err
	}
	claims, err := r.n.CountUpTo(ctx, [4]uint64{0, r.p.relation, rel, 0}, 1<<62)
	if err != nil || r.p.fact == 0 {
		return Count{Claims: int(claims)}, err
	}
	facts, err := r.n.CountUpTo(ctx, [4]uint64{0, r.p.fact, rel, 0}, 1<<62)
	return Count{Claims: int(claims), Facts: int(facts)}, err
}

// Mentioned is how many claims an entity is in, and of how many articles.
type Mentioned struct {
	ID               string
	Claims, Articles int
}

// MentionFilter says whose claims are counted.
type MentionFilter struct {
	Entities  []string // nil: all that have one of the roles
	Class     string   // where Entities is nil: those of this class
	Unmatched bool     // only those without a skos:exactMatch
	Roles     []string // as in Filter
	Limit     int      // 0 is all
}

// Mentioned counts the claims in which entities have one of the roles, the most first. The store keeps the order of those who say
// something, and of groups that are not matched; for others without entities and class it reads a key for every claim.
func (r *Reader) Mentioned(ctx context.Context, f MentionFilter) ([]Mentioned, error) {
	preds, err := r.roles(f.Roles)
	if err != nil {
		return nil, err
	}
	switch {
	case r.d == nil || f.Entities != nil:
	case slices.Equal(f.Roles, []string{"saidBy"}) && f.Class == "" && !f.Unmatched:
		return r.topMentioned(ctx, listSpeakers, says, saysArticles, f.Limit, nil)
	case len(f.Roles) == 0 && f.Class == "<kg:Group>" && f.Unmatched:
		return r.topMentioned(ctx, listGroups, inClaims, inArticles, f.Limit, nil)
	}
	named := make(map[uint64][]mention)
	add := func(k [4]uint64) bool {
		named[k[2]] = append(named[k[2]], mention{k[0], k[3]})
		return true
	}
	if f.Entities == nil && f.Class == "" {
		for _, p := range preds {
			if p == 0 {
				continue
			}
			if err := r.n.Each(ctx, [4]uint64{0, p, 0, 0}, add); err != nil {
				return nil, err
			}
		}
	} else {
		ns, err := r.numbers(f.Entities)
		if err != nil {
			return nil, err
		}
		if f.Entities == nil {
			if ns, err = r.ofClass(ctx, f.Class); err != nil {
				return nil, err
			}
		}
		for _, p := range preds {
			for _, e := range ns {
				if err := r.each(ctx, p, e, add); err != nil {
					return nil, err
				}
			}
		}
	}
	type row struct {
		entity uint64
		claims []mention
	}
	rows := make([]row, 0, len(named))
	for e, ms := range named {
		if f.Unmatched && r.p.match != 0 {
			matched := false
			err := r.n.Each(ctx, [4]uint64{e, r.p.match, 0, 0}, func([4]uint64) bool { matched = true; return false })
			if err != nil {
				return nil, err
			}
			if matched {
				continue
			}
		}
		rows = append(rows, row{e, uniqueClaims(ms)})
	}
	rows, err = top(rows, f.Limit, func(a, b row) int { return cmp.Compare(len(b.claims), len(a.claims)) }, func(x row) (string, error) { return r.Text(x.entity) })
	if err != nil {
		return nil, err
	}
	out := make([]Mentioned, len(rows))
	for i, x := range rows {
		articles := make(map[uint64]bool)
		for _, m := range x.claims {
			articles[m.article] = true
		}
		out[i] = Mentioned{Claims: len(x.claims), Articles: len(articles)}
		if out[i].ID, err = r.Text(x.entity); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ofClass is the nodes of a class.
func (r *Reader) ofClass(ctx context.Context, class string) (ns []uint64, err error) {
	c, err := r.Number(class)
	if err != nil || c == 0 || r.p.typ == 0 {
		return nil, err
	}
	err = r.n.EachOnce(ctx, [4]uint64{0, r.p.typ, c, 0}, func(k [4]uint64) bool { ns = append(ns, k[0]); return true })
	return ns, err
}

// uniqueClaims sorts mentions by claim and leaves each claim once.
func uniqueClaims(ms []mention) []mention {
	byClaim := func(a, b mention) int { return cmp.Compare(a.claim, b.claim) }
	if !slices.IsSortedFunc(ms, byClaim) {
		slices.SortFunc(ms, byClaim)
	}
	return slices.CompactFunc(ms, func(a, b mention) bool { return a.claim == b.claim })
}

// Orphans gives the entities that claims name as subject, as object or as who says so, and that no fact connects to
// anything, with how many claims that are; those of the most first. With a class, only those of that class. Where
// the store does not keep them in that order it reads every edge and a key for every entity in every claim.
func (r *Reader) Orphans(ctx context.Context, class string, limit int) ([]Mentioned, error) {
	if r.d != nil {
		keep, none, err := r.inClass(ctx, class)
		if none || err != nil {
			return nil, err
		}
		return r.topMentioned(ctx, listOrphans, named, -1, limit, keep)
	}
	edges, err := r.edges(ctx, nil, nil)
	if err != nil {
		return nil, err
	}
	connected := make(map[uint64]bool)
	for _, e := range edges {
		connected[e.subject], connected[e.object] = true, true
	}
	var only uint64
	if class != "" {
		if only, err = r.Number(class); err != nil || only == 0 {
			return nil, err
		}
	}
	named := make(map[uint64][]uint64)
	for _, p := range []uint64{r.p.subject, r.p.object, r.p.saidBy} {
		if p == 0 {
			continue
		}
		err := r.n.Each(ctx, [4]uint64{0, p, 0, 0}, func(k [4]uint64) bool {
			if !connected[k[2]] {
				named[k[2]] = append(named[k[2]], k[0])
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	type row struct {
		entity uint64
		claims int
	}
	var rows []row
	for e, claims := range named {
		if only != 0 {
			ok, err := r.has(ctx, e, r.p.typ, only)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		slices.Sort(claims)
		rows = append(rows, row{e, len(slices.Compact(claims))})
	}
	rows, err = top(rows, limit, func(a, b row) int { return cmp.Compare(b.claims, a.claims) }, func(x row) (string, error) { return r.Text(x.entity) })
	if err != nil {
		return nil, err
	}
	out := make([]Mentioned, len(rows))
	for i, x := range rows {
		out[i].Claims = x.claims
		if out[i].ID, err = r.Text(x.entity); err != nil {
			return nil, err
		}
	}
	return out, nil
}
