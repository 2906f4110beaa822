package joint

import (
	"math"
	"math/rand/v2"

	model "kg/nlp/joint"
)

// net is the network while it is trained.
type net struct {
	cfg model.Config
	inv model.Inventory
	sec model.Sections

	word, gram, form, lex, sense *param
	layers                       []layer
	scorers

	// What is learned beside, for what it teaches the rest, and does not ship; nil where it is not asked for.
	entity, entityB *param // width × entity types: of the mention that a token is the head of
	role, roleB     *param // Label × roles: of an argument and its predicate

	own   []scorers // what each treebank adds, or nil
	views []*net    // the network as each treebank has it

	params []*param
}

// layer is a bidirectional recurrent layer. For each direction, w has blocks of Hidden columns: candidate, forget
// gate, highway gate, and in the first layer the highway itself, since the input is not as wide as the output; v has the gates'
// weights of the cell, b their biases.
type layer struct {
	in, blocks int
	w, v, b    *param
}

func newNet(cfg model.Config, inv model.Inventory, words int, beside, banked bool, seed uint64) *net {
	n := &net{cfg: cfg, inv: inv, sec: cfg.Sections(inv)}
	r := rand.New(rand.NewPCG(seed, 0x6a6f696e74))
	add := func(name string, rows, cols int, sparse bool) *param {
		p := newParam(name, rows, cols, sparse)
		n.params = append(n.params, p)
		return p
	}
	emb := func(name string, rows, cols int) *param {
		return add(name, rows, cols, true).uniform(r, 0.5)
	}
	n.word = emb("word", words, cfg.Word)
	n.gram = emb("gram", model.GramRows, cfg.Gram)
	n.form = emb("form", model.FormRows, cfg.Form)
	if cfg.Lex > 0 {
		n.lex = emb("lex", model.LexRows, cfg.Lex)
	}
	if cfg.Sense > 0 {
		n.sense = emb("sense", model.SenseRows, cfg.Sense)
	}
	in, h := cfg.Input(), cfg.Hidden
	for i := range cfg.Layers {
		l := layer{in: in, blocks: 3}
		if i == 0 {
			l.blocks = 4
		}
		id := string(rune('0' + i))
		l.w = add("sru"+id+".w", in, 2*h*l.blocks, false).uniform(r, math.Sqrt(3/float64(in)))
		l.v = add("sru"+id+".v", 2, 2*h, false).uniform(r, 0.3)
		l.b = add("sru"+id+".b", 2, 2*h, false).constant(0)
		n.layers = append(n.layers, l)
		in = 2 * h
	}
	n.heads = add("heads", in, n.sec.All, false).uniform(r, glorot(in, cfg.Arc))
	n.headsB = add("heads.b", 1, n.sec.All, false)
	n.arcU = add("arc.u", cfg.Arc, cfg.Arc, false).uniform(r, 0.3*glorot(cfg.Arc, cfg.Arc))
	n.arcB = add("arc.b", 1, cfg.Arc, false)
	n.arcRoot = add("arc.root", 1, cfg.Arc, false).uniform(r, 0.3)
	n.arcDist = add("arc.dist", cfg.Ways(), cfg.Arc, false)
	n.labRoot = add("lab.root", 1, cfg.Label, false).uniform(r, 0.3)
	n.labDist = add("lab.dist", cfg.Ways(), cfg.Label, false).uniform(r, 0.1)
	n.labOut = add("lab.out", cfg.Label, len(inv.Rels), false).uniform(r, glorot(cfg.Label, len(inv.Rels)))
	n.labB = add("lab.b", 1, len(inv.Rels), false)
	if beside {
		n.entity = add("entity", in, len(entityTypes), false).uniform(r, glorot(in, len(entityTypes)))
		n.entityB = add("entity.b", 1, len(entityTypes), false)
		n.role = add("role", cfg.Label, len(roles), false).uniform(r, glorot(cfg.Label, len(roles)))
		n.roleB = add("role.b", 1, len(roles), false)
	}
	if banked {
		n.addBanks()
	}
	return n
}

// useAverage swaps the weights with their moving average, and back.
func (n *net) useAverage(t int, avg float64) {
	for _, p := range n.params {
		if p.sparse {
			for r := range p.rows {
				p.catchUp(r, t, avg)
			}
		}
		p.w, p.avg = p.avg, p.w
	}
	n.refresh()
}
