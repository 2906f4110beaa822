// Command lexicon makes the table of words of kg/nlp/coref: classes of nouns and verbs and the gender of
// nouns that name persons, from Open English WordNet (CC BY 4.0), and the gender of given names, counted in
// the development part of GAP (Apache-2.0), in the list of officials of the United States (CC0) and in a list
// of common given names of its own.
//
//	go run ./train/coref/lexicon -data ../shared/data -out nlp/coref/words.txt.gz
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

func main() {
	data := flag.String("data", "../shared/data", "folder with train/ and lexicon/")
	out := flag.String("out", "nlp/coref/words.txt.gz", "table to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "lexicon:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	words, err := wordNet(filepath.Join(data, "lexicon", "wordnet.tsv.gz"))
	if err != nil {
		return err
	}
	names := map[string][2]int{}
	for i, list := range []string{maleNames, femaleNames} {
		for _, n := range strings.Fields(list) {
			c := names[n]
			c[i] += 3
			names[n] = c
		}
	}
	if err := officials(filepath.Join(data, "lexicon", "us-officials.csv"), names); err != nil {
		return err
	}
	if err := gap(filepath.Join(data, "train", "gap", "gap-development.tsv"), names); err != nil {
		return err
	}
	for n, c := range names {
		switch {
		case c[0] >= 2 && c[0] > 4*c[1]:
			words = append(words, n+"\tgm")
		case c[1] >= 2 && c[1] > 4*c[0]:
			words = append(words, n+"\tgf")
		}
	}
	sort.Strings(words)
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, w := range words {
		if _, err := io.WriteString(z, w+"\n"); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	fmt.Printf("%d words\n", len(words))
	return f.Close()
}

// classes maps lexicographer files to the letters of the table.
var classes = map[string]byte{
	"noun.person": 'p', "noun.group": 'g', "noun.location": 'l', "noun.time": 't', "noun.event": 'e', "noun.act": 'c', "noun.animal": 'a',
	"noun.quantity": 'q', "noun.artifact": 'o', "noun.communication": 'm', "noun.cognition": 'i', "noun.body": 'b', "noun.state": 's',
	"noun.attribute": 'r', "noun.substance": 'u', "noun.food": 'u', "noun.plant": 'u', "noun.object": 'l', "noun.possession": 'w',
	"noun.feeling": 's', "noun.process": 'c', "noun.phenomenon": 's', "noun.relation": 'r', "noun.shape": 'r', "noun.motive": 'i', "noun.Tops": 'x',
	"verb.communication": 'm', "verb.social": 's', "verb.motion": 'o', "verb.cognition": 'i', "verb.possession": 'w', "verb.stative": 't',
	"verb.change": 'c', "verb.contact": 'h', "verb.creation": 'r', "verb.perception": 'p', "verb.emotion": 'e', "verb.competition": 'f',
	"verb.body": 'b', "verb.consumption": 'u', "verb.weather": 'z',
}

// rare holds the classes whose nouns are left out unless they have another sense: they would fill the table
// with names of species and chemicals.
var rare = map[string]bool{"noun.plant": true, "noun.substance": true}

type sense struct {
	rank   int
	class  byte
	rare   bool
	synset string
}

// wordNet reads the nouns and verbs of one word, in lower case.
func wordNet(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	senses := map[string][]sense{} // "n word"
	above := map[string][]string{} // hypernyms
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 5 || c[1] != "n" && c[1] != "v" {
			continue
		}
		if c[4] != "" {
			above[c[0]] = strings.Split(c[4], "|")
		}
		for _, l := range strings.Split(c[3], "|") {
			i := strings.LastIndexByte(l, ':')
			if i < 0 {
				return nil, fmt.Errorf("%s: synset %s: lemma %q without a rank", path, c[0], l)
			}
			rank, err := strconv.Atoi(l[i+1:])
			if err != nil {
				return nil, fmt.Errorf("%s: synset %s: %w", path, c[0], err)
			}
			if w := l[:i]; plain(w) {
				k := c[1] + " " + w
				senses[k] = append(senses[k], sense{rank, classes[c[2]], rare[c[2]], c[0]})
			}
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []string
	for k, ss := range senses {
		sort.Slice(ss, func(i, j int) bool { return ss[i].rank < ss[j].rank })
		first := ss[0]
		if first.class == 0 {
			continue
		}
		if k[0] == 'v' {
			out = append(out, k[2:]+"\tv"+string(first.class))
			continue
		}
		if first.rare && len(ss) == 1 {
			continue
		}
		line := k[2:] + "\tn" + string(first.class)
		second := byte('-')
		for _, s := range ss[1:] {
			if s.class != first.class && s.rank <= 4 {
				second = s.class
				break
			}
		}
		g := ""
		for _, s := range ss[:min(len(ss), 2)] {
			if s.class == 'p' && g == "" {
				g = gender(s.synset, above)
			}
		}
		if second != '-' || g != "" {
			line += string(second)
		}
		out = append(out, line+g)
	}
	return out, nil
}

// plain reports whether w is one word of lower-case letters.
func plain(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return len(w) > 1
}

// gender is "m" or "f" where a synset lies under "male person" or "female person" (man and woman do).
func gender(synset string, above map[string][]string) string {
	seen := map[string]bool{synset: true}
	for todo := []string{synset}; len(todo) > 0; todo = todo[1:] {
		switch todo[0] {
		case "09642198-n", "10807146-n":
			return "f"
		case "09647338-n":
			return "m"
		}
		for _, h := range above[todo[0]] {
			if !seen[h] {
				seen[h] = true
				todo = append(todo, h)
			}
		}
	}
	return ""
}

// officials counts the given names of presidents and members of Congress.
func officials(path string, names map[string][2]int) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, r := range rows[1:] {
		count(names, r[1], r[7] == "M")
	}
	return nil
}

// gap counts the first words of the names that a gendered pronoun stands for.
func gap(path string, names map[string][2]int) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 11 || c[0] == "ID" {
			continue
		}
		p := strings.ToLower(c[2])
		for _, k := range []int{4, 7} {
			if c[k+2] == "TRUE" && strings.Contains(c[k], " ") {
				count(names, c[k], p[0] == 'h' && p != "her" && p != "hers")
			}
		}
	}
	return sc.Err()
}

func count(names map[string][2]int, name string, male bool) {
	w := strings.ToLower(strings.Fields(name + " .")[0])
	if len(w) < 3 || strings.HasSuffix(w, ".") {
		return
	}
	c := names[w]
	if male {
		c[0]++
	} else {
		c[1]++
	}
	names[w] = c
}
