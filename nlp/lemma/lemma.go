// Package lemma finds the dictionary form of every token: "went" is "go", "ministers" is "minister".
//
// It needs the layers Tokens, Sentences and Tags, and adds Lemmas. A table of words, learned from treebanks,
// is asked first; a word that it lacks is changed by the rule for its longest known ending and its tag. The
// conventions are those of the English treebanks of Universal Dependencies: names keep their capitals, other
// words lose them, "n't" is "not", "me" is "I", "best" is "good".
package lemma

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/nlp"
)

// Stage is the stage of the pipeline. It reads the table that comes with the package, once.
func Stage() (nlp.Stage, error) {
	t, err := Default()
	if err != nil {
		return nlp.Stage{}, err
	}
	return t.Stage(), nil
}

// Stage is a stage that looks words up in t.
func (t *Table) Stage() nlp.Stage {
	return nlp.Stage{
		Name:  "lemma",
		Needs: nlp.Tokens | nlp.Sentences | nlp.Tags,
		Adds:  nlp.Lemmas,
		Run: func(d *nlp.Doc) error {
			t.Run(d)
			return nil
		},
	}
}

// Run sets the lemma of every token of d.
func (t *Table) Run(d *nlp.Doc) {
	for _, s := range d.Sentences {
		shouted := Shouted(d, s)
		for i := s.First; i < s.Last; i++ {
			tok := &d.Tokens[i]
			tok.Lemma = t.Lemma(d.Word(i), tok.UPOS, tok.XPOS, i == s.First, shouted)
			if tok.Lemma == "be" && tok.XPOS == "VBZ" && isClitic(d.Word(i)) && isHave(d, i, s.Last) {
				tok.Lemma = "have"
			}
		}
	}
}

// Shouted reports whether s is written in capitals throughout, so that a capital says nothing.
func Shouted(d *nlp.Doc, s nlp.Sentence) bool {
	words := 0
	for i := s.First; i < s.Last; i++ {
		w := d.Word(i)
		for _, r := range w {
			if unicode.IsLower(r) {
				return false
			}
		}
		if len(w) > 3 {
			words++
		}
	}
	return words > 1
}

func isClitic(s string) bool { return len(s) < 5 && (s[0] == '\'' || strings.HasPrefix(s, "’")) }

// isHave reports whether the clitic "'s" at i stands for "has": a participle follows that "is" cannot take.
func isHave(d *nlp.Doc, i, last int) bool {
	for i++; i < last && d.Tokens[i].UPOS == "ADV" || i < last && d.Tokens[i].UPOS == "PART"; i++ {
	}
	if i >= last || d.Tokens[i].XPOS != "VBN" {
		return false
	}
	switch strings.ToLower(d.Word(i)) {
	case "been", "got", "had", "become", "come", "gone":
		return true
	}
	return false
}

// Lemma is the lemma of a word with the given universal and Penn tags; either may be empty. First says that
// the word begins a sentence, shouted that the sentence is in capitals throughout: then a capital is no sign
// of a name.
func (t *Table) Lemma(word, upos, xpos string, first, shouted bool) string {
	low := Normal(word)
	if xpos == "" {
		xpos = guess(low, upos)
	}
	tag := t.tags[xpos]
	if l, ok := tag.word(low); ok {
		if upos == "PROPN" && l == strings.ToLower(l) {
			return capital(l)
		}
		return l
	}
	l := low
	if keepsCase(word, upos, xpos, first, shouted) {
		if l = strings.ReplaceAll(word, "’", "'"); shouted && upos == "PROPN" && len(word) > 3 {
			l = capital(low)
		}
	}
	return tag.rule(low).Apply(l)
}

// Normal is word in lower case with a straight apostrophe: the form under which words are looked up.
func Normal(word string) string {
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '`' {
			return strings.ToLower(straighten.Replace(word))
		}
	}
	return word
}

var straighten = strings.NewReplacer("’", "'", "‘", "'", "`", "'")

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// keepsCase reports whether the lemma of an unknown word has its capitals.
func keepsCase(word, upos, xpos string, first, shouted bool) bool {
	if upos == "PROPN" || xpos == "NNP" || xpos == "NNPS" || upos == "X" || upos == "SYM" {
		return true
	}
	if upos != "ADJ" && upos != "NOUN" || shouted {
		return false
	}
	uppers, lowers, inside := 0, 0, false
	for i, r := range word {
		switch {
		case unicode.IsUpper(r):
			uppers++
			inside = inside || i > 0
		case unicode.IsLower(r):
			lowers++
		}
	}
	switch {
	case uppers == 0:
		return false
	case lowers == 0:
		return upos == "NOUN" && len(word) <= 5 // "CEO", but not "NOTICE"
	case inside:
		return true // "anti-American", "iPhone"
	}
	// A people or a place made the adjective: "Bavarian", "Sudanese", "Yemeni".
	if upos == "ADJ" && xpos == "JJ" {
		for _, end := range []string{"ian", "ean", "ese", "ani", "aqi", "eli", "emi", "nic", "mic"} {
			if strings.HasSuffix(word, end) {
				return true
			}
		}
		return !first && strings.HasSuffix(word, "an")
	}
	return false
}

// guess makes a Penn tag for a word that has none.
func guess(low, upos string) string {
	switch upos {
	case "NOUN":
		if strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss") {
			return "NNS"
		}
		return "NN"
	case "PROPN":
		return "NNP"
	case "VERB", "AUX":
		switch {
		case strings.HasSuffix(low, "ing"):
			return "VBG"
		case strings.HasSuffix(low, "ed"):
			return "VBD"
		case strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss"):
			return "VBZ"
		}
		return "VB"
	case "ADJ":
		return "JJ"
	case "ADV":
		return "RB"
	case "PRON":
		return "PRP"
	case "DET":
		return "DT"
	}
	return upos
}
