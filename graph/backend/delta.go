package backend

import (
	"fmt"
	"unicode/utf8"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// CheckDelta refuses what no store can keep: a quad with a part missing, or a value that is not valid UTF-8.
func CheckDelta(d *graph.Delta) error {
	if d.Action != graph.Add && d.Action != graph.Delete {
		return &graph.DeltaError{Delta: *d, Err: graph.ErrInvalidAction}
	}
	for _, dir := range quad.Directions {
		v := d.Quad.Get(dir)
		if v == nil && dir == quad.Label {
			continue
		}
		if !quad.IsValidValue(v) {
			return fmt.Errorf("quad without a valid %s: %w", dir, quad.ErrInvalid)
		}
		if !ValidUTF8(v) {
			return fmt.Errorf("%s: %w", dir, ErrNotUTF8)
		}
	}
	return nil
}

// ValidUTF8 reports whether all text of a value is valid UTF-8.
func ValidUTF8(v quad.Value) bool {
	switch v := v.(type) {
	case quad.IRI:
		return utf8.ValidString(string(v))
	case quad.BNode:
		return utf8.ValidString(string(v))
	case quad.String:
		return utf8.ValidString(string(v))
	case quad.TypedString:
		return utf8.ValidString(string(v.Value)) && utf8.ValidString(string(v.Type))
	case quad.LangString:
		return utf8.ValidString(string(v.Value)) && utf8.ValidString(v.Lang)
	}
	return true
}
