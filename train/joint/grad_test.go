package joint

import (
	"math"
	"math/rand/v2"
	"testing"

	model "kg/nlp/joint"
)

func tiny(banked bool) (*net, []*example, []inputs) {
	cfg := model.Config{Word: 5, Gram: 4, Form: 4, Lex: 3, Sense: 3, Hidden: 4, Layers: 3, Arc: 5, Label: 6, Between: model.Betweens}
	inv := model.Inventory{
		UPOS: []string{"A", "B", "C"}, XPOS: []string{"a", "b"}, Rels: []string{"root", "x", "y"},
		Names: model.NameTags([]string{"PER"}),
	}
	voc := model.NewVocabulary([]string{"one", "two"}, nil)
	n := newNet(cfg, inv, 3, true, banked, 1)
	r := rand.New(rand.NewPCG(9, 9))
	for _, p := range n.params {
		if !p.sparse {
			for i := range p.w {
				p.w[i] += float32(r.Float64()-0.5) * 0.5
			}
		}
	}
	var exs []*example
	var ins []inputs
	for _, ws := range [][]string{{"one", "Two", "three"}, {"two"}, {"Four", ",", "one", "seven", ")", "77"}} {
		ex := &example{words: ws, weight: 1}
		in := inputs{context: model.Context(nil, ws), marks: model.Marks(nil, ws)}
		for i, w := range ws {
			f := voc.Features(w)
			f.Lex = []int32{int32(i), 7}
			f.Sense = []int32{int32(i + 9), 17}
			in.listed = append(in.listed, int32(i%2))
			ex.entities = append(ex.entities, int16(r.IntN(4)-1))
			if i > 0 {
				ex.args = append(ex.args, argument{int16(i), int16(r.IntN(i)), int16(r.IntN(5))})
			}
			in.feats = append(in.feats, f)
			ex.upos = append(ex.upos, int16(r.IntN(3)))
			ex.xpos = append(ex.xpos, int16(r.IntN(2)))
			ex.heads = append(ex.heads, int16(i-1))
			ex.rels = append(ex.rels, int16(r.IntN(3)))
			ex.names = append(ex.names, 1+uint64(r.IntN(30)))
		}
		exs, ins = append(exs, ex), append(ins, in)
	}
	so := &soft{arcs: make([]uint16, 12), rels: make([]uint16, 9)}
	for i := range 3 {
		so.arcs[i*4], so.rels[i*3+1] = 65535, 65535
	}
	exs[0].soft = so
	return n, exs, ins
}

// TestGradient compares every derivative with a difference quotient.
func TestGradient(t *testing.T) {
	t.Run("plain", func(t *testing.T) { testGradient(t, false) })
	t.Run("banks", func(t *testing.T) { testGradient(t, true) })
}

func testGradient(t *testing.T, banked bool) {
	n, exs, ins := tiny(banked)
	exs[2].bank = bankEWT
	p := newPass(n)
	// The training pass with dropout too small to drop anything but large enough to have masks.
	rates := rates{smooth: 0.1, tree: [banks]float32{1, 1}, hard: 1}
	run := func() float64 {
		p.rng = rand.New(rand.NewPCG(1, 1))
		for _, g := range p.g {
			g.reset()
		}
		n.refresh()
		l := p.learn(exs, ins, rates, 1)
		// Half for the tags, and the label smoothing, which the reported losses leave out.
		return tagWeight*(l.upos+l.xpos) + l.arc + l.rel + nameWeight*l.name + entityWeight*l.entity + roleWeight*l.role
	}
	rates.smooth = 0
	run()
	want := map[*param][]float32{}
	for _, q := range n.params {
		g := p.g[q]
		if !q.sparse {
			want[q] = append([]float32(nil), g.g...)
			continue
		}
		d := make([]float32, len(q.w))
		for i, r := range g.rows {
			copy(d[int(r)*q.cols:], g.accum[i*q.cols:(i+1)*q.cols])
		}
		want[q] = d
	}
	r := rand.New(rand.NewPCG(2, 2))
	for _, q := range n.params {
		var try []int
		for i, d := range want[q] {
			if d != 0 {
				try = append(try, i)
			}
		}
		if len(try) == 0 {
			t.Errorf("%s: no derivative", q.name)
		}
		for range min(12, len(try)) {
			i := try[r.IntN(len(try))]
			const eps = 2e-3
			old := q.w[i]
			q.w[i] = old + eps
			up := run()
			q.w[i] = old - eps
			down := run()
			q.w[i] = old
			num := (up - down) / (2 * eps)
			if d := math.Abs(num - float64(want[q][i])); d > 0.02+0.03*math.Abs(num) {
				t.Errorf("%s[%d]: derivative %.4f, difference quotient %.4f", q.name, i, want[q][i], num)
			}
		}
	}
}
