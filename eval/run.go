package eval

import (
	"fmt"
	"runtime"
	"sync"

	"kg/nlp"
	"kg/nlp/conllu"
)

// Input says what of a gold file a pipeline gets to see.
type Input uint8

// The inputs.
const (
	Raw    Input = iota // the text as its author wrote it
	Pieces              // the gold tokens and sentences
)

// Run runs p over the documents of gold, several at a time, and returns what it found, document by document.
// Of gold it sees no more than input says.
func Run(p *nlp.Pipeline, gold []*conllu.Document, input Input) ([]*conllu.Document, error) {
	found := make([]*conllu.Document, len(gold))
	errs := make([]error, len(gold))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(gold)) {
		wg.Go(func() {
			for i := range next {
				found[i], errs[i] = runOne(p, gold[i], input)
			}
		})
	}
	for i := range gold {
		next <- i
	}
	close(next)
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("document %s: %w", gold[i].ID, err)
		}
	}
	return found, nil
}

func runOne(p *nlp.Pipeline, gold *conllu.Document, input Input) (*conllu.Document, error) {
	if input == Pieces {
		d := &conllu.Document{ID: gold.ID, Doc: gold.Bare(), Sentences: gold.Sentences}
		return d, p.Run(d.Doc)
	}
	d, err := p.Annotate(gold.Raw(), gold.Doc.Date)
	if err != nil {
		return nil, err
	}
	return conllu.FromDoc(d, gold.ID, conllu.CoNLLU).Docs[0], nil
}
