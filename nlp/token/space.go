package token

import (
	"unicode"
	"unicode/utf8"
)

// gap is what stands between two pieces of text.
type gap uint8

const (
	space gap = iota // white space, or a line break in wrapped text
	hard             // an empty line, a line break that means something, or the end of the text
)

// piece is a run of bytes without white space.
type piece struct {
	start, end int
	after      gap
}

// cutSpace cuts text at white space and control characters, which are in no token.
func cutSpace(text string) []piece {
	pieces := make([]piece, 0, len(text)/6+1)
	lines := newLayout(text)
	start := -1
	breaks, at := 0, 0 // line breaks since the last piece, and where the first of them stands
	for i := 0; i <= len(text); {
		r, size := rune(' '), 1
		if i < len(text) {
			if r = rune(text[i]); r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(text[i:])
			}
		}
		if !isGap(r) {
			if start < 0 {
				start = i
				if n := len(pieces); n > 0 && breaks > 0 && (breaks > 1 || !lines.soft(at, pieces[n-1].end, i)) {
					pieces[n-1].after = hard
				}
			}
			i += size
			continue
		}
		if start >= 0 {
			pieces = append(pieces, piece{start: start, end: i})
			start, breaks = -1, 0
		}
		switch r {
		case '\n', '\v', '\u2028':
			if breaks++; breaks == 1 {
				at = i
			}
		case '\r': // alone, or before "\n"
			if i+1 >= len(text) || text[i+1] != '\n' {
				if breaks++; breaks == 1 {
					at = i
				}
			}
		case '\f', '\u2029':
			if breaks == 0 {
				at = i
			}
			breaks += 2
		}
		i += size
	}
	if n := len(pieces); n > 0 {
		pieces[n-1].after = hard
	}
	return pieces
}

// isGap reports whether r is white space or has no form at all. An invalid byte is no gap: it stands for a
// letter of some other encoding.
func isGap(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	switch r {
	case '\u200b', '\u2060', '\ufeff':
		return true
	}
	return unicode.IsSpace(r) || r >= 0x80 && r < 0xa0
}
