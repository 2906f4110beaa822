package joint

import (
	"strings"

	"kg/nlp/kernel"
)

// finite turns round a sentence that is read as a noun with a participle behind it, "Peter Reed, a former aide, promised
// to resign": where the noun has no subject and the sentence has a full stop, the participle is its verb and the noun the
// subject, if that is not much less probable, or if the verb has an object, as no participle has that says what was done to the noun.
// Treebanks have few such sentences beside the captions that are what the parser took them for; the news is full of them.
func (m *Model) finite(w *work, s int) {
	t0 := w.first[s]
	n := w.first[s+1] - t0
	heads, words := w.heads[t0:t0+n], w.words[t0:t0+n]
	if m.subjRel < 0 || m.rootRel < 0 || !ends(words) {
		return
	}
	r := -1
	for i, h := range heads {
		if h < 0 {
			r = i
			break
		}
	}
	if r < 0 {
		return
	}
	v, object := -1, false
	for i, h := range heads {
		switch {
		case h == r && m.predicate[w.rel[t0+i]]:
			return // "it was the oath they swore"
		case i > r && m.behind(w, t0, heads, r, i):
			v = i
		}
	}
	if v < 0 {
		return
	}
	for i, h := range heads {
		object = object || h == v && m.once[w.rel[t0+i]] == onceOf["obj"]
	}
	row := func(i int) []float32 { return w.scores[w.matrix[s]+i*(n+1):][:n+1] }
	options := append(w.options[:0], change{token: r, head: v, arcProb: row(r)[v+1]})
	w.options = options
	m.weigh(w, t0, options, func(o *change, rel int) bool { return rel == m.subjRel })
	now := kernel.Log(max(w.prob[t0+v]*w.relProb[t0+v], 1e-30)) + row(r)[0]
	turned := row(v)[0] + options[0].arcProb + options[0].labelProb
	if turned-now < lessLikely && !(object && turned-now >= muchLessLikely && m.past(w, t0+v)) {
		return
	}
	w.turned = append(w.turned, t0+v)
	o := options[0]
	w.make(t0, change{token: v, head: -1, rel: m.rootRel, arcProb: row(v)[0]})
	w.make(t0, o)
	for i, h := range heads {
		// what stands before the name or behind the verb and is no part of the name belongs to the verb
		if h == r && (i > v || i < r) && m.clausal[w.rel[t0+i]] {
			w.make(t0, change{token: i, head: v, rel: w.rel[t0+i], arcProb: row(i)[v+1], labelProb: kernel.Log(max(w.relProb[t0+i], 1e-30))})
		}
	}
}

// behind reports whether token i is read as a clause of root r, or as joined to one without an "and": "Ruth Banda, who
// leads the party, accused the police".
func (m *Model) behind(w *work, t0 int, heads []int, r, i int) bool {
	switch h := heads[i]; {
	case h == r:
		return w.rel[t0+i] == m.aclRel
	case h < 0 || heads[h] != r || h < r || w.rel[t0+i] != m.conjRel || w.rel[t0+h] != m.aclRel && w.rel[t0+h] != m.relclRel:
		return false
	}
	for k, h := range heads {
		if h == i && w.rel[t0+k] == m.ccRel {
			return false
		}
	}
	return true
}

// How much less probable a reading with a verb may be, in log probability: on EWT and GUM dev, those that were right cost
// less than 2.1, the others at least 4.
const (
	lessLikely     = -3
	muchLessLikely = -6
)

// past reports whether token t has the form of a participle that says what was done: "called", not "calling".
func (m *Model) past(w *work, t int) bool {
	z := w.z[t*m.heads.Stride:]
	tag := m.inv.XPOS[best(z[m.sec.XPOS:m.sec.Names])]
	return tag == "VBN" || tag == "VBD"
}

// predicates are the relations of what only a predicate has.
var predicates = map[string]bool{"nsubj": true, "nsubj:pass": true, "csubj": true, "expl": true, "cop": true, "nsubj:outer": true}

// clausal are the relations of what belongs to a clause and not to a noun.
var clausal = map[string]bool{"punct": true, "advmod": true, "obl": true, "obl:unmarked": true, "advcl": true, "parataxis": true, "mark": true, "cc": true, "ccomp": true, "discourse": true, "conj": true}

// ends reports whether a sentence has a stop at its end, behind which quotation marks may stand.
func ends(words []string) bool {
	for i := len(words) - 1; i > 0 && i > len(words)-3; i-- {
		if strings.Contains(".!?", words[i]) {
			return true
		}
	}
	return false
}
