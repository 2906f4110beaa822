package export

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph"
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
	if err := e.nodes(func(n *node) error {
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
	if err := e.edges(w.edge); err != nil {
		return err
	}
	return w.end()
}

// wanted reports whether the entity is asked for.
func (e *exporter) wanted(id string) bool { return e.opts.Only == nil || e.opts.Only[id] }

// nodes calls f with each entity, in sorted order.
func (e *exporter) nodes(f func(*node) error) error {
	var last *names
	flush := func() error {
		if last == nil {
			return nil
		}
		return f(last.finish())
	}
	if err := e.lines(schema.EntPrefix, func(line []byte) error {
		iri, rest, _ := bytes.Cut(line, []byte(" "))
		if last == nil || string(iri) != last.iri {
			if err := flush(); err != nil {
				return err
			}
			last = newNames(string(iri))
		}
		if bytes.HasPrefix(rest, []byte("<"+schema.RelPrefix)) {
			return nil // an edge
		}
		q, err := graph.ParseLine(string(line))
		if err != nil {
			return err
		}
		last.add(q, e.days)
		return nil
	}); err != nil {
		return err
	}
	return flush()
}

// names is what the quads of an entity tell of it. Each article gives it one label.
type names struct {
	node
	iri             string // in brackets
	labels, classes map[string]int
	aliases         map[string]bool
}

func newNames(iri string) *names {
	id := strings.TrimSuffix(strings.TrimPrefix(iri, "<"+schema.EntPrefix), ">")
	return &names{node: node{ID: id}, iri: iri, labels: map[string]int{}, classes: map[string]int{}, aliases: map[string]bool{}}
}

func (n *names) add(q quad.Quad, days map[string]string) {
	switch q.Predicate {
	case quad.IRI("rdfs:label"):
		n.labels[text(q.Object)]++
		n.Articles++
		n.First, n.Last = within(n.First, n.Last, days[text(q.Label)])
	case quad.IRI("rdf:type"):
		n.classes[local(q.Object, schema.KGPrefix)]++
	case quad.IRI("skos:altLabel"):
		n.aliases[text(q.Object)] = true
	case quad.IRI("kg:country"):
		n.Country = local(q.Object, schema.EntPrefix)
	case quad.IRI("kg:sector"):
		n.Sector = text(q.Object)
	}
}

// finish is the node. A label or class is the one that most articles give.
func (n *names) finish() *node {
	n.Label, n.Class = most(n.labels), most(n.classes)
	if n.Label == "" {
		n.Label = strings.ReplaceAll(n.ID, "_", " ")
	}
	for l := range n.labels {
		n.aliases[l] = true
	}
	delete(n.aliases, n.Label)
	n.Aliases = slices.Sorted(maps.Keys(n.aliases))
	return &n.node
}

// edges calls f with each edge, in sorted order: a quad of each article that states it follows the other. One of a
// symmetric relation stands in the graph both ways, and is told once.
func (e *exporter) edges(f func(*edge) error) error {
	var last *edge
	flush := func() error {
		if last == nil {
			return nil
		}
		return f(last)
	}
	if err := e.lines(schema.EntPrefix, func(line []byte) error {
		_, rest, _ := bytes.Cut(line, []byte(" "))
		if !bytes.HasPrefix(rest, []byte("<"+schema.RelPrefix)) {
			return nil
		}
		q, err := graph.ParseLine(string(line))
		if err != nil {
			return err
		}
		source, relation, target := local(q.Subject, schema.EntPrefix), local(q.Predicate, schema.RelPrefix), local(q.Object, schema.EntPrefix)
		if !e.wanted(source) || !e.wanted(target) {
			return nil
		}
		r, known := e.opts.Schema.Relation(schema.RelationID(relation))
		if known && r.Symmetric && target < source {
			return nil
		}
		if last == nil || last.Source != source || last.Relation != relation || last.Target != target {
			if err := flush(); err != nil {
				return err
			}
			last = &edge{ID: source + " " + relation + " " + target, Source: source, Target: target, Relation: relation, Label: relation}
			if known {
				last.Label, last.Symmetric, last.Event = r.Label, r.Symmetric, r.Event
			}
		}
		last.Articles++
		last.First, last.Last = within(last.First, last.Last, e.days[text(q.Label)])
		return nil
	}); err != nil {
		return err
	}
	return flush()
}

// within is the time from first to last, made longer where day is not in it. A day may be empty.
func within(first, last, day string) (string, string) {
	if day == "" {
		return first, last
	}
	if first == "" || day < first {
		first = day
	}
	return first, max(last, day)
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
