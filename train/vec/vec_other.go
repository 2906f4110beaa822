//go:build !amd64

package vec

var vector = false

func (a *Adam) stepVector(w, m, v, avg, g []float32) int { return 0 }

func (s *Cell) forwardVector() int { return 0 }

func (b *CellBack) backwardVector() int { return 0 }
