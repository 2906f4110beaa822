package conllu

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/nlp"
)

// clitics are the second halves of words that are written as one: "n't" of "don't". English treebanks make
// a multiword token of these and of no other words that touch: "15-year" is three tokens.
var clitics = map[string]bool{
	"n't": true, "'s": true, "'m": true, "'re": true, "'ll": true, "'ve": true, "'d": true,
}

// joined reports whether token i+1 of d is the second half of a word whose first half is token i: a clitic,
// or letters that touch letters ("can" and "not", "gon" and "na").
func joined(d *nlp.Doc, i int) bool {
	if i < 0 || !glued(d, i) {
		return false
	}
	a, b := d.Word(i), d.Word(i+1)
	b = strings.ToLower(strings.NewReplacer("’", "'", "`", "'").Replace(b))
	if clitics[b] {
		return true
	}
	if b == "'" { // "the ministers' plan", but not the end of a quotation
		return d.Has&nlp.Tags != 0 && d.Tokens[i+1].UPOS == "PART"
	}
	x, _ := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return unicode.IsLetter(x) && unicode.IsLetter(y)
}

// joinedUntil is the last token of the word that begins with token i: i itself for most. It looks no further
// than the sentence, which ends before token last.
func joinedUntil(d *nlp.Doc, i, last int) int {
	for i+1 < last && joined(d, i) {
		i++
	}
	return i
}
