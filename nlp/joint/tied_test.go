package joint

import (
	"strings"
	"testing"

	"kg/nlp"
)

// TestTied reads texts whose tokens are cut at "|" and at spaces; the name is the first of them.
func TestTied(t *testing.T) {
	for text, want := range map[string]string{
		"HCV|-|19 spreads fast":      "HCV-19",
		"HCV -|19 spreads fast":      "HCV",
		"HCV|- 19 spreads fast":      "HCV",
		"G|20 met again":             "G20",
		"G 20 met again":             "G",
		"Halden|-|Presse wrote that": "Halden-Presse",
		"Halden|-|based firms wrote": "Halden",
		"Halden|-|X|-|7 is there":    "Halden-X-7",
		"Halden|–|Vik is a road":     "Halden",
		"Halden|'s road":             "Halden",
	} {
		d := &nlp.Doc{Text: strings.ReplaceAll(text, "|", "")}
		for part := range strings.FieldsSeq(text) {
			for w := range strings.SplitSeq(part, "|") {
				start := 0
				if n := len(d.Tokens); n > 0 {
					start = d.Tokens[n-1].End
				}
				start += strings.Index(d.Text[start:], w)
				tok := nlp.Token{Span: nlp.Span{Start: start, End: start + len(w)}, UPOS: "NOUN"}
				if capitalised(w) {
					tok.UPOS = "PROPN"
				}
				d.Tokens = append(d.Tokens, tok)
			}
		}
		d.Sentences = []nlp.Sentence{{Span: nlp.Span{End: len(d.Text)}, Last: len(d.Tokens)}}
		f := named{Mention: nlp.Mention{Last: 1}}
		end := tied(d, &f, make([]int32, len(d.Tokens)))
		if got := d.Text[:d.Tokens[end-1].End]; got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}
