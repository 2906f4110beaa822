package coref

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"strings"
	"sync"
)

// The table of words: one a line, a tab and what it is. Nouns ("n") have the class of their first and second
// sense in Open English WordNet and the gender of who they name, verbs ("v") the class of the first, given
// names ("g") a gender. It is made by kg/train/coref/lexicon.
//
//go:embed words.txt.gz
var wordTable []byte

// noun is what the table knows of a noun; its zero value stands for nothing.
type noun struct {
	class, class2 byte
	gender        gender
}

type table struct {
	nouns map[string]noun
	verbs map[string]byte
	names map[string]gender
}

func (t *table) noun(lemma string) noun {
	if n, ok := t.nouns[lemma]; ok {
		return n
	}
	// a compound written together or with a hyphen is what its last part is: "ex-president"
	if i := strings.LastIndexByte(lemma, '-'); i >= 0 {
		if n, ok := t.nouns[lemma[i+1:]]; ok {
			return n
		}
	}
	return noun{class: noClass, class2: noClass}
}

// given is the gender of a person's given name, anyGender where the table has none.
func (t *table) given(name string) gender {
	if g, ok := t.names[name]; ok {
		return g
	}
	if i := strings.IndexByte(name, '-'); i > 0 { // "Jean-Claude"
		if g, ok := t.names[name[:i]]; ok {
			return g
		}
	}
	return anyGender
}

// lexicon is the table, read once.
var lexicon = sync.OnceValue(func() *table {
	t := &table{nouns: make(map[string]noun, 1<<15), verbs: make(map[string]byte, 1<<13), names: make(map[string]gender, 1<<11)}
	z, err := gzip.NewReader(bytes.NewReader(wordTable))
	if err != nil {
		panic("coref: the embedded table of words is broken: " + err.Error())
	}
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		word, what, ok := strings.Cut(sc.Text(), "\t")
		if !ok || len(what) < 2 {
			continue
		}
		switch what[0] {
		case 'n':
			n := noun{class: what[1], class2: noClass}
			if len(what) > 2 {
				n.class2 = what[2]
			}
			if len(what) > 3 {
				n.gender = genderOf(what[3])
			}
			t.nouns[word] = n
		case 'v':
			t.verbs[word] = what[1]
		case 'g':
			t.names[word] = genderOf(what[1])
		}
	}
	return t
})

func genderOf(c byte) gender {
	switch c {
	case 'm':
		return male
	case 'f':
		return female
	}
	return 0
}
