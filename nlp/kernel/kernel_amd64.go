package kernel

import (
	"math"

	"golang.org/x/sys/cpu"
)

// best is the fastest path that the processor has.
var best = func() Path {
	switch x := cpu.X86; {
	case !x.HasAVX2:
		return Scalar
	case !x.HasAVX512F || !x.HasAVX512BW || !x.HasAVX512VL || !x.HasAVX512VNNI:
		return Vector
	case !x.HasAMXTile || !x.HasAMXInt8 || !askForTiles():
		return Quads
	}
	return Tiles
}()

// dot6x16 sets six rows of sixteen columns of dst, whose rows are stride bytes apart, to the sums of products of six rows of
// activations, width bytes apart, with a panel of weights in pairs. What it sets are integers, for finish.
//
//go:noescape
func dot6x16(pairs int, a *int16, width int, w *int16, dst *float32, stride int)

// quad6x16 is dot6x16 for raised activations and weights in fours.
//
//go:noescape
func quad6x16(quads int, a *uint8, width int, w *int8, dst *float32, stride int)

// finish makes rows of 16·blocks sums what they are of numbers: it adds start, scales them and adds bias.
//
//go:noescape
func finish(dst *float32, stride, rows, blocks int, start *int32, rowScale, scale, bias *float32)

// mulPanels takes panel after panel of weights, which stays near the processor while all rows meet it.
func (m *Matrix) mulPanels(dst []float32, r *Rows) {
	d := deep(m.In)
	if m.quads != nil {
		r.raise()
	}
	for p := 0; p < m.Stride; p += colBlock {
		for i := 0; i < r.N; i += rowBlock {
			at := &dst[i*m.Stride+p]
			if m.quads != nil {
				quad6x16(m.In/4, &r.raised[i*d], d, &m.quads[p*d], at, 4*m.Stride)
			} else {
				dot6x16(m.In/2, &r.q[i*r.Width], 2*r.Width, &m.pairs[p*m.In], at, 4*m.Stride)
			}
		}
		finish(&dst[p], 4*m.Stride, r.N, 1, &m.start[p], &r.scale[0], &m.scale[p], &m.bias[p])
	}
}

// raise32 sets b[:32*blocks] to q + 128.
//
//go:noescape
func raise32(b *uint8, q *int16, blocks int)

func raiseTo(b []uint8, q []int16) {
	blocks := len(q) / 32
	if blocks > 0 {
		raise32(&b[0], &q[0], blocks)
	}
	raiseGo(b[32*blocks:], q[32*blocks:])
}

// largest is the largest magnitude of x[:16*blocks]; numbers that are none do not count.
//
//go:noescape
func largest(x *float32, blocks int) float32

// round sets q[:16*blocks] to x times inv, rounded to the nearest integer, ties to even.
//
//go:noescape
func round(q *int16, x *float32, blocks int, inv float32)

func largestOf(x []float32) float32 {
	blocks := 0
	top := float32(0)
	if path >= Vector && len(x) >= 16 {
		blocks = len(x) / 16
		top = largest(&x[0], blocks)
	}
	return largestGo(x[16*blocks:], top)
}

func roundTo(q []int16, x []float32, inv float32) {
	blocks := 0
	if path >= Vector && len(x) >= 16 {
		blocks = len(x) / 16
		round(&q[0], &x[0], blocks, inv)
	}
	roundGo(q[16*blocks:], x[16*blocks:], inv)
}

// expTable is what exp8 computes with, each number for eight of them: in the order in which it takes them.
var expTable = func() (out [14][8]float32) {
	for i, v := range [...]float32{expLow, expHigh, expLog2, expRound, expLn2, expRest, exp5, exp4, exp3, exp2, exp1, exp0, 1,
		math.Float32frombits(127)} {
		for k := range out[i] {
			out[i][k] = v
		}
	}
	return out
}()

// exp8 does what Exps does for 8·blocks numbers.
//
//go:noescape
func exp8(dst, x *float32, blocks int, table *[14][8]float32)

// expVector does what Exps does for the first numbers, and tells for how many.
func expVector(dst, x []float32) int {
	if path < Vector || len(x) < 8 {
		return 0
	}
	exp8(&dst[0], &x[0], len(x)/8, &expTable)
	return len(x) / 8 * 8
}

// cellArgs are the arguments of cell8, in the order in which it reads them.
type cellArgs struct {
	out, c, uc, uf, ur, skip *float32
	vf, vr, bf, br           *float32
	at, by                   *[sigmoidSize + 1]float32
	blocks                   int
	scale                    float32
}

// cell8 does what Gates.Cell does for 8·blocks units.
//
//go:noescape
func cell8(a *cellArgs)

func (g *Gates) cellVector(out, c, u, skip []float32, scale float32) int {
	n := len(out)
	if n < 8 || len(c) < n || len(skip) < n || len(u) < 3*n {
		return 0
	}
	cell8(&cellArgs{
		out: &out[0], c: &c[0], uc: &u[0], uf: &u[n], ur: &u[2*n], skip: &skip[0],
		vf: &g.Forget[0], vr: &g.Highway[0], bf: &g.ForgetBias[0], br: &g.HighwayBias[0],
		at: &sigmoidAt, by: &sigmoidBy, blocks: n / 8, scale: scale,
	})
	return n / 8 * 8
}

// sumRows49 adds n rows of 49 columns to dst.
//
//go:noescape
func sumRows49(dst, table *float32, rows *uint16, n int)

func addRows49(dst, table []float32, rows []uint16) {
	if len(rows) == 0 {
		return
	}
	last := uint16(0)
	for _, r := range rows {
		last = max(last, r)
	}
	_ = table[(int(last)+1)*SumWidth-1] // every row is in the table
	sumRows49(&dst[:SumWidth][0], &table[0], &rows[0], len(rows))
}

// addScaled16 adds q[:16*blocks] times scale to dst.
//
//go:noescape
func addScaled16(dst *float32, q *int8, blocks int, scale float32)

func addScaled(dst []float32, q []int8, scale float32) {
	blocks := 0
	if path >= Vector && len(q) >= 16 {
		blocks = len(q) / 16
		addScaled16(&dst[0], &q[0], blocks, scale)
	}
	addScaledGo(dst[16*blocks:], q[16*blocks:], scale)
}

// dots4 sets out[:4*n] to the dot products of a[:4*quads] and as many rows of b, stride bytes apart.
//
//go:noescape
func dots4(out, a, b *float32, stride, n, quads int)

func dots(out, a, b []float32) {
	done, width := 0, len(a)
	if path >= Vector && len(out) >= 4 && width >= 4 && width%4 == 0 {
		done = len(out) / 4 * 4
		_ = b[done*width-1]
		dots4(&out[0], &a[0], &b[0], 4*width, done/4, width/4)
	}
	dotsGo(out[done:], a, b[done*width:])
}
