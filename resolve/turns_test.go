package resolve

import (
	"strings"
	"testing"

	"kg/nlp"
)

// TestTurns makes documents whose sentences are lines.
func TestTurns(t *testing.T) {
	r := newResolver(t)
	const a, b = "[PER Anna Berg ] : I am . ", "[PER Odd Vik ] : I am . "
	for _, c := range []struct{ name, text, want string }{
		{"whose turn it is", "[PER Anna Berg ] : [pro I ] sat . [PER Odd Vik ] : [pro I ] ate . [pro my ] dog slept . [PER Anna Berg ] : [pro me ] too .", "Anna_Berg Odd_Vik Odd_Vik Anna_Berg"},
		{"whatever coreference says", "[PER#1 Anna Berg ] : [pro#2 I ] sat . [PER#2 Odd Vik ] : [pro#1 I ] ate . [PER Anna Berg ] : [pro I ] too .", "Anna_Berg Odd_Vik Anna_Berg"},
		{"two turns are none", "[PER Anna Berg ] : [pro I ] sat . [PER Odd Vik ] : [pro I ] ate .", "- -"},
		{"in a quotation", a + b + "[PER Anna Berg ] : he said \" [pro I ] sat \" .", "-"},
		{"another pronoun", a + b + "[PER Anna Berg ] : [pro he ] sat .", "-"},
		{"a name alone", a + b + "[PER Anna Berg ] sat . [pro I ] sat .", "-"},
	} {
		d := parse(t, c.text)
		b := []byte(d.Text)
		for i := range d.Sentences[1:] {
			b[d.Sentences[i].End] = '\n'
		}
		d.Text = string(b)
		res := r.Resolve(d, nil, Meta{ID: "x-0123456789"})
		var got []string
		for i, m := range d.Mentions {
			if m.Kind != nlp.Pronoun {
				continue
			}
			id := res.Mentions[i]
			if id == "" {
				id = "-"
			}
			got = append(got, id)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
