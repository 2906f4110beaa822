package resolve

import (
	"strings"
	"testing"

	"kg/nlp"
)

func TestLetters(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct {
		text, want string
		persons    int // mentions that are a person's
	}{
		{"[PER GM Odd Vilde Vik ] won . [PER Odd Vilde Vik ] sat .", "Odd_Vilde_Vik Odd_Vilde_Vik", 2},
		{"[PER GM Odd Vik ] won . [PER Odd Vik ] sat .", "Odd_Vik Odd_Vik", 2},
		{"[PER TJ Dahl ] won . [PER Dahl ] sat . [PER TJ ] ate .", "TJ_Dahl TJ_Dahl TJ_Dahl", 3},
		{"[PER Odd Vik ] won . [PER QX ] met . [PER OV ] ate .", "Odd_Vik QX OV", 2},
		{"[PER QX ] ran .", "QX", 0},
		{"[PER QX ] : yes .", "QX", 1}, // whose turn it is
		{"[PER QXZ ] ran .", "QXZ", 1},
		{"[PER Qx ] ran .", "Qx_(0123456789)", 1},
	} {
		d := parse(t, c.text)
		res := r.Resolve(d, nil, Meta{ID: "x-0123456789"})
		persons := 0
		for i, m := range d.Mentions {
			if m.Kind == nlp.Name && res.persons[res.Mentions[i]] {
				persons++
			}
		}
		if g := strings.Join(ids(res, d), " "); g != c.want || persons != c.persons {
			t.Errorf("%s: got %s, %d of persons, want %s, %d", c.text, g, persons, c.want, c.persons)
		}
	}
}

// TestMiddleNames holds who is meant by a name that stands within another's.
func TestMiddleNames(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct{ name, text, want string }{
		{"the first of two family names", "[PER Ivar Brekke Nymo ] rules . [PER Brekke ] fell .", "Ivar_Brekke_Nymo Ivar_Brekke_Nymo"},
		{"who was there before", "Early life . [PER Brekke ] rules . [PER Ida Brekke Nymo ] sang . [PER Brekke ] fell .", "Brekke_(0123456789) Ida_Brekke_Nymo Brekke_(0123456789)"},
		{"who goes by the last", "Songs rose . [PER Ida Brekke Nymo ] sang . [PER Nymo ] ate . [PER Brekke ] fell .", "Ida_Brekke_Nymo Ida_Brekke_Nymo Brekke_(0123456789)"},
	} {
		d := parse(t, c.text)
		if got := strings.Join(ids(r.Resolve(d, nil, Meta{ID: "x-0123456789"}), d), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	// A headline does not end as sentences do.
	d := parse(t, "[PER Brekke ] fell ! . [PER Ivar Brekke Nymo ] rules . [PER Brekke ] fell .")
	d.Sentences[0].Last--
	d.Sentences[1].First--
	want := "Ivar_Brekke_Nymo Ivar_Brekke_Nymo Ivar_Brekke_Nymo"
	if got := strings.Join(ids(r.Resolve(d, nil, Meta{ID: "x-0123456789"}), d), " "); got != want {
		t.Errorf("in a headline: got %s, want %s", got, want)
	}
}
