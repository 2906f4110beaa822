// Package schema says what kinds of things the graph knows, how they can be related, and which words of the
// text state such a relation.
//
// [Default] is the schema that comes with kg; [Load] reads a file of the user's that extends or replaces it.
// A Schema is checked when it is made and does not change afterwards: it may be used by several goroutines.
package schema

import "sort"

// Schema holds classes, relations, and the words that trigger them.
type Schema struct {
	classes   map[ClassID]*Class
	classIDs  []ClassID // in the order of the file
	relations map[RelationID]*Relation
	relIDs    []RelationID
	narrower  map[RelationID][]RelationID

	heads  map[string]Head
	titles map[string]bool
	light  map[string][]string
	topics map[string]map[string]bool

	triggers map[TriggerKind]map[string][]*Trigger

	version string
}

// Version is a hash of the files that s was read from: schemas of one version are equal.
func (s *Schema) Version() string { return s.version }

// Class is a kind of thing.
type Class struct {
	ID        ClassID
	Label     string
	Parents   []ClassID
	SchemaOrg string // name of the class of schema.org, "Person"; may be empty
	Wikidata  string // item, "Q5"; may be empty
}

// Relation is a way in which two things can be related.
type Relation struct {
	ID        RelationID
	Label     string
	Inverse   string // name of the relation read from its object: "supportedBy"; empty where it has none
	Symmetric bool   // whether it holds both ways
	NoFact    bool   // whether it stays a claim and never becomes a direct edge ("fact: false"), as what someone says
	Parent    RelationID
	Domain    []ClassID // what its subject may be; empty: anything
	Range     []ClassID // what its object may be
	Event     string    // PLOVER event type, "CONSULT"; empty for a state
	Mode      string    // PLOVER mode, "visit"; may be empty
	SchemaOrg string    // name of the property of schema.org, "spouse"; may be empty
	Wikidata  string    // property, "P26"; may be empty
	Triggers  []*Trigger
}

// Head says what an actor without a name is: "rebels", "police".
type Head struct {
	Sector string // PLOVER sector code: "REB", "COP"
	Class  ClassID
}

// Relations lists the relations in the order of the file.
func (s *Schema) Relations() []*Relation {
	out := make([]*Relation, len(s.relIDs))
	for i, id := range s.relIDs {
		out[i] = s.relations[id]
	}
	return out
}

// Relation is the relation with the given id.
func (s *Schema) Relation(id RelationID) (*Relation, bool) {
	r, ok := s.relations[id]
	return r, ok
}

// Narrower lists the relation itself and every relation below it, in the order of the file: what "supports"
// finds, "backs" included. It is nil for an id that the schema does not know.
func (s *Schema) Narrower(id RelationID) []RelationID { return s.narrower[id] }

// Broader lists the relation itself and every relation above it, nearest first.
func (s *Schema) Broader(id RelationID) []RelationID {
	var out []RelationID
	for r, ok := s.relations[id]; ok; r, ok = s.relations[r.Parent] {
		out = append(out, r.ID)
	}
	return out
}

// Classes lists the classes in the order of the file.
func (s *Schema) Classes() []*Class {
	out := make([]*Class, len(s.classIDs))
	for i, id := range s.classIDs {
		out[i] = s.classes[id]
	}
	return out
}

// Class is the class with the given id.
func (s *Schema) Class(id ClassID) (*Class, bool) {
	c, ok := s.classes[id]
	return c, ok
}

// IsA reports whether sub is super or a class below it.
func (s *Schema) IsA(sub, super ClassID) bool {
	if sub == super {
		return true
	}
	c, ok := s.classes[sub]
	if !ok {
		return false
	}
	for _, p := range c.Parents {
		if s.IsA(p, super) {
			return true
		}
	}
	return false
}

// Allows reports whether a thing of class c may stand where one of the classes of list is expected: c lies
// below one of them, or one of them below c, since a "Place" may turn out to be a country. An empty c or an
// empty list allows anything.
func (s *Schema) Allows(list []ClassID, c ClassID) bool {
	if c == "" || len(list) == 0 {
		return true
	}
	for _, want := range list {
		if s.IsA(c, want) || s.IsA(want, c) {
			return true
		}
	}
	return false
}

// Head says what an actor is that is named by the noun lemma alone.
func (s *Schema) Head(lemma string) (Head, bool) {
	h, ok := s.heads[lemma]
	return h, ok
}

// Title reports whether lemma, its words joined by "_", may stand before a name as a title: "prime_minister".
func (s *Schema) Title(lemma string) bool { return s.titles[lemma] }

// About reports whether lemma is a word that only texts on a topic have: "playoff" for "game".
func (s *Schema) About(topic, lemma string) bool { return s.topics[topic][lemma] }

// Light lists the verbs of a kind through which a noun is read: do ("hold talks"), in ("be locked in talks"),
// get ("win support").
func (s *Schema) Light(kind string) []string { return s.light[kind] }

// Triggers lists the triggers of a kind for lemma, its words joined by "_".
func (s *Schema) Triggers(kind TriggerKind, lemma string) []*Trigger { return s.triggers[kind][lemma] }

// TriggerLemmas lists the lemmas that have a trigger of a kind, sorted.
func (s *Schema) TriggerLemmas(kind TriggerKind) []string {
	out := make([]string, 0, len(s.triggers[kind]))
	for l := range s.triggers[kind] {
		out = append(out, l)
	}
	sort.Strings(out)
	return out
}

// finish builds what is looked up from what was read.
func (s *Schema) finish() {
	s.narrower = map[RelationID][]RelationID{}
	s.triggers = map[TriggerKind]map[string][]*Trigger{}
	for _, id := range s.relIDs {
		for _, up := range s.Broader(id) {
			s.narrower[up] = append(s.narrower[up], id)
		}
		for _, t := range s.relations[id].Triggers {
			if s.triggers[t.Kind] == nil {
				s.triggers[t.Kind] = map[string][]*Trigger{}
			}
			s.triggers[t.Kind][t.Lemma] = append(s.triggers[t.Kind][t.Lemma], t)
		}
	}
	// A relation comes before those above it, so that "stand by" is read as narrowly as the words allow.
	for _, byLemma := range s.triggers {
		for _, ts := range byLemma {
			sort.SliceStable(ts, func(i, j int) bool { return ts[i].weight() > ts[j].weight() })
		}
	}
}
