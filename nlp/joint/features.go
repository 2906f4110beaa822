package joint

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Feature tables. A token is a word of the vocabulary, a bag of hashed character n-grams, a bag of forms
// (shape, affixes, place in the sentence) and a bag of classes from the lexicon.
const (
	GramRows = 1 << 15
	FormRows = 1 << 13
	LexRows  = 64
	// SenseRows is the number of places in lists of names and of senses.
	SenseRows = 1024

	contextRows = 8  // the last rows of the form table are the places in a sentence
	maxRunes    = 24 // a longer word counts with its first and last half
)

// Features says which rows of the embedding tables a word selects. It does not depend on its sentence.
type Features struct {
	Word  int32   // row of the word table; 0 for an unknown word
	Grams []int32 // rows of the n-gram table
	Forms []int32 // rows of the form table
	Lex   []int32 // rows of the lexicon table
	Sense []int32 // rows of the sense table
}

// Lower is the form under which a word is looked up and its n-grams are taken: lower case, digits as 0,
// quotes and dashes in one spelling.
func Lower(word string) string {
	plain := true
	for i := 0; i < len(word); i++ {
		if c := word[i]; c < 'a' || c > 'z' {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	return strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return '0'
		case r < 0x80:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			return r
		case r == '’' || r == '‘' || r == '´':
			return '\''
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
			return '"'
		case r == '–' || r == '‐' || r == '‑' || r == '—':
			return '-'
		case r == utf8.RuneError: // invalid UTF-8
			return '?'
		}
		return unicode.ToLower(r)
	}, word)
}

// spelling maps a lowered word to the spelling of the training data where typists differ.
var spelling = map[string]string{"``": "\"", "''": "\"", "--": "-", "---": "-", "…": "..."}

// shape is the pattern of a word's letters: X for upper case, x for lower case, d for a digit, runs of more
// than two cut to two.
func shape(word string) string {
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range word {
		switch {
		case 'a' <= r && r <= 'z':
			r = 'x'
		case 'A' <= r && r <= 'Z':
			r = 'X'
		case '0' <= r && r <= '9':
			r = 'd'
		case r >= 0x80:
			switch {
			case unicode.IsUpper(r):
				r = 'X'
			case unicode.IsLetter(r):
				r = 'x'
			case r == '’' || r == '‘':
				r = '\''
			case r == '“' || r == '”':
				r = '"'
			}
		}
		if r == last {
			if run++; run > 2 {
				continue
			}
		} else {
			last, run = r, 1
		}
		b.WriteRune(r)
		if b.Len() > maxRunes {
			break
		}
	}
	return b.String()
}

func hash(kind byte, s string) uint32 { return startHash(kind).add(s).sum() }

// hashing is a hash of the first part of a string.
type hashing uint32

func startHash(kind byte) hashing { return (2166136261 ^ hashing(kind)) * 16777619 }

func (h hashing) add(s string) hashing {
	for i := 0; i < len(s); i++ {
		h = (h ^ hashing(s[i])) * 16777619
	}
	return h
}

func (x hashing) sum() uint32 {
	h := uint32(x)
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	return h
}

// appendGrams appends the rows of the character 3- to 5-grams of lower, with ^ and $ at its ends.
func appendGrams(dst []int32, lower string) []int32 {
	s := "^" + lower + "$"
	var at [maxRunes + 3]int32 // byte offsets of the runes
	n := 0
	if utf8.RuneCountInString(s) > maxRunes {
		rs := []rune(s)
		s = string(rs[:maxRunes/2]) + string(rs[len(rs)-maxRunes/2:])
	}
	for i := range s {
		at[n] = int32(i)
		n++
	}
	at[n] = int32(len(s))
	for size := 3; size <= 5; size++ {
		for i := 0; i+size <= n; i++ {
			dst = append(dst, int32(hash('g', s[at[i]:at[i+size]])&(GramRows-1)))
		}
	}
	return append(dst, int32(hash('w', s)&(GramRows-1)))
}

// appendForms appends the rows of the shape and the affixes of word.
func appendForms(dst []int32, word, lower string) []int32 {
	row := func(kind byte, s string) int32 { return int32(hash(kind, s) % (FormRows - contextRows)) }
	dst = append(dst, row('s', shape(word)))
	var at [4]int // byte offset of the last rune, the last two, …
	end := len(lower)
	for i := range at {
		_, size := utf8.DecodeLastRuneInString(lower[:end])
		end -= size
		at[i] = end
	}
	dst = append(dst, row('2', lower[at[1]:]), row('3', lower[at[2]:]), row('4', lower[at[3]:]))
	start := 0
	for range 2 {
		_, size := utf8.DecodeRuneInString(lower[start:])
		start += size
	}
	return append(dst, row('p', lower[:start]))
}

// Context appends, for every word of a sentence, the row of the form table that says where it stands: first or
// not, in a sentence whose letters are all upper case, or none.
func Context(dst []int32, words []string) []int32 {
	upper, lower, capital := 0, 0, 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case !unicode.IsLetter(r):
		case w == strings.ToUpper(w):
			if len(w) > 1 {
				upper++
			}
		case unicode.IsUpper(r):
			capital++
		default:
			lower++
		}
	}
	style := int32(0) // mixed
	switch {
	case upper >= 3 && lower+capital <= upper/4:
		style = 1 // a headline in capitals
	case capital >= 3 && lower <= capital/2:
		style = 2 // A Headline in Title Case
	case capital+upper == 0 && lower >= 3:
		style = 3 // no capitals at all
	}
	for i := range words {
		row := FormRows - contextRows + 2*style
		if i == 0 {
			row++
		}
		dst = append(dst, row)
	}
	return dst
}

// Vocabulary turns words into features. It is read-only once made.
type Vocabulary struct {
	words map[string]int32
	lex   *Lexicon
}

// NewVocabulary makes a vocabulary of lowered words; words[i] selects row i+1, row 0 is any other word.
func NewVocabulary(words []string, lex *Lexicon) *Vocabulary {
	v := &Vocabulary{words: make(map[string]int32, len(words)), lex: lex}
	if lex != nil {
		lex.index()
	}
	for i, w := range words {
		v.words[w] = int32(i + 1)
	}
	return v
}

// Spell is the form of word that the vocabulary is made of.
func Spell(word string) string {
	l := Lower(word)
	if s, ok := spelling[l]; ok {
		return s
	}
	return l
}

// Features are the rows that word selects.
func (v *Vocabulary) Features(word string) Features {
	lower := Spell(word)
	f := Features{Word: v.words[lower]}
	f.Grams = appendGrams(make([]int32, 0, 3*len(lower)+3), lower)
	f.Forms = appendForms(make([]int32, 0, 5), word, lower)
	if v.lex != nil {
		f.Lex, f.Sense = v.lex.rows(lower)
	}
	return f
}

// Listed appends what Lexicon.Listed says of the words of a sentence.
func (v *Vocabulary) Listed(dst []int32, words []string) []int32 { return v.lex.Listed(dst, words) }
