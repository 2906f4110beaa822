// Command lemma makes the table of package kg/nlp/lemma.
//
// Rules for endings are learned from the treebanks EWT and GUM and from the verbs, nouns and adjectives of
// Open English WordNet, inflected by the rules of English spelling; words that the rules get wrong go into
// the table one by one. Nothing is random: the same data give the same bytes. It takes a few seconds.
//
//	go run ./train/lemma -data ../shared/data -out nlp/lemma
package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/conllu"
	"kg/nlp/lemma"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/data", "folder with train/ and lexicon/")
	out := flag.String("out", "nlp/lemma", "folder to write table.tsv and MANIFEST to")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		log.Fatal(err)
	}
}

var trainFiles = []string{"train/ud-ewt/en_ewt-ud-train.conllu.gz", "train/gum-nonnc/en_gum-train.conllu.gz"}

var devFiles = []string{"train/ud-ewt/en_ewt-ud-dev.conllu.gz", "train/gum-nonnc/en_gum-dev.conllu.gz"}

const lexiconFile = "lexicon/wordnet.tsv.gz"

func run(data, out string) error {
	began := time.Now()
	var docs []*nlp.Doc
	for _, name := range trainFiles {
		f, err := conllu.ReadFile(filepath.Join(data, name))
		if err != nil {
			return err
		}
		for _, d := range f.Docs {
			docs = append(docs, d.Doc)
		}
	}
	lexicon, err := readLexicon(filepath.Join(data, lexiconFile))
	if err != nil {
		return err
	}
	t := learn(docs, lexicon)
	took := time.Since(began)
	var b, m bytes.Buffer
	if err := t.Write(&b); err != nil {
		return err
	}
	words, rules := t.Len()
	fmt.Fprintf(&m, "file: table.tsv\nsha256: %x\nbytes: %d, %d words, %d rules\n", sha256.Sum256(b.Bytes()), b.Len(), words, rules)
	fmt.Fprintf(&m, "command: go run ./train/lemma\nduration: %v on one core\nlicence: CC BY-SA 4.0\ndata:\n", took.Round(time.Second))
	for _, name := range append(trainFiles, lexiconFile) {
		raw, err := os.ReadFile(filepath.Join(data, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&m, "  %s sha256 %x\n", name, sha256.Sum256(raw))
	}
	m.WriteString("scores with gold tags:\n")
	for _, name := range devFiles {
		f, err := conllu.ReadFile(filepath.Join(data, name))
		if err != nil {
			return err
		}
		var c eval.Count
		for _, d := range f.Docs {
			c.Add(score(t, d.Doc))
		}
		fmt.Fprintf(&m, "  %s: %.2f\n", name, c.Recall())
	}
	log.Print(strings.TrimSpace(m.String()))
	if err := os.WriteFile(filepath.Join(out, "table.tsv"), b.Bytes(), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "MANIFEST"), m.Bytes(), 0o666)
}

// score counts the tokens of gold that get the lemma they have.
func score(t *lemma.Table, gold *nlp.Doc) eval.Count {
	d := *gold
	d.Tokens = append([]nlp.Token(nil), gold.Tokens...)
	t.Run(&d)
	c := eval.Count{Gold: len(d.Tokens), Found: len(d.Tokens)}
	for i := range d.Tokens {
		if d.Tokens[i].Lemma == gold.Tokens[i].Lemma {
			c.Right++
		} else if gold.Tokens[i].Lemma == "" { // a word written as two: nobody can know the second half's
			c.Right++
		}
	}
	return c
}
