package main

import (
	"math"
	"math/rand"

	"kg/nlp/coref"
)

// learner holds a net and the squared gradients of AdaGrad (Duchi et al. 2011).
type learner struct {
	net  *coref.Net
	sq   [4][]float32
	rate float32
	rng  *rand.Rand

	mean [4][]float32 // sums of the weights after each document, since sums were begun
	sums int

	loss  float64
	steps int
}

func newLearner(seed int64, rate float32) *learner {
	l := &learner{net: coref.NewNet(), rate: rate, rng: rand.New(rand.NewSource(seed))}
	for i, t := range l.net.Tables() {
		l.sq[i] = make([]float32, len(t))
		scale := float32(0.05)
		if i == 3 {
			scale = 0.3
		}
		for k := range t {
			if i == 3 || k%coref.Width != coref.Hidden {
				t[k] = (l.rng.Float32()*2 - 1) * scale
			}
		}
	}
	return l
}

// The costs of mistakes that the loss adds to the scores of wrong candidates, as in Durrett and Klein (2013):
// linking what starts a chain, leaving alone what has an antecedent, linking to the wrong one.
type costs struct{ falseLink, falseNew, wrongLink float32 }

// step moves the net against the gradient of the loss of one step,
//
//	log Σ_c exp(s_c + cost_c) − log Σ_{c right} exp(s_c)
func (l *learner) step(s *coref.Step, cost costs) {
	right := false
	for i := range s.Candidates {
		right = right || s.Candidates[i].Right
	}
	if !right {
		return
	}
	n := len(s.Candidates)
	p := make([]float64, n)
	top, topRight := math.Inf(-1), math.Inf(-1)
	newRight := s.Candidates[0].Right
	for i := range s.Candidates {
		c := &s.Candidates[i]
		v := float64(c.Score)
		if !c.Right {
			switch {
			case i == 0:
				v += float64(cost.falseNew)
			case newRight:
				v += float64(cost.falseLink)
			default:
				v += float64(cost.wrongLink)
			}
		} else {
			topRight = math.Max(topRight, v)
		}
		p[i] = v
		top = math.Max(top, v)
	}
	var z, zr float64
	for i := range p {
		if s.Candidates[i].Right {
			zr += math.Exp(p[i] - topRight)
		}
		z += math.Exp(p[i] - top)
	}
	l.loss += top + math.Log(z) - topRight - math.Log(zr)
	l.steps++
	var own [coref.Width]float32 // gradient of the rows of the mention
	moved := false
	for i := range p {
		c := &s.Candidates[i]
		g := math.Exp(p[i]-top) / z
		if c.Right {
			g -= math.Exp(p[i]-topRight) / zr
		}
		if math.Abs(g) < 1e-3 {
			continue
		}
		moved = true
		var d [coref.Width]float32
		d[coref.Hidden] = float32(g)
		h := c.Hidden()
		for k := range h {
			if h[k] > 0 {
				d[k] = float32(g) * l.net.Out[k]
				l.move(3, k, float32(g)*h[k])
			}
		}
		for k := range own {
			own[k] += d[k]
		}
		l.rows(1, c.Rows, &d)
		l.rows(2, c.Pair, &d)
	}
	if moved {
		l.rows(0, s.Rows, &own)
	}
}

func (l *learner) rows(table int, rows []uint16, d *[coref.Width]float32) {
	for _, r := range rows {
		for k, g := range d {
			if g != 0 {
				l.move(table, int(r)*coref.Width+k, g)
			}
		}
	}
}

func (l *learner) move(table, k int, g float32) {
	l.sq[table][k] += g * g
	t := l.net.Tables()[table]
	t[k] -= l.rate * g / float32(math.Sqrt(float64(l.sq[table][k])+1e-6))
}

// average adds the present weights to the mean.
func (l *learner) average() {
	l.sums++
	for i, t := range l.net.Tables() {
		if l.mean[i] == nil {
			l.mean[i] = make([]float32, len(t))
		}
		for k, w := range t {
			l.mean[i][k] += w
		}
	}
}

// averaged is the net of the mean weights (Polyak averaging).
func (l *learner) averaged() *coref.Net {
	if l.sums == 0 {
		return l.net
	}
	n := coref.NewNet()
	for i, t := range n.Tables() {
		for k := range t {
			t[k] = l.mean[i][k] / float32(l.sums)
		}
	}
	return n
}
