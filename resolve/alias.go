package resolve

import (
	"strings"

	"kg/nlp"
)

// alsoKnown joins the two names of one where the article says that it has both: "Jane Roe, better known as Rhoda Vane".
func (p *pass) alsoKnown() {
	if p.d.Has&nlp.Tree == 0 {
		return
	}
	for _, s := range p.d.Sentences {
		for i := s.First; i < s.Last; i++ {
			w := strings.ToLower(p.d.Word(i))
			if w != "known" && w != "aka" && w != "a.k.a." || i > s.First && (strings.EqualFold(p.d.Word(i-1), "not") || strings.EqualFold(p.d.Word(i-1), "now") || strings.EqualFold(p.d.Word(i-1), "formerly")) {
				continue
			}
			b := p.aliasAfter(i, s.Last, w == "known")
			if b == nil || b.c == nil {
				continue
			}
			if m := &p.d.Mentions[b.mention]; possessive(p.d.Word(m.Last-1)) || m.Last < s.Last && possessive(p.d.Word(m.Last)) {
				continue // "known as England's City of Festivals"
			}
			a := p.knownBy(i, s)
			if a == nil || a.c == nil || a.c == b.c || a.c.person != b.c.person || !compatible(a.c.class, b.c.class) || a.c.class == nlp.Nationality {
				continue
			}
			if a.c.entry != nil && b.c.entry != nil && a.c.entry.ID != b.c.entry.ID {
				continue
			}
			p.merge(a.c, b.c)
			p.say(b.mention, "the article says that it has this name too")
		}
	}
}

// aliasAfter is the name that follows "known" and "as", and words like "by his stage name".
func (p *pass) aliasAfter(i, last int, as bool) *name {
	for k := i + 1; k < min(i+7, last); k++ {
		switch w := strings.ToLower(p.d.Word(k)); w {
		case "as", "by":
			as = false
			continue
		case "also", "simply", "the", "his", "her", "its", "their", "name", "nickname", "pseudonym", "stage", "pen", "nom", "de", "guerre", "plume", "acronym",
			"professionally", "popularly", "commonly", "widely", "better", "locally", "internationally", "in", "english", "\"", "“", "'", "‘", "online", "nicknames":
			if n := p.nameFrom(k); n == nil || p.d.Mentions[n.mention].First != k {
				continue
			}
		}
		if as {
			return nil
		}
		if n := p.nameFrom(k); n != nil && p.d.Mentions[n.mention].First == k {
			return n
		}
		return nil
	}
	return nil
}

// knownBy is the name of what token i says that it is known by another one: the name that it hangs on, or its subject.
func (p *pass) knownBy(i int, s nlp.Sentence) *name {
	for k := s.First; k < s.Last; k++ {
		if t := p.d.Tokens[k]; t.Head == i && strings.HasPrefix(t.Rel, "nsubj") {
			if n := p.nameFrom(k); n != nil {
				return n
			}
		}
	}
	for h, steps := p.d.Tokens[i].Head, 0; h != nlp.Root && steps < 4; h, steps = p.d.Tokens[h].Head, steps+1 {
		if n := p.nameFrom(h); n != nil {
			if p.d.Mentions[n.mention].First < i {
				return n
			}
			return nil
		}
		if p.d.Tokens[h].UPOS == "NOUN" {
			return nil // "a singer known as …"
		}
	}
	return nil
}
