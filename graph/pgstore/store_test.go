package pgstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
	"kg/graph/pebblestore"
	"kg/graph/pgstore/pgtest"
)

// town is n people who know others, each with a name; all under a label a dozen people.
func town(n int) (out []quad.Quad) {
	for i := range n {
		who, label := quad.IRI(fmt.Sprintf("p%d", i)), quad.IRI(fmt.Sprintf("l%d", i/12))
		add := func(p string, o quad.Value) {
			out = append(out, quad.Quad{Subject: who, Predicate: quad.IRI(p), Object: o, Label: label})
		}
		add("name", quad.String(fmt.Sprintf("Name %d", i%7)))
		add("age", quad.Int(i%50))
		for j := 1; j <= 3; j++ {
			add("knows", quad.IRI(fmt.Sprintf("p%d", (i*j+j)%n)))
		}
		if i%5 == 0 {
			add("trusts", quad.IRI(fmt.Sprintf("p%d", (i+3)%n)))
		}
	}
	return out
}

func add(t testing.TB, q graph.QuadStore, quads []quad.Quad) {
	t.Helper()
	deltas := make([]graph.Delta, len(quads))
	for i := range quads {
		deltas[i] = graph.Delta{Quad: quads[i], Action: graph.Add}
	}
	if err := q.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
		t.Fatal(err)
	}
}

func rows(t testing.TB, q graph.QuadStore, script string) string {
	t.Helper()
	ctx := context.Background()
	it, err := gizmo.NewSession(q).Execute(ctx, script, query.Options{Collation: query.JSON})
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	defer it.Close()
	var out []string
	for it.Next(ctx) {
		out = append(out, fmt.Sprint(it.Result()))
	}
	if err := it.Err(); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// What PostgreSQL plans gives the same rows as the embedded store.
func TestSameRows(t *testing.T) {
	q := fresh(t)
	m, err := pebblestore.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	quads := town(90)
	add(t, q, quads)
	add(t, m, quads)
	for _, script := range []string{
		`g.V("<p3>").out("<knows>").all()`,
		`g.V("<p3>").out(["<knows>", "<trusts>"]).all()`,
		`g.V("<p3>").both("<knows>").all()`,
		`g.V("<p3>").out("<knows>").out("<knows>").all()`,
		`g.V("<p3>", "<p4>").in("<knows>").unique().all()`,
		`g.V().has("<name>", "Name 3").out("<trusts>").tag("x").out("<name>").all()`,
		`g.V().has("<name>", "Name 3").save("<age>", "age").saveOpt("<trusts>", "t").all()`,
		`g.V("<p5>").out("<knows>", "how").all()`,
		`g.V("<p5>").out(g.V("<knows>", "<name>"), "how").all()`,
		`g.V("<p5>").outPredicates().all()`,
		`g.V("<p5>").inPredicates().all()`,
		`g.V("<p5>").savePredicates ? g.V("<p5>").all() : g.V("<p5>").all()`,
		`g.V("<p5>").out().out().has("<name>", "Name 1").all()`,
		`g.V("<p5>").out("<knows>").intersect(g.V("<p6>").out("<knows>")).all()`,
		`g.V("<p5>").out("<knows>").union(g.V("<p6>").out("<trusts>").tag("u")).all()`,
		`g.V("<p5>").out("<knows>").except(g.V("<p11>").in("<knows>")).all()`,
		`g.V().has("<age>", gt(47)).all()`,
		`g.V("<p2>").out("<knows>").has("<age>", lt(20)).out("<name>").all()`,
		`g.V("<p2>").out("<knows>").filter(like("p1%")).all()`,
		`g.V("<p2>").followRecursive("<trusts>", 3).all()`,
		`g.V("<p0>").followRecursive("<trusts>", 4).has("<name>", "Name 2").all()`,
		`g.V("<p2>").labelContext("<l0>").out("<knows>").all()`,
		`g.V("<p2>").labelContext("<l3>").out("<knows>").all()`,
		`g.V("<p2>").labels().all()`,
		`g.emit(g.V().count())`,
		`g.emit(g.V().has("<name>", "Name 3").out("<knows>").count())`,
		`g.emit(g.V().has("<name>", "Name 3").out("<knows>").unique().count())`,
		`g.V().has("<name>", "Name 3").out("<knows>").order().limit(5).all()`,
		`g.V("<nobody>").out("<knows>").all()`,
		`g.V("<p3>").out("<nothing>").all()`,
		`g.V("<p3>").has("<knows>", "<p4>").all()`,
		`g.V("<p3>").hasR ? g.V("<p4>").hasR("<knows>", "<p3>").all() : g.V("<p3>").all()`,
		`g.V("<p3>").tag("a").out("<knows>").tag("b").out("<knows>").back("a").all()`,
		`var m = g.M().out("<knows>").out("<trusts>"); g.V("<p3>").follow(m).all()`,
		`var m = g.M().out("<knows>").out("<trusts>"); g.V("<p8>").followR(m).all()`,
	} {
		if got, want := rows(t, q, script), rows(t, m, script); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", script, got, want)
		}
	}
}

// Patterns are read and counted alike, in the store and in a snapshot of it, whatever their size.
func TestPatterns(t *testing.T) {
	q := fresh(t)
	quads := town(1500)
	add(t, q, quads)
	snap, err := q.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	ctx := context.Background()
	for _, p := range []quad.Quad{
		{}, {Subject: quad.IRI("p3")}, {Predicate: quad.IRI("knows")}, {Object: quad.IRI("p3")}, {Label: quad.IRI("l3")},
		{Subject: quad.IRI("p3"), Predicate: quad.IRI("knows")}, {Predicate: quad.IRI("name"), Object: quad.String("Name 3")},
		{Subject: quad.IRI("p3"), Label: quad.IRI("l0")}, {Predicate: quad.IRI("age"), Label: quad.IRI("l9")}, {Subject: quad.IRI("nobody")},
	} {
		want := map[quad.Quad]bool{}
		for _, w := range quads {
			if (p.Subject == nil || p.Subject == w.Subject) && (p.Predicate == nil || p.Predicate == w.Predicate) &&
				(p.Object == nil || p.Object == w.Object) && (p.Label == nil || p.Label == w.Label) {
				want[w] = true
			}
		}
		for name, s := range map[string]*QuadStore{"store": q, "snapshot": snap} {
			got := 0
			err := s.Scan(ctx, p, func(x quad.Quad) error {
				if !want[x] {
					t.Errorf("%s, %v: %v", name, p, x)
				}
				got++
				return nil
			})
			n, cerr := s.Count(ctx, p)
			if err != nil || cerr != nil || got != len(want) || n != int64(got) {
				t.Errorf("%s, %v: %d quads (%v), counted %d (%v), want %d", name, p, got, err, n, cerr, len(want))
			}
			kept := 0
			err = s.ScanIf(ctx, p, func(o quad.Value) bool { return o == quad.Value(quad.String("Name 3")) }, func(x quad.Quad) error {
				kept++
				if x.Object != quad.Value(quad.String("Name 3")) || !want[x] {
					t.Errorf("%s, %v: %v", name, p, x)
				}
				return nil
			})
			w := 0
			for x := range want {
				if x.Object == quad.Value(quad.String("Name 3")) {
					w++
				}
			}
			if err != nil || kept != w {
				t.Errorf("%s, %v: %d of an object (%v), want %d", name, p, kept, err, w)
			}
		}
	}
}

// A snapshot sees nothing of what is written after it.
func TestSnapshot(t *testing.T) {
	q := fresh(t)
	ctx := context.Background()
	add(t, q, town(30))
	before, err := q.Count(ctx, quad.Quad{})
	if err != nil {
		t.Fatal(err)
	}
	snap, err := q.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.Replace(ctx, []Want{{Label: quad.IRI("l0")}}); err != nil {
		t.Fatal(err)
	}
	st, err := snap.Stats(ctx, true)
	if err != nil || st.Quads.Value != before {
		t.Errorf("the snapshot counts %d quads (%v), want %d", st.Quads.Value, err, before)
	}
	n := int64(0)
	if err := snap.Scan(ctx, quad.Quad{}, func(quad.Quad) error { n++; return nil }); err != nil || n != before {
		t.Errorf("the snapshot holds %d quads (%v), want %d", n, err, before)
	}
	if err := snap.ApplyDeltas(nil, graph.IgnoreOpts{}); !errors.Is(err, backend.ErrReadOnly) {
		t.Errorf("write to a snapshot: %v", err)
	}
	if err := errors.Join(snap.Close(), snap.Close()); err != nil {
		t.Error(err)
	}
	if err := snap.Scan(ctx, quad.Quad{}, func(quad.Quad) error { return nil }); !errors.Is(err, backend.ErrClosed) {
		t.Errorf("read of a closed snapshot: %v", err)
	}
	if problems, err := q.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("check: %v, %v", problems, err)
	}
}

// Check finds what is wrong with the tables.
func TestCheck(t *testing.T) {
	ctx := context.Background()
	for sql, want := range map[string]string{
		"DELETE FROM %s.nodes WHERE id = (SELECT s FROM %[1]s.quads LIMIT 1)":                       "subject of a quad, is missing",
		"DELETE FROM %s.quads WHERE p = (SELECT p FROM %[1]s.quads LIMIT 1)":                        "no quad has the value",
		"UPDATE %s.nodes SET value = 'sx' WHERE id = (SELECT max(id::text) FROM %[1]s.nodes)::uuid": "is not what its id stands for",
		"UPDATE %s.changes SET quads = quads + 1":                                                   "are counted",
	} {
		q := fresh(t)
		add(t, q, town(5))
		if problems, err := q.Check(ctx); err != nil || len(problems) > 0 {
			t.Fatalf("check: %v, %v", problems, err)
		}
		if err := q.with(ctx, func(conn *pgconn.PgConn) error {
			_, err := exec(ctx, conn, fmt.Sprintf(sql, q.opt.Schema))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		problems, err := q.Check(ctx)
		if err != nil || !strings.Contains(strings.Join(problems, "\n"), want) {
			t.Errorf("%s: %v, %v, want %q", sql, problems, err, want)
		}
	}
}

// Scanners that are begun and forgotten take no connection that another needs, and a query ends with its context.
func TestContext(t *testing.T) {
	q := fresh(t)
	add(t, q, town(600))
	start := path.StartPath(q)
	for name, shape := range map[string]iterator.Shape{
		"nodes": q.NodesAllIterator(), "quads": q.QuadsAllIterator(),
		"hops": start.Out(quad.IRI("knows")).Out(quad.IRI("knows")).BuildIterator(context.Background()),
	} {
		ctx, cancel := context.WithCancel(context.Background())
		it := shape.Iterate()
		if !it.Next(ctx) {
			t.Errorf("%s: nothing found: %v", name, it.Err())
		}
		cancel()
		n := 0
		for it.Next(ctx) {
			n++
		}
		if !errors.Is(it.Err(), context.Canceled) || n > maxChunk {
			t.Errorf("%s: %d results after the end, then %v", name, n, it.Err())
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	begin := time.Now()
	it, err := gizmo.NewSession(q).Execute(ctx, `g.emit(g.V().out().out().out().out().out().out().out().count())`, query.Options{Collation: query.Raw})
	if err == nil {
		for it.Next(ctx) {
		}
		it.Close()
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("a query took %v", took)
	}
	if ctx.Err() == nil {
		t.Error("not a slow query")
	}
	if n, err := q.Count(context.Background(), quad.Quad{Predicate: quad.IRI("age")}); err != nil || n != 600 {
		t.Errorf("afterwards: %d, %v", n, err)
	}
}

// Open refuses what is not a store, another format, and servers that only look like PostgreSQL.
func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	q := fresh(t)
	address := pgtest.Address(t)
	open := func(opt Options, want error) {
		t.Helper()
		got, err := Open(ctx, address, opt)
		if err == nil {
			got.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("%+v: %v, want %v", opt, err, want)
		}
	}
	open(Options{Schema: "nosuch"}, backend.ErrNoStore)
	open(Options{Schema: "nosuch", ReadOnly: true, Create: true}, backend.ErrNoStore)
	open(Options{Schema: "pg_catalog", Create: true}, backend.ErrForeign)
	if err := q.with(ctx, func(conn *pgconn.PgConn) error {
		_, err := exec(ctx, conn, "UPDATE "+q.sql.format()+" SET version = 99")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	open(Options{Schema: q.opt.Schema}, backend.ErrFormat)
	for _, v := range []string{"CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)", "PostgreSQL 11.2-YB-2.20.1.0-b0 on x86_64", "PostgreSQL 8.0.2, Redshift 1.0"} {
		if refuse(v) == nil {
			t.Errorf("%s is not refused", v)
		}
	}
	if err := refuse("PostgreSQL 17.2 (Debian 17.2-1) on x86_64-pc-linux-gnu"); err != nil {
		t.Error(err)
	}
}

// What is read by numbers is what is read by values, in the order of the numbers.
func TestNumbers(t *testing.T) {
	q := fresh(t)
	quads := town(150)
	quads = append(quads, quad.Quad{Subject: quads[0].Subject, Predicate: quads[0].Predicate, Object: quads[0].Object, Label: quad.IRI("l9")})
	add(t, q, quads)
	other, err := Open(context.Background(), pgtest.Address(t), Options{Schema: q.opt.Schema, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx := context.Background()
	snap, err := q.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	for _, p := range []quad.Quad{
		{}, {Subject: quad.IRI("p3")}, {Predicate: quad.IRI("knows")}, {Object: quad.IRI("p3")}, {Label: quad.IRI("l3")},
		{Predicate: quad.IRI("name"), Object: quad.String("Name 0")}, {Predicate: quad.IRI("name"), Object: quad.String("Name 0"), Label: quad.IRI("l9")},
		{Subject: quad.IRI("p3"), Predicate: quad.IRI("nothing")},
	} {
		var pattern [4]uint64
		for i, d := range quad.Directions {
			v := p.Get(d)
			if v == nil {
				continue
			}
			if pattern[i], err = q.Number(v); err != nil {
				t.Fatal(err)
			}
			if pattern[i] == 0 {
				pattern[i] = 12345 // the number of nothing
			}
		}
		want, triples := map[quad.Quad]bool{}, map[quad.Quad]bool{}
		if err := q.Scan(ctx, p, func(x quad.Quad) error {
			want[x] = true
			x.Label = nil
			triples[x] = true
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		order := [4]int{0, 1, 2, 3}
		if pattern[0] == 0 && pattern[1] != 0 {
			order = [4]int{1, 2, 0, 3}
		} else if pattern[0] == 0 && pattern[2] != 0 {
			order = [4]int{2, 0, 1, 3}
		}
		for name, each := range map[string]func(context.Context, [4]uint64, func([4]uint64) bool) error{"each": q.Each, "once": q.EachOnce, "each in a snapshot": snap.Each, "once in a snapshot": snap.EachOnce} {
			got := 0
			var last [4]uint64
			err := each(ctx, pattern, func(k [4]uint64) bool {
				var x quad.Quad
				var at [4]uint64
				for i, d := range quad.Directions {
					v, err := other.Value(k[i]) // which has not given the number out
					if err != nil {
						t.Fatal(err)
					}
					x.Set(d, v)
					at[i] = k[order[i]]
				}
				if !want[x] || slices.Compare(last[:], at[:]) >= 0 {
					t.Errorf("%s %v: %v after %v", name, p, k, last)
				}
				last = at
				got++
				return true
			})
			n := len(want)
			if strings.HasPrefix(name, "once") && p.Label == nil {
				n = len(triples)
			}
			if err != nil || got != n {
				t.Errorf("%s %v: %d quads (%v), want %d", name, p, got, err, n)
			}
		}
		if n, err := q.CountUpTo(ctx, pattern, 1<<40); err != nil || n != int64(len(want)) {
			t.Errorf("%v: counted %d (%v), want %d", p, n, err, len(want))
		}
	}
}
