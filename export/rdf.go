package export

import (
	"bufio"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"

	"kg/schema"
)

// vocabularies are the namespaces of the standard prefixes, in sorted order.
var vocabularies = [][2]string{
	{"iso3166", "http://id.loc.gov/vocabulary/countries/iso3166/"},
	{"prov", "http://www.w3.org/ns/prov#"},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"schema", "https://schema.org/"},
	{"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"wikidata", "http://www.wikidata.org/entity/"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
}

// ours are the prefixes whose namespace follows from Options.Base.
var ours = []string{schema.ArtPrefix, schema.ClaimPrefix, schema.EntPrefix, schema.KGPrefix, schema.RelPrefix}

// DefaultBase is the base of absolute IRIs where Options name none.
const DefaultBase = "urn:kg:"

// namespacesOf are all prefixes, without the colon, with their namespaces.
func namespacesOf(base string) [][2]string {
	if base == "" {
		base = DefaultBase
	}
	var out [][2]string
	for _, p := range ours {
		name := strings.TrimSuffix(p, ":")
		sep := "/"
		if strings.HasPrefix(base, "urn:") {
			sep = ":"
		}
		out = append(out, [2]string{name, base + name + sep})
	}
	out = append(out, vocabularies...)
	slices.SortFunc(out, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return out
}

func (e *exporter) namespaces() [][2]string { return namespacesOf(e.opts.Base) }

// Shortener gives what turns the absolute IRIs that Write makes with that base back into short ones. An IRI of
// no namespace of ours stays as it is.
func Shortener(base string) func(iri string) string {
	ns := namespacesOf(base)
	slices.SortStableFunc(ns, func(a, b [2]string) int { return len(b[1]) - len(a[1]) }) // a base may lie in a vocabulary
	return func(iri string) string {
		for _, n := range ns {
			if name, ok := strings.CutPrefix(iri, n[1]); ok && name != "" {
				return n[0] + ":" + name
			}
		}
		return iri
	}
}

// absolute is the absolute IRI of a short one, with what an IRI cannot hold percent-encoded.
func absolute(namespaces [][2]string, iri string) string {
	prefix, name, ok := strings.Cut(iri, ":")
	if ok {
		for _, ns := range namespaces {
			if ns[0] == prefix {
				return ns[1] + encode(name)
			}
		}
	}
	return encode(iri)
}

// encode percent-encodes the bytes that an IRI cannot hold: blanks, controls and <>"{}|^`\.
func encode(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == 0x7f || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// literal is what RDF knows of a value that is no IRI.
type literal struct{ text, datatype, language string }

// literalOf takes a value apart. A datatype is a short IRI, empty for a plain string.
func literalOf(v quad.Value) literal {
	switch v := v.(type) {
	case quad.String:
		return literal{text: string(v)}
	case quad.LangString:
		return literal{text: string(v.Value), language: v.Lang}
	case quad.TypedString:
		return literal{text: string(v.Value), datatype: string(v.Type)}
	case quad.Int:
		return literal{text: strconv.FormatInt(int64(v), 10), datatype: "xsd:integer"}
	case quad.Float:
		return literal{text: double(float64(v)), datatype: "xsd:double"}
	case quad.Bool:
		return literal{text: strconv.FormatBool(bool(v)), datatype: "xsd:boolean"}
	case quad.TypedStringer:
		t := v.TypedString()
		return literal{text: string(t.Value), datatype: string(t.Type)}
	}
	return literal{text: quad.ToString(v)}
}

// double is f as xsd:double has it.
func double(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	}
	return strconv.FormatFloat(f, 'E', -1, 64)
}

// nquads writes the quads that are asked for as they stand in the store.
func (e *exporter) nquads(w *bufio.Writer) error {
	nw := nquads.NewWriter(w)
	return e.wantedQuads(func(quads []quad.Quad) error {
		_, err := nw.WriteQuads(quads)
		return err
	})
}

// wantedQuads calls f with the quads of each subject, in sorted order, those left out that Options.Only does not
// want: entities that are not in it, edges to and claims about these, and articles that no claim is left of.
func (e *exporter) wantedQuads(f func([]quad.Quad) error) error {
	if e.opts.Only == nil {
		return e.subjects("", f)
	}
	claims, articles, err := e.wantedClaims()
	if err != nil {
		return err
	}
	return e.subjects("", func(quads []quad.Quad) error {
		s := text(quads[0].Subject)
		kept := slices.DeleteFunc(slices.Clone(quads), func(q quad.Quad) bool {
			switch {
			case strings.HasPrefix(s, schema.ClaimPrefix):
				return !claims[s]
			case strings.HasPrefix(s, schema.ArtPrefix):
				return !articles[s]
			case strings.HasPrefix(s, schema.EntPrefix):
				o, isEntity := strings.CutPrefix(text(q.Object), schema.EntPrefix)
				return !e.opts.Only[strings.TrimPrefix(s, schema.EntPrefix)] || isEntity && !e.opts.Only[o] || !articles[text(q.Label)]
			}
			return false
		})
		if len(kept) == 0 {
			return nil
		}
		return f(kept)
	})
}

// wantedClaims are the claims of which every entity is wanted, and the articles that they are from.
func (e *exporter) wantedClaims() (claims, articles map[string]bool, err error) {
	claims, articles = map[string]bool{}, map[string]bool{}
	err = e.subjects(schema.ClaimPrefix, func(quads []quad.Quad) error {
		ends := 0
		for _, q := range quads {
			if id, ok := strings.CutPrefix(text(q.Object), schema.EntPrefix); ok {
				if !e.opts.Only[id] {
					return nil
				}
				ends++
			}
		}
		if ends > 0 {
			claims[text(quads[0].Subject)] = true
			articles[text(quads[0].Label)] = true
		}
		return nil
	})
	return claims, articles, err
}

// byGraph calls f with the quads of one subject, label by label.
func byGraph(quads []quad.Quad, f func(label string, quads []quad.Quad) error) error {
	sorted := slices.Clone(quads)
	slices.SortStableFunc(sorted, func(a, b quad.Quad) int { return strings.Compare(text(a.Label), text(b.Label)) })
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].Label == sorted[0].Label {
			n++
		}
		if err := f(text(sorted[0].Label), sorted[:n]); err != nil {
			return err
		}
		sorted = sorted[n:]
	}
	return nil
}

// turtle writes TriG, with a graph for each label, or Turtle, without labels.
func (e *exporter) turtle(w *bufio.Writer, graphs bool) error {
	ns := e.namespaces()
	for _, p := range ns {
		if _, err := fmt.Fprintf(w, "@prefix %s: <%s> .\n", p[0], p[1]); err != nil {
			return err
		}
	}
	t := &turtle{w: w, namespaces: ns}
	return e.wantedQuads(func(quads []quad.Quad) error {
		if graphs {
			return byGraph(quads, func(label string, quads []quad.Quad) error {
				w.WriteString("\n")
				if label == "" {
					t.subject("", quads)
					return nil
				}
				w.WriteString(t.name(label) + " {\n")
				t.subject("  ", quads)
				_, err := w.WriteString("}\n")
				return err
			})
		}
		// The same triple of two articles is one.
		unlabelled := make([]quad.Quad, len(quads))
		for i, q := range quads {
			q.Label = nil
			unlabelled[i] = q
		}
		unlabelled = slices.CompactFunc(unlabelled, func(a, b quad.Quad) bool { return a == b })
		_, err := w.WriteString("\n")
		t.subject("", unlabelled)
		return err
	})
}

// turtle writes parts of Turtle.
type turtle struct {
	w          *bufio.Writer
	namespaces [][2]string
}

// subject writes all triples of one subject, in sorted order.
func (t *turtle) subject(indent string, quads []quad.Quad) {
	t.w.WriteString(indent + t.name(text(quads[0].Subject)))
	for i, q := range quads {
		switch {
		case i == 0:
			t.w.WriteString(" " + t.predicate(q))
		case q.Predicate == quads[i-1].Predicate:
			t.w.WriteString(" ,")
		default:
			t.w.WriteString(" ;\n" + indent + "  " + t.predicate(q))
		}
		t.w.WriteString(" " + t.object(q.Object))
	}
	t.w.WriteString(" .\n")
}

func (t *turtle) predicate(q quad.Quad) string {
	if p := text(q.Predicate); p != "rdf:type" {
		return t.name(p)
	}
	return "a"
}

func (t *turtle) object(v quad.Value) string {
	if iri, ok := v.(quad.IRI); ok {
		return t.name(string(iri))
	}
	l := literalOf(v)
	s := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\b", `\b`, "\f", `\f`).Replace(l.text) + `"`
	switch {
	case l.language != "":
		return s + "@" + l.language
	case l.datatype != "":
		return s + "^^" + t.name(l.datatype)
	}
	return s
}

// name is a short IRI as a prefixed name where Turtle allows it as it is, and as an absolute IRI otherwise.
func (t *turtle) name(iri string) string {
	prefix, name, ok := strings.Cut(iri, ":")
	if ok && name != "" && plainName(name) {
		for _, ns := range t.namespaces {
			if ns[0] == prefix {
				return iri
			}
		}
	}
	return "<" + absolute(t.namespaces, iri) + ">"
}

// plainName reports whether s is a local name of Turtle that needs no escape: ASCII letters, digits, "_" and "-",
// with dots inside.
func plainName(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_':
		case c == '-' && i > 0:
		case c == '.' && i > 0 && i < len(s)-1:
		default:
			return false
		}
	}
	return true
}

// jsonld writes expanded JSON-LD: a list with an object for each subject in each graph.
func (e *exporter) jsonld(w *bufio.Writer) error {
	ns := e.namespaces()
	w.WriteString("[")
	sep := "\n"
	if err := e.wantedQuads(func(quads []quad.Quad) error {
		return byGraph(quads, func(label string, quads []quad.Quad) error {
			node := map[string]any{"@id": absolute(ns, text(quads[0].Subject))}
			for _, q := range quads {
				key, value := absolute(ns, text(q.Predicate)), any(jsonValue(ns, q.Object))
				if iri, ok := q.Object.(quad.IRI); ok && q.Predicate == quad.IRI("rdf:type") {
					key, value = "@type", absolute(ns, string(iri))
				}
				values, _ := node[key].([]any)
				node[key] = append(values, value)
			}
			var object any = node
			if label != "" {
				object = map[string]any{"@id": absolute(ns, label), "@graph": []any{node}}
			}
			line, err := marshal(object)
			if err != nil {
				return err
			}
			w.WriteString(sep)
			sep = ",\n"
			_, err = w.Write(line)
			return err
		})
	}); err != nil {
		return err
	}
	_, err := w.WriteString("\n]\n")
	return err
}

func jsonValue(ns [][2]string, v quad.Value) map[string]any {
	if iri, ok := v.(quad.IRI); ok {
		return map[string]any{"@id": absolute(ns, string(iri))}
	}
	l := literalOf(v)
	out := map[string]any{"@value": l.text}
	switch {
	case l.language != "":
		out["@language"] = l.language
	case l.datatype != "":
		out["@type"] = absolute(ns, l.datatype)
	}
	return out
}
