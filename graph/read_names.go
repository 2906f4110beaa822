package graph

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"github.com/cayleygraph/quad"

	"kg/graph/pebblestore"
	"kg/graph/words"
	"kg/schema"
)

// A Node is an entity as it is shown: its name and class are those that most articles give it.
type Node struct {
	ID       string
	Label    string
	Class    schema.ClassID
	Articles int // how many name it
}

// directory has what is read all at once: when the articles are of, and, of a store without an index, the names of all
// entities.
type directory struct {
	nodes []Node // by id
	byID  map[string]int
	keys  []nameKey // by text
	top   []int     // indices of nodes, the most often named first

	dates      map[string]string // day of publication of an article
	latest     []string          // ids of articles, the newest first
	publishers []Count           // the one of the most articles first
}

// nameKey is where a word of a name starts, and all that follows in that name.
type nameKey struct {
	text  string // folded
	whole string // the whole name as it is written
	node  int32
	first bool // the name starts here
	alias bool
}

// directory gives the names as they are now. While names change quickly, as during a load, what it gives may be
// as old as twenty times what it takes to make a new one, three times after Soon. One question makes it while the others
// are answered with the old one.
func (r *Reader) directory(ctx context.Context) (*directory, error) {
	st, err := r.stamp(ctx)
	if err != nil {
		return nil, err
	}
	n := r.names
	n.mu.Lock()
	defer n.mu.Unlock()
	version := r.Version()
	for {
		must := n.dir == nil || n.of < n.wanted && version >= n.wanted
		if !must && (st == n.stamp || version < n.of || n.making != nil || !n.due()) {
			return n.dir, nil
		}
		if n.making == nil {
			return n.make(ctx, r, st, version)
		}
		making := n.making
		n.mu.Unlock()
		select {
		case <-making:
		case <-ctx.Done():
		}
		n.mu.Lock()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

// due reports whether it is time for a new directory.
func (n *names) due() bool {
	times := time.Duration(20)
	if n.of < n.soon {
		times = 3
	}
	return time.Since(n.made) >= times*n.took
}

// make makes a directory of what r reads. It is called under mu, which it lets go of meanwhile.
func (n *names) make(ctx context.Context, r *Reader, st stamp, version int64) (*directory, error) {
	making := make(chan struct{})
	n.making = making
	n.mu.Unlock()
	start := time.Now()
	d, err := r.makeDirectory(ctx)
	var relations []quad.IRI
	if err == nil {
		relations, err = r.edgeRelations(ctx)
	}
	n.mu.Lock()
	n.making = nil
	close(making)
	if err != nil {
		return nil, err
	}
	n.dir, n.relations, n.stamp, n.of, n.made, n.took = d, relations, st, version, time.Now(), time.Since(start)
	return d, nil
}

// Warm makes the lists that are read all at once, so that the first question need not wait for them.
func (r *Reader) Warm(ctx context.Context) error {
	_, err := r.directory(ctx)
	return err
}

// Renew makes these lists anew where the store has changed since: what someone has just decided is then seen at
// once.
func (r *Reader) Renew(ctx context.Context) error {
	now, done, err := r.Now(ctx)
	if err != nil {
		return err
	}
	r.names.mu.Lock()
	r.names.wanted = now.version
	r.names.mu.Unlock()
	return errors.Join(now.Warm(ctx), done())
}

// Soon says that someone waits for the names of what has been written by now: the list is made anew before long.
func (r *Reader) Soon(ctx context.Context) error {
	now, done, err := r.Now(ctx)
	if err != nil {
		return err
	}
	r.names.mu.Lock()
	r.names.soon = now.version
	r.names.mu.Unlock()
	return done()
}

// votes counts what articles say; the value that most of them say wins, the lesser one of two.
type votes[T cmp.Ordered] map[T]int

func (v votes[T]) winner() (best T, n int) {
	for value, count := range v {
		if count > n || count == n && value < best {
			best, n = value, count
		}
	}
	return best, n
}

func (r *Reader) makeDirectory(ctx context.Context) (*directory, error) {
	d := &directory{}
	if err := r.addArticles(ctx, d); err != nil || r.s.index() != nil {
		return d, err
	}
	return d, r.addNames(ctx, d)
}

// addNames fills in the names of all entities.
func (r *Reader) addNames(ctx context.Context, d *directory) error {
	labels := make(map[string]votes[string])
	names := make(map[string]map[string]bool) // with aliases
	tally := &tallies{r.s, make(map[uint64]quad.Value)}
	read := func(pred quad.IRI, f func(id, text string, n int)) error {
		return tally.each(ctx, pred, "", func(subject, object quad.Value, n int) {
			if id, ok := name(subject, schema.EntPrefix); ok && textOf(object) != "" {
				f(id, textOf(object), n)
			}
		})
	}
	if err := read(rdfsLabel, func(id, text string, n int) {
		v := labels[id]
		if v == nil {
			v = make(votes[string], 1)
			labels[id] = v
		}
		v[text] += n
	}); err != nil {
		return err
	}
	if err := read(skosAltLabel, func(id, text string, _ int) {
		if names[id] == nil {
			names[id] = make(map[string]bool)
		}
		names[id][text] = true
	}); err != nil {
		return err
	}
	classes, err := r.classesOfAll(ctx, tally)
	if err != nil {
		return err
	}
	d.byID = make(map[string]int, len(labels))
	for _, id := range sortedKeys(labels) {
		label, _ := labels[id].winner()
		articles := 0
		for _, n := range labels[id] {
			articles += n
		}
		class, _ := classes[id].winner()
		i := len(d.nodes)
		d.byID[id] = i
		d.nodes = append(d.nodes, Node{ID: id, Label: label, Class: class, Articles: articles})
		d.top = append(d.top, i)
		for text := range labels[id] {
			if names[id] == nil {
				names[id] = make(map[string]bool)
			}
			names[id][text] = true
		}
		for _, text := range sortedKeys(names[id]) {
			d.add(i, text, text != label)
		}
	}
	slices.SortFunc(d.keys, func(a, b nameKey) int {
		return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.node, b.node))
	})
	slices.SortStableFunc(d.top, func(a, b int) int { return cmp.Compare(d.nodes[b].Articles, d.nodes[a].Articles) })
	return nil
}

// addArticles fills in what is known about articles.
func (r *Reader) addArticles(ctx context.Context, d *directory) error {
	if qs, ok := r.s.qs.(*pebblestore.QuadStore); ok {
		return addArticlesByNumber(ctx, qs, d)
	}
	ids, err := r.s.Articles(ctx)
	if err != nil {
		return err
	}
	d.dates = make(map[string]string, len(ids))
	if err := r.s.scan(ctx, quad.Quad{Predicate: schemaPublished}, func(q quad.Quad) error {
		d.dates[nameOf(q.Subject, schema.ArtPrefix)] = textOf(q.Object)
		return nil
	}); err != nil {
		return err
	}
	publishers := tally{}
	if err := r.s.scan(ctx, quad.Quad{Predicate: schemaPublisher}, func(q quad.Quad) error {
		publishers[textOf(q.Object)]++
		return nil
	}); err != nil {
		return err
	}
	d.publishers = counts(publishers)
	slices.SortStableFunc(ids, func(a, b string) int { return strings.Compare(d.dates[b], d.dates[a]) })
	d.latest = ids
	return nil
}

// addArticlesByNumber is addArticles for a store that reads values side by side: each of a day, of a publisher and of an
// article once.
func addArticlesByNumber(ctx context.Context, qs *pebblestore.QuadStore, d *directory) error {
	var articles []uint64
	day := make(map[uint64]uint64) // of articles
	published := make(map[uint64]int64)
	for _, p := range []struct {
		predicate quad.IRI
		object    quad.Value
		read      func(k [4]uint64)
	}{
		{rdfType, schemaArticle, func(k [4]uint64) { articles = append(articles, k[0]) }},
		{schemaPublished, nil, func(k [4]uint64) { day[k[0]] = k[2] }},
		{schemaPublisher, nil, func(k [4]uint64) { published[k[2]]++ }},
	} {
		var pattern [4]uint64
		for i, v := range []quad.Value{p.predicate, p.object} {
			n, err := qs.Number(v)
			if err != nil {
				return err
			}
			if pattern[1+i] = n; n == 0 && v != nil {
				pattern[0] = math.MaxUint64 // nothing
			}
		}
		if err := qs.Each(ctx, pattern, func(k [4]uint64) bool { p.read(k); return true }); err != nil {
			return err
		}
	}
	values, err := qs.Values(articles)
	if err != nil {
		return err
	}
	d.dates = make(map[string]string, len(articles))
	for i, v := range values {
		id, ok := name(v, schema.ArtPrefix)
		if !ok {
			continue
		}
		d.latest = append(d.latest, id)
		if n := day[articles[i]]; n != 0 {
			v, err := qs.Value(n)
			if err != nil {
				return err
			}
			d.dates[id] = textOf(v)
		}
	}
	publishers := tally{}
	for n, count := range published {
		v, err := qs.Value(n)
		if err != nil {
			return err
		}
		publishers[textOf(v)] += int(count)
	}
	d.publishers = counts(publishers)
	slices.SortFunc(d.latest, func(a, b string) int {
		return cmp.Or(strings.Compare(d.dates[b], d.dates[a]), strings.Compare(a, b))
	})
	d.latest = slices.Compact(d.latest)
	return nil
}

// classesOfAll gives the classes of every entity, with how many articles say so.
func (r *Reader) classesOfAll(ctx context.Context, tally *tallies) (map[string]votes[schema.ClassID], error) {
	out := make(map[string]votes[schema.ClassID])
	for _, class := range r.Schema().Classes() {
		err := tally.each(ctx, rdfType, quad.IRI(class.ID.IRI()), func(subject, _ quad.Value, n int) {
			if id, ok := name(subject, schema.EntPrefix); ok {
				if out[id] == nil {
					out[id] = make(votes[schema.ClassID], 1)
				}
				out[id][class.ID] += n
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// edgeRelations gives the relations that a direct edge may have: those of the schema of now, and those that
// the store was made with.
func (r *Reader) edgeRelations(ctx context.Context) ([]quad.IRI, error) {
	all := make(map[string]bool)
	for _, rel := range r.Schema().Relations() {
		all[rel.ID.IRI()] = true
	}
	err := r.s.scan(ctx, quad.Quad{Predicate: rdfType, Object: kgRelationType}, func(q quad.Quad) error {
		if id, ok := name(q.Subject, schema.RelPrefix); ok {
			all[schema.RelationID(id).IRI()] = true
		}
		return nil
	})
	var out []quad.IRI
	for _, iri := range sortedKeys(all) {
		out = append(out, quad.IRI(iri))
	}
	return out, err
}

// add files a name under each of its words.
func (d *directory) add(node int, text string, alias bool) {
	folded := words.Fold(text)
	if folded == "" {
		return
	}
	start := true
	for i, c := range folded {
		letter := unicode.IsLetter(c) || unicode.IsDigit(c)
		if i == 0 || start && letter {
			d.keys = append(d.keys, nameKey{folded[i:], text, int32(node), i == 0, alias})
		}
		start = !letter
	}
}

// A Match is an entity that Search finds.
type Match struct {
	Node
	Name string // the name that matched; empty where it is the label
}

// Search finds entities by the beginnings of words of their names, whatever the case and the accents, the best
// first: a name that is the text, one that starts with it, then those that most articles name. class, where
// there is one, is the class wanted, or one above it. total says how many there are. An empty text finds the
// entities that are named most often. What is in quotation marks has to be whole words of the name; what follows a "-" must
// not be in it.
func (r *Reader) Search(ctx context.Context, text string, class schema.ClassID, limit int) (found []Match, total int, err error) {
	q := words.Parse(text)
	if len(q.Phrases) == 0 && len(q.Without) == 0 {
		return r.searchNames(ctx, words.Fold(text), class, limit)
	}
	if words.Fold(q.Text) == "" {
		return nil, 0, ctx.Err()
	}
	all, _, err := r.searchNames(ctx, words.Fold(q.Text), class, math.MaxInt)
	if err != nil {
		return nil, 0, err
	}
	all = slices.DeleteFunc(all, func(m Match) bool { return !q.Fits(m.Label) && (m.Name == "" || !q.Fits(m.Name)) })
	return all[:min(limit, len(all))], len(all), nil
}

// searchNames is Search for a text that is folded, and read as it is.
func (r *Reader) searchNames(ctx context.Context, text string, class schema.ClassID, limit int) (found []Match, total int, err error) {
	isWanted := func(c schema.ClassID) bool { return class == "" || c == class || r.Schema().IsA(c, class) }
	if r.s.index() != nil {
		return r.findNames(ctx, text, isWanted, limit)
	}
	d, err := r.directory(ctx)
	if err != nil {
		return nil, 0, err
	}
	found, total = d.search(text, isWanted, limit)
	return found, total, nil
}

// search is Reader.Search for a text that is folded.
func (d *directory) search(text string, isWanted func(schema.ClassID) bool, limit int) (found []Match, total int) {
	wanted := func(n *Node) bool { return isWanted(n.Class) }
	if text == "" {
		for _, i := range d.top {
			if n := &d.nodes[i]; wanted(n) {
				if total++; len(found) < limit {
					found = append(found, Match{Node: *n})
				}
			}
		}
		return found, total
	}
	best := d.matches(text)
	order := make([]int, 0, len(best))
	for i := range best {
		if wanted(&d.nodes[i]) {
			order = append(order, int(i))
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := best[int32(a)], best[int32(b)]
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(d.nodes[b].Articles, d.nodes[a].Articles),
			cmp.Compare(d.nodes[a].Label, d.nodes[b].Label), cmp.Compare(d.nodes[a].ID, d.nodes[b].ID))
	})
	for _, i := range order[:min(limit, len(order))] {
		m := Match{Node: d.nodes[i]}
		if b := best[int32(i)]; b.alias {
			m.Name = b.name
		}
		found = append(found, m)
	}
	return found, len(order)
}

// findNames is Search in the index.
func (r *Reader) findNames(ctx context.Context, text string, wanted func(schema.ClassID) bool, limit int) (found []Match, total int, err error) {
	view, done, err := r.s.frozen()
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, done()) }()
	f, err := newNameFinder(ctx, view.index())
	if err != nil {
		return nil, 0, err
	}
	if text == "" {
		return f.best(nil, wanted, limit)
	}
	return f.search(text, wanted, limit)
}

type matchRank struct {
	rank  int
	alias bool
	name  string
}

// matches gives every node with a name that has, from the beginning of a word on, text; or else, where text
// has several words, a name with a word that starts with each of them.
func (d *directory) matches(text string) map[int32]matchRank {
	out := make(map[int32]matchRank)
	for _, k := range d.prefixed(text) {
		rank := 3
		switch {
		case k.first && len(k.text) == len(text):
			rank = 0
		case k.first:
			rank = 2
		case len(k.text) == len(text):
			rank = 1 // "kerry" for "John Kerry"
		}
		if k.alias {
			rank++
		}
		if old, ok := out[k.node]; !ok || rank < old.rank {
			out[k.node] = matchRank{rank, k.alias, k.whole}
		}
	}
	parts := strings.Fields(text)
	if len(out) > 0 || len(parts) < 2 {
		return out
	}
	longest := slices.MaxFunc(parts, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	for _, k := range d.prefixed(longest) {
		if _, ok := out[k.node]; ok {
			continue
		}
		if d.hasAll(k.node, parts) {
			out[k.node] = matchRank{6, false, ""}
		}
	}
	return out
}

// hasAll reports whether the label of a node has words from which on it starts with each of parts.
func (d *directory) hasAll(node int32, parts []string) bool {
	have := make([]bool, len(parts))
	words.Starts(d.nodes[node].Label, func(term []byte) {
		for i, part := range parts {
			have[i] = have[i] || strings.HasPrefix(string(term[1:]), part)
		}
	})
	return !slices.Contains(have, false)
}

// prefixed gives the keys that start with text.
func (d *directory) prefixed(text string) []nameKey {
	lo := sort.Search(len(d.keys), func(i int) bool { return d.keys[i].text >= text })
	n := sort.Search(len(d.keys)-lo, func(i int) bool { return !strings.HasPrefix(d.keys[lo+i].text, text) })
	return d.keys[lo : lo+n]
}

// Node gives an entity as it is shown. One that no article names has its id for a name.
func (r *Reader) Node(ctx context.Context, id string) (Node, error) {
	if qs := r.s.index(); qs != nil {
		f, err := newNameFinder(ctx, qs)
		if err != nil {
			return Node{}, err
		}
		return f.node(id)
	}
	d, err := r.directory(ctx)
	if err != nil {
		return Node{}, err
	}
	if i, ok := d.byID[id]; ok {
		return d.nodes[i], nil
	}
	return r.readNode(ctx, id)
}

// readNode reads a node that the directory does not have yet.
func (r *Reader) readNode(ctx context.Context, id string) (Node, error) {
	n := Node{ID: id, Label: strings.ReplaceAll(id, "_", " ")}
	if badName(id) != "" {
		return n, nil
	}
	labels, classes := make(votes[string]), make(votes[schema.ClassID])
	for _, pred := range []quad.IRI{rdfsLabel, rdfType} {
		err := r.s.scan(ctx, quad.Quad{Subject: entityIRI(id), Predicate: pred}, func(q quad.Quad) error {
			if pred == rdfsLabel {
				labels[textOf(q.Object)]++
				n.Articles++
			} else {
				classes[schema.ClassID(nameOf(q.Object, schema.KGPrefix))]++
			}
			return nil
		})
		if err != nil {
			return n, err
		}
	}
	if label, _ := labels.winner(); label != "" {
		n.Label = label
	}
	n.Class, _ = classes.winner()
	return n, nil
}
