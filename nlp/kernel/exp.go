package kernel

import "math"

// Exp is e^x to about 1e-7 of itself, between e^-87 and e^88. It rounds after every operation, so that it is the same
// number on every machine, which math.Exp is not: that one uses fused operations where the processor has them.
// The polynomial is that of expf in Cephes (Moshier 1989).
func Exp(x float32) float32 {
	if !(x > expLow) { // also if x is not a number
		return 0
	}
	x = min(x, expHigh)
	// k is x/ln 2, rounded; r what is left.
	k := float32(float32(x*expLog2)+expRound) - expRound
	r := x - float32(k*expLn2)
	r -= float32(k * expRest)
	y := float32(r*exp5) + exp4
	y = float32(y*r) + exp3
	y = float32(y*r) + exp2
	y = float32(y*r) + exp1
	y = float32(y*r) + exp0
	y = float32(float32(y*r)*r) + r
	y++
	return y * math.Float32frombits(uint32(int32(k)+127)<<23)
}

const (
	expLow, expHigh = -87, 88
	expLog2         = 1.44269504
	expRound        = 1.5 * (1 << 23) // added and taken away again it rounds to the nearest integer
	expLn2, expRest = 0.693359375, -2.12194440e-4

	exp5, exp4, exp3 = 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3
	exp2, exp1, exp0 = 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1
)

// Exps sets dst[i] to Exp(x[i]), on every path to the same numbers. Dst is as long as x, and may be x.
func Exps(dst, x []float32) {
	dst = dst[:len(x)]
	for i := expVector(dst, x); i < len(x); i++ {
		dst[i] = Exp(x[i])
	}
}

// Log is the natural logarithm of x > 0 to about 1e-7, the same on every machine, with the polynomial of logf in
// Cephes.
func Log(x float32) float32 {
	const half = 0.707106781
	b := math.Float32bits(x)
	e := float32(int32(b>>23) - 126)
	m := math.Float32frombits(b&0x7fffff | 126<<23) // in [0.5, 1)
	if m < half {
		e--
		m += m
	}
	m--
	z := float32(m * m)
	y := float32(m*7.0376836292e-2) - 1.1514610310e-1
	y = float32(y*m) + 1.1676998740e-1
	y = float32(y*m) - 1.2420140846e-1
	y = float32(y*m) + 1.4249322787e-1
	y = float32(y*m) - 1.6668057665e-1
	y = float32(y*m) + 2.0000714765e-1
	y = float32(y*m) - 2.4999993993e-1
	y = float32(y*m) + 3.3333331174e-1
	y = float32(float32(y*m) * z)
	y += float32(e * -2.12194440e-4)
	y -= float32(0.5 * z)
	return m + y + float32(e*0.693359375)
}
