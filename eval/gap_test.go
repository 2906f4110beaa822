package eval

import (
	"strings"
	"testing"

	"kg/nlp"
)

const gapFile = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n" +
	"x-1\tZoë met Ann before she left.\tshe\t19\tZoë\t0\tTRUE\tAnn\t8\tFALSE\thttp://x\n" +
	"x-2\tTom met Bob before he left.\the\t19\tTom\t0\tFALSE\tBob\t8\tFALSE\thttp://x\n"

func TestGAP(t *testing.T) {
	items, err := ReadGAP(strings.NewReader(gapFile))
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != 2 {
		t.Fatalf("%d items", len(items))
	}
	it := &items[0]
	if w := it.Text[it.Pronoun.Start:it.Pronoun.End]; w != "she" || !it.Feminine || it.Text[it.B.Start:it.B.End] != "Ann" {
		t.Errorf("pronoun %q, feminine %v, B %q: characters were taken for bytes", w, it.Feminine, it.Text[it.B.Start:it.B.End])
	}
	// words: Zoë met Ann before she left .
	d := &nlp.Doc{Text: it.Text}
	for i := 0; i < len(it.Text); {
		j := i + strings.IndexAny(it.Text[i:]+" ", " .")
		if j == i {
			j++
		}
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: i, End: j}})
		for i = j; i < len(it.Text) && it.Text[i] == ' '; i++ {
		}
	}
	mention := func(i, chain int) {
		d.Mentions = append(d.Mentions, nlp.Mention{Span: d.Tokens[i].Span, First: i, Last: i + 1, Head: i, Chain: chain})
	}
	mention(0, 0)
	mention(2, 1)
	mention(4, 0)
	var s GAPScore
	a, b := GAPAnswer(it, d)
	if !a || b {
		t.Errorf("she means A: %v, B: %v; want true, false", a, b)
	}
	s.Add(it, a, b)
	d.Mentions[2].Chain = 2
	if a, b := GAPAnswer(it, d); a || b {
		t.Errorf("a pronoun alone means A: %v, B: %v", a, b)
	}
	// four decisions, one gold; found: A of the first rightly, B of the second wrongly
	s.Add(&items[1], false, true)
	if want := (Count{Right: 1, Found: 2, Gold: 1}); s.All != want {
		t.Errorf("%+v, want %+v", s.All, want)
	}
	if s.Feminine.F1() != 100 || s.Masculine.F1() != 0 || s.Bias() != 0 {
		t.Errorf("feminine %v masculine %v bias %v", s.Feminine.F1(), s.Masculine.F1(), s.Bias())
	}
	for _, bad := range []string{"x\ty\n", strings.Replace(gapFile, "\t19\t", "\t99\t", 1), strings.Replace(gapFile, "\t19\t", "\t18\t", 1), strings.Replace(gapFile, "\t8\t", "\tb\t", 1)} {
		if _, err := ReadGAP(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
