// Package english is the list of the stages that annotate English text, in the order in which they run.
//
// Tokens and sentences come first, then tags, trees and names from one network, lemmas, times, and last the
// chains of coreference. The weights of all of them are embedded, and read once, by the first call of [New].
package english

import (
	"fmt"
	"sync"

	"kg/nlp"
	"kg/nlp/coref"
	"kg/nlp/date"
	"kg/nlp/english/weights"
	"kg/nlp/joint"
	"kg/nlp/lemma"
	"kg/nlp/token"
)

// New is the English pipeline. It adds every layer, but for those that a document has already, and may be
// used by several goroutines at once. All pipelines share one set of weights. An error says that the weights
// are not what the stages were built for, which no input can cause.
func New() (*nlp.Pipeline, error) {
	s, err := stages()
	if err != nil {
		return nil, fmt.Errorf("english: %w", err)
	}
	return nlp.NewPipeline(s...)
}

var stages = sync.OnceValues(load)

func load() ([]nlp.Stage, error) {
	words, err := token.Stage()
	if err != nil {
		return nil, err
	}
	model, err := joint.Load(weights.Joint)
	if err != nil {
		return nil, err
	}
	lemmas, err := lemma.Stage()
	if err != nil {
		return nil, err
	}
	chains, err := coref.Stage()
	if err != nil {
		return nil, err
	}
	return []nlp.Stage{words, model.Stage(), lemmas, date.Stage(), chains}, nil
}
