package claims

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// FactFilter says which facts are wanted, and which first.
type FactFilter struct {
	About        []string // entities on either side
	Relations    []string
	Merge        bool   // those of Relations, which are symmetric, are one relation: the first
	Since        string // first published on this day or later
	OnePublisher bool   // by one publisher only
	Order        string // "articles": of the most articles, then publishers; "published": of the earliest first article; "latest": of the latest last one
	Limit        int    // 0 is all
}

// Fact is what articles say of two entities in one relation. A symmetric relation is one fact, whichever way round.
type Fact struct {
	Subject, Relation, Object string
	Articles, Publishers      int
	Published, Latest         string // days of the first and of the last article
	First                     string // the first day that a claim gives, as exact as it is: "2014" for a year
	Best                      string // the claim of the highest confidence among the earliest, of several the first
	BestArticle               string
}

// edge is a direct edge; of a symmetric relation the subject is the smaller number.
type edge struct{ subject, relation, object, article uint64 }

func compareEdges(a, b edge) int {
	return cmp.Or(cmp.Compare(a.relation, b.relation), cmp.Compare(a.object, b.object), cmp.Compare(a.subject, b.subject), cmp.Compare(a.article, b.article))
}

// edges is the direct edges, sorted: of the entities about, or of all where about is nil.
func (r *Reader) edges(ctx context.Context, about []uint64, relations []uint64) ([]edge, error) {
	if relations == nil {
		var err error
		if relations, err = r.relations(ctx); err != nil {
			return nil, err
		}
	} else if _, err := r.relations(ctx); err != nil {
		return nil, err
	}
	var out []edge
	add := func(k [4]uint64) bool {
		e := edge{k[0], k[1], k[2], k[3]}
		if r.twoWay[e.relation] && e.object < e.subject {
			if about == nil {
				return true // it is there the other way round too
			}
			e.subject, e.object = e.object, e.subject
		}
		out = append(out, e)
		return true
	}
	var patterns [][4]uint64
	for _, rel := range relations {
		if about == nil {
			patterns = append(patterns, [4]uint64{0, rel, 0, 0})
		}
		for _, e := range about {
			patterns = append(patterns, [4]uint64{e, rel, 0, 0})
			if !r.twoWay[rel] {
				patterns = append(patterns, [4]uint64{0, rel, e, 0})
			}
		}
	}
	for _, p := range patterns {
		if err := r.n.Each(ctx, p, add); err != nil {
			return nil, err
		}
	}
	if !slices.IsSortedFunc(out, compareEdges) {
		slices.SortFunc(out, compareEdges)
	}
	return slices.Compact(out), nil
}

// fact is a Fact in numbers.
type fact struct {
	subject, relation, object uint64
	articles, publishers      int32
	first, last               string
	edges                     []edge
}

// grouped makes facts of sorted edges.
func (r *Reader) grouped(ctx context.Context, edges []edge) (facts []fact, err error) {
	for _, what := range []int{dayOf, publisherOf} {
		if err := r.loadArticles(ctx, what, len(edges), articlesOf(edges)); err != nil {
			return nil, err
		}
	}
	var publishers []uint64
	for i := 0; i < len(edges); {
		e := edges[i]
		f := fact{subject: e.subject, relation: e.relation, object: e.object}
		publishers = publishers[:0]
		j := i
		for ; j < len(edges) && edges[j].subject == e.subject && edges[j].relation == e.relation && edges[j].object == e.object; j++ {
			p := r.articles[publisherOf][edges[j].article]
			if p == 0 {
				p = edges[j].article
			}
			if !slices.Contains(publishers, p) {
				publishers = append(publishers, p)
			}
			day, err := r.day(edges[j].article)
			if err != nil {
				return nil, err
			}
			if day != "" {
				if f.first == "" || day < f.first {
					f.first = day
				}
				f.last = max(f.last, day)
			}
		}
		f.articles, f.publishers, f.edges = int32(j-i), int32(len(publishers)), edges[i:j]
		facts = append(facts, f)
		i = j
	}
	return facts, nil
}

func articlesOf(edges []edge) func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for _, e := range edges {
			if !yield(e.article) {
				return
			}
		}
	}
}

// Facts gives the facts that f wants, in its order.
func (r *Reader) Facts(ctx context.Context, f FactFilter) ([]Fact, error) {
	var about, relations []uint64
	var err error
	if f.About != nil {
		if about, err = r.numbers(f.About); err != nil || len(about) == 0 {
			return nil, err
		}
	}
	if f.Relations != nil {
		if relations, err = r.numbers(f.Relations); err != nil || len(relations) == 0 {
			return nil, err
		}
	}
	order, ok := orders[f.Order]
	if !ok {
		return nil, fmt.Errorf("order %q: want articles, published or latest", f.Order)
	}
	same := func(fact uint64) []uint64 { return []uint64{fact} }
	if f.Merge && len(relations) > 0 {
		same = func(uint64) []uint64 { return relations }
	}
	facts, ok, err := r.topFacts(ctx, f, relations)
	if err != nil {
		return nil, err
	}
	if !ok {
		if facts, err = r.sortedFacts(ctx, f, about, relations, order); err != nil {
			return nil, err
		}
	}
	out := make([]Fact, len(facts))
	for i, x := range facts {
		if out[i], err = r.tell(ctx, x, same(x.relation)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sortedFacts reads the edges of the entities, or of all, and sorts their facts.
func (r *Reader) sortedFacts(ctx context.Context, f FactFilter, about, relations []uint64, order func(a, b fact) int) ([]fact, error) {
	edges, err := r.edges(ctx, about, relations)
	if err != nil {
		return nil, err
	}
	if f.Merge && len(relations) > 0 {
		for i := range edges {
			edges[i].relation = relations[0]
		}
		slices.SortFunc(edges, compareEdges)
		edges = slices.Compact(edges)
	}
	facts, err := r.grouped(ctx, edges)
	if err != nil {
		return nil, err
	}
	facts = slices.DeleteFunc(facts, func(x fact) bool { return x.first < f.Since || f.OnePublisher && x.publishers != 1 })
	return top(facts, f.Limit, order, r.factText)
}

var orders = map[string]func(a, b fact) int{
	"articles": func(a, b fact) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), cmp.Compare(b.publishers, a.publishers))
	},
	"published": func(a, b fact) int { return strings.Compare(a.first, b.first) },
	"latest":    func(a, b fact) int { return strings.Compare(b.last, a.last) },
}

// top sorts items and keeps the first, as many as limit says, 0 being all. Those that order holds for equal are
// sorted by their texts, which are read of no others.
func top[T any](items []T, limit int, order func(a, b T) int, text func(T) (string, error)) ([]T, error) {
	slices.SortFunc(items, order)
	if limit <= 0 || limit > len(items) {
		limit = len(items)
	}
	for i := 0; i < limit; {
		j := i + 1
		for j < len(items) && order(items[i], items[j]) == 0 {
			j++
		}
		if err := sortByKey(items[i:j], text); err != nil {
			return nil, err
		}
		i = j
	}
	return items[:limit], nil
}

// sortByKey sorts items by a text that is made once of each.
func sortByKey[T any](items []T, text func(T) (string, error)) error {
	if len(items) < 2 {
		return nil
	}
	type keyed struct {
		item T
		key  string
	}
	list := make([]keyed, len(items))
	for i, item := range items {
		key, err := text(item)
		if err != nil {
			return err
		}
		list[i] = keyed{item, key}
	}
	slices.SortFunc(list, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for i := range list {
		items[i] = list[i].item
	}
	return nil
}

// ends is the texts of a fact's sides: of a symmetric relation the one that sorts first is the subject.
func (r *Reader) ends(f fact) (subject, object string, err error) {
	if subject, err = r.Text(f.subject); err != nil {
		return "", "", err
	}
	if object, err = r.Text(f.object); err != nil {
		return "", "", err
	}
	if r.twoWay[f.relation] && object < subject {
		subject, object = object, subject
	}
	return subject, object, nil
}

func (r *Reader) factText(f fact) (string, error) {
	s, o, err := r.ends(f)
	if err != nil {
		return "", err
	}
	rel, err := r.Text(f.relation)
	return s + rel + o, err
}

// tell reads what an answer shows of a fact; the claims behind it are those of the relations.
func (r *Reader) tell(ctx context.Context, f fact, relations []uint64) (out Fact, err error) {
	out = Fact{Articles: int(f.articles), Publishers: int(f.publishers), Published: f.first, Latest: f.last}
	if out.Subject, out.Object, err = r.ends(f); err != nil {
		return out, err
	}
	if out.Relation, err = r.Text(f.relation); err != nil {
		return out, err
	}
	claims, err := r.claimsOf(ctx, f, relations)
	if err != nil || len(claims) == 0 {
		return out, err
	}
	if out.First, err = r.shown(claims[0]); err != nil {
		return out, err
	}
	best := claims[0]
	for _, c := range claims[1:] {
		if c.sure > best.sure {
			best = c
		}
	}
	if out.Best, err = r.Text(best.id); err != nil {
		return out, err
	}
	out.BestArticle, err = r.Text(best.article)
	return out, err
}

// evidence is a claim with what evidence is weighed by.
type evidence struct {
	claim
	day  string
	sure float64
}

// shown is the day of a claim as exact as the text gives it.
func (r *Reader) shown(e evidence) (string, error) {
	if e.from == 0 || len(e.day) != len("2006-01-02") {
		return e.day, nil
	}
	precision, err := r.Text(e.precision)
	switch precision {
	case "decade":
		return e.day[:3] + "0s", err
	case "year":
		return e.day[:4], err
	case "month", "quarter":
		return e.day[:7], err
	}
	return e.day, err
}

// weighed is how many claims of one fact are weighed against each other: the earliest.
const weighed = 40

// claimsOf is the earliest claims behind a fact, oldest first.
func (r *Reader) claimsOf(ctx context.Context, f fact, relations []uint64) (out []evidence, err error) {
	if r.d != nil {
		out, err = r.claimsBetween(ctx, f, relations)
	} else {
		out, err = r.claimsOfBoth(ctx, f, relations)
	}
	if err != nil {
		return nil, err
	}
	return out, sortByKey(out, func(e evidence) (string, error) {
		article, err := r.Text(e.article)
		if err != nil {
			return "", err
		}
		at, err := r.number(e.start)
		if err != nil {
			return "", err
		}
		id, err := r.Text(e.id)
		return fmt.Sprintf("%s\x00%s\x00%012.0f\x00%s", sortDay(e.day), article, at, id), err
	})
}

// claimsOfBoth is claimsOf from all claims of both sides.
func (r *Reader) claimsOfBoth(ctx context.Context, f fact, relations []uint64) (out []evidence, err error) {
	var both []mention
	for _, x := range r.sidesOf(f.relation, f.subject, f.object) {
		a, err := r.list(ctx, r.p.subject, x[0])
		if err != nil {
			return nil, err
		}
		b, err := r.list(ctx, r.p.object, x[1])
		if err != nil {
			return nil, err
		}
		if len(b) < len(a) {
			a, b = b, a
		}
		both = append(both, intersect(a, b)...)
	}
	slices.SortFunc(both, func(a, b mention) int { return cmp.Compare(a.claim, b.claim) })
	// Of those between the two, the ones that state the fact are in the articles that do.
	stating := make(map[uint64]bool, len(f.edges))
	for _, e := range f.edges {
		stating[e.article] = true
	}
	both = slices.DeleteFunc(both, func(m mention) bool { return !stating[m.article] })
	days, err := r.byDay(ctx, both)
	if err != nil {
		return nil, err
	}
	for _, d := range days {
		if len(out) >= weighed {
			break
		}
		for _, m := range d.claims {
			c, err := r.read(ctx, m)
			if err != nil {
				return nil, err
			}
			if c.fact == 0 || !slices.Contains(relations, c.fact) {
				continue
			}
			sure, err := r.number(c.confidence)
			if err != nil {
				return nil, err
			}
			c.all = nil
			out = append(out, evidence{c, d.day, sure})
		}
	}
	return out, nil
}
