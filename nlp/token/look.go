package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// newLook looks at a token.
func newLook(s string) look {
	l := look{kind: kindOfToken(s), length: uint8(min(len(s), 255))}
	h, n := template(60), 0
	var tail [3]rune
	for i := 0; i < len(s) && i < 64; {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			r = unicode.ToLower(r)
		} else if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		if k, _ := kindOf(r); k == '\'' || k == '"' {
			r = k
		}
		tail[0], tail[1], tail[2] = tail[1], tail[2], r
		if r >= '0' && r <= '9' && n > 3 {
			r = '0' // long numbers are all alike
		}
		h = h.num(int(r))
		n++
		i += size
	}
	l.hash = h
	l.suffix = template(61).num(int(tail[0])).num(int(tail[1])).num(int(tail[2]))
	if l.kind == dotted && len(s) <= maxAbbreviation+1 {
		word := strings.ToLower(s[:len(s)-1])
		l.title, l.numbered = titles[word], numbered[word]
	}
	l.opener = l.kind == capitalWord && len(s) < 12 && openers[s] || l.kind == initial && s == "A"
	l.clock = l.kind == initials && (s == "a.m." || s == "p.m.")
	l.weekday = l.kind == capitalWord && weekdays[s]
	l.subject = l.opener && subjects[s]
	return l
}

func kindOfToken(s string) uint8 {
	first, size := utf8.DecodeRuneInString(s)
	k, _ := kindOf(first)
	if size == len(s) {
		switch {
		case k == upper:
			return initial
		case k == lower:
			return lowerWord
		case k == digit:
			return number
		case k == '.':
			return stop
		case k == '?', k == '!':
			return question
		case k == '…':
			return dots
		case k == '"':
			return quote
		case k > ' ' && k < 0x7f:
			return uint8(punctuation0 + k - '!')
		case k == '•', k == '·':
			return punctuation0 + '*' - '!'
		case k == '—', k == '–':
			return dash
		}
		return symbol
	}
	var letters, lowers, digits, stops, marks, others int
	for _, r := range s {
		switch k, _ := kindOf(r); {
		case k == upper:
			letters++
		case k == lower:
			letters++
			lowers++
		case k == digit:
			digits++
		case k == '.':
			stops++
		case k == '?' || k == '!':
			marks++
		default:
			others++
		}
	}
	switch {
	case letters > 0 && digits+stops+marks+others == 0:
		switch {
		case lowers == 0:
			return upperWord
		case k == upper && lowers == letters-1:
			return capitalWord
		case k == lower && lowers == letters:
			return lowerWord
		}
		return mixed
	case letters == 0 && digits > 0:
		return number
	case letters == 0 && marks > 0 && others == 0:
		return question
	case letters == 0 && stops > 1 && others == 0:
		return dots
	case letters == 0 && (s == "''" || s == "``" || s == "’’" || s == "‘‘"):
		return quote
	case letters == 0 && k == '-':
		return dash
	case letters == 0:
		return symbol
	case k == '\'' && len(s) < 6:
		return lowerWord // "'s", "'re"
	case stops > 0 && s[len(s)-1] == '.' && digits+marks+others == 0:
		if stops > 1 || letters == 1 {
			return initials
		}
		return dotted
	case strings.ContainsAny(s, "/@") || stops > 1:
		return address_
	case k == upper && lowers == letters-1 && digits == 0:
		return capitalWord // "Anti-war"
	case k == lower && lowers == letters && digits == 0:
		return lowerWord
	}
	return mixed
}
