package joint

import "kg/nlp/kernel"

const (
	tagTrust  = 0.2 // weight of the relation in the choice of a part of speech
	tagMargin = 3   // a part of speech so much less likely than the best, in log probability, is not considered
)

// findTags chooses the parts of speech once the relations are known.
func (m *Model) findTags(w *work) {
	n, k := len(w.words), len(m.inv.UPOS)
	upos := roomInt(&w.upos, n)
	for t := range n {
		upos[t] = tagOf(w.z[t*m.heads.Stride:][:k], m.tagRel[w.rel[t]*k:][:k], w.relProb[t])
	}
}

// tagOf is the part of speech of a token, by the scores that the network gives each, and by how many times more
// frequent each is among tokens of its relation than among all: what marks a case is rather an adposition, what marks a
// clause a conjunction. The relation counts with the weight tagTrust, and is believed as far as it is probable.
func tagOf(scores, ratio []float32, probable float32) int {
	first := best(scores)
	at, top := first, float32(-1e30)
	for u, v := range scores {
		if v < scores[first]-tagMargin {
			continue
		}
		if v += float32(tagTrust * kernel.Log(float32(probable*ratio[u])+(1-probable)+1e-6)); v > top {
			at, top = u, v
		}
	}
	return at
}
