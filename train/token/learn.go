package main

import (
	"math"
	"math/rand/v2"
	"strings"

	"kg/nlp"
	"kg/nlp/token"
)

// options are the settings of a training run.
type options struct {
	seed   uint64
	epochs int
	rate   float64
	decay  float64
}

// trainAll trains both classifiers on docs.
func trainAll(docs []*nlp.Doc, o options) *token.Weights {
	w := &token.Weights{Joined: token.Joined(docs)}
	var cuts, breaks []token.Example
	for _, d := range docs {
		c, b := token.Examples(d, w)
		cuts = append(cuts, c...)
		breaks = append(breaks, b...)
		for _, keep := range []int{2, math.MaxInt} {
			_, b := token.Examples(flatten(d, keep), w)
			breaks = append(breaks, b...)
		}
	}
	w.Cut = learn(cuts, o)
	w.Break = learn(breaks, o)
	return w
}

// flatten is d with its paragraphs run together, but for every keep-th border. An end of a paragraph says
// that a sentence ends, so nothing is learned there; without it there is, and the ends without a full stop
// are of this kind.
func flatten(d *nlp.Doc, keep int) *nlp.Doc {
	flat := *d
	var b strings.Builder
	for i, p := range strings.Split(d.Text, "\n\n") {
		switch {
		case i == 0:
		case i%keep == 0:
			b.WriteString("\n\n")
		default:
			b.WriteString("  ")
		}
		b.WriteString(p)
	}
	flat.Text = b.String()
	return &flat
}

// learn fits a logistic regression to the examples and rounds it to bytes. A feature that is seen only once
// would be learned by heart, so it has no weight.
func learn(examples []token.Example, o options) []int8 {
	seen := make([]uint8, token.Size)
	for _, e := range examples {
		for _, f := range e.Features {
			seen[f] = min(seen[f]+1, 2)
		}
	}
	w := make([]float64, token.Size)
	average := make([]float64, token.Size)
	rng := rand.New(rand.NewPCG(o.seed, 1))
	sum := make([]float64, token.Size) // of squared gradients
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for epoch := range o.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			e := &examples[i]
			z := 0.0
			for _, f := range e.Features {
				z += w[f]
			}
			g := 1 / (1 + math.Exp(-z))
			if e.Yes {
				g--
			}
			for _, f := range e.Features {
				if seen[f] < 2 {
					continue
				}
				gf := g + o.decay*w[f]*float64(len(examples))/1e3
				sum[f] += gf * gf
				w[f] -= o.rate * gf / (1e-3 + math.Sqrt(sum[f]))
			}
		}
		if epoch >= o.epochs/2 {
			for f := range w {
				average[f] += w[f]
			}
		}
	}
	return round(average)
}

// round scales the weights so that all but the largest few fit into a byte.
func round(w []float64) []int8 {
	square, n := 0.0, 0
	for _, x := range w {
		if x != 0 {
			square += x * x
			n++
		}
	}
	scale := 0.0
	if n > 0 {
		scale = 127 / (6 * math.Sqrt(square/float64(n)))
	}
	out := make([]int8, len(w))
	for i, x := range w {
		out[i] = int8(math.Round(max(-127, min(127, x*scale))))
	}
	return out
}
