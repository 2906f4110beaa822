package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func random(r *rand.Rand, out, in, n int) (q []int8, scale, bias, x []float32) {
	for range out * in {
		q = append(q, int8(r.IntN(255)-127))
	}
	for range out {
		scale, bias = append(scale, r.Float32()), append(bias, r.Float32())
	}
	for range n * in {
		x = append(x, r.Float32()-0.5)
	}
	return
}

// TestMul compares all paths with plain integer sums, to the last bit, at the largest magnitudes too.
func TestMul(t *testing.T) {
	defer Use(Tiles)
	r := rand.New(rand.NewPCG(1, 1))
	for _, s := range [][3]int{{1, 2, 1}, {16, 64, 6}, {17, 66, 7}, {50, 256, 13}, {5, 130, 3}, {608, 208, 20}, {33, 36, 5}, {64, 288, 40}, {90, 320, 65}, {16, 64, 17}} {
		out, in, n := s[0], s[1], s[2]
		q, scale, bias, x := random(r, out, in, n)
		if n == 13 {
			for i := range q {
				q[i] = -127
			}
			for i := range x {
				x[i] = 1
			}
		}
		for _, p := range Paths() {
			Use(p)
			m := New(out, in, q, scale, bias)
			var rows Rows
			rows.Quantize(x, n, in)
			dst := make([]float32, m.Len(n))
			m.Mul(dst, &rows)
			for i := range n {
				for j := range out {
					sum := int32(0)
					for k := range in {
						sum += int32(rows.q[i*in+k]) * int32(q[j*in+k])
					}
					want := float32(float32(float32(sum)*scale[j])*rows.scale[i]) + bias[j]
					if got := dst[i*m.Stride+j]; got != want {
						t.Fatalf("%v path %v: [%d,%d] is %g, want %g", s, p, i, j, got, want)
					}
				}
			}
		}
	}
}

// TestQuantize checks that a row comes back within half a step, and that odd numbers do no harm.
func TestQuantize(t *testing.T) {
	x := []float32{0.5, -1, 0.25, 0}
	q := make([]int16, 4)
	s := quantizeRow(q, x)
	for i, v := range x {
		if d := float32(q[i])*s - v; d > s/2 || d < -s/2 {
			t.Errorf("%g comes back as %g", v, float32(q[i])*s)
		}
	}
	var zero float32
	for _, odd := range [][]float32{{0, 0}, {1 / zero, 1}, {zero / zero, zero / zero}} {
		quantizeRow(q[:2], odd)
		for _, v := range q[:2] {
			if v < -127 || v > 127 {
				t.Errorf("%v gives %d", odd, v)
			}
		}
	}
}

// TestRound compares both ways of quantising, to the last bit.
func TestRound(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for n := range 70 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		a, b := make([]int16, n), make([]int16, n)
		top, want := largestOf(x), largestGo(x, 0)
		if top != want {
			t.Fatalf("%d numbers: largest %g, want %g", n, top, want)
		}
		roundTo(a, x, 127/(top+1))
		roundGo(b, x, 127/(top+1))
		if !slices.Equal(a, b) {
			t.Fatalf("%d numbers: %v, want %v", n, a, b)
		}
	}
}

// TestAddRows compares the paths, to the last bit, with no rows and with the last of the table.
func TestAddRows(t *testing.T) {
	defer Use(Tiles)
	r := rand.New(rand.NewPCG(3, 3))
	for _, width := range []int{5, SumWidth} {
		table := make([]float32, 20*width)
		for i := range table {
			table[i] = float32(r.NormFloat64())
		}
		for _, rows := range [][]uint16{nil, {19}, {3, 0, 3, 19, 7, 7, 12}} {
			var want []float32
			for _, p := range Paths() {
				Use(p)
				dst := make([]float32, width)
				for i := range dst {
					dst[i] = float32(i)
				}
				AddRows(dst, table, rows)
				if want == nil {
					want = dst
				}
				if !slices.Equal(dst, want) {
					t.Errorf("width %d, rows %v, path %v: %v, want %v", width, rows, p, dst, want)
				}
			}
			sum := float32(1)
			for _, r := range rows {
				sum += table[int(r)*width+1]
			}
			if want[1] != sum {
				t.Errorf("width %d, rows %v: %g, want %g", width, rows, want[1], sum)
			}
		}
	}
}

// TestAddScaled compares the paths, to the last bit, and looks that nothing past the end is changed.
func TestAddScaled(t *testing.T) {
	defer Use(Tiles)
	r := rand.New(rand.NewPCG(4, 4))
	for _, n := range []int{0, 5, 16, 40, 64} {
		q := make([]int8, n)
		for i := range q {
			q[i] = int8(r.IntN(255) - 127)
		}
		start := make([]float32, n+1)
		for i := range start {
			start[i] = r.Float32()
		}
		for _, p := range Paths() {
			Use(p)
			got := slices.Clone(start)
			AddScaled(got, q, 0.37)
			for i, v := range start[:n] {
				if want := v + float32(float32(q[i])*0.37); got[i] != want {
					t.Errorf("%d numbers, path %v: [%d] is %g, want %g", n, p, i, got[i], want)
				}
			}
			if got[n] != start[n] {
				t.Errorf("%d numbers, path %v: what follows them is changed", n, p)
			}
		}
	}
}

// TestDots compares the paths, to the last bit, and looks that nothing past the end is changed.
func TestDots(t *testing.T) {
	defer Use(Tiles)
	r := rand.New(rand.NewPCG(5, 5))
	for _, width := range []int{3, 4, 30, 64} {
		for _, n := range []int{0, 1, 3, 4, 9} {
			a, b := make([]float32, width), make([]float32, width*n)
			for i := range a {
				a[i] = float32(r.NormFloat64())
			}
			for i := range b {
				b[i] = float32(r.NormFloat64())
			}
			for _, p := range Paths() {
				Use(p)
				got := make([]float32, n+1)
				got[n] = 7
				Dots(got[:n], a, b)
				for j := range n {
					if want := dotGo(a, b[j*width:][:width]); got[j] != want {
						t.Errorf("%d rows of %d, path %v: [%d] is %g, want %g", n, width, p, j, got[j], want)
					}
				}
				if got[n] != 7 {
					t.Errorf("%d rows of %d, path %v: what follows them is changed", n, width, p)
				}
			}
		}
	}
}

func BenchmarkMul(b *testing.B) {
	defer Use(Tiles)
	r := rand.New(rand.NewPCG(1, 1))
	const out, in, n = 768, 256, 252
	q, scale, bias, x := random(r, out, in, n)
	for _, p := range Paths() {
		b.Run(p.String(), func(b *testing.B) {
			Use(p)
			m := New(out, in, q, scale, bias)
			dst := make([]float32, m.Len(n))
			var rows Rows
			rows.Quantize(x, n, in)
			for b.Loop() {
				m.Mul(dst, &rows)
			}
			b.ReportMetric(out*in*n*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
		})
	}
}
