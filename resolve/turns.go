package resolve

import (
	"strings"

	"kg/nlp"
)

// fewestTurns is how many labels of speakers make a text an interview.
const fewestTurns = 3

// turn is where someone begins to speak.
type turn struct {
	token   int
	speaker *cluster // nil for one who is no name of the article
}

// turns gives the "I" of an interview to whose turn it is: who is named at the beginning of a line, "Jane Roe:" or
// "((Jane Roe))", speaks until another is. What coreference says of it counts less.
func (p *pass) turns() {
	var all []turn
	for _, s := range p.d.Sentences {
		if t, ok := p.turnAt(s); ok {
			all = append(all, t)
		}
	}
	if len(all) < fewestTurns {
		return
	}
	quoted := p.quoted()
	at := -1
	for i, m := range p.d.Mentions {
		for at+1 < len(all) && all[at+1].token <= m.Head {
			at++
		}
		if at < 0 || m.Kind != nlp.Pronoun || quoted[m.Head] || !firstSingular(p.d.Word(m.Head)) {
			continue
		}
		c := all[at].speaker
		if c != nil && !c.person {
			c = nil // a paper that asks, whoever speaks for it
		}
		if c != p.of[i] {
			if p.of[i] = c; c != nil {
				p.say(i, "whose turn it is to speak")
			}
		}
	}
}

// turnAt is the turn that begins with a sentence, if one does.
func (p *pass) turnAt(s nlp.Sentence) (turn, bool) {
	if s.First > 0 && !strings.Contains(p.d.Text[p.d.Tokens[s.First-1].End:s.Start], "\n") {
		return turn{}, false
	}
	k := s.First
	for k < s.Last && strings.Trim(p.d.Word(k), "(") == "" {
		k++
	}
	bracket := k - s.First
	if bracket == 1 && p.d.Word(s.First) == "(" || k >= s.Last {
		return turn{}, false // an aside
	}
	n, end := p.nameFrom(k), k+1
	if n != nil {
		end = p.d.Mentions[n.mention].Last
	}
	if end >= s.Last || bracket == 0 && (p.d.Word(end) != ":" || n == nil) || bracket > 0 && !strings.HasPrefix(p.d.Word(end), ")") {
		return turn{}, false
	}
	if n == nil || n.c == nil {
		return turn{s.First, nil}, true
	}
	return turn{s.First, n.c.now()}, true
}

func firstSingular(w string) bool {
	switch strings.ToLower(w) {
	case "i", "me", "my", "mine", "myself":
		return true
	}
	return false
}
