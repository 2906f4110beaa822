package joint

import (
	"math"
	"slices"

	model "kg/nlp/joint"
	"kg/train/gemm"
)

// soft is what a teacher thinks of a sentence: probabilities, in 65535ths. The heads that labels are
// conditioned on are those of the example.
type soft struct {
	upos, xpos, names []uint16 // tokens × tags
	arcs              []uint16 // tokens × (tokens+1)
	rels              []uint16 // tokens × relations
}

// Weights of the losses against that of the arcs.
const (
	tagWeight  = 0.5 // universal and Penn tags, each
	nameWeight = 1.5
	weakWeight = 0.4 // names that are guesses

	entityWeight = 0.3
	roleWeight   = 0.3
)

// losses are sums over tokens, and how many tokens each is of.
type losses struct {
	upos, xpos, arc, rel, name      float64
	entity, role                    float64
	tagged, arced, named, teachered int
	typed, roled                    int
}

func (l *losses) add(o losses) {
	l.upos += o.upos
	l.xpos += o.xpos
	l.arc += o.arc
	l.rel += o.rel
	l.name += o.name
	l.entity += o.entity
	l.role += o.role
	l.typed += o.typed
	l.roled += o.roled
	l.tagged += o.tagged
	l.arced += o.arced
	l.named += o.named
	l.teachered += o.teachered
}

// softmax fills p with the probabilities of logits.
func softmax(p, logits []float32) {
	top := logits[0]
	for _, v := range logits {
		top = max(top, v)
	}
	sum := float32(0)
	for i, v := range logits {
		e := float32(math.Exp(float64(v - top)))
		p[i] = e
		sum += e
	}
	inv := 1 / sum
	for i := range p {
		p[i] *= inv
	}
}

// target says what a distribution should be: a gold value (-1 for none), or a set of values one of which is
// right, and what a teacher thinks.
type target struct {
	gold  int
	set   uint64
	soft  []uint16
	trust float32 // weight of soft, against the gold value, if there is one
}

// entropy adds weight times the derivative of the cross entropy of logits to grad and returns the cross entropy.
// probs is scratch space.
func entropy(logits, grad, probs []float32, t target, weight, smooth float32) float64 {
	probs = probs[:len(logits)]
	softmax(probs, logits)
	known := t.gold >= 0 || t.set != 0
	trust := t.trust
	switch {
	case t.soft == nil:
		trust = 0
	case !known:
		trust = 1
	}
	loss := 0.0
	if known {
		w := weight * (1 - trust)
		if t.gold >= 0 {
			flat := smooth / float32(len(logits))
			for i, p := range probs {
				grad[i] += w * (p - flat)
			}
			grad[t.gold] -= w * (1 - smooth)
			loss = -math.Log(float64(probs[t.gold]) + 1e-9)
		} else {
			in := float32(1e-9)
			for i, p := range probs {
				if t.set>>i&1 != 0 {
					in += p
				}
			}
			for i, p := range probs {
				if t.set>>i&1 != 0 {
					p -= p / in
				}
				grad[i] += w * p
			}
			loss = -math.Log(float64(in))
		}
	}
	if trust > 0 {
		w := weight * trust
		for i, p := range probs {
			grad[i] += w * (p - float32(t.soft[i])/65535)
		}
		if !known {
			for i, p := range probs {
				loss -= float64(t.soft[i]) / 65535 * math.Log(float64(p)+1e-9)
			}
		}
	}
	return loss
}

func softRow(s []uint16, i, width int) []uint16 {
	if s == nil {
		return nil
	}
	return s[i*width : (i+1)*width]
}

// arcScores fills scores, len(tokens) × (tokens+1), for sentence s. hs is its heads with the root first.
func (p *pass) arcScores(s int) (scores, hs []float32) {
	n, a, ways := p.n, p.n.cfg.Arc, p.n.cfg.Ways()
	t0 := p.off[s]
	m := p.off[s+1] - t0
	hs = p.mem.raw((m + 1) * a)
	copy(hs, n.arcRoot.w)
	copy(hs[a:], p.hd[t0*a:(t0+m)*a])
	scores = p.mem.raw(m * (m + 1))
	p.mul.Set(gemm.Dense(scores, m, m+1), gemm.Dense(p.q[t0*a:], m, a), gemm.Dense(hs, m+1, a).T())
	for i := range m {
		row := scores[i*(m+1) : (i+1)*(m+1)]
		dist := p.dist[(t0+i)*ways:][:ways]
		row[0] += dist[model.RootBucket]
		for j := 1; j <= m; j++ {
			row[j] += dist[model.Bucket(j-1-i)]
		}
		if n.cfg.Between > 0 {
			for j := range m {
				row[j+1] += dist[model.Buckets+model.Between(p.in[s].marks, i, j)]
			}
		}
		row[i+1] = -1e9
	}
	return scores, hs
}

// labelHidden fills hid with the label scorer's hidden layer for token i of sentence s and its head (-1: root).
func (p *pass) labelHidden(hid []float32, s, i, head int) {
	n, sec, k := p.n, p.n.sec, p.n.cfg.Label
	t0 := p.off[s]
	dep := p.z[(t0+i)*sec.All+sec.LabDep:][:k]
	hd, bucket := n.labRoot.w, model.RootBucket
	if head >= 0 {
		hd = p.z[(t0+head)*sec.All+sec.LabHead:][:k]
		bucket = model.Bucket(head - i)
	}
	dist := n.labDist.w[bucket*k:][:k]
	for x := range hid {
		hid[x] = dep[x] + hd[x] + dist[x]
	}
	if n.cfg.Between > 0 && head >= 0 {
		addScaled(hid, n.labDist.w[(model.Buckets+model.Between(p.in[s].marks, i, head))*k:], 1)
	}
	for x, v := range hid {
		hid[x] = max(v, 0)
	}
}

// backward computes the losses of the batch and adds their derivatives, each token's weighted by scale, to p.g.
func (p *pass) backward(scale float32) losses {
	n, cfg, sec := p.n, p.n.cfg, p.n.sec
	tokens := p.off[len(p.off)-1]
	dz := p.mem.get(tokens * sec.All)
	a := cfg.Arc
	ddep, dhd, dq := p.mem.get(tokens*a), p.mem.get(tokens*a), p.mem.get(tokens*a)
	ways := cfg.Ways()
	ddist := p.mem.get(tokens * ways)
	probs := make([]float32, 1024)
	var sum losses
	for s, ex := range p.batch {
		t0, m := p.off[s], p.off[s+1]-p.off[s]
		w := scale * ex.weight
		so := ex.soft
		if so == nil {
			so = &soft{}
		} else {
			sum.teachered += m
		}
		for i := range m {
			z, g := p.z[(t0+i)*sec.All:], dz[(t0+i)*sec.All:]
			tag := func(vals []int16, s []uint16, from, to int, weight float32) float64 {
				t := target{gold: -1, soft: softRow(s, i, to-from), trust: p.rates.teacher}
				if vals != nil {
					t.gold = int(vals[i])
				}
				if t.gold < 0 && t.soft == nil {
					return 0
				}
				return entropy(z[from:to], g[from:to], probs, t, weight, p.rates.smooth)
			}
			if p.rates.frozen {
				break
			}
			sum.upos += tag(ex.upos, so.upos, 0, sec.XPOS, tagWeight*w)
			sum.xpos += tag(ex.xpos, so.xpos, sec.XPOS, sec.Names, tagWeight*w)
			if ex.upos != nil {
				sum.tagged++
			}
			if ex.names != nil || so.names != nil {
				t := target{gold: -1, soft: softRow(so.names, i, sec.ArcDep-sec.Names), trust: p.rates.teacher}
				if ex.names != nil {
					t.set = ex.names[i]
					sum.named++
				}
				nw := nameWeight * w
				if ex.weak {
					nw = weakWeight * w
				}
				sum.name += entropy(z[sec.Names:sec.ArcDep], g[sec.Names:sec.ArcDep], probs, t, nw, 0)
			}
		}
		if ex.heads == nil {
			continue
		}
		sum.arced += m
		p.arcBack(s, ex, so, w*p.rates.tree[ex.bank], ddep, dhd, dq, ddist, &probs, &sum)
		p.labelBack(s, ex, so, w*p.rates.tree[ex.bank], dz, probs, &sum)
		p.roleBack(s, ex, w, dz, probs, &sum)
	}
	p.mul.Add(gemm.Dense(p.g[n.arcU].g, a, a), gemm.Dense(p.dep, tokens, a).T(), gemm.Dense(dq, tokens, a))
	p.mul.Add(gemm.Dense(ddep, tokens, a), gemm.Dense(dq, tokens, a), gemm.Dense(n.arcU.w, a, a).T())
	sumRows(p.g[n.arcB].g, dq)
	p.mul.Add(gemm.Dense(p.g[n.arcDist].g, ways, a), gemm.Dense(ddist, tokens, ways).T(), gemm.Dense(p.dep, tokens, a))
	p.mul.Add(gemm.Dense(ddep, tokens, a), gemm.Dense(ddist, tokens, ways), gemm.Dense(n.arcDist.w, ways, a))
	for s := range p.batch {
		for t := p.off[s]; t < p.off[s+1]; t++ {
			z, g := p.z[t*sec.All:], dz[t*sec.All:]
			for i := range a {
				if z[sec.ArcDep+i] > 0 {
					g[sec.ArcDep+i] = ddep[t*a+i] * p.depM[s*a+i]
				}
				if z[sec.ArcHead+i] > 0 {
					g[sec.ArcHead+i] = dhd[t*a+i] * p.hdM[s*a+i]
				}
			}
		}
	}
	last := p.states[len(p.states)-1].h
	width := 2 * cfg.Hidden
	p.mul.Add(gemm.Dense(p.g[n.heads].g, width, sec.All), gemm.Dense(last, tokens, width).T(), gemm.Dense(dz, tokens, sec.All))
	sumRows(p.g[n.headsB].g, dz)
	if p.rates.frozen {
		return sum
	}
	dh := p.mem.get(tokens * width)
	p.mul.Add(gemm.Dense(dh, tokens, width), gemm.Dense(dz, tokens, sec.All), gemm.Dense(n.heads.w, width, sec.All).T())
	if n.entity != nil {
		p.entityBack(dh, scale, probs, &sum)
	}
	for i := len(n.layers) - 1; i >= 0; i-- {
		dh = p.recurBack(i, dh, tokens)
	}
	p.embedBack(dh)
	return sum
}

func (p *pass) arcBack(s int, ex *example, so *soft, w float32, ddep, dhd, dq, ddist []float32, probs *[]float32, sum *losses) {
	n, a, ways := p.n, p.n.cfg.Arc, p.n.cfg.Ways()
	t0, m := p.off[s], p.off[s+1]-p.off[s]
	scores, hs := p.arcScores(s)
	if len(*probs) < m+1 {
		*probs = make([]float32, m+1)
	}
	ds := p.mem.get(m * (m + 1))
	for i := range m {
		row, g := scores[i*(m+1):(i+1)*(m+1)], ds[i*(m+1):(i+1)*(m+1)]
		gold := int(ex.heads[i]) + 1
		if ex.guessed {
			gold = -1
		}
		t := target{gold: gold, soft: softRow(so.arcs, i, m+1), trust: p.rates.teacher}
		aw := w
		if r := ex.rels[i]; r >= 0 && p.rates.hard != 1 && slices.Contains(hardRelations, n.inv.Rels[r]) {
			aw *= p.rates.hard
		}
		sum.arc += entropy(row, g, *probs, t, aw, 0)
		g[i+1] = 0
		dd := ddist[(t0+i)*ways:][:ways]
		dd[model.RootBucket] += g[0]
		for j := 1; j <= m; j++ {
			dd[model.Bucket(j-1-i)] += g[j]
		}
		if n.cfg.Between > 0 {
			for j := range m {
				dd[model.Buckets+model.Between(p.in[s].marks, i, j)] += g[j+1]
			}
		}
	}
	p.mul.Add(gemm.Dense(dq[t0*a:], m, a), gemm.Dense(ds, m, m+1), gemm.Dense(hs, m+1, a))
	dhs := p.mem.get((m + 1) * a)
	p.mul.Add(gemm.Dense(dhs, m+1, a), gemm.Dense(ds, m, m+1).T(), gemm.Dense(p.q[t0*a:], m, a))
	addScaled(p.g[n.arcRoot].g, dhs[:a], 1)
	addScaled(dhd[t0*a:(t0+m)*a], dhs[a:], 1)
}

func (p *pass) labelBack(s int, ex *example, so *soft, w float32, dz, probs []float32, sum *losses) {
	n, k := p.n, p.n.cfg.Label
	m := p.off[s+1] - p.off[s]
	rels := len(n.inv.Rels)
	hid, mask := p.mem.get(m*k), p.mem.get(m*k)
	for i := range m {
		p.labelHidden(hid[i*k:(i+1)*k], s, i, int(ex.heads[i]))
	}
	p.maskRow(mask, p.rates.head)
	mulInto(hid, mask)
	out := p.mem.get(m * rels)
	p.mul.Set(gemm.Dense(out, m, rels), gemm.Dense(hid, m, k), gemm.Dense(n.labOut.w, k, rels))
	addBias(out, n.labB.w)
	dout := p.mem.get(m * rels)
	for i := range m {
		t := target{gold: int(ex.rels[i]), soft: softRow(so.rels, i, rels), trust: p.rates.teacher}
		if t.gold < 0 && t.soft == nil {
			continue
		}
		sum.rel += entropy(out[i*rels:(i+1)*rels], dout[i*rels:(i+1)*rels], probs, t, w, p.rates.smooth)
	}
	dhid := p.mem.get(m * k)
	p.mul.Add(gemm.Dense(dhid, m, k), gemm.Dense(dout, m, rels), gemm.Dense(n.labOut.w, k, rels).T())
	p.mul.Add(gemm.Dense(p.g[n.labOut].g, k, rels), gemm.Dense(hid, m, k).T(), gemm.Dense(dout, m, rels))
	sumRows(p.g[n.labB].g, dout)
	for i := range m {
		g, hd := dhid[i*k:(i+1)*k], int(ex.heads[i])
		mulInto(g, mask[i*k:(i+1)*k])
		for x := range g {
			if hid[i*k+x] <= 0 {
				g[x] = 0
			}
		}
		p.hiddenBack(g, s, i, hd, dz)
	}
}

// hiddenBack adds the derivative g of the sum that labelHidden takes to those of its parts.
func (p *pass) hiddenBack(g []float32, s, i, head int, dz []float32) {
	n, sec, k := p.n, p.n.sec, p.n.cfg.Label
	t0 := p.off[s]
	dist := p.g[n.labDist].g
	addScaled(dz[(t0+i)*sec.All+sec.LabDep:][:k], g, 1)
	if head < 0 {
		addScaled(p.g[n.labRoot].g, g, 1)
		addScaled(dist[model.RootBucket*k:][:k], g, 1)
		return
	}
	addScaled(dz[(t0+head)*sec.All+sec.LabHead:][:k], g, 1)
	addScaled(dist[model.Bucket(head-i)*k:][:k], g, 1)
	if n.cfg.Between > 0 {
		addScaled(dist[(model.Buckets+model.Between(p.in[s].marks, i, head))*k:][:k], g, 1)
	}
}
