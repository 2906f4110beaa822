// Package export writes a graph in the formats that other tools open.
//
// There are two kinds. The formats of RDF write every quad: [NQuads], [TriG], [Turtle] and [JSONLD]. The others
// write entities as nodes and facts as edges, one edge for each relation between two entities however many
// articles state it, with how many they are and the days of the first and the last: [GraphML], [GEXF], [DOT],
// [Cytoscape], and [Gephi] and [Neo4j], which are two files of CSV. [Events] writes the claims that are events,
// one a line.
//
// All of them read one state of the store, in sorted order: the same graph gives the same bytes. What is held in
// memory does not grow with the quads of the graph; a sorted copy of it stands in a temporary file.
package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"

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
	// Export writes all quads as sorted lines of N-Quads.
	Export(ctx context.Context, w io.Writer, format string, sorted bool) error
}

// Options of an export. The zero value is ready to use.
type Options struct {
	Schema *schema.Schema  // nil means schema.Default()
	Base   string          // what the short IRIs of entities, relations, articles and claims become; "" means DefaultBase
	Only   map[string]bool // ids of entities: these, what is between them, and where it is from; nil means all
}

// Write writes the graph of store in format f. Out has a writer for each of f.Files(), or a single one.
func Write(ctx context.Context, store Store, f Format, opts Options, out ...io.Writer) error {
	if want := max(1, len(f.Files())); len(out) != want {
		return fmt.Errorf("format %s: %d writers for %d files", f, len(out), want)
	}
	if opts.Schema == nil {
		opts.Schema = schema.Default()
	}
	if f == NQuads && opts.Only == nil {
		return store.Export(ctx, out[0], "nquads", true)
	}
	e, err := open(ctx, store, opts)
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
	return errors.Join(err, e.close())
}

// exporter is one run of Write.
type exporter struct {
	ctx    context.Context
	opts   Options
	sorted *os.File          // the quads
	dates  map[string]string // of articles, by IRI
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

// open puts the sorted quads aside and reads the days of the articles.
func open(ctx context.Context, store Store, opts Options) (*exporter, error) {
	f, err := os.CreateTemp("", "kg-export-*.nq")
	if err != nil {
		return nil, err
	}
	e := &exporter{ctx: ctx, opts: opts, sorted: f, dates: map[string]string{}}
	err = store.Export(ctx, f, "nquads", true)
	if err == nil {
		err = e.subjects(schema.ArtPrefix, func(quads []quad.Quad) error {
			for _, q := range quads {
				if q.Predicate == quad.IRI("schema:datePublished") {
					e.dates[string(q.Subject.(quad.IRI))] = text(q.Object)
				}
			}
			return nil
		})
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func (e *exporter) close() error { return errors.Join(e.sorted.Close(), os.Remove(e.sorted.Name())) }

// quads yields the quads in sorted order.
func (e *exporter) quads() iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		if _, err := e.sorted.Seek(0, io.SeekStart); err != nil {
			yield(quad.Quad{}, err)
			return
		}
		r := nquads.NewReader(bufio.NewReaderSize(e.sorted, 1<<16), false)
		for n := 0; ; n++ {
			q, err := r.ReadQuad()
			if err == io.EOF {
				return
			}
			if n%4096 == 0 && e.ctx.Err() != nil {
				err = e.ctx.Err()
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// subjects calls f with all quads of each subject whose IRI starts with prefix, in sorted order. The slice is
// used again.
func (e *exporter) subjects(prefix string, f func([]quad.Quad) error) error {
	var group []quad.Quad
	for q, err := range e.quads() {
		if err != nil {
			return err
		}
		if s, ok := q.Subject.(quad.IRI); !ok || !strings.HasPrefix(string(s), prefix) {
			continue
		}
		if len(group) > 0 && group[0].Subject != q.Subject {
			if err := f(group); err != nil {
				return err
			}
			group = group[:0]
		}
		group = append(group, q)
	}
	if len(group) > 0 {
		return f(group)
	}
	return nil
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
