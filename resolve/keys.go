package resolve

import (
	"slices"

	"kg/resolve/gazetteer"
)

// The kinds of name that a thing may have in one article and its fuller form in another, as kg/resolve/join has them.
const (
	personKey = "person " // and a family name
)

// keys are those by which other articles may ask for what c is, and those by which it asks: a person with a full name is
// found by the family name, one of whom the article has nothing else seeks who bears it.
func (p *pass) keys(c *cluster) (bears, seeks []string) {
	if c.cls != "Person" {
		return nil, nil
	}
	given, family := c.given, c.family
	if c.entry != nil {
		var name string
		given, name = gazetteer.Parts(c.entry.Label, c.entry.Country)
		family = gazetteer.FamilyKeys(name)
	}
	var keys []string
	for _, f := range family {
		keys = append(keys, personKey+f)
	}
	slices.Sort(keys)
	switch {
	case len(given) > 0:
		return keys, nil
	case c.entry == nil && c.person && len(family) > 0:
		return nil, []string{personKey + family[0]}
	}
	return nil, nil
}
