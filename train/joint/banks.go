package joint

import "slices"

// Treebanks differ in how they annotate the same thing: what EWT calls a list or an apposition is a dep in GUM, and EWT
// has twice as many sentences. So a network may have, beside the weights of the scorers of heads and relations that all
// sentences share, what each treebank adds to them (after Stymne et al. 2018, who tell the parser by a vector from which
// treebank a sentence is). Everything is added to weights, so that the network that ships is of the size it was: it has
// the weights of one treebank.

// The treebanks. A sentence of neither is read as one of GUM, which is nearer to news.
const (
	bankGUM = iota
	bankEWT
	banks
)

var bankNames = [banks]string{"gum", "ewt"}

// bankWeights are the weights of the losses of heads and relations, which make both treebanks weigh the same.
var bankWeights = [banks]float32{1.4, 0.8}

// hardRelations are those whose heads are wrong most often of what claims are read from: phrases and clauses that are
// far from what they belong to. Their heads weigh more, all of them, as they are mistaken for each other.
var hardRelations = []string{"appos", "conj", "acl", "acl:relcl", "advcl", "advcl:relcl"}

const hardWeight = 1.5

// scorers are the parameters that a treebank may have of its own.
type scorers struct {
	heads, headsB *param // width × sec.All, and its bias; tags and names are the same for all treebanks
	arcU, arcB    *param // Arc × Arc: a dependent's view of its head; the bias scores heads by themselves
	arcRoot       *param // the root, as a head
	arcDist       *param // Ways × Arc
	labRoot       *param // the root, as a head
	labDist       *param // Ways × Label
	labOut, labB  *param // Label × len(Rels)
}

func (s *scorers) all() []**param {
	return []**param{&s.heads, &s.headsB, &s.arcU, &s.arcB, &s.arcRoot, &s.arcDist, &s.labRoot, &s.labDist, &s.labOut, &s.labB}
}

// addBanks gives each treebank what it adds to the scorers, at first nothing.
func (n *net) addBanks() {
	n.own = make([]scorers, banks)
	for b := range n.own {
		own := n.own[b].all()
		for i, p := range n.all() {
			q := newParam(bankNames[b]+"."+(*p).name, (*p).rows, (*p).cols, false)
			*own[i] = q
			n.params = append(n.params, q)
		}
	}
	for range n.own {
		n.views = append(n.views, n.view())
	}
	n.refresh()
}

// view is a network with the parameters of n but scorers of its own, to be filled by mix.
func (n *net) view() *net {
	v := *n
	v.own, v.views, v.params = nil, nil, slices.Clone(n.params)
	for _, own := range n.own {
		for _, q := range own.all() {
			v.params = slices.DeleteFunc(v.params, func(p *param) bool { return p == *q })
		}
	}
	for _, p := range v.all() {
		q := &param{name: (*p).name, rows: (*p).rows, cols: (*p).cols, w: make([]float32, len((*p).w))}
		v.params[slices.Index(v.params, *p)] = q
		*p = q
	}
	return &v
}

// mix gives the view v the scorers that all sentences share and a share of what each treebank adds.
func (n *net) mix(v *net, share [banks]float32) {
	from := n.all()
	for i, to := range v.all() {
		w := (*to).w
		copy(w, (*from[i]).w)
		for b := range n.own {
			if share[b] != 0 {
				addScaled(w, (*n.own[b].all()[i]).w, share[b])
			}
		}
	}
}

// refresh brings the views of the treebanks up to date with the weights.
func (n *net) refresh() {
	for b, v := range n.views {
		var share [banks]float32
		share[b] = 1
		n.mix(v, share)
	}
}

// shipped is the network that runs where this one is trained: itself, or the view of GUM.
func (n *net) shipped() *net {
	if n.views == nil {
		return n
	}
	return n.views[bankGUM]
}

// learn computes the losses of sentences, those of each treebank with its view, and adds their derivatives to p.g.
func (p *pass) learn(list []*example, in []inputs, rates rates, scale float32) losses {
	if p.whole.views == nil {
		p.forward(list, in, true, rates)
		return p.backward(scale)
	}
	var sum losses
	for b, v := range p.whole.views {
		var part []*example
		var partIn []inputs
		for i, ex := range list {
			if ex.bank == b {
				part, partIn = append(part, ex), append(partIn, in[i])
			}
		}
		if len(part) > 0 {
			p.n = v
			p.forward(part, partIn, true, rates)
			sum.add(p.backward(scale))
		}
	}
	p.n = p.whole.shipped()
	p.fold()
	return sum
}

// fold adds the derivatives of the views to those of what they are sums of.
func (p *pass) fold() {
	n := p.whole
	for b, v := range n.views {
		shared, own := n.all(), n.own[b].all()
		for i, q := range v.all() {
			g := p.g[*q].g
			addScaled(p.g[*shared[i]].g, g, 1)
			if i < 2 { // tags and names come first in each row
				for from := 0; from < len(g); from += n.sec.All {
					clear(g[from : from+n.sec.ArcDep])
				}
			}
			addScaled(p.g[*own[i]].g, g, 1)
		}
	}
}
