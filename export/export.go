// Package export writes a graph in the formats that other tools open.
//
// There are two kinds. The formats of RDF write every quad: [NQuads], [TriG], [Turtle] and [JSONLD]. The others
// write entities as nodes and facts as edges, one edge for each relation between two entities however many
// articles state it, with how many they are and the days of the first and the last: [GraphML], [GEXF], [DOT],
// [Cytoscape], and [Gephi] and [Neo4j], which are two files of CSV. [Events] writes the claims that are events,
// one a line.
//
// All of them read one state of the store, in sorted order: the same graph gives the same bytes. What is held in
// memory does not grow with the quads of the graph, nor with what there is about one entity: a copy of what a format
// needs is sorted in temporary files. Only the days of the articles are kept, some hundred bytes for each.
package export

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph"
	"kg/graph/linesort"
	"kg/schema"
)

// Format is a format of export.
type Format string

// The formats.
const (
	NQuads    Format = "nquads"    // short IRIs, as they stand in the store; sorted
	TriG      Format = "trig"      // absolute IRIs, a graph for each article
	Turtle    Format = "turtle"    // absolute IRIs, without the articles that the triples come from
	JSONLD    Format = "jsonld"    // 1.1, expanded, a graph for each article
	GraphML   Format = "graphml"   // 1.0
	GEXF      Format = "gexf"      // 1.3, dynamic: nodes and edges have days
	DOT       Format = "dot"       // Graphviz
	Cytoscape Format = "cytoscape" // JSON of Cytoscape.js
	Gephi     Format = "gephi"     // nodes.csv and edges.csv
	Neo4j     Format = "neo4j"     // nodes.csv and relationships.csv, for neo4j-admin import
	Events    Format = "events"    // event records, tab-separated
)

// Formats are all of them.
var Formats = []Format{NQuads, TriG, Turtle, JSONLD, GraphML, GEXF, DOT, Cytoscape, Gephi, Neo4j, Events}

// Files are the names of the files that a format consists of; nil where it is a single stream.
func (f Format) Files() []string {
	switch f {
	case Gephi:
		return []string{"nodes.csv", "edges.csv"}
	case Neo4j:
		return []string{"nodes.csv", "relationships.csv"}
	}
	return nil
}

// Parse is the format of that name.
func Parse(name string) (Format, error) {
	if slices.Contains(Formats, Format(name)) {
		return Format(name), nil
	}
	var names []string
	for _, f := range Formats {
		names = append(names, string(f))
	}
	return "", fmt.Errorf("format %q: unknown; there are %s", name, strings.Join(names, ", "))
}

// Store is what is exported; *graph.Store is one.
type Store interface {
	// Export writes all quads as lines of N-Quads, in any order where they need not be sorted.
	Export(ctx context.Context, w io.Writer, format string, sorted bool) error
}

// Options of an export. The zero value is ready to use.
type Options struct {
	Schema *schema.Schema  // nil means schema.Default()
	Base   string          // what the short IRIs of entities, relations, articles and claims become; "" means DefaultBase
	Only   map[string]bool // ids of entities: these, what is between them, and where it is from; nil means all
	Memory int             // bytes that are sorted in memory at once; 0 means 32 MB
}

// Write writes the graph of store in format f. Out has a writer for each of f.Files(), or a single one.
func Write(ctx context.Context, store Store, f Format, opts Options, out ...io.Writer) error {
	if want := max(1, len(f.Files())); len(out) != want {
		return fmt.Errorf("format %s: %d writers for %d files", f, len(out), want)
	}
	if opts.Schema == nil {
		opts.Schema = schema.Default()
	}
	e, err := read(ctx, store, f, opts)
	if err != nil {
		return err
	}
	buffered := make([]*bufio.Writer, len(out))
	for i := range out {
		buffered[i] = bufio.NewWriterSize(out[i], 1<<16)
	}
	err = e.write(f, buffered)
	for _, w := range buffered {
		err = errors.Join(err, w.Flush())
	}
	return errors.Join(err, e.sorted.Close())
}

// exporter is one run of Write.
type exporter struct {
	ctx    context.Context
	opts   Options
	sorted linesort.Sorter   // the quads that the format needs
	keyed  bool              // before each of them stands what it is sorted by, and a tab
	days   map[string]string // of articles, by IRI
}

func (e *exporter) write(f Format, w []*bufio.Writer) error {
	switch f {
	case NQuads:
		return e.nquads(w[0])
	case TriG:
		return e.turtle(w[0], true)
	case Turtle:
		return e.turtle(w[0], false)
	case JSONLD:
		return e.jsonld(w[0])
	case GraphML:
		return e.graph(&graphML{w: w[0]})
	case GEXF:
		return e.graph(&gexf{w: w[0]})
	case DOT:
		return e.graph(&dot{w: w[0]})
	case Cytoscape:
		return e.graph(&cytoscape{w: w[0]})
	case Gephi:
		return e.graph(newCSV(w, gephiNodes, gephiEdges))
	case Neo4j:
		return e.graph(newCSV(w, neo4jNodes, neo4jEdges))
	case Events:
		return e.events(w[0])
	}
	return fmt.Errorf("format %q: unknown", f)
}

// read sorts the quads that the format needs.
func read(ctx context.Context, store Store, f Format, opts Options) (*exporter, error) {
	e := &exporter{ctx: ctx, opts: opts, sorted: linesort.Sorter{Run: opts.Memory}, days: map[string]string{}}
	take := e.sorted.Add
	switch f {
	case NQuads, Turtle:
	case TriG, JSONLD:
		e.keyed, take = true, e.takeByGraph
	case Events:
		take = func(line []byte) error { return e.takeStarting(line, schema.EntPrefix, schema.ClaimPrefix) }
	default:
		take = func(line []byte) error { return e.takeStarting(line, schema.EntPrefix) }
	}
	if err := store.Export(ctx, &lineWriter{take: take}, "nquads", false); err != nil {
		return nil, errors.Join(err, e.sorted.Close())
	}
	return e, nil
}

// takeByGraph takes a line, to be sorted by subject and label.
func (e *exporter) takeByGraph(line []byte) error {
	q, err := graph.ParseLine(string(line))
	if err != nil {
		return err
	}
	key := quad.ToString(q.Subject) + " "
	if q.Label != nil {
		key += quad.ToString(q.Label)
	}
	return e.sorted.Add(append([]byte(key+"\t"), line...))
}

// takeStarting takes a line whose subject has one of the prefixes, and of articles the day.
func (e *exporter) takeStarting(line []byte, prefixes ...string) error {
	for _, p := range prefixes {
		if startsWith(line, p) {
			return e.sorted.Add(line)
		}
	}
	if !startsWith(line, schema.ArtPrefix) || !bytes.Contains(line, []byte("> <schema:datePublished> ")) {
		return nil
	}
	q, err := graph.ParseLine(string(line))
	if err == nil && q.Predicate == quad.IRI("schema:datePublished") {
		e.days[text(q.Subject)] = text(q.Object)
	}
	return err
}

// startsWith reports whether the subject of a line is an IRI with that prefix.
func startsWith(line []byte, prefix string) bool {
	return len(line) > len(prefix) && line[0] == '<' && string(line[1:1+len(prefix)]) == prefix
}

// lineWriter hands whole lines on.
type lineWriter struct {
	take func(line []byte) error
	part []byte // of a line
}

func (w *lineWriter) Write(p []byte) (int, error) {
	n := len(p)
	for {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			w.part = append(w.part, p...)
			return n, nil
		}
		line := p[:i+1]
		if len(w.part) > 0 {
			w.part = append(w.part, line...)
			line = w.part
		}
		if err := w.take(line); err != nil {
			return n - len(p), err
		}
		w.part, p = w.part[:0], p[i+1:]
	}
}

// lines calls f with the lines whose subject has the prefix, in sorted order.
func (e *exporter) lines(prefix string, f func(line []byte) error) error {
	n := 0
	return e.sorted.Each(func(line []byte) error {
		if n++; n%4096 == 0 && e.ctx.Err() != nil {
			return e.ctx.Err()
		}
		if !startsWith(line, prefix) {
			return nil
		}
		if e.keyed {
			_, line, _ = bytes.Cut(line, []byte("\t"))
		}
		return f(line)
	})
}

// quads calls f with the quads whose subject has the prefix, in sorted order.
func (e *exporter) quads(prefix string, f func(quad.Quad) error) error {
	return e.lines(prefix, func(line []byte) error {
		q, err := graph.ParseLine(string(line))
		if err != nil {
			return err
		}
		return f(q)
	})
}

// claims calls f with all quads of each claim, in sorted order. The slice is used again.
func (e *exporter) claims(f func([]quad.Quad) error) error {
	var group []quad.Quad
	flush := func() error {
		if len(group) == 0 {
			return nil
		}
		err := f(group)
		group = group[:0]
		return err
	}
	err := e.quads(schema.ClaimPrefix, func(q quad.Quad) error {
		if len(group) > 0 && group[0].Subject != q.Subject {
			if err := flush(); err != nil {
				return err
			}
		}
		group = append(group, q)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// text is what a value says: the string of a string, the digits of a number, an IRI without brackets.
func text(v quad.Value) string {
	switch v := v.(type) {
	case quad.IRI:
		return string(v)
	case nil:
		return ""
	}
	return literalOf(v).text
}
