package token_test

import (
	"fmt"

	"kg/nlp"
	"kg/nlp/token"
)

func Example() {
	stage, err := token.Stage()
	if err != nil {
		fmt.Println(err)
		return
	}
	d := &nlp.Doc{Text: "He didn't leave the U.S. She did."}
	if err := stage.Run(d); err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			fmt.Printf("[%s]", d.Word(i))
		}
		fmt.Println()
	}
	// Output:
	// [He][did][n't][leave][the][U.S.]
	// [She][did][.]
}
