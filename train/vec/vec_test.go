package vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

var r = rand.New(rand.NewPCG(1, 1))

func numbers(n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(r.NormFloat64())
	}
	return s
}

func clone(s []float32) []float32 { return append([]float32(nil), s...) }

func same(t *testing.T, what string, a, b []float32) {
	t.Helper()
	for i := range a {
		if d := math.Abs(float64(a[i] - b[i])); d > 1e-4*(1+math.Abs(float64(a[i]))) {
			t.Fatalf("%s[%d]: %g and %g", what, i, a[i], b[i])
		}
	}
}

// both runs f with and without vectors.
func both(f func(k int)) {
	old := vector
	defer func() { vector = old }()
	for k := range 2 {
		vector = old && k == 0
		f(k)
	}
}

func TestAdam(t *testing.T) {
	a := Adam{0.5, 0.9, 0.98, 1.2, 1.1, 1e-8, 0.01, 0.1, 0.99}
	const n = 37
	in := [5][]float32{numbers(n), numbers(n), numbers(n), numbers(n), numbers(n)}
	for i, v := range in[2] {
		in[2][i] = v * v
	}
	var out [2][5][]float32
	both(func(k int) {
		for i := range in {
			out[k][i] = clone(in[i])
		}
		o := out[k]
		a.Step(o[0], o[1], o[2], o[3], o[4])
	})
	for i := range in {
		same(t, "adam", out[0][i], out[1][i])
	}
}

func TestCell(t *testing.T) {
	const n = 37
	var cells [2]*Cell
	var backs [2]*CellBack
	in := [20][]float32{}
	for i := range in {
		in[i] = numbers(n)
	}
	both(func(k int) {
		c := &Cell{Prev: in[0], UC: in[1], UF: in[2], UR: in[3], Skip: in[4], VF: in[5], VR: in[6], BF: in[7], BR: in[8],
			F: make([]float32, n), R: make([]float32, n), C: make([]float32, n), Out: make([]float32, n), Scale: 1.7}
		c.Forward()
		b := &CellBack{Cell: c, Out: in[9], Carry: clone(in[10]), UC: clone(in[11]), UF: clone(in[12]), UR: clone(in[13]),
			Skip: clone(in[14]), VF: clone(in[15]), VR: clone(in[16]), BF: clone(in[17]), BR: clone(in[18])}
		b.Backward()
		cells[k], backs[k] = c, b
	})
	a, b := cells[0], cells[1]
	for i, x := range [][2][]float32{{a.F, b.F}, {a.R, b.R}, {a.C, b.C}, {a.Out, b.Out}} {
		same(t, "forward "+string(rune('0'+i)), x[0], x[1])
	}
	x, y := backs[0], backs[1]
	for i, p := range [][2][]float32{{x.Carry, y.Carry}, {x.UC, y.UC}, {x.UF, y.UF}, {x.UR, y.UR}, {x.Skip, y.Skip}, {x.VF, y.VF}, {x.VR, y.VR}, {x.BF, y.BF}, {x.BR, y.BR}} {
		same(t, "backward "+string(rune('0'+i)), p[0], p[1])
	}
}
