package mcp

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of an answer in tokens.
const (
	defaultTokens = 1500
	minTokens     = 100
	maxTokens     = 20000
	tokenBytes    = 3   // bytes that are counted as a token
	reserve       = 180 // bytes for what is said about what is left out
	maxSentence   = 600 // bytes of a sentence or a value
)

// budget is an answer of bounded length, made of blocks.
type budget struct {
	b    strings.Builder
	max  int // bytes
	full bool
}

func newBudget(tokens int) *budget {
	if tokens == 0 {
		tokens = defaultTokens
	}
	return &budget{max: min(max(tokens, minTokens), maxTokens) * tokenBytes}
}

// add adds a block of whole lines; false where there is no room for it. The first block is cut rather than left out.
func (b *budget) add(block string) bool {
	room := b.max - reserve - b.b.Len()
	if b.full {
		return false
	}
	if len(block) > room {
		b.full = true
		if b.b.Len() > 0 {
			return false
		}
		block = cut(block, room) + "\n"
	}
	b.b.WriteString(block)
	return true
}

// note adds a line about what is left out; there is room reserved for it.
func (b *budget) note(format string, args ...any) {
	line := cut(fmt.Sprintf(format, args...), b.max-b.b.Len()-len("[]\n"))
	if line != "" {
		fmt.Fprintf(&b.b, "[%s]\n", line)
	}
}

func (b *budget) String() string { return strings.TrimRight(b.b.String(), "\n") }

// cut is s with at most n bytes, "…" at its end where something is missing.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n -= len("…")
	if n <= 0 {
		return ""
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// line is text of an article on one line, without control characters, and not too long.
func line(s string) string {
	return cut(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 || r == 0x2028 || r == 0x2029 }), " "), maxSentence)
}
