package joint

import model "kg/nlp/joint"

// file is the network with averaged weights in eight bits.
func (t *trainer) file() *model.File {
	n := t.net
	f := &model.File{Config: n.cfg, Inventory: n.inv, Words: t.data.words, Lexicon: t.data.lex}
	n.useAverage(t.step, t.adam.average)
	defer n.useAverage(t.step, t.adam.average)
	for _, p := range n.params {
		rows, cols, w := p.rows, p.cols, p.w
		if n.product(p) {
			// The running network has a row for each output.
			w = make([]float32, len(p.w))
			for i := range rows {
				for j := range cols {
					w[j*rows+i] = p.w[i*cols+j]
				}
			}
			rows, cols = cols, rows
		}
		if !p.sparse && !n.product(p) && p != n.arcDist {
			f.Arrays = append(f.Arrays, model.Array{Name: p.name, Rows: rows, Cols: cols, F: append([]float32(nil), w...)})
			continue
		}
		f.Arrays = append(f.Arrays, model.NewArray(p.name, rows, cols, w))
	}
	return f
}

// product reports whether p is a matrix with a column for each output.
func (n *net) product(p *param) bool {
	for _, l := range n.layers {
		if p == l.w {
			return true
		}
	}
	return p == n.heads || p == n.arcU || p == n.labOut
}
