package resolve

import (
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// lone reports whether a cluster is a person of whom the article has one name only, "Berg", which many may bear: so its id is of
// the article alone, until other articles tell who that is.
func (p *pass) lone(c *cluster) bool {
	return c.person && c.entry == nil && len(c.given) == 0 && len(c.family) > 0 && c.label == titled(c.label) && !isAcronym(c.label) &&
		!strings.Contains(c.label, " ") && !singleNames[gazetteer.Key(c.label)] && !p.whereabouts(c)
}

// whereabouts reports whether all that an article says of a name is that something is there, or goes there: "visited Holm",
// whatever the recogniser takes it for.
func (p *pass) whereabouts(c *cluster) bool {
	if len(c.mentions) != 1 || len(c.positions) > 0 || p.d.Has&nlp.Tree == 0 {
		return false
	}
	m := p.d.Mentions[c.mentions[0]]
	t := p.d.Tokens[m.Head]
	switch {
	case t.Head < 0:
		return false
	case t.Rel == "obj":
		return places[p.lemma(t.Head)]
	case t.Rel == "obl" || t.Rel == "nmod":
		return m.First > 0 && places[strings.ToLower(p.d.Word(m.First-1))]
	}
	return false
}

// places are verbs of which the object, and prepositions after which the noun, is a place.
var places = wordSet(`visit reach enter leave in at near into around across throughout outside inside`)

// singleNames are the names by which all the world knows one person, or one whom a faith or a tale tells of, and who has no
// other.
var singleNames = wordSet(`god allah jesus christ muhammad buddha moses yahweh jehovah krishna vishnu shiva satan lucifer zeus odin thor
	plato aristotle socrates homer virgil ovid euclid archimedes confucius laozi herodotus cleopatra caligula nero hannibal
	avicenna averroes saladin michelangelo raphael titian caravaggio rembrandt voltaire molière moliere napoleon stendhal lenin stalin
	suharto sukarno hitler mussolini pelé pele ronaldinho neymar kaká kaka madonna beyoncé beyonce rihanna adele bono björk bjork cher
	shakespeare mozart beethoven einstein dante galileo chopin picasso
	shakira eminem banksy houdini nostradamus rasputin pocahontas cinderella santa batman superman`)
