package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestExp compares with the standard library.
func TestExp(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 200_000 {
		x := float32(-87 + 175*r.Float64())
		want := math.Exp(float64(x))
		if d := math.Abs(float64(Exp(x))-want) / want; d > 3e-7 {
			t.Fatalf("e^%g is %g, want %g", x, Exp(x), want)
		}
		if x := float32(want); math.Abs(float64(Log(x))-math.Log(float64(x))) > 1e-7*max(4, 2*math.Abs(math.Log(float64(x)))) {
			t.Fatalf("log %g is %g, want %g", x, Log(x), math.Log(float64(x)))
		}
	}
	for x, want := range map[float32]float32{0: 1, -1000: 0, float32(math.Inf(-1)): 0} {
		if got := Exp(x); got != want {
			t.Errorf("e^%g is %g", x, got)
		}
	}
	if Log(1) != 0 {
		t.Errorf("log 1 is %g", Log(1))
	}
	if got := Exp(float32(math.NaN())); got != 0 {
		t.Errorf("e to what is no number is %g", got)
	}
}

// TestExps compares the paths, to the last bit.
func TestExps(t *testing.T) {
	defer Use(Tiles)
	r := rand.New(rand.NewPCG(6, 6))
	for n := range 40 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(-100 + 200*r.Float64())
		}
		if n > 20 {
			x[3], x[9], x[11], x[17] = float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), -87
		}
		for _, p := range Paths() {
			Use(p)
			got := make([]float32, n)
			Exps(got, x)
			for i, v := range x {
				if got[i] != Exp(v) {
					t.Fatalf("%s: e^%g is %g, not %g", p, v, got[i], Exp(v))
				}
			}
		}
	}
}

func BenchmarkExps(b *testing.B) {
	x, y := make([]float32, 64), make([]float32, 64)
	for i := range x {
		x[i] = float32(-i) / 4
	}
	for b.Loop() {
		Exps(y, x)
	}
}

func BenchmarkExp(b *testing.B) {
	x := float32(-3)
	for b.Loop() {
		x = -Exp(x) - 1
	}
}
