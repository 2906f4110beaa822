package gizmo

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	cayleygizmo "github.com/cayleygraph/cayley/query/gizmo"
)

// Register makes Cayley's own routes run Gizmo in sessions of this package: theirs would let a script end the process.
// Cayley keeps one register of languages for the whole process, without a lock: call it before it is used.
func Register(options func() Options) {
	query.RegisterLanguage(query.Language{
		Name: cayleygizmo.Name,
		Session: func(qs graph.QuadStore) query.Session {
			s, err := NewSession(qs, options())
			if err != nil {
				return failed{err}
			}
			return s
		},
	})
}

// failed is a session that could not be started.
type failed struct{ err error }

func (f failed) Execute(context.Context, string, query.Options) (query.Iterator, error) {
	return nil, f.err
}
