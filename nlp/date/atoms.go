package date

import (
	"unicode"
	"unicode/utf8"

	"kg/nlp"
)

// An atom is a run of letters, a run of digits or one other character. Times are read from atoms and not
// from tokens, so that it does not matter whether a tokenizer splits "mid-2011", "1990s" or "Sept.".
type atom struct {
	nlp.Span
	kind  atomKind
	lower string // letters in lower case; the text itself otherwise
	upper bool   // begins with a capital letter
	glued bool   // no space before it
	value int    // of digits; -1 where there are more than four
}

type atomKind uint8

const (
	letters atomKind = iota
	digits
	mark
)

// lex appends the atoms of text[span] to dst. Spaces, and bytes that are no UTF-8, are in none.
func lex(dst []atom, text string, span nlp.Span) []atom {
	glued := false
	for i := span.Start; i < span.End; {
		r, n := utf8.DecodeRuneInString(text[i:span.End])
		switch {
		case r == utf8.RuneError && n <= 1, unicode.IsSpace(r):
			i += max(n, 1)
			glued = false
			continue
		case r >= '0' && r <= '9':
			j, v := i, 0
			for j < span.End && text[j] >= '0' && text[j] <= '9' {
				if j-i < 4 {
					v = v*10 + int(text[j]-'0')
				}
				j++
			}
			if j-i > 4 {
				v = -1
			}
			dst = append(dst, atom{Span: nlp.Span{Start: i, End: j}, kind: digits, lower: text[i:j], glued: glued, value: v})
			i = j
		case unicode.IsLetter(r):
			j := i
			for j < span.End {
				q, m := utf8.DecodeRuneInString(text[j:span.End])
				if !unicode.IsLetter(q) && !unicode.Is(unicode.Mn, q) {
					break
				}
				j += m
			}
			dst = append(dst, atom{Span: nlp.Span{Start: i, End: j}, kind: letters, lower: lower(text[i:j]), upper: unicode.IsUpper(r), glued: glued})
			i = j
		default:
			dst = append(dst, atom{Span: nlp.Span{Start: i, End: i + n}, kind: mark, lower: text[i : i+n], glued: glued})
			i += n
		}
		glued = true
	}
	return dst
}

// lower is s in lower case; longer words than any this package knows stay as they are.
func lower(s string) string {
	if len(s) > 16 {
		return s
	}
	var b [16]byte
	changed := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
			changed = true
		}
		b[i] = c
	}
	if !changed {
		return s
	}
	return string(b[:len(s)])
}

// word is the lower-case letters of atom i, or "" where it is no word.
func (p *parser) word(i int) string {
	if i < 0 || i >= len(p.atoms) || p.atoms[i].kind != letters {
		return ""
	}
	return p.atoms[i].lower
}

// is reports whether atom i is the mark or word s.
func (p *parser) is(i int, s string) bool {
	return i >= 0 && i < len(p.atoms) && p.atoms[i].lower == s
}

// num is the number that the digits of atom i write, with their count; -1, 0 where it is none.
func (p *parser) num(i int) (value, width int) {
	if i < 0 || i >= len(p.atoms) || p.atoms[i].kind != digits {
		return -1, 0
	}
	return p.atoms[i].value, p.atoms[i].Len()
}

// glued reports whether atom i follows the one before it without a space.
func (p *parser) glued(i int) bool {
	return i > 0 && i < len(p.atoms) && p.atoms[i].glued
}

// dash reports whether atom i is a hyphen or a dash.
func (p *parser) dash(i int) bool {
	return p.is(i, "-") || p.is(i, "–") || p.is(i, "—") || p.is(i, "‑")
}

// apostrophe reports whether atom i is an apostrophe.
func (p *parser) apostrophe(i int) bool { return p.is(i, "'") || p.is(i, "’") }

// possessive reports whether "'s" stands at atom i.
func (p *parser) possessive(i int) bool {
	return p.apostrophe(i) && (p.is(i+1, "s") || p.glued(i))
}
