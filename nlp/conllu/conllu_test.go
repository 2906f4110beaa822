package conllu

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"kg/nlp"
)

// rows turns spaces into tabs, so that rows can be read in a test.
func rows(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if l != "" && l[0] != '#' {
			lines[i] = strings.Join(strings.Fields(l), "\t")
		}
	}
	return strings.Join(lines, "\n")
}

var sample = rows(`# newdoc id = a
# sent_id = a-1
# text = We don't sell.
1 We we PRON PRP _ 4 nsubj _ _
2-3 don't _ _ _ _ _ _ _ _
2 do do AUX VBP _ 4 aux _ _
3 n't not PART RB _ 4 advmod _ _
4 sell sell VERB VB _ 0 root _ SpaceAfter=No
4.1 sold sell VERB VBN _ _ _ 4:conj CopyOf=4
5 . . PUNCT . _ 4 punct _ _

# sent_id = a-2
1 Why why ADV WRB _ 0 root _ SpaceAfter=No
2 ? ? PUNCT . _ 1 punct _ SpaceAfter=No

# newpar
1 Yes yes INTJ UH _ 0 root _ Note=x

# newdoc id = b
1 No no INTJ UH _ 0 root _ _

`)

func TestRead(t *testing.T) {
	f, err := Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Docs) != 2 || f.Docs[0].ID != "a" || f.Docs[1].ID != "b" {
		t.Fatalf("documents: %+v", f.Docs)
	}
	d := f.Docs[0].Doc
	if want := "We don't sell. Why?\n\nYes"; d.Text != want || f.Docs[0].Raw() != want {
		t.Errorf("text %q, raw %q, want %q", d.Text, f.Docs[0].Raw(), want)
	}
	for _, doc := range f.Docs {
		if err := doc.Doc.Check(); err != nil {
			t.Error(err)
		}
	}
	if want := nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas | nlp.Tree; d.Has != want {
		t.Errorf("layers %v, want %v", d.Has, want)
	}
	if len(d.Tokens) != 8 || d.Word(2) != "n't" || d.Tokens[2].Head != 3 || d.Tokens[3].Head != nlp.Root || d.Tokens[6].Head != 5 {
		t.Errorf("tokens %+v", d.Tokens)
	}
	if v, ok := f.Docs[0].Sentences[2].Rows[0].Value("Note"); v != "x" || !ok {
		t.Errorf("Note = %q, %v", v, ok)
	}
	bare := f.Docs[0].Bare()
	if bare.Has != nlp.Tokens|nlp.Sentences || bare.Tokens[0].UPOS != "" || bare.Text != d.Text {
		t.Errorf("bare: %+v", bare)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil || out.String() != sample {
		t.Errorf("written %v:\n%s", err, out.String())
	}
}

// TestRaw holds that the raw text is that of the multiword tokens where these are not made of their words.
func TestRaw(t *testing.T) {
	f, err := Read(strings.NewReader(rows("1-2 wanna _ _ _ _ _ _ _ _\n1 want _ _ _ _ _ _ _ _\n2 to _ _ _ _ _ _ _ _\n" +
		"3 go _ _ _ _ _ _ _ SpaceAfter=No\n4 . _ _ _ _ _ _ _ _\n")))
	if err != nil {
		t.Fatal(err)
	}
	if d := f.Docs[0]; d.Raw() != "wanna go." || d.Doc.Text != "wantto go." {
		t.Errorf("raw %q, words %q", d.Raw(), d.Doc.Text)
	}
}

func TestUpdate(t *testing.T) {
	f, err := Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	d := f.Docs[0].Bare()
	f.Docs[0].Doc = d
	for i := range d.Tokens {
		d.Tokens[i].UPOS, d.Tokens[i].Head, d.Tokens[i].Rel = "X", d.Sentences[d.SentenceOf(i)].First, "dep"
	}
	for _, s := range d.Sentences {
		d.Tokens[s.First].Head, d.Tokens[s.First].Rel = nlp.Root, "root"
	}
	d.Mentions = []nlp.Mention{{Span: d.Tokens[0].Span, Last: 1, Class: nlp.Person}}
	d.Has |= nlp.Tags | nlp.Tree | nlp.Names
	f.Update()
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 We we X _ _ 0 root _ NER=B-PER", "3 n't not X _ _ 1 dep _ _", "2-3 don't _ _ _ _ _ _ _ _",
		"4 sell sell X _ _ 1 dep _ SpaceAfter=No", "1 Why why X _ _ 0 root _ SpaceAfter=No", "1 No no INTJ UH _ 0 root _ _"} {
		if !strings.Contains(out.String(), rows(want)+"\n") {
			t.Errorf("no row %q in\n%s", want, out.String())
		}
	}
}

func TestSetEntities(t *testing.T) {
	f, err := Read(strings.NewReader(strings.Replace(sample, "Note=x", "Bridge=1<2|Entity=(1-person)|Note=x", 1)))
	if err != nil {
		t.Fatal(err)
	}
	f.Docs[0].SetEntities([]Entity{{0, 1, "e1", "PER"}, {0, 4, "e2", ""}, {1, 3, "e3", "ORG"}, {2, 4, "e4", "LOC"}, {7, 8, "e1", "PER"}, {7, 99, "e9", ""}})
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# newdoc id = a\n# global.Entity = eid-etype\n", "\tEntity=(e2(e1-PER)\n", "\tEntity=(e3-ORG\n",
		"\tEntity=e3)(e4-LOC\n", "\tEntity=e4)e2)|SpaceAfter=No\n", "\tEntity=(e1-PER)|Note=x\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestIOB(t *testing.T) {
	tests := []struct{ name, in, text, names, tags string }{
		{"numbered", "# newdoc id = x\n# text = Ann, Bo\n1\tAnn\tB-PER\n2\t,\tO\n3\tBo\tB-PER\n\n",
			"Ann, Bo", "Ann/PER Bo/PER", "B-PER O B-PER"},
		{"iob1", "The O\nRed I-ORG\nSea I-ORG\nParis I-LOC\nRome B-LOC\n\nRome I-LOC\n",
			"The Red Sea Paris Rome Rome", "Red Sea/ORG Paris/LOC Rome/LOC Rome/LOC", "O B-ORG I-ORG B-LOC B-LOC B-LOC"},
		{"words only", "#\none\n\ntwo\n", "# one two", "", "O O O"},
		{"hash", "# O\n9 O\n\n", "# 9", "", "O O"},
		{"four columns", "-DOCSTART- -X- O O\n\nRome NNP I-NP B-LOC\n", "Rome", "Rome/LOC", "B-LOC"},
	}
	for _, tt := range tests {
		f, err := Read(strings.NewReader(tt.in))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		d := f.Docs[0].Doc
		var names []string
		for _, m := range d.Mentions {
			names = append(names, d.Slice(m.Span)+"/"+string(m.Class))
		}
		if got := strings.Join(names, " "); d.Text != tt.text || got != tt.names {
			t.Errorf("%s: text %q, names %q, want %q, %q", tt.name, d.Text, got, tt.text, tt.names)
		}
		if got := strings.Join(Tags(d), " "); got != tt.tags {
			t.Errorf("%s: tags %q, want %q", tt.name, got, tt.tags)
		}
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		d.Has |= nlp.Names
		f.Update()
		var out bytes.Buffer
		f.Write(&out)
		if again, err := Read(&out); err != nil || strings.Join(Tags(again.Docs[0].Doc), " ") != tt.tags {
			t.Errorf("%s: read again: %v", tt.name, err)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		in, msg string
		line    int
	}{
		{"1 a _ _ _ _ 0 root _ _\n3 b _ _ _ _ 1 dep _ _\n", `word "3" after word 1`, 2},
		{"1 a _ _ _ _ 0 root _ _\n2 b _ _\n", "4 columns", 2},
		{"# c\n1 a _ _ _ _ 7 root _ _\n", `head "7" in a sentence of 1 words`, 2},
		{"1 a _ _ _ _ 1 root _ _\n", `head "1"`, 1},
		{"1 a _ _ _ _ x root _ _\n", `head "x"`, 1},
		{"1 a _ _ _ _ 2 dep _ _\n2 b _ _ _ _ 1 dep _ _\n", "tree: sentence 0: 0 roots", 1},
		{"1-3 a _ _ _ _ _ _ _ _\n1 a _ _ _ _ _ _ _ _\n", "up to word 3 of 1", 2},
		{"2-1 a _ _ _ _ _ _ _ _\n", `multiword token "2-1"`, 1},
		{"a B-X\nb LOC\n", `tag "LOC"`, 2},
		{"a O\nb\n", "1 columns, not 2", 2},
	}
	for _, tt := range tests {
		_, err := Read(strings.NewReader(rows(tt.in)))
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Line != tt.line || !strings.Contains(syntax.Msg, tt.msg) {
			t.Errorf("%q: %v, want line %d: %s", tt.in, err, tt.line, tt.msg)
		}
	}
}

func TestFromDoc(t *testing.T) {
	const text = "I can't\u00a0stop.\n\nBob's 15-day\x00 trip"
	d := &nlp.Doc{Text: text, Has: nlp.Tokens | nlp.Sentences}
	at := 0
	for _, w := range []string{"I", "ca", "n't", "stop", ".", "Bob", "'s", "15", "-", "day\x00", "trip"} {
		at += strings.Index(text[at:], w)
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: at + len(w)}})
		at += len(w)
	}
	d.Sentences = []nlp.Sentence{
		{Span: nlp.Span{End: d.Tokens[4].End}, Last: 5},
		{Span: nlp.Span{Start: d.Tokens[5].Start, End: len(text)}, First: 5, Last: 11},
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := FromDoc(d, "x", CoNLLU).Write(&out); err != nil {
		t.Fatal(err)
	}
	want := rows(`# newdoc id = x
# sent_id = x-1
# text = I can't stop.
1 I _ _ _ _ _ _ _ _
2-3 can't _ _ _ _ _ _ _ _
2 ca _ _ _ _ _ _ _ _
3 n't _ _ _ _ _ _ _ _
4 stop _ _ _ _ _ _ _ SpaceAfter=No
5 . _ _ _ _ _ _ _ _

# newpar
# sent_id = x-2
# text = Bob's 15-day` + "\ufffd" + ` trip
1-2 Bob's _ _ _ _ _ _ _ _
1 Bob _ _ _ _ _ _ _ _
2 's _ _ _ _ _ _ _ _
3 15 _ _ _ _ _ _ _ SpaceAfter=No
4 - _ _ _ _ _ _ _ SpaceAfter=No
5 day` + "\ufffd" + ` _ _ _ _ _ _ _ _
6 trip _ _ _ _ _ _ _ _

`)
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

// TestJoined compares the multiword tokens of FromDoc with those of the treebank.
func TestJoined(t *testing.T) {
	f, err := ReadFile("../../../shared/data/train/ud-ewt/en_ewt-ud-dev.conllu.gz")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no treebank in ../shared")
	}
	if err != nil {
		t.Fatal(err)
	}
	var right, found, gold int
	var missed []string
	for _, d := range f.Docs {
		ours := FromDoc(d.Doc, d.ID, CoNLLU).Docs[0]
		for i := range d.Sentences {
			want := map[string]bool{}
			for _, r := range d.Sentences[i].Rows {
				if r.Kind == Range {
					want[r.Fields[ID]] = true
				}
			}
			gold += len(want)
			for _, r := range ours.Sentences[i].Rows {
				if r.Kind == Range {
					found++
					if want[r.Fields[ID]] {
						right++
						delete(want, r.Fields[ID])
					}
				}
			}
			for _, r := range d.Sentences[i].Rows {
				if want[r.Fields[ID]] {
					missed = append(missed, r.Text)
				}
			}
		}
	}
	if f1 := 200 * float64(right) / float64(found+gold); f1 < 98 {
		t.Errorf("multiword tokens: F1 %.2f (%d right of %d found, %d in gold), missed %q", f1, right, found, gold, missed)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("Rome I-LOC\n\n# x\n"))
	f.Add([]byte("1\ta\tO\n1-2\t\xff\tO\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		for _, d := range file.Docs {
			if err := d.Doc.Check(); err != nil {
				t.Fatal(err)
			}
			if len(d.Doc.Sentences) != len(d.Sentences) {
				t.Fatalf("%d sentences of rows, %d of tokens", len(d.Sentences), len(d.Doc.Sentences))
			}
			var out bytes.Buffer
			if err := FromDoc(d.Doc, d.ID, CoNLLU).Write(&out); err != nil {
				t.Fatal(err)
			}
			if again, err := Read(&out); err != nil {
				t.Fatal(err)
			} else if len(again.Docs[0].Doc.Tokens) != len(d.Doc.Tokens) {
				t.Fatalf("%d tokens became %d", len(d.Doc.Tokens), len(again.Docs[0].Doc.Tokens))
			}
		}
		file.Update()
		if err := file.Write(&bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
	})
}
