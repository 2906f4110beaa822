// Package kernel multiplies rows of activations by matrices of weights, both in eight bits, and does what else the
// nets need on every machine alike.
//
// Products and sums are integers, so every [Path] gives the same numbers. A sum of In products of two numbers of
// magnitude up to 127 fits 32 bits for In up to 66,000, also where one of them is raised by 128 in between.
package kernel

import "math"

const (
	rowBlock = 6  // rows of activations are padded to a multiple of this
	colBlock = 16 // columns of the result to a multiple of this
)

// Path is a way to compute. A later one is faster.
type Path uint8

// The paths.
const (
	Scalar Path = iota // Go, three products in one 64-bit multiplication
	Vector             // 256-bit vectors of pairs of products (AVX2)
	Quads              // 512-bit vectors of sums of four products (AVX-512 VNNI)
	Tiles              // 16 rows by 16 columns at once, 64 products deep (AMX)
)

// Paths are those that the processor has, the fastest last.
func Paths() []Path { return []Path{Scalar, Vector, Quads, Tiles}[:best+1] }

func (p Path) String() string { return [...]string{"scalar", "vector", "quads", "tiles"}[p] }

var path = best

// Use chooses the path for matrices made from now on; one that the processor does not have stands for its best.
// It is for tests and benchmarks, not to be called while matrices are made.
func Use(p Path) { path = min(p, best) }

// Rows are activations, quantised row by row.
type Rows struct {
	N, Width int
	q        []int16   // N rounded up × Width, each -127 to 127
	raised   []uint8   // q + 128, once asked for: N rounded up × deep(Width)
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
	r.raised = r.raised[:0]
}

// deep is the distance of rows of a width where they are read 64 numbers at a time. What is between them meets weights that are
// zero.
func deep(width int) int { return (width + 63) / 64 * 64 }

// raise fills r.raised.
func (r *Rows) raise() {
	d := deep(r.Width)
	size := len(r.scale) * d
	if len(r.raised) == size {
		return
	}
	if cap(r.raised) < size {
		r.raised = make([]uint8, size+size/4)
	}
	r.raised = r.raised[:size]
	for i := range r.scale {
		raiseTo(r.raised[i*d:][:r.Width], r.q[i*r.Width:][:r.Width])
	}
}

func raiseGo(b []uint8, q []int16) {
	b = b[:len(q)]
	for i, v := range q {
		b[i] = uint8(v + 128)
	}
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
	quads   []int8  // paths Quads and Tiles: panels of colBlock outputs, in each fours of inputs, deep(In) of them
	tiles   bool    // path Tiles
	start   []int32 // of each output, what the raised inputs of these paths give too much
	pairs   []int16 // path Vector: panels of colBlock outputs, in each pairs of inputs
	lanes   []int64 // path Scalar: groups of three outputs, 21 bits apart
	groups  int
}

// New packs weights q, outputs × inputs, with the scale of each output and a bias, which may be nil.
// In must be even.
func New(out, in int, q []int8, scale, bias []float32) *Matrix {
	m := &Matrix{Out: out, In: in, Stride: (out + colBlock - 1) / colBlock * colBlock}
	m.scale = append(make([]float32, 0, m.Stride), scale[:out]...)[:m.Stride]
	m.bias = make([]float32, m.Stride)
	copy(m.bias, bias)
	m.start = make([]int32, m.Stride)
	m.tiles = path == Tiles
	switch {
	case path >= Quads && in%4 == 0:
		m.packQuads(q)
	case path >= Vector:
		m.packPairs(q)
	default:
		m.packLanes(q)
	}
	return m
}

func (m *Matrix) packQuads(q []int8) {
	d := deep(m.In)
	m.quads = make([]int8, m.Stride*d)
	for o := range m.Out {
		panel := m.quads[o/colBlock*colBlock*d:]
		w := q[o*m.In : (o+1)*m.In]
		for k := 0; k < len(w); k += 4 {
			copy(panel[k*colBlock+4*(o%colBlock):], w[k:k+4])
		}
		for _, v := range w {
			m.start[o] -= 128 * int32(v)
		}
	}
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
	switch {
	case m.quads != nil && m.tiles:
		m.mulTiles(dst, r)
	case m.quads != nil, m.pairs != nil:
		m.mulPanels(dst, r)
	default:
		m.mulLanes(dst, r)
	}
}
