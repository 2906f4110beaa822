package gemm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func fill(r *rand.Rand, n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = r.Float32() - 0.5
	}
	return s
}

func (m Matrix) at(i, j int) float32 {
	if m.Trans {
		i, j = j, i
	}
	return m.Data[i*m.Stride+j]
}

// TestAdd compares both kernels with the definition, on shapes that fill no panel and on transposes.
func TestAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, kern := range []kernel{scalar, best} {
		for _, s := range [][3]int{{1, 1, 1}, {3, 5, 7}, {12, 32, 16}, {13, 33, 300}, {200, 40, 20}, {25, 25, 128}} {
			for mode := range 4 {
				m, n, k := s[0], s[1], s[2]
				a, b := Dense(fill(r, m*k), m, k), Dense(fill(r, k*n), k, n)
				if mode&1 != 0 {
					a = Dense(a.Data, k, m).T()
				}
				if mode&2 != 0 {
					b = Dense(b.Data, n, k).T()
				}
				c := View(fill(r, m*(n+3)), m, n, n+3)
				want := make([]float64, m*n)
				for i := range m {
					for j := range n {
						v := float64(c.at(i, j))
						for x := range k {
							v += float64(a.at(i, x)) * float64(b.at(x, j))
						}
						want[i*n+j] = v
					}
				}
				mul := Multiplier{kern: kern}
				mul.Add(c, a, b)
				for i := range m {
					for j := range n {
						if d := math.Abs(want[i*n+j] - float64(c.at(i, j))); d > 1e-4 {
							t.Fatalf("%s %v mode %d: c[%d,%d] is off by %g", kern.name, s, mode, i, j, d)
						}
					}
				}
			}
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, kern := range []kernel{scalar, best} {
		b.Run(fmt.Sprint(kern.name), func(b *testing.B) {
			const m, n, k = 1500, 768, 256
			x, y, z := Dense(fill(r, m*k), m, k), Dense(fill(r, k*n), k, n), Dense(fill(r, m*n), m, n)
			mul := Multiplier{kern: kern}
			for b.Loop() {
				mul.Add(z, x, y)
			}
			b.ReportMetric(2*m*n*k*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
