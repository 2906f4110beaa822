// Command pair trains the classifiers of kg/extract/pair on the first half of re3d's documents and on texts of the
// project's own, in a minute on one core, and writes their weights with a MANIFEST:
//
//	go run ./train/pair -out extract/pair
//
// It also measures within that half, each publisher's documents with what the others' and the own texts teach; -measure=false
// leaves that out. With -kinds it makes the table of kinds of nouns from WordNet instead, on which the weights rest.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kg/eval"
	"kg/extract"
	"kg/extract/pair"
	"kg/nlp"
	"kg/nlp/english"
	"kg/schema"
)

func main() {
	data := flag.String("data", "../shared/data", "folder with train/re3d and lexicon")
	out := flag.String("out", "", "folder to write the weights to; none if empty")
	seed := flag.Int64("seed", 1, "seed")
	measure := flag.Bool("measure", true, "measure on each publisher of the first half, left out of the training")
	table := flag.Bool("kinds", false, "write the table of kinds of nouns, no weights")
	flag.Parse()
	if *table {
		if err := writeKinds(filepath.Join(*data, "lexicon"), *out); err != nil {
			fmt.Fprintln(os.Stderr, "pair:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*data, *out, *seed, *measure); err != nil {
		fmt.Fprintln(os.Stderr, "pair:", err)
		os.Exit(1)
	}
}

// text is a document, read.
type text struct {
	doc      eval.Re3dDoc
	d        *nlp.Doc
	claims   []extract.Claim
	reading  *pair.Reading
	entities []pair.Entity
	gold     map[pair.Relation]bool
	doubtful map[pair.Relation]bool
}

func run(data, out string, seed int64, measure bool) error {
	b, err := os.ReadFile(filepath.Join(data, "train", "re3d", "re3d.jsonl"))
	if err != nil {
		return err
	}
	docs, err := eval.ReadRe3d(bytes.NewReader(b))
	if err != nil {
		return err
	}
	start := time.Now()
	texts, err := read(docs[:len(docs)/2])
	if err != nil {
		return err
	}
	made, err := ownTexts()
	if err != nil {
		return err
	}
	more, err := read(made)
	if err != nil {
		return err
	}
	scores := ""
	if measure {
		scores = validate(texts, more, seed)
		fmt.Print(scores)
	}
	m := model(append(texts, more...), seed)
	if out == "" {
		return nil
	}
	return export(m, out, "go run ./train/pair "+strings.Join(os.Args[1:], " "), seed, time.Since(start), scores)
}

// read annotates documents and reads their claims.
func read(docs []eval.Re3dDoc) ([]text, error) {
	p, err := english.New()
	if err != nil {
		return nil, err
	}
	s := schema.Default()
	e, err := extract.New(s, extract.Options{})
	if err != nil {
		return nil, err
	}
	out := make([]text, 0, len(docs))
	for _, doc := range docs {
		d, err := p.Annotate(doc.Text, "")
		if err != nil {
			return nil, err
		}
		t := text{doc: doc, d: d, claims: e.Claims(d), entities: eval.Re3dEntities(d, doc), gold: eval.Re3dGold(d, doc.Relations), doubtful: eval.Re3dGold(d, doc.Doubtful)}
		t.reading = pair.NewReading(d, t.claims, s)
		out = append(out, t)
	}
	return out, nil
}

// validate measures on each publisher's texts what the other texts and more teach, with different probabilities in the
// place of pair.Likely.
func validate(texts, more []text, seed int64) string {
	likely := []float32{0.15, 0.2, pair.Likely, 0.3, 0.35}
	free, given := make([]eval.ClassScore, len(likely)), make([]eval.ClassScore, len(likely))
	done := map[string]bool{}
	for _, first := range texts {
		source := first.doc.Source
		if done[source] {
			continue
		}
		done[source] = true
		learn := slices.Clone(more)
		var test []text
		for _, t := range texts {
			if t.doc.Source == source {
				test = append(test, t)
			} else {
				learn = append(learn, t)
			}
		}
		m := model(learn, seed)
		for _, t := range test {
			count(free, likely, t, m.Read(t.d, t.claims, schema.Default(), nil, pair.LikelyStated))
			count(given, likely, t, m.Read(t.d, t.claims, schema.Default(), t.entities, pair.LikelyStated))
		}
	}
	var b strings.Builder
	for i, p := range likely {
		fmt.Fprintf(&b, "  first half, its publisher left out of the training, Likely %.2f: F1 %.1f with nothing given, %.1f with entities given\n", p, 100*free[i].F1(), 100*given[i].F1())
	}
	return b.String()
}

// count adds how many relations of t are right.
func count(s []eval.ClassScore, likely []float32, t text, found []pair.Found) {
	for i, least := range likely {
		s[i].Gold += len(t.gold)
		for _, f := range found {
			if f.P < least && !f.Stated {
				continue
			}
			switch {
			case t.gold[f.Relation]:
				s[i].Correct++
			case t.doubtful[f.Relation]:
				continue
			}
			s[i].Pred++
		}
	}
}
