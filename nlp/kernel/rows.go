package kernel

// SumWidth is the width for which AddRows is fast: the rows of the coreference net.
const SumWidth = 49

// AddRows adds rows of table, each as wide as dst, to dst, one after the other. On every path each element is summed
// in the order of rows, so that the sums are the same.
func AddRows(dst, table []float32, rows []uint16) {
	if path >= Vector && len(dst) == SumWidth {
		addRows49(dst, table, rows)
		return
	}
	addRowsGo(dst, table, rows)
}

func addRowsGo(dst, table []float32, rows []uint16) {
	for _, r := range rows {
		row := table[int(r)*len(dst):][:len(dst)]
		d := dst[:len(row)]
		for len(d) >= 4 && len(row) >= 4 {
			a, b, c, e := row[0], row[1], row[2], row[3]
			d[0] += a
			d[1] += b
			d[2] += c
			d[3] += e
			d, row = d[4:], row[4:]
		}
		for i, v := range row {
			d[i] += v
		}
	}
}

// AddScaled adds q, times scale, to dst, which is as long. Every path rounds the product before it is added.
func AddScaled(dst []float32, q []int8, scale float32) { addScaled(dst[:len(q)], q, scale) }

func addScaledGo(dst []float32, q []int8, scale float32) {
	dst = dst[:len(q)]
	for i, v := range q {
		dst[i] += float32(float32(v) * scale)
	}
}

// Dots sets out[j] to the dot product of a and row j of b, whose rows are as wide as a. Every path sums every fourth product
// for itself and adds the four sums alike.
func Dots(out, a, b []float32) { dots(out, a, b) }

func dotsGo(out, a, b []float32) {
	for j := range out {
		out[j] = dotGo(a, b[j*len(a):][:len(a)])
	}
}

func dotGo(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s0 += float32(a[0] * b[0])
		s1 += float32(a[1] * b[1])
		s2 += float32(a[2] * b[2])
		s3 += float32(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		s0 += float32(v * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}
