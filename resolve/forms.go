package resolve

import (
	"strings"

	"kg/resolve/gazetteer"
)

// spelled is a form of a name as names are compared.
type spelled struct {
	key   string   // gazetteer.Key of the form
	words []string // of key
}

// addForm counts n uses of a form of c's name; n may be negative, and a form that is not used is none.
func (c *cluster) addForm(form string, n int) {
	if _, known := c.forms[form]; !known {
		c.spelled = nil
	}
	if c.forms[form] += n; c.forms[form] <= 0 {
		delete(c.forms, form)
		c.spelled = nil
	}
}

// spellings are the forms of c as names are compared, in no order. They are kept until the forms change: names are compared
// with all others of an article, many times.
func (c *cluster) spellings() []spelled {
	if c.spelled == nil {
		c.spelled = make([]spelled, 0, len(c.forms))
		for f := range c.forms {
			key := gazetteer.Key(f)
			c.spelled = append(c.spelled, spelled{key, strings.Fields(key)})
		}
	}
	return c.spelled
}

// hasKey reports whether a form of c has this key.
func (c *cluster) hasKey(key string) bool {
	for _, f := range c.spellings() {
		if f.key == key {
			return true
		}
	}
	return false
}

// onlyInitials reports whether all that stands before the family name of a person is letters: "T C Vilde".
func (c *cluster) onlyInitials() bool {
	for _, g := range c.given {
		if len(g) > 1 {
			return false
		}
	}
	return true
}

// calls reports whether c is called by one name, with letters before it or without.
func (c *cluster) calls(name string) bool {
	return c.hasKey(name) || c.person && c.onlyInitials() && len(c.family) > 0 && c.family[0] == name
}
