package date

import (
	"strings"

	"kg/nlp"
)

// ahead holds words that look to the future, and behind those that look to the past, beside the regular
// past in "-ed".
var (
	ahead = map[string]bool{
		"will": true, "ll": true, "shall": true, "would": true, "could": true, "may": true, "might": true, "scheduled": true, "due": true,
		"expected": true, "planned": true, "plans": true, "plan": true, "planning": true, "upcoming": true, "slated": true, "until": true,
		"intends": true, "hopes": true, "going": true, "ahead": true, "expects": true, "starting": true, "deadline": true, "set": true,
		"should": true, "must": true, "begins": true, "starts": true, "opens": true,
	}
	behind = map[string]bool{
		"said": true, "was": true, "were": true, "had": true, "did": true, "told": true, "met": true, "went": true, "came": true,
		"held": true, "took": true, "made": true, "gave": true, "left": true, "began": true, "saw": true, "won": true, "lost": true,
		"fell": true, "rose": true, "shot": true, "fought": true, "wrote": true, "spoke": true, "ran": true, "broke": true, "found": true,
		"led": true, "sent": true, "flew": true, "struck": true, "became": true, "got": true, "been": true, "died": true, "has": true, "have": true,
		"since": true, "earlier": true, "ago": true, "s": false,
	}
)

// direction looks for the nearest verb before atoms [i,end), then after them, that tells past from future: -1,
// 1, or 0 where there is none within forty atoms.
func (p *parser) direction(i, end int) int {
	for j := i - 1; j >= 0 && j >= i-40; j-- {
		if v := p.verb(j); v != 0 {
			return v
		}
	}
	for j := end; j < len(p.atoms) && j < end+40; j++ {
		if v := p.verb(j); v != 0 {
			return v
		}
	}
	return 0
}

// verb is the direction in which atom i points.
func (p *parser) verb(i int) int {
	w := p.word(i)
	if w == "" {
		return 0
	}
	if ahead[w] {
		if (w == "may" || w == "will") && p.atoms[i].upper && i > 0 {
			return 0 // the month, the man
		}
		if w == "set" && p.word(i+1) != "to" && p.word(i+1) != "for" {
			return 0
		}
		if (w == "would" || w == "could" || w == "might" || w == "may" || w == "should" || w == "must") && p.haveAfter(i) {
			return -1
		}
		return 1
	}
	if w == "to" && (p.word(i-1) == "is" || p.word(i-1) == "are") {
		return 1
	}
	if behind[w] {
		return -1
	}
	if p.doc.Has&nlp.Tags != 0 {
		if t := p.token(i); t >= 0 {
			switch p.doc.Tokens[t].XPOS {
			case "VBD":
				return -1
			case "MD":
				return 1
			}
			return 0
		}
	}
	if len(w) > 4 && strings.HasSuffix(w, "ed") && !p.atoms[i].upper && w != "united" && w != "armed" && w != "hundred" && w != "indeed" && w != "need" {
		return -1
	}
	return 0
}

// haveAfter reports whether "have" comes within two words of atom i: "would not have met".
func (p *parser) haveAfter(i int) bool {
	return p.word(i+1) == "have" || p.word(i+2) == "have" || p.word(i+3) == "have" && p.apostrophe(i+1)
}
