//go:build !amd64

package kernel

const best = Scalar

func (m *Matrix) mulPanels(dst []float32, r *Rows) { m.mulLanes(dst, r) }

func (m *Matrix) mulTiles(dst []float32, r *Rows) { m.mulLanes(dst, r) }

func largestOf(x []float32) float32 { return largestGo(x, 0) }

func roundTo(q []int16, x []float32, inv float32) { roundGo(q, x, inv) }

func raiseTo(b []uint8, q []int16) { raiseGo(b, q) }

func (g *Gates) cellVector(out, c, u, skip []float32, scale float32) int { return 0 }

func expVector(dst, x []float32) int { return 0 }

func addRows49(dst, table []float32, rows []uint16) { addRowsGo(dst, table, rows) }

func addScaled(dst []float32, q []int8, scale float32) { addScaledGo(dst, q, scale) }

func dots(out, a, b []float32) { dotsGo(out, a, b) }
