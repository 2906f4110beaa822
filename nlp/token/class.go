package token

import (
	"unicode"
	"unicode/utf8"
)

// The kinds of character. Other characters are a kind of their own each.
const (
	upper = 'A'
	lower = 'a' // and letters without case
	digit = '9'
	money = '$'
	sign  = 'S' // emoji and other symbols
)

// kindOf is the kind of r; join says that r belongs to the character before it.
func kindOf(r rune) (kind rune, join bool) {
	if r < utf8.RuneSelf {
		switch {
		case r >= 'a' && r <= 'z':
			return lower, false
		case r >= 'A' && r <= 'Z':
			return upper, false
		case r >= '0' && r <= '9':
			return digit, false
		}
		return r, false
	}
	switch r {
	case '’', '‘', '´', 'ʼ', '′':
		return '\'', false
	case '“', '”', '„', '″', '«', '»':
		return '"', false
	case '‐', '‑', '\u00ad':
		return '-', false
	case '−', '–', '‒':
		return '–', false
	case '—', '―':
		return '—', false
	case '…', '·', '•', '®', '™', '©', '°', '§', '¶', '×':
		return r, false
	case utf8.RuneError:
		return lower, false
	case '\u200d': // joins emoji
		return sign, true
	}
	switch {
	case unicode.Is(unicode.M, r), r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xe0020 && r <= 0xe007f:
		return sign, true
	case unicode.IsUpper(r):
		return upper, false
	case unicode.IsLetter(r):
		return lower, false
	case unicode.IsDigit(r):
		return digit, false
	case unicode.Is(unicode.Sc, r):
		return money, false
	case unicode.IsNumber(r):
		return r, false
	}
	return sign, false
}

// isLetter reports whether kind is that of a letter.
func isLetter(kind rune) bool { return kind == upper || kind == lower }

// isCloser reports whether kind can close a sentence after its full stop.
func isCloser(kind rune) bool {
	switch kind {
	case '"', '\'', ')', ']', '}', '>':
		return true
	}
	return false
}
