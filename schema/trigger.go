package schema

import (
	"fmt"
	"strings"
)

// TriggerKind is the kind of word that states a relation.
type TriggerKind string

// The kinds of trigger, by their keys in the file.
const (
	Verb      TriggerKind = "verbs"      // "met"
	Noun      TriggerKind = "nouns"      // "talks with"
	Adjective TriggerKind = "adjectives" // "loyal to"
	Prep      TriggerKind = "preps"      // "behind"
	Role      TriggerKind = "roles"      // "leader of"
	Adverb    TriggerKind = "adverbs"    // "formerly"
)

var triggerKinds = []TriggerKind{Verb, Noun, Adjective, Prep, Role, Adverb}

// The slots that are not a preposition.
const (
	SlotSubj     = "subj"     // the subject, after a passive is turned round
	SlotObj      = "obj"      // the object
	SlotIobj     = "iobj"     // the indirect object
	SlotPoss     = "poss"     // the possessor of a noun
	SlotAdj      = "adj"      // an adjective of a country or people
	SlotCompound = "compound" // a noun before the noun
	SlotHolder   = "holder"   // who bears a role
	SlotClause   = "clause"   // a clause: what is said, what one is called
)

// Trigger is a word that states a relation, and where its arguments are found.
type Trigger struct {
	Relation RelationID
	Kind     TriggerKind
	Lemma    string   // words joined by "_": "back_up"
	Sense    string   // PropBank roleset, "back_up.04"; may be empty
	Subject  []string // slots, the first that is filled counts
	Object   []string
	Needs    [][]string  // of each list one lemma must depend on the word
	Without  []string    // lemmas none of which may depend on it
	May      []Condition // what must hold for it to have its sense
	Event    string      // PLOVER type where it is not that of the relation
	Mode     string
}

// weight orders the triggers of one lemma: one that needs a further word before one that does not.
func (t *Trigger) weight() int {
	if len(t.Needs) > 0 {
		return 1
	}
	return 0
}

// parseTrigger reads the notation that the head of schema.yaml explains.
func parseTrigger(kind TriggerKind, text string) (*Trigger, error) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return nil, fmt.Errorf("empty trigger")
	}
	t := &Trigger{Kind: kind, Lemma: fields[0]}
	if i := strings.LastIndexByte(t.Lemma, '.'); i > 0 && isNumber(t.Lemma[i+1:]) {
		t.Sense, t.Lemma = t.Lemma, t.Lemma[:i]
	}
	slots := false
	for _, f := range fields[1:] {
		switch {
		case f[0] == '+':
			t.Needs = append(t.Needs, strings.Split(f[1:], "|"))
		case f[0] == '-':
			t.Without = strings.Split(f[1:], "|")
		case f[0] == '=':
			t.Event, t.Mode, _ = strings.Cut(f[1:], "/")
		case strings.Contains(f, "="):
			c, err := parseCondition(f)
			if err != nil {
				return nil, fmt.Errorf("trigger %q: %w", text, err)
			}
			t.May = append(t.May, c)
		case slots:
			return nil, fmt.Errorf("trigger %q: two lists of slots", text)
		default:
			slots = true
			sub, obj, both := strings.Cut(f, ">")
			if !both {
				sub, obj = "", f
			}
			if sub != "" {
				t.Subject = strings.Split(sub, "|")
			}
			t.Object = strings.Split(obj, "|")
		}
	}
	if t.Subject == nil && kind != Adverb {
		t.Subject = []string{SlotSubj}
	}
	if t.Object == nil && kind == Verb {
		t.Object = []string{SlotObj}
	}
	for _, list := range append([][]string{t.Subject, t.Object, t.Without}, t.Needs...) {
		for _, w := range list {
			if w == "" {
				return nil, fmt.Errorf("trigger %q: an empty name between bars", text)
			}
		}
	}
	if t.Object == nil && (kind == Noun || kind == Role || kind == Adjective) {
		return nil, fmt.Errorf("trigger %q: no slot for the object", text)
	}
	return t, nil
}

func isNumber(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
