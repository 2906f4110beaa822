package gizmo

import (
	"reflect"
	"sort"

	cayleygizmo "github.com/cayleygraph/cayley/query/gizmo"
)

var (
	rawPathType  = reflect.TypeFor[*rawPath]()
	rawValueType = reflect.TypeFor[*rawValue]()
)

// tagOrder is the keys of a result: the node at the end of the path, then the tags, sorted.
func tagOrder(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	sort.Slice(names, func(i, j int) bool {
		if a, b := names[i] == cayleygizmo.TopResultTag, names[j] == cayleygizmo.TopResultTag; a != b {
			return a
		}
		return names[i] < names[j]
	})
	return names
}
