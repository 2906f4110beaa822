// Command token trains the classifiers of package kg/nlp/token.
//
// It reads the treebanks of English web text (EWT) and of GUM, learns where a piece of text is cut and where
// a sentence ends, and writes the weights. Both are logistic regressions over hashed features, trained with
// AdaGrad (Duchi et al. 2011) and rounded to one byte a weight. The same data and seed give the same bytes.
// It takes some ten seconds on one core.
//
//	go run ./train/token -data ../shared/data/train -out nlp/token
package main

import (
	"flag"
	"fmt"
	"log"
	"path/filepath"
	"strings"
	"time"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/conllu"
	"kg/nlp/token"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/data/train", "folder of the training data")
	out := flag.String("out", "nlp/token", "folder to write weights.bin and MANIFEST to")
	var o options
	flag.Uint64Var(&o.seed, "seed", 1, "order in which examples are seen")
	flag.IntVar(&o.epochs, "epochs", 8, "times that every example is seen")
	flag.Float64Var(&o.rate, "rate", 0.1, "rate of learning")
	flag.Float64Var(&o.decay, "decay", 3e-4, "share of a weight that is lost each time it is used")
	flag.Parse()
	if err := run(*data, *out, o); err != nil {
		log.Fatal(err)
	}
}

var trainFiles = []string{"ud-ewt/en_ewt-ud-train.conllu.gz", "gum-nonnc/en_gum-train.conllu.gz"}

var devFiles = []string{"ud-ewt/en_ewt-ud-dev.conllu.gz", "gum-nonnc/en_gum-dev.conllu.gz"}

func run(data, out string, o options) error {
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
	w := trainAll(docs, o)
	took := time.Since(began)
	var scores strings.Builder
	for _, name := range devFiles {
		f, err := conllu.ReadFile(filepath.Join(data, name))
		if err != nil {
			return err
		}
		s, err := score(w, f)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&scores, "%s: tokens F1 %.2f, words F1 %.2f, sentences F1 %.2f\n",
			name, s.Tokens.F1(), s.Words.F1(), s.Sentences.F1())
	}
	log.Printf("%strained in %v", scores.String(), took.Round(time.Second))
	return write(out, w, o, data, scores.String(), took)
}

// score scores the raw text of the documents of f.
func score(w *token.Weights, f *conllu.File) (eval.TokenScores, error) {
	p, err := nlp.NewPipeline(token.New(w).Stage())
	if err != nil {
		return eval.TokenScores{}, err
	}
	found, err := eval.Run(p, f.Docs, eval.Raw)
	if err != nil {
		return eval.TokenScores{}, err
	}
	return eval.Tokens(f.Docs, found)
}
