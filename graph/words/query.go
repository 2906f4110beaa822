package words

import (
	"slices"
	"strings"
	"unicode"
)

// A Query is what someone asks for: words, phrases in quotation marks, and, with a "-" before it, what must not be there.
type Query struct {
	Text    string     // what is asked for as it was typed, without the marks
	Words   []string   // outside of phrases, folded, each once
	Phrases [][]string // words that have to stand together, in this order
	Without [][]string // words, or phrases, that must not be there
}

// quotes are the marks that a phrase may begin and end with.
const quotes = "\"“”„"

// Parse reads what someone typed. A phrase whose end is missing goes on to the end of the text.
func Parse(text string) Query {
	var q Query
	var plain []string
	for {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		if text == "" {
			q.Text = strings.Join(plain, " ")
			return q
		}
		part, not := strings.CutPrefix(text, "-")
		quoted := false
		if i := strings.IndexAny(part, quotes); i == 0 {
			quoted = true
			part = strings.TrimLeft(part, quotes)
		}
		end := strings.IndexFunc(part, func(c rune) bool { return strings.ContainsRune(quotes, c) || !quoted && unicode.IsSpace(c) })
		if text = ""; end >= 0 {
			part, text = part[:end], part[end:]
		}
		if quoted {
			text = strings.TrimLeft(text, quotes)
		}
		phrase := List(part)
		switch {
		case len(phrase) == 0: // marks only
		case not:
			q.Without = append(q.Without, phrase)
		case quoted:
			plain = append(plain, part)
			q.Phrases = append(q.Phrases, phrase)
		default:
			plain = append(plain, part)
			for _, w := range phrase {
				if !slices.Contains(q.Words, w) {
					q.Words = append(q.Words, w)
				}
			}
		}
	}
}

// List is the words of a text, folded.
func List(text string) []string {
	var out []string
	Each(text, func(w []byte) { out = append(out, string(w)) })
	return out
}

// Together reports whether the words of phrase stand together, in this order, in list.
func Together(list, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(list); i++ {
		if slices.Equal(list[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}

// Fits reports whether a text has all phrases of q, and nothing that must not be there.
func (q *Query) Fits(text string) bool {
	list := List(text)
	for _, p := range q.Phrases {
		if !Together(list, p) {
			return false
		}
	}
	return !slices.ContainsFunc(q.Without, func(p []string) bool { return Together(list, p) })
}
