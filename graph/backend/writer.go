package backend

import (
	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Applier is the part of a quad store that a [Writer] needs.
type Applier interface {
	ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error
}

// Writer stores quads in transactions of its own making, each as large as the slice that is written. Quads that
// are there already are ignored. It is a [quad.WriteCloser], for one goroutine.
type Writer struct {
	store Applier
	buf   []graph.Delta
}

// NewWriter gives a writer of store.
func NewWriter(store Applier) *Writer { return &Writer{store: store} }

// WriteQuad stores one quad, in a transaction of its own.
func (w *Writer) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

// WriteQuads stores all quads, in one transaction, or none.
func (w *Writer) WriteQuads(quads []quad.Quad) (int, error) {
	w.buf = w.buf[:0]
	for _, q := range quads {
		w.buf = append(w.buf, graph.Delta{Quad: q, Action: graph.Add})
	}
	if err := w.store.ApplyDeltas(w.buf, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
		return 0, err
	}
	return len(quads), nil
}

// Close does nothing: what was written is stored.
func (w *Writer) Close() error { return nil }
