package resolve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kg/extract"
)

// people is a document in which Anna Berg meets Bob Dahl, with its claim.
func meeting(t testing.TB, a, b string) ([]extract.Claim, func(*Resolver, string) *Resolution) {
	text := fmt.Sprintf("[PER %s ] met [PER %s ] .", a, b)
	d := parse(t, text)
	claims := []extract.Claim{{Subject: argOf(t, d, extract.EntityArg, a, "", 0), Relation: "meets", Object: argOf(t, d, extract.EntityArg, b, "", 0)}}
	return claims, func(r *Resolver, article string) *Resolution { return r.Resolve(d, claims, Meta{ID: article}) }
}

func withLedger(t testing.TB, l *Ledger) *Resolver {
	t.Helper()
	r, err := New(Options{Ledger: l})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func add(t testing.TB, l *Ledger, o Override) {
	t.Helper()
	if _, err := l.Add(o); err != nil {
		t.Fatal(err)
	}
}

func TestLedgerMergeAndUndo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph", "ledger.jsonl")
	l, err := OpenLedger(path)
	if err != nil {
		t.Fatal(err)
	}
	_, resolve := meeting(t, "Anna Berg", "Bob Dahl")
	r := withLedger(t, l)
	before := resolve(r, "x-1")

	add(t, l, Override{Op: Merge, Entity: "Robert_Dahl", Other: "Bob_Dahl", Label: "Robert Dahl", Class: "Person", Note: "same man"})
	merged := resolve(r, "x-1")
	if got := merged.Claims[0].Object.Entity; got != "Robert_Dahl" {
		t.Errorf("object is %s", got)
	}
	i := slices.IndexFunc(merged.Entities, func(e Entity) bool { return e.ID == "Robert_Dahl" })
	if i < 0 || merged.Entities[i].Label != "Robert Dahl" || !slices.Contains(merged.Entities[i].Aliases, "Bob Dahl") || merged.Entities[i].Class != "Person" {
		t.Errorf("entities %+v", merged.Entities)
	}
	if slices.ContainsFunc(merged.Entities, func(e Entity) bool { return e.ID == "Bob_Dahl" }) {
		t.Error("what was merged away is still there")
	}
	if d := merged.Decisions[len(merged.Decisions)-1]; !strings.Contains(d.Reason, "record 1 of the ledger: merge (same man)") || d.Entity != "Robert_Dahl" {
		t.Errorf("decision %+v", d)
	}

	// The same from the file, and exactly what was there before once it is undone.
	again, err := OpenLedger(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := resolve(withLedger(t, again), "x-1"); !reflect.DeepEqual(got, merged) {
		t.Errorf("after reading the file again: %+v, want %+v", got, merged)
	}
	add(t, l, Override{Op: Undo, Undoes: 1})
	if got := resolve(r, "x-1"); !reflect.DeepEqual(got, before) {
		t.Errorf("after undo: %+v, want %+v", got, before)
	}
	if n := len(l.InForce()); n != 0 {
		t.Errorf("%d records in force", n)
	}
}

func TestLedgerSplit(t *testing.T) {
	l := &Ledger{}
	l.rebuild()
	r := withLedger(t, l)
	_, resolve := meeting(t, "Anna Berg", "John Smith")
	add(t, l, Override{Op: Split, Entity: "John_Smith", Into: "John_Smith_(golfer)", Label: "John Smith (golfer)", Article: "x-1"})
	if got := resolve(r, "x-1").Claims[0].Object.Entity; got != "John_Smith_(golfer)" {
		t.Errorf("in the article: %s", got)
	}
	if got := resolve(r, "x-2").Claims[0].Object.Entity; got != "John_Smith" {
		t.Errorf("elsewhere: %s", got)
	}
	add(t, l, Override{Op: Split, Entity: "Anna_Berg", Into: "Anna_Berg_(mayor)", Label: "Anna Berg", Mention: "anna berg"})
	if got := resolve(r, "x-2").Claims[0].Subject.Entity; got != "Anna_Berg_(mayor)" {
		t.Errorf("by its words: %s", got)
	}
	add(t, l, Override{Op: Rename, Entity: "John_Smith", Label: "Jack Smith"})
	res := resolve(r, "x-2")
	i := slices.IndexFunc(res.Entities, func(e Entity) bool { return e.ID == "John_Smith" })
	if e := res.Entities[i]; e.Label != "Jack Smith" || !slices.Equal(e.Aliases, []string{"John Smith"}) {
		t.Errorf("renamed: %+v", e)
	}
}

// A merge joins what it names: that A is B and C is B makes A and C one because both were joined with B by someone, but
// what has been merged away can be joined with nothing.
func TestLedgerRefusals(t *testing.T) {
	l := &Ledger{}
	l.rebuild()
	add(t, l, Override{Op: Merge, Entity: "A", Other: "B"})
	add(t, l, Override{Op: Split, Entity: "D", Into: "E", Article: "x"})
	for _, c := range []struct {
		o    Override
		want string
	}{
		{Override{Op: Merge, Entity: "C", Other: "B"}, "record 1 made it A"},
		{Override{Op: Merge, Entity: "B", Other: "C"}, "record 1 made it A"},
		{Override{Op: Merge, Entity: "B", Other: "A"}, "record 1 made it A"},
		{Override{Op: Merge, Entity: "A", Other: "A"}, "with itself"},
		{Override{Op: Merge, Entity: "A"}, "names two entities"},
		{Override{Op: Merge, Entity: "D", Other: "E"}, "record 2 took them apart"},
		{Override{Op: Split, Entity: "E", Into: "D", Article: "x"}, "record 2 did the reverse"},
		{Override{Op: Split, Entity: "A", Into: "F"}, "neither an article nor"},
		{Override{Op: Split, Entity: "A", Into: "A", Article: "x"}, "another id"},
		{Override{Op: Rename, Entity: "A"}, "its label"},
		{Override{Op: Rename, Entity: "two words", Label: "x"}, "is no id"},
		{Override{Op: Undo, Undoes: 7}, "no such record"},
		{Override{Op: "join", Entity: "A"}, "no operation"},
	} {
		if _, err := l.Add(c.o); !errors.Is(err, ErrLedger) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.o, err, c.want)
		}
	}
	add(t, l, Override{Op: Undo, Undoes: 1})
	for _, n := range []int{1, 3} {
		if _, err := l.Add(Override{Op: Undo, Undoes: n}); err == nil {
			t.Errorf("undo %d twice", n)
		}
	}
	if n := len(l.Records()); n != 3 {
		t.Errorf("%d records", n)
	}
}

func TestLedgerFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.jsonl")
	for in, want := range map[string]string{
		"{\n":                                   "l.jsonl:1: ",
		`{"n":2,"op":"merge"}` + "\n":           "l.jsonl:1: record 2 where 1 is due",
		`{"n":1,"op":"merge","x":1}` + "\n":     "unknown field",
		`{"n":1,"op":"rename","entity":"A"}`:    "its label",
		"\n" + `{"n":1,"op":"undo","undoes":1}`: "l.jsonl:2: ",
		`{"n":1,"op":"merge","entity":"A","other":"B"}` + "\n\n" + `{"n":2,"op":"undo","undoes":1}`: "",
	} {
		if err := os.WriteFile(path, []byte(in), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := OpenLedger(path)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

// Whatever is decided and undone: where nothing is in force, everything is as it was.
func FuzzLedger(f *testing.F) {
	f.Add([]byte{0, 1, 2, 0, 2, 3, 3, 1, 0, 1, 1, 2})
	f.Add([]byte{1, 0, 1, 1, 1, 0, 0, 0, 1, 3, 0, 0, 3, 1, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		l := &Ledger{}
		l.rebuild()
		id := func(b byte) string { return string(rune('A' + b%5)) }
		for i := 0; i+2 < len(data) && i < 90; i += 3 {
			op := []Op{Merge, Split, Rename, Undo}[data[i]%4]
			o := Override{Op: op, Entity: id(data[i+1])}
			switch op {
			case Merge:
				o.Other = id(data[i+2])
			case Split:
				o.Into, o.Article = id(data[i+2]), "x"
			case Rename:
				o.Label = "L"
			case Undo:
				o.Entity, o.Undoes = "", int(data[i+1])%20
			}
			_, _ = l.Add(o) // a refusal is an answer too
			for c := byte(0); c < 5; c++ {
				if to, why := l.where(id(c), "x", ""); len(why) > len(l.records) || len(why) == 0 && to != id(c) {
					t.Fatalf("%s is %s by %d records: %v", id(c), to, len(why), l.InForce())
				}
			}
		}
		for _, o := range l.InForce() {
			add(t, l, Override{Op: Undo, Undoes: o.N})
		}
		for c := byte(0); c < 5; c++ {
			if to, _ := l.where(id(c), "x", ""); to != id(c) {
				t.Fatalf("%s is %s with nothing in force", id(c), to)
			}
		}
	})
}
