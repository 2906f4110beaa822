package resolve

import (
	"strings"
	"testing"
)

func TestMembers(t *testing.T) {
	r := newResolver(t)
	const party, some = "Democratic_Party_(United_States)", "Democratic_Party_members"
	for _, c := range []struct{ text, want string }{
		{"every/DET [NORP Democrat ] sang .", some},
		{"every/DET moderate/ADJ [NORP Democrat ] sang .", some},
		{"two/NUM [NORP Democrats ] sang .", some},
		{"a lot/NOUN of [NORP Democrats ] sang .", some},
		{"most/ADJ of the [NORP Democrats ] sang .", some},
		{"no/DET [NORP Democrat ] sang . [NORP Democrats ] ate .", some + " " + party},
		{"the [NORP Democrats ] sang .", party},
		{"she is a [NORP Democrat ] .", party}, // she is a member of it
		{"two/NUM [NORP Democratic ] senators/NOUN sang .", party},
		{"every/DET [NORP Democrat ] 's song .", party},
		{"in 2018/NUM [NORP Democrats ] sang .", party},
		{"leaders/NOUN of [NORP Democrats ] sang .", party},
		{"every/DET [ORG Independent ] sang .", "Independents_(0123456789)"},
		{"read/VERB [ORG The Independent ] .", "The_Independent"},
		{"every/DET [NORP Norwegian ] sang .", "Norwegians"},
	} {
		d := parse(t, c.text)
		if got := strings.Join(ids(r.Resolve(d, nil, Meta{ID: "x-0123456789"}), d), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}
