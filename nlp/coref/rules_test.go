package coref

import (
	"fmt"
	"strings"
	"testing"

	"kg/nlp"
	"kg/nlp/conllu"
)

// tree makes a document of sentences in rows "form UPOS XPOS head rel [class of the name it is]", parts of a
// sentence divided by "; ", sentences by a line break.
func tree(t *testing.T, text string) *nlp.Doc {
	t.Helper()
	var b strings.Builder
	var names []string
	for _, sentence := range strings.Split(strings.TrimSpace(text), "\n") {
		for i, row := range strings.Split(sentence, "; ") {
			f := strings.Fields(row)
			if len(f) < 5 {
				t.Fatalf("row %q", row)
			}
			fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%s\t_\t%s\t%s\t_\t_\n", i+1, f[0], lemma(f[0]), f[1], f[2], f[3], f[4])
			names = append(names, strings.Join(f[5:], ""))
		}
		b.WriteString("\n")
	}
	f, err := conllu.Read(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	d := f.Docs[0].Doc
	d.Mentions = nil
	for i, class := range names {
		if class == "" {
			continue
		}
		if class == "+" { // goes on
			m := &d.Mentions[len(d.Mentions)-1]
			m.Last, m.End = i+1, d.Tokens[i].End
			continue
		}
		d.Mentions = append(d.Mentions, nlp.Mention{Span: d.Tokens[i].Span, First: i, Last: i + 1, Head: i, Class: nlp.Class(class), Chain: -1})
	}
	d.Has |= nlp.Names
	return d
}

func lemma(w string) string {
	switch w = strings.ToLower(w); w {
	case "said":
		return "say"
	case "told":
		return "tell"
	}
	if strings.HasSuffix(w, "ss") {
		return w
	}
	return strings.TrimSuffix(w, "s")
}

// at is the mention of a whose words are s.
func at(t *testing.T, a *analysis, s string) *mention {
	t.Helper()
	var all []string
	for i := range a.mentions {
		m := &a.mentions[i]
		w := a.doc.Text[a.doc.Tokens[m.first].Start:a.doc.Tokens[m.last-1].End]
		if w == s {
			return m
		}
		all = append(all, w)
	}
	t.Fatalf("no mention %q among %q", s, all)
	return nil
}

func TestPhrases(t *testing.T) {
	a := analyse(tree(t, `The DET DT 2 det; mayor NOUN NN 10 nsubj; of ADP IN 4 case; Porto PROPN NNP 2 nmod LOC; , PUNCT , 7 punct; Ana PROPN NNP 2 appos PER; Reis PROPN NNP 6 flat +; , PUNCT , 7 punct; also ADV RB 10 advmod; praised VERB VBD 0 root; the DET DT 12 det; firm NOUN NN 10 obj; 's PART POS 12 case; and CCONJ CC 16 cc; its PRON PRP$ 16 nmod:poss; work NOUN NN 12 conj; in ADP IN 19 case; both DET DT 19 det; cities NOUN NNS 16 nmod`))
	for _, want := range []string{"The mayor of Porto", "Porto", "Ana Reis", "the firm 's", "its", "its work in both cities", "both cities"} {
		at(t, a, want)
	}
	if n := len(a.mentions); n != 8 { // and the firm and its work together
		t.Errorf("%d mentions", n)
	}
}

func TestAttributes(t *testing.T) {
	a := analyse(tree(t, `Mr. PROPN NNP 2 nmod:desc; Hale PROPN NNP 3 nsubj PER; told VERB VBD 0 root; Maria PROPN NNP 3 obj PER; Lopez PROPN NNP 4 flat +; about ADP IN 8 case; the DET DT 8 det; actress NOUN NN 3 obl; and CCONJ CC 11 cc; some DET DT 11 det; boats NOUN NNS 8 conj; in ADP IN 13 case; Oslo PROPN NNP 3 obl LOC`))
	for _, c := range []struct {
		words  string
		form   form
		gender gender
		number number
	}{
		{"Mr. Hale", formName, male, singular},
		{"Maria Lopez", formName, female, singular},
		{"the actress", formDefinite, female, singular},
		{"some boats", formIndefinite, thing, plural},
		{"Oslo", formName, thing, singular},
		{"the actress and some boats", formCoord, anyGender, plural},
	} {
		m := at(t, a, c.words)
		if m.form != c.form || m.gender != c.gender || m.number != c.number {
			t.Errorf("%q: form %d gender %d number %d, want %d %d %d", c.words, m.form, m.gender, m.number, c.form, c.gender, c.number)
		}
	}
}

func TestCompare(t *testing.T) {
	a := analyse(tree(t, `Syrian PROPN NNP 2 compound ORG; Observatory PROPN NNP 6 nsubj +; for ADP IN 5 case +; Human PROPN NNP 5 compound +; Rights PROPN NNP 2 nmod +; met VERB VBD 0 root; John PROPN NNP 6 obj PER; Kerry PROPN NNP 7 flat +; in ADP IN 10 case; Syria PROPN NNP 6 obl LOC
SOHR PROPN NNP 2 nsubj ORG; met VERB VBD 0 root; Kerry PROPN NNP 2 obj PER; and CCONJ CC 5 cc; Smith PROPN NNP 3 conj PER
Syrians PROPN NNPS 2 nsubj NORP; liked VERB VBD 0 root; the DET DT 5 det; big ADJ JJ 5 amod; plan NOUN NN 2 obj; and CCONJ CC 8 cc; the DET DT 8 det; plan NOUN NN 5 conj`))
	d := a.doc
	for i := range d.Mentions { // the head of the long name is its second word
		if d.Slice(d.Mentions[i].Span) == "Syrian Observatory for Human Rights" {
			d.Mentions[i].Head = 1
		}
	}
	a = analyse(d)
	for _, c := range []struct {
		m, c string
		want wordMatch
	}{
		{"SOHR", "Syrian Observatory for Human Rights", acronym},
		{"Kerry", "John Kerry", lastName},
		{"Smith", "John Kerry", noMatch},
		{"Kerry", "Kerry", sameText},
		{"Syrians", "Syria", adjectival},
		{"the plan", "the big plan", sameHeadAll},
	} {
		if got := a.compare(at(t, a, c.m), at(t, a, c.c)); got != c.want {
			t.Errorf("%q after %q: %d, want %d", c.m, c.c, got, c.want)
		}
	}
}

func TestGrammar(t *testing.T) {
	a := analyse(tree(t, `In ADP IN 3 case; his PRON PRP$ 3 nmod:poss; letter NOUN NN 5 obl; Hale PROPN NNP 5 nsubj PER; told VERB VBD 0 root; him PRON PRP 5 obj; about ADP IN 8 case; himself PRON PRP 5 obl; and CCONJ CC 11 cc; his PRON PRP$ 11 nmod:poss; dog NOUN NN 8 conj`))
	hale, him, himself, dog := at(t, a, "Hale"), at(t, a, "him"), at(t, a, "himself"), at(t, a, "his dog")
	his := &a.mentions[1]
	if w := a.doc.Word(his.head); w != "his" {
		t.Fatalf("the second mention is %q", w)
	}
	if !a.barred(him, hale) {
		t.Error("\"Hale told him\": him may be Hale")
	}
	if a.barred(himself, hale) {
		t.Error("\"Hale told about himself\": himself may not be Hale")
	}
	if own := a.mentions[dog.index+1]; !a.barred(&own, dog) || a.barred(&own, hale) {
		t.Error("\"his dog\": his is the dog, or not Hale")
	}
	if got := a.ahead(his); len(got) != 1 || got[0] != hale.index {
		t.Errorf("\"In his letter Hale told\": his looks ahead to %v", got)
	}
	if got := a.ahead(him); len(got) != 0 {
		t.Errorf("him looks ahead to %v", got)
	}
}

func TestSpeakers(t *testing.T) {
	a := analyse(tree(t, `“ PUNCT `+"``"+` 3 punct; I PRON PRP 3 nsubj; quit VERB VBP 0 root; , PUNCT , 3 punct; ” PUNCT '' 3 punct; said VERB VBD 3 parataxis; Hale PROPN NNP 6 nsubj PER
Reis PROPN NNP 3 nsubj PER; never ADV RB 3 advmod; said VERB VBD 0 root; " PUNCT `+"``"+` 5 punct; yes INTJ UH 3 obj; " PUNCT '' 5 punct; . PUNCT . 3 punct
" PUNCT `+"``"+` 2 punct; Open VERB VB 0 root`))
	if len(a.speakers) != 4 {
		t.Fatalf("%d quotes", len(a.speakers)-1)
	}
	for q, want := range []string{1: "Hale", 2: "Reis", 3: ""} {
		got := ""
		if s := a.speakers[q]; s >= 0 {
			got = a.doc.Word(s)
		}
		if got != want {
			t.Errorf("quote %d: said by %q, want %q", q, got, want)
		}
	}
	if a.quotes[1] != 1 || a.quotes[5] != 0 || a.quotes[11] != 2 {
		t.Errorf("quotes of tokens: %v", a.quotes)
	}
}
