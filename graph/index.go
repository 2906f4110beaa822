package graph

import (
	"math/bits"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// textIndex is what a store keeps an index of: sentences and headlines by their words, entities by the beginnings of the
// words of their names, and how many articles give an entity which name and class.
var textIndex = &backend.Index{
	Text:   []quad.IRI{kgSentence, schemaHeadline},
	Names:  []quad.IRI{rdfsLabel, skosAltLabel},
	Counts: []quad.IRI{rdfsLabel, skosAltLabel, rdfType},
	Skip:   []quad.IRI{kgClaim, schemaArticle},
	Totals: []quad.IRI{kgFact},
}

// Which of Index.Counts.
const (
	countedLabel = iota
	countedAlias
	countedClass
)

// index is the index of the backend, nil where it has none.
func (s *Store) index() backend.Indexed {
	if q, ok := s.qs.(interface{ Indexed() backend.Indexed }); ok {
		return q.Indexed()
	}
	return nil
}

// numberSet is a set of numbers of values, a bit each.
type numberSet []uint64

func newNumberSet(top uint64) numberSet { return make(numberSet, top/64+1) }

// add adds numbers; one that is above the top, because it has been given since, is left out.
func (s numberSet) add(numbers []uint64) {
	for _, n := range numbers {
		if i := n / 64; i < uint64(len(s)) {
			s[i] |= 1 << (n % 64)
		}
	}
}

// or gives the union of two sets.
func (s numberSet) or(t numberSet) numberSet {
	if len(s) < len(t) {
		s, t = t, s
	}
	out := slices.Clone(s)
	for i, b := range t {
		out[i] |= b
	}
	return out
}

// numbers gives the numbers of the set, ascending, but no more than most of them.
func (s numberSet) numbers(most int) (out []uint64) {
	for i, b := range s {
		for ; b != 0; b &= b - 1 {
			if len(out) == most {
				return out
			}
			out = append(out, uint64(i)*64+uint64(bits.TrailingZeros64(b)))
		}
	}
	return out
}

func (s numberSet) has(n uint64) bool { return n/64 < uint64(len(s)) && s[n/64]>>(n%64)&1 == 1 }
