package eval_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/eval"
	"kg/extract"
	"kg/extract/pair"
	"kg/nlp"
	"kg/nlp/english"
	"kg/schema"
)

// TestClaimScores measures claims and compares with testdata/claims.txt; -update rewrites that. Below a floor it fails
// in any case.
func TestClaimScores(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	annotate := func(text string) (*nlp.Doc, error) { return p.Annotate(text, "") }
	claims, err := extract.New(schema.Default(), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	open, err := extract.New(schema.Default(), extract.Options{OnlyOpen: true})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	line := func(name string, value, floor float64) {
		fmt.Fprintf(&b, "%s\t%.1f\n", name, 100*value)
		if value < floor {
			t.Errorf("%s: %.4f is below %.2f", name, value, floor)
		}
	}

	modality, err := eval.ReadModality(read(t, "../extract/testdata/modality.txt"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := eval.Modality(modality, annotate, claims)
	if err != nil {
		t.Fatal(err)
	}
	line("modality.all-three", float64(m.Right)/float64(m.Cases), 0.90)
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no ../../shared/data")
	}

	gold, err := eval.ReadCaRBGold(read(t, filepath.Join(shared, "dev/carb/carb_gold_dev.tsv")))
	if err != nil {
		t.Fatal(err)
	}
	var found bytes.Buffer
	for _, s := range gold.Sentences {
		d, err := annotate(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := extract.WriteCaRB(&found, s, d, open.Claims(d)); err != nil {
			t.Fatal(err)
		}
	}
	tuples, err := eval.ReadCaRB(&found)
	if err != nil {
		t.Fatal(err)
	}
	carb := eval.CaRB(gold, tuples)
	line("carb.f1", carb.F1, 0.48)
	line("carb.auc", carb.AUC, 0.27)

	plv, err := eval.ReadPLV(read(t, filepath.Join(shared, "dev/plover/plv_train_clean.tsv")))
	if err != nil {
		t.Fatal(err)
	}
	given, err := eval.Plover(plv, annotate, claims)
	if err != nil {
		t.Fatal(err)
	}
	nothing, err := eval.PloverFull(plv, annotate, claims)
	if err != nil {
		t.Fatal(err)
	}
	line("plover.root.macro-f1", given.Root.MacroF1(), 0.70)
	line("plover.pentaclass.macro-f1", given.Penta.MacroF1(), 0.80)
	line("plover.nothing-given.f1", nothing.F1(), 0.40)

	actors, err := eval.ReadActors(read(t, filepath.Join(shared, "dev/cameo-ner/cameo_ner_train_clean.txt")))
	if err != nil {
		t.Fatal(err)
	}
	spans, err := eval.Actors(actors, annotate, claims)
	if err != nil {
		t.Fatal(err)
	}
	line("cameo-ner.partial-f1", spans.PartialF1(), 0.60)

	records, err := eval.ReadPetrarch(read(t, filepath.Join(shared, "dev/petrarch/validate.jsonl")))
	if err != nil {
		t.Fatal(err)
	}
	who, err := eval.ReadActorCodes(read(t, filepath.Join(shared, "lexicon/cameo/universal/PETR.Validate.actors.txt")))
	if err != nil {
		t.Fatal(err)
	}
	what, err := eval.ReadActorCodes(read(t, filepath.Join(shared, "lexicon/cameo/PETR.Validate.agents.txt")))
	if err != nil {
		t.Fatal(err)
	}
	coded, err := eval.Petrarch(records, who, what, annotate, claims)
	if err != nil {
		t.Fatal(err)
	}
	line("petrarch.right", float64(coded.Right)/float64(coded.Gold), 0.55)
	line("petrarch.false-by-record", coded.False(), 0)
	if coded.False() > 0.20 {
		t.Errorf("petrarch: %.4f false events a record, more than 0.20", coded.False())
	}

	docs, err := eval.ReadRe3d(read(t, filepath.Join(shared, "train/re3d/re3d.jsonl")))
	if err != nil {
		t.Fatal(err)
	}
	model, err := pair.Load()
	if err != nil {
		t.Fatal(err)
	}
	half := docs[len(docs)/2:] // nothing is trained on these
	for _, m := range []struct {
		name  string
		docs  []eval.Re3dDoc
		opt   eval.Re3dOptions
		floor float64
	}{
		{"re3d.rules.f1", docs, eval.Re3dOptions{}, 0},
		{"re3d.half.rules.f1", half, eval.Re3dOptions{}, 0},
		{"re3d.half.f1", half, eval.Re3dOptions{Model: model}, 0},
		{"re3d.half.given.f1", half, eval.Re3dOptions{Model: model, Given: true}, 0.35},
	} {
		all, _, err := eval.Re3d(m.docs, annotate, claims, schema.Default(), m.opt)
		if err != nil {
			t.Fatal(err)
		}
		line(m.name, all.F1(), m.floor)
	}
	golden(t, "testdata/claims.txt", b.String())
}

// read gives the content of a file.
func read(t *testing.T, path string) *bytes.Reader {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(data)
}
