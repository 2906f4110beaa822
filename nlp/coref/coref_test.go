package coref

import (
	"crypto/sha256"
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"strings"
	"testing"

	"kg/nlp"
	"kg/nlp/conllu"
)

// read returns the document of testdata/name.conllu, its names read from the NER key of the last column.
func read(t *testing.T, name string) *nlp.Doc {
	t.Helper()
	f, err := conllu.ReadFile("testdata/" + name + ".conllu")
	if err != nil {
		t.Fatal(err)
	}
	d := f.Docs[0].Doc
	d.Mentions = nil
	i := 0
	for _, s := range f.Docs[0].Sentences {
		for _, r := range s.Rows {
			v, ok := r.Value("NER")
			switch {
			case ok && strings.HasPrefix(v, "B-"):
				d.Mentions = append(d.Mentions, nlp.Mention{Span: d.Tokens[i].Span, First: i, Last: i + 1, Head: i, Class: nlp.Class(v[2:]), Chain: -1})
			case ok:
				m := &d.Mentions[len(d.Mentions)-1]
				m.Last, m.End = i+1, d.Tokens[i].End
			}
			i++
		}
	}
	d.Has |= nlp.Names
	return d
}

func resolve(t testing.TB, d *nlp.Doc) {
	t.Helper()
	s, err := Stage()
	if err != nil {
		t.Fatal(err)
	}
	p, err := nlp.NewPipeline(nlp.Stage{Name: "given", Adds: s.Needs}, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(d); err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
}

// chains writes the chains of more than one mention: "Maria Lopez, her".
func chains(d *nlp.Doc) []string {
	byChain := map[int][]string{}
	top := 0
	for i := range d.Mentions {
		m := &d.Mentions[i]
		byChain[m.Chain] = append(byChain[m.Chain], d.Slice(m.Span))
		top = max(top, m.Chain)
	}
	var out []string
	for c := 0; c <= top; c++ {
		if len(byChain[c]) > 1 {
			out = append(out, strings.Join(byChain[c], ", "))
		}
	}
	return out
}

func TestChains(t *testing.T) {
	for name, want := range map[string][]string{
		"harbour": {"Maria Lopez, her, Lopez", "John Smith, Smith, he, him"},
		"quote":   {"I, Anna Berg", "The company, The company, a bank"},
	} {
		d := read(t, name)
		resolve(t, d)
		if got := chains(d); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		}
	}
}

func TestExtent(t *testing.T) {
	d := read(t, "harbour")
	resolve(t, d)
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if f, l := Extent(d, m); f != m.First || l != m.Last {
			t.Errorf("%q: extent [%d,%d), want [%d,%d)", d.Slice(m.Span), f, l, m.First, m.Last)
		}
	}
}

// random is a document of random words, trees and names: what no parser would say must still be survived.
func random(rng *rand.Rand, sentences, length int) *nlp.Doc {
	words := []string{"he", "she", "it", "They", "his", "the", "Kerry", "John", "minister", "ministers", "Acme", "said", "\"", "“", "”", ",", "2016", "this", "'s", "\xff", "İstanbul", "U.S.", "who", "himself", "and"}
	tags := []string{"NOUN", "PROPN", "PRON", "VERB", "DET", "PUNCT", "NUM", "ADJ", "ADP", "X", ""}
	xpos := []string{"NN", "NNS", "NNP", "PRP", "PRP$", "VBD", "DT", "", "CD"}
	rels := []string{"nsubj", "obj", "nmod", "nmod:poss", "conj", "appos", "flat", "compound", "det", "punct", "case", "cc", "cop", "nmod:desc", "acl:relcl", ""}
	d := &nlp.Doc{}
	var b strings.Builder
	for range sentences {
		first := len(d.Tokens)
		n := 1 + rng.Intn(length)
		for i := range n {
			w := words[rng.Intn(len(words))]
			if b.Len() > 0 {
				b.WriteString([]string{" ", "", "\n\n"}[rng.Intn(3)])
			}
			t := nlp.Token{Span: nlp.Span{Start: b.Len(), End: b.Len() + len(w)}, Lemma: w, UPOS: tags[rng.Intn(len(tags))], XPOS: xpos[rng.Intn(len(xpos))], Rel: rels[rng.Intn(len(rels))], Head: nlp.Root}
			if i > 0 {
				t.Head = first + rng.Intn(i) // a tree: every head comes before
			}
			b.WriteString(w)
			d.Tokens = append(d.Tokens, t)
		}
		d.Sentences = append(d.Sentences, nlp.Sentence{Span: nlp.Span{Start: d.Tokens[first].Start, End: b.Len()}, First: first, Last: len(d.Tokens)})
		for i := first; i < len(d.Tokens); i++ {
			if rng.Intn(6) > 0 {
				continue
			}
			last := min(i+1+rng.Intn(3), len(d.Tokens))
			d.Mentions = append(d.Mentions, nlp.Mention{Span: nlp.Span{Start: d.Tokens[i].Start, End: d.Tokens[last-1].End}, First: i, Last: last,
				Head: i + rng.Intn(last-i), Class: []nlp.Class{nlp.Person, nlp.Organization, nlp.Location, nlp.Other, nlp.Nationality, ""}[rng.Intn(6)], Chain: -1})
			i = last - 1
		}
	}
	d.Text = b.String()
	d.Has = nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas | nlp.Tree | nlp.Names
	return d
}

func TestInvariants(t *testing.T) {
	for seed := range int64(30) {
		d := random(rand.New(rand.NewSource(seed)), 1+int(seed)%12, 1+int(seed)%40)
		names := fmt.Sprint(spansOf(d, nlp.Name))
		resolve(t, d)
		if got := fmt.Sprint(spansOf(d, nlp.Name)); got != names {
			t.Fatalf("seed %d: names %s became %s", seed, names, got)
		}
		next, seen := 0, map[nlp.Span]bool{}
		for _, m := range d.Mentions {
			if m.Chain < 0 || m.Chain > next {
				t.Fatalf("seed %d: chain %d where at most %d was due", seed, m.Chain, next)
			}
			if m.Chain == next {
				next++
			}
			if m.Kind != nlp.Name && seen[m.Span] {
				t.Fatalf("seed %d: %v is two mentions", seed, m.Span)
			}
			seen[m.Span] = true
			if m.Class == "" && m.Kind != nlp.Name {
				t.Fatalf("seed %d: %q has no class", seed, d.Slice(m.Span))
			}
		}
		again := random(rand.New(rand.NewSource(seed)), 1+int(seed)%12, 1+int(seed)%40)
		resolve(t, again)
		if !reflect.DeepEqual(d, again) {
			t.Fatalf("seed %d: two runs differ", seed)
		}
	}
}

func spansOf(d *nlp.Doc, k nlp.Kind) []nlp.Span {
	var out []nlp.Span
	for _, m := range d.Mentions {
		if m.Kind == k {
			out = append(out, m.Span)
		}
	}
	return out
}

func TestNothing(t *testing.T) {
	d := &nlp.Doc{Has: nlp.Tokens | nlp.Sentences | nlp.Tags | nlp.Lemmas | nlp.Tree | nlp.Names}
	resolve(t, d)
	if len(d.Mentions) != 0 || d.Has&nlp.Coref == 0 {
		t.Errorf("a document of no text has %d mentions, layers %v", len(d.Mentions), d.Has)
	}
}

// What one mention costs does not depend on how many there are.
func TestBounded(t *testing.T) {
	net, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, sentences := range []int{20, 400} {
		p := NewProblem(random(rand.New(rand.NewSource(5)), sentences, 40))
		most, steps := 0, 0
		p.Walk(net, func(s *Step) {
			most = max(most, len(s.Candidates))
			steps++
		})
		if limit := 1 + max(nearPronoun, nearNominal) + matching + 2; most > limit {
			t.Errorf("%d mentions: %d candidates for one of them, want at most %d", steps, most, limit)
		}
		if sentences == 400 && steps < 2500 {
			t.Errorf("only %d mentions", steps)
		}
	}
}

func BenchmarkCoref(b *testing.B) {
	d := random(rand.New(rand.NewSource(5)), 200, 40)
	names := d.Mentions
	s, err := Stage()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		d.Mentions = names
		if err := s.Run(d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(d.Sentences))/b.Elapsed().Seconds(), "sentences/s")
}

func TestWeights(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	n := NewNet()
	for _, table := range n.Tables() {
		for i := range table {
			table[i] = rng.Float32() - 0.5
		}
	}
	b, err := n.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var m Net
	if err := m.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	for i, table := range m.Tables() {
		for k, w := range table {
			if d := w - n.Tables()[i][k]; d > 0.003 || d < -0.003 {
				t.Fatalf("table %d, %d: %v became %v", i, k, n.Tables()[i][k], w)
			}
		}
	}
	for _, bad := range [][]byte{nil, b[:20], b[:len(b)-1], append([]byte("kgcoref9"), b[8:]...), append(append([]byte{}, b...), 0)} {
		if err := new(Net).UnmarshalBinary(bad); err == nil {
			t.Errorf("%d bytes were read as weights", len(bad))
		}
	}
}

// The MANIFEST has the hashes of the files that are embedded.
func TestManifest(t *testing.T) {
	b, err := os.ReadFile("MANIFEST")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"weights.bin.gz": weightFile, "words.txt.gz": wordTable} {
		if want := fmt.Sprintf("file: %s\nsha256: %x\n", name, sha256.Sum256(data)); !strings.Contains(string(b), want) {
			t.Errorf("MANIFEST lacks %q", want)
		}
	}
}
