package joint

import (
	"math"
	"math/rand/v2"

	model "kg/nlp/joint"
	"kg/train/gemm"
)

// example is one sentence and what is known about it. A slice is nil where nothing is known.
type example struct {
	words   []string
	doc     string // its document, where that is known
	upos    []int16
	xpos    []int16
	heads   []int16 // -1 for the root
	rels    []int16
	names   []uint64  // the name tags that may be right, one bit each
	weak    bool      // the names are guesses
	weight  float32   // of its losses
	bank    int       // the treebank it is from
	soft    *soft     // what a teacher thinks of it
	guessed bool      // the heads are a teacher's
	swaps   []mention // names that may be exchanged for others

	entities []int16    // of each token, the type of the mention that it is the head of, as in entityTypes, or -1
	args     []argument // of predicates
}

// inputs are the rows of the embeddings that a sentence selects.
type inputs struct {
	feats   []model.Features
	context []int32
	listed  []int32
	marks   []uint64
}

// rates are the dropout rates of training.
type rates struct {
	word    float32 // a word becomes unknown
	gram    float32 // a word loses its n-grams
	input   float32
	hidden  float32
	head    float32
	smooth  float32 // label smoothing
	teacher float32 // weight of the soft targets of a teacher

	tree [banks]float32 // weight of the heads and relations of a treebank
	hard float32        // weight of the heads of hardRelations

	frozen bool // only the scorers of heads and relations learn
}

// pass is one worker's forward and backward pass over some sentences, tokens of all sentences in one matrix.
type pass struct {
	n     *net // as it is used for the sentences at hand: whole, or one of its views
	whole *net
	mul   gemm.Multiplier
	g     map[*param]*gradient
	rng   *rand.Rand
	mem   arena

	batch []*example
	in    []inputs
	off   []int // first token of each sentence, and the end
	train bool
	rates rates

	x      []float32 // input, after dropout
	xmask  []float32
	states []state
	z      []float32 // all heads
	dep    []float32 // arc scorer, dependents
	hd     []float32 // and heads
	depM   []float32 // dropout masks, a row a sentence
	hdM    []float32
	q      []float32 // dep·U + bias
	dist   []float32 // dep·distᵀ, a column for each way
	ent    []float32 // types of mentions
}

// state is what a layer keeps for its backward pass.
type state struct {
	in   []float32 // input
	u    []float32 // in·w
	c    []float32 // cells
	f, r []float32 // gates
	h    []float32 // output, after dropout
	mask []float32 // of the output, a row a sentence
}

// arena hands out slices that live until reset.
type arena struct {
	free, used [][]float32
}

// get returns n zeros.
func (a *arena) get(n int) []float32 {
	s := a.raw(n)
	clear(s)
	return s
}

// raw returns n numbers of any value.
func (a *arena) raw(n int) []float32 {
	for i := len(a.free) - 1; i >= 0; i-- {
		if s := a.free[i]; cap(s) >= n && cap(s) <= 4*n+1024 {
			a.free = append(a.free[:i], a.free[i+1:]...)
			a.used = append(a.used, s)
			return s[:n]
		}
	}
	s := make([]float32, n+n/4)
	a.used = append(a.used, s)
	return s[:n]
}

func (a *arena) reset() {
	a.free = append(a.free, a.used...)
	a.used = a.used[:0]
	if len(a.free) > 400 {
		a.free = a.free[200:]
	}
}

func newPass(n *net) *pass {
	p := &pass{n: n.shipped(), whole: n, g: map[*param]*gradient{}}
	for _, v := range append([]*net{n}, n.views...) {
		for _, q := range v.params {
			if p.g[q] == nil {
				p.g[q] = newGradient(q)
			}
		}
	}
	return p
}

// maskRow fills row with 0 or 1/(1-rate).
func (p *pass) maskRow(row []float32, rate float32) {
	keep := 1 / (1 - rate)
	for i := range row {
		row[i] = 0
		if p.rng.Float32() >= rate {
			row[i] = keep
		}
	}
}

// forward runs the network over batch up to the shared heads and the arc scorer's sides.
func (p *pass) forward(batch []*example, in []inputs, train bool, rates rates) {
	p.mem.reset()
	p.batch, p.in, p.train, p.rates = batch, in, train, rates
	p.off = append(p.off[:0], 0)
	for _, f := range in {
		p.off = append(p.off, p.off[len(p.off)-1]+len(f.feats))
	}
	n, cfg := p.n, p.n.cfg
	tokens := p.off[len(p.off)-1]
	p.embed(tokens)

	x, width := p.x, cfg.Input()
	p.states = p.states[:0]
	for _, l := range n.layers {
		x = p.recur(l, x, tokens)
		width = 2 * cfg.Hidden
	}
	sec := n.sec
	p.z = p.mem.raw(tokens * sec.All)
	p.mul.Set(gemm.Dense(p.z, tokens, sec.All), gemm.Dense(x, tokens, width), gemm.Dense(n.heads.w, width, sec.All))
	addBias(p.z, n.headsB.w)
	if n.entity != nil && train {
		k := len(entityTypes)
		p.ent = p.mem.raw(tokens * k)
		p.mul.Set(gemm.Dense(p.ent, tokens, k), gemm.Dense(x, tokens, width), gemm.Dense(n.entity.w, width, k))
		addBias(p.ent, n.entityB.w)
	}

	a := cfg.Arc
	p.dep, p.hd = p.mem.raw(tokens*a), p.mem.raw(tokens*a)
	if train {
		p.depM, p.hdM = p.mem.get(len(batch)*a), p.mem.get(len(batch)*a)
		p.maskRow(p.depM, rates.head)
		p.maskRow(p.hdM, rates.head)
	}
	for s := range batch {
		for t := p.off[s]; t < p.off[s+1]; t++ {
			z := p.z[t*sec.All:]
			dep, hd := p.dep[t*a:(t+1)*a], p.hd[t*a:(t+1)*a]
			zd, zh := z[sec.ArcDep:][:a], z[sec.ArcHead:][:a]
			for i := range dep {
				dep[i], hd[i] = max(zd[i], 0), max(zh[i], 0)
			}
			if train {
				mulInto(dep, p.depM[s*a:(s+1)*a])
				mulInto(hd, p.hdM[s*a:(s+1)*a])
			}
		}
	}
	p.q = p.mem.raw(tokens * a)
	p.mul.Set(gemm.Dense(p.q, tokens, a), gemm.Dense(p.dep, tokens, a), gemm.Dense(n.arcU.w, a, a))
	addBias(p.q, n.arcB.w)
	ways := cfg.Ways()
	p.dist = p.mem.raw(tokens * ways)
	p.mul.Set(gemm.Dense(p.dist, tokens, ways), gemm.Dense(p.dep, tokens, a), gemm.Dense(n.arcDist.w, ways, a).T())
}

func mulInto(dst, by []float32) {
	for i, v := range by {
		dst[i] *= v
	}
}

func addBias(rows, bias []float32) {
	for len(rows) > 0 {
		row := rows[:len(bias)]
		for i, b := range bias {
			row[i] += b
		}
		rows = rows[len(bias):]
	}
}

// sumRows adds the rows of m to dst.
func sumRows(dst, m []float32) {
	for len(m) > 0 {
		row := m[:len(dst)]
		for i, v := range row {
			dst[i] += v
		}
		m = m[len(dst):]
	}
}

func addScaled(dst, src []float32, s float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += src[i] * s
	}
}

// embed fills p.x.
func (p *pass) embed(tokens int) {
	n, cfg := p.n, p.n.cfg
	d := cfg.Input()
	p.x = p.mem.get(tokens * d)
	if p.train {
		p.xmask = p.mem.get(len(p.batch) * d)
		p.maskRow(p.xmask, p.rates.input)
	}
	t := 0
	for s, in := range p.in {
		for i := range in.feats {
			f := &in.feats[i]
			x := p.x[t*d : (t+1)*d]
			t++
			addScaled(x[:cfg.Word], n.word.w[int(f.Word)*cfg.Word:], 1)
			at := cfg.Word
			if k := len(f.Grams); k > 0 {
				bag(x[at:at+cfg.Gram], n.gram, f.Grams, invSqrt(k))
			}
			at += cfg.Gram
			bag(x[at:at+cfg.Form], n.form, f.Forms, 0.5)
			addScaled(x[at:at+cfg.Form], n.form.w[int(in.context[i])*cfg.Form:], 0.5)
			at += cfg.Form
			if n.lex != nil && len(f.Lex) > 0 {
				bag(x[at:at+cfg.Lex], n.lex, f.Lex, invSqrt(len(f.Lex)))
			}
			at += cfg.Lex
			if n.sense != nil {
				bag(x[at:], n.sense, f.Sense, invSqrt(len(f.Sense)))
				if l := in.listed[i]; l > 0 {
					addScaled(x[at:], n.sense.w[int(l-1)*cfg.Sense:][:cfg.Sense], 1)
				}
			}
			if p.train {
				mulInto(x, p.xmask[s*d:(s+1)*d])
			}
		}
	}
}

func invSqrt(n int) float32 { return float32(1 / math.Sqrt(float64(n))) }

func bag(dst []float32, p *param, rows []int32, scale float32) {
	for _, r := range rows {
		addScaled(dst, p.w[int(r)*p.cols:], scale)
	}
}

// embedBack adds the derivative of p.x to those of the embeddings.
func (p *pass) embedBack(dx []float32) {
	n, cfg := p.n, p.n.cfg
	d := cfg.Input()
	gw, gg, gf := p.g[n.word], p.g[n.gram], p.g[n.form]
	t := 0
	for s, in := range p.in {
		for i := range in.feats {
			f := &in.feats[i]
			x := dx[t*d : (t+1)*d]
			t++
			mulInto(x, p.xmask[s*d:(s+1)*d])
			addScaled(gw.row(f.Word), x[:cfg.Word], 1)
			at := cfg.Word
			scale := invSqrt(max(len(f.Grams), 1))
			for _, r := range f.Grams {
				addScaled(gg.row(r), x[at:], scale)
			}
			at += cfg.Gram
			for _, r := range f.Forms {
				addScaled(gf.row(r), x[at:], 0.5)
			}
			addScaled(gf.row(in.context[i]), x[at:], 0.5)
			at += cfg.Form
			if n.lex != nil && len(f.Lex) > 0 {
				scale := invSqrt(len(f.Lex))
				for _, r := range f.Lex {
					addScaled(p.g[n.lex].row(r), x[at:], scale)
				}
			}
			at += cfg.Lex
			if n.sense != nil {
				scale := invSqrt(len(f.Sense))
				for _, r := range f.Sense {
					addScaled(p.g[n.sense].row(r), x[at:], scale)
				}
				if l := in.listed[i]; l > 0 {
					addScaled(p.g[n.sense].row(l-1), x[at:], 1)
				}
			}
		}
	}
}
