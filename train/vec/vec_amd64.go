package vec

import (
	"golang.org/x/sys/cpu"

	"kg/nlp/kernel"
)

var vector = cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ

// adamArgs are the arguments of adam16, in the order in which it reads them.
type adamArgs struct {
	w, m, v, avg, g *float32
	blocks          int
	a               Adam
	rest1, rest2    float32 // 1 minus each beta
	restKeep        float32
}

// adam16 does what Adam.Step does for 16·blocks weights.
//
//go:noescape
func adam16(a *adamArgs)

func (a *Adam) stepVector(w, m, v, avg, g []float32) int {
	n := len(w)
	if !vector || n < 16 || len(m) < n || len(v) < n || len(avg) < n || len(g) < n {
		return 0
	}
	adam16(&adamArgs{&w[0], &m[0], &v[0], &avg[0], &g[0], n / 16, *a, 1 - a.Beta1, 1 - a.Beta2, 1 - a.Keep})
	return n / 16 * 16
}

// forwardArgs are the arguments of forward16.
type forwardArgs struct {
	prev, uc, uf, ur, skip, vf, vr, bf, br, f, r, c, out *float32
	at, by                                               *float32
	blocks                                               int
	scale                                                float32
}

//go:noescape
func forward16(a *forwardArgs)

func (s *Cell) forwardVector() int {
	n := len(s.Out)
	if !vector || n < 16 || s.short(n) {
		return 0
	}
	at, by := kernel.SigmoidTable()
	forward16(&forwardArgs{&s.Prev[0], &s.UC[0], &s.UF[0], &s.UR[0], &s.Skip[0], &s.VF[0], &s.VR[0], &s.BF[0], &s.BR[0],
		&s.F[0], &s.R[0], &s.C[0], &s.Out[0], &at[0], &by[0], n / 16, s.Scale})
	return n / 16 * 16
}

func (s *Cell) short(n int) bool {
	for _, x := range [][]float32{s.Prev, s.UC, s.UF, s.UR, s.Skip, s.VF, s.VR, s.BF, s.BR, s.F, s.R, s.C} {
		if len(x) < n {
			return true
		}
	}
	return false
}

// backwardArgs are the arguments of backward16.
type backwardArgs struct {
	prev, uc, skip, vf, vr, f, r, c                      *float32
	out, carry, duc, duf, dur, dskip, dvf, dvr, dbf, dbr *float32
	blocks                                               int
	scale, one                                           float32
}

//go:noescape
func backward16(a *backwardArgs)

func (b *CellBack) backwardVector() int {
	n, s := len(b.Out), b.Cell
	if !vector || n < 16 || s.short(n) {
		return 0
	}
	for _, x := range [][]float32{b.Carry, b.UC, b.UF, b.UR, b.Skip, b.VF, b.VR, b.BF, b.BR} {
		if len(x) < n {
			return 0
		}
	}
	backward16(&backwardArgs{&s.Prev[0], &s.UC[0], &s.Skip[0], &s.VF[0], &s.VR[0], &s.F[0], &s.R[0], &s.C[0],
		&b.Out[0], &b.Carry[0], &b.UC[0], &b.UF[0], &b.UR[0], &b.Skip[0], &b.VF[0], &b.VR[0], &b.BF[0], &b.BR[0],
		n / 16, s.Scale, 1})
	return n / 16 * 16
}
