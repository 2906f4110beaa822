package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSigmoid(t *testing.T) {
	for x := -15.0; x < 15; x += 0.01 {
		if d := math.Abs(float64(Sigmoid(float32(x))) - 1/(1+math.Exp(-x))); d > 5e-5 {
			t.Errorf("sigmoid of %g is off by %g", x, d)
		}
	}
	if s := Sigmoid(float32(math.NaN())); s != sigmoidAt[0] {
		t.Errorf("sigmoid of no number is %g", s)
	}
}

// TestCell compares both paths, to the last bit, with widths that fill no vector and numbers that are none.
func TestCell(t *testing.T) {
	defer Use(Tiles)
	r := rand.New(rand.NewPCG(1, 1))
	numbers := func(n int) []float32 {
		s := make([]float32, n)
		for i := range s {
			s[i] = float32(4 * r.NormFloat64())
		}
		return s
	}
	for n := 1; n < 40; n++ {
		g := Gates{numbers(n), numbers(n), numbers(n), numbers(n)}
		c, u, skip := numbers(n), numbers(3*n), numbers(n)
		if n > 20 {
			u[n+3], u[2*n+5] = float32(math.NaN()), float32(math.Inf(1))
		}
		var outs, cells [2][]float32
		for k, p := range []Path{Scalar, Vector} {
			Use(p)
			outs[k], cells[k] = make([]float32, n), slices.Clone(c)
			g.Cell(outs[k], cells[k], u, skip, 1.5)
		}
		if !slices.Equal(outs[0], outs[1]) || !slices.Equal(cells[0], cells[1]) {
			t.Fatalf("%d units: %v and %v", n, outs[0], outs[1])
		}
	}
}

func BenchmarkCell(b *testing.B) {
	defer Use(Tiles)
	const n = 128
	s := make([]float32, 8*n)
	g := Gates{s[:n], s[:n], s[:n], s[:n]}
	for _, p := range []Path{Scalar, Vector} {
		b.Run(p.String(), func(b *testing.B) {
			Use(p)
			for b.Loop() {
				g.Cell(s[n:2*n], s[2*n:3*n], s[3*n:6*n], s[6*n:7*n], 1)
			}
		})
	}
}

// TestSigmoidTable checks that the table is the same on every machine: no entry is so near to the middle of two
// numbers that the last bit of math.Exp, which differs between processors, decides how it is rounded.
func TestSigmoidTable(t *testing.T) {
	for i := range sigmoidAt {
		v := 1 / (1 + math.Exp(sigmoidRange-float64(i)/sigmoidSteps))
		if float32(v*(1-1e-15)) != float32(v*(1+1e-15)) {
			t.Errorf("entry %d is %.20g", i, v)
		}
	}
}
