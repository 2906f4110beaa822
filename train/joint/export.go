package joint

import model "kg/nlp/joint"

// file is the network with averaged weights in eight bits.
func (t *trainer) file() *model.File {
	t.net.useAverage(t.step, t.adam.average)
	defer t.net.useAverage(t.step, t.adam.average)
	return t.fileOf(t.net.shipped())
}

// fileOf is the network n in eight bits.
func (t *trainer) fileOf(n *net) *model.File {
	f := &model.File{Config: n.cfg, Inventory: n.inv, Words: t.data.words, Lexicon: t.data.lex}
	for _, p := range n.params {
		if p == n.entity || p == n.entityB || p == n.role || p == n.roleB {
			continue
		}
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
	rows, cols := len(n.inv.Rels), len(n.inv.UPOS)
	f.Arrays = append(f.Arrays, model.Array{Name: "tag.rel", Rows: rows, Cols: cols, F: t.data.tagsByRelation()})
	return f
}

// tagsByRelation says for each relation and part of speech how many times more frequent the part of speech is among
// the tokens of the training trees that have the relation than among all.
func (c *corpus) tagsByRelation() []float32 {
	const few = 0.1 // added to each count
	tags := len(c.inv.UPOS)
	count := make([]float64, len(c.inv.Rels)*tags)
	all, sum := make([]float64, tags), 0.0
	for _, ex := range c.train {
		if ex.upos == nil || ex.guessed {
			continue
		}
		for i, u := range ex.upos {
			if r := ex.rels[i]; u >= 0 && r >= 0 {
				count[int(r)*tags+int(u)]++
				all[u]++
				sum++
			}
		}
	}
	out := make([]float32, len(count))
	for r := range c.inv.Rels {
		row := count[r*tags : (r+1)*tags]
		n := 0.0
		for _, v := range row {
			n += v + few
		}
		for u, v := range row {
			out[r*tags+u] = float32((v + few) / n * sum / (all[u] + few))
		}
	}
	return out
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
