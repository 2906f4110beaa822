// Package pair says which relation a sentence implies between two of the persons, bodies, places and things in it,
// where "implies" takes in what no claim states: who is where an attack happened, whose the weapons are, who fights
// on whose side.
//
// The relations and the classes of entities are those of re3d (Dstl), a scheme of eleven and ten made for
// analysts. A first classifier says of each noun, name, number and pronoun how probable it is that re3d's annotators
// would mark it, and as what; a second one which relation holds between two that they mark. The product is the
// probability of a relation. Both are multinomial logistic regressions over hashed features of words, trees and
// claims, and of the kinds that WordNet gives to nouns; what the rules of extract state is among the features. They
// learn from the first half of re3d's documents and from texts of the project's own (go run ./train/pair).
//
// These are readings for recall: at the threshold that suits F1 two in three are not what an annotator marked.
// None is a claim, and none ever becomes an edge of the graph.
package pair

import (
	"sort"

	"kg/extract"
	"kg/nlp"
	"kg/schema"
)

// Kind is a relation of re3d. Which of the two comes first in the text says nothing of who does it to whom.
type Kind string

// Kinds are the relations; the first stands for none.
var Kinds = []Kind{"", "Apart", "AlliesOf", "BelongsTo", "CoLocated", "CommWith", "Dislikes", "FightingAgainst", "HasAttrOf", "InChargeOf", "IsSynonymOf", "Likes"}

// Classes are those of re3d's entities; the first stands for what is none, the last for all that are rare.
var Classes = []string{"", "Organisation", "Location", "Person", "Quantity", "Nationality", "Weapon", "MilitaryPlatform", "Vehicle", "Temporal", "Other"}

// ClassOf is the class that a type of re3d counts as.
func ClassOf(name string) string {
	for _, c := range Classes {
		if c == name {
			return c
		}
	}
	return "Other"
}

// Entity is a token that heads something which may be in a relation.
type Entity struct {
	Head  int     // index in Doc.Tokens
	Class string  // one of Classes
	P     float32 // probability that it is marked at all
}

// Relation holds between the entities that two tokens of one sentence head. A stands before B.
type Relation struct {
	Kind Kind
	A, B int
}

// Found is a relation that was read.
type Found struct {
	Relation
	P      float32 // what the classifiers say
	Stated bool    // whether the rules read it as well
}

// Likely and LikelyStated are the probabilities from which taking a relation for one raises F1, found by
// cross-validation; the second for those that the rules read too.
const (
	Likely       = 0.25
	LikelyStated = 0.08
)

// Taken reports whether f is to be taken for a relation.
func (f Found) Taken() bool { return f.P >= Likely || f.Stated && f.P >= LikelyStated }

// Model is the two classifiers. It may be used by several goroutines at once.
type Model struct {
	Entities, Pairs *Table
}

// entities lists what may be in relations in each sentence of the document, in text order: what is an entity with a
// probability of at least least.
func (m *Model) entities(r *Reading, least float32) [][]Entity {
	p := make([]float32, len(Classes))
	var row []uint32
	out := make([][]Entity, len(r.d.Sentences))
	for n, s := range r.d.Sentences {
		for i := s.First; i < s.Last; i++ {
			if !r.Candidate(i) {
				continue
			}
			row = r.EntityFeatures(row[:0], i)
			m.Entities.Probabilities(p, row)
			if 1-p[0] < least {
				continue
			}
			best := 1
			for k := range p[2:] {
				if p[k+2] > p[best] {
					best = k + 2
				}
			}
			out[n] = append(out[n], Entity{i, Classes[best], 1 - p[0]})
		}
	}
	return out
}

// Read lists the relations of d with a probability of at least least, by sentence and text order. claims are those of
// d. Where given is not nil, these are the entities, and no others.
func (m *Model) Read(d *nlp.Doc, claims []extract.Claim, s *schema.Schema, given []Entity, least float32) []Found {
	if d.Has&extract.Needs != extract.Needs {
		return nil
	}
	r := NewReading(d, claims, s)
	var entities [][]Entity
	if given != nil {
		entities = r.bySentence(given)
	} else {
		entities = m.entities(r, least)
	}
	p := make([]float32, len(Kinds))
	var row []uint32
	var out []Found
	for n := range entities {
		here := entities[n]
		for i, a := range here {
			for j := i + 1; j < len(here); j++ {
				both := a.P * here[j].P
				if both < least {
					continue
				}
				row = r.PairFeatures(row[:0], here, i, j)
				m.Pairs.Probabilities(p, row)
				for k, kind := range Kinds {
					if k > 0 && p[k]*both >= least {
						x := Relation{kind, a.Head, here[j].Head}
						out = append(out, Found{x, p[k] * both, r.rules[x]})
					}
				}
			}
		}
	}
	return out
}

// bySentence sorts entities into the sentences they are in, one for each head.
func (r *Reading) bySentence(list []Entity) [][]Entity {
	out := make([][]Entity, len(r.d.Sentences))
	list = append([]Entity(nil), list...)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Head < list[j].Head })
	for i, e := range list {
		if i > 0 && list[i-1].Head == e.Head {
			continue
		}
		n := r.d.SentenceOf(e.Head)
		out[n] = append(out[n], e)
	}
	return out
}

// HeadOf is the head of the name that token i is in, or i.
func HeadOf(d *nlp.Doc, i int) int {
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name && m.First <= i && i < m.Last {
			return m.Head
		}
	}
	return i
}
