package joint

import (
	"os"
	"testing"

	"kg/nlp"
	"kg/nlp/english/weights"
	model "kg/nlp/joint"
	"kg/nlp/kernel"
)

// TestPaths checks on the development data that every path of the network that ships comes to the same decisions: every third sentence, or all of them with PATHS=all in the environment.
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
	defer kernel.Use(kernel.Tiles)
	var first *nlp.Doc
	for _, path := range kernel.Paths() {
		kernel.Use(path)
		m, err := model.Load(weights.Joint)
		if err != nil {
			t.Fatal(err)
		}
		d := document(list)
		if err := m.Annotate(d); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = d
			continue
		}
		differ := 0
		for i, tok := range first.Tokens {
			if tok != d.Tokens[i] {
				differ++
			}
		}
		if len(first.Mentions) != len(d.Mentions) {
			t.Errorf("%v: %d names, not %d", path, len(d.Mentions), len(first.Mentions))
		} else {
			for i, m := range first.Mentions {
				if m != d.Mentions[i] {
					differ++
				}
			}
		}
		if differ > 0 {
			t.Errorf("%v: %d of %d tokens and %d names differ", path, differ, len(first.Tokens), len(first.Mentions))
		}
	}
	t.Logf("%d tokens, %d names compared on %v", len(first.Tokens), len(first.Mentions), kernel.Paths())
}
