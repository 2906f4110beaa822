package joint

import (
	"slices"

	"kg/nlp/kernel"
)

// onceOf are the relations of which a head has at most one of each group, as Universal Dependencies has it: subjects
// and objects.
var onceOf = map[string]uint8{
	"nsubj": 1, "nsubj:pass": 1, "csubj": 1, "csubj:pass": 1,
	"obj": 2, "ccomp": 2,
}

const (
	repairHeads  = 5 // heads that are tried for a token
	repairRounds = 4
)

// conflict is two dependents of one head of which only one can be right, by their place in the sentence.
type conflict struct{ first, second int }

// change is another head and relation for a token.
type change struct {
	token, head, rel   int
	arcProb, labelProb float32 // logarithms
}

// repair changes heads and relations that do not go together. They are chosen token by token, first the head and then
// the relation to it: where another head with its best relation is more probable than the two, they are taken
// instead. Then a verb with two subjects or two objects is left one of each: in "its chief executive, Petra Lund, would
// step down" both phrases may have become the subject. Of all ways to change the head, the relation or both of one of
// the two the most probable is taken. (The constraints are among those that Riedel and Clarke 2006 put into a linear
// program; here they are met greedily.)
func (m *Model) repair(w *work) {
	for s := 0; s+1 < len(w.first); s++ {
		m.reconsider(w, s)
		m.finite(w, s)
		t0 := w.first[s]
		n := w.first[s+1] - t0
		for range repairRounds {
			list := m.conflicts(w, t0, n)
			if len(list) == 0 {
				break
			}
			for _, c := range list {
				m.settle(w, s, c)
			}
		}
		m.appositions(w, s)
	}
}

// An apposition that is less probable than leastApposition, with its head, gives way to what is at least half as
// probable. About half of all appositions are found, and the F1 of a class is best where what is claimed is more
// probable than half of it (Lipton et al. 2014).
const (
	leastApposition = 0.3
	halfAsProbable  = 0.6931472 // in log probability
)

// appositions takes back those of sentence s that are improbable.
func (m *Model) appositions(w *work, s int) {
	t0 := w.first[s]
	n := w.first[s+1] - t0
	heads := w.heads[t0 : t0+n]
	for i := range n {
		if w.rel[t0+i] != m.apposRel || w.prob[t0+i]*w.relProb[t0+i] >= leastApposition {
			continue
		}
		options := m.heirs(w.options[:0], w.scores[w.matrix[s]+i*(n+1)+1:][:n], heads, i)
		w.options = options
		m.weigh(w, t0, options, func(o *change, rel int) bool {
			g := m.once[rel]
			return rel != m.apposRel && (g == 0 || !m.taken(w, t0, n, o.head, g, o.token))
		})
		if x := w.cheapest(t0, options); x >= 0 && w.cost(t0, options[x]) < halfAsProbable {
			w.make(t0, options[x])
		}
	}
}

// cheapest is the place of the option that costs least, or -1.
func (w *work) cheapest(t0 int, options []change) int {
	at := -1
	for x, o := range options {
		if at < 0 || w.cost(t0, o) < w.cost(t0, options[at]) {
			at = x
		}
	}
	return at
}

// doubtful is the probability of a head and its relation above which no others can be more probable.
const doubtful = 0.5

// reconsider takes, for each token of sentence s, the most probable head and relation together.
func (m *Model) reconsider(w *work, s int) {
	t0 := w.first[s]
	n := w.first[s+1] - t0
	heads := w.heads[t0 : t0+n]
	options := w.options[:0]
	for i := range n {
		if w.prob[t0+i]*w.relProb[t0+i] <= doubtful {
			options = m.heirs(options, w.scores[w.matrix[s]+i*(n+1)+1:][:n], heads, i)
		}
	}
	w.options = options
	m.weigh(w, t0, options, nil)
	for _, o := range options {
		if w.cost(t0, o) < -1e-3 && !under(heads, o.head, o.token) {
			w.make(t0, o)
		}
	}
}

// cost is how much less probable than what token o.token has now o is.
func (w *work) cost(t0 int, o change) float32 {
	now := t0 + o.token
	return kernel.Log(max(w.prob[now]*w.relProb[now], 1e-30)) - o.arcProb - o.labelProb
}

// make makes a change.
func (w *work) make(t0 int, o change) {
	now := t0 + o.token
	w.heads[now], w.rel[now] = o.head, o.rel
	w.prob[now], w.relProb[now] = kernel.Exp(o.arcProb), kernel.Exp(o.labelProb)
}

// weigh finds the best relation for the head of each option, of those that free allows.
func (m *Model) weigh(w *work, t0 int, options []change, free func(o *change, rel int) bool) {
	k := m.cfg.Label
	hid := room(&w.hid, len(options)*k)
	for x, o := range options {
		m.labelHidden(hid[x*k:][:k], w, t0, t0+o.token, o.head)
	}
	w.rows.Quantize(hid, len(options), k)
	out := room(&w.labels, m.labOut.Len(len(options)))
	m.labOut.Mul(out, &w.rows)
	for x := range options {
		o := &options[x]
		row := out[x*m.labOut.Stride:][:m.labOut.Out]
		m.notRoot(row)
		logSoftmax(row)
		if free != nil {
			for r := range row {
				if !free(o, r) {
					row[r] = -1e9
				}
			}
		}
		o.rel = best(row)
		o.labelProb = row[o.rel]
	}
}

// conflicts lists the conflicts of the sentence of n tokens from token t0 on.
func (m *Model) conflicts(w *work, t0, n int) []conflict {
	var out []conflict
	seen := roomInt(&w.seen, 2*n) // the last dependent of each group, plus one
	clear(seen)
	for i := range n {
		g, h := int(m.once[w.rel[t0+i]]), w.heads[t0+i]
		if g == 0 || h < 0 {
			continue
		}
		at := &seen[2*h+g-1]
		if *at > 0 {
			out = append(out, conflict{*at - 1, i})
		}
		*at = i + 1
	}
	return out
}

// settle makes the change that a conflict of sentence s costs least.
func (m *Model) settle(w *work, s int, c conflict) {
	t0 := w.first[s]
	n := w.first[s+1] - t0
	heads := w.heads[t0 : t0+n]
	if heads[c.first] != heads[c.second] || m.once[w.rel[t0+c.first]] != m.once[w.rel[t0+c.second]] {
		return // settled with another one
	}
	options := w.options[:0]
	for _, i := range []int{c.first, c.second} {
		options = m.heirs(options, w.scores[w.matrix[s]+i*(n+1)+1:][:n], heads, i)
	}
	w.options = options
	m.weigh(w, t0, options, func(o *change, rel int) bool { // what the head has already it cannot have again
		g := m.once[rel]
		return g == 0 || !m.taken(w, t0, n, o.head, g, o.token)
	})
	if x := w.cheapest(t0, options); x >= 0 {
		w.make(t0, options[x])
	}
}

// heirs appends the most probable heads of token i, by its row of log probabilities, that leave the tree a tree. The
// root's only child stays.
func (m *Model) heirs(dst []change, row []float32, heads []int, i int) []change {
	from := len(dst)
	for h, p := range row {
		if h == i || heads[i] < 0 || len(dst)-from == repairHeads && p <= dst[len(dst)-1].arcProb || under(heads, h, i) {
			continue
		}
		at := len(dst)
		for at > from && dst[at-1].arcProb < p {
			at--
		}
		dst = slices.Insert(dst, at, change{token: i, head: h, arcProb: p})
		dst = dst[:min(len(dst), from+repairHeads)]
	}
	return dst
}

// under reports whether token h hangs on token i, directly or not.
func under(heads []int, h, i int) bool {
	for steps := 0; h >= 0 && steps <= len(heads); steps++ {
		if h == i {
			return true
		}
		h = heads[h]
	}
	return false
}

// taken reports whether another token than i has a relation of group g to a head.
func (m *Model) taken(w *work, t0, n, head int, g uint8, i int) bool {
	for t := range n {
		if t != i && w.heads[t0+t] == head && m.once[w.rel[t0+t]] == g {
			return true
		}
	}
	return false
}
