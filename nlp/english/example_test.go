package english_test

import (
	"fmt"

	"kg/nlp/english"
)

func Example() {
	p, err := english.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := p.Annotate("Anna Berg met the ministers.", "2015-02-05")
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, t := range d.Tokens {
		fmt.Println(d.Word(i), t.Lemma, t.UPOS, t.Rel)
	}
	// Output:
	// Anna Anna PROPN nsubj
	// Berg Berg PROPN flat
	// met meet VERB root
	// the the DET det
	// ministers minister NOUN obj
	// . . PUNCT punct
}
