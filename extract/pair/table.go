package pair

import "math"

// Table is a multinomial logistic regression: a row of weights, one for each class, for every place that a hashed
// feature can have, and the first weights that all have.
type Table struct {
	Classes int
	Rows    int // a power of two
	Bias    []float32
	W       []float32 // Rows × Classes
}

// Rows of the two tables.
const (
	EntityRows = 1 << 16
	PairRows   = 1 << 18
)

// NewTable is a table of zeros.
func NewTable(classes, rows int) *Table {
	return &Table{classes, rows, make([]float32, classes), make([]float32, classes*rows)}
}

// Probabilities fills p with that of each class, for the features of row.
func (t *Table) Probabilities(p []float32, row []uint32) {
	copy(p, t.Bias)
	for _, f := range row {
		at := int(f) & (t.Rows - 1) * t.Classes
		for k, w := range t.W[at : at+t.Classes] {
			p[k] += w
		}
	}
	top := p[0]
	for _, v := range p {
		top = max(top, v)
	}
	sum := float32(0)
	for k, v := range p {
		p[k] = float32(math.Exp(float64(v - top)))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}

// hash is that of a template and its values.
func hash(template uint32, values ...string) uint32 {
	h := (2166136261 ^ template) * 16777619
	for _, v := range values {
		for i := 0; i < len(v); i++ {
			h = (h ^ uint32(v[i])) * 16777619
		}
		h = (h ^ 0xff) * 16777619
	}
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return h ^ h>>13
}

// digit is a count, rounded where it is large.
func digit(n int) string {
	switch {
	case n < 0:
		return "-"
	case n < 5:
		return "01234"[n : n+1]
	case n < 8:
		return "5"
	case n < 13:
		return "6"
	case n < 20:
		return "7"
	}
	return "8"
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
