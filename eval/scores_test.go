package eval_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/conllu"
	"kg/nlp/english"
	"kg/nlp/lemma"
)

var update = flag.Bool("update", false, "rewrite testdata/scores.txt with what is measured")

// shared is the folder of the data, which are no part of the project.
const shared = "../../shared/data"

// tolerance is how far a score may be from the one on record: kernels round differently from machine to
// machine, and a decision in ten thousand may fall the other way.
const tolerance = 0.05

// score is one line of testdata/scores.txt.
type score struct {
	name  string
	value float64 // percent
	floor float64 // less is a failure even with -update; 0 for none
}

// measures are the groups of scores, in the order of the file. Each reads its gold files and returns scores.
var measures = []struct {
	name string
	run  func(t *testing.T, p *nlp.Pipeline) []score
}{
	{"tokens", tokenScores},
	{"wrapped", wrappedScores},
	{"parse", parseScores},
	{"names", nameScores},
	{"coref", corefScores},
	{"gap", gapScores},
}

// TestScores measures the pipeline on the dev data and compares with testdata/scores.txt, so that a change
// in quality is a line in the diff.
func TestScores(t *testing.T) {
	if _, err := os.Stat(shared); errors.Is(err, fs.ErrNotExist) {
		t.Skip("no data in ../shared")
	}
	if testing.Short() {
		t.Skip("measuring takes half a minute")
	}
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "scores.txt")
	before := readScores(t, path)
	var b strings.Builder
	b.WriteString("# Scores on dev data, in percent. Made by: go test ./eval -run 'TestScores$' -update\n")
	for _, m := range measures {
		fmt.Fprintf(&b, "\n# %s\n", m.name)
		for _, s := range m.run(t, p) {
			fmt.Fprintf(&b, "%-40s %6.2f\n", s.name, s.value)
			if s.value < s.floor {
				t.Errorf("%s: %.2f is below %.2f", s.name, s.value, s.floor)
			}
			if old, ok := before[s.name]; !*update && (!ok || math.Abs(old-s.value) > tolerance) {
				t.Errorf("%s: %.2f, and %.2f in %s: if that is meant, run with -update", s.name, s.value, old, path)
			}
			delete(before, s.name)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name := range before {
		t.Errorf("%s is in %s and was not measured", name, path)
	}
}

func readScores(t *testing.T, path string) map[string]float64 {
	scores := map[string]float64{}
	b, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		if f := strings.Fields(line); len(f) == 2 && f[0] != "#" {
			v, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			scores[f[0]] = v
		}
	}
	return scores
}

// gold reads a file of rows from the training data.
func gold(t *testing.T, name string) []*conllu.Document {
	f, err := conllu.ReadFile(filepath.Join(shared, "train", name))
	if err != nil {
		t.Fatal(err)
	}
	return f.Docs
}

// run runs p over the documents.
func run(t *testing.T, p *nlp.Pipeline, docs []*conllu.Document, input eval.Input) []*conllu.Document {
	found, err := eval.Run(p, docs, input)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const (
	ewtDev = "ud-ewt/en_ewt-ud-dev.conllu.gz"
	gumDev = "gum-nonnc/en_gum-dev.conllu.gz"
)

func tokenScores(t *testing.T, p *nlp.Pipeline) []score {
	var out []score
	for _, f := range []struct {
		name, file        string
		tokens, sentences float64
	}{{"ewt", ewtDev, 99, 88}, {"gum", gumDev, 99.5, 95}} {
		docs := gold(t, f.file)
		s, err := eval.Parse(docs, run(t, p, docs, eval.Raw))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out,
			score{f.name + ".raw.tokens", s.Tokens.F1(), f.tokens},
			score{f.name + ".raw.sentences", s.Sentences.F1(), f.sentences},
			score{f.name + ".raw.words", s.Words.F1(), 0},
			score{f.name + ".raw.upos", s.UPOS.F1(), 0},
			score{f.name + ".raw.lemmas", s.Lemmas.F1(), 95},
			score{f.name + ".raw.uas", s.UAS.F1(), 0},
			score{f.name + ".raw.las", s.LAS.F1(), 81})
	}
	return out
}

// parseFloors are the floors of parseScores.
var parseFloors = map[string]float64{
	"ewt.upos": 95.8, "ewt.uas": 88.5, "ewt.las": 86, "gum.las": 86.5,
	"gum.appos": 47, "gum.conj": 70, "gum.acl": 70, "gum.advcl": 57,
}

func parseScores(t *testing.T, p *nlp.Pipeline) []score {
	var out []score
	for _, f := range []struct {
		name, file string
		lemmas     float64 // floor with gold tags
	}{{"ewt", ewtDev, 98}, {"gum", gumDev, 99}} {
		docs := gold(t, f.file)
		s, err := eval.Parse(docs, run(t, p, docs, eval.Pieces))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out,
			score{f.name + ".upos", s.UPOS.F1(), parseFloors[f.name+".upos"]},
			score{f.name + ".xpos", s.XPOS.F1(), 0},
			score{f.name + ".lemmas", s.Lemmas.F1(), 0},
			score{f.name + ".lemmas-of-gold-tags", lemmasOfGoldTags(t, docs), f.lemmas},
			score{f.name + ".uas", s.UAS.F1(), parseFloors[f.name+".uas"]},
			score{f.name + ".las", s.LAS.F1(), parseFloors[f.name+".las"]},
			score{f.name + ".las-with-subtypes", s.LASFull.F1(), 0})
		for _, rel := range []string{"nsubj", "obj", "obl", "appos", "conj", "acl", "advcl", "nmod", "compound", "flat"} {
			out = append(out, score{f.name + "." + rel, s.Relations[rel].F1(), parseFloors[f.name+"."+rel]})
		}
	}
	return out
}

// lemmasOfGoldTags is the score of the lemma stage by itself.
func lemmasOfGoldTags(t *testing.T, docs []*conllu.Document) float64 {
	stage, err := lemma.Stage()
	if err != nil {
		t.Fatal(err)
	}
	var found []*conllu.Document
	for _, doc := range docs {
		d := *doc.Doc
		d.Tokens = append([]nlp.Token(nil), d.Tokens...)
		d.Has &^= nlp.Lemmas
		if err := stage.Run(&d); err != nil {
			t.Fatal(err)
		}
		found = append(found, &conllu.Document{ID: doc.ID, Doc: &d, Sentences: doc.Sentences})
	}
	s, err := eval.Parse(docs, found)
	if err != nil {
		t.Fatal(err)
	}
	return s.Lemmas.F1()
}

func nameScores(t *testing.T, p *nlp.Pipeline) []score {
	var out []score
	for _, f := range []struct {
		name, file string
		input      eval.Input
	}{
		{"uner-ewt", "uner-ewt/dev.iob2.gz", eval.Pieces},
		{"uner-ewt.raw", "uner-ewt/dev.iob2.gz", eval.Raw},
	} {
		docs := gold(t, f.file)
		s, err := eval.Names(docs, run(t, p, docs, f.input))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, score{f.name + ".names", s.All.F1(), 0}, score{f.name + ".spans", s.Spans.F1(), 0})
		for _, class := range []nlp.Class{nlp.Person, nlp.Organization, nlp.Location} {
			out = append(out, score{f.name + "." + string(class), s.Classes[class].F1(), 0})
		}
	}
	docs := wikigold(t)
	s, err := eval.Names(docs, run(t, p, docs, eval.Pieces))
	if err != nil {
		t.Fatal(err)
	}
	var all eval.Count
	for _, class := range []nlp.Class{nlp.Person, nlp.Organization, nlp.Location} {
		all.Add(s.Classes[class])
		out = append(out, score{"wikigold." + string(class), s.Classes[class].F1(), 0})
	}
	return append(out, score{"wikigold.names", all.F1(), 75})
}

// wikigold is the tenth of Wikigold that is held back: its last sentences, in pieces of twelve, since the file
// does not mark its documents, which are about as long.
func wikigold(t *testing.T) []*conllu.Document {
	b, err := os.ReadFile(filepath.Join(shared, "train", "wikigold", "wikigold.conll.txt"))
	if err != nil {
		t.Fatal(err)
	}
	sentences := strings.Split(strings.TrimSpace(string(b)), "\n\n")
	sentences = sentences[len(sentences)*9/10:]
	var docs []*conllu.Document
	for len(sentences) > 0 {
		n := min(12, len(sentences))
		f, err := conllu.Read(strings.NewReader(strings.Join(sentences[:n], "\n\n") + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, f.Docs...)
		sentences = sentences[n:]
	}
	return docs
}
