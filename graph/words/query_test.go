package words

import (
	"fmt"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		`peace talks Talks`:            `"peace talks Talks" [peace talks] [] []`,
		`"Peace talks" Oslo`:           `"Peace talks Oslo" [oslo] [[peace talks]] []`,
		`talks -peace -"in São Paulo"`: `"talks" [talks] [] [[peace] [in sao paulo]]`,
		`“peace talks” end`:            `"peace talks end" [end] [[peace talks]] []`,
		`"peace talks`:                 `"peace talks" [] [[peace talks]] []`,
		`cease-fire - "" -`:            `"cease-fire" [cease fire] [] []`,
		`a"b c"d`:                      `"a b c d" [a d] [[b c]] []`,
		`O'Neil`:                       `"O'Neil" [o neil] [] []`,
		``:                             `"" [] [] []`,
	} {
		q := Parse(text)
		if got := fmt.Sprintf("%q %v %v %v", q.Text, q.Words, q.Phrases, q.Without); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        bool
	}{
		{`"peace talks"`, "The Peace-Talks of Oslo", true},
		{`"peace talks"`, "They talk of peace; talks failed", true},
		{`"peace talks"`, "peace and talks", false},
		{`"peace talk"`, "peace talks", false},
		{`"a a b"`, "a a a b", true},
		{`talks -peace`, "talks of peace", false},
		{`talks -"of peace"`, "talks of war and peace", true},
	} {
		q := Parse(c.query)
		if got := q.Fits(c.text); got != c.want {
			t.Errorf("%s in %q: %v", c.query, c.text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`a -"b c" “d`)
	f.Add("\"\"-\"-\xff\"")
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text)
		for _, p := range append(q.Phrases, q.Without...) {
			if len(p) == 0 {
				t.Errorf("%q: a phrase without words", text)
			}
		}
		q.Fits(text)
	})
}
