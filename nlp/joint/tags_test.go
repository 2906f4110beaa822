package joint

import "testing"

// TestTagOf chooses between two parts of speech of which the relation goes with the second.
func TestTagOf(t *testing.T) {
	for _, c := range []struct {
		scores   []float32
		ratio    []float32
		probable float32
		want     int
	}{
		{[]float32{2, 1.9, -9}, []float32{0.01, 8, 9}, 0.99, 1},
		{[]float32{2, 1.9, -9}, []float32{0.01, 8, 9}, 0.01, 0}, // a relation that is hardly believed
		{[]float32{2, -0.5, -9}, []float32{0.5, 8, 9}, 1, 0},    // scores far apart
		{[]float32{2, -9, -9}, []float32{0, 0, 900}, 1, 0},      // what is not considered
		{[]float32{2, 1.9, -9}, []float32{0, 0, 0}, 1, 0},
	} {
		if got := tagOf(c.scores, c.ratio, c.probable); got != c.want {
			t.Errorf("%v with %v at %v: %d, not %d", c.scores, c.ratio, c.probable, got, c.want)
		}
	}
}
