package joint

import (
	model "kg/nlp/joint"
	"kg/train/gemm"
	"kg/train/vec"
)

// recur is the forward pass of one bidirectional layer of simple recurrent units (Lei et al. 2018):
//
//	f = σ(u_f + v_f∘c′ + b_f)    r = σ(u_r + v_r∘c′ + b_r)
//	c = f∘c′ + (1-f)∘u           h = r∘c + (1-r)∘x
//
// where c′ is the cell before, and x the input, scaled, or a product of it.
func (p *pass) recur(l layer, x []float32, tokens int) []float32 {
	h := p.n.cfg.Hidden
	w := 2 * h * l.blocks
	st := state{in: x, u: p.mem.raw(tokens * w)}
	p.mul.Set(gemm.Dense(st.u, tokens, w), gemm.Dense(x, tokens, l.in), gemm.Dense(l.w.w, l.in, w))
	st.c, st.f, st.r, st.h = p.mem.raw(tokens*2*h), p.mem.raw(tokens*2*h), p.mem.raw(tokens*2*h), p.mem.raw(tokens*2*h)
	if p.train {
		st.mask = p.mem.get(len(p.batch) * 2 * h)
		p.maskRow(st.mask, p.rates.hidden)
	}
	zero := p.mem.get(h)
	for s := range p.batch {
		for d := range 2 {
			prev := zero
			vf, vr := l.v.w[d*h:][:h], l.v.w[2*h+d*h:][:h]
			bf, br := l.b.w[d*h:][:h], l.b.w[2*h+d*h:][:h]
			first, last, step := p.off[s], p.off[s+1], 1
			if d == 1 {
				first, last, step = last-1, first-1, -1
			}
			for t := first; t != last; t += step {
				u := st.u[t*w+d*h*l.blocks:]
				uc, uf, ur := u[:h], u[h:][:h], u[2*h:][:h]
				at := t*2*h + d*h
				c, f, r, out := st.c[at:][:h], st.f[at:][:h], st.r[at:][:h], st.h[at:][:h]
				skip, scale := x, float32(model.Highway)
				if l.blocks == 4 {
					skip, scale = u[3*h:][:h], 1
				} else {
					skip = x[at:][:h]
				}
				cell := vec.Cell{Prev: prev[:h], UC: uc, UF: uf, UR: ur, Skip: skip, VF: vf, VR: vr, BF: bf, BR: br,
					F: f, R: r, C: c, Out: out, Scale: scale}
				cell.Forward()
				prev = c
			}
		}
	}
	if p.train {
		for s := range p.batch {
			for t := p.off[s]; t < p.off[s+1]; t++ {
				mulInto(st.h[t*2*h:(t+1)*2*h], st.mask[s*2*h:(s+1)*2*h])
			}
		}
	}
	p.states = append(p.states, st)
	return st.h
}

// recurBack takes the derivative of layer i's output, which it changes, and returns that of its input.
func (p *pass) recurBack(i int, dh []float32, tokens int) []float32 {
	l, st := p.n.layers[i], p.states[i]
	h := p.n.cfg.Hidden
	w := 2 * h * l.blocks
	du := p.mem.get(tokens * w)
	dx := p.mem.get(tokens * l.in)
	gv, gb := p.g[l.v].g, p.g[l.b].g
	zero, carry := p.mem.get(h), p.mem.get(h)
	for s := range p.batch {
		for t := p.off[s]; t < p.off[s+1]; t++ {
			mulInto(dh[t*2*h:(t+1)*2*h], st.mask[s*2*h:(s+1)*2*h])
		}
		for d := range 2 {
			clear(carry)
			vf, vr := l.v.w[d*h:][:h], l.v.w[2*h+d*h:][:h]
			gvf, gvr := gv[d*h:][:h], gv[2*h+d*h:][:h]
			gbf, gbr := gb[d*h:][:h], gb[2*h+d*h:][:h]
			first, last, step := p.off[s], p.off[s+1], 1
			if d == 1 {
				first, last, step = last-1, first-1, -1
			}
			for t := last - step; t != first-step; t -= step {
				u, g := st.u[t*w+d*h*l.blocks:], du[t*w+d*h*l.blocks:]
				uc := u[:h]
				gc, gf, gr := g[:h], g[h:][:h], g[2*h:][:h]
				at := t*2*h + d*h
				c, f, r, out := st.c[at:][:h], st.f[at:][:h], st.r[at:][:h], dh[at:][:h]
				prev := zero
				if t != first {
					prev = st.c[(t-step)*2*h+d*h:][:h]
				}
				skip, gskip, scale := []float32(nil), []float32(nil), float32(model.Highway)
				if l.blocks == 4 {
					skip, gskip, scale = u[3*h:][:h], g[3*h:][:h], 1
				} else {
					skip, gskip = st.in[at:][:h], dx[at:][:h]
				}
				back := vec.CellBack{
					Cell: &vec.Cell{Prev: prev, UC: uc, UF: u[h:][:h], UR: u[2*h:][:h], Skip: skip, VF: vf, VR: vr,
						BF: l.b.w[d*h:][:h], BR: l.b.w[2*h+d*h:][:h], F: f, R: r, C: c, Scale: scale},
					Out: out, Carry: carry, UC: gc, UF: gf, UR: gr, Skip: gskip, VF: gvf, VR: gvr, BF: gbf, BR: gbr}
				back.Backward()
			}
		}
	}
	p.mul.Add(gemm.Dense(p.g[l.w].g, l.in, w), gemm.Dense(st.in, tokens, l.in).T(), gemm.Dense(du, tokens, w))
	p.mul.Add(gemm.Dense(dx, tokens, l.in), gemm.Dense(du, tokens, w), gemm.Dense(l.w.w, l.in, w).T())
	return dx
}
