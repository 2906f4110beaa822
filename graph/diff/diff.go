// Package diff tells how two graphs differ: the articles, claims, facts and entities that one has gained, lost
// or changed, with the articles behind them.
//
// It merges the sorted lines of two exports, so memory holds what differs in one node, not the graph.
package diff

import (
	"context"
	"io"
)

// The kinds of what can differ.
const (
	Article = "article"
	Claim   = "claim"
	Entity  = "entity"
	Fact    = "fact"   // a direct edge; one of a symmetric relation counts once
	Schema  = "schema" // a relation or a class
	Other   = "other"  // a node of another vocabulary
)

// Kinds are all of them.
var Kinds = []string{Article, Claim, Entity, Fact, Schema, Other}

// What can become of them.
const (
	Gained  = "gained"
	Lost    = "lost"
	Changed = "changed"
)

// A Change is one difference. IDs are short IRIs.
type Change struct {
	Change   string `json:"change"`
	Kind     string `json:"kind"`
	ID       string `json:"id,omitempty"` // of the node; empty for a fact
	Subject  string `json:"subject,omitempty"`
	Relation string `json:"relation,omitempty"` // of a claim or a fact
	Object   string `json:"object,omitempty"`
	Text     string `json:"text,omitempty"` // headline of an article, sentence of a claim, name of an entity

	// Articles are behind what was gained or lost. Of a fact that changed, Gained are the articles that state it
	// now and did not before, Lost those that did and do not now.
	Articles []string `json:"articles,omitempty"`
	Gained   []string `json:"gained,omitempty"`
	Lost     []string `json:"lost,omitempty"`

	// Values are what is different in a node that changed.
	Values []Value `json:"values,omitempty"`
}

// A Value is a property of a node that was gained or lost.
type Value struct {
	Change   string   `json:"change"` // Gained or Lost
	Property string   `json:"property"`
	Value    string   `json:"value"`
	Articles []string `json:"articles,omitempty"` // that say so; only of entities
}

// Count is how many nodes or facts have been gained, lost and changed.
type Count struct {
	Gained  int64 `json:"gained"`
	Lost    int64 `json:"lost"`
	Changed int64 `json:"changed"`
}

// Summary is what Compare has found.
type Summary struct {
	Counts map[string]*Count `json:"counts"` // by kind
	Gained int64             `json:"quads_gained"`
	Lost   int64             `json:"quads_lost"`
}

// Equal reports whether no quad differs. There may be quads that differ without a Change: that one more article
// gives an entity its name is none.
func (s *Summary) Equal() bool { return s.Gained == 0 && s.Lost == 0 }

func (s *Summary) add(c *Change) {
	n := s.Counts[c.Kind]
	switch c.Change {
	case Gained:
		n.Gained++
	case Lost:
		n.Lost++
	case Changed:
		n.Changed++
	}
}

// Options of a comparison. The zero value is ready to use.
type Options struct {
	Symmetric func(relation string) bool // whether the relation of this id is written both ways; nil: none is
}

// Compare reads two sorted exports and calls f with each difference, in the order of the ids of nodes: articles,
// claims, then entities with their facts, then the rest. An error of f ends it and is returned.
func Compare(ctx context.Context, a, b io.Reader, opts Options, f func(*Change) error) (*Summary, error) {
	sum := &Summary{Counts: make(map[string]*Count)}
	for _, kind := range Kinds {
		sum.Counts[kind] = &Count{}
	}
	m := &merge{ctx: ctx, a: newSide(a, "the first"), b: newSide(b, "the second"), sum: sum, opts: opts, f: f}
	return sum, m.run()
}
