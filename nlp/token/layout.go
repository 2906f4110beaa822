package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout knows how the lines of a text were made: one paragraph a line, or wrapped at a width.
type layout struct {
	text  string
	width int // the longest line, if the text is wrapped, in bytes; else 0
}

// Widths between which text may have been wrapped.
const (
	minWidth = 45
	maxWidth = 140
)

// newLayout looks at every line break of text that has a line on both sides. One that could not have come
// later, because the next word would have made the line longer than the longest, is what wrapping leaves.
func newLayout(text string) *layout {
	l := &layout{text: text}
	widest := 0
	for rest := text; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		widest = max(widest, len(strings.TrimRight(line, " \t\r")))
		if widest > maxWidth {
			return l
		}
	}
	if widest < minWidth {
		return l
	}
	full, early := 0, 0
	line, rest, _ := strings.Cut(text, "\n")
	for rest != "" {
		next, after, _ := strings.Cut(rest, "\n")
		length := len(strings.TrimRight(line, " \t\r"))
		if word := firstWord(next); length > 0 && word != "" {
			if length+1+len(word) > widest {
				full++
			} else {
				early++
			}
		}
		line, rest = next, after
	}
	if full >= 3 && full > early {
		l.width = widest
	}
	return l
}

// firstWord is the first word of line, which may be cut short.
func firstWord(line string) string {
	line = strings.TrimLeft(line, " \t\r")
	if i := strings.IndexAny(line, " \t\r"); i >= 0 {
		return line[:i]
	}
	return line
}

// soft reports whether the single line break at byte at, between a piece that ends at end and one that
// starts at start, is only the end of a line and says nothing.
func (l *layout) soft(at, end, start int) bool {
	lineStart := strings.LastIndexByte(l.text[max(0, at-4*maxWidth):at], '\n')
	if lineStart < 0 {
		lineStart = 0
	} else {
		lineStart += max(0, at-4*maxWidth) + 1
	}
	length := end - lineStart
	next := l.text[start:min(len(l.text), start+maxWidth)]
	if i := strings.IndexAny(next, " \t\r\n"); i >= 0 {
		next = next[:i]
	}
	if l.width > 0 {
		return length+1+len(next) > l.width
	}
	// Not wrapped throughout. A line that goes on in lower case after a comma or a word is broken within a
	// sentence all the same, if it is as long as lines are.
	r, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(l.text[:end])
	return length >= minWidth && unicode.IsLower(r) && (unicode.IsLower(last) || last == ',')
}
