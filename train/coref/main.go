// Command coref trains the net of kg/nlp/coref on one core in about two minutes, and writes its weights with
// their MANIFEST:
//
//	go run ./train/coref -out nlp/coref
package main

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kg/eval"
	"kg/nlp"
	"kg/nlp/coref"
)

// options of a training run.
type options struct {
	data, out string
	epochs    int
	seed      int64
	rate      float64
	drop      float64
	costs     costs
	hold      int
	gold      float64
	gap       float64
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "../shared/data/train", "folder with gum-nonnc and gap")
	flag.StringVar(&o.out, "out", "", "folder to write the weights to; none if empty")
	flag.IntVar(&o.epochs, "epochs", 4, "passes over the data")
	flag.Int64Var(&o.seed, "seed", 1, "seed")
	flag.Float64Var(&o.rate, "rate", 0.02, "learning rate")
	flag.Float64Var(&o.drop, "drop", 0.4, "share of features that a step does not see")
	flag.Float64Var(&o.gold, "gold", 0.5, "share of documents of GUM read with their gold layers")
	flag.Float64Var(&o.gap, "gap", 1, "share of the passages of GAP in each epoch")
	flag.IntVar(&o.hold, "hold", 0, "hold back every n-th training document and score on those instead of the dev documents")
	flag.Var((*cost)(&o.costs.falseLink), "false-link", "cost of linking what starts a chain (default 0.1)")
	flag.Var((*cost)(&o.costs.falseNew), "false-new", "cost of starting a chain with what has an antecedent (default 5)")
	flag.Var((*cost)(&o.costs.wrongLink), "wrong-link", "cost of linking to the wrong antecedent (default 0.5)")
	o.costs = costs{0.1, 5, 0.5}
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "coref:", err)
		os.Exit(1)
	}
}

// cost is a flag.
type cost float32

func (c *cost) String() string { return "" }

// Set reads a number.
func (c *cost) Set(s string) error {
	_, err := fmt.Sscanf(s, "%g", (*float32)(c))
	return err
}

func run(o options) error {
	train, err := readGUM(filepath.Join(o.data, "gum-nonnc", "en_gum-train.conllu.gz"))
	if err != nil {
		return err
	}
	var dev []gumDoc
	if o.hold == 0 {
		if dev, err = readGUM(filepath.Join(o.data, "gum-nonnc", "en_gum-dev.conllu.gz")); err != nil {
			return err
		}
	}
	var keep []gumDoc
	for i, g := range train {
		switch {
		case strings.HasPrefix(g.id, "GUM_conversation"): // its licence may not allow derivatives
		case o.hold > 0 && i%o.hold == 0:
			dev = append(dev, g)
		default:
			keep = append(keep, g)
		}
	}
	train = keep
	p, err := annotator()
	if err != nil {
		return err
	}
	predicted := map[string]*nlp.Doc{}
	for _, list := range [][]gumDoc{train, dev} {
		for _, g := range list {
			d := bare(g.doc)
			if err := p.Run(d); err != nil {
				return err
			}
			predicted[g.id] = d
		}
	}
	gapDev, err := readGAP(filepath.Join(o.data, "gap", "gap-development.tsv"), p)
	if err != nil {
		return err
	}
	gapVal, err := readGAP(filepath.Join(o.data, "gap", "gap-validation.tsv"), p)
	if err != nil {
		return err
	}
	l := newLearner(o.seed, float32(o.rate))
	start := time.Now()
	report := ""
	for e := 1; e <= o.epochs; e++ {
		l.loss, l.steps = 0, 0
		passages := l.rng.Perm(len(gapDev))[:int(o.gap*float64(len(gapDev)))]
		for k, i := range l.rng.Perm(len(train)) {
			for _, j := range passages[k*len(passages)/len(train) : (k+1)*len(passages)/len(train)] {
				l.learnGAP(&gapDev[j], o.drop, o.costs)
			}
			g := &train[i]
			d := predicted[g.id]
			if l.rng.Float64() < o.gold {
				d = g.named(l.rng, 0.15)
			}
			p := coref.NewProblem(d)
			if o.drop > 0 {
				p.Keep = func() bool { return l.rng.Float64() >= o.drop }
			}
			p.Label(g.label())
			p.Walk(l.net, func(s *coref.Step) { l.step(s, o.costs) })
			if e > 1 {
				l.average()
			}
		}
		s := score(l.averaged(), dev, func(g *gumDoc) *nlp.Doc { return g.named(rand.New(rand.NewSource(1)), 0) })
		report = fmt.Sprintf("  GUM dev, gold layers: %s\n", format(s))
		s = score(l.averaged(), dev, func(g *gumDoc) *nlp.Doc { return predicted[g.id] })
		report += fmt.Sprintf("  GUM dev, gold tokens: %s\n", format(s))
		gs, err := scoreGAP(l.averaged(), gapVal)
		if err != nil {
			return err
		}
		report += fmt.Sprintf("  GAP validation: P %.1f R %.1f F1 %.2f (masculine %.2f, feminine %.2f)\n", gs.All.Precision(), gs.All.Recall(), gs.All.F1(), gs.Masculine.F1(), gs.Feminine.F1())
		fmt.Printf("epoch %d loss %.4f %s\n%s", e, l.loss/float64(l.steps), time.Since(start).Round(time.Second), report)
	}
	if o.out == "" {
		return nil
	}
	return export(l.averaged(), o.out, "go run ./train/coref "+strings.Join(os.Args[1:], " "), o.seed, time.Since(start), report)
}

func format(s *eval.CorefScore) string {
	return fmt.Sprintf("mentions R %.1f P %.1f, MUC %.2f, B3 %.2f, CEAF-e %.2f, CoNLL %.2f", 100*s.Mentions.Recall.Value(), 100*s.Mentions.Precision.Value(),
		100*s.MUC.F1(), 100*s.BCubed.F1(), 100*s.CEAF.F1(), 100*s.CoNLL())
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

// score resolves the documents, annotated by layers, and scores them.
func score(net *coref.Net, docs []gumDoc, layers func(*gumDoc) *nlp.Doc) *eval.CorefScore {
	var s eval.CorefScore
	for i := range docs {
		p := coref.NewProblem(layers(&docs[i]))
		var sys eval.Chains[eval.Span]
		for _, c := range p.Chains(p.Walk(net, nil)) {
			var chain []eval.Span
			for _, x := range c {
				chain = append(chain, eval.Span(x))
			}
			sys = append(sys, chain)
		}
		eval.AddChains(&s, docs[i].chains, sys)
	}
	return &s
}
