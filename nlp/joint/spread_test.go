package joint

import (
	"math"
	"strings"
	"testing"

	"kg/nlp"
)

// TestSpread gives each token a probability of being a name of one word, and looks which ones are names in the end.
func TestSpread(t *testing.T) {
	m := &Model{inv: Inventory{Names: NameTags([]string{"PER", "ORG"})}, classes: []string{"PER", "ORG"}}
	for _, c := range []struct{ name, text, want string }{
		{"two are sure, the third follows", "Orbo=0.9 won . then Orbo=0.8 and Orbo=0.3 left", "Orbo Orbo Orbo"},
		{"one is not enough against two that doubt", "Orbo=0.6 won . then Orbo=0.2 and Orbo=0.1 left", "Orbo"},
		{"nothing tells of a token that is surely no name", "Will=0.99 left . Will=0 you go", "Will"},
		{"small letters are words", "orbo=0.9 won and orbo=0.3 left", "orbo"},
		{"other letters are other words", "Orbo=0.9 won and ORBO=0.4 left", "Orbo"},
	} {
		d := &nlp.Doc{}
		var found []named
		tags := newTagScores(0, len(m.inv.Names))
		for _, w := range strings.Fields(c.text) {
			w, p, _ := strings.Cut(w, "=")
			if d.Text != "" {
				d.Text += " "
			}
			i := len(d.Tokens)
			start := len(d.Text)
			d.Text += w
			d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: start, End: len(d.Text)}})
			prob := 0.0
			for _, digit := range strings.TrimPrefix(p, "0.") {
				prob = prob*10 + float64(digit-'0')
			}
			prob /= math.Pow(10, float64(max(len(p)-2, 0)))
			row := make([]float32, len(m.inv.Names))
			for k := range row {
				row[k] = -20
			}
			row[0], row[1+4+single] = float32(math.Log(1-prob+1e-9)), float32(math.Log(prob+1e-9))
			tags.add(row)
			if prob > 0.5 {
				f := m.named(d, i, i+1, row)
				f.Class = "ORG"
				found = append(found, f)
			}
		}
		d.Sentences = []nlp.Sentence{{Span: nlp.Span{End: len(d.Text)}, Last: len(d.Tokens)}}
		var got []string
		last := -1
		for _, f := range m.spread(d, found, tags) {
			got = append(got, d.Slice(f.Span))
			if f.First <= last || f.Class != "ORG" {
				t.Errorf("%s: name %+v after token %d", c.name, f.Mention, last)
			}
			last = f.First
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}
