package joint

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	model "kg/nlp/joint"
)

// treeOf reads a sentence as form/tag/head/relation, heads from 1.
func treeOf(c *corpus, text string) *example {
	var s sentence
	for _, word := range strings.Fields(text) {
		f := strings.Split(word, "/")
		head := 0
		for _, d := range f[2] {
			head = 10*head + int(d-'0')
		}
		s.rows = append(s.rows, row{form: f[0], upos: f[1], xpos: "X", head: head, rel: f[3]})
		s.names = append(s.names, f[4])
	}
	ex := c.example(s, guide{classes: map[string][]string{"PER": {"PER"}, "LOC": {"LOC"}}})
	ex.weight = 1
	return ex
}

// TestGraft moves an apposition from one sentence to another, and takes it away.
func TestGraft(t *testing.T) {
	c := &corpus{}
	c.inv = model.Inventory{
		UPOS: []string{"ADP", "CCONJ", "DET", "NOUN", "PROPN", "PUNCT", "VERB"}, XPOS: []string{"X"},
		Rels:  []string{"appos", "case", "cc", "conj", "det", "flat", "nmod", "nsubj", "obl", "punct", "root"},
		Names: model.NameTags(Classes),
	}
	from := treeOf(c, "Ada/PROPN/6/nsubj/B-PER ,/PUNCT/4/punct/O the/DET/4/det/O baker/NOUN/1/appos/O ,/PUNCT/4/punct/O left/VERB/0/root/O ./PUNCT/6/punct/O")
	to := treeOf(c, "Tom/PROPN/5/nsubj/B-PER Berg/PROPN/1/flat/I-PER and/CCONJ/4/cc/O Ines/PROPN/1/conj/B-PER met/VERB/0/root/O in/ADP/7/case/O Oslo/PROPN/5/obl/B-LOC ./PUNCT/5/punct/O")
	to.args = []argument{{dep: 0, pred: 4}, {dep: 6, pred: 4}}
	c.train = []*example{from, to}
	g := newGrafter(c, model.NewVocabulary(nil, nil))
	if len(g.grafts[bankGUM]) != 1 {
		t.Fatalf("%d appositions", len(g.grafts[bankGUM]))
	}

	seen := map[string]*example{}
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		for _, ex := range c.train {
			o := g.change(ex, r)
			seen[strings.Join(o.words, " ")] = o
		}
	}
	var all []string
	for s := range seen {
		all = append(all, s)
	}
	slices.Sort(all)
	want := []string{
		"Ada , the baker , left .", "Ada left .", "Tom Berg , the baker , and Ines met in Oslo .",
		"Tom Berg and Ines , the baker , met in Oslo .", "Tom Berg and Ines met in Oslo .",
	}
	if !slices.Equal(all, want) {
		t.Fatalf("sentences %q", all)
	}
	o := seen[want[2]]
	if !slices.Equal(o.heads, []int16{8, 0, 4, 4, 0, 4, 7, 0, -1, 10, 8, 8}) {
		t.Errorf("heads %v", o.heads)
	}
	if !slices.Equal(o.args, []argument{{dep: 0, pred: 8}, {dep: 10, pred: 8}}) {
		t.Errorf("arguments %v", o.args)
	}
	if o.names[4] != 1 || o.names[10] != to.names[6] {
		t.Errorf("names %v", o.names)
	}
	if o := seen[want[1]]; !slices.Equal(o.heads, []int16{1, -1, 1}) {
		t.Errorf("heads %v", o.heads)
	}
}
