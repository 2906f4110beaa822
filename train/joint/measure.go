package joint

import (
	"math"
	"strings"

	model "kg/nlp/joint"
)

// answer is what the network says of a sentence.
type answer struct {
	upos, xpos, heads, rels, names []int
}

// answers decodes the sentences of the last forward pass.
func (p *pass) answers() []answer {
	n, sec, k := p.n, p.n.sec, p.n.cfg.Label
	var out []answer
	for s := range p.batch {
		t0, m := p.off[s], p.off[s+1]-p.off[s]
		a := answer{heads: make([]int, m), names: make([]int, m)}
		scores, _ := p.arcScores(s)
		logSoftmax(scores, m+1)
		model.Tree(scores, m, a.heads)
		hid := make([]float32, k)
		logits := make([]float32, len(n.inv.Rels))
		tags := make([]float32, 0, m*len(n.inv.Names))
		for i := range m {
			z := p.z[(t0+i)*sec.All:]
			a.upos = append(a.upos, argmax(z[:sec.XPOS]))
			a.xpos = append(a.xpos, argmax(z[sec.XPOS:sec.Names]))
			tags = append(tags, z[sec.Names:sec.ArcDep]...)
			p.relation(hid, logits, s, i, a.heads[i])
			a.rels = append(a.rels, argmax(logits))
		}
		logSoftmax(tags, len(n.inv.Names))
		model.Names(tags, len(n.inv.Names), a.names)
		out = append(out, a)
	}
	return out
}

// relation fills logits with the scores of the relations of token i of sentence s to its head; hid is scratch.
func (p *pass) relation(hid, logits []float32, s, i, head int) {
	p.labelHidden(hid, s, i, head)
	copy(logits, p.n.labB.w)
	for x, v := range hid {
		if v != 0 {
			addScaled(logits, p.n.labOut.w[x*len(logits):], v)
		}
	}
}

func logOf(p float32) float32 { return float32(math.Log(float64(p) + 1e-7)) }

func argmax(s []float32) int {
	at := 0
	for i, v := range s {
		if v > s[at] {
			at = i
		}
	}
	return at
}

func logSoftmax(rows []float32, width int) {
	for len(rows) > 0 {
		row := rows[:width]
		top := row[argmax(row)]
		sum := 0.0
		for _, v := range row {
			sum += math.Exp(float64(v - top))
		}
		l := top + float32(math.Log(sum))
		for i := range row {
			row[i] -= l
		}
		rows = rows[width:]
	}
}

// annotate runs the network over examples in batches.
func (t *trainer) annotate(list []*example) []answer {
	var out []answer
	p := t.pass[0]
	for len(list) > 0 {
		n, tokens := 0, 0
		for n < len(list) && (n == 0 || tokens < 1500) {
			tokens += len(list[n].words)
			n++
		}
		var ins []inputs
		for _, ex := range list[:n] {
			ins = append(ins, t.inputs(ex.words))
		}
		p.forward(list[:n], ins, false, rates{})
		out = append(out, p.answers()...)
		list = list[n:]
	}
	return out
}

// ratio counts what is right among what was found and what was to be found.
type ratio struct{ right, found, gold int }

func (r ratio) f1() float64 {
	if r.found+r.gold == 0 {
		return 0
	}
	return 200 * float64(r.right) / float64(r.found+r.gold)
}

// measure scores the network on the development sets: tags, trees with the CoNLL 2018 definition of LAS (subtypes
// of relations do not count), exact spans of names of the classes PER, ORG and LOC.
func (t *trainer) measure() map[string]float64 { return t.score(t.annotate) }

// score scores whatever annotates the examples.
func (t *trainer) score(annotate func([]*example) []answer) map[string]float64 {
	out := map[string]float64{}
	inv := t.data.inv
	base := func(i int) string { s, _, _ := strings.Cut(inv.Rels[i], ":"); return s }
	for name, list := range t.data.dev {
		var tokens, upos, xpos, uas, las, full int
		var named ratio
		rels := map[string]*ratio{}
		rel := func(s string) *ratio {
			if rels[s] == nil {
				rels[s] = &ratio{}
			}
			return rels[s]
		}
		for s, a := range annotate(list) {
			ex := list[s]
			if ex.names != nil {
				gold := nameSpans(goldNames(ex.names, inv), inv)
				found := nameSpans(a.names, inv)
				named.gold += len(gold)
				named.found += len(found)
				for f := range found {
					if gold[f] {
						named.right++
					}
				}
			}
			if ex.heads == nil {
				continue
			}
			for i := range ex.words {
				tokens++
				if a.upos[i] == int(ex.upos[i]) {
					upos++
				}
				if a.xpos[i] == int(ex.xpos[i]) {
					xpos++
				}
				found := base(a.rels[i])
				gold := "?"
				if ex.rels[i] >= 0 {
					gold = base(int(ex.rels[i]))
				}
				right := a.heads[i] == int(ex.heads[i])
				rel(found).found++
				rel(gold).gold++
				if right {
					uas++
					if found == gold {
						las++
						rel(gold).right++
					}
					if a.rels[i] == int(ex.rels[i]) {
						full++
					}
				}
			}
		}
		if tokens > 0 {
			pc := func(n int) float64 { return 100 * float64(n) / float64(tokens) }
			out[name+".upos"], out[name+".xpos"], out[name+".uas"], out[name+".las"] = pc(upos), pc(xpos), pc(uas), pc(las)
			out[name+".full"] = pc(full)
			if name == "gum-dev" {
				for _, r := range []string{"appos", "conj", "acl", "advcl"} {
					out[name+"."+r] = rel(r).f1()
					out[name+"."+r+".precision"] = 100 * float64(rel(r).right) / float64(max(rel(r).found, 1))
				}
			}
		}
		if named.gold > 0 {
			out[name+".names"] = named.f1()
		}
	}
	return out
}

// goldNames is one sequence of tags that the sets allow: the first of each set but O only where O alone fits.
func goldNames(sets []uint64, inv model.Inventory) []int {
	out := make([]int, len(sets))
	for i, s := range sets {
		if s&1 != 0 {
			continue
		}
		for j := range inv.Names {
			if s>>j&1 != 0 {
				out[i] = j
				break
			}
		}
	}
	return out
}

// nameSpans are the names of classes PER, ORG and LOC in a sequence of tags: first, end, class.
func nameSpans(tags []int, inv model.Inventory) map[[3]int]bool {
	out := map[[3]int]bool{}
	first := 0
	for i, t := range tags {
		if t == 0 {
			continue
		}
		class, place := (t-1)/4, (t-1)%4
		if place == 0 || place == 3 {
			first = i
		}
		if place >= 2 && class < 3 {
			out[[3]int{first, i + 1, class}] = true
		}
	}
	return out
}
