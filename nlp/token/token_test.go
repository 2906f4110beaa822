package token

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"kg/nlp"
)

func tokenizer(t testing.TB) *Tokenizer {
	w, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return New(w)
}

// show writes the tokens of text with spaces between and a bar between sentences.
func show(t testing.TB, text string) string {
	d := &nlp.Doc{Text: text}
	if err := tokenizer(t).Run(d); err != nil {
		t.Fatal(err)
	}
	d.Has = nlp.Tokens | nlp.Sentences
	if err := d.Check(); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var sentences []string
	for _, s := range d.Sentences {
		var words []string
		for i := s.First; i < s.Last; i++ {
			words = append(words, d.Word(i))
		}
		sentences = append(sentences, strings.Join(words, " "))
	}
	return strings.Join(sentences, " | ")
}

func TestWords(t *testing.T) {
	tests := []struct{ in, want string }{
		{"I don't know; we cannot say.", "I do n't know ; we can not say ."},
		{"She’d say it isn’t Ann’s.", "She ’d say it is n’t Ann ’s ."},
		{"The ministers' talks failed.", "The ministers ' talks failed ."},
		{"We're gonna win.", "We 're gon na win ."},
		{"Mr. Brook met Sgt. Lee of the U.S. Army.", "Mr. Brook met Sgt. Lee of the U.S. Army ."},
		{"J. K. Miller and Anna B. Stone came.", "J. K. Miller and Anna B. Stone came ."},
		{"Hafez al-Assad met Jean-Claude Petit.", "Hafez al - Assad met Jean - Claude Petit ."},
		{"An anti-war march for a 15-year-old boy.", "An anti-war march for a 15 - year - old boy ."},
		{"It rose 3.5% to $1,234.50, or £3.5bn.", "It rose 3.5 % to $ 1,234.50 , or £ 3.5 bn ."},
		{"They won 3-1 at 10:30 a.m. on Jan. 5.", "They won 3 - 1 at 10:30 a.m. on Jan. 5 ."},
		{"Acme (NASDAQ: ACME) and BRK.A fell.", "Acme ( NASDAQ : ACME ) and BRK.A fell ."},
		{"Write to press@example.org, or see https://example.org/a?b=c.", "Write to press@example.org , or see https://example.org/a?b=c ."},
		{"See (www.example.com) or news.example.co.uk!", "See ( www.example.com ) or news.example.co.uk !"},
		{"Great :) Well...", "Great :) Well ..."},
		{"The plan—signed in 2013—failed.", "The plan — signed in 2013 — failed ."},
		{"He met A.B.C. officials in the U.K. last week.", "He met A.B.C. officials in the U.K. last week ."},
		{"The Qur'an in Sana'a, O'Neill and Côte d'Ivoire.", "The Qur'an in Sana'a , O'Neill and Côte d'Ivoire ."},
		{"See pp. 12-14 and Art. 5 of 2019.", "See pp. 12 - 14 and Art. 5 of 2019 ."},
		{"The U.S.-led talks on the U.N.'s COVID-19 plan.", "The U.S. - led talks on the U.N. 's COVID - 19 plan ."},
		{"Yahoo! and AT&T, the S&P 500 (R&D).", "Yahoo! and AT&T , the S&P 500 ( R&D ) ."},
		{"Call (202) 555-0143 or 713-555-0143.", "Call ( 202 ) 555-0143 or 713-555-0143 ."},
		{"TRUMP'S TEAM WON'T MEET", "TRUMP 'S TEAM WO N'T MEET"},
		{"👍🏽👨‍👩‍👧 🇫🇷🇩🇪", "👍🏽 👨‍👩‍👧 🇫🇷 🇩🇪"},
		{"caf\xe9 cr\xe8me", "caf\xe9 cr\xe8me"},
		{"a\x00b \u200bc\u00a0d", "a b c d"},
		{"", ""},
		{" \n\t", ""},
	}
	for _, tt := range tests {
		if got := strings.ReplaceAll(show(t, tt.in), " | ", " "); got != tt.want {
			t.Errorf("%q\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

func TestSentences(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"abbreviations", "The U.S. envoy met Dr. Stone on Monday. He left. Gov. Ann Hill stayed.",
			"The U.S. envoy met Dr. Stone on Monday . | He left . | Gov. Ann Hill stayed ."},
		{"quotation", "\"We won't stop,\" he said. \"It is over.\" The talks ended.",
			"\" We wo n't stop , \" he said . | \" It is over . \" | The talks ended ."},
		{"curly quotation", "“Is it?” she asked. “Yes!” he said.", "“ Is it ? ” she asked . | “ Yes ! ” he said ."},
		{"paragraphs", "A headline without a stop\n\nThe first paragraph", "A headline without a stop | The first paragraph"},
		{"lines", "A headline\nThe text begins here.\n- one point\n- another point",
			"A headline | The text begins here . | - one point | - another point"},
		{"end with an abbreviation", "He lives in the U.K. She does not.", "He lives in the U.K. | She does not ."},
		{"company and time", "Bolt bought Acme Corp. The deal closed at 3 p.m. Monday in Rome.",
			"Bolt bought Acme Corp. | The deal closed at 3 p.m. Monday in Rome ."},
		{"dateline", "GENEVA, Feb. 23 (AP) — The talks ended.\n\nAMMAN (Reuters) - Two men left.",
			"GENEVA , Feb. 23 ( AP ) — | The talks ended . | AMMAN ( Reuters ) - | Two men left ."},
		{"dateline with a place only", "AMARAH, Iraq – “No,” he said.", "AMARAH , Iraq – | “ No , ” he said ."},
		{"degrees", "It lies at about 67.5° to the north and 72.5° to the south.",
			"It lies at about 67.5 ° to the north and 72.5 ° to the south ."},
		{"street", "They met at 10 Hill St. They talked.", "They met at 10 Hill St. | They talked ."},
		{"dateline with a day", "HAVANA, 3 March 2011 - US visitors came.", "HAVANA , 3 March 2011 - | US visitors came ."},
		{"no dateline", "MUST READ - Do it now.", "MUST READ - Do it now ."},
		{"no dateline, either", "Anna Brook — Mr. Hale's aunt — left.", "Anna Brook — Mr. Hale 's aunt — left ."},
		{"carriage returns", "One line\r\n\r\nAnother line\rA third", "One line | Another line | A third"},
		{"wrapped", wrapped, "The council of the town met late on Monday to hear what the engineers had found " +
			"under the old bridge , which had been closed since the flood of last spring and which nobody expects " +
			"to open soon . | The mayor spoke first and then left the room with two of her guards ."},
	}
	for _, tt := range tests {
		if got := show(t, tt.in); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

const wrapped = `The council of the town met late on Monday to hear
what the engineers had found under the old bridge,
which had been closed since the flood of last
spring and which nobody expects to open soon. The
mayor spoke first and then left the room with two
of her guards.`

// TestLong holds that a text without any sentence end, and a piece without any space, stay bounded.
func TestLong(t *testing.T) {
	tok := tokenizer(t)
	for _, text := range []string{
		strings.Repeat("word ", 200_000),
		strings.Repeat("x", 1<<20),
		strings.Repeat("a,", 1<<19),
		strings.Repeat("(", 1<<18),
		strings.Repeat("Xy 1. ", 1<<17),
		strings.Repeat("\xff\x00é\n", 1<<17),
	} {
		d := &nlp.Doc{Text: text}
		if err := tok.Run(d); err != nil {
			t.Fatal(err)
		}
		d.Has = nlp.Tokens | nlp.Sentences
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		for _, s := range d.Sentences {
			if s.Last-s.First > maxSentence {
				t.Fatalf("%.20q: a sentence of %d tokens", text, s.Last-s.First)
			}
		}
	}
}

// TestWeights holds that the weights are those that the manifest describes, and that they survive writing.
func TestWeights(t *testing.T) {
	manifest, err := os.ReadFile("MANIFEST")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(embedded)
	if !strings.Contains(string(manifest), "sha256: "+hex.EncodeToString(sum[:])+"\n") {
		t.Error("weights.bin is not what MANIFEST describes")
	}
	w, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := w.Write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), embedded) {
		t.Error("weights change when they are written again")
	}
	for _, n := range []int{0, 5, len(magic) + 10, len(embedded) - 1} {
		if _, err := ReadWeights(bytes.NewReader(embedded[:n])); err == nil {
			t.Errorf("no error for the first %d bytes of the weights", n)
		}
	}
}

// nonSpace is text without what no token holds.
func nonSpace(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isGap(r) {
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

func FuzzTokens(f *testing.F) {
	f.Add("GENEVA (AP) — The U.S. didn't \"stop\".\n\n• One\n• Two 5%…")
	f.Add("\xff\xfe\x00 ’’ 👍🏽\u200d👧\u0301 a\u0301 <http://x.y> a@b.cd..")
	f.Add(wrapped)
	f.Fuzz(func(t *testing.T, text string) {
		d := &nlp.Doc{Text: text}
		if err := tokenizer(t).Run(d); err != nil {
			t.Fatal(err)
		}
		d.Has = nlp.Tokens | nlp.Sentences
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i := range d.Tokens {
			b.WriteString(d.Word(i))
		}
		if b.String() != nonSpace(text) {
			t.Fatalf("tokens %q of %q", b.String(), text)
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("The U.S. envoy, Anna B. Stone, didn't say \"yes\" to the 15-year plan on Monday, Jan. 5. "+
		"It would cost $3.5bn (£2.8bn) and nobody in the ministers' offices knew who'd pay for it.\n\n", 200)
	tok := tokenizer(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := &nlp.Doc{Text: text}
		if err := tok.Run(d); err != nil {
			b.Fatal(err)
		}
	}
}
