package readback

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"kg/export"
)

// readJSON gives the quads of expanded JSON-LD with the lines that the objects around them begin in: an array
// of objects, or a single one, each a node, or a graph with nodes. It is read object by object; begun is the
// line of the first byte.
func readJSON(r *bufio.Reader, begun int, base string, add func(quad.Quad, int) error, refuse func(int, error) error) error {
	single := false
	if first, err := r.Peek(1); err == nil {
		single = first[0] == '{'
	}
	lines := &lineReader{r: r, line: begun}
	d := json.NewDecoder(lines)
	doc := &jsonDocument{short: export.Shortener(base)}
	broken := func(err error) error {
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the JSON ends too soon")
		}
		return refuse(lines.at(d.InputOffset()), err)
	}
	if !single {
		if _, err := d.Token(); err != nil {
			return broken(err)
		}
	}
	for n := 0; single && n == 0 || !single && d.More(); n++ {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return broken(err)
		}
		line := lines.at(d.InputOffset() - int64(len(raw)))
		quads, err := doc.object(raw)
		if err != nil {
			if err := refuse(line, err); err != nil {
				return err
			}
		}
		for _, q := range quads {
			if err := add(q, line); err != nil {
				return err
			}
		}
	}
	if !single {
		if _, err := d.Token(); err != nil {
			return broken(err)
		}
	}
	if _, err := d.Token(); err != io.EOF {
		return refuse(lines.at(d.InputOffset()), errors.New("it goes on after the end of the JSON"))
	}
	return nil
}

// lineReader knows which line an offset is in, for offsets that only grow, and refuses to read more than two of
// the longest lines without having been asked.
type lineReader struct {
	r     io.Reader
	read  int64
	ends  []int64 // offsets of the line ends read since the last question
	line  int     // at the last question
	asked int64
}

func (l *lineReader) Read(p []byte) (int, error) {
	if l.read-l.asked > 2*maxLine {
		return 0, fmt.Errorf("an object of more than %d bytes", 2*maxLine)
	}
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i))
		}
	}
	l.read += int64(n)
	return n, err
}

func (l *lineReader) at(offset int64) int {
	n, _ := slices.BinarySearch(l.ends, offset)
	l.line += n
	l.ends = slices.Delete(l.ends, 0, n)
	l.asked = max(l.asked, offset)
	return l.line
}

// jsonDocument reads the objects of a document.
type jsonDocument struct {
	short func(string) string
}

// object gives the quads of an object at the top: a node of no graph, or a graph with its nodes.
func (j *jsonDocument) object(raw []byte) ([]quad.Quad, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("not valid UTF-8")
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("want an object: %w", err)
	}
	graph, ok := o["@graph"]
	if !ok {
		return j.node(o, nil)
	}
	var nodes []map[string]json.RawMessage
	if err := json.Unmarshal(graph, &nodes); err != nil {
		return nil, fmt.Errorf("@graph: want a list of objects: %w", err)
	}
	label, err := j.id(o)
	if err != nil {
		return nil, fmt.Errorf("@graph: %w", err)
	}
	for _, key := range sortedKeys(o) {
		if key != "@graph" && key != "@id" {
			return nil, fmt.Errorf("%s beside @graph; only expanded JSON-LD is read, without a context", key)
		}
	}
	var quads []quad.Quad
	for _, n := range nodes {
		more, err := j.node(n, label)
		if err != nil {
			return nil, err
		}
		quads = append(quads, more...)
	}
	return quads, nil
}

func (j *jsonDocument) id(o map[string]json.RawMessage) (quad.Value, error) {
	var id string
	if err := json.Unmarshal(o["@id"], &id); err != nil || id == "" {
		return nil, errors.New("no @id")
	}
	return j.iri(id)
}

// iri is an absolute IRI as it stands in the store.
func (j *jsonDocument) iri(s string) (quad.Value, error) {
	if strings.HasPrefix(s, "_:") {
		return nil, fmt.Errorf("%s: a blank node; kg has none", s)
	}
	if s == "" || strings.ContainsAny(s, "<> \t\r\n") {
		return nil, fmt.Errorf("%q is not an IRI", s)
	}
	return quad.IRI(j.short(s)), nil
}

// node gives the quads of a node.
func (j *jsonDocument) node(o map[string]json.RawMessage, label quad.Value) ([]quad.Quad, error) {
	subject, err := j.id(o)
	if err != nil {
		return nil, err
	}
	var quads []quad.Quad
	for _, key := range sortedKeys(o) {
		if key == "@id" {
			continue
		}
		values := []json.RawMessage{o[key]}
		if list := bytes.TrimSpace(o[key]); len(list) > 0 && list[0] == '[' {
			if err := json.Unmarshal(list, &values); err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
		}
		q := quad.Quad{Subject: subject, Label: label}
		switch {
		case key == "@type":
			q.Predicate = quad.IRI("rdf:type")
		case strings.HasPrefix(key, "@"):
			return nil, fmt.Errorf("%s; only expanded JSON-LD is read, without a context", key)
		default:
			if q.Predicate, err = j.iri(key); err != nil {
				return nil, err
			}
		}
		for _, raw := range values {
			if key == "@type" {
				raw = fmt.Appendf(nil, `{"@id":%s}`, raw)
			}
			if q.Object, err = j.value(raw); err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
			quads = append(quads, q)
		}
	}
	return quads, nil
}

// value is an object of a quad: {"@id": …} or {"@value": …}.
func (j *jsonDocument) value(raw []byte) (quad.Value, error) {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("want an object with @id or @value: %w", err)
	}
	var v struct {
		ID       *string `json:"@id"`
		Value    any     `json:"@value"`
		Type     string  `json:"@type"`
		Language string  `json:"@language"`
	}
	for key := range o {
		if key != "@id" && key != "@value" && key != "@type" && key != "@language" || key != "@id" && o["@id"] != nil {
			return nil, fmt.Errorf("want an object with @id or @value alone, it has %s", strings.Join(sortedKeys(o), ", "))
		}
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if v.ID != nil {
		return j.iri(*v.ID)
	}
	switch x := v.Value.(type) {
	case string:
		switch {
		case v.Language != "":
			return quad.LangString{Value: quad.String(x), Lang: v.Language}, nil
		case v.Type != "":
			typ, err := j.iri(v.Type)
			if err != nil {
				return nil, err
			}
			return quad.TypedString{Value: quad.String(x), Type: typ.(quad.IRI)}, nil
		}
		return quad.String(x), nil
	case bool:
		return quad.Bool(x), nil
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return quad.Int(n), nil
		}
		f, err := x.Float64()
		return quad.Float(f), err
	}
	return nil, errors.New("want an object with @id or @value")
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
