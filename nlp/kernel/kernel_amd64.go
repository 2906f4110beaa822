package kernel

import "golang.org/x/sys/cpu"

var haveVector = cpu.X86.HasAVX2

// dot6x16 sets six rows of sixteen columns of dst, whose rows are stride bytes apart, to the products of six
// rows of activations, width bytes apart, with a panel of weights, scaled, plus bias.
//
//go:noescape
func dot6x16(pairs int, a *int16, width int, w *int16, dst *float32, stride int, rowScale, scale, bias *float32)

func (m *Matrix) mulVector(dst []float32, r *Rows) {
	for p := 0; p < m.Stride; p += colBlock {
		w := &m.pairs[p*m.In]
		for i := 0; i < r.N; i += rowBlock {
			dot6x16(m.In/2, &r.q[i*r.Width], 2*r.Width, w, &dst[i*m.Stride+p], 4*m.Stride, &r.scale[i], &m.scale[p], &m.bias[p])
		}
	}
}
