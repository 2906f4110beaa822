package claims

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// Reader answers questions about the claims of a store. It remembers what it has read, so it is for one script, or
// one request: a store that is written to meanwhile may show through in parts. Not safe for concurrent use.
type Reader struct {
	n Numbers
	d backend.Derived // nil: the store keeps nothing for these questions
	p predicates

	texts    map[uint64]string
	nodes    map[string]uint64    // of what texts holds, the nodes
	lists    map[role][]mention   // of entities that were asked for
	listed   int                  // mentions in lists
	articles [2]map[uint64]uint64 // the number of the day, and of the publisher, by article
	whole    [2]bool              // all of them are there
	rels     []uint64             // relations of edges, by their names

	relNumbers []uint64        // the same, sorted
	twoWay     map[uint64]bool // relations that are symmetric

	scratch [][2]uint64
}

// predicates are the numbers of what the quad model is made of, 0 where the store does not have it.
type predicates struct {
	typ, derived, subject, relation, object, fact, polarity, modality, saidBy, place, value, lemma, from, precision, start, sentence, confidence uint64
	published, publisher, symmetric, match                                                                                                       uint64
	claim, relationClass, group, denied, affirmed, asserted                                                                                      uint64
}

type role struct{ predicate, entity uint64 }

// mention is a claim that an entity is in, and its article.
type mention struct{ claim, article uint64 }

// New gives a reader of a store.
func New(qs graph.QuadStore) (*Reader, error) {
	r := &Reader{
		n: NumbersOf(qs), texts: make(map[uint64]string), nodes: make(map[string]uint64), lists: make(map[role][]mention),
		articles: [2]map[uint64]uint64{make(map[uint64]uint64), make(map[uint64]uint64)},
	}
	if d, ok := r.n.(backend.Derived); ok && d.Derived() == derivation.Version {
		r.d = d
	}
	for _, x := range []struct {
		n *uint64
		v quad.Value
	}{
		{&r.p.typ, quad.IRI("rdf:type")}, {&r.p.derived, quad.IRI("prov:wasDerivedFrom")},
		{&r.p.subject, quad.IRI("kg:subject")}, {&r.p.relation, quad.IRI("kg:relation")}, {&r.p.object, quad.IRI("kg:object")},
		{&r.p.fact, quad.IRI("kg:fact")}, {&r.p.polarity, quad.IRI("kg:polarity")}, {&r.p.modality, quad.IRI("kg:modality")},
		{&r.p.saidBy, quad.IRI("kg:saidBy")}, {&r.p.place, quad.IRI("kg:place")}, {&r.p.value, quad.IRI("kg:value")},
		{&r.p.lemma, quad.IRI("kg:lemma")}, {&r.p.from, quad.IRI("kg:from")}, {&r.p.precision, quad.IRI("kg:precision")},
		{&r.p.start, quad.IRI("kg:start")},
		{&r.p.sentence, quad.IRI("kg:sentence")}, {&r.p.confidence, quad.IRI("kg:confidence")},
		{&r.p.published, quad.IRI("schema:datePublished")}, {&r.p.publisher, quad.IRI("schema:publisher")},
		{&r.p.symmetric, quad.IRI("kg:symmetric")}, {&r.p.match, quad.IRI("skos:exactMatch")},
		{&r.p.claim, quad.IRI("kg:Claim")}, {&r.p.relationClass, quad.IRI("kg:Relation")}, {&r.p.group, quad.IRI("kg:Group")},
		{&r.p.denied, quad.String("denied")}, {&r.p.affirmed, quad.String("affirmed")}, {&r.p.asserted, quad.String("asserted")},
	} {
		var err error
		if *x.n, err = r.n.Number(x.v); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Derived reports whether the store keeps the order in which questions about many claims are answered; or else they read more.
func (r *Reader) Derived() bool { return r.d != nil }

// Numbers is the store that r reads.
func (r *Reader) Numbers() Numbers { return r.n }

// Number gives the number of a node written as text, "<ent:John_Kerry>"; 0 where the store has no such node.
func (r *Reader) Number(node string) (uint64, error) {
	if n, ok := r.nodes[node]; ok {
		return n, nil
	}
	return r.n.Number(quad.StringToValue(node))
}

// numbers gives the numbers of nodes; those that the store does not have are left out.
func (r *Reader) numbers(nodes []string) ([]uint64, error) {
	out := make([]uint64, 0, len(nodes))
	for _, node := range nodes {
		n, err := r.Number(node)
		if err != nil {
			return nil, err
		}
		if n != 0 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out, nil
}

// Text is the text of a value as scripts see it: a node in angle brackets, a string as it is.
func (r *Reader) Text(n uint64) (string, error) {
	if n == 0 {
		return "", nil
	}
	if s, ok := r.texts[n]; ok {
		return s, nil
	}
	v, err := r.n.Value(n)
	if err != nil || v == nil {
		return "", err
	}
	if s, ok := v.(quad.String); ok {
		if len(s) <= 200 {
			r.texts[n] = string(s)
		}
		return string(s), nil
	}
	text := quad.StringOf(v)
	r.texts[n] = text
	if _, ok := v.(quad.IRI); ok {
		r.nodes[text] = n
	}
	return text, nil
}

// number is a value that is a number.
func (r *Reader) number(n uint64) (float64, error) {
	if n == 0 {
		return 0, nil
	}
	v, err := r.n.Value(n)
	switch v := v.(type) {
	case quad.Int:
		return float64(v), err
	case quad.Float:
		return float64(v), err
	}
	return 0, err
}

// each is Numbers.Each where every part of the pattern that is to be bound has a number: a predicate that the store
// does not have is in no quad.
func (r *Reader) each(ctx context.Context, predicate, object uint64, f func([4]uint64) bool) error {
	if predicate == 0 || object == 0 {
		return nil
	}
	return r.n.Each(ctx, [4]uint64{0, predicate, object, 0}, f)
}

// keptMentions is how many mentions a reader remembers.
const keptMentions = 4 << 20

// list is the claims in which an entity has a role, by claim. It must not be changed.
func (r *Reader) list(ctx context.Context, predicate, entity uint64) ([]mention, error) {
	key := role{predicate, entity}
	if l, ok := r.lists[key]; ok {
		return l, nil
	}
	var out []mention
	err := r.each(ctx, predicate, entity, func(k [4]uint64) bool {
		if len(out) == 0 || out[len(out)-1].claim != k[0] {
			out = append(out, mention{k[0], k[3]})
		}
		return true
	})
	if err == nil {
		if r.listed += len(out); r.listed > keptMentions {
			clear(r.lists)
			r.listed = len(out)
		}
		r.lists[key] = out
	}
	return out, err
}

// about is the claims in which one of the entities is subject or object, by claim, each once.
func (r *Reader) about(ctx context.Context, entities []string) ([]mention, error) {
	ns, err := r.numbers(entities)
	if err != nil {
		return nil, err
	}
	return r.mentions(ctx, ns, []uint64{r.p.subject, r.p.object})
}

// mentions is the claims in which one of the entities has one of the roles, by claim, each once.
func (r *Reader) mentions(ctx context.Context, entities, roles []uint64) ([]mention, error) {
	var out []mention
	parts := 0
	for _, p := range roles {
		for _, e := range entities {
			l, err := r.list(ctx, p, e)
			if err != nil {
				return nil, err
			}
			if len(l) > 0 {
				parts++
				out = append(out, l...)
			}
		}
	}
	if parts > 1 {
		slices.SortFunc(out, func(a, b mention) int { return cmp.Compare(a.claim, b.claim) })
		out = slices.CompactFunc(out, func(a, b mention) bool { return a.claim == b.claim })
	}
	return out, nil
}

// intersect keeps of a what is in b; both are sorted by claim.
func intersect(a, b []mention) []mention {
	var out []mention
	for i := 0; i < len(a) && len(b) > 0; i++ {
		// What b has before it is skipped in steps that grow, as one of the lists may be much the longer.
		step := 1
		for step < len(b) && b[step].claim <= a[i].claim {
			step *= 2
		}
		n, found := slices.BinarySearchFunc(b[:min(step+1, len(b))], a[i].claim, func(m mention, c uint64) int { return cmp.Compare(m.claim, c) })
		if found {
			out = append(out, a[i])
		}
		b = b[n:]
	}
	return out
}

// claim is what tells one claim from another, in numbers.
type claim struct {
	id, article                                                                     uint64
	subject, relation, object, fact, polarity, modality, saidBy, value, lemma, from uint64
	precision, start, confidence, sentence                                          uint64
	all                                                                             [][2]uint64 // every predicate and object
}

// read reads a claim. Its list all holds until the next call.
func (r *Reader) read(ctx context.Context, m mention) (claim, error) {
	c := claim{id: m.claim, article: m.article}
	r.scratch = r.scratch[:0]
	err := r.n.Each(ctx, [4]uint64{m.claim, 0, 0, 0}, func(k [4]uint64) bool {
		r.scratch = append(r.scratch, [2]uint64{k[1], k[2]})
		var to *uint64
		switch k[1] {
		case r.p.subject:
			to = &c.subject
		case r.p.relation:
			to = &c.relation
		case r.p.object:
			to = &c.object
		case r.p.fact:
			to = &c.fact
		case r.p.polarity:
			to = &c.polarity
		case r.p.modality:
			to = &c.modality
		case r.p.saidBy:
			to = &c.saidBy
		case r.p.value:
			to = &c.value
		case r.p.lemma:
			to = &c.lemma
		case r.p.from:
			to = &c.from
		case r.p.precision:
			to = &c.precision
		case r.p.start:
			to = &c.start
		case r.p.confidence:
			to = &c.confidence
		case r.p.sentence:
			to = &c.sentence
		default:
			return true
		}
		if *to == 0 {
			*to = k[2]
		}
		return true
	})
	c.all = r.scratch
	return c, err
}

// What is remembered of articles.
const (
	dayOf = iota
	publisherOf
)

// lookupSteps is how many steps of a scan take as long as looking one quad up.
const lookupSteps = 40

// loadArticles reads the days or the publishers of n articles, as far as they are not known: one by one where they are
// few, or else all that there are.
func (r *Reader) loadArticles(ctx context.Context, what, n int, ids func(yield func(uint64) bool)) error {
	p := [2]uint64{r.p.published, r.p.publisher}[what]
	if r.whole[what] || p == 0 {
		return nil
	}
	known := r.articles[what]
	if n > 20 {
		all, err := r.n.CountUpTo(ctx, [4]uint64{0, p, 0, 0}, int64(n)*lookupSteps+1)
		if err != nil {
			return err
		}
		if all <= int64(n)*lookupSteps {
			r.whole[what] = true
			return r.n.Each(ctx, [4]uint64{0, p, 0, 0}, func(k [4]uint64) bool { known[k[0]] = k[2]; return true })
		}
	}
	for id := range ids {
		if _, ok := known[id]; ok || id == 0 {
			continue
		}
		known[id] = 0
		err := r.n.Each(ctx, [4]uint64{id, p, 0, 0}, func(k [4]uint64) bool { known[id] = k[2]; return false })
		if err != nil {
			return err
		}
	}
	return nil
}

// day is when an article was published, "" where that is not known.
func (r *Reader) day(article uint64) (string, error) { return r.Text(r.articles[dayOf][article]) }

// relations are the relations of the schema that some edge has, by their names.
func (r *Reader) relations(ctx context.Context) ([]uint64, error) {
	if r.rels != nil {
		return r.rels, nil
	}
	var all []uint64
	err := r.each(ctx, r.p.typ, r.p.relationClass, func(k [4]uint64) bool { all = append(all, k[0]); return true })
	if err != nil {
		return nil, err
	}
	r.twoWay = make(map[uint64]bool)
	if r.p.symmetric != 0 {
		err = r.n.Each(ctx, [4]uint64{0, r.p.symmetric, 0, 0}, func(k [4]uint64) bool { r.twoWay[k[0]] = true; return true })
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	kept, err := r.withEdges(ctx, all)
	if err != nil {
		return nil, err
	}
	if err := r.sortByText(kept); err != nil {
		return nil, err
	}
	r.rels = append([]uint64{}, kept...)
	r.relNumbers = slices.Sorted(slices.Values(kept))
	return r.rels, nil
}

// withEdges keeps those of relations of which there are edges.
func (r *Reader) withEdges(ctx context.Context, relations []uint64) (out []uint64, err error) {
	facts := make(map[uint64]bool)
	if r.d != nil {
		for c, err := range r.d.CountsUnder(ctx, countRelations, nil) {
			if err != nil {
				return nil, err
			}
			facts[c.Key[0]] = c.Counts[1] > 0
		}
	}
	for _, rel := range relations {
		n := int64(0)
		if r.d == nil {
			if n, err = r.n.CountUpTo(ctx, [4]uint64{0, rel, 0, 0}, 1); err != nil {
				return nil, err
			}
		}
		if n > 0 || facts[rel] {
			out = append(out, rel)
		}
	}
	return out, nil
}

func (r *Reader) symmetric(ctx context.Context, relation uint64) (bool, error) {
	_, err := r.relations(ctx)
	return r.twoWay[relation], err
}

// sortByText sorts numbers by what they stand for.
func (r *Reader) sortByText(ns []uint64) error {
	texts := make(map[uint64]string, len(ns))
	for _, n := range ns {
		text, err := r.Text(n)
		if err != nil {
			return err
		}
		texts[n] = text
	}
	slices.SortFunc(ns, func(a, b uint64) int { return strings.Compare(texts[a], texts[b]) })
	return nil
}

// Join is a quad between two nodes.
type Join struct{ Node, Relation, Other string }

// Joins gives the quads of some predicates that some nodes have, each once: by node, predicate and object.
func (r *Reader) Joins(ctx context.Context, nodes, preds []string) ([]Join, error) {
	from, err := r.numbers(nodes)
	if err != nil {
		return nil, err
	}
	by, err := r.numbers(preds)
	if err != nil {
		return nil, err
	}
	var out []Join
	for _, n := range from {
		for _, p := range by {
			var failed error
			err := r.n.EachOnce(ctx, [4]uint64{n, p, 0, 0}, func(k [4]uint64) bool {
				var j Join
				for i, to := range []*string{&j.Node, &j.Relation, &j.Other} {
					if *to, failed = r.Text(k[i]); failed != nil {
						return false
					}
				}
				out = append(out, j)
				return true
			})
			if err = cmp.Or(err, failed); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(out, func(a, b Join) int {
		return cmp.Or(strings.Compare(a.Node, b.Node), strings.Compare(a.Relation, b.Relation), strings.Compare(a.Other, b.Other))
	})
	return out, nil
}

// Ends gives the nodes that quads of one of the predicates join to one of the nodes, each once, sorted: their objects,
// or with in their subjects.
func (r *Reader) Ends(ctx context.Context, nodes, preds []string, in bool) ([]string, error) {
	from, err := r.numbers(nodes)
	if err != nil {
		return nil, err
	}
	by, err := r.numbers(preds)
	if err != nil {
		return nil, err
	}
	found := make(map[uint64]bool)
	for _, n := range from {
		for _, p := range by {
			pattern, at := [4]uint64{n, p, 0, 0}, 2
			if in {
				pattern, at = [4]uint64{0, p, n, 0}, 0
			}
			if err := r.n.EachOnce(ctx, pattern, func(k [4]uint64) bool { found[k[at]] = true; return true }); err != nil {
				return nil, err
			}
		}
	}
	out := make([]string, 0, len(found))
	for n := range found {
		text, err := r.Text(n)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out, nil
}
