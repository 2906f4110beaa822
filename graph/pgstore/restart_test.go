package pgstore

import (
	"context"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/graph/pgstore/pgtest"
)

// Connections that were kept are cut when the server starts again; nobody who reads or writes afterwards notices.
func TestRestart(t *testing.T) {
	server := pgtest.Start(t)
	ctx := context.Background()
	q, err := Open(ctx, server.Address("postgres"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	add(t, q, town(40))
	scan := func() error {
		return q.Scan(ctx, quad.Quad{Subject: quad.IRI("p3")}, func(quad.Quad) error { return nil })
	}
	for name, f := range map[string]func() error{
		"count": func() error { _, err := q.Count(ctx, quad.Quad{Predicate: quad.IRI("age")}); return err },
		"scan":  scan,
		"value": func() error { _, err := q.ValueOf(quad.IRI("p3")); return err },
		"snapshot": func() error {
			s, err := q.Snapshot()
			if err != nil {
				return err
			}
			return s.Close()
		},
		"replace": func() error {
			_, err := q.Replace(ctx, []Want{{Label: quad.IRI("more"), Quads: []quad.Quad{quad.Make(quad.IRI("a"), quad.IRI("b"), quad.IRI(t.Name()), quad.IRI("more"))}}})
			return err
		},
		"apply": func() error {
			return q.ApplyDeltas([]graph.Delta{{Quad: quad.Make("x", "y", "z", nil), Action: graph.Add}}, graph.IgnoreOpts{IgnoreDup: true})
		},
	} {
		// Two connections are kept: a scan within a scan takes another.
		if err := q.Scan(ctx, quad.Quad{Predicate: quad.IRI("knows")}, func(quad.Quad) error { return scan() }); err != nil {
			t.Fatal(err)
		}
		if err := server.Stop("fast"); err != nil {
			t.Fatal(err)
		}
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		if err := f(); err != nil {
			t.Errorf("%s after the server has started again: %v", name, err)
		}
	}
}
