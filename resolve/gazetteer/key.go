package gazetteer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters writes what has no accent that could be taken off in plain letters.
var plainLetters = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "ı", "i", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ß", "ss",
	"æ", "ae", "Æ", "AE", "œ", "oe", "ð", "d", "þ", "th", "–", "-", "—", "-", "‐", "-", "‑", "-")

// plainQuotes straightens apostrophes and leaves quotation marks out.
var plainQuotes = strings.NewReplacer("’", "'", "‘", "'", "“", "", "”", "", `"`, "")

// Key is what two spellings of a name have in common: lower case, no accents, no periods, hyphens and apostrophes as
// spaces or nothing, no "the" before it and no possessive after it, "saint" as "st" and "mount" as
// "mt".
func Key(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	gap := false
	put := func(r rune) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	ascii := true
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		name = plainLetters.Replace(name)
		name = norm.NFD.String(name)
	}
	name = strings.TrimSuffix(strings.TrimSpace(name), "'s")
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			put(unicode.ToLower(r))
		case r == '.' || r == '\'' || unicode.Is(unicode.Mn, r):
		case r == '&':
			gap = true
			put('a')
			b.WriteString("nd")
			gap = true
		default:
			gap = true
		}
	}
	s := strings.TrimPrefix(b.String(), "the ")
	if strings.HasPrefix(s, "saint ") {
		s = "st" + s[5:]
	} else if strings.HasPrefix(s, "mount ") {
		s = "mt" + s[5:]
	}
	return s
}

// LocalName is the local name of an entity with this label, what follows "ent:": words joined by "_", without the
// characters that an IRI must not hold.
func LocalName(label string) string {
	label = norm.NFC.String(label)
	label = plainQuotes.Replace(label)
	var b strings.Builder
	gap := false
	for _, r := range label {
		switch {
		case unicode.IsSpace(r) || r == '_':
			gap = true
			continue
		case strings.ContainsRune("<>{}|\\^`", r) || unicode.IsControl(r) || r == unicode.ReplacementChar || !unicode.IsGraphic(r):
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('_')
		}
		gap = false
		b.WriteRune(r)
	}
	s := b.String()
	if strings.HasSuffix(s, ".") && strings.Count(s, ".") == 1 && !strings.HasSuffix(s, "_Jr.") {
		s = strings.TrimSuffix(s, ".")
	}
	return s
}
