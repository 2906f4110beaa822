package pair

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
)

// kindsPacked has a line for each noun, of the word and its kind: a lexicographer's file of WordNet, with a wider word
// where it has one that tells more ("artifact/weapon").
//
//go:embed kinds.tsv.gz
var kindsPacked []byte

// thingKinds are the kinds by word. What cannot be read leaves nouns without a kind; the tests see to it that it can.
var thingKinds = sync.OnceValue(func() map[string]string {
	out := make(map[string]string, 1<<16)
	z, err := gzip.NewReader(bytes.NewReader(kindsPacked))
	if err != nil {
		return out
	}
	b, err := io.ReadAll(io.LimitReader(z, 1<<23))
	if err != nil {
		return out
	}
	kept := map[string]string{} // a string for each kind, not for each word
	for line := range strings.Lines(string(b)) {
		word, kind, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if kept[kind] == "" {
			kept[kind] = kind
		}
		out[word] = kept[kind]
	}
	return out
})

// thing is the kind of thing that token i stands for: the class of its name, the kind of the noun, or the part of speech.
func (r *Reading) thing(i int) string {
	if c := r.class(i); c != "" {
		return "=" + c
	}
	u := r.d.Tokens[i].UPOS
	if u != "NOUN" && u != "PROPN" {
		return u
	}
	if k := r.things[r.lemma[i]]; k != "" {
		return k
	}
	if k := r.things[strings.TrimSuffix(r.lemma[i], "s")]; k != "" {
		return k
	}
	return "?"
}
