// Package derivetest holds a small derivation with rows, counts and lists, on which every store that keeps what is derived is
// tried.
package derivetest

import (
	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// Likes is a derivation: who likes whom, by whom, how many labels say so, and how many each is liked by.
func Likes(version string) *backend.Derivation {
	return &backend.Derivation{
		Version: version,
		Rows:    []backend.RowTable{{Name: "likers", Key: 2, Value: 1}},
		Counts: []backend.CountTable{
			{
				Name: "likes", Key: 2, Columns: 1,
				Appear: func(k backend.Key, count func(int, backend.Key, int)) { count(1, backend.Key{k[0]}, 0) },
			},
			{Name: "liked", Key: 1, Columns: 2, Lists: []backend.List{{By: 0}, {By: 0, Unless: []int{1}}, {Group: 1, By: 0, Least: 3}}},
		},
		Label: func(v quad.Value) bool { return v != quad.IRI("quiet") },
		Names: []quad.Value{quad.IRI("likes"), quad.IRI("is")},
		New:   func() backend.Deriver { return liking{} },
	}
}

type liking struct{}

func (liking) Derive(q *backend.LabelQuads, to backend.Sink) error {
	for _, k := range q.Quads {
		switch k[1] {
		case q.Names[0]:
			to.Row(0, backend.Key{k[2], k[0]}, k[1])
			to.Count(0, backend.Key{k[2], k[0]}, 0, 1)
		case q.Names[1]:
			to.Count(1, backend.Key{k[0]}, 1, 1)
		}
	}
	return nil
}
