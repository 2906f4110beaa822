package gizmo

import (
	"bytes"
	"encoding/json"
)

// Row is one answer of a script: named values in order. A path gives the node at its end as "id" and the tagged
// ones by their tags, sorted; g.emit gives the properties of its object in the order in which the script wrote them,
// and anything else than an object as a single value without a name.
//
// A value is a string (a node is in angle brackets, "<ent:John_Kerry>", a text is not), an int64, a float64, a bool,
// a []any of values, or a Row.
type Row struct {
	Names  []string // empty for a single value
	Values []any
}

// Get is the value called name.
func (r Row) Get(name string) (any, bool) {
	for i, n := range r.Names {
		if n == name {
			return r.Values[i], true
		}
	}
	return nil, false
}

// IsSingle reports whether the row is a single value without a name.
func (r Row) IsSingle() bool { return len(r.Names) == 0 && len(r.Values) == 1 }

// MarshalJSON writes an object whose keys keep their order, or the single value.
func (r Row) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	value := func(v any) error {
		if err := enc.Encode(v); err != nil {
			return err
		}
		b.Truncate(b.Len() - 1) // the encoder ends each value with a line feed
		return nil
	}
	if r.IsSingle() {
		err := value(r.Values[0])
		return b.Bytes(), err
	}
	b.WriteByte('{')
	for i, n := range r.Names {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := value(n); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := value(r.Values[i]); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
