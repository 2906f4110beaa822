package joint

import (
	"os"
	"testing"

	"kg/nlp"
	"kg/nlp/english/weights"
	model "kg/nlp/joint"
	"kg/nlp/kernel"
)

// TestPaths checks on the development data that the vector and the scalar path of the network that ships come to
// the same decisions: every third sentence, or all of them with PATHS=all in the environment.
func TestPaths(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no shared data")
	}
	data, err := load(shared)
	if err != nil {
		t.Fatal(err)
	}
	step := 3
	if os.Getenv("PATHS") == "all" {
		step = 1
	}
	var list []*example
	for _, name := range []string{"ewt-dev", "gum-dev", "wikigold"} {
		for i := 0; i < len(data.dev[name]); i += step {
			list = append(list, data.dev[name][i])
		}
	}
	var docs [2]*nlp.Doc
	for k, vector := range []bool{true, false} {
		kernel.UseVector(vector)
		m, err := model.Load(weights.Joint)
		if err != nil {
			t.Fatal(err)
		}
		docs[k] = document(list)
		err = m.Annotate(docs[k])
		kernel.UseVector(true)
		if err != nil {
			t.Fatal(err)
		}
	}
	differ := 0
	for i, tok := range docs[0].Tokens {
		if tok != docs[1].Tokens[i] {
			differ++
		}
	}
	if len(docs[0].Mentions) != len(docs[1].Mentions) {
		t.Errorf("%d names and %d", len(docs[0].Mentions), len(docs[1].Mentions))
	} else {
		for i, m := range docs[0].Mentions {
			if m != docs[1].Mentions[i] {
				differ++
			}
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d tokens and %d names differ", differ, len(docs[0].Tokens), len(docs[0].Mentions))
	}
	t.Logf("%d tokens, %d names compared", len(docs[0].Tokens), len(docs[0].Mentions))
}
