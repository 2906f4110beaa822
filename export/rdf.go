package export

import (
	"bufio"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph"
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
	if e.opts.Only == nil {
		return e.lines("", func(line []byte) error { _, err := w.Write(line); return err })
	}
	var line []byte
	return e.wantedQuads(func(q quad.Quad) error {
		line = graph.AppendLine(line[:0], q)
		_, err := w.Write(line)
		return err
	})
}

// wantedQuads calls f with the quads in sorted order, those left out that Options.Only does not want: entities that are
// not in it, edges to and claims about these, and articles that no claim is left of.
func (e *exporter) wantedQuads(f func(quad.Quad) error) error {
	if e.opts.Only == nil {
		return e.quads("", f)
	}
	articles := map[string]bool{} // those of wanted claims
	if err := e.claims(func(claim []quad.Quad) error {
		if e.wantedClaim(claim) {
			articles[text(claim[0].Label)] = true
		}
		return nil
	}); err != nil {
		return err
	}
	var claim []quad.Quad
	flush := func() error {
		if e.wantedClaim(claim) {
			for _, q := range claim {
				if err := f(q); err != nil {
					return err
				}
			}
		}
		claim = claim[:0]
		return nil
	}
	if err := e.quads("", func(q quad.Quad) error {
		if len(claim) > 0 && claim[0].Subject != q.Subject {
			if err := flush(); err != nil {
				return err
			}
		}
		s := text(q.Subject)
		switch id, isEntity := strings.CutPrefix(s, schema.EntPrefix); {
		case strings.HasPrefix(s, schema.ClaimPrefix):
			claim = append(claim, q)
			return nil
		case strings.HasPrefix(s, schema.ArtPrefix) && !articles[s]:
			return nil
		case isEntity:
			other, ofTwo := strings.CutPrefix(text(q.Object), schema.EntPrefix)
			if !e.wanted(id) || ofTwo && !e.wanted(other) || !articles[text(q.Label)] {
				return nil
			}
		}
		return f(q)
	}); err != nil {
		return err
	}
	return flush()
}

// wantedClaim reports whether the claim has entities, and all of them are wanted.
func (e *exporter) wantedClaim(claim []quad.Quad) bool {
	some := false
	for _, q := range claim {
		if id, ok := strings.CutPrefix(text(q.Object), schema.EntPrefix); ok {
			if !e.wanted(id) {
				return false
			}
			some = true
		}
	}
	return some
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
	if err := e.wantedQuads(func(q quad.Quad) error {
		if !graphs {
			q.Label = nil
		}
		return t.quad(q)
	}); err != nil {
		return err
	}
	return t.end()
}

// turtle writes quads that are in the order of subjects and labels.
type turtle struct {
	w          *bufio.Writer
	namespaces [][2]string
	last       quad.Quad // its statement is not ended
}

// quad goes on with the subject of the last quad, or begins another. A triple that is the last one is not written again.
func (t *turtle) quad(q quad.Quad) error {
	last := t.last
	if q == last {
		return nil
	}
	indent := ""
	if q.Label != nil {
		indent = "  "
	}
	switch {
	case q.Subject != last.Subject || q.Label != last.Label:
		if err := t.end(); err != nil {
			return err
		}
		t.w.WriteString("\n")
		if q.Label != nil {
			t.w.WriteString(t.name(text(q.Label)) + " {\n")
		}
		t.w.WriteString(indent + t.name(text(q.Subject)) + " " + t.predicate(q))
	case q.Predicate == last.Predicate:
		t.w.WriteString(" ,")
	default:
		t.w.WriteString(" ;\n" + indent + "  " + t.predicate(q))
	}
	t.last = q
	_, err := t.w.WriteString(" " + t.object(q.Object))
	return err
}

// end ends the statement, and the graph that it is in.
func (t *turtle) end() error {
	end := " .\n"
	switch {
	case t.last.Subject == nil:
		return nil
	case t.last.Label != nil:
		end = " .\n}\n"
	}
	_, err := t.w.WriteString(end)
	return err
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
	var last quad.Quad
	var node map[string]any // what there is of its subject under its label
	flush := func() error {
		if node == nil {
			return nil
		}
		var object any = node
		if last.Label != nil {
			object = map[string]any{"@id": absolute(ns, text(last.Label)), "@graph": []any{node}}
		}
		line, err := marshal(object)
		if err != nil {
			return err
		}
		w.WriteString(sep)
		sep = ",\n"
		_, err = w.Write(line)
		return err
	}
	if err := e.wantedQuads(func(q quad.Quad) error {
		if node == nil || q.Subject != last.Subject || q.Label != last.Label {
			if err := flush(); err != nil {
				return err
			}
			last, node = q, map[string]any{"@id": absolute(ns, text(q.Subject))}
		}
		key, value := absolute(ns, text(q.Predicate)), any(jsonValue(ns, q.Object))
		if iri, ok := q.Object.(quad.IRI); ok && q.Predicate == quad.IRI("rdf:type") {
			key, value = "@type", absolute(ns, string(iri))
		}
		values, _ := node[key].([]any)
		node[key] = append(values, value)
		return nil
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
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
