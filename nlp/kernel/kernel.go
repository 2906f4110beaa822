// Package kernel multiplies rows of activations by matrices of weights, both in eight bits.
//
// Products and sums are integers, so every path gives the same numbers: 256-bit vectors where the processor
// has AVX2, else Go with three products in one 64-bit multiplication. A sum of In products of two numbers of
// magnitude up to 127 fits 32 bits for In up to 133,000.
package kernel

import "math"

const (
	rowBlock = 6  // rows of activations are padded to a multiple of this
	colBlock = 16 // columns of the result to a multiple of this
)

// Vector reports whether the vector path is used. Tests and benchmarks change it with UseVector.
func Vector() bool { return vector }

var vector = haveVector

// UseVector chooses the path for matrices made from now on: with on, the vector path where the processor has
// it. It is for tests and benchmarks, not to be called while matrices are made.
func UseVector(on bool) { vector = on && haveVector }

// Rows are activations, quantised row by row.
type Rows struct {
	N, Width int
	q        []int16   // N rounded up × Width, each -127 to 127
	scale    []float32 // of each row
}

// Quantize makes r the n × width numbers that x holds row after row, each row scaled so that its largest
// magnitude is 127. It keeps nothing of x. Width must be even.
func (r *Rows) Quantize(x []float32, n, width int) {
	r.N, r.Width = n, width
	padded := (n + rowBlock - 1) / rowBlock * rowBlock
	if cap(r.q) < padded*width {
		r.q = make([]int16, padded*width)
	}
	if cap(r.scale) < padded {
		r.scale = make([]float32, padded)
	}
	r.q, r.scale = r.q[:padded*width], r.scale[:padded]
	for i := range n {
		r.scale[i] = quantizeRow(r.q[i*width:(i+1)*width], x[i*width:(i+1)*width])
	}
	clear(r.q[n*width:])
	clear(r.scale[n:])
}

func quantizeRow(q []int16, x []float32) float32 {
	top := largestOf(x)
	if !(top > 1e-20 && top <= math.MaxFloat32) {
		clear(q)
		return 0
	}
	roundTo(q[:len(x)], x, 127/top)
	return top / 127
}

func largestGo(x []float32, top float32) float32 {
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > top {
			top = v
		}
	}
	return top
}

func roundGo(q []int16, x []float32, inv float32) {
	q = q[:len(x)]
	for i, v := range x {
		// Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits.
		q[i] = int16(int32(math.Float32bits(float32(v*inv)+12582912)) - 0x4B400000)
	}
}

// Matrix is Out × In weights with a scale for each output.
type Matrix struct {
	Out, In int
	Stride  int // Out rounded up: the distance of rows of a product
	scale   []float32
	bias    []float32
	pairs   []int16 // vector path: panels of colBlock outputs, in each pairs of inputs
	lanes   []int64 // scalar path: groups of three outputs, 21 bits apart
	groups  int
}

// New packs weights q, outputs × inputs, with the scale of each output and a bias, which may be nil.
// In must be even.
func New(out, in int, q []int8, scale, bias []float32) *Matrix {
	m := &Matrix{Out: out, In: in, Stride: (out + colBlock - 1) / colBlock * colBlock}
	m.scale = append(make([]float32, 0, m.Stride), scale[:out]...)[:m.Stride]
	m.bias = make([]float32, m.Stride)
	copy(m.bias, bias)
	if vector {
		m.packPairs(q)
	} else {
		m.packLanes(q)
	}
	return m
}

func (m *Matrix) packPairs(q []int8) {
	m.pairs = make([]int16, m.Stride*m.In)
	for p := 0; p < m.Stride; p += colBlock {
		panel := m.pairs[p*m.In:]
		for c := 0; c < colBlock && p+c < m.Out; c++ {
			w := q[(p+c)*m.In : (p+c+1)*m.In]
			for k := 0; k+1 < len(w); k += 2 {
				at := k*colBlock + 2*c
				panel[at], panel[at+1] = int16(w[k]), int16(w[k+1])
			}
		}
	}
}

// Len is the length of the buffer that Mul needs for a product of n rows.
func (m *Matrix) Len(n int) int { return (n + rowBlock - 1) / rowBlock * rowBlock * m.Stride }

// Mul sets dst[i*Stride+j] to the product of row i and output j, plus its bias. dst has Len(r.N) elements.
func (m *Matrix) Mul(dst []float32, r *Rows) {
	if r.N == 0 {
		return
	}
	if m.pairs != nil {
		m.mulVector(dst, r)
		return
	}
	m.mulLanes(dst, r)
}
