package graph

import (
	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// countedWriter tells readers of what is written through Cayley's routes.
type countedWriter struct {
	cayley.QuadWriter
	s *Store
}

// write runs f as one transaction of whatever articles.
func (w *countedWriter) write(f func() error) error {
	w.s.write.Lock()
	defer w.s.write.Unlock()
	w.s.briefs.drop()
	defer w.s.changes.of()()
	return f()
}

func (w *countedWriter) AddQuad(q quad.Quad) error {
	return w.write(func() error { return w.QuadWriter.AddQuad(q) })
}

func (w *countedWriter) AddQuadSet(qs []quad.Quad) error {
	return w.write(func() error { return w.QuadWriter.AddQuadSet(qs) })
}

func (w *countedWriter) RemoveQuad(q quad.Quad) error {
	return w.write(func() error { return w.QuadWriter.RemoveQuad(q) })
}

func (w *countedWriter) ApplyTransaction(t *cayley.Transaction) error {
	return w.write(func() error { return w.QuadWriter.ApplyTransaction(t) })
}

func (w *countedWriter) RemoveNode(v quad.Value) error {
	return w.write(func() error { return w.QuadWriter.RemoveNode(v) })
}
