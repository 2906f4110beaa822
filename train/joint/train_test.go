package joint

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	model "kg/nlp/joint"
)

// school is a treebank small enough to learn by heart: form, tag, head, relation, name tag.
const school = `Ada/PROPN/1/nsubj/B-PER met/VERB/-1/root/O Tom/PROPN/1/obj/B-PER ./PUNCT/1/punct/O
Tom/PROPN/1/nsubj/B-PER left/VERB/-1/root/O Oslo/PROPN/1/obj/B-LOC ./PUNCT/1/punct/O
the/DET/1/det/O dog/NOUN/2/nsubj/O saw/VERB/-1/root/O a/DET/4/det/O cat/NOUN/2/obj/O
a/DET/1/det/O cat/NOUN/2/nsubj/O left/VERB/-1/root/O Ada/PROPN/2/obj/B-PER Berg/PROPN/3/flat/I-PER
in/ADP/1/case/O Oslo/PROPN/4/obl/B-LOC the/DET/3/det/O dog/NOUN/4/nsubj/O met/VERB/-1/root/O Tom/PROPN/4/obj/B-PER`

func schoolCorpus() *corpus {
	c := &corpus{dev: map[string][]*example{}}
	c.inv = model.Inventory{
		UPOS: []string{"ADP", "DET", "NOUN", "PROPN", "PUNCT", "VERB"}, XPOS: []string{"X", "Y"},
		Rels: []string{"case", "det", "flat", "nsubj", "obj", "obl", "punct", "root"}, Names: model.NameTags(Classes),
	}
	g := guide{classes: map[string][]string{"PER": {"PER"}, "LOC": {"LOC"}}}
	for _, line := range strings.Split(school, "\n") {
		var s sentence
		for _, word := range strings.Fields(line) {
			f := strings.Split(word, "/")
			head := int(f[2][0] - '0')
			if f[2] == "-1" {
				head = -1
			}
			s.rows = append(s.rows, row{form: f[0], upos: f[1], xpos: "X", head: head + 1, rel: f[3]})
			s.names = append(s.names, f[4])
		}
		ex := c.example(s, g)
		ex.weight = 1
		c.train = append(c.train, ex)
	}
	c.dev["school"] = c.train
	c.vocabulary()
	return c
}

func schoolOptions(t *testing.T) Options {
	return Options{
		Config: model.Config{Word: 16, Gram: 16, Form: 16, Lex: 16, Hidden: 32, Layers: 2, Arc: 32, Label: 32},
		Seed:   3, Epochs: 100, Batch: 8, Rate: 1e-2, Dropout: 0.05, Workers: 2, Warm: 20, Every: 50, Run: t.TempDir(),
	}
}

// TestLearn trains a small network on a few sentences, which it must learn by heart, in one go and with a stop
// in between, which must not make a difference; the network that is exported must know them too.
func TestLearn(t *testing.T) {
	whole := newTrainer(schoolCorpus(), schoolOptions(t))
	whole.adam.average = 0.9
	if err := whole.run(); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"school.upos", "school.las", "school.names"} {
		if whole.scores[k] < 100 {
			t.Errorf("%s is %.1f", k, whole.scores[k])
		}
	}

	opt := schoolOptions(t)
	opt.Stop = 40
	var last *trainer
	for range 2 {
		last = newTrainer(schoolCorpus(), opt)
		last.adam.average = 0.9
		if err := last.resume(); err != nil {
			t.Fatal(err)
		}
		if err := last.run(); err != nil {
			t.Fatal(err)
		}
		opt.Stop = 0
	}
	for i, p := range whole.net.params {
		if q := last.net.params[i]; !slices.Equal(p.w, q.w) {
			t.Errorf("%s differs after a stop", p.name)
		}
	}

	m, err := model.Load(whole.file().Encode())
	if err != nil {
		t.Fatal(err)
	}
	scores, err := whole.measureModel(m)
	if err != nil {
		t.Fatal(err)
	}
	if scores["school.las"] < 100 || scores["school.names"] < 100 {
		t.Errorf("the network in eight bits has %v", scores)
	}
}

// TestTeach lets a small network teach another, which sees no gold labels.
func TestTeach(t *testing.T) {
	data := schoolCorpus()
	opt := schoolOptions(t)
	first := newTrainer(data, opt)
	first.adam.average = 0.9
	if err := first.run(); err != nil {
		t.Fatal(err)
	}
	teachers, err := loadTeachers(data, []Options{opt}, 2)
	if err != nil {
		t.Fatal(err)
	}
	blind := schoolCorpus()
	for _, ex := range blind.train {
		ex.upos, ex.xpos, ex.heads, ex.rels, ex.names = nil, nil, nil, nil, nil
	}
	blind.dev = data.dev
	teach(teachers, blind.train, 2)
	opt.Run, opt.Seed = t.TempDir(), 4
	second := newTrainer(blind, opt)
	second.adam.average = 0.9
	if err := second.run(); err != nil {
		t.Fatal(err)
	}
	if second.scores["school.las"] < 95 || second.scores["school.names"] < 90 {
		t.Errorf("the pupil has %v", second.scores)
	}
}

// TestRecipe takes all steps of the recipe with networks and epochs that are small, twice with a stop in between:
// what is done must not be done again, and the networks must be the same.
func TestRecipe(t *testing.T) {
	src := source{
		corpus: func() (*corpus, error) { return schoolCorpus(), nil },
		raw: func(model.Inventory) ([]*example, error) {
			return []*example{{words: strings.Fields("Tom met the dog in Oslo"), weight: 1}}, nil
		},
		lists: func() (map[int][]string, error) { return map[int][]string{0: {"Ines", "Ines Holm"}}, nil },
	}
	small := func() []step {
		steps := recipe(t.TempDir())
		shrink := func(o *Options) {
			o.Config.Word, o.Config.Gram, o.Config.Form, o.Config.Lex = 8, 8, 8, 4
			o.Config.Hidden /= 8
			o.Config.Arc, o.Config.Label = 8, 8
		}
		for i := range steps {
			s := &steps[i]
			shrink(&s.Options)
			for k := range s.Teachers {
				shrink(&s.Teachers[k])
			}
			if s.Start != nil {
				start := *s.Start
				shrink(&start)
				s.Start = &start
			}
			s.Batch, s.Warm = 8, 4
		}
		return steps
	}
	whole, parts := small(), small()
	var nets [2][]byte
	for k, steps := range [][]step{whole, parts} {
		out := t.TempDir()
		if k == 1 { // stops after some steps, then begins again
			if err := follow(src, steps[:5], out, "test"); err != nil {
				t.Fatal(err)
			}
		}
		if err := follow(src, steps, out, "test"); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(out, "joint.bin"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := model.Load(b); err != nil {
			t.Error(err)
		}
		nets[k] = b
		if manifest, err := os.ReadFile(filepath.Join(out, "MANIFEST.joint")); err != nil || !strings.Contains(string(manifest), "school.las") {
			t.Errorf("MANIFEST %q, %v", manifest, err)
		}
	}
	if !slices.Equal(nets[0], nets[1]) {
		t.Error("a stop changes the network")
	}
	if err := os.RemoveAll(whole[4].keep); err != nil {
		t.Fatal(err)
	}
	if err := follow(src, whole, t.TempDir(), "test"); err == nil {
		t.Error("a state that is gone was not missed")
	}
}
