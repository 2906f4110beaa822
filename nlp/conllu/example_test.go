package conllu_test

import (
	"fmt"
	"os"
	"strings"

	"kg/nlp"
	"kg/nlp/conllu"
)

// Annotation goes into the rows that were read.
func Example() {
	f, err := conllu.Read(strings.NewReader("Rome\tO\nfell\tO\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, doc := range f.Docs {
		d := doc.Bare()
		d.Mentions = []nlp.Mention{{Span: d.Tokens[0].Span, Last: 1, Class: nlp.Location}}
		d.Has |= nlp.Names
		doc.Doc = d
	}
	f.Update()
	if err := f.Write(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Rome	B-LOC
	// fell	O
}
