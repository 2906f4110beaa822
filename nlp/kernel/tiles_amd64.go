package kernel

// tileRows is the number of rows of a tile, and of columns of a product.
const tileRows = 16

// tileArgs are the arguments of tiles, in the order in which it reads them.
type tileArgs struct {
	config *[64]byte
	a1, a2 *uint8 // two tiles of activations, above each other
	deep   int    // distance of their rows in bytes
	b      *int8  // panels of weights
	bNext  int    // from one panel to that beside it, in bytes
	c1, c2 *float32
	stride int // distance of rows of c in bytes
	cNext  int // from the columns of one panel to those of that beside it, in bytes
	steps  int // 64 activations each
	pairs  int // of panels
}

// tiles sets the columns of pairs of panels in two times 16 rows to sums of products, as dot6x16 does.
//
//go:noescape
func tiles(a *tileArgs)

// tileConfig says how many rows the tiles have, with so many rows of activations in the first and in the second: tiles 0 and 1
// sums of the first, 2 and 3 of the second, 4 and 5 their activations, 6 and 7 weights.
func tileConfig(first, second int) (c [64]byte) {
	c[0] = 1 // the palette, which is the only one there is
	for i, rows := range [8]int{first, first, second, second, first, second, tileRows, tileRows} {
		c[16+2*i] = 64 // bytes of a row
		c[48+i] = byte(rows)
	}
	return c
}

// mulTiles takes 32 rows at a time. Where there are fewer than two tiles of rows or two panels left, the same one is taken twice.
func (m *Matrix) mulTiles(dst []float32, r *Rows) {
	r.raise()
	d := deep(m.In)
	panels := m.Stride / colBlock
	for i := 0; i < r.N; i += 2 * tileRows {
		first, second, next := min(tileRows, r.N-i), min(tileRows, r.N-i-tileRows), tileRows
		if second <= 0 {
			second, next = 1, 0
		}
		config := tileConfig(first, second)
		a := tileArgs{
			config: &config, a1: &r.raised[i*d], a2: &r.raised[(i+next)*d], deep: d, b: &m.quads[0], bNext: colBlock * d,
			c1: &dst[i*m.Stride], c2: &dst[(i+next)*m.Stride], stride: 4 * m.Stride, cNext: 4 * colBlock, steps: d / 64, pairs: panels / 2,
		}
		if a.pairs > 0 {
			tiles(&a)
		}
		if panels%2 != 0 {
			p := (panels - 1) * colBlock
			a.b, a.bNext, a.cNext, a.pairs = &m.quads[p*d], 0, 0, 1
			a.c1, a.c2 = &dst[i*m.Stride+p], &dst[(i+next)*m.Stride+p]
			tiles(&a)
		}
		finish(&dst[i*m.Stride], 4*m.Stride, min(2*tileRows, r.N-i), panels, &m.start[0], &r.scale[i], &m.scale[0], &m.bias[0])
	}
}
