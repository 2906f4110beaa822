// Command pair trains the classifiers of kg/extract/pair on the first half of re3d's documents, in half a minute on
// one core, and writes their weights with a MANIFEST:
//
//	go run ./train/pair -out extract/pair
//
// With -folds it measures by cross-validation within that half as well.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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
	data := flag.String("data", "../shared/data/train", "folder with re3d")
	out := flag.String("out", "", "folder to write the weights to; none if empty")
	seed := flag.Int64("seed", 1, "seed")
	folds := flag.Int("folds", 5, "parts of the cross-validation; 0: none")
	flag.Parse()
	if err := run(*data, *out, *seed, *folds); err != nil {
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

func run(data, out string, seed int64, folds int) error {
	b, err := os.ReadFile(filepath.Join(data, "re3d", "re3d.jsonl"))
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
	scores := ""
	if folds > 1 {
		scores = validate(texts, seed, folds)
		fmt.Print(scores)
	}
	m := model(texts, seed)
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

// validate measures by cross-validation, with different probabilities in the place of pair.Likely.
func validate(texts []text, seed int64, folds int) string {
	likely := []float32{0.1, 0.15, 0.2, 0.25, 0.3}
	free, given := make([]eval.ClassScore, len(likely)), make([]eval.ClassScore, len(likely))
	for k := range folds {
		var learn, test []text
		for i, t := range texts {
			if i%folds == k {
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
		fmt.Fprintf(&b, "  cross-validation in the first half, Likely %.2f: F1 %.1f with nothing given, %.1f with entities given\n", p, 100*free[i].F1(), 100*given[i].F1())
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
