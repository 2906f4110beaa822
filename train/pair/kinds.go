package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// wider are the things whose kinds are told apart within a lexicographer's file of WordNet, by the first sense of the word.
var wider = strings.Fields(`weapon vehicle craft aircraft warship structure facility military_unit organization region district people
	document money building road ammunition explosive force unit social_group gathering geological_formation body_of_water leader
	worker enemy`)

// kinds lists the single words that are nouns in WordNet (the table of ../shared/data/lexicon, whose first line names
// the columns), each with its kind by its first sense: the lexicographer's file and, where there is one, the nearest of
// wider above it. A line is a word, a tab and a kind.
func kinds(r io.Reader) ([]byte, error) {
	type synset struct{ file, above string }
	synsets, first, rank := map[string]synset{}, map[string]string{}, map[string]int{}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<24)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 5 || c[1] != "n" {
			continue
		}
		above, _, _ := strings.Cut(c[4], "|")
		above, _, _ = strings.Cut(above, " ")
		synsets[c[0]] = synset{strings.TrimPrefix(c[2], "noun."), above}
		for _, l := range strings.Split(c[3], "|") {
			word, r, _ := strings.Cut(l, ":")
			n, err := strconv.Atoi(r)
			if err != nil {
				return nil, fmt.Errorf("synset %s: lemma %q", c[0], l)
			}
			word = strings.ToLower(word)
			if old, ok := rank[word]; !ok || n < old {
				rank[word], first[word] = n, c[0]
			}
		}
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	named := map[string]string{}
	for _, w := range wider {
		if id, ok := first[w]; ok {
			named[id] = w
		}
	}
	var lines []string
	for word, id := range first {
		if strings.ContainsAny(word, " _-.'0123456789/") {
			continue
		}
		kind := synsets[id].file
		for n := 0; n < 15 && id != ""; n++ { // deeper than any chain of hypernyms that matters
			if w := named[id]; w != "" {
				kind += "/" + w
				break
			}
			id = synsets[id].above
		}
		lines = append(lines, word+"\t"+kind+"\n")
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, "")), nil
}

// writeKinds writes the table of kinds to kinds.tsv.gz in the folder out.
func writeKinds(lexicon, out string) error {
	b, err := os.ReadFile(filepath.Join(lexicon, "wordnet.tsv.gz"))
	if err != nil {
		return err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return err
	}
	table, err := kinds(z)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(table); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "kinds.tsv.gz"), packed.Bytes(), 0o644)
}
