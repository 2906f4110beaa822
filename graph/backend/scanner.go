package backend

import (
	"context"

	"github.com/cayleygraph/cayley/graph/refs"
)

// Plain is what iterators have in common that have neither tags nor several paths to a result.
type Plain struct{}

// TagResults adds no tag.
func (Plain) TagResults(map[string]refs.Ref) {}

// NextPath finds no other path.
func (Plain) NextPath(context.Context) bool { return false }
