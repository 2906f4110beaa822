package graph

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

func TestReadRecord(t *testing.T) {
	sch := schema.Default()
	want := article(t, "one", "Ann|meets|Bo", "Bo|supports|Ann")
	quads, err := Quads(want, sch)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(quads)
	got, err := ReadRecord(quads, sch)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Quads(got, sch)
	if err != nil {
		t.Fatal(err)
	}
	lines := func(quads []quad.Quad) (out []string) {
		for _, q := range quads {
			out = append(out, q.NQuad())
		}
		slices.Sort(out)
		return out
	}
	if !slices.Equal(lines(again), lines(quads)) {
		t.Errorf("%d quads came back as %d", len(quads), len(again))
	}
}

// Whatever is too much, missing or changed is refused, and the quad that is to blame named.
func TestReadRecordRefuses(t *testing.T) {
	sch := schema.Default()
	label := quad.IRI("art:one")
	find := func(quads []quad.Quad, p quad.IRI) int {
		return slices.IndexFunc(quads, func(q quad.Quad) bool { return q.Predicate == p })
	}
	for _, c := range []struct {
		name   string
		change func(quads []quad.Quad) []quad.Quad
		index  int // from the end where below zero; 99: any
		want   string
	}{
		{"none", func([]quad.Quad) []quad.Quad { return nil }, 99, "no quads"},
		{"unknown predicate", func(q []quad.Quad) []quad.Quad {
			return append(q, quad.Quad{Subject: label, Predicate: quad.IRI("dc:title"), Object: quad.String("x"), Label: label})
		}, -1, "not in the quad model"},
		{"two headlines", func(q []quad.Quad) []quad.Quad {
			return append(q, quad.Quad{Subject: label, Predicate: schemaHeadline, Object: quad.String("x"), Label: label})
		}, 99, "another value"},
		{"edge without claim", func(q []quad.Quad) []quad.Quad {
			return append(q, quad.Quad{Subject: quad.IRI("ent:Ann"), Predicate: quad.IRI("rel:attacks"), Object: quad.IRI("ent:Bo"), Label: label})
		}, -1, "no claim is behind"},
		{"other label", func(q []quad.Quad) []quad.Quad { q[3].Label = quad.IRI("art:two"); return q }, 3, "the label is"},
		{"no label", func(q []quad.Quad) []quad.Quad { q[0].Label = nil; return q }, 0, "not an article"},
		{"foreign subject", func(q []quad.Quad) []quad.Quad { q[3].Subject = quad.IRI("rel:meets"); return q }, 3, "neither"},
		{"blank node", func(q []quad.Quad) []quad.Quad { q[3].Subject = quad.BNode("x"); return q }, 3, "have to be IRIs"},
		{"one quad lost", func(q []quad.Quad) []quad.Quad { return slices.Delete(q, 0, 1) }, 99, "missing"},
		{"no label of an entity", func(q []quad.Quad) []quad.Quad {
			i := find(q, rdfsLabel)
			return slices.Delete(q, i, i+1)
		}, 99, "no label"},
		{"number as text", func(q []quad.Quad) []quad.Quad {
			q[find(q, kgStart)].Object = quad.String("0")
			return q
		}, 99, "not written as kg writes it"},
		{"other text", func(q []quad.Quad) []quad.Quad {
			i := find(q, schemaBody)
			q[i].Object = quad.String(textOf(q[i].Object) + "More.")
			return q
		}, 99, "hash"},
	} {
		quads, err := Quads(article(t, "one", "Ann|meets|Bo"), sch)
		if err != nil {
			t.Fatal(err)
		}
		quads = c.change(quads)
		_, err = ReadRecord(quads, sch)
		var e *QuadError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.index < 0 {
			c.index += len(quads)
		}
		if c.index != 99 && e.Index != c.index {
			t.Errorf("%s: quad %d is to blame, want %d", c.name, e.Index, c.index)
		}
	}
}
