package pebblestore

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
)

// shapes are the kinds of query that people ask, over the articles of news.
var shapes = []struct{ name, script string }{
	{"by label", `g.V().has("<rdfs:label>", "Entity 7").all()`},
	{"one hop", `g.V("<ent:Entity_700>").out("<rel:r3>").all()`},
	{"two hops", `g.V("<ent:Entity_700>").out("<rel:r3>").out("<rel:r4>").unique().limit(100).all()`},
	{"two hops from a hub", `g.V("<ent:Entity_0>").out("<rel:r3>").out("<rel:r4>").unique().limit(1000).all()`},
	{"back through a hub", `g.V("<ent:Entity_0>").in("<rel:r3>").unique().limit(1000).all()`},
	{"evidence of a pair", `g.V("<ent:Entity_1>").in("<kg:subject>").has("<kg:object>", "<ent:Entity_2>").save("<kg:sentence>", "s").limit(50).all()`},
	{"claims of an entity with saves", `g.V("<ent:Entity_5000>").in("<kg:subject>").save("<kg:sentence>", "s").save("<prov:wasDerivedFrom>", "a").all()`},
	{"rare node in a hub's answers", `g.V("<ent:Entity_0>").out("<rel:r1>").intersect(g.V("<ent:Entity_9999>").in("<rel:r1>")).all()`},
	{"predicates of a hub", `g.V("<ent:Entity_0>").outPredicates().all()`},
	{"class and relation", `g.V().has("<rdf:type>", "<kg:Class3>").has("<rel:r2>", "<ent:Entity_50000>").all()`},
	{"hub pair", `g.V("<ent:Entity_0>").out().intersect(g.V("<ent:Entity_3>").out()).unique().limit(20).all()`},
	{"has of a hub through a set", `g.V("<ent:Entity_0>").out("<rel:r2>").has("<rdf:type>", "<kg:Class3>").unique().limit(500).all()`},
	{"count", `g.emit(g.V().count())`},
	{"recursive", `g.V("<ent:Entity_9000>").followRecursive(g.M().out("<rel:r5>"), 3).limit(50).all()`},
}

func queries(b testing.TB, q *QuadStore, report func(string, time.Duration)) {
	for _, s := range shapes {
		rows, best := askShape(b, q, s.script)
		report(fmt.Sprintf("%s, %d rows", s.name, rows), best)
	}
}

// askShape asks three times and returns the best time.
func askShape(b testing.TB, q *QuadStore, script string) (rows int, best time.Duration) {
	for i := range 3 {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		t0 := time.Now()
		it, err := gizmo.NewSession(q).Execute(ctx, script, query.Options{Collation: query.Raw})
		if err != nil {
			b.Fatalf("%s: %v", script, err)
		}
		rows = 0
		for it.Next(ctx) {
			rows++
		}
		if err := it.Err(); err != nil {
			b.Errorf("%s: %v", script, err)
		}
		it.Close()
		cancel()
		if d := time.Since(t0); i == 0 || d < best {
			best = d
		}
	}
	return rows, best
}
