package resolve

import (
	"strings"
)

// renamed joins the two names of a body that the article says was renamed, and keeps which is the former one.
func (p *pass) renamed() {
	for i := range p.names {
		n := &p.names[i]
		m := p.d.Mentions[n.mention]
		s := p.d.SentenceOf(m.First)
		if n.c == nil || s >= len(p.d.Sentences) {
			continue
		}
		limit := min(m.Last+8, p.d.Sentences[s].Last)
		for j := m.Last; j < limit; j++ {
			w := strings.ToLower(p.d.Word(j))
			now := w == "renamed" || w == "rebranded" || w == "rechristened" || w == "known" && j > 0 && strings.EqualFold(p.d.Word(j-1), "now") || w == "called" && j > 0 && strings.EqualFold(p.d.Word(j-1), "now")
			before := w == "formerly" || w == "previously"
			if !now && !before {
				continue
			}
			at := j + 1
			for at < limit+2 && at < p.d.Sentences[s].Last && renameWord(p.d.Word(at)) {
				at++
			}
			q := p.nameFrom(at)
			if q == nil || q.c == nil || q.c == n.c || q.c.person != n.c.person {
				break
			}
			if i+1 < len(p.names) && p.d.Mentions[p.names[i+1].mention].First < j {
				break // another name is nearer
			}
			// "X, an affiliate of Y recently renamed Z": it is X that was renamed, not the name next to the word.
			old := n
			if now {
				if k := p.subjectBefore(i, s); k != nil {
					old = k
				}
			}
			if old.c == q.c {
				break
			}
			a, b := old.c, q.c
			if now {
				b.former = old.text
				p.merge(b, a)
				b.former, b.renamed = old.text, q.text
				p.say(q.mention, "the article says that it was renamed")
			} else {
				a.former = q.text
				a.renamed = n.text
				p.merge(a, b)
				p.say(q.mention, "the article says that it had this name before")
			}
			break
		}
	}
}

func renameWord(w string) bool {
	switch strings.ToLower(w) {
	case "as", "to", "the", "itself", "known", "called", "named", "a", "\"", "“", "'", "‘":
		return true
	}
	return false
}

// nameFrom is the name that begins at a token, or nil.
func (p *pass) nameFrom(token int) *name {
	for i := range p.names {
		if m := p.d.Mentions[p.names[i].mention]; m.First == token || m.First < token && token < m.Last {
			return &p.names[i]
		}
	}
	return nil
}

// subjectBefore is, for a name in an aside after a comma, the name that the aside is about: "The former X, an affiliate
// of Y recently renamed Z" is about X. It is nil where the name is in no aside.
func (p *pass) subjectBefore(i, sentence int) *name {
	m := p.d.Mentions[p.names[i].mention]
	comma := -1
	for t := m.First - 1; t >= p.d.Sentences[sentence].First; t-- {
		if p.d.Word(t) == "," {
			comma = t
			break
		}
	}
	if comma < 0 {
		return nil
	}
	for k := i - 1; k >= 0; k-- {
		if p.d.Mentions[p.names[k].mention].Last == comma {
			if p.names[k].c == nil || p.names[k].c.person {
				return nil
			}
			return &p.names[k]
		}
	}
	return nil
}
