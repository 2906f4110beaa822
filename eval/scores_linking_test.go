package eval_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/eval"
	"kg/nlp/conllu"
	"kg/nlp/english"
	"kg/resolve"
)

// TestLinkingScores measures who is who on the dev data and compares with testdata/linking.txt.
func TestLinkingScores(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no ../../shared/data")
	}
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	r, err := resolve.New(resolve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := conllu.ReadFile(filepath.Join(shared, "train/gum-nonnc/en_gum-dev.conllu.gz"))
	if err != nil {
		t.Fatal(err)
	}
	gum, err := eval.GUMLinks(f)
	if err != nil {
		t.Fatal(err)
	}
	fair, err := eval.FairLinks(filepath.Join(shared, "dev/entity-linking/news-fair-v1.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	line := func(name string, value float64) { fmt.Fprintf(&b, "%s\t%.1f\n", name, 100*value) }
	for _, mode := range []eval.Given{eval.GivenAll, eval.GivenNames, eval.Found} {
		var both eval.Measure // the two sets name what they link to differently, so each is grouped by itself
		for _, set := range []struct {
			name string
			docs []eval.LinkedDoc
		}{{"gum", gum}, {"fair", fair}} {
			s, err := eval.LinkScore(p, r, set.docs, mode)
			if err != nil {
				t.Fatal(err)
			}
			both.Precision.Add(s.BCubed.Precision)
			both.Recall.Add(s.BCubed.Recall)
			prefix := "linking." + set.name + "." + mode.String()
			line(prefix+".precision", s.BCubed.Precision.Value())
			line(prefix+".recall", s.BCubed.Recall.Value())
			line(prefix+".f1", s.BCubed.F1())
		}
		prefix := "linking.both." + mode.String()
		line(prefix+".precision", both.Precision.Value())
		line(prefix+".recall", both.Recall.Value())
		line(prefix+".f1", both.F1())
	}
	cases, err := eval.ReadPhrases(filepath.Join(shared, "dev/actors/ngec_actors.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	country, sector := eval.PhraseScore(r, cases, nil)
	line("actors.country", country.Value())
	line("actors.sector", sector.Value())
	ecb, err := eval.ReadECB(filepath.Join(shared, "dev/ecbplus/ecbplus-dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	ours, baseline, err := eval.ECBScore(p, r, ecb)
	if err != nil {
		t.Fatal(err)
	}
	line("ecbplus.f1", ours.BCubed.F1())
	line("ecbplus.head-lemma.f1", baseline.BCubed.F1())
	golden(t, "testdata/linking.txt", b.String())
}

// golden compares got with a file, or rewrites it with -update.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%d scores, %s has %d", len(gotLines), path, len(wantLines))
	}
	for i := range gotLines {
		g, gv, _ := strings.Cut(gotLines[i], "\t")
		w, wv, _ := strings.Cut(wantLines[i], "\t")
		var x, y float64
		fmt.Sscan(gv, &x)
		fmt.Sscan(wv, &y)
		// Where descriptions and pronouns count, so do the chains of coreference, which are another stage's.
		least := y - 1
		if strings.HasPrefix(g, "linking.") && !strings.Contains(g, ".given-names.") {
			least = y - 6
		}
		if g != w || x < least {
			t.Errorf("%s, %s has %s", gotLines[i], path, wantLines[i])
		}
	}
}
