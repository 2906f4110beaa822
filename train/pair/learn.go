package main

import (
	"math"
	"math/rand"

	"kg/extract/pair"
)

// example is a row of features and the class that is right.
type example struct {
	row   []uint32
	class int
}

// How the tables are learned, found by measuring within the first half.
const (
	entityEpochs, entityRate, entityDecay = 8, 0.1, 3e-3
	pairEpochs, pairRate, pairDecay       = 6, 0.05, 3e-2
	starts                                = 3   // orders of the examples whose weights are averaged
	left                                  = 0.3 // of the features of an example each time
)

// model learns both tables.
func model(texts []text, seed int64) *pair.Model {
	m := &pair.Model{Entities: pair.NewTable(len(pair.Classes), pair.EntityRows), Pairs: pair.NewTable(len(pair.Kinds), pair.PairRows)}
	learn(m.Entities, entityExamples(texts), entityEpochs, entityRate, entityDecay, seed)
	learn(m.Pairs, pairExamples(texts), pairEpochs, pairRate, pairDecay, seed)
	return m
}

// entityExamples are all candidates, with the class that the annotators gave them.
func entityExamples(texts []text) []example {
	index := map[string]int{}
	for k, c := range pair.Classes {
		index[c] = k
	}
	var out []example
	for _, t := range texts {
		at := map[int]int{}
		for _, e := range t.entities {
			at[e.Head] = index[e.Class]
		}
		for i := range t.d.Tokens {
			if t.reading.Candidate(i) {
				out = append(out, example{t.reading.EntityFeatures(nil, i), at[i]})
			}
		}
	}
	return out
}

// pairExamples are the pairs of annotated entities in a sentence, without those that the annotators doubt.
func pairExamples(texts []text) []example {
	var out []example
	for _, t := range texts {
		for _, s := range t.d.Sentences {
			var here []pair.Entity
			for _, e := range t.entities {
				if e.Head >= s.First && e.Head < s.Last {
					here = append(here, e)
				}
			}
			for i := range here {
				for j := i + 1; j < len(here); j++ {
					class, doubt := 0, false
					for k, kind := range pair.Kinds {
						x := pair.Relation{Kind: kind, A: here[i].Head, B: here[j].Head}
						if t.gold[x] {
							class = k
						}
						doubt = doubt || t.doubtful[x]
					}
					if class > 0 || !doubt {
						out = append(out, example{t.reading.PairFeatures(nil, here, i, j), class})
					}
				}
			}
		}
	}
	return out
}

// learn fits t to the examples by AdaGrad (Duchi et al. 2011) with decay towards zero, some times in different orders,
// and averages. Features are left out at random (Hinton et al. 2012), so that the words of one publisher do not stand in
// for what they have in common with others; one that occurs once teaches nothing.
func learn(t *pair.Table, examples []example, epochs int, rate, decay float32, seed int64) {
	seen := make([]int, t.Rows)
	for _, e := range examples {
		for _, f := range e.row {
			seen[int(f)&(t.Rows-1)]++
		}
	}
	for start := range starts {
		one := pair.NewTable(t.Classes, t.Rows)
		fit(one, examples, seen, epochs, rate, decay, rand.New(rand.NewSource(seed+int64(start))))
		for i, w := range one.W {
			t.W[i] += w / starts
		}
		for i, w := range one.Bias {
			t.Bias[i] += w / starts
		}
	}
}

func fit(t *pair.Table, examples []example, seen []int, epochs int, rate, decay float32, random *rand.Rand) {
	const tiny = 1e-6
	step := func(w, sum *float32, grad float32) {
		*sum += grad * grad
		*w -= rate * grad / float32(math.Sqrt(float64(*sum)+tiny))
	}
	squares := pair.NewTable(t.Classes, t.Rows)
	p := make([]float32, t.Classes)
	order := random.Perm(len(examples))
	var row []uint32
	for range epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, o := range order {
			e := examples[o]
			row = row[:0]
			for _, f := range e.row {
				if random.Float32() >= left {
					row = append(row, f)
				}
			}
			t.Probabilities(p, row)
			p[e.class]--
			for k, g := range p {
				step(&t.Bias[k], &squares.Bias[k], g)
			}
			for _, f := range row {
				place := int(f) & (t.Rows - 1)
				if seen[place] < 2 {
					continue
				}
				at := place * t.Classes
				for k, g := range p {
					if g > 1e-4 || g < -1e-4 {
						step(&t.W[at+k], &squares.W[at+k], g+decay*t.W[at+k])
					}
				}
			}
		}
	}
	for i := range t.W {
		t.W[i] *= 1 - left // all features are there when it is used
	}
}
