package coref

import (
	"strings"

	"kg/nlp"
)

// gender is a set of what a mention may be: a pronoun agrees with what it shares an element with.
type gender uint8

const (
	male gender = 1 << iota
	female
	thing
	anyone    = male | female
	anyGender = male | female | thing
)

// number is a set too: "police" and names of organisations are both.
type number uint8

const (
	singular number = 1 << iota
	plural
	anyNumber = singular | plural
)

// form is what a mention looks like, finer than nlp.Kind.
type form uint8

const (
	formName       form = iota // a name found by the names stage
	formProper                 // headed by a proper noun that is no known name
	formDefinite               // "the ministers"
	formDemonst                // "these ministers"
	formPossessed              // "their ministers"
	formIndefinite             // "a minister", "some ministers"
	formBare                   // "ministers"
	formCoord                  // "Acme and Bolt"
	formHe
	formShe
	formIt
	formThey
	formI
	formWe
	formYou
	formReflexive
	formThis // "this", "those" standing alone
	formOne  // "one", "some", "each" standing alone
	forms
)

func (f form) pronoun() bool { return f >= formHe }

// pronounInfo is what is known of a personal, possessive or reflexive pronoun.
type pronounInfo struct {
	form   form
	gender gender
	number number
	person uint8
	poss   bool
}

var pronouns = map[string]pronounInfo{
	"he": {formHe, male, singular, 3, false}, "him": {formHe, male, singular, 3, false}, "his": {formHe, male, singular, 3, true},
	"she": {formShe, female, singular, 3, false}, "her": {formShe, female, singular, 3, false}, "hers": {formShe, female, singular, 3, true},
	"it": {formIt, thing, singular, 3, false}, "its": {formIt, thing, singular, 3, true},
	"they": {formThey, anyGender, plural, 3, false}, "them": {formThey, anyGender, plural, 3, false}, "'em": {formThey, anyGender, plural, 3, false},
	"em": {formThey, anyGender, plural, 3, false}, "their": {formThey, anyGender, plural, 3, true}, "theirs": {formThey, anyGender, plural, 3, true},
	"i": {formI, anyone, singular, 1, false}, "me": {formI, anyone, singular, 1, false}, "my": {formI, anyone, singular, 1, true}, "mine": {formI, anyone, singular, 1, true},
	"we": {formWe, anyone, plural, 1, false}, "us": {formWe, anyone, plural, 1, false}, "our": {formWe, anyone, plural, 1, true}, "ours": {formWe, anyone, plural, 1, true},
	"you": {formYou, anyone, anyNumber, 2, false}, "your": {formYou, anyone, anyNumber, 2, true}, "yours": {formYou, anyone, anyNumber, 2, true},
	"ya": {formYou, anyone, anyNumber, 2, false}, "y'all": {formYou, anyone, plural, 2, false},
	"himself": {formReflexive, male, singular, 3, false}, "herself": {formReflexive, female, singular, 3, false},
	"itself": {formReflexive, thing, singular, 3, false}, "themselves": {formReflexive, anyGender, plural, 3, false}, "themself": {formReflexive, anyone, singular, 3, false},
	"myself": {formReflexive, anyone, singular, 1, false}, "ourselves": {formReflexive, anyone, plural, 1, false},
	"yourself": {formReflexive, anyone, singular, 2, false}, "yourselves": {formReflexive, anyone, plural, 2, false},
	"this": {formThis, anyGender, singular, 3, false}, "that": {formThis, anyGender, singular, 3, false},
	"these": {formThis, anyGender, plural, 3, false}, "those": {formThis, anyGender, plural, 3, false},
}

// titleGender holds titles that tell the gender of who bears them.
var titleGender = map[string]gender{
	"mr": male, "mr.": male, "sir": male, "lord": male, "king": male, "prince": male, "fr.": male, "monsieur": male, "herr": male,
	"mrs": female, "mrs.": female, "ms": female, "ms.": female, "miss": female, "lady": female, "dame": female, "queen": female,
	"princess": female, "madam": female, "madame": female, "sister": female, "duchess": female, "countess": female, "duke": male,
	"brother": male, "uncle": male, "aunt": female, "empress": female, "actress": female,
}

// kinds of thing that a head noun may be, beside the classes of names.
const (
	noClass   byte = '-'
	personNN  byte = 'p'
	groupNN   byte = 'g'
	placeNN   byte = 'l'
	timeNN    byte = 't'
	eventNN   byte = 'e'
	animalNN  byte = 'a'
	measureNN byte = 'q'
)

// attributes fills in form, gender, number, person and class of m.
func (a *analysis) attributes(m *mention) {
	d := a.doc
	t := &d.Tokens[m.head]
	m.gender, m.number, m.person, m.class = anyGender, anyNumber, 3, noClass
	w := a.lower[m.head]
	if p, ok := pronouns[w]; ok && m.last-m.first <= 2 && m.name < 0 && (t.UPOS == "PRON" || t.UPOS == "DET") {
		m.form, m.gender, m.number, m.person, m.poss = p.form, p.gender, p.number, p.person, p.poss
		return
	}
	if t.UPOS == "PRON" || t.UPOS == "DET" || t.UPOS == "NUM" && m.last-m.first == 1 && m.name < 0 {
		m.form = formOne
		if t.UPOS == "NUM" {
			m.gender = thing
		}
		if t.UPOS == "PRON" && (strings.HasSuffix(w, "one") || strings.HasSuffix(w, "body")) && len(w) > 3 {
			m.gender = anyone
		}
		return
	}
	switch {
	case t.XPOS == "NNS" || t.XPOS == "NNPS" && m.name < 0:
		m.number = plural
	case t.XPOS == "NN" || t.XPOS == "NNP":
		m.number = singular
	}
	lemma := a.lemma[m.head]
	n := lexicon().noun(lemma)
	m.class, m.class2 = n.class, n.class2
	if m.name >= 0 {
		m.form = formName
		a.nameAttributes(m)
		return
	}
	if t.UPOS == "PROPN" {
		m.form = formProper
		if n.class != personNN {
			m.class, m.class2 = noClass, noClass
		}
		m.gender = a.nameGender(m.first, m.last, m.head)
		if c, ok := a.known[a.id[m.head]]; ok {
			a.ofClass(m, c, m.first, m.last)
		}
		return
	}
	m.form = a.nominalForm(m)
	switch n.class {
	case personNN:
		m.gender = anyone
		if n.gender != 0 {
			m.gender = n.gender
		}
	case groupNN:
		m.gender = anyGender
		m.number = anyNumber
		if t.XPOS == "NNS" {
			m.number = plural
		}
	case animalNN, noClass:
	default:
		m.gender = thing
		if n.class2 == personNN {
			m.gender = anyGender
		}
	}
}

// nominalForm tells by its determiner whether a noun phrase is definite.
func (a *analysis) nominalForm(m *mention) form {
	for _, k := range a.children[m.head] {
		if k > m.head {
			break
		}
		t := &a.doc.Tokens[k]
		switch {
		case t.Rel == "nmod:poss" || t.Rel == "det:poss":
			return formPossessed
		case strings.HasPrefix(t.Rel, "det"):
			switch a.lower[k] {
			case "the", "both":
				return formDefinite
			case "this", "that", "these", "those", "such":
				return formDemonst
			}
			return formIndefinite
		}
	}
	return formBare
}

// nameAttributes sets the class and gender of a name by its class and its words.
func (a *analysis) nameAttributes(m *mention) {
	n := &a.doc.Mentions[m.name]
	class := n.Class
	if n.Last-n.First == 1 { // "Kerry" is who "John Kerry" is
		if c, ok := a.known[a.id[n.First]]; ok {
			class = c
		}
	}
	a.ofClass(m, class, n.First, n.Last)
}

// ofClass sets the attributes of a name of a class whose words are tokens [first,last).
func (a *analysis) ofClass(m *mention, class nlp.Class, first, last int) {
	m.number = singular
	switch class {
	case nlp.Person:
		m.class, m.class2 = personNN, noClass
		m.gender = a.nameGender(first, last, m.head) & anyone
		if m.gender == 0 {
			m.gender = anyone
		}
		if g := a.nameGender(m.first, m.last, m.head) & m.gender; g != 0 {
			m.gender = g // a title before the name
		}
	case nlp.Organization:
		m.class, m.gender, m.number = groupNN, thing, anyNumber
	case nlp.Location:
		m.class, m.gender = placeNN, thing
	case nlp.Event:
		m.class, m.gender = eventNN, thing
	case nlp.Nationality:
		m.class, m.number, m.gender = groupNN, anyNumber, anyGender
	case nlp.Work:
		m.class, m.gender = noClass, thing
	default:
		m.class, m.number = noClass, anyNumber
	}
}

// nameGender tells the gender of a name by a title or the first given name that the table knows.
func (a *analysis) nameGender(first, last, head int) gender {
	for i := first; i < last && i <= head+3; i++ {
		if g, ok := titleGender[a.lower[i]]; ok && i != head {
			return g
		}
	}
	if first > 0 {
		if g, ok := titleGender[a.lower[first-1]]; ok {
			return g
		}
	}
	for i := first; i < last; i++ {
		if a.doc.Tokens[i].UPOS != "PROPN" {
			continue
		}
		return lexicon().given(a.lower[i])
	}
	return anyGender
}
