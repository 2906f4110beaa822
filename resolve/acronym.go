package resolve

import (
	"slices"
	"strings"
	"unicode"
)

// acronyms joins an acronym with the name that it is made of: the name right before the bracket it stands in, or the only
// name of the article with these initials.
func (p *pass) acronyms() {
	for i := range p.names {
		n := &p.names[i]
		if n.c == nil || !isAcronym(n.text) {
			continue
		}
		m := p.d.Mentions[n.mention]
		if i > 0 && m.First > 0 && p.d.Word(m.First-1) == "(" {
			q := &p.names[i-1]
			if p.d.Mentions[q.mention].Last == m.First-1 && q.c != nil && q.c != n.c && !q.c.person && looseInitials(q.text, n.text) {
				p.unite(q.c, n.c, n, "acronym in brackets after the name")
				continue
			}
		}
		if n.c.entry != nil {
			continue
		}
		var fit []*cluster
		for j := range p.names {
			q := &p.names[j]
			if q.c != nil && q.c != n.c && !q.c.person && initials(q.text, n.text) && !slices.Contains(fit, q.c) {
				fit = append(fit, q.c)
			}
		}
		if len(fit) == 1 {
			p.unite(fit[0], n.c, n, "the initials of the name")
		}
	}
	// "SOHR (Syrian Observatory for Human Rights)"
	for i := 1; i < len(p.names); i++ {
		q, n := &p.names[i-1], &p.names[i]
		m := p.d.Mentions[n.mention]
		if q.c == nil || n.c == nil || q.c == n.c || m.First == 0 || p.d.Word(m.First-1) != "(" || p.d.Mentions[q.mention].Last != m.First-1 {
			continue
		}
		if isAcronym(q.text) && looseInitials(n.text, q.text) && !n.c.person && !q.c.person {
			p.unite(n.c, q.c, q, "acronym before the name in brackets")
		}
	}
}

// unite puts the cluster of n into a, whose name is the fuller one, and notes why.
func (p *pass) unite(a, b *cluster, n *name, why string) {
	if a.entry != nil && b.entry != nil && a.entry.ID != b.entry.ID {
		if why != "acronym in brackets after the name" {
			return
		}
		b.entry = nil // the article says what it means by its acronym
	}
	p.merge(a, b)
	p.say(n.mention, why)
}

func isAcronym(s string) bool {
	s = strings.ReplaceAll(s, ".", "")
	if len(s) < 2 || len(s) > 8 {
		return false
	}
	upper := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			upper++
		} else if !unicode.IsDigit(r) && !unicode.IsLower(r) && r != '-' && r != '&' {
			return false
		}
	}
	return upper >= 2 && upper*2 > len(s)
}

// acronymLetters leaves the marks between the letters of an acronym out.
var acronymLetters = strings.NewReplacer(".", "", "&", "", "-", "")

// initials reports whether acronym is made of the first letters of the words of name, small words counted or not.
func initials(name, acronym string) bool {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' || r == '/' })
	if len(words) < 2 {
		return false
	}
	a := strings.ToUpper(acronymLetters.Replace(acronym))
	all, big := "", ""
	for _, w := range words {
		r := []rune(w)[0]
		all += strings.ToUpper(string(r))
		if unicode.IsUpper(r) {
			big += string(r)
		}
	}
	return a == big || a == all
}

// looseInitials is initials for a name beside its acronym: the letters come in the order of the name, the first one
// first.
func looseInitials(name, acronym string) bool {
	if initials(name, acronym) {
		return true
	}
	a := []rune(strings.ToUpper(acronymLetters.Replace(acronym)))
	n := []rune(strings.ToUpper(name))
	if len(n) == 0 || len(a) == 0 || len(strings.Fields(name)) < 2 || n[0] != a[0] {
		return false
	}
	i := 0
	for _, r := range n {
		if i < len(a) && r == a[i] {
			i++
		}
	}
	return i == len(a)
}
