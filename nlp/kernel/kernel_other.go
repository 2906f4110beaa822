//go:build !amd64

package kernel

const haveVector = false

func (m *Matrix) mulVector(dst []float32, r *Rows) { m.mulLanes(dst, r) }
