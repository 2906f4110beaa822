package pgstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
	"kg/graph/backend/derivetest"
	"kg/graph/pgstore/pgtest"
)

// sayings are texts, names and what is counted; the same phrases are all of these.
var sayings = &backend.Index{
	Text: []quad.IRI{"says"}, Names: []quad.IRI{"called", "known"}, Counts: []quad.IRI{"called", "is", "known"}, Skip: []quad.IRI{"n3"},
	Totals: []quad.IRI{"likes"},
}

func saying(rng *rand.Rand) quad.Quad {
	node := func() quad.Value { return quad.IRI(fmt.Sprint("n", min(rng.IntN(20), rng.IntN(20)))) }
	q := quad.Quad{Subject: node(), Predicate: quad.IRI([]string{"likes", "likes", "is", "says", "called", "known"}[rng.IntN(6)]), Object: node()}
	if q.Predicate != quad.IRI("likes") && rng.IntN(4) > 0 {
		var words []string
		for range rng.IntN(4) {
			words = append(words, []string{"Ann", "anna", "Åsa", "meets", "O'Neil", "3", "—"}[rng.IntN(7)])
		}
		q.Object = quad.String(strings.Join(words, " "))
	}
	if n := rng.IntN(8); n > 0 {
		q.Label = quad.IRI([]string{"quiet", "a", "b", "c"}[n%4])
	}
	return q
}

func sound(t *testing.T, q *QuadStore, when string) {
	t.Helper()
	if problems, err := q.Check(context.Background()); err != nil || len(problems) > 0 {
		t.Fatalf("%s: check: %v, %v", when, problems, err)
	}
}

// What is kept beside the quads is that of the quads after transactions that add, delete, replace, fail and come to nothing, and
// when it is made anew.
func TestKept(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	address := pgtest.Address(t)
	opt := Options{Create: true, Schema: pgtest.Schema(), Derive: derivetest.Likes("1"), Index: sayings}
	open := func(opt Options) *QuadStore {
		q, err := Open(ctx, address, opt)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	q := open(opt)
	defer func() { q.Close() }()
	rng := rand.New(rand.NewPCG(4, 2))
	there := map[quad.Quad]bool{}
	for step := range 120 {
		switch rng.IntN(8) {
		case 0:
			label := quad.IRI([]string{"quiet", "a", "b", "c"}[rng.IntN(4)])
			w := Want{Label: label}
			for range rng.IntN(12) {
				s := saying(rng)
				if s.Label = label; !contains(w.Quads, s) {
					w.Quads = append(w.Quads, s)
				}
			}
			if _, err := q.Replace(ctx, []Want{w}); err != nil {
				t.Fatal(err)
			}
			for s := range there {
				if s.Label == quad.Value(label) {
					delete(there, s)
				}
			}
			for _, s := range w.Quads {
				there[s] = true
			}
		case 1:
			if step%3 != 0 {
				continue
			}
			other := opt // once without, once with another index, and back
			other.Derive, other.Index = nil, nil
			if step%2 == 0 {
				other.Index = &backend.Index{Text: []quad.IRI{"called"}, Counts: []quad.IRI{"is"}}
			}
			for _, o := range []Options{other, opt} {
				if err := q.Close(); err != nil {
					t.Fatal(err)
				}
				q = open(o)
				sound(t, q, fmt.Sprint("opened anew at step ", step))
			}
		default:
			var deltas []graph.Delta
			for range 1 + rng.IntN(20) {
				d := graph.Delta{Quad: saying(rng), Action: graph.Add}
				if rng.IntN(2) == 0 {
					d.Action = graph.Delete
					for s := range there { // one that is there, mostly
						if rng.IntN(4) > 0 {
							d.Quad = s
						}
						break
					}
				}
				deltas = append(deltas, d)
			}
			fails := rng.IntN(6) == 0
			if err := q.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: !fails, IgnoreMissing: !fails}); err != nil {
				if !fails {
					t.Fatal(err)
				}
				break
			}
			for _, d := range deltas {
				if delete(there, d.Quad); d.Action == graph.Add {
					there[d.Quad] = true
				}
			}
		}
		sound(t, q, fmt.Sprint("step ", step))
	}
	if n, err := q.Count(ctx, quad.Quad{}); err != nil || n != int64(len(there)) {
		t.Errorf("%d quads, %v, want %d", n, err, len(there))
	}
}

func contains(quads []quad.Quad, q quad.Quad) bool {
	for _, have := range quads {
		if have == q {
			return true
		}
	}
	return false
}

// Check finds what does not follow from the quads.
func TestCheckKept(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for sql, want := range map[string]string{
		"DELETE FROM %s.rows0 WHERE ctid = (SELECT min(ctid) FROM %[1]s.rows0)":                                   "likers: the rows",
		"UPDATE %s.counts0 SET c0 = c0 + 1 WHERE k0 = (SELECT min(k0) FROM %[1]s.counts0)":                        "likes: the counts",
		"UPDATE %s.counts1 SET q0 = 3 WHERE k0 = (SELECT min(k0) FROM %[1]s.counts1 WHERE q0 > 3)":                "the lists",
		"DELETE FROM %s.words WHERE ctid = (SELECT min(ctid) FROM %[1]s.words WHERE field = 0)":                   "values of says",
		"UPDATE %s.words SET first = first + 1000 WHERE ctid = (SELECT min(ctid) FROM %[1]s.words WHERE field=2)": "values of known",
		"UPDATE %s.numbered SET bytes = bytes + 1":                                                                "values of says",
		"UPDATE %s.objects SET quads = quads + 1 WHERE ctid = (SELECT min(ctid) FROM %[1]s.objects)":              "counted of subjects",
		"UPDATE %s.totals SET subjects = subjects + 1 WHERE ctid = (SELECT min(ctid) FROM %[1]s.totals)":          "counted of objects",
	} {
		q, err := Open(ctx, pgtest.Address(t), Options{Create: true, Schema: pgtest.Schema(), Derive: derivetest.Likes("1"), Index: sayings})
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(1, 1))
		var quads []quad.Quad
		for range 200 {
			quads = append(quads, saying(rng))
		}
		add(t, q, quads)
		sound(t, q, "before")
		err = q.with(ctx, func(conn *pgconn.PgConn) error {
			_, err := exec(ctx, conn, fmt.Sprintf(sql, q.opt.Schema))
			return err
		})
		if err != nil {
			t.Fatal(sql, err)
		}
		problems, err := q.Check(ctx)
		if err != nil || !strings.Contains(strings.Join(problems, "\n"), want) {
			t.Errorf("%s: %v, %v, want %q", sql, problems, err, want)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A store of the format before is read as it is, and raised by those who open it for writing; a program that writes that
// format then fails.
func TestRaise(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	address, name := pgtest.Address(t), pgtest.Schema()
	old, err := Open(ctx, address, Options{Create: true, Schema: name})
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	rng := rand.New(rand.NewPCG(7, 7))
	var quads []quad.Quad
	for range 300 {
		quads = append(quads, saying(rng))
	}
	add(t, old, quads)
	do := func(sql string) error {
		return old.with(ctx, func(conn *pgconn.PgConn) error { _, err := exec(ctx, conn, sql); return err })
	}
	for _, sql := range []string{
		"UPDATE " + name + ".format SET version = 1", "ALTER TABLE " + name + ".format DROP COLUMN derived, DROP COLUMN indexed",
		"ALTER TABLE " + name + ".changes DROP COLUMN numbers",
	} {
		if err := do(sql); err != nil {
			t.Fatal(err)
		}
	}
	opt := Options{Schema: name, Derive: derivetest.Likes("1"), Index: sayings, ReadOnly: true}
	reader, err := Open(ctx, address, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	snap, err := reader.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if reader.Derived() != "" || reader.Indexed() != nil || snap.Derived() != "" {
		t.Error("a store of the format before has what it cannot have")
	}
	snap.Close()
	before, err := reader.Count(ctx, quad.Quad{Predicate: quad.IRI("likes")})
	if err != nil {
		t.Fatal(err)
	}
	opt.ReadOnly = false
	built := 0
	var mu sync.Mutex
	opt.Building = func() { mu.Lock(); built++; mu.Unlock() }
	writers := make([]*QuadStore, 3)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var err error
			if writers[i], err = Open(ctx, address, opt); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	for _, q := range writers {
		defer q.Close()
		if q.Derived() != "1" || q.Indexed() == nil {
			t.Error("a writer does not have what it keeps")
		}
	}
	if built != 1 {
		t.Errorf("made %d times", built)
	}
	sound(t, writers[1], "raised")
	if n, err := reader.Count(ctx, quad.Quad{Predicate: quad.IRI("likes")}); err != nil || n != before {
		t.Errorf("the reader counts %d, %v, before %d", n, err, before)
	}
	if err := do("INSERT INTO " + name + ".changes VALUES (1, 1, 1, 0)"); err == nil {
		t.Error("a program of the format before writes")
	}
	add(t, writers[2], []quad.Quad{quad.Make(quad.IRI("z"), quad.IRI("says"), quad.String("Zoe meets"), quad.IRI("a"))})
	sound(t, writers[0], "written")

	// A program of another version makes it anew: those that were there are told, and read without.
	opt.Derive = derivetest.Likes("2")
	other, err := Open(ctx, address, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	err = writers[0].ApplyDeltas([]graph.Delta{{Quad: quad.Make(quad.IRI("y"), quad.IRI("is"), quad.IRI("x"), nil), Action: graph.Add}}, graph.IgnoreOpts{})
	if err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("a writer of the version before: %v", err)
	}
	if snap, err = writers[0].Snapshot(); err != nil {
		t.Fatal(err)
	}
	if snap.Derived() != "" {
		t.Error("a snapshot has what another version keeps")
	}
	snap.Close()
	sound(t, other, "of another version")
}
