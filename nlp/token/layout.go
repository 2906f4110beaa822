package token

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout knows how the lines of a text were made: one paragraph a line, or wrapped at a width.
type layout struct {
	text    string
	width   int  // of the widest lines, in bytes; 0 if they are wider than any that was wrapped
	wrapped bool // most line breaks come where the next word would not have fitted
}

// Widths between which text may have been wrapped.
const (
	minWidth = 45
	maxWidth = 140
)

// newLayout measures the lines of text. The widest hundredth of them is left out, and so is a line of one
// word, which wrapping cannot break.
func newLayout(text string) *layout {
	l := &layout{text: text}
	var lengths []int
	for rest := text; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line = strings.TrimRight(line, " \t\r"); strings.ContainsAny(line, " \t") {
			lengths = append(lengths, len(line))
		}
	}
	if len(lengths) < 2 {
		return l
	}
	slices.Sort(lengths)
	width := lengths[len(lengths)-1-len(lengths)/100]
	if width < minWidth || width > maxWidth {
		return l
	}
	l.width = width
	full, early := 0, 0
	line, rest, _ := strings.Cut(text, "\n")
	for rest != "" {
		next, after, _ := strings.Cut(rest, "\n")
		length := len(strings.TrimRight(line, " \t\r"))
		if word := firstWord(next); length > 0 && word != "" {
			if length+1+len(word) > width {
				full++
			} else {
				early++
			}
		}
		line, rest = next, after
	}
	l.wrapped = full >= 3 && full > early
	return l
}

// firstWord is the first word of line.
func firstWord(line string) string {
	line = strings.TrimLeft(line, " \t\r")
	if i := strings.IndexAny(line, " \t\r\n"); i >= 0 {
		return line[:i]
	}
	return line
}

// soft reports whether the single line break at byte at, between a piece that ends at end and one that
// starts at start, is only the end of a line and says nothing.
func (l *layout) soft(at, end, start int) bool {
	from := max(0, at-4*maxWidth)
	length := end - from
	if i := strings.LastIndexByte(l.text[from:at], '\n'); i >= 0 {
		length = end - (from + i + 1)
	}
	next := firstWord(l.text[start:min(len(l.text), start+maxWidth)])
	full := l.width > 0 && length+1+len(next) > l.width
	if l.wrapped && full {
		return true
	}
	// In a text that is not wrapped throughout, or too short to tell, a line that is as long as lines are and
	// ends within a sentence is broken there all the same.
	return length >= minWidth && (goesOn(l.text[max(0, end-16):end], next) || full && endsOpen(l.text[max(0, end-16):end]))
}

// goesOn reports whether a sentence goes on from one line to the next: in lower case, after a word or a comma.
func goesOn(line, next string) bool {
	first, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(line)
	return unicode.IsLower(first) && (unicode.IsLower(last) || last == ',')
}

// openWords are words that no sentence or headline ends with.
var openWords = set("the a an of and or to in on at by for from with as that which his her its their our my is are was were has had be will")

// endsOpen reports whether something has to follow line.
func endsOpen(line string) bool {
	return strings.HasSuffix(line, ",") || openWords[line[strings.LastIndexAny(line, " \t\n")+1:]]
}
