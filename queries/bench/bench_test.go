package bench

import (
	"context"
	"reflect"
	"testing"
	"time"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
)

func TestRecords(t *testing.T) {
	var a, b []*graph.Record
	for r := range Records(300, 1) {
		a = append(a, r)
	}
	for r := range Records(300, 1) {
		b = append(b, r)
	}
	if len(a) != 10 || !reflect.DeepEqual(a, b) {
		t.Errorf("%d articles, or not the same ones twice", len(a))
	}
}

func TestRun(t *testing.T) {
	ctx := context.Background()
	store, err := graph.Open(ctx, graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for r := range Records(600, 1) {
		if _, err := store.Put(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	results, err := Run(ctx, lib, store, 600, 2, gizmo.Limits{Time: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0.0
	for _, r := range results {
		rows += r.Rows
		if r.Failed > 0 {
			t.Errorf("%s failed", r.Query)
		}
	}
	if len(results) < 25 || rows == 0 {
		t.Errorf("%d results with %v rows", len(results), rows)
	}
}

func BenchmarkQuery(b *testing.B) {
	ctx := context.Background()
	store, err := graph.Open(ctx, graph.Options{Backend: graph.Memory})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	for r := range Records(6000, 1) {
		if _, err := store.Put(ctx, r); err != nil {
			b.Fatal(err)
		}
	}
	lib, err := queries.Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"what-did", "evidence", "who-supports", "neighbours", "co-mentions"} {
		q, err := lib.Get(name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			p := map[string]string{"name": "E20", "a": "E4", "b": "E9"}
			for k := range p {
				if !hasParam(q, k) {
					delete(p, k)
				}
			}
			rows := 0
			for b.Loop() {
				if rows, err = call(ctx, lib, store, q, p, gizmo.Limits{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows), "rows")
		})
	}
}

func hasParam(q *queries.Query, name string) bool {
	for _, p := range q.Params {
		if p.Name == name {
			return true
		}
	}
	return false
}
