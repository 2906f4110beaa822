package joint

import (
	"math/rand/v2"
	"slices"

	model "kg/nlp/joint"
)

// grafter moves appositions from sentence to sentence, so that they are learned by what they look like wherever they
// stand: in a list, after an object, at the end. One is put behind a noun or a name of the same kind as the one it was
// taken from, in a sentence of the same treebank, and about as many are taken away (after the crops and swaps of subtrees
// of Dehouck and Gómez-Rodríguez 2020).
type grafter struct {
	voc     *model.Vocabulary
	inv     model.Inventory
	grafts  [banks][]graft
	hosts   map[*example][]host
	removes map[*example][]graft
}

// graft is an apposition with the comma before it and, in the middle of a sentence, the one behind it: words first to end,
// of which root is the head and hangs on token of. It is the whole subtree.
type graft struct {
	ex                   *example
	first, end, root, of int
}

// host is a noun or a name that an apposition may be put to, before word at.
type host struct{ token, at int }

// How many sentences are given an apposition, and how many appositions are taken away.
const (
	graftRate  = 0.06
	removeRate = 0.35
)

func newGrafter(data *corpus, voc *model.Vocabulary) *grafter {
	g := &grafter{voc: voc, inv: data.inv, hosts: map[*example][]host{}, removes: map[*example][]graft{}}
	for _, ex := range data.train {
		if ex.heads == nil || ex.guessed || ex.upos == nil {
			continue
		}
		for i := range ex.words {
			if x, ok := g.apposition(ex, i); ok {
				g.grafts[ex.bank] = append(g.grafts[ex.bank], x)
				g.removes[ex] = append(g.removes[ex], x)
			}
			if h, ok := g.host(ex, i); ok {
				g.hosts[ex] = append(g.hosts[ex], h)
			}
		}
	}
	return g
}

func (g *grafter) rel(ex *example, i int) string {
	if ex.rels[i] < 0 {
		return ""
	}
	return g.inv.Rels[ex.rels[i]]
}

// apposition is the one that token i is the head of, if it begins with a comma and is in one piece.
func (g *grafter) apposition(ex *example, i int) (graft, bool) {
	if g.rel(ex, i) != "appos" || int(ex.heads[i]) > i {
		return graft{}, false
	}
	x := graft{ex: ex, first: i, end: i + 1, root: i, of: int(ex.heads[i])}
	count := 0
	for k := range ex.words {
		if ex.under(k, i) {
			count++
			x.first, x.end = min(x.first, k), max(x.end, k+1)
		}
	}
	return x, count == x.end-x.first && ex.words[x.first] == ","
}

// host reports where an apposition of token i would stand, if it has none: behind what belongs to a name or a noun
// closely, before a comma, "and" and what hangs on it more loosely.
func (g *grafter) host(ex *example, i int) (host, bool) {
	if !g.noun(ex, i) || !slices.Contains([]string{"nsubj", "nsubj:pass", "obj", "obl", "nmod", "conj", "root"}, g.rel(ex, i)) {
		return host{}, false
	}
	at := i + 1
	for k := i + 1; k < len(ex.words); k++ {
		if int(ex.heads[k]) != i {
			continue
		}
		switch g.rel(ex, k) {
		case "flat", "compound", "nummod", "nmod", "nmod:poss", "nmod:unmarked", "nmod:desc":
			at = k + 1
		case "appos", "case", "goeswith", "cop", "list", "dep":
			return host{}, false
		}
	}
	for k := at; k < len(ex.words); k++ { // the ends of what belongs to it
		if up := k; ex.under(up, i) {
			for int(ex.heads[up]) != i {
				up = int(ex.heads[up])
			}
			if up < at {
				at = k + 1
			}
		}
	}
	for k := i; k < at; k++ {
		if !ex.under(k, i) {
			return host{}, false
		}
	}
	return host{i, at}, at < len(ex.words)
}

func (g *grafter) noun(ex *example, i int) bool {
	return ex.upos[i] >= 0 && (g.inv.UPOS[ex.upos[i]] == "NOUN" || g.inv.UPOS[ex.upos[i]] == "PROPN")
}

// under reports whether token k is token i or hangs on it.
func (ex *example) under(k, i int) bool {
	for steps := 0; k >= 0 && steps <= len(ex.words); steps++ {
		if k == i {
			return true
		}
		k = int(ex.heads[k])
	}
	return false
}

// alike reports whether what tokens i of a and k of b are called may have the same appositions: names of one class, or
// nouns of one class in the lexicon.
func (g *grafter) alike(a *example, i int, b *example, k int) bool {
	if a.upos[i] != b.upos[k] {
		return false
	}
	if g.inv.UPOS[a.upos[i]] == "PROPN" {
		c := classOf(a, i)
		return c >= 0 && c == classOf(b, k)
	}
	if a.xpos[i] != b.xpos[k] {
		return false
	}
	rows := g.voc.Features(b.words[k]).Lex
	return slices.ContainsFunc(g.voc.Features(a.words[i]).Lex, func(r int32) bool { return slices.Contains(rows, r) })
}

// classOf is the class of the name that token i is part of without doubt, or -1.
func classOf(ex *example, i int) int {
	if ex.names == nil || ex.names[i]&1 != 0 {
		return -1
	}
	class := -1
	for j := 1; ex.names[i]>>j != 0; j++ {
		if ex.names[i]>>j&1 != 0 {
			if c := (j - 1) / 4; class >= 0 && c != class {
				return -1
			} else {
				class = c
			}
		}
	}
	return class
}

// change returns ex, or now and then a sentence like it with an apposition more or less.
func (g *grafter) change(ex *example, r *rand.Rand) *example {
	if list := g.removes[ex]; len(list) > 0 && r.Float32() < removeRate {
		x := list[r.IntN(len(list))]
		var picks []pick
		for i := range ex.words {
			if i < x.first || i >= x.end {
				picks = append(picks, pick{ex, i})
			}
		}
		return assemble(ex, picks, -1)
	}
	list, grafts := g.hosts[ex], g.grafts[ex.bank]
	if len(list) == 0 || len(grafts) == 0 || r.Float32() >= graftRate {
		return ex
	}
	h := list[r.IntN(len(list))]
	for range 12 {
		x := grafts[r.IntN(len(grafts))]
		if x.ex != ex && x.end-x.first <= 20 && g.alike(ex, h.token, x.ex, x.of) {
			return g.insert(ex, h, x)
		}
	}
	return ex
}

// insert is a copy of ex with the apposition x put to h.
func (g *grafter) insert(ex *example, h host, x graft) *example {
	var picks []pick
	for i := range h.at {
		picks = append(picks, pick{ex, i})
	}
	end := x.end
	if x.ex.words[end-1] == "," {
		end--
	}
	for i := x.first; i < end; i++ {
		picks = append(picks, pick{x.ex, i})
	}
	if ex.upos[h.at] < 0 || g.inv.UPOS[ex.upos[h.at]] != "PUNCT" {
		picks = append(picks, pick{x.ex, x.first}) // a comma closes it
	}
	for i := h.at; i < len(ex.words); i++ {
		picks = append(picks, pick{ex, i})
	}
	return assemble(ex, picks, h.token)
}

// pick is a token of a sentence.
type pick struct {
	ex *example
	i  int
}

// assemble makes a sentence of tokens of host and of one other, whose root hangs on token root of host. The heads of
// tokens must be picked.
func assemble(host *example, picks []pick, root int) *example {
	out := &example{doc: host.doc, weak: host.weak, weight: host.weight, bank: host.bank}
	to := map[pick]int16{}
	for k := len(picks) - 1; k >= 0; k-- {
		to[picks[k]] = int16(k)
	}
	for _, p := range picks {
		out.words = append(out.words, p.ex.words[p.i])
		out.upos = append(out.upos, p.ex.upos[p.i])
		out.xpos = append(out.xpos, p.ex.xpos[p.i])
		out.rels = append(out.rels, p.ex.rels[p.i])
		head, ok := to[pick{p.ex, int(p.ex.heads[p.i])}]
		switch {
		case ok:
		case p.ex == host:
			head = -1
		default:
			head = to[pick{host, root}]
		}
		out.heads = append(out.heads, head)
		if host.names != nil {
			set := ^uint64(0)
			if p.ex.names != nil {
				set = p.ex.names[p.i]
			}
			out.names = append(out.names, set)
		}
		if host.entities != nil {
			kind := int16(-1)
			if p.ex.entities != nil {
				kind = p.ex.entities[p.i]
			}
			out.entities = append(out.entities, kind)
		}
	}
	for _, a := range host.args {
		dep, ok := to[pick{host, int(a.dep)}]
		pred, both := to[pick{host, int(a.pred)}]
		if ok && both {
			out.args = append(out.args, argument{dep, pred, a.role})
		}
	}
	return out
}
