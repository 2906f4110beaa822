package joint

import (
	"slices"
	"testing"

	model "kg/nlp/joint"
)

// TestBegin begins a network that has more inputs, and learns more beside, with one that has learned: at first both must
// say the same.
func TestBegin(t *testing.T) {
	opt := schoolOptions(t)
	opt.Epochs = 20
	first := newTrainer(schoolCorpus(), opt)
	if err := first.run(); err != nil {
		t.Fatal(err)
	}
	more := opt
	more.Config.Sense, more.Config.Between = 8, model.Betweens
	more.Beside, more.Seed, more.Run = true, 5, t.TempDir()
	second := newTrainer(schoolCorpus(), more)
	if err := second.begin(more); err == nil {
		t.Error("began with a run that is not there")
	}
	if err := second.begin(opt); err != nil {
		t.Fatal(err)
	}
	first.net.useAverage(first.step, first.adam.average)
	want, got := first.annotate(first.data.train), second.annotate(second.data.train)
	for i := range want {
		a, b := want[i], got[i]
		if !slices.Equal(a.heads, b.heads) || !slices.Equal(a.rels, b.rels) || !slices.Equal(a.upos, b.upos) || !slices.Equal(a.names, b.names) {
			t.Errorf("%v: %+v, not %+v", first.data.train[i].words, b, a)
		}
	}
	wide := more
	wide.Config.Hidden = 16
	if err := newTrainer(schoolCorpus(), wide).begin(opt); err == nil {
		t.Error("began with a network of another width")
	}
}
