package resolve

import (
	"strings"
	"testing"
)

func TestInside(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct{ text, want string }{
		{"[ORG University of Texas ] won .", "Texas=Texas"},
		{"[LOC Smallville ] burned . [ORG Smallville Fire Board ] met .", "Smallville=Smallville"},
		{"[PER Anna Berg ] left . [ORG Anna Berg Foundation ] met .", "Anna Berg=Anna_Berg"},
		{"[ORG World Bank ] lent .", ""},
		{"[ORG Bank ] met . [ORG Harbour Bank ] lent .", ""},      // what heads a name is no name within it
		{"[LOC Mexico City ] grew . [LOC New Mexico ] did .", ""}, // one name
		{"[PER Anna Paris ] left .", ""},                          // persons are not made of places
		{"[LOC Smallville ] burned . [PER Jack Smallville ] left .", ""},
	} {
		d := parse(t, c.text)
		var got []string
		for _, in := range r.Resolve(d, nil, Meta{ID: "x-0123456789"}).Inside {
			if in.Start != d.Tokens[in.First].Start || in.End != d.Tokens[in.Last-1].End || !d.Mentions[in.Outer].Contains(in.Span) {
				t.Errorf("%s: %+v", c.text, in)
			}
			got = append(got, d.Slice(in.Span)+"="+in.Entity)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}
