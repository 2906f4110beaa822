package resolve

import (
	"strings"
	"testing"

	"kg/extract"
	"kg/nlp"
)

// parse makes a document of a marked text. Tokens stand between spaces: word, word/UPOS or word/UPOS:lemma. A mention is
// "[CLASS words ]" for a name, "[CLASS#2 words ]" for one in chain 2; a description is "[nom#2 words ]", a pronoun
// "[pro#2 it ]". The head of a mention is its last token, or the one before "of". A sentence ends after ".".
func parse(t testing.TB, marked string) *nlp.Doc {
	t.Helper()
	d := &nlp.Doc{Has: nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas | nlp.Names | nlp.Coref}
	var text strings.Builder
	type open struct {
		first int
		m     nlp.Mention
	}
	var stack []open
	first := 0
	end := func() {
		if first < len(d.Tokens) {
			d.Sentences = append(d.Sentences, nlp.Sentence{Span: nlp.Span{Start: d.Tokens[first].Start, End: d.Tokens[len(d.Tokens)-1].End}, First: first, Last: len(d.Tokens)})
			first = len(d.Tokens)
		}
	}
	for f := range strings.FieldsSeq(marked) {
		if strings.HasPrefix(f, "[") && len(f) > 1 {
			label, chain, ok := strings.Cut(f[1:], "#")
			m := nlp.Mention{Class: nlp.Class(label), Chain: -1, Score: 1}
			if ok {
				m.Chain = int(chain[0] - '0')
			}
			if label == "nom" {
				m.Kind, m.Class = nlp.Nominal, nlp.Other
			} else if label == "pro" {
				m.Kind, m.Class = nlp.Pronoun, nlp.Other
			}
			stack = append(stack, open{len(d.Tokens), m})
			continue
		}
		if f == "]" {
			o := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			o.m.First, o.m.Last = o.first, len(d.Tokens)
			o.m.Head = o.m.Last - 1
			for i := o.m.First + 1; i < o.m.Last; i++ {
				if w := text.String()[d.Tokens[i].Start:d.Tokens[i].End]; w == "of" || w == "for" || w == "'s" || w == "on" {
					o.m.Head = i - 1
					break
				}
			}
			o.m.Span = nlp.Span{Start: d.Tokens[o.m.First].Start, End: d.Tokens[o.m.Last-1].End}
			d.Mentions = append(d.Mentions, o.m)
			continue
		}
		word, tag, _ := strings.Cut(f, "/")
		upos, lemma, _ := strings.Cut(tag, ":")
		if lemma == "" {
			lemma = strings.ToLower(word)
		}
		xpos := ""
		if upos == "NOUN" && lemma != strings.ToLower(word) {
			xpos = "NNS"
		}
		punct := strings.Trim(word, ".,;:()\"") == ""
		if upos == "" {
			switch {
			case punct:
				upos = "PUNCT"
			case strings.ToUpper(word[:1]) == word[:1] && word != "The" && word != "In" && word != "A":
				upos = "PROPN"
			case word == "of" || word == "in" || word == "In" || word == "on" || word == "for" || word == "with":
				upos = "ADP"
			case word == "the" || word == "The" || word == "a" || word == "A":
				upos = "DET"
			case word == "'s":
				upos = "PART"
			default:
				upos = "X"
			}
		}
		if text.Len() > 0 && !(punct && word != "(") && word != "'s" && !strings.HasSuffix(text.String(), "(") {
			text.WriteByte(' ')
		}
		at := text.Len()
		text.WriteString(word)
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: at + len(word)}, UPOS: upos, XPOS: xpos, Lemma: lemma, Head: nlp.Root})
		if word == "." {
			end()
		}
	}
	end()
	d.Text = text.String()
	sortMentions(d)
	if err := d.Check(); err != nil {
		t.Fatalf("%q: %v", marked, err)
	}
	return d
}

func sortMentions(d *nlp.Doc) {
	ms := d.Mentions
	for i := 1; i < len(ms); i++ {
		for j := i; j > 0 && (ms[j].Start < ms[j-1].Start || ms[j].Start == ms[j-1].Start && ms[j].End > ms[j-1].End); j-- {
			ms[j], ms[j-1] = ms[j-1], ms[j]
		}
	}
}

// argOf makes an argument of the n-th occurrence of words (from 0); its core is core, or words.
func argOf(t testing.TB, d *nlp.Doc, kind extract.ArgKind, words, core string, n int) extract.Arg {
	t.Helper()
	at := -1
	for i, from := 0, 0; i <= n; i++ {
		k := strings.Index(d.Text[from:], words)
		if k < 0 {
			t.Fatalf("no %q in %q", words, d.Text)
		}
		at = from + k
		from = at + 1
	}
	if core == "" {
		core = words
	}
	c := at + strings.Index(words, core)
	a := extract.Arg{Span: nlp.Span{Start: at, End: at + len(words)}, Text: words, Core: nlp.Span{Start: c, End: c + len(core)}, Kind: kind, Mention: -1, Of: -1}
	for i, tok := range d.Tokens {
		if tok.Start >= c && tok.End <= c+len(core) {
			a.CoreHead = i
		}
	}
	for i, m := range d.Mentions {
		if m.Span == a.Core {
			a.Mention, a.CoreHead = i, m.Head
		}
	}
	a.Head = a.CoreHead
	return a
}

func newResolver(t testing.TB) *Resolver {
	t.Helper()
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ids are the entities of the names of a document, in text order.
func ids(res *Resolution, d *nlp.Doc) []string {
	var out []string
	for i, m := range d.Mentions {
		if m.Kind == nlp.Name {
			out = append(out, res.Mentions[i])
		}
	}
	return out
}
