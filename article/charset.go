package article

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utext "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/unicode/norm"
)

// magics begin files that are not text, whatever their names say.
var magics = []string{"%PDF-", "PK\x03\x04", "PK\x05\x06", "\x1f\x8b", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x7fELF",
	"BZh", "\xfd7zXZ", "\x28\xb5\x2f\xfd", "Rar!", "7z\xbc\xaf", "\xd0\xcf\x11\xe0", "OggS", "ID3", "RIFF", "MZ\x90"}

// decode makes valid UTF-8 of b. A byte order mark decides; without one UTF-16 shows by its zero bytes; what is
// neither is UTF-8, and the bytes that are not are read as windows-1252, the usual case in old and in mixed files.
// The error is ErrBinary where b is no text.
func decode(b []byte) (string, error) {
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m)) {
			return "", ErrBinary
		}
	}
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		b, _ = utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM).NewDecoder().Bytes(b)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		b, _ = utext.UTF16(utext.LittleEndian, utext.ExpectBOM).NewDecoder().Bytes(b)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		b, _ = utext.UTF16(utext.BigEndian, utext.ExpectBOM).NewDecoder().Bytes(b)
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		b = b[3:]
	default:
		if e, ok := bareUTF16(b); ok {
			b, _ = utext.UTF16(e, utext.IgnoreBOM).NewDecoder().Bytes(b)
		}
	}
	s := repair(b)
	if binary(s) {
		return "", ErrBinary
	}
	return s, nil
}

// bareUTF16 reports whether b looks like UTF-16 without a byte order mark: in text of Latin letters every other
// byte is zero.
func bareUTF16(b []byte) (utext.Endianness, bool) {
	n := min(len(b), 4096) &^ 1
	if n < 16 {
		return utext.LittleEndian, false
	}
	var zero [2]int
	for i, c := range b[:n] {
		if c == 0 {
			zero[i&1]++
		}
	}
	switch {
	case zero[1] > n/4 && zero[0] <= n/50:
		return utext.LittleEndian, true
	case zero[0] > n/4 && zero[1] <= n/50:
		return utext.BigEndian, true
	}
	return utext.LittleEndian, false
}

// repair is b as UTF-8, each byte that is in no valid sequence read as windows-1252.
func repair(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var s strings.Builder
	s.Grow(len(b) + len(b)/8)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		s.WriteRune(r)
		b = b[n:]
	}
	return s.String()
}

// binary reports whether more than one character in twenty is a control character that no text has.
func binary(s string) bool {
	bad, all := 0, 0
	for _, r := range s {
		all++
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != '\v' && r != 0x1b || r == 0x7f {
			bad++
		}
		if all >= 1<<16 {
			break
		}
	}
	return bad*20 > all
}

// normalizeRunes composes letters and accents (NFC), makes all line ends "\n" and all odd spaces " ", and takes
// out control characters, soft hyphens and marks of no width. Ligatures are spelled out.
func normalizeRunes(s string) string {
	if !utf8.ValidString(s) {
		s = repair([]byte(s))
	}
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || c < 0x20 && c != '\n' || c == 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\u2028', '\u2029', '\v', '\f', '\u0085':
			return '\n'
		case '\t', '\u00a0', '\u202f', '\u2007', '\u3000':
			return ' '
		case '\u00ad', '\ufeff', '\u200b', '\u200e', '\u200f', '\u2060', '\ufffd':
			return -1
		}
		if r >= '\u2000' && r <= '\u200a' {
			return ' '
		}
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, s)
	s = ligatures.Replace(joiners(s))
	return norm.NFC.String(s)
}

// joiners takes out the marks that join or part letters (U+200C, U+200D) where they stand beside a letter of ASCII, a space
// or a mark: between the letters of other scripts and within emoji they mean something, at the end of a word they are
// left over from a page.
func joiners(s string) string {
	if !strings.Contains(s, "\u200c") && !strings.Contains(s, "\u200d") {
		return s
	}
	in := []rune(s)
	out := make([]rune, 0, len(in))
	for i, r := range in {
		if r == '\u200c' || r == '\u200d' {
			if i == 0 || i+1 == len(in) || in[i+1] < 0x80 || len(out) == 0 || out[len(out)-1] < 0x80 {
				continue
			}
		}
		out = append(out, r)
	}
	return string(out)
}

var ligatures = strings.NewReplacer("ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl")
