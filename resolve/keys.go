package resolve

import (
	"maps"
	"slices"
	"strings"

	"kg/resolve/gazetteer"
	"kg/resolve/join"
)

// keys are those by which other articles may ask for what c is, and those by which it asks, see kg/resolve/join. A person
// with a full name is found by the family name, and asks by it where the given name is short, "Bob"; one of whom the article
// has nothing else asks, and asks for those of whom other articles have nothing else either. A body is found by its initials and by what is left of its name without a country, without a place
// at its end and without "Inc.", and asks by its name where that may be such a rest.
func (p *pass) keys(c *cluster) (bears, seeks []string) {
	switch {
	case c.cls == "Person":
		bears, seeks = p.personKeys(c)
		if len(seeks) > 0 && isAcronym(c.label) && len(c.label) >= shortest {
			seeks = append([]string{join.BodyKey + gazetteer.Key(c.label)}, seeks...) // the recogniser may have erred
		}
		return bears, seeks
	case c.cls == "Thing" && len(c.mentions) == 0 && strings.HasSuffix(c.id, p.own()):
		return nil, nil // a thing of this article
	case p.r.schema.IsA(c.cls, "Organization"), c.cls == "Thing":
		return p.bodyKeys(c)
	}
	return nil, nil
}

func (p *pass) personKeys(c *cluster) (bears, seeks []string) {
	given, family := c.given, c.family
	if c.entry != nil {
		var first []string
		first, last := gazetteer.Parts(c.entry.Label, c.entry.Country)
		given, family = keys(first), gazetteer.FamilyKeys(last)
	}
	if len(family) == 0 { // a person that only a claim names
		first, last := gazetteer.Parts(c.label, c.country)
		given, family = keys(first), gazetteer.FamilyKeys(last)
	}
	var all []string
	for _, f := range family {
		all = append(all, join.PersonKey+f)
	}
	slices.Sort(all)
	switch {
	case len(given) > 0 && c.entry == nil && join.Short(given[0]):
		return all, []string{join.PersonKey + family[0]}
	case len(given) > 0:
		return all, nil
	case p.lone(c):
		return []string{join.LoneKey + family[0]}, []string{join.PersonKey + family[0], join.LoneKey + family[0]}
	case c.entry == nil && len(family) > 0 && c.label == titled(c.label):
		return nil, []string{join.PersonKey + family[0]}
	}
	return nil, nil
}

// shortest is how many letters the initials have by which a body is found: "LB" is anything.
const shortest = 3

func (p *pass) bodyKeys(c *cluster) (bears, seeks []string) {
	b, s := map[string]bool{}, map[string]bool{}
	names, full := append(c.surface(), c.label), false
	for _, f := range names {
		full = full || !isAcronym(f) && strings.Contains(f, " ")
	}
	for _, f := range names {
		key := gazetteer.Key(f)
		if isAcronym(f) {
			if key = strings.ReplaceAll(key, " ", ""); len(key) >= shortest {
				if full {
					b[key] = true
				} else if c.entry == nil {
					s[key] = true
				}
			}
			continue
		}
		words := strings.Fields(f)
		if len(words) < 2 {
			continue
		}
		if i := strings.ToLower(bigInitials(f)); len(i) >= shortest && len(i) <= 8 {
			b[i] = true
		}
		if base, country, ok := p.institution(f); ok && country != "" {
			b[gazetteer.Key(base)] = true
		} else if rest := p.r.withoutCountry(f); rest != f && strings.Contains(rest, " ") {
			b[gazetteer.Key(rest)] = true
		}
		if head, _, ok := strings.Cut(f, " of "); ok && strings.Contains(head, " ") {
			b[gazetteer.Key(head)] = true
		}
		if companyWords[strings.ToLower(strings.Trim(words[len(words)-1], ".,"))] {
			b[gazetteer.Key(strings.Join(words[:len(words)-1], " "))] = true
		}
	}
	if c.entry == nil && (c.cls != "Thing" || len(s) > 0) && c.country == "" && !isAcronym(c.label) {
		if key := gazetteer.Key(c.label); len(key) >= shortest && !common[key] && !bareHead(key) {
			s[key] = true
		}
	}
	prefixed := func(m map[string]bool) (out []string) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			out = append(out, join.BodyKey+k)
		}
		return out
	}
	for k := range s {
		delete(b, k)
	}
	seeks = prefixed(s)
	if c.entry == nil && c.cls == "Thing" && c.label == titled(c.label) && len(slices.Compact(names)) == 1 && !strings.Contains(c.label, " ") && !isAcronym(c.label) && len(c.label) >= shortest {
		seeks = append(seeks, join.PersonKey+gazetteer.Key(c.label))
	}
	return prefixed(b), seeks
}
