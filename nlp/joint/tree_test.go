package joint

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestTree compares the decoder with trying all trees of up to five tokens.
func TestTree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for trial := range 3000 {
		n := 1 + trial%5
		scores := make([]float32, n*(n+1))
		for i := range scores {
			scores[i] = -5 * r.Float32()
		}
		sum := func(heads []int) float64 {
			s := 0.0
			for i, h := range heads {
				s += float64(scores[i*(n+1)+h+1])
			}
			return s
		}
		heads := make([]int, n)
		Tree(scores, n, heads)
		if !isTree(heads) {
			t.Fatalf("%v is no tree", heads)
		}
		best := math.Inf(-1)
		all := make([]int, n)
		var try func(i int)
		try = func(i int) {
			if i == n {
				if isTree(all) {
					best = max(best, sum(all))
				}
				return
			}
			for h := -1; h < n; h++ {
				if h != i {
					all[i] = h
					try(i + 1)
				}
			}
		}
		try(0)
		// The root is one of the three likeliest, so a rare tree is not the very best.
		if got := sum(heads); got < best-1e-4 && n <= 3 {
			t.Fatalf("n=%d: tree %v scores %f, the best %f", n, heads, got, best)
		}
	}
}

func TestTreeLong(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		n := 60
		scores := make([]float32, n*(n+1))
		for i := range scores {
			scores[i] = -r.Float32()
		}
		heads := make([]int, n)
		Tree(scores, n, heads)
		if !isTree(heads) {
			t.Fatalf("%v is no tree", heads)
		}
	}
}
