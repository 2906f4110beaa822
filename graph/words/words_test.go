package words

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func all(each func(string, func([]byte)), text string) string {
	var out []string
	each(text, func(w []byte) { out = append(out, string(w)) })
	return strings.Join(out, "|")
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"  John\t KERRY\n":      "john kerry",
		"Recep Tayyip Erdoğan":  "recep tayyip erdogan",
		"Yıldırım İzmir":        "yildirim izmir",
		"Wałęsa, Søren, Straße": "walesa, soren, strasse",
		"Ｆｕｌｌ ｗｉｄｔｈ":            "full width",
		"a\x00b":                "a b",
		"Сергей Лавров, 王毅, Ångström": "сергеи лавров, 王毅, angstrom",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestEach(t *testing.T) {
	long := strings.Repeat("x", 2*MaxTerm)
	for text, want := range map[string]string{
		"":                       "",
		" ,. ":                   "",
		"Erdoğan's 3,000 men":    "erdogan|s|3|000|men",
		"The U.S.-led coalition": "the|u|s|led|coalition",
		"Bo — Åsa":               "bo|asa",
		"a " + long + " b":       "a|" + long[:MaxTerm] + "|b",
	} {
		if got := all(Each, text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestStarts(t *testing.T) {
	for text, want := range map[string]string{
		"":                "",
		"John Kerry":      "0john kerry|1kerry",
		"Bashar al-Assad": "0bashar al-assad|1al-assad|1assad",
		"'Abd Rabbuh":     "0'abd rabbuh|1abd rabbuh|1rabbuh",
		"U.S.":            "0u.s.|1s.",
	} {
		if got := all(Starts, text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Each gives for any text what it gives for the folded one.
func FuzzEach(f *testing.F) {
	f.Add("Erdoğan's 3,000 men")
	f.Add("ﬁne \u0301 x\xff\x00y")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		if got, want := all(Each, text), all(Each, Fold(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		Starts(text, func(term []byte) {
			if len(term) > MaxTerm || strings.IndexByte(string(term), 0) >= 0 {
				t.Errorf("%q: term %q", text, term)
			}
		})
	})
}
