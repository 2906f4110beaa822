package graph

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
	"kg/graph/words"
	"kg/schema"
)

// nameFinder finds entities in the index: the names that begin with a text, or that have a word which does, and of
// these the entities that are called so.
type nameFinder struct {
	ctx     context.Context
	index   backend.Indexed
	texts   map[uint64]string // of the values that were read
	classes map[uint64]schema.ClassID
	schema  []uint64 // the classes of what is a part of the schema
}

func newNameFinder(ctx context.Context, index backend.Indexed) (*nameFinder, error) {
	f := &nameFinder{ctx: ctx, index: index, texts: make(map[uint64]string), classes: make(map[uint64]schema.ClassID)}
	for _, class := range []quad.IRI{kgRelationType, rdfsClass} {
		n, err := index.Number(class)
		if err != nil {
			return nil, err
		}
		f.schema = append(f.schema, n)
	}
	return f, nil
}

// named is an entity in numbers.
type named struct {
	entity, label, class uint64
	articles             int

	rank int
	name uint64 // the one that matched, where it is not the label
}

// How well a name fits: the lower the better. One that is not the label ranks one lower.
const (
	rankWhole   = 0 // it is the text
	rankEnd     = 1 // it ends with it: "kerry" for "John Kerry"
	rankStart   = 2 // it starts with it
	rankWord    = 3 // a word of it does
	rankScatter = 6 // a label that has words which start with each word of the text
)

// fewNames is how many names are rather followed to their entities than all entities looked through for them.
const fewNames = 2000

// fitting is the names that fit equally well.
type fitting struct {
	rank  int
	names numberSet
}

// rankOf says how well a name fits; the fits are in the order of their ranks.
func rankOf(fits []fitting, name uint64) (rank int, ok bool) {
	for _, f := range fits {
		if f.names.has(name) {
			return f.rank, true
		}
	}
	return 0, false
}

// namesOf gives the names that fit, each once, but no more than most of them.
func namesOf(fits []fitting, most int) []uint64 {
	all := newNumberSet(0)
	for _, f := range fits {
		all = all.or(f.names)
	}
	return all.numbers(most)
}

// search is Reader.Search for a text that is folded and not empty.
func (f *nameFinder) search(text string, wanted func(schema.ClassID) bool, limit int) (found []Match, total int, err error) {
	fits, err := f.names(text)
	if err != nil {
		return nil, 0, err
	}
	if parts := strings.Fields(text); len(parts) > 1 && len(namesOf(fits, 1)) == 0 {
		if fits, err = f.scattered(parts); err != nil {
			return nil, 0, err
		}
	}
	return f.best(fits, wanted, limit)
}

// names gives the names that have, from the beginning of a word on, the text, with how well they fit.
func (f *nameFinder) names(text string) ([]fitting, error) {
	top := f.index.Top()
	fits := make([]fitting, rankWord+1)
	for rank := range fits {
		fits[rank] = fitting{rank, newNumberSet(top)}
	}
	for _, start := range []byte{words.First, words.Later} {
		term := string(start) + text
		long := len(term) >= words.MaxTerm // the terms do not tell all of it
		err := f.each(term[:min(len(term), words.MaxTerm)], func(have []byte, names []uint64) error {
			if long {
				return f.addLong(fits, start, text, names)
			}
			fits[rankAt(start, len(have) == len(term))].names.add(names)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return fits, nil
}

// rankAt is the rank of a name that has the text at its start or later, and nothing behind it, or something.
func rankAt(start byte, end bool) int {
	switch {
	case start == words.First && end:
		return rankWhole
	case start == words.First:
		return rankStart
	case end:
		return rankEnd
	}
	return rankWord
}

// addLong adds those of names that have a text which is longer than a term.
func (f *nameFinder) addLong(fits []fitting, start byte, text string, names []uint64) error {
	for _, n := range names {
		name, err := f.text(n)
		if err != nil {
			return err
		}
		name = words.Fold(name)
		if at := strings.Index(name, text); at == 0 && start == words.First || at > 0 && start == words.Later {
			fits[rankAt(start, at+len(text) == len(name))].names.add([]uint64{n})
		}
	}
	return nil
}

// each calls do for the names that have a term which begins with prefix.
func (f *nameFinder) each(prefix string, do func(term []byte, names []uint64) error) error {
	for _, pred := range textIndex.Names {
		if err := f.index.Terms(f.ctx, pred, prefix, true, do); err != nil {
			return err
		}
	}
	return nil
}

// scattered gives the labels that have words which start with each of parts.
func (f *nameFinder) scattered(parts []string) ([]fitting, error) {
	var names numberSet
	for i, part := range parts {
		have := newNumberSet(f.index.Top())
		for _, start := range []byte{words.First, words.Later} {
			prefix := string(start) + part
			err := f.index.Terms(f.ctx, rdfsLabel, prefix[:min(len(prefix), words.MaxTerm)], true, func(_ []byte, names []uint64) error {
				have.add(names)
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		if i == 0 {
			names = have
			continue
		}
		for k := range names {
			names[k] &= have[k]
		}
	}
	return []fitting{{rankScatter, names}}, nil
}

// best gives the entities that bear names, the best first, and how many there are; all entities where fits is nil.
func (f *nameFinder) best(fits []fitting, wanted func(schema.ClassID) bool, limit int) ([]Match, int, error) {
	var all []named
	look := func(entity uint64, counts []backend.ObjectCount) error {
		n, ok, err := f.named(entity, counts)
		if err != nil || !ok || fits != nil && !f.rank(&n, counts, fits) {
			return err
		}
		class, err := f.class(n.class)
		if err == nil && wanted(class) {
			all = append(all, n)
		}
		return err
	}
	var err error
	names := namesOf(fits, fewNames+1)
	if fits == nil || len(names) > fewNames {
		err = f.index.CountsOfAll(f.ctx, look)
	} else {
		err = f.bearers(names, look)
	}
	if err != nil {
		return nil, 0, err
	}
	slices.SortFunc(all, compareNamed)
	shown := all[:min(limit, len(all))]
	for limit > 0 && len(shown) < len(all) && compareNamed(all[len(shown)], all[limit-1]) == 0 {
		shown = all[:len(shown)+1] // those that only their names put in order
	}
	type match struct {
		Match
		rank int
	}
	matches := make([]match, 0, len(shown))
	total := len(all)
	for _, n := range shown {
		m, ok, err := f.match(n)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			total--
			continue
		}
		matches = append(matches, match{m, n.rank})
	}
	slices.SortFunc(matches, func(a, b match) int {
		if fits == nil {
			return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Label, b.Label), cmp.Compare(a.ID, b.ID))
	})
	var found []Match
	for _, m := range matches[:min(limit, len(matches))] {
		found = append(found, m.Match)
	}
	return found, total, nil
}

// compareNamed orders entities as far as their numbers tell.
func compareNamed(a, b named) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.articles, a.articles))
}

// bearers calls look for the entities that bear the names.
func (f *nameFinder) bearers(names []uint64, look func(uint64, []backend.ObjectCount) error) error {
	seen := make(map[uint64]bool)
	var entities []uint64
	for _, pred := range textIndex.Names {
		for _, name := range names {
			err := f.index.Bearers(f.ctx, pred, name, func(e uint64) {
				if !seen[e] {
					seen[e] = true
					entities = append(entities, e)
				}
			})
			if err != nil {
				return err
			}
		}
	}
	for _, e := range entities {
		counts, err := f.index.CountsOf(e)
		if err == nil {
			err = look(e, counts)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// named reads what is counted of an entity; ok is false for what has no name, or is a part of the schema.
func (f *nameFinder) named(entity uint64, counts []backend.ObjectCount) (n named, ok bool, err error) {
	n.entity = entity
	var labels, classes int64
	for _, c := range counts {
		switch c.Predicate {
		case countedLabel:
			n.articles += int(c.Quads)
			n.label, labels, err = f.winner(n.label, labels, c)
		case countedClass:
			n.class, classes, err = f.winner(n.class, classes, c)
		}
		if err != nil {
			return n, false, err
		}
	}
	return n, n.label != 0 && (n.class == 0 || !slices.Contains(f.schema, n.class)), nil
}

// winner is the value that most say: best, of votes, or that of c; the lesser text of two.
func (f *nameFinder) winner(best uint64, votes int64, c backend.ObjectCount) (uint64, int64, error) {
	if c.Quads < votes {
		return best, votes, nil
	}
	if c.Quads == votes {
		have, err := f.text(best)
		if err != nil {
			return 0, 0, err
		}
		if want, err := f.text(c.Object); err != nil || want >= have {
			return best, votes, err
		}
	}
	return c.Object, c.Quads, nil
}

// rank says how well the names of an entity fit; false where none does.
func (f *nameFinder) rank(n *named, counts []backend.ObjectCount, fits []fitting) bool {
	n.rank = math.MaxInt
	for _, c := range counts {
		if c.Predicate == countedClass {
			break
		}
		rank, ok := rankOf(fits, c.Object)
		alias := c.Object != n.label
		if !ok || rank == rankScatter && alias {
			continue
		}
		name := uint64(0)
		if alias {
			rank++
			name = c.Object
		}
		if rank < n.rank || rank == n.rank && f.before(name, n.name) {
			n.rank, n.name = rank, name
		}
	}
	return n.rank < math.MaxInt
}

// before orders two names that fit alike, whatever their numbers.
func (f *nameFinder) before(a, b uint64) bool {
	x, errA := f.text(a)
	y, errB := f.text(b)
	return errA == nil && errB == nil && x < y
}

// text is the text of a value, or the IRI; "" for none.
func (f *nameFinder) text(n uint64) (string, error) {
	if n == 0 {
		return "", nil
	}
	if s, ok := f.texts[n]; ok {
		return s, nil
	}
	v, err := f.index.Value(n)
	if err != nil {
		return "", err
	}
	s := textOf(v)
	if iri, ok := v.(quad.IRI); ok {
		s = string(iri)
	}
	f.texts[n] = s
	return s, nil
}

// class is the class of a number.
func (f *nameFinder) class(n uint64) (schema.ClassID, error) {
	if c, ok := f.classes[n]; ok {
		return c, nil
	}
	iri, err := f.text(n)
	c := schema.ClassID(strings.TrimPrefix(iri, schema.KGPrefix))
	f.classes[n] = c
	return c, err
}

// match gives an entity as it is shown; ok is false for what is no entity.
func (f *nameFinder) match(n named) (m Match, ok bool, err error) {
	iri, err := f.text(n.entity)
	if err != nil {
		return m, false, err
	}
	if m.ID, ok = strings.CutPrefix(iri, schema.EntPrefix); !ok {
		return m, false, nil
	}
	if m.Label, err = f.text(n.label); err != nil {
		return m, false, err
	}
	if m.Class, err = f.class(n.class); err != nil {
		return m, false, err
	}
	m.Articles = n.articles
	if n.name != 0 {
		m.Name, err = f.text(n.name)
	}
	return m, true, err
}

// node is the entity with this id; one that nobody names has its id for a name.
func (f *nameFinder) node(id string) (Node, error) {
	n := Node{ID: id, Label: strings.ReplaceAll(id, "_", " ")}
	if badName(id) != "" {
		return n, nil
	}
	number, err := f.index.Number(entityIRI(id))
	if err != nil || number == 0 {
		return n, err
	}
	counts, err := f.index.CountsOf(number)
	if err != nil {
		return n, err
	}
	have, ok, err := f.named(number, counts)
	if err != nil || !ok {
		return n, err
	}
	m, _, err := f.match(have)
	return m.Node, err
}
