package pgstore

import (
	"testing"

	"kg/graph/backend/pathtest"
)

func TestUnionOfNothing(t *testing.T)     { pathtest.UnionOfNothing(t, fresh(t)) }
func TestUnionOfOverlapping(t *testing.T) { pathtest.UnionOfOverlapping(t, fresh(t)) }
func TestRandomPaths(t *testing.T)        { pathtest.RandomPaths(t, fresh(t), 300) }
