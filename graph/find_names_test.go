package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kg/graph/words"
	"kg/schema"
)

// The index finds the entities that a list of all names finds, in the same order, as soon as they are written.
func TestSearchIndexed(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	s := open(t, Options{Backend: Memory})
	parts := strings.Fields("John Jon Joan Kerry Kerr al-Assad Assad Åsa Erdoğan O'Neil U.S. of the 3 União Kerryville")
	phrase := func(n int) string {
		var out []string
		for range n {
			out = append(out, parts[rng.IntN(len(parts))])
		}
		return strings.Join(out, " ")
	}
	classes := []schema.ClassID{"Person", "Country", "City"}
	compared, found, aliases, other := 0, 0, 0, 0
	for step := range 80 {
		id := fmt.Sprintf("a%d", rng.IntN(25))
		if _, err := s.Article(t.Context(), id); err == nil && rng.IntN(3) == 0 {
			if err := s.Forget(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		} else {
			r := article(t, id, "x|meets|y")
			r.Entities = r.Entities[:2]
			for i := range rng.IntN(8) {
				e := Entity{ID: fmt.Sprintf("E%d", rng.IntN(20)*8+i), Class: classes[rng.IntN(len(classes))], Label: phrase(1 + rng.IntN(3))}
				for range rng.IntN(3) {
					if a := phrase(1 + rng.IntN(2)); a != e.Label && !slices.Contains(e.Aliases, a) {
						e.Aliases = append(e.Aliases, a)
					}
				}
				r.Entities = append(r.Entities, e)
			}
			if _, err := s.Put(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		r := NewReader(s)
		d := &directory{}
		if err := r.addNames(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		for range 30 {
			text := phrase(1 + rng.IntN(2))
			text = text[:1+rng.IntN(len(text))]
			if rng.IntN(20) == 0 {
				text = ""
			}
			if text = strings.ToValidUTF8(text, ""); rng.IntN(8) == 0 {
				swapped := strings.Fields(text)
				slices.Reverse(swapped)
				text = strings.Join(swapped, " ")
			}
			class := schema.ClassID("")
			if rng.IntN(4) == 0 {
				class = classes[rng.IntN(len(classes))]
			}
			limit := rng.IntN(12)
			wanted := func(c schema.ClassID) bool { return class == "" || c == class || r.Schema().IsA(c, class) }
			want, wantTotal := d.search(words.Fold(text), wanted, limit)
			got, total, err := r.Search(t.Context(), text, class, limit)
			if err != nil {
				t.Fatal(err)
			}
			for i := range min(len(got), len(want)) { // of two names that fit alike either may be shown
				if got[i].Name != "" {
					aliases++
				}
				if got[i].Name != want[i].Name {
					other++
					got[i].Name = want[i].Name
				}
			}
			if total != wantTotal || !slices.Equal(got, want) {
				t.Fatalf("step %d, %q of class %q, %d: got %d\n%v\nwant %d\n%v", step, text, class, limit, total, got, wantTotal, want)
			}
			compared++
			found += len(got)
		}
		for _, n := range d.nodes {
			if got, err := r.Node(t.Context(), n.ID); err != nil || got != n {
				t.Fatalf("step %d: node %v, %v, want %v", step, got, err, n)
			}
		}
	}
	if compared < 2000 || found < 2*compared || aliases < 500 || other > aliases/4 {
		t.Errorf("%d searches found %d entities, %d by an alias, %d by another name", compared, found, aliases, other)
	}
	t.Logf("%d searches found %d entities, %d by an alias, %d by another name", compared, found, aliases, other)
}

// Many names are found as few are, and a text longer than what is kept of a name as one that is not.
func TestSearchManyNames(t *testing.T) {
	s := open(t, Options{Backend: Memory})
	long := strings.Repeat("very ", 30) + "long name"
	for i := range 30 {
		r := article(t, fmt.Sprintf("a%d", i), "x|meets|y")
		for j := range 100 {
			r.Entities = append(r.Entities, Entity{ID: fmt.Sprintf("N%d-%d", i, j), Class: "Person", Label: fmt.Sprintf("Name %d of %d", j, i)})
		}
		r.Entities = append(r.Entities, Entity{ID: "Often", Class: "Country", Label: "Naming Often"},
			Entity{ID: "Long", Class: "Country", Label: long}, Entity{ID: "Longer", Class: "Country", Label: "A " + long + "r"})
		if _, err := s.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	r := NewReader(s)
	d := &directory{}
	if err := r.addNames(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text         string
		limit, total int
	}{
		{"nam", 2, 3003}, {"name 7 of", 1, 30}, {"name 12 of 3", 1, 1}, {"of 12", 3, 100}, {"12 name", 1, 129}, {long, 9, 2},
		{long[5:], 9, 2}, {long + "r", 9, 1}, {long + "s", 9, 0}, {"", 5, 3005},
	} {
		got, total, err := r.Search(t.Context(), c.text, "", c.limit)
		if err != nil {
			t.Fatal(err)
		}
		want, wantTotal := d.search(words.Fold(c.text), func(schema.ClassID) bool { return true }, c.limit)
		if total != c.total || total != wantTotal || !slices.Equal(got, want) {
			t.Errorf("%q: got %d %v\nwant %d %v", c.text, total, got, wantTotal, want)
		}
	}
}
