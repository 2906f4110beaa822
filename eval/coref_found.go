package eval

import (
	"kg/nlp"
	"kg/nlp/coref"
)

// FoundChains is the chains of a document, each mention as the whole phrase it stands for, which is what
// treebanks mark.
func FoundChains(d *nlp.Doc) Chains[Span] {
	var out Chains[Span]
	index := map[int]int{}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Chain < 0 {
			continue
		}
		k, ok := index[m.Chain]
		if !ok {
			k = len(out)
			index[m.Chain] = k
			out = append(out, nil)
		}
		first, last := coref.Extent(d, m)
		out[k] = append(out[k], Span{first, last})
	}
	return out
}
