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
	cost               float32 // of log probability
}

// repair gives a verb that has two subjects or two objects one of each. Heads and relations are chosen token by token,
// so in "its chief executive, Petra Lund, would step down" both phrases may have become the subject. Of all ways to
// change the head, the relation or both of one of the two the most probable is taken (the constraints are those that
// Riedel and Clarke 2006 put into a linear program; here they are met greedily).
func (m *Model) repair(w *work) {
	for s := 0; s+1 < len(w.first); s++ {
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
	var options []change
	for _, i := range []int{c.first, c.second} {
		row := w.scores[w.matrix[s]+i*(n+1)+1:][:n]
		options = m.heirs(options, row, heads, i)
	}
	k := m.cfg.Label
	hid := room(&w.hid, len(options)*k)
	for x, o := range options {
		m.labelHidden(hid[x*k:][:k], w, t0, t0+o.token, o.head)
	}
	w.rows.Quantize(hid, len(options), k)
	out := room(&w.labels, m.labOut.Len(len(options)))
	m.labOut.Mul(out, &w.rows)
	chosen := change{token: -1}
	for x := range options {
		o := &options[x]
		row := out[x*m.labOut.Stride:][:m.labOut.Out]
		m.notRoot(row)
		logSoftmax(row)
		for r := range row { // what the new head has already
			if g := m.once[r]; g > 0 && m.taken(w, t0, n, o.head, g, o.token) {
				row[r] = -1e9
			}
		}
		o.rel = best(row)
		o.labelProb = row[o.rel]
		now := t0 + o.token
		o.cost = kernel.Log(max(w.prob[now]*w.relProb[now], 1e-30)) - o.arcProb - o.labelProb
		if chosen.token < 0 || o.cost < chosen.cost {
			chosen = *o
		}
	}
	if chosen.token < 0 {
		return
	}
	now := t0 + chosen.token
	w.heads[now], w.rel[now] = chosen.head, chosen.rel
	w.prob[now], w.relProb[now] = kernel.Exp(chosen.arcProb), kernel.Exp(chosen.labelProb)
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
