package joint_test

import (
	"strings"
	"sync"
	"testing"

	"kg/nlp"
	"kg/nlp/english/weights"
	"kg/nlp/joint"
	"kg/nlp/kernel"
)

func load(t testing.TB) *joint.Model {
	t.Helper()
	m, err := joint.Load(weights.Joint)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// document makes a document of sentences, one a line, tokens between spaces.
func document(text string) *nlp.Doc {
	d := &nlp.Doc{Text: text, Has: nlp.Tokens | nlp.Sentences}
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		first := len(d.Tokens)
		start := -1
		for i := range len(line) + 1 {
			space := i == len(line) || line[i] == ' ' || line[i] == '\n'
			switch {
			case !space && start < 0:
				start = i
			case space && start >= 0:
				d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at + start, End: at + i}})
				start = -1
			}
		}
		at += len(line)
		if last := len(d.Tokens); last > first {
			span := nlp.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End}
			d.Sentences = append(d.Sentences, nlp.Sentence{Span: span, First: first, Last: last})
		}
	}
	return d
}

func annotate(t testing.TB, m *joint.Model, text string) *nlp.Doc {
	t.Helper()
	d := document(text)
	p, err := nlp.NewPipeline(nlp.Stage{Name: "given", Adds: nlp.Tokens | nlp.Sentences}, m.Stage())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(d); err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

const news = `The prime minister of Norway met the president of Kenya in Nairobi on Monday .
President Maria Lopez , who leads the party , said the talks had failed .
OIL PRICES FALL AS OUTPUT RISES
The bank bought shares in Acme Corp. , Bolt Ltd. and a small brewery .
`

// TestAnnotate checks what no version of the weights should get wrong.
func TestAnnotate(t *testing.T) {
	d := annotate(t, load(t), news)
	find := func(word string) (int, nlp.Token) {
		for i, tok := range d.Tokens {
			if d.Word(i) == word {
				return i, tok
			}
		}
		t.Fatalf("no token %q", word)
		return 0, nlp.Token{}
	}
	met, tok := find("met")
	if tok.UPOS != "VERB" || tok.XPOS != "VBD" || tok.Rel != "root" || tok.Head != nlp.Root {
		t.Errorf("met: %+v", tok)
	}
	if _, tok := find("minister"); tok.Head != met || tok.Rel != "nsubj" {
		t.Errorf("minister: %+v", tok)
	}
	if _, tok := find("president"); tok.Head != met || tok.Rel != "obj" {
		t.Errorf("president: %+v", tok)
	}
	leads, tok := find("leads")
	if tok.Rel != "acl:relcl" {
		t.Errorf("leads: %+v", tok)
	}
	if _, tok := find("who"); tok.Head != leads || tok.Rel != "nsubj" {
		t.Errorf("who: %+v", tok)
	}
	names := map[string]nlp.Class{}
	for _, m := range d.Mentions {
		names[d.Slice(m.Span)] = m.Class
		if m.Kind != nlp.Name || m.Chain != -1 || m.Score <= 0 || m.Score > 1 {
			t.Errorf("mention %+v", m)
		}
	}
	for name, class := range map[string]nlp.Class{"Kenya": nlp.Location, "Nairobi": nlp.Location, "Maria Lopez": nlp.Person} {
		if names[name] != class {
			t.Errorf("%s is %q in %v", name, names[name], names)
		}
	}
	for i, tok := range d.Tokens {
		if tok.UPOS == "" || tok.XPOS == "" || tok.Rel == "" || tok.Score <= 0 || tok.Score > 1 {
			t.Errorf("token %d: %+v", i, tok)
		}
	}
}

// TestPaths checks that vector and scalar path, and any cut of the text into documents, give the same.
func TestPaths(t *testing.T) {
	vector := annotate(t, load(t), news)
	kernel.Use(kernel.Scalar)
	scalar := annotate(t, load(t), news)
	kernel.Use(kernel.Tiles)
	lines := strings.SplitAfter(news, "\n")
	single := load(t)
	at := 0
	for i := range vector.Tokens {
		if vector.Tokens[i] != scalar.Tokens[i] {
			t.Errorf("token %d: %+v and %+v", i, vector.Tokens[i], scalar.Tokens[i])
		}
	}
	for _, line := range lines {
		for _, tok := range annotate(t, single, line).Tokens {
			want := vector.Tokens[at]
			at++
			if tok.Rel != want.Rel || tok.XPOS != want.XPOS || tok.Score != want.Score {
				t.Errorf("%q alone: %+v, want %+v", line, tok, want)
			}
		}
	}
}

// TestOdd runs over what no one would write.
func TestOdd(t *testing.T) {
	m := load(t)
	for _, text := range []string{
		"", "\n", "a", ".", "\xff\xfe \x00 a\x80b", "😀 👩‍👩‍👧 ́", strings.Repeat("x", 1<<16),
		strings.Repeat("word ", 1000), strings.Repeat("( ", 401), strings.Repeat("word \n", 700),
		"ÅSA Öberg ŁÓDŹ ʼn ſ İstanbul",
	} {
		annotate(t, m, text)
	}
}

// TestConcurrent runs one model from several goroutines.
func TestConcurrent(t *testing.T) {
	m := load(t)
	want := annotate(t, m, news)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 3 {
				got := annotate(t, m, news)
				for i := range want.Tokens {
					if got.Tokens[i] != want.Tokens[i] {
						t.Errorf("token %d: %+v, want %+v", i, got.Tokens[i], want.Tokens[i])
					}
				}
			}
		})
	}
	wait.Wait()
}

func FuzzAnnotate(f *testing.F) {
	f.Add(news)
	f.Add("\xff a\x00 \n\n b")
	m := load(f)
	f.Fuzz(func(t *testing.T, text string) { annotate(t, m, text) })
}

func FuzzDecode(f *testing.F) {
	f.Add(weights.Joint[:2000])
	f.Add([]byte("kg joint\n\x01"))
	f.Fuzz(func(t *testing.T, data []byte) { joint.Load(data) })
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

// TestOneSubject checks that no head has two subjects or two objects, in sentences that tempt to it.
func TestOneSubject(t *testing.T) {
	d := annotate(t, load(t), news+`
Nordbank said its chief executive , Petra Lund , would step down in March .
The hospital treated 34 people injured in the stampede , most of them children , a doctor there said .
One of our neighbours , this quiet man , he built the whole boat alone .
Opposition leader Moses Banda called the bill " an insult to voters " .
The lender will give Zambia $ 40 million , officials close to the talks said .
The central bank raised its main rate by half a point to 9 % , the highest since 2003 .`)
	group := map[string]string{"nsubj": "subject", "nsubj:pass": "subject", "csubj": "subject", "csubj:pass": "subject", "obj": "object", "ccomp": "object"}
	seen := map[string]int{}
	for i, tok := range d.Tokens {
		g := group[tok.Rel]
		if g == "" {
			continue
		}
		key := g + " of " + d.Word(tok.Head) + " " + strings.Repeat("'", tok.Head)
		if before, ok := seen[key]; ok {
			t.Errorf("%s and %s are both %s", d.Word(before), d.Word(i), strings.TrimRight(key, " '"))
		}
		seen[key] = i
	}
	if len(seen) < 5 {
		t.Errorf("only %d subjects and objects", len(seen))
	}
}

// TestFinite checks that a name with an aside is not the root of a sentence that has a verb, and that a caption has none.
func TestFinite(t *testing.T) {
	m := load(t)
	for text, want := range map[string]string{
		"Peter Reed , a former insider , promised to repeal the law .":       "promised/VBD",
		"Ruth Banda , who leads the party , accused the police of murder .":  "accused/VBD",
		"Jorge Ruiz , the leader of the gang , vanished from his cell .":     "vanished/VBD",
		"Voters in Malawi elected Anna Reed .":                               "elected/VBD",
		"A letter , signed by the minister .":                                "letter/NN",
		"The bridge , a landmark of the town , built in 1890 by its monks .": "bridge/NN",
		"Tom Hale , a lawyer , and Anna Berg , a nurse , seen in May":        "Tom/NNP",
	} {
		d := annotate(t, m, text)
		for i, tok := range d.Tokens {
			if tok.Head == nlp.Root && d.Word(i)+"/"+tok.XPOS != want {
				t.Errorf("%s: the root is %s/%s, want %s", text, d.Word(i), tok.XPOS, want)
			}
		}
	}
}

// TestMine checks that a mine is a noun, and what is mine is not.
func TestMine(t *testing.T) {
	m := load(t)
	for text, want := range map[string]string{
		"Her party backs the mine .":          "NOUN",
		"The iron ore mine was closed .":      "NOUN",
		"Those books on the table are mine .": "PRON",
		"A friend of mine lives in Oslo .":    "PRON",
	} {
		d := annotate(t, m, text)
		for i, tok := range d.Tokens {
			if d.Word(i) == "mine" && tok.UPOS != want {
				t.Errorf("%s: %s, want %s", text, tok.UPOS, want)
			}
		}
	}
}
