// Package joint trains the joint network of nlp/joint: the same features and the same decisions, with
// floating-point matrices and the derivatives of every layer written out by hand.
package joint

import (
	"math"
	"math/rand/v2"

	"kg/train/vec"
)

// param is a matrix that is learned. An embedding is sparse: a step changes only the rows it met.
type param struct {
	name       string
	rows, cols int
	sparse     bool
	w          []float32 // values
	m, v       []float32 // moments of Adam
	avg        []float32 // moving average of w, the one that ships
	last       []int32   // of a sparse row: the step up to which avg is right
}

func newParam(name string, rows, cols int, sparse bool) *param {
	n := rows * cols
	p := &param{name: name, rows: rows, cols: cols, sparse: sparse}
	p.w, p.m, p.v, p.avg = make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	if sparse {
		p.last = make([]int32, rows)
	}
	return p
}

// uniform fills p from [-a, a].
func (p *param) uniform(r *rand.Rand, a float64) *param {
	for i := range p.w {
		p.w[i] = float32((2*r.Float64() - 1) * a)
	}
	copy(p.avg, p.w)
	return p
}

func (p *param) constant(v float32) *param {
	for i := range p.w {
		p.w[i] = v
	}
	copy(p.avg, p.w)
	return p
}

func glorot(in, out int) float64 { return math.Sqrt(6 / float64(in+out)) }

// gradient is what one worker adds to the derivative of one param.
type gradient struct {
	p     *param
	g     []float32 // dense
	slot  []int32   // sparse: place of a row in rows, plus one
	rows  []int32
	accum []float32 // one row of p.cols for each of rows
}

func newGradient(p *param) *gradient {
	g := &gradient{p: p}
	if p.sparse {
		g.slot = make([]int32, p.rows)
	} else {
		g.g = make([]float32, len(p.w))
	}
	return g
}

func (g *gradient) reset() {
	clear(g.g)
	for _, r := range g.rows {
		g.slot[r] = 0
	}
	g.rows, g.accum = g.rows[:0], g.accum[:0]
}

// row is the derivative of one row of a sparse param.
func (g *gradient) row(r int32) []float32 {
	cols := g.p.cols
	s := int(g.slot[r])
	if s == 0 {
		g.rows = append(g.rows, r)
		s = len(g.rows)
		g.slot[r] = int32(s)
		for range cols {
			g.accum = append(g.accum, 0)
		}
	}
	return g.accum[(s-1)*cols : s*cols]
}

// merge adds o, the derivative of the same param from another worker, to g.
func (g *gradient) merge(o *gradient) {
	if !g.p.sparse {
		for i, v := range o.g {
			g.g[i] += v
		}
		return
	}
	cols := g.p.cols
	for i, r := range o.rows {
		dst := g.row(r)
		for k, v := range o.accum[i*cols : (i+1)*cols] {
			dst[k] += v
		}
	}
}

func (g *gradient) norm2() float64 {
	s := 0.0
	for _, x := range [][]float32{g.g, g.accum} {
		for len(x) > 0 {
			n := min(len(x), 256)
			var a, b, c, d float32
			i := 0
			for ; i+4 <= n; i += 4 {
				a += x[i] * x[i]
				b += x[i+1] * x[i+1]
				c += x[i+2] * x[i+2]
				d += x[i+3] * x[i+3]
			}
			for ; i < n; i++ {
				a += x[i] * x[i]
			}
			s += float64(a + b + c + d)
			x = x[n:]
		}
	}
	return s
}

// adam is the state of the optimiser (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter
// 2019) and a moving average of the weights. Sparse rows are updated only when met.
type adam struct {
	beta1, beta2, eps, decay float32
	average                  float64 // weight of the past in the moving average
}

// step applies the derivatives g, each scaled by scale, at step t (from 1) with learning rate rate.
func (a *adam) step(g *gradient, t int, rate, scale float32) {
	p := g.p
	c1 := 1 / (1 - math.Pow(float64(a.beta1), float64(t)))
	c2 := 1 / (1 - math.Pow(float64(a.beta2), float64(t)))
	avg := min(a.average, float64(1+t)/float64(10+t))
	v := vec.Adam{Scale: scale, Beta1: a.beta1, Beta2: a.beta2, C1: float32(c1), C2: float32(c2), Eps: a.eps,
		Rate: rate, Decay: a.decay, Keep: float32(avg)}
	if !p.sparse {
		v.Step(p.w, p.m, p.v, p.avg, g.g)
		return
	}
	cols := p.cols
	v.Decay = 0
	for i, r := range g.rows {
		at := int(r) * cols
		p.catchUp(int(r), t-1, avg)
		v.Step(p.w[at:at+cols], p.m[at:at+cols], p.v[at:at+cols], p.avg[at:at+cols], g.accum[i*cols:(i+1)*cols])
		p.last[r] = int32(t)
	}
}

// catchUp brings the average of a sparse row to step t; the row has not changed since p.last.
func (p *param) catchUp(row, t int, avg float64) {
	if n := t - int(p.last[row]); n > 0 {
		keep := float32(math.Pow(avg, float64(n)))
		for i := row * p.cols; i < (row+1)*p.cols; i++ {
			p.avg[i] = keep*p.avg[i] + (1-keep)*p.w[i]
		}
		p.last[row] = int32(t)
	}
}
