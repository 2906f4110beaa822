package kernel

import "math"

const (
	sigmoidRange = 10
	sigmoidSteps = 64 // a unit
	sigmoidSize  = 2 * sigmoidRange * sigmoidSteps
)

// sigmoidAt[i] is the sigmoid of i/sigmoidSteps - sigmoidRange, sigmoidBy[i] the difference to the next.
var sigmoidAt, sigmoidBy = func() (at, by [sigmoidSize + 1]float32) {
	f := func(i int) float32 {
		return float32(1 / (1 + math.Exp(sigmoidRange-float64(i)/sigmoidSteps)))
	}
	for i := range at {
		at[i] = f(i)
		by[i] = f(i+1) - f(i)
	}
	return at, by
}()

// Sigmoid is 1/(1+e^-x) to about 1e-5, by interpolation in a table.
func Sigmoid(x float32) float32 {
	x = float32(x*sigmoidSteps) + sigmoidRange*sigmoidSteps
	if !(x > 0) { // also if x is not a number
		return sigmoidAt[0]
	}
	if x >= sigmoidSize {
		return sigmoidAt[sigmoidSize]
	}
	i := int(x)
	return sigmoidAt[i] + float32(sigmoidBy[i]*(x-float32(i)))
}

// Gates are the weights of one direction of a layer of simple recurrent units (Lei et al. 2018) that are not
// matrices: of the forget gate and the highway gate, for the cell before and the bias.
type Gates struct {
	Forget, Highway         []float32
	ForgetBias, HighwayBias []float32
}

// Cell is one step of simple recurrent units: with the products u of the input (candidate, forget gate and
// highway gate, each as wide as out) it sets the cells c and the output out,
//
//	f = σ(u_f + v_f∘c + b_f)    r = σ(u_r + v_r∘c + b_r)
//	c = f∘c + (1-f)∘u           out = r∘c + (1-r)∘(skip·scale)
//
// on either path to the same numbers.
func (g *Gates) Cell(out, c, u, skip []float32, scale float32) {
	n := len(out)
	done := 0
	if path >= Vector {
		done = g.cellVector(out, c, u, skip, scale)
	}
	c, skip = c[:n], skip[:n]
	uc, uf, ur := u[:n], u[n:][:n], u[2*n:][:n]
	vf, vr, bf, br := g.Forget[:n], g.Highway[:n], g.ForgetBias[:n], g.HighwayBias[:n]
	for i := done; i < n; i++ {
		p := c[i]
		f := Sigmoid(uf[i] + float32(vf[i]*p) + bf[i])
		r := Sigmoid(ur[i] + float32(vr[i]*p) + br[i])
		v := float32(f*(p-uc[i])) + uc[i]
		s := float32(skip[i] * scale)
		c[i] = v
		out[i] = float32(r*(v-s)) + s
	}
}

// SigmoidTable is the table of Sigmoid, for vectors: values at steps of 1/64 from -10 to 10, and the differences to
// the next. Nobody may change it.
func SigmoidTable() (at, by []float32) { return sigmoidAt[:], sigmoidBy[:] }
