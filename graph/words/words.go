// Package words says by which terms a text is found.
//
// Two texts are compared folded: without case and accents, with one space between words. A sentence is found by its
// words ([Each]), a name by any of its ends that begins with a word ([Starts]), so that the beginning of what someone
// types is the beginning of a term. Stores keep these terms: whoever changes what a text gives raises [Version].
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Version is that of the terms which texts give.
const Version = 1

// MaxTerm is the longest term in bytes; what is longer is cut to it. One who looks for more has to read the text.
const MaxTerm = 96

// The first byte of a term of [Starts].
const (
	First = '0' // the name starts here
	Later = '1' // a later word of it does
)

// alike are letters that are no letter with an accent, but are written as others where a keyboard lacks them.
var alike = map[rune]string{
	'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ŧ': "t", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th",
}

// Fold makes texts comparable: no case, no accents, one space between words and none at the ends.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	if !ascii(s) {
		s = norm.NFKD.String(s)
	}
	for _, c := range s {
		switch {
		case c >= utf8.RuneSelf && unicode.Is(unicode.Mn, c):
		case c == 0 || unicode.IsSpace(c):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			c = unicode.ToLower(c)
			if c < utf8.RuneSelf {
				b.WriteByte(byte(c))
			} else if as, ok := alike[c]; ok {
				b.WriteString(as)
			} else {
				b.WriteRune(c)
			}
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Each calls f for each word of a text, folded: a run of letters and digits. The slice is f's during the call only; a
// word that occurs twice comes twice.
func Each(text string, f func(word []byte)) {
	if !ascii(text) {
		text = Fold(text)
	}
	var buf [MaxTerm]byte
	n := 0
	end := func() {
		if n > 0 {
			f(buf[:min(n, len(buf))])
		}
		n = 0
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'A' <= c && c <= 'Z':
				c += 'a' - 'A'
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			default:
				end()
				continue
			}
			if n < len(buf) {
				buf[n] = c
			}
			n++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !letter(r) {
			end()
		} else {
			for j := range size {
				if n < len(buf) {
					buf[n] = text[i+j]
				}
				n++
			}
		}
		i += size
	}
	end()
}

func letter(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// Starts calls f for each term of a name: the whole of it, and what remains of it from each later word on, folded, with
// [First] or [Later] before it. The slice is f's during the call only.
func Starts(name string, f func(term []byte)) {
	folded := Fold(name)
	var buf [MaxTerm]byte
	start := true
	for i, c := range folded {
		if i == 0 || start && letter(c) {
			buf[0] = Later
			if i == 0 {
				buf[0] = First
			}
			f(buf[:1+copy(buf[1:], folded[i:])])
		}
		start = !letter(c)
	}
}
