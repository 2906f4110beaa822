package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// fields are the walks of life that the table of occupations knows, each with the synsets of Open English WordNet under
// which its occupations are.
var fields = map[string][]string{
	"sport":    {"09839665-n", "10459618-n", "09951098-n", "10242847-n", "10522161-n", "09889614-n"}, // athlete, player, coach, jockey, racer, boxer
	"arts":     {"09639952-n", "09831743-n"},                                                         // entertainer, artist
	"letters":  {"10813654-n"},                                                                       // writer
	"politics": {"10470837-n", "10469877-n", "10340521-n", "10033672-n", "10184340-n", "09975260-n"}, // politician, political leader, government minister, diplomat, head of state, representative
	"military": {"10602198-n", "10336665-n"},                                                         // member of an armed service, its officer
	"science":  {"10580065-n"},                                                                       // scientist
	"medicine": {"10184702-n", "10325469-n"},                                                         // health professional, medical practitioner
	"law":      {"10269647-n", "10244889-n"},                                                         // lawyer, judge
	"religion": {"09946909-n", "09528285-n", "10521914-n"},                                           // member of the clergy, spiritual leader, rabbi
}

// vague are words that say too little of what someone does, or are said of people of other fields too: a team has a
// captain, and a golfer is a veteran.
var vague = words(`actor's captain champion chief colonel commander commander-in-chief driver fighter general guard guide hero leader
	major master model official officer performer pilot player private professional reserve runner second speaker star
	starter veteran volunteer woman man aide adjutant page`)

// more are words that WordNet has for something else first, or has not.
var more = map[string]string{
	"president": "politics", "vice president": "politics", "chancellor": "politics", "lawmaker": "politics", "mp": "politics",
	"councillor": "politics", "sprinter": "sport", "paralympian": "sport", "olympian": "sport", "popstar": "arts", "filmmaker": "arts",
}

func words(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// compileOccupations writes what kinds of person there are by what they do, of the WordNet at path: a line is a word for
// one in the singular, a tab, and its fields. The first sense of the word that is a person must be of one.
func compileOccupations(lexicon, out string) error {
	type sense struct {
		rank   int
		synset string
	}
	up := map[string][]string{}
	of := map[string][]sense{} // of a word, those that are persons
	n := 0
	err := lines(filepath.Join(lexicon, "wordnet.tsv.gz"), func(line string) error {
		f := strings.Split(line, "\t")
		if n++; n == 1 || len(f) < 6 || f[1] != "n" {
			return nil
		}
		up[f[0]] = strings.Split(f[4], "|")
		if f[2] != "noun.person" || f[5] != "" {
			return nil
		}
		for lemma := range strings.SplitSeq(f[3], "|") {
			w, rank, _ := strings.Cut(lemma, ":")
			r, err := strconv.Atoi(rank)
			if err != nil {
				return err
			}
			if w == strings.ToLower(w) {
				of[w] = append(of[w], sense{r, f[0]})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	root := map[string]string{}
	for f, ids := range fields {
		for _, id := range ids {
			if _, ok := up[id]; !ok {
				return fmt.Errorf("field %s: no synset %s", f, id)
			}
			root[id] = f
		}
	}
	var under func(id string, found map[string]bool)
	under = func(id string, found map[string]bool) {
		if f := root[id]; f != "" {
			found[f] = true
			return
		}
		for _, h := range up[id] {
			under(h, found)
		}
	}
	for w := range more {
		of[w] = append(of[w], sense{})
	}
	var b strings.Builder
	for _, w := range slices.SortedFunc(maps.Keys(of), cmp.Compare) {
		if vague[w] {
			continue
		}
		senses := of[w]
		slices.SortFunc(senses, func(x, y sense) int { return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(x.synset, y.synset)) })
		found := map[string]bool{}
		if f := more[w]; f != "" {
			found[f] = true
		}
		for i, s := range senses {
			under(s.synset, found)
			if i == 0 && len(found) == 0 {
				break
			}
		}
		if len(found) > 0 {
			fmt.Fprintf(&b, "%s\t%s\n", w, strings.Join(slices.Sorted(maps.Keys(found)), " "))
		}
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}
