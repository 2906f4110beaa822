package schema

import (
	"fmt"
	"strings"
)

// Condition says what one side of a trigger, or the sentence around it, must be for the trigger to have its sense.
type Condition struct {
	Of    string // "subject" or "object" of the relation, "sentence", or a slot, which may stay empty
	Any   []Test // one of them must hold
	Doubt bool   // whether the claim is read all the same, and only kept from becoming an edge
}

// Test is one thing that can be asked of an argument or a sentence.
type Test struct {
	Not  bool
	Kind TestKind
	What string // the class, sector, lemma or topic
}

// TestKind is the kind of a test.
type TestKind uint8

// The kinds of test, by how they are written.
const (
	IsNamed    TestKind = iota // named: it has a name, or stands for something that has one
	IsBody                     // body: a country, a place or an organization by its name
	IsGroup                    // group: actors without a name
	IsThing                    // thing: any other noun phrase
	IsClause                   // clause
	IsQuantity                 // quantity: "290 people"
	IsPronoun                  // pronoun
	IsPlural                   // plural
	IsNumbered                 // numbered: a numeral stands before it
	IsPassive                  // passive: a clause in the passive
	IsClass                    // Person: of that class, or of one below it
	IsSector                   // MIL: a group of that PLOVER sector
	IsLemma                    // ~election: headed by that word
	IsAbout                    // of a sentence: a word of that topic is in it
)

var testKinds = map[string]TestKind{"named": IsNamed, "body": IsBody, "group": IsGroup, "thing": IsThing, "clause": IsClause,
	"quantity": IsQuantity, "pronoun": IsPronoun, "plural": IsPlural, "numbered": IsNumbered, "passive": IsPassive}

// String is how a condition is written.
func (c Condition) String() string {
	var b strings.Builder
	if c.Doubt {
		b.WriteByte('%')
	}
	b.WriteString(c.Of + "=")
	for i, t := range c.Any {
		if i > 0 {
			b.WriteByte('|')
		}
		if t.Not {
			b.WriteByte('!')
		}
		if t.Kind == IsLemma {
			b.WriteByte('~')
		}
		b.WriteString(t.What)
	}
	return b.String()
}

// parseCondition reads "object=!Place|~road", or with "%" before it.
func parseCondition(text string) (Condition, error) {
	c := Condition{}
	rest, doubt := strings.CutPrefix(text, "%")
	c.Doubt = doubt
	of, list, ok := strings.Cut(rest, "=")
	if !ok || of == "" || list == "" {
		return c, fmt.Errorf("condition %q: expected SIDE=TEST", text)
	}
	c.Of = of
	for _, w := range strings.Split(list, "|") {
		t := Test{}
		w, t.Not = strings.CutPrefix(w, "!")
		kind, known := testKinds[w]
		switch {
		case w == "" || w == "~":
			return c, fmt.Errorf("condition %q: an empty test", text)
		case of == "sentence":
			t.Kind = IsAbout
		case w[0] == '~':
			t.Kind, w = IsLemma, w[1:]
		case known:
			t.Kind = kind
		case len(w) == 3 && strings.ToUpper(w) == w:
			t.Kind = IsSector
		case w[0] >= 'A' && w[0] <= 'Z':
			t.Kind = IsClass
		default:
			return c, fmt.Errorf("condition %q: no test %q", text, w)
		}
		t.What = w
		c.Any = append(c.Any, t)
	}
	return c, nil
}

// checkCondition says what c asks for that s does not have.
func (s *Schema) checkCondition(c Condition) error {
	for _, t := range c.Any {
		ok := true
		switch t.Kind {
		case IsClass:
			ok = s.classes[ClassID(t.What)] != nil
		case IsSector:
			ok = false
			for _, h := range s.heads {
				ok = ok || h.Sector == t.What
			}
		case IsAbout:
			ok = s.topics[t.What] != nil
		}
		if !ok {
			what := map[TestKind]string{IsClass: "class", IsSector: "sector", IsAbout: "topic"}[t.Kind]
			return fmt.Errorf("condition %q: no %s %q", c, what, t.What)
		}
	}
	return nil
}
