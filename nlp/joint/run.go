package joint

import (
	"math"
	"runtime"
	"strings"
	"sync"

	"kg/nlp/kernel"
)

// pool keeps the buffers of runs that are over, as many as there are processors: what they know of words is worth more than
// their memory, so that the collector of garbage is not to have them.
type pool struct {
	mu   sync.Mutex
	free []*work
}

func (p *pool) get() *work {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free); n > 0 {
		w := p.free[n-1]
		p.free = p.free[:n-1]
		return w
	}
	return &work{}
}

func (p *pool) put(w *work) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) < runtime.GOMAXPROCS(0) {
		p.free = append(p.free, w)
	}
}

// work holds the buffers of one run over a chunk of sentences; a token is a row in each.
type work struct {
	words   []string
	first   []int // first token of each sentence, and the end
	context []int32
	listed  []int32  // rows of lists, plus one
	marks   []uint64 // of each sentence
	x, u, z []float32
	h       [2][]float32
	cells   []float32
	dep, hd []float32
	q, dist []float32
	rows    kernel.Rows
	heads   []int // by sentence: indices within the sentence, -1 for the root
	prob    []float32
	rel     []int
	relProb []float32
	upos    []int
	tags    []int // of names
	tagProb []float32
	scores  []float32 // of each sentence, for each token, the log probabilities of its heads, the root first
	matrix  []int     // where in scores each sentence begins
	seen    []int
	options []change
	turned  []int // tokens that became the verb of their sentence
	hid     []float32
	labels  []float32
	names   []float32

	cache   cache
	missing []int // words not in the cache
	slots   []int // of each word in the cache
}

// room returns a slice of n numbers in the place of *s.
func room(s *[]float32, n int) []float32 {
	if cap(*s) < n {
		*s = make([]float32, n+n/4)
	}
	*s = (*s)[:n]
	return *s
}

func roomInt(s *[]int, n int) []int {
	if cap(*s) < n {
		*s = make([]int, n+n/4)
	}
	*s = (*s)[:n]
	return *s
}

// run fills w with what the network says of w.words, cut into sentences by w.first.
func (m *Model) run(w *work) {
	n := len(w.words)
	m.input(w)
	var x []float32
	width := 2 * m.cfg.Hidden
	for i := range m.layers {
		l := &m.layers[i]
		if i > 0 {
			w.rows.Quantize(x, n, width)
			l.w.Mul(room(&w.u, l.w.Len(n)), &w.rows)
		}
		h := room(&w.h[i%2], n*width)
		if i == 0 {
			m.recur(l, w, w.cache.kept, w.slots, nil, h)
		} else {
			m.recur(l, w, w.u, nil, x, h)
		}
		x = h
	}
	w.rows.Quantize(x, n, width)
	m.heads.Mul(room(&w.z, m.heads.Len(n)), &w.rows)
	m.arcs(w)
	m.relations(w)
	w.turned = w.turned[:0]
	m.repair(w)
	m.findTags(w)
	m.findNames(w)
}

// place is a word at the start of a sentence or not, in one kind of sentence, and in a name of a list or not: all that
// its input depends on.
type place struct {
	word    string
	context int32
	listed  int32
}

// cacheWords is the number of words whose products with the first layer's weights are kept.
const cacheWords = 4096

// cache keeps the products of words with the first layer's weights. The oldest give way.
type cache struct {
	slots map[place]int
	owner []place   // of each slot; none where its word is empty
	kept  []float32 // the products of each slot
	next  int       // the slot to be filled next
}

// reserve gives the first of n slots in a row that are free.
func (c *cache) reserve(n, stride int) int {
	if c.slots == nil {
		c.slots = make(map[place]int, cacheWords)
		c.owner = make([]place, cacheWords)
		c.kept = make([]float32, cacheWords*stride)
	}
	if c.next+n > cacheWords {
		c.next = 0
	}
	old := c.owner[c.next : c.next+n]
	for i, p := range old {
		if p.word != "" {
			delete(c.slots, p)
			old[i] = place{}
		}
	}
	return c.next
}

// input finds, in w.slots, where in w.cache the products of the words' embeddings and the first layer's weights are.
func (m *Model) input(w *work) {
	w.context, w.listed, w.marks = w.context[:0], w.listed[:0], w.marks[:0]
	for s := 0; s+1 < len(w.first); s++ {
		words := w.words[w.first[s]:w.first[s+1]]
		w.context = Context(w.context, words)
		w.listed = m.voc.Listed(w.listed, words)
		w.marks = Marks(w.marks, words)
	}
	l := m.layers[0].w
	c := &w.cache
	w.missing = w.missing[:0]
	w.slots = w.slots[:0]
	first := c.reserve(l.Len(len(w.words))/l.Stride, l.Stride)
	for i, word := range w.words {
		key := place{word, w.context[i], w.listed[i]}
		slot, ok := c.slots[key]
		if !ok {
			slot = c.next
			c.next++
			if len(word) <= 64 {
				key.word = strings.Clone(word) // not to keep the text it is part of
				c.slots[key], c.owner[slot] = slot, key
			}
			w.missing = append(w.missing, i)
		}
		w.slots = append(w.slots, slot)
	}
	if k := len(w.missing); k > 0 {
		d := m.cfg.Input()
		x := room(&w.x, k*d)
		clear(x)
		for j, i := range w.missing {
			m.embed(x[j*d:(j+1)*d], w.words[i], w.context[i], w.listed[i])
		}
		w.rows.Quantize(x, k, d)
		l.Mul(c.kept[first*l.Stride:][:l.Len(k)], &w.rows)
	}
}

// embed adds the embeddings of word to row.
func (m *Model) embed(row []float32, word string, context, listed int32) {
	cfg := m.cfg
	f := m.voc.Features(word)
	m.word.addRow(row[:cfg.Word], f.Word, 1)
	at := cfg.Word
	s := invSqrt(len(f.Grams))
	for _, r := range f.Grams {
		m.gram.addRow(row[at:at+cfg.Gram], r, s)
	}
	at += cfg.Gram
	for _, r := range f.Forms {
		m.form.addRow(row[at:at+cfg.Form], r, 0.5)
	}
	m.form.addRow(row[at:at+cfg.Form], context, 0.5)
	at += cfg.Form
	if cfg.Lex > 0 && len(f.Lex) > 0 {
		s := invSqrt(len(f.Lex))
		for _, r := range f.Lex {
			m.lex.addRow(row[at:at+cfg.Lex], r, s)
		}
	}
	at += cfg.Lex
	if cfg.Sense == 0 {
		return
	}
	s = invSqrt(len(f.Sense))
	for _, r := range f.Sense {
		m.sense.addRow(row[at:], r, s)
	}
	if listed > 0 {
		m.sense.addRow(row[at:], listed-1, 1)
	}
}

func invSqrt(n int) float32 { return float32(1 / math.Sqrt(float64(n))) }

// addRow adds row r of a, times scale, to dst.
func (a *Array) addRow(dst []float32, r int32, scale float32) {
	kernel.AddScaled(dst, a.Q[int(r)*a.Cols:][:len(dst)], a.Scale[r]*scale)
}

// recur runs one bidirectional layer over the products of its input x with its weights, into h. The products of token t are row
// at[t] of u, or row t where at is nil.
func (m *Model) recur(l *recurrent, w *work, u []float32, at []int, x, h []float32) {
	k := m.cfg.Hidden
	stride := l.w.Stride
	cells := room(&w.cells, k)
	for s := 0; s+1 < len(w.first); s++ {
		for d := range 2 {
			clear(cells)
			from, to, step := w.first[s], w.first[s+1], 1
			if d == 1 {
				from, to, step = to-1, from-1, -1
			}
			for t := from; t != to; t += step {
				row := t
				if at != nil {
					row = at[t]
				}
				u := u[row*stride+d*k*l.blocks:][:k*l.blocks]
				out := h[t*2*k+d*k:][:k]
				if l.blocks == 4 {
					l.gates[d].Cell(out, cells, u, u[3*k:], 1)
				} else {
					l.gates[d].Cell(out, cells, u, x[t*2*k+d*k:][:k], Highway)
				}
			}
		}
	}
}

// arcs scores the heads of all tokens and decodes a tree for each sentence.
func (m *Model) arcs(w *work) {
	n, a := len(w.words), m.cfg.Arc
	stride := m.heads.Stride
	dep, hd := room(&w.dep, n*a), room(&w.hd, n*a)
	for t := range n {
		z := w.z[t*stride:]
		zd, zh := z[m.sec.ArcDep:][:a], z[m.sec.ArcHead:][:a]
		d, h := dep[t*a:(t+1)*a], hd[t*a:(t+1)*a]
		for i := range d {
			d[i], h[i] = max(zd[i], 0), max(zh[i], 0)
		}
	}
	w.rows.Quantize(dep, n, a)
	m.arcU.Mul(room(&w.q, m.arcU.Len(n)), &w.rows)
	m.arcDist.Mul(room(&w.dist, m.arcDist.Len(n)), &w.rows)
	heads := roomInt(&w.heads, n)
	prob := room(&w.prob, n)
	w.matrix = w.matrix[:0]
	size := 0
	for s := 0; s+1 < len(w.first); s++ {
		w.matrix = append(w.matrix, size)
		k := w.first[s+1] - w.first[s]
		size += k * (k + 1)
	}
	all := room(&w.scores, size)
	for s := 0; s+1 < len(w.first); s++ {
		t0 := w.first[s]
		k := w.first[s+1] - t0
		scores := all[w.matrix[s]:][:k*(k+1)]
		for i := range k {
			q := w.q[(t0+i)*m.arcU.Stride:][:a]
			dist := w.dist[(t0+i)*m.arcDist.Stride:]
			row := scores[i*(k+1):][:k+1]
			kernel.Dots(row[:1], q, m.arcRoot)
			row[0] += dist[RootBucket]
			kernel.Dots(row[1:], q, hd[t0*a:][:k*a])
			near := bucketAt[maxSentence-i:][:k]
			arc := row[1:][:k]
			for j, b := range near {
				arc[j] += dist[b]
			}
			if m.cfg.Between > 0 {
				marks := w.marks[t0 : t0+k]
				for j := range arc {
					arc[j] += dist[Buckets+Between(marks, i, j)]
				}
			}
			row[i+1] = -1e9
			logSoftmax(row)
		}
		Tree(scores, k, heads[t0:t0+k])
		for i := range k {
			prob[t0+i] = kernel.Exp(scores[i*(k+1)+heads[t0+i]+1])
		}
	}
}

// bucketAt[maxSentence+d] is Bucket(d).
var bucketAt = func() (out [2*maxSentence + 1]uint8) {
	for i := range out {
		out[i] = uint8(Bucket(i - maxSentence))
	}
	return out
}()

// logSoftmax turns scores into log probabilities.
func logSoftmax(s []float32) {
	top := s[0]
	for _, v := range s {
		top = max(top, v)
	}
	l := top + kernel.Log(expSum(s, top))
	for i := range s {
		s[i] -= l
	}
}

// expSum is the sum of e to the differences of s to at, without those that would not change it.
func expSum(s []float32, at float32) float32 {
	var d, e [64]float32
	sum := float32(0)
	for len(s) > 0 {
		n := min(len(s), len(d))
		for i, v := range s[:n] {
			d[i] = v - at
		}
		kernel.Exps(e[:n], d[:n])
		for i, v := range d[:n] {
			if v > -20 {
				sum += e[i]
			}
		}
		s = s[n:]
	}
	return sum
}

// relations names the relation of each token to its head.
func (m *Model) relations(w *work) {
	n, k := len(w.words), m.cfg.Label
	hid := room(&w.hid, n*k)
	for s := 0; s+1 < len(w.first); s++ {
		t0 := w.first[s]
		for t := t0; t < w.first[s+1]; t++ {
			m.labelHidden(hid[t*k:][:k], w, t0, t, w.heads[t])
		}
	}
	w.rows.Quantize(hid, n, k)
	out := room(&w.labels, m.labOut.Len(n))
	m.labOut.Mul(out, &w.rows)
	rel, prob := roomInt(&w.rel, n), room(&w.relProb, n)
	for t := range n {
		row := out[t*m.labOut.Stride:][:m.labOut.Out]
		if w.heads[t] >= 0 {
			m.notRoot(row)
		}
		rel[t] = best(row)
		prob[t] = share(row, rel[t])
	}
}

// labelHidden fills row with the hidden layer of the label scorer for token t, of the sentence that begins at token
// t0, and its head within the sentence, -1 for the root.
func (m *Model) labelHidden(row []float32, w *work, t0, t, head int) {
	k, stride := m.cfg.Label, m.heads.Stride
	dep := w.z[t*stride+m.sec.LabDep:][:k]
	hd, bucket := m.labRoot, RootBucket
	if head >= 0 {
		hd = w.z[(t0+head)*stride+m.sec.LabHead:][:k]
		bucket = Bucket(head - (t - t0))
	}
	dist := m.labDist[bucket*k:][:k]
	if m.cfg.Between == 0 || head < 0 {
		for x := range row {
			row[x] = max(dep[x]+hd[x]+dist[x], 0)
		}
		return
	}
	between := m.labDist[(Buckets+Between(w.marks[t0:], t-t0, head))*k:][:k]
	for x := range row {
		row[x] = max(dep[x]+hd[x]+dist[x]+between[x], 0)
	}
}

// notRoot takes the relation of the root out of the scores of a token that is none.
func (m *Model) notRoot(row []float32) {
	if m.rootRel >= 0 {
		row[m.rootRel] = -1e9
	}
}

func best(s []float32) int {
	at := 0
	for i, v := range s {
		if v > s[at] {
			at = i
		}
	}
	return at
}

// share is the probability of choice i among scores s.
func share(s []float32, i int) float32 { return 1 / expSum(s, s[i]) }

// findNames decodes the name tags of each sentence.
func (m *Model) findNames(w *work) {
	n, k := len(w.words), len(m.inv.Names)
	stride := m.heads.Stride
	names := room(&w.names, n*k)
	for t := range n {
		row := names[t*k:][:k]
		copy(row, w.z[t*stride+m.sec.Names:])
		logSoftmax(row)
	}
	tags := roomInt(&w.tags, n)
	prob := room(&w.tagProb, n)
	for s := 0; s+1 < len(w.first); s++ {
		a, b := w.first[s], w.first[s+1]
		Names(names[a*k:b*k], k, tags[a:b])
	}
	for t := range n {
		prob[t] = kernel.Exp(names[t*k+tags[t]])
	}
}
