// Package joint tags, parses and finds names in one pass of one network.
//
// The network reads the tokens of a sentence as embeddings of words, hashed character n-grams, forms and classes
// of a lexicon, runs bidirectional layers of simple recurrent units over them (Lei et al. 2018), and says of each
// token its part of speech, its head (deep biaffine attention, Dozat and Manning 2017), the relation to it, and
// its place in a name. Weights are in eight bits; so are activations where they meet a matrix, so that the
// products are integers and every machine comes to the same decisions.
package joint

import (
	"fmt"
	"slices"

	"kg/nlp/kernel"
)

// Model is a network that is ready to run. It may be used by several goroutines at once.
type Model struct {
	cfg Config
	inv Inventory
	sec Sections
	voc *Vocabulary

	word, gram, form, lex, sense Array
	layers                       []recurrent
	heads                        *kernel.Matrix
	arcU                         *kernel.Matrix
	arcRoot                      []float32
	arcDist                      *kernel.Matrix
	labRoot, labDist             []float32
	labOut                       *kernel.Matrix
	tagRel                       []float32 // len(Rels) × len(UPOS): how many times more frequent a tag is with a relation

	classes                          []string // of names
	rootRel                          int      // index of the relation "root", or -1
	apposRel                         int      // that of "appos", or -1
	aclRel, relclRel, conjRel, ccRel int      // those of "acl", "acl:relcl", "conj" and "cc", or -1
	subjRel                          int      // that of "nsubj", or -1
	clausal, predicate               []bool   // of each relation, whether it is one of the clausal, of the predicates
	once                             []uint8  // of each relation, the group of which a head has at most one: 0 for none
	scratch                          pool
}

// recurrent is one bidirectional layer.
type recurrent struct {
	w      *kernel.Matrix
	blocks int // matrices a direction: 3, and in the first layer one more for the highway
	gates  [2]kernel.Gates
}

// Load makes a model of the bytes of a weights file. It keeps data, which must not change.
func Load(data []byte) (*Model, error) {
	f, err := Decode(data)
	if err != nil {
		return nil, err
	}
	return NewModel(f)
}

// NewModel makes a model of f.
func NewModel(f *File) (*Model, error) {
	m := &Model{cfg: f.Config, inv: f.Inventory, sec: f.Config.Sections(f.Inventory)}
	cfg := m.cfg
	if cfg.Hidden == 0 || cfg.Layers == 0 || cfg.Arc == 0 || cfg.Label == 0 ||
		(cfg.Input()|cfg.Hidden|cfg.Arc|cfg.Label)%2 != 0 {
		return nil, fmt.Errorf("joint: a network of size %+v", cfg)
	}
	if cfg.Between != 0 && cfg.Between != Betweens {
		return nil, fmt.Errorf("joint: %d classes of what is between tokens, want %d", cfg.Between, Betweens)
	}
	if len(m.inv.UPOS) == 0 || len(m.inv.XPOS) == 0 || len(m.inv.Rels) == 0 || len(m.inv.Names)%4 != 1 {
		return nil, fmt.Errorf("joint: weights without names of tags")
	}
	for i := 1; i < len(m.inv.Names); i += 4 {
		if len(m.inv.Names[i]) < 3 {
			return nil, fmt.Errorf("joint: name tag %q", m.inv.Names[i])
		}
		m.classes = append(m.classes, m.inv.Names[i][2:])
	}
	rel := func(name string) int { return slices.Index(m.inv.Rels, name) }
	m.aclRel, m.relclRel, m.conjRel, m.ccRel, m.subjRel = rel("acl"), rel("acl:relcl"), rel("conj"), rel("cc"), rel("nsubj")
	m.rootRel, m.apposRel = rel("root"), rel("appos")
	for _, r := range m.inv.Rels {
		m.once = append(m.once, onceOf[r])
		m.clausal, m.predicate = append(m.clausal, clausal[r]), append(m.predicate, predicates[r])
	}
	arrays := map[string]Array{}
	for _, a := range f.Arrays {
		arrays[a.Name] = a
	}
	var err error
	get := func(name string, rows, cols int) Array {
		a, ok := arrays[name]
		if err == nil && (!ok || a.Rows != rows || a.Cols != cols) {
			err = fmt.Errorf("joint: weights %q are %d×%d, want %d×%d", name, a.Rows, a.Cols, rows, cols)
		}
		return a
	}
	matrix := func(name string, out, in int, bias []float32) *kernel.Matrix {
		a := get(name, out, in)
		if err == nil && a.Q == nil {
			err = fmt.Errorf("joint: weights %q are not in eight bits", name)
		}
		if err != nil {
			return nil
		}
		return kernel.New(out, in, a.Q, a.Scale, bias)
	}
	vector := func(name string, rows, cols int) []float32 { return get(name, rows, cols).Float() }

	m.voc = NewVocabulary(f.Words, f.Lexicon)
	table := func(name string, rows, cols int) Array {
		a := get(name, rows, cols)
		if err == nil && a.Q == nil {
			err = fmt.Errorf("joint: weights %q are not in eight bits", name)
		}
		return a
	}
	m.word = table("word", len(f.Words)+1, cfg.Word)
	m.gram = table("gram", GramRows, cfg.Gram)
	m.form = table("form", FormRows, cfg.Form)
	if cfg.Lex > 0 {
		m.lex = table("lex", LexRows, cfg.Lex)
	}
	if cfg.Sense > 0 {
		m.sense = table("sense", SenseRows, cfg.Sense)
	}
	in, h := cfg.Input(), cfg.Hidden
	for i := range cfg.Layers {
		l := recurrent{blocks: 3}
		if i == 0 {
			l.blocks = 4
		}
		id := string(rune('0' + i))
		l.w = matrix("sru"+id+".w", 2*h*l.blocks, in, nil)
		v, b := vector("sru"+id+".v", 2, 2*h), vector("sru"+id+".b", 2, 2*h)
		for d := range l.gates {
			if err == nil { // forget gate of both directions, then highway gate
				l.gates[d] = kernel.Gates{Forget: v[d*h:][:h], Highway: v[2*h+d*h:][:h], ForgetBias: b[d*h:][:h], HighwayBias: b[2*h+d*h:][:h]}
			}
		}
		m.layers = append(m.layers, l)
		in = 2 * h
	}
	m.heads = matrix("heads", m.sec.All, in, vector("heads.b", 1, m.sec.All))
	m.arcU = matrix("arc.u", cfg.Arc, cfg.Arc, vector("arc.b", 1, cfg.Arc))
	m.arcRoot = vector("arc.root", 1, cfg.Arc)
	m.arcDist = matrix("arc.dist", cfg.Ways(), cfg.Arc, nil)
	m.labRoot = vector("lab.root", 1, cfg.Label)
	m.labDist = vector("lab.dist", cfg.Ways(), cfg.Label)
	m.labOut = matrix("lab.out", len(m.inv.Rels), cfg.Label, vector("lab.b", 1, len(m.inv.Rels)))
	m.tagRel = vector("tag.rel", len(m.inv.Rels), len(m.inv.UPOS))
	if err != nil {
		return nil, err
	}
	return m, nil
}

// Inventory is what m can say.
func (m *Model) Inventory() Inventory { return m.inv }
