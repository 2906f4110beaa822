// Package vec holds the element-wise loops of training that are worth vectors: the optimiser and the recurrent
// cells, forwards and backwards. Where the processor has no AVX-512 they run in Go.
package vec

import (
	"math"

	"kg/nlp/kernel"
)

// Adam is one step of Adam with decoupled weight decay, and of the moving average of the weights.
type Adam struct {
	Scale        float32 // of the derivative
	Beta1, Beta2 float32
	C1, C2       float32 // corrections of the moments
	Eps, Rate    float32
	Decay        float32
	Keep         float32 // of the moving average
}

// Step changes weights w, their moments m and v and their average avg by derivative g. All are of one length.
func (a *Adam) Step(w, m, v, avg, g []float32) {
	done := a.stepVector(w, m, v, avg, g)
	w, m, v, avg, g = w[done:], m[done:], v[done:], avg[done:], g[done:]
	m, v, avg, g = m[:len(w)], v[:len(w)], avg[:len(w)], g[:len(w)]
	for i := range w {
		d := g[i] * a.Scale
		m[i] = a.Beta1*m[i] + (1-a.Beta1)*d
		v[i] = a.Beta2*v[i] + (1-a.Beta2)*d*d
		w[i] -= a.Rate * (m[i]*a.C1/(float32(math.Sqrt(float64(v[i]*a.C2)))+a.Eps) + a.Decay*w[i])
		avg[i] = a.Keep*avg[i] + (1-a.Keep)*w[i]
	}
}

// Cell are the slices of one step of one direction of a recurrent layer, all of one length. See kernel.Gates.
type Cell struct {
	Prev             []float32 // cells before
	UC, UF, UR, Skip []float32 // products of the input, and the highway
	VF, VR, BF, BR   []float32 // weights and biases of the gates
	F, R, C, Out     []float32 // gates, cells and output, set by Forward
	Scale            float32   // of the highway
}

// Forward computes the step.
func (s *Cell) Forward() {
	n := len(s.Out)
	i := s.forwardVector()
	for ; i < n; i++ {
		p := s.Prev[i]
		f := kernel.Sigmoid(s.UF[i] + s.VF[i]*p + s.BF[i])
		r := kernel.Sigmoid(s.UR[i] + s.VR[i]*p + s.BR[i])
		c := f*(p-s.UC[i]) + s.UC[i]
		k := s.Skip[i] * s.Scale
		s.F[i], s.R[i], s.C[i], s.Out[i] = f, r, c, r*(c-k)+k
	}
}

// CellBack are the slices of the derivative of a step.
type CellBack struct {
	Cell           *Cell
	Out            []float32 // derivative of the output
	Carry          []float32 // derivative of the cells, from the step after; Backward makes it that of the cells before
	UC, UF, UR     []float32 // set to the derivatives of the products
	Skip           []float32 // derivatives that are added to
	VF, VR, BF, BR []float32
}

// Backward computes the derivatives.
func (b *CellBack) Backward() {
	s := b.Cell
	i := b.backwardVector()
	for n := len(b.Out); i < n; i++ {
		f, r, o, p := s.F[i], s.R[i], b.Out[i], s.Prev[i]
		b.Skip[i] += o * (1 - r) * s.Scale
		pr := o * (s.C[i] - s.Skip[i]*s.Scale) * r * (1 - r)
		dc := b.Carry[i] + o*r
		pf := dc * (p - s.UC[i]) * f * (1 - f)
		b.UC[i], b.UF[i], b.UR[i] = dc*(1-f), pf, pr
		b.VF[i] += pf * p
		b.VR[i] += pr * p
		b.BF[i] += pf
		b.BR[i] += pr
		b.Carry[i] = dc*f + pf*s.VF[i] + pr*s.VR[i]
	}
}
