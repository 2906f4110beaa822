package graph

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// AppendLine writes a quad as a line of N-Quads, as Export writes it.
func AppendLine(b []byte, q quad.Quad) []byte {
	for _, dir := range quad.Directions {
		if v := q.Get(dir); v != nil {
			b = append(append(b, v.String()...), ' ')
		}
	}
	return append(b, ".\n"...)
}

// ParseLine is the inverse of AppendLine; it takes any line of N-Quads that holds no comment. Cayley's reader would do, but turns "010"^^<xsd:integer> into 10.
func ParseLine(line string) (quad.Quad, error) {
	var q quad.Quad
	rest := line
	for _, dir := range quad.Directions {
		rest = strings.TrimLeft(rest, " ")
		if strings.HasPrefix(rest, ".") {
			break
		}
		v, tail, err := parseValue(rest)
		if err != nil {
			return q, fmt.Errorf("%s at byte %d: %w", dir, len(line)-len(rest), err)
		}
		q.Set(dir, v)
		rest = tail
	}
	if strings.Trim(rest, " \r\n") != "." || q.Object == nil {
		return q, fmt.Errorf("line ends with %.20q, want three or four values and a full stop", rest)
	}
	return q, nil
}

// parseValue reads a value at the start of s.
func parseValue(s string) (v quad.Value, rest string, err error) {
	switch {
	case strings.HasPrefix(s, "<"):
		iri, rest, ok := strings.Cut(s[1:], ">")
		if !ok || iri == "" {
			return nil, "", fmt.Errorf("bad IRI")
		}
		return quad.IRI(iri), rest, nil
	case strings.HasPrefix(s, "_:"):
		i := strings.IndexByte(s, ' ')
		if i < 3 {
			return nil, "", fmt.Errorf("bad blank node")
		}
		return quad.BNode(s[2:i]), s[i:], nil
	case strings.HasPrefix(s, `"`):
		text, rest, err := unquote(s[1:])
		if err != nil {
			return nil, "", err
		}
		switch {
		case strings.HasPrefix(rest, "^^<"):
			typ, rest, ok := strings.Cut(rest[3:], ">")
			if !ok {
				return nil, "", fmt.Errorf("bad type")
			}
			return typed(quad.TypedString{Value: quad.String(text), Type: quad.IRI(typ)}), rest, nil
		case strings.HasPrefix(rest, "@"):
			i := strings.IndexByte(rest, ' ')
			if i < 0 {
				return nil, "", fmt.Errorf("bad language")
			}
			return quad.LangString{Value: quad.String(text), Lang: rest[1:i]}, rest[i:], nil
		}
		return quad.String(text), rest, nil
	}
	return nil, "", fmt.Errorf("neither an IRI, nor a blank node, nor a string")
}

// typed gives the number, boolean or time that is written just like t, if there is one.
func typed(t quad.TypedString) quad.Value {
	if v, err := t.ParseValue(); err == nil && v.String() == t.String() {
		return v
	}
	return t
}

// unquote reads up to the closing quote.
func unquote(s string) (text, rest string, err error) {
	i := strings.IndexAny(s, `"\`)
	if i >= 0 && s[i] == '"' {
		return s[:i], s[i+1:], nil
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(s[:i])
		if s[i] == '"' {
			return b.String(), s[i+1:], nil
		}
		if i+1 == len(s) {
			break
		}
		n := 2
		switch s[i+1] {
		case 't':
			b.WriteByte('\t')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case '"', '\'', '\\':
			b.WriteByte(s[i+1])
		case 'u', 'U':
			digits := 4
			if s[i+1] == 'U' {
				digits = 8
			}
			n += digits
			var r rune
			if len(s) < i+n {
				return "", "", fmt.Errorf("cut short")
			}
			if _, err := fmt.Sscanf(s[i+2:i+n], "%x", &r); err != nil || !utf8.ValidRune(r) {
				return "", "", fmt.Errorf("bad escape %q", s[i:i+n])
			}
			b.WriteRune(r)
		default:
			return "", "", fmt.Errorf("bad escape %q", s[i:i+2])
		}
		s = s[i+n:]
		i = strings.IndexAny(s, `"\`)
	}
	return "", "", fmt.Errorf("no closing quote")
}
