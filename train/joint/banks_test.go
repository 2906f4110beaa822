package joint

import (
	"slices"
	"testing"

	model "kg/nlp/joint"
)

// twoSchools has each sentence twice, once as each treebank would have it: what is obj in one is obl in the other.
func twoSchools() *corpus {
	c := schoolCorpus()
	obj, obl := int16(slices.Index(c.inv.Rels, "obj")), int16(slices.Index(c.inv.Rels, "obl"))
	gum := c.train
	c.train = slices.Clone(gum)
	for _, ex := range gum {
		other := *ex
		other.bank, other.rels = bankEWT, slices.Clone(ex.rels)
		for i, r := range other.rels {
			if r == obj {
				other.rels[i] = obl
			}
		}
		c.train = append(c.train, &other)
	}
	c.dev["school"] = gum
	return c
}

// TestBanks learns from two treebanks that contradict each other. The network that ships must annotate as the one that
// is to be followed, and not half so.
func TestBanks(t *testing.T) {
	opt := schoolOptions(t)
	data := twoSchools()
	first := newTrainer(data, opt)
	if err := first.run(); err != nil {
		t.Fatal(err)
	}
	more := opt
	more.Banks, more.Run, more.Seed = true, t.TempDir(), 4
	tr := newTrainer(data, more)
	if err := tr.begin(opt); err != nil {
		t.Fatal(err)
	}
	tr.adam.average = 0.9
	if err := tr.run(); err != nil {
		t.Fatal(err)
	}
	first.net.useAverage(first.step, first.adam.average)
	for i, p := range first.net.layers[0].w.w {
		if tr.net.layers[0].w.w[i] != p {
			t.Fatal("a layer has learned")
		}
	}
	m, err := model.Load(tr.file().Encode())
	if err != nil {
		t.Fatal(err)
	}
	scores, err := tr.measureModel(m)
	if err != nil {
		t.Fatal(err)
	}
	if scores["school.las"] < 100 || scores["school.names"] < 100 {
		t.Errorf("the network that ships has %v", scores)
	}

	tr.net.useAverage(tr.step, tr.adam.average)
	tr.pass[0].n = tr.net.views[bankEWT]
	ewt := data.train[len(data.train)/2:]
	for i, a := range tr.annotate(ewt) {
		for k, r := range a.rels {
			if r != int(ewt[i].rels[k]) {
				t.Errorf("%v: as EWT has it token %d is %s", ewt[i].words, k, data.inv.Rels[r])
			}
		}
	}
}

// TestMix mixes what the treebanks add to a weight.
func TestMix(t *testing.T) {
	n, _, _ := tiny(true)
	n.labB.w[0], n.own[bankGUM].labB.w[0], n.own[bankEWT].labB.w[0] = 1, 2, -4
	v := n.view()
	n.mix(v, [banks]float32{0.5, 0.25})
	if v.labB.w[0] != 1 {
		t.Errorf("mixed to %v", v.labB.w[0])
	}
	n.refresh()
	if a, b := n.shipped().labB.w[0], n.views[bankEWT].labB.w[0]; a != 3 || b != -3 {
		t.Errorf("the views have %v and %v", a, b)
	}
	if len(v.params) != len(n.params)-banks*len(n.all()) {
		t.Errorf("%d parameters of %d", len(v.params), len(n.params))
	}
}
