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
