// Package gemm multiplies float32 matrices for training: packed panels and a register-tiled micro-kernel
// after Goto and van de Geijn (2008), in assembly where the processor has AVX-512 or AVX2 with FMA.
//
// A multiplication runs on the goroutine that asks for it; training is parallel over shards of a batch.
package gemm

import "unsafe"

// Matrix is a view of Rows × Cols numbers in row-major order, rows Stride apart; with Trans it is the
// transpose of such a view, and Rows and Cols are those after transposing.
type Matrix struct {
	Data       []float32
	Rows, Cols int
	Stride     int
	Trans      bool
}

// Dense is the rows × cols matrix that data holds row after row.
func Dense(data []float32, rows, cols int) Matrix {
	return Matrix{Data: data, Rows: rows, Cols: cols, Stride: cols}
}

// View is the rows × cols matrix that starts at data[0] with rows stride apart.
func View(data []float32, rows, cols, stride int) Matrix {
	return Matrix{Data: data, Rows: rows, Cols: cols, Stride: stride}
}

// T is the transpose of m.
func (m Matrix) T() Matrix {
	m.Rows, m.Cols, m.Trans = m.Cols, m.Rows, !m.Trans
	return m
}

// kernel adds the product of a packed mr × k panel and a packed k × nr panel to a tile of c whose rows are
// ldc bytes apart. k is at least 1.
type kernel struct {
	name   string
	mr, nr int
	run    func(k int, a, b, c *float32, ldc int)
}

// scalar is the kernel in Go.
var scalar = kernel{"scalar", 4, 4, kernGo}

// best is the fastest kernel of this processor.
var best = scalar

const (
	kc = 256 // rows of b packed at a time
	mc = 192 // rows of a packed at a time; a multiple of every mr
)

// Multiplier holds the buffers of one goroutine. The zero value is ready to use.
type Multiplier struct {
	kern kernel
	a, b []float32
	tile [12 * 32]float32
}

// Add computes c += a·b. It panics if the shapes do not fit or c is transposed: that is a bug of the caller.
func (m *Multiplier) Add(c, a, b Matrix) {
	if a.Cols != b.Rows || c.Rows != a.Rows || c.Cols != b.Cols || c.Trans {
		panic("gemm: shapes do not fit")
	}
	if c.Rows == 0 || c.Cols == 0 || a.Cols == 0 {
		return
	}
	if m.kern.run == nil {
		m.kern = best
	}
	k := m.kern
	panels := (b.Cols + k.nr - 1) / k.nr
	m.b = grow(m.b, panels*k.nr*kc)
	m.a = grow(m.a, (mc+k.mr)*kc)
	for p := 0; p < a.Cols; p += kc {
		depth := min(kc, a.Cols-p)
		packB(m.b, b, p, depth, k.nr)
		for i := 0; i < a.Rows; i += mc {
			rows := min(mc, a.Rows-i)
			packA(m.a, a, i, rows, p, depth, k.mr)
			for jp := 0; jp < panels; jp++ {
				j := jp * k.nr
				bp := &m.b[jp*k.nr*depth]
				for ip := 0; ip < rows; ip += k.mr {
					ap := &m.a[ip*depth]
					r, n := min(k.mr, rows-ip), min(k.nr, b.Cols-j)
					at := (i+ip)*c.Stride + j
					if r == k.mr && n == k.nr {
						k.run(depth, ap, bp, &c.Data[at], c.Stride*4)
						continue
					}
					t := m.tile[:k.mr*k.nr]
					clear(t)
					k.run(depth, ap, bp, &t[0], k.nr*4)
					for y := 0; y < r; y++ {
						row := c.Data[at+y*c.Stride:][:n]
						for x := range row {
							row[x] += t[y*k.nr+x]
						}
					}
				}
			}
		}
	}
}

// Set computes c = a·b.
func (m *Multiplier) Set(c, a, b Matrix) {
	for i := 0; i < c.Rows; i++ {
		clear(c.Data[i*c.Stride:][:c.Cols])
	}
	m.Add(c, a, b)
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// packA writes rows [i,i+rows) and columns [p,p+depth) of a as panels of mr rows, column after column.
func packA(dst []float32, a Matrix, i, rows, p, depth, mr int) {
	for ip := 0; ip < rows; ip += mr {
		panel := dst[ip*depth:][:mr*depth]
		r := min(mr, rows-ip)
		if r < mr {
			clear(panel)
		}
		if a.Trans {
			for x := 0; x < depth; x++ {
				copy(panel[x*mr:][:r], a.Data[(p+x)*a.Stride+i+ip:][:r])
			}
			continue
		}
		for y := 0; y < r; y++ {
			src := a.Data[(i+ip+y)*a.Stride+p:][:depth]
			at := y
			for _, v := range src {
				panel[at] = v
				at += mr
			}
		}
	}
}

// packB writes rows [p,p+depth) of b as panels of nr columns, row after row.
func packB(dst []float32, b Matrix, p, depth, nr int) {
	for j := 0; j < b.Cols; j += nr {
		panel := dst[j*depth:][:nr*depth]
		n := min(nr, b.Cols-j)
		if n < nr {
			clear(panel)
		}
		if !b.Trans {
			for x := 0; x < depth; x++ {
				copy(panel[x*nr:][:n], b.Data[(p+x)*b.Stride+j:][:n])
			}
			continue
		}
		for y := 0; y < n; y++ {
			src := b.Data[(j+y)*b.Stride+p:][:depth]
			at := y
			for _, v := range src {
				panel[at] = v
				at += nr
			}
		}
	}
}

func kernGo(k int, a, b, c *float32, ldc int) {
	const mr, nr = 4, 4
	as := unsafe.Slice(a, k*mr)
	bs := unsafe.Slice(b, k*nr)
	var acc [mr * nr]float32
	for len(as) >= mr && len(bs) >= nr {
		b0, b1, b2, b3 := bs[0], bs[1], bs[2], bs[3]
		for i := range mr {
			v := as[i]
			acc[i*nr] += v * b0
			acc[i*nr+1] += v * b1
			acc[i*nr+2] += v * b2
			acc[i*nr+3] += v * b3
		}
		as, bs = as[mr:], bs[nr:]
	}
	ldc /= 4
	cs := unsafe.Slice(c, (mr-1)*ldc+nr)
	for i := range mr {
		for j := range nr {
			cs[i*ldc+j] += acc[i*nr+j]
		}
	}
}
