package backend

import "github.com/cayleygraph/cayley/query/shape"

// Answering gives the branches of a union that may have an answer. Cayley writes nil for one that it finds empty while
// it plans, and leaves it to the store to take it out before iterators are built.
func Answering(s shape.Union) []shape.Shape {
	kept := make([]shape.Shape, 0, len(s))
	for _, branch := range s {
		if !shape.IsNull(branch) {
			kept = append(kept, branch)
		}
	}
	return kept
}
