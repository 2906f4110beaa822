package main

import (
	"bufio"
	"compress/gzip"
	"os"
	"slices"
	"strings"
)

// readLexicon reads the words of WordNet and inflects them.
func readLexicon(path string) ([]pair, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	words := map[[2]string]bool{} // part of speech and word
	in := bufio.NewScanner(z)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		cols := strings.Split(in.Text(), "\t")
		if len(cols) < 4 || len(cols[1]) != 1 {
			continue
		}
		for _, l := range strings.Split(cols[3], "|") {
			if word, _, _ := strings.Cut(l, ":"); plain(word) {
				words[[2]string{cols[1], word}] = true
			}
		}
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	var pairs []pair
	irregular := irregularVerbs()
	for k := range words {
		switch k[0] {
		case "v":
			pairs = append(pairs, inflectVerb(k[1], irregular)...)
		case "n":
			pairs = append(pairs, pair{"NNS", plural(k[1]), k[1]}, pair{"NN", k[1], k[1]})
		case "a", "s":
			pairs = append(pairs, pair{"JJ", k[1], k[1]})
			for _, stem := range compared(k[1]) {
				pairs = append(pairs, pair{"JJR", stem + "er", k[1]}, pair{"JJS", stem + "est", k[1]})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return strings.Compare(a.xpos+"\t"+a.word+"\t"+a.lemma, b.xpos+"\t"+b.word+"\t"+b.lemma)
	})
	return slices.Compact(pairs), nil
}

func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return len(s) > 2
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// vowelGroups is the number of runs of vowels, nearly that of syllables.
func vowelGroups(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if (vowel(s[i]) || s[i] == 'y' && i > 0) && (i == 0 || !vowel(s[i-1]) && s[i-1] != 'y') {
			n++
		}
	}
	return n
}

// doubles reports whether the last consonant of s is doubled before "-ed", and whether it may be either way.
func doubles(s string) (yes, either bool) {
	n := len(s)
	if n < 3 {
		return false, false
	}
	c, v, b := s[n-1], s[n-2], s[n-3]
	if vowel(c) || strings.IndexByte("wxyh", c) >= 0 || !vowel(v) || vowel(b) && !(b == 'u' && n > 3 && s[n-4] == 'q') {
		return false, false
	}
	if vowelGroups(s) == 1 {
		return true, false
	}
	for _, end := range []string{"fer", "mit", "cur", "pel", "bel", "cel", "gret", "lot", "bet", "fit", "get", "set", "put", "run", "cap", "tag"} {
		if strings.HasSuffix(s, end) {
			return end != "fit" && end != "cel" && end != "bel", end == "cel" || end == "bel"
		}
	}
	return false, c == 'l'
}

// inflectVerb is the forms of a regular verb, or of an irregular one.
func inflectVerb(v string, irregular map[string][2]string) []pair {
	n := len(v)
	pairs := []pair{{"VBZ", plural(v), v}, {"VB", v, v}, {"VBP", v, v}}
	add := func(past, participle, ing string) {
		pairs = append(pairs, pair{"VBD", past, v}, pair{"VBN", participle, v}, pair{"VBG", ing, v})
	}
	stem, ing := v, v
	double, either := doubles(v)
	switch {
	case strings.HasSuffix(v, "ie"):
		stem, ing = v[:n-1], v[:n-2]+"y"
	case strings.HasSuffix(v, "ee"), strings.HasSuffix(v, "ye"), strings.HasSuffix(v, "oe"):
		stem = v[:n-1]
	case v[n-1] == 'e':
		stem, ing = v[:n-1], v[:n-1]
	case v[n-1] == 'y' && !vowel(v[n-2]):
		stem = v[:n-1] + "i"
	case v[n-1] == 'c':
		stem, ing = v+"k", v+"k"
	case double:
		stem, ing = v+v[n-1:], v+v[n-1:]
	}
	past, participle := stem+"ed", stem+"ed"
	if forms, ok := irregular[v]; ok {
		past, participle = forms[0], forms[1]
	}
	add(past, participle, ing+"ing")
	if either {
		add(v+v[n-1:]+"ed", v+v[n-1:]+"ed", v+v[n-1:]+"ing")
	}
	return pairs
}

// plural is the regular plural of a noun, which is the third person of a verb, too.
func plural(s string) string {
	n := len(s)
	switch {
	case strings.HasSuffix(s, "man") && n > 4 && s != "human" && s != "german":
		return s[:n-2] + "en"
	case strings.HasSuffix(s, "sis"):
		return s[:n-2] + "es"
	case s[n-1] == 'y' && !vowel(s[n-2]):
		return s[:n-1] + "ies"
	case s[n-1] == 's', s[n-1] == 'x', s[n-1] == 'z', strings.HasSuffix(s, "ch"), strings.HasSuffix(s, "sh"),
		s[n-1] == 'o' && !vowel(s[n-2]) && n > 3 && n < 8:
		return s + "es"
	}
	return s + "s"
}

// compared is the stem before "-er" of an adjective short enough to have one.
func compared(s string) []string {
	n := len(s)
	if vowelGroups(s) > 2 || n > 7 {
		return nil
	}
	double, _ := doubles(s)
	switch {
	case s[n-1] == 'e':
		return []string{s[:n-1]}
	case s[n-1] == 'y' && !vowel(s[n-2]):
		return []string{s[:n-1] + "i"}
	case vowelGroups(s) > 1:
		return nil
	case double:
		return []string{s + s[n-1:]}
	}
	return []string{s}
}
