package graph

import (
	"sync/atomic"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// countedWriter counts what is written through Cayley's routes, so that readers see that something has changed.
type countedWriter struct {
	cayley.QuadWriter
	writes *atomic.Int64
}

func (w *countedWriter) AddQuad(q quad.Quad) error {
	defer w.writes.Add(1)
	return w.QuadWriter.AddQuad(q)
}

func (w *countedWriter) AddQuadSet(qs []quad.Quad) error {
	defer w.writes.Add(1)
	return w.QuadWriter.AddQuadSet(qs)
}

func (w *countedWriter) RemoveQuad(q quad.Quad) error {
	defer w.writes.Add(1)
	return w.QuadWriter.RemoveQuad(q)
}

func (w *countedWriter) ApplyTransaction(t *cayley.Transaction) error {
	defer w.writes.Add(1)
	return w.QuadWriter.ApplyTransaction(t)
}

func (w *countedWriter) RemoveNode(v quad.Value) error {
	defer w.writes.Add(1)
	return w.QuadWriter.RemoveNode(v)
}
