package joint

import (
	"math/bits"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	model "kg/nlp/joint"
)

// swapRate is the share of names that are seen as another name when Options.Swap is set.
const swapRate = 0.3

// mention is a name of a training sentence whose class is known: words first to end, end excluded.
type mention struct{ first, end, class int }

// pools hold names that may stand for another, by class (of Classes) and number of words.
type pools map[[2]int][][]string

func (p pools) add(class int, words []string) {
	key := [2]int{class, len(words)}
	p[key] = append(p[key], words)
}

// swapper puts other names in the place of those of the training sentences, so that a name is known by what is
// around it and how it is built, not by heart (mention replacement, Dai and Adel 2020). The others come from the
// training sentences and from the word lists of the lexicon, or are made up of the halves of two.
type swapper struct {
	known  pools // of the training sentences
	listed pools // of the lexicon
	rare   func(word string) bool
}

// mentions are the names of ex that may be exchanged: of the class PER, ORG or LOC without doubt, and in a sentence
// with a tree made of proper nouns only.
func (c *corpus) mentions(ex *example) []mention {
	if ex.names == nil || ex.weak {
		return nil
	}
	proper := indexOf(c.inv.UPOS)["PROPN"]
	var out []mention
	first := -1
	for i, set := range ex.names {
		if bits.OnesCount64(set) != 1 || set == 1 {
			first = -1
			continue
		}
		tag := bits.TrailingZeros64(set) - 1
		if ex.upos != nil && ex.upos[i] != proper {
			first = -1
			continue
		}
		place := tag % 4
		if place == 0 || place == 3 {
			first = i
		}
		if place >= 2 && first >= 0 && tag/4 < 3 {
			out = append(out, mention{first, i + 1, tag / 4})
		}
	}
	return out
}

// newSwapper collects the names of data and of the lists, by class.
func newSwapper(lists map[int][]string, data *corpus) *swapper {
	s := &swapper{known: pools{}, listed: pools{}}
	count := map[string]int{}
	for i, w := range data.words {
		count[w] = data.count[i]
	}
	s.rare = func(word string) bool { return count[model.Spell(word)] < 10 }
	for _, ex := range data.train {
		ex.swaps = data.mentions(ex)
		for _, m := range ex.swaps {
			s.known.add(m.class, ex.words[m.first:m.end])
		}
	}
	for class, list := range lists {
		for _, name := range list {
			if words := strings.Fields(name); plainName(words) {
				s.listed.add(class, words)
			}
		}
	}
	return s
}

// plainName reports whether each of words is a word of letters with a capital.
func plainName(words []string) bool {
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) || particles[strings.ToLower(w)] || strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return false
		}
	}
	return len(words) > 0
}

// swap returns the words of ex with some of its names exchanged for others of their class and length.
func (s *swapper) swap(ex *example, r *rand.Rand) []string {
	words := ex.words
	for _, m := range ex.swaps {
		if r.Float32() >= swapRate {
			continue
		}
		old := ex.words[m.first:m.end]
		name := s.other(m.class, old, ex.upos != nil, r)
		if name == nil {
			continue
		}
		if &words[0] == &ex.words[0] {
			words = append([]string(nil), words...)
		}
		all := strings.Join(old, "")
		for i, w := range name {
			switch {
			case all == strings.ToLower(all):
				w = strings.ToLower(w)
			case all == strings.ToUpper(all) && len(all) > 5:
				w = strings.ToUpper(w)
			}
			words[m.first+i] = w
		}
	}
	return words
}

// other is a name of a class in the place of old, or nil where there is none. In a tree, it must be made of proper
// nouns alone.
func (s *swapper) other(class int, old []string, tree bool, r *rand.Rand) []string {
	key := [2]int{class, len(old)}
	from := s.known[key]
	switch x := r.Float32(); {
	case x < 0.25:
		return s.invent(class, old, r)
	case x < 0.6 && len(s.listed[key]) > 0:
		from = s.listed[key]
	}
	if len(from) == 0 {
		return nil
	}
	name := from[r.IntN(len(from))]
	if tree && !plainName(name) {
		return nil
	}
	return name
}

// invent changes the rare words of a name: letters of an acronym change places, other words get the beginning of
// one word and the end of another of names of the class.
func (s *swapper) invent(class int, old []string, r *rand.Rand) []string {
	name := append([]string(nil), old...)
	single := s.known[[2]int{class, 1}]
	for i, w := range old {
		if !s.rare(w) || !plainName([]string{w}) {
			continue
		}
		rs := []rune(w)
		if len(rs) < 6 && w == strings.ToUpper(w) {
			r.Shuffle(len(rs), func(a, b int) { rs[a], rs[b] = rs[b], rs[a] })
			name[i] = string(rs)
			continue
		}
		a, b := []rune(single[r.IntN(len(single))][0]), []rune(single[r.IntN(len(single))][0])
		if w := string(a[:(len(a)+1)/2]) + strings.ToLower(string(b[len(b)/2:])); plainName([]string{w}) && len(a)+len(b) > 7 {
			name[i] = w
		}
	}
	return name
}

// readNameLists reads names of persons, organisations and places from the word lists under dir, by class.
func readNameLists(dir string) (map[int][]string, error) {
	const person, organisation, place = 0, 1, 2
	out := map[int][]string{}
	add := func(class int, name string) { out[class] = append(out[class], name) }
	err := table(filepath.Join(dir, "world-cities.csv.gz"), func(cell func(string) string) { add(place, cell("name")) })
	if err != nil {
		return nil, err
	}
	err = table(filepath.Join(dir, "country-codes.csv"), func(cell func(string) string) { add(place, cell("CLDR display name")) })
	if err != nil {
		return nil, err
	}
	err = table(filepath.Join(dir, "us-officials.csv"), func(cell func(string) string) {
		add(person, cell("first")+" "+cell("last"))
		add(person, cell("last"))
	})
	if err != nil {
		return nil, err
	}
	err = leaders(dir, func(name string) {
		var words []string
		for _, w := range strings.Fields(strings.ReplaceAll(name, "_", " ")) {
			words = append(words, capital(w))
		}
		if len(words) > 1 {
			add(person, strings.Join(words, " "))
			add(person, words[len(words)-1])
		}
	})
	if err != nil {
		return nil, err
	}
	err = groups(dir, func(name string) { add(organisation, name) })
	return out, err
}

// capital is w with a capital at its head and small letters after it.
func capital(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return strings.ToUpper(w[:n]) + strings.ToLower(w[n:])
}

// leaders calls each with the names of leaders and members of governments in CountryInfo.
func leaders(dir string, each func(string)) error {
	inside := false
	return lines(filepath.Join(dir, "countryinfo/CountryInfo.120116.txt.gz"), func(line string) error {
		line = strings.TrimSpace(line)
		switch line {
		case "<Leaders>", "<Government>":
			inside = true
			return nil
		case "</Leaders>", "</Government>":
			inside = false
			return nil
		}
		if !inside || line == "" || line[0] == '<' || line[0] == '#' {
			return nil
		}
		name, _, _ := strings.Cut(line, "[")
		name, _, _ = strings.Cut(name, "#")
		each(strings.Trim(name, "_ \t"))
		return nil
	})
}

// groups calls each with the names of organisations in WordNet: lemmas of noun.group of several words that all
// have capitals but particles, or all in capitals.
func groups(dir string, each func(string)) error {
	return lines(filepath.Join(dir, "wordnet.tsv.gz"), func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) < 6 || f[2] != "noun.group" {
			return nil
		}
		for _, lemma := range strings.Split(f[3], "|") {
			name, _, _ := strings.Cut(lemma, ":")
			words := strings.Fields(name)
			for _, w := range words {
				if !particles[w] && w == strings.ToLower(w) {
					words = nil
				}
			}
			if len(words) > 1 || len(words) == 1 && len(name) > 2 && name == strings.ToUpper(name) {
				each(name)
			}
		}
		return nil
	})
}
