// Command coref trains the net of kg/nlp/coref.
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"time"

	"kg/eval"
	"kg/nlp/coref"
)

func main() {
	data := flag.String("data", "../shared/data/train", "folder with gum-nonnc and gap")
	epochs := flag.Int("epochs", 10, "passes over the data")
	seed := flag.Int64("seed", 1, "seed")
	rate := flag.Float64("rate", 0.05, "learning rate")
	fl := flag.Float64("false-link", 0.2, "cost")
	fn := flag.Float64("false-new", 1.5, "cost")
	wl := flag.Float64("wrong-link", 0.5, "cost")
	out := flag.String("out", "", "weights to write")
	drop := flag.Float64("drop", 0, "feature dropout")
	flag.Parse()
	if err := run(*data, *epochs, *seed, float32(*rate), costs{float32(*fl), float32(*fn), float32(*wl)}, *drop, *out); err != nil {
		fmt.Fprintln(os.Stderr, "coref:", err)
		os.Exit(1)
	}
}

func run(data string, epochs int, seed int64, rate float32, cost costs, drop float64, out string) error {
	train, err := readGUM(filepath.Join(data, "gum-nonnc", "en_gum-train.conllu.gz"))
	if err != nil {
		return err
	}
	dev, err := readGUM(filepath.Join(data, "gum-nonnc", "en_gum-dev.conllu.gz"))
	if err != nil {
		return err
	}
	l := newLearner(seed, rate)
	l.drop = drop
	start := time.Now()
	for e := 1; e <= epochs; e++ {
		l.loss, l.steps = 0, 0
		for _, i := range l.rng.Perm(len(train)) {
			g := &train[i]
			p := coref.NewProblem(g.named(l.rng, 0.15))
			if drop > 0 {
				p.Keep = func() bool { return l.rng.Float64() >= drop }
			}
			p.Label(g.label())
			p.Walk(l.net, func(s *coref.Step) { l.step(s, cost) })
			if e > 1 {
				l.average()
			}
		}
		fmt.Printf("epoch %d loss %.4f %s", e, l.loss/float64(l.steps), time.Since(start).Round(time.Second))
		s := score(l.averaged(), dev, seed)
		fmt.Printf(" dev: mentions %.1f/%.1f MUC %.1f B3 %.1f CEAF %.1f CoNLL %.2f\n", 100*s.Mentions.Recall.Value(), 100*s.Mentions.Precision.Value(), 100*s.MUC.F1(), 100*s.BCubed.F1(), 100*s.CEAF.F1(), 100*s.CoNLL())
	}
	if out == "" {
		return nil
	}
	b, err := l.averaged().MarshalBinary()
	if err != nil {
		return err
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(b); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return f.Close()
}

func (g *gumDoc) label() map[coref.Phrase]int {
	out := map[coref.Phrase]int{}
	for i, c := range g.chains {
		for _, s := range c {
			out[coref.Phrase(s)] = i
		}
	}
	return out
}

func score(net *coref.Net, docs []gumDoc, seed int64) *eval.CorefScore {
	var s eval.CorefScore
	for i := range docs {
		g := &docs[i]
		p := coref.NewProblem(g.named(rand.New(rand.NewSource(seed)), 0))
		var sys eval.Chains[eval.Span]
		for _, c := range p.Chains(p.Walk(net, nil)) {
			var chain []eval.Span
			for _, x := range c {
				chain = append(chain, eval.Span(x))
			}
			sys = append(sys, chain)
		}
		eval.AddChains(&s, g.chains, sys)
	}
	return &s
}
