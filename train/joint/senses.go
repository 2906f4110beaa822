package joint

import (
	"fmt"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	model "kg/nlp/joint"
)

const (
	senseRank  = 2   // rarest sense of a word that counts
	senseWords = 15  // words of the training data that a sense must be of
	senseShare = 0.4 // and the largest share of all words that have senses
)

// senses are what is known of a word beyond its lexicographer files: what its senses are kinds of (the hypernyms of
// WordNet), how its verb behaves (classes of VerbNet, in PropBank's frames), and what its arguments do (PropBank).
type senses struct {
	labels []string
	number map[string]int32
	of     map[string][]int32 // labels of a word, some more than once
}

func (s *senses) label(name string) int32 {
	n, ok := s.number[name]
	if !ok {
		n = int32(len(s.labels))
		s.labels = append(s.labels, name)
		s.number[name] = n
	}
	return n
}

func (s *senses) add(word string, labels []int32) {
	if w := model.Spell(word); len(w) > 1 && !strings.ContainsAny(w, " 0") {
		s.of[w] = append(s.of[w], labels...)
	}
}

// readSenses reads them from the tables under dir.
func readSenses(dir string) (*senses, error) {
	s := &senses{number: map[string]int32{}, of: map[string][]int32{}}
	parents := map[string][]string{}
	type lemma struct{ word, synset string }
	var lemmas []lemma
	err := lines(filepath.Join(dir, "wordnet.tsv.gz"), func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) < 6 {
			return fmt.Errorf("%d columns", len(f))
		}
		for _, list := range f[4:6] {
			parents[f[0]] = append(parents[f[0]], strings.FieldsFunc(list, func(r rune) bool { return r == '|' })...)
		}
		for _, l := range strings.Split(f[3], "|") {
			word, rank, _ := strings.Cut(l, ":")
			if r, err := strconv.Atoi(rank); err == nil && r <= senseRank && !strings.Contains(word, " ") {
				lemmas = append(lemmas, lemma{word, f[0]})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	above := map[string][]int32{} // a synset and all it is a kind of
	for _, l := range lemmas {
		list, ok := above[l.synset]
		if !ok {
			seen := map[string]bool{}
			for todo := []string{l.synset}; len(todo) > 0; {
				id := todo[len(todo)-1]
				todo = todo[:len(todo)-1]
				if !seen[id] {
					seen[id] = true
					todo = append(todo, parents[id]...)
					list = append(list, s.label(id))
				}
			}
			above[l.synset] = list
		}
		s.add(l.word, list)
	}
	return s, s.frames(dir)
}

// frames adds what the frames of PropBank say.
func (s *senses) frames(dir string) error {
	return lines(filepath.Join(dir, "propbank-rolesets.tsv.gz"), func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) < 5 || f[0] == "roleset" {
			return nil
		}
		var labels []int32
		for _, r := range strings.Split(f[2], "|") {
			if p := strings.SplitN(r, ":", 3); len(p) == 3 && p[0] != "0" {
				labels = append(labels, s.label("role:"+p[0]+p[1]))
			}
		}
		for _, c := range strings.FieldsFunc(f[4], func(r rune) bool { return r == '|' || r == ',' || r == ' ' }) {
			if p := strings.Split(c, "-"); len(p) > 1 { // prosecute-33.2-1 is of 33 and 33.2
				whole, _, _ := strings.Cut(p[1], ".")
				labels = append(labels, s.label("class:"+p[1]), s.label("class:"+whole))
			}
		}
		for _, a := range strings.Split(f[3], "|") {
			word, kind, _ := strings.Cut(a, ".")
			if strings.Contains(word, "_") {
				continue
			}
			s.add(word, []int32{s.label("frame:" + kind)})
			if kind == "v" {
				s.add(word, labels)
			}
		}
		return nil
	})
}

// addSenses gives the words of l the senses that enough of words, those of the training data, have.
func addSenses(l *model.Lexicon, s *senses, hashes []uint32, words []string) {
	byHash := map[uint32][]int32{}
	known := make([]string, 0, len(s.of))
	for w := range s.of {
		known = append(known, w)
	}
	sort.Strings(known)
	for _, w := range known {
		h := model.LexiconHash(w)
		if _, ok := byHash[h]; !ok {
			list := s.of[w]
			slices.Sort(list)
			byHash[h] = slices.Compact(list)
		}
	}
	count, last, all := make([]int, len(s.labels)), make([]int, len(s.labels)), 0
	for i, w := range words {
		any := false
		for _, h := range l.Bases(w) {
			for _, label := range byHash[h] {
				if any = true; last[label] != i+1 {
					last[label] = i + 1
					count[label]++
				}
			}
		}
		if any {
			all++
		}
	}
	var chosen []int32
	for label, n := range count {
		if n >= senseWords && float64(n) <= senseShare*float64(all) {
			chosen = append(chosen, int32(label))
		}
	}
	sort.Slice(chosen, func(i, j int) bool {
		a, b := chosen[i], chosen[j]
		if count[a] != count[b] {
			return count[a] > count[b]
		}
		return s.labels[a] < s.labels[b]
	})
	chosen = chosen[:min(len(chosen), model.SenseRows-model.ListRows)]
	row := map[int32]uint16{}
	for i, label := range chosen {
		row[label] = uint16(model.ListRows + i)
	}
	place := map[string]uint32{}
	var sets [][]uint16
	sense := make([]uint32, len(hashes))
	for i, h := range hashes {
		var set []uint16
		for _, label := range byHash[h] {
			if r, ok := row[label]; ok {
				set = append(set, r)
			}
		}
		slices.Sort(set)
		key := fmt.Sprint(set)
		at, ok := place[key]
		if !ok {
			at = uint32(len(sets))
			place[key] = at
			sets = append(sets, set)
		}
		sense[i] = at
	}
	l.SetSenses(sense, sets)
}
