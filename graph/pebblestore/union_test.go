package pebblestore

import (
	"testing"

	"github.com/cayleygraph/cayley/graph"

	"kg/graph/backend/pathtest"
)

func empty(t *testing.T) graph.QuadStore {
	q, _ := memory(t)
	return q
}

func TestUnionOfNothing(t *testing.T)     { pathtest.UnionOfNothing(t, empty(t)) }
func TestUnionOfOverlapping(t *testing.T) { pathtest.UnionOfOverlapping(t, empty(t)) }
func TestRandomPaths(t *testing.T)        { pathtest.RandomPaths(t, empty(t), 1500) }
