package export

import (
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// node is an entity as all articles together show it.
type node struct {
	ID, Label, Class string
	Aliases          []string // sorted
	Country, Sector  string   // Country is an id
	Articles         int      // that name it
	First, Last      string   // days of the first and the last of them; may be empty
}

// edge is a relation between two entities.
type edge struct {
	ID              string // derived from the three below
	Source, Target  string
	Relation, Label string
	Event           string // PLOVER event type; may be empty
	Symmetric       bool
	Articles        int // that state it
	First, Last     string
}

// graphWriter writes nodes, then edges.
type graphWriter interface {
	begin() error
	node(*node) error
	between() error // after the last node
	edge(*edge) error
	end() error
}

// graph writes the entities and facts.
func (e *exporter) graph(w graphWriter) error {
	if err := w.begin(); err != nil {
		return err
	}
	if err := e.subjects(schema.EntPrefix, func(quads []quad.Quad) error {
		n := e.readNode(quads)
		if !e.wanted(n.ID) {
			return nil
		}
		return w.node(n)
	}); err != nil {
		return err
	}
	if err := w.between(); err != nil {
		return err
	}
	if err := e.subjects(schema.EntPrefix, func(quads []quad.Quad) error {
		for _, x := range e.readEdges(quads) {
			if err := w.edge(x); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return w.end()
}

// wanted reports whether the entity is asked for.
func (e *exporter) wanted(id string) bool { return e.opts.Only == nil || e.opts.Only[id] }

// readNode makes a node of all quads of an entity. A label or class is the one that most articles give.
func (e *exporter) readNode(quads []quad.Quad) *node {
	n := &node{ID: local(quads[0].Subject, schema.EntPrefix)}
	labels, classes, aliases := map[string]int{}, map[string]int{}, map[string]bool{}
	articles := map[string]bool{}
	for _, q := range quads {
		switch q.Predicate.(quad.IRI) {
		case "rdfs:label":
			labels[text(q.Object)]++
			articles[text(q.Label)] = true
		case "rdf:type":
			classes[local(q.Object, schema.KGPrefix)]++
		case "skos:altLabel":
			aliases[text(q.Object)] = true
		case "kg:country":
			n.Country = local(q.Object, schema.EntPrefix)
		case "kg:sector":
			n.Sector = text(q.Object)
		}
	}
	n.Label, n.Class = most(labels), most(classes)
	if n.Label == "" {
		n.Label = strings.ReplaceAll(n.ID, "_", " ")
	}
	for l := range labels {
		aliases[l] = true
	}
	delete(aliases, n.Label)
	n.Aliases = slices.Sorted(maps.Keys(aliases))
	n.Articles, n.First, n.Last = e.span(articles)
	return n
}

// readEdges makes edges of all quads of an entity, in sorted order. An edge of a symmetric relation stands in
// the graph both ways, and is read once.
func (e *exporter) readEdges(quads []quad.Quad) []*edge {
	type key struct{ relation, target string }
	source := local(quads[0].Subject, schema.EntPrefix)
	found := map[key]map[string]bool{}
	for _, q := range quads {
		p, _ := q.Predicate.(quad.IRI)
		relation, ok := strings.CutPrefix(string(p), schema.RelPrefix)
		if !ok {
			continue
		}
		k := key{relation, local(q.Object, schema.EntPrefix)}
		if !e.wanted(source) || !e.wanted(k.target) {
			continue
		}
		if r, ok := e.opts.Schema.Relation(schema.RelationID(relation)); ok && r.Symmetric && k.target < source {
			continue
		}
		if found[k] == nil {
			found[k] = map[string]bool{}
		}
		found[k][text(q.Label)] = true
	}
	keys := slices.SortedFunc(maps.Keys(found), func(a, b key) int {
		return strings.Compare(a.relation+" "+a.target, b.relation+" "+b.target)
	})
	var out []*edge
	for _, k := range keys {
		x := &edge{ID: source + " " + k.relation + " " + k.target, Source: source, Target: k.target, Relation: k.relation, Label: k.relation}
		if r, ok := e.opts.Schema.Relation(schema.RelationID(k.relation)); ok {
			x.Label, x.Symmetric, x.Event = r.Label, r.Symmetric, r.Event
		}
		x.Articles, x.First, x.Last = e.span(found[k])
		out = append(out, x)
	}
	return out
}

// span counts articles and says when the first and the last were published.
func (e *exporter) span(articles map[string]bool) (n int, first, last string) {
	for a := range articles {
		day := e.dates[a]
		if day == "" {
			continue
		}
		if first == "" || day < first {
			first = day
		}
		last = max(last, day)
	}
	return len(articles), first, last
}

// most is the key with the highest count, the first in sorted order of equals.
func most(counts map[string]int) string {
	best := ""
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		if best == "" || counts[k] > counts[best] {
			best = k
		}
	}
	return best
}

// local is the IRI v without its prefix.
func local(v quad.Value, prefix string) string { return strings.TrimPrefix(text(v), prefix) }
