package joint

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	model "kg/nlp/joint"
)

// lexFiles are the first classes of the lexicon.
var lexFiles = []string{
	"adj.all", "adj.pert", "adv.all",
	"noun.Tops", "noun.act", "noun.animal", "noun.artifact", "noun.attribute", "noun.body", "noun.cognition",
	"noun.communication", "noun.event", "noun.feeling", "noun.food", "noun.group", "noun.location", "noun.motive",
	"noun.object", "noun.person", "noun.phenomenon", "noun.plant", "noun.possession", "noun.process",
	"noun.quantity", "noun.relation", "noun.shape", "noun.state", "noun.substance", "noun.time",
	"verb.body", "verb.change", "verb.cognition", "verb.communication", "verb.competition", "verb.consumption",
	"verb.contact", "verb.creation", "verb.emotion", "verb.motion", "verb.perception", "verb.possession",
	"verb.social", "verb.stative", "verb.weather",
}

const (
	lexFirst   = model.LexFirst
	lexLast    = model.LexLast
	lexCountry = model.LexCountry
	lexDemonym = model.LexDemonym
	lexCapital = model.LexCapital
	lexCity    = model.LexCity
	lexPlace   = model.LexPlace
	lexPerson  = model.LexPerson
	lexGroup   = model.LexGroup
	lexOrg     = model.LexOrg
)

// maxSense is the rarest sense of a word whose class counts.
const maxSense = 3

// lexicon collects classes of words.
type lexicon map[string]uint64

func (l lexicon) add(word string, class int) {
	if w := model.Spell(word); len(w) > 1 && !strings.ContainsAny(w, " 0") {
		l[w] |= 1 << class
	}
}

// phrase adds a name of several words.
func (l lexicon) phrase(words []string, class int) {
	if len(words) > 1 && len(words) <= 6 {
		l[model.Spell(strings.Join(words, " "))] |= 1 << class
		l[model.Spell(words[0])] |= 1 << model.LexBegins
	}
}

// build makes the lexicon that the network looks words up in, and the hashes of its words.
func (l lexicon) build() (*model.Lexicon, []uint32) {
	byHash := map[uint32]uint64{}
	for w, c := range l {
		byHash[model.LexiconHash(w)] |= c
	}
	hashes := make([]uint32, 0, len(byHash))
	for h := range byHash {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	classes := make([]uint64, len(hashes))
	for i, h := range hashes {
		classes[i] = byHash[h]
	}
	return model.NewLexicon(hashes, classes), hashes
}

// readLexicon reads the word lists under dir, with the senses that matter for words.
func readLexicon(dir string, words []string) (*model.Lexicon, error) {
	l := lexicon{}
	for _, read := range []func(string) error{l.wordnet, l.groups, l.countries, l.cities, l.officials, l.codes, l.actors} {
		if err := read(dir); err != nil {
			return nil, err
		}
	}
	lex, hashes := l.build()
	s, err := readSenses(dir)
	if err != nil {
		return nil, err
	}
	addSenses(lex, s, hashes, words)
	return lex, nil
}

func (l lexicon) wordnet(dir string) error {
	file := map[string]int{}
	for i, f := range lexFiles {
		file[f] = i
	}
	return lines(filepath.Join(dir, "wordnet.tsv.gz"), func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) < 6 {
			return fmt.Errorf("%d columns", len(f))
		}
		class, ok := file[f[2]]
		if f[2] == "adj.ppl" {
			class, ok = 0, true
		}
		for _, lemma := range strings.Split(f[3], "|") {
			word, rank, _ := strings.Cut(lemma, ":")
			if r, err := strconv.Atoi(rank); ok && err == nil && r <= maxSense {
				l.add(word, class)
			}
		}
		return nil
	})
}

// groups adds the names of organisations in WordNet, as names of several words.
func (l lexicon) groups(dir string) error {
	return groups(dir, func(name string) { l.phrase(strings.Fields(name), lexGroup) })
}

// particles are words of names that are no names.
var particles = map[string]bool{"of": true, "the": true, "and": true, "de": true, "la": true, "van": true, "der": true, "von": true, "jr.": true, "ii": true, "iii": true, "for": true, "in": true, "on": true, "to": true, "st.": true}

// person adds the words of a person's name.
func (l lexicon) person(name string) {
	words := strings.Fields(strings.ReplaceAll(name, "_", " "))
	l.phrase(words, lexPerson)
	for i, w := range words {
		switch {
		case particles[strings.ToLower(w)] || len(words) < 2:
		case i == len(words)-1:
			l.add(w, lexLast)
		default:
			l.add(w, lexFirst)
		}
	}
}

func (l lexicon) place(name string, class int) {
	words := strings.Fields(strings.ReplaceAll(name, "_", " "))
	if len(words) == 1 {
		l.add(words[0], class)
		return
	}
	l.phrase(words, class)
	for _, w := range words {
		if !particles[strings.ToLower(w)] {
			l.add(w, lexPlace)
		}
	}
}

func (l lexicon) countries(dir string) error {
	section, first := "", false
	return lines(filepath.Join(dir, "countryinfo/CountryInfo.120116.txt.gz"), func(line string) error {
		line = strings.TrimSpace(line)
		if v, ok := strings.CutPrefix(line, "<CountryName>"); ok {
			name, _, _ := strings.Cut(v, "</")
			l.place(name, lexCountry)
			return nil
		}
		switch line {
		case "<Nationality>", "<Capital>", "<MajorCities>", "<Regions>", "<Leaders>", "<Government>":
			section, first = line, true
			return nil
		case "</Nationality>", "</Capital>", "</MajorCities>", "</Regions>", "</Leaders>", "</Government>":
			section = ""
			return nil
		}
		if line == "" || line[0] == '<' || line[0] == '#' {
			return nil
		}
		name, _, _ := strings.Cut(line, "[")
		name, _, _ = strings.Cut(name, "#")
		name = strings.Trim(name, "_ \t")
		switch section {
		case "<Nationality>":
			if first {
				l.place(name, lexDemonym)
			}
		case "<Capital>", "<MajorCities>", "<Regions>":
			l.place(name, lexCapital)
		case "<Leaders>", "<Government>":
			l.person(name)
		}
		first = false
		return nil
	})
}

// table calls each with the cells of every row of a CSV file.
func table(path string, each func(cell func(string) string)) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		each(func(name string) string {
			if i := slices.Index(head, name); i >= 0 && i < len(row) {
				return row[i]
			}
			return ""
		})
	}
}

func (l lexicon) cities(dir string) error {
	return table(filepath.Join(dir, "world-cities.csv.gz"), func(cell func(string) string) {
		l.place(cell("name"), lexCity)
		l.place(cell("subcountry"), lexCapital)
	})
}

func (l lexicon) officials(dir string) error {
	return table(filepath.Join(dir, "us-officials.csv"), func(cell func(string) string) {
		l.add(cell("first"), lexFirst)
		l.add(cell("nickname"), lexFirst)
		l.add(cell("last"), lexLast)
	})
}

func (l lexicon) codes(dir string) error {
	return table(filepath.Join(dir, "country-codes.csv"), func(cell func(string) string) {
		l.place(cell("UNTERM English Short"), lexCountry)
		l.place(cell("CLDR display name"), lexCountry)
		l.place(cell("Capital"), lexCapital)
	})
}

// actors reads the words of international and other non-state actors that PETRARCH codes.
func (l lexicon) actors(dir string) error {
	count := map[string]int{}
	for _, name := range []string{"Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt"} {
		err := lines(filepath.Join(dir, "cameo", name), func(line string) error {
			line, _, _ = strings.Cut(line, "#")
			line, _, _ = strings.Cut(line, "[")
			words := strings.FieldsFunc(line, func(r rune) bool { return r == '_' || r == ' ' || r == '\t' || r == '+' })
			for _, w := range words {
				count[w]++
			}
			if len(words) > 0 && particles[strings.ToLower(words[0])] {
				words = words[1:]
			}
			l.phrase(words, lexOrg)
			return nil
		})
		if err != nil {
			return err
		}
	}
	words := make([]string, 0, len(count))
	for w := range count {
		words = append(words, w)
	}
	sort.Strings(words)
	for _, w := range words {
		if !particles[strings.ToLower(w)] {
			l.add(w, lexOrg)
		}
	}
	return nil
}
