package claims

import "testing"

func TestAFigure(t *testing.T) {
	for text, want := range map[string][2]string{
		"86":                                {"86", ""},
		"290,000 people":                    {"290,000", "people"},
		"at least 12 soldiers":              {"12", "soldiers"},
		"more than $1.5 million":            {"1.5", "million"},
		"US$400 million":                    {"400", "million"},
		"20%":                               {"20", ""},
		"an opponent of the war in 2003":    {},
		"it was published in 1925":          {},
		"some of the results of 2017":       {},
		"the 2019 vote":                     {},
		"soldiers":                          {},
		"Ann Banda, 45, of the Green Party": {},
	} {
		var got [2]string
		if m := aFigure.FindStringSubmatch(text); m != nil {
			got = [2]string{m[1], m[2]}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
