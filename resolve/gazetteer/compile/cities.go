package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"kg/resolve/gazetteer"
)

func (b *builder) readMajorCities() error {
	b.major = map[string]string{}
	return b.countryInfo(func(code string, sections map[string]string) {
		for line := range strings.SplitSeq(sections["MajorCities"], "\n") {
			line, _, _ = strings.Cut(line, "#")
			if k := gazetteer.Key(strings.ReplaceAll(line, "_", " ")); k != "" && b.major[k] == "" {
				b.major[k] = code
			}
		}
		b.takeLeaders(code, sections["Leaders"])
	})
}

// readCities adds cities. One name in several countries is a city only if one of these is listed as a major one:
// which of eight Springfields is meant no table can say.
func (b *builder) readCities() error {
	h, err := os.Open(filepath.Join(b.lexicon, "world-cities.csv.gz"))
	if err != nil {
		return err
	}
	defer h.Close()
	z, err := gzip.NewReader(h)
	if err != nil {
		return err
	}
	recs, err := csv.NewReader(z).ReadAll()
	if err != nil {
		return err
	}
	words, err := b.readWords()
	if err != nil {
		return err
	}
	type city struct{ name, code, geoname string }
	byKey := map[string][]city{}
	var keys []string
	for _, r := range recs[1:] {
		code := b.byName[gazetteer.Key(r[1])]
		k := gazetteer.Key(r[0])
		if code == "" || k == "" || b.keys[k] {
			continue
		}
		if len(byKey[k]) == 0 {
			keys = append(keys, k)
		}
		byKey[k] = append(byKey[k], city{r[0], code, r[3]})
	}
	sort.Strings(keys)
	for _, k := range keys {
		cs := byKey[k]
		rank, pick := 1, cs[0]
		if code := b.major[k]; code != "" {
			for _, c := range cs {
				if c.code == code {
					rank, pick = 2, c
					break
				}
			}
		}
		// A small city whose name is a word, a person's or a planet's is seldom meant by it.
		if rank == 1 && (len(cs) > 1 || len(k) < 4 || words[k]) {
			continue
		}
		name := strings.ReplaceAll(pick.name, "’", "'")
		b.add(gazetteer.Source{Entry: gazetteer.Entry{ID: id(name), Label: name, Class: "City", Country: b.countries[pick.code].ID, Rank: rank, Match: []string{"geonames:" + pick.geoname}}})
	}
	return nil
}

// readWords are the keys of the nouns of WordNet that mean something else than a place.
func (b *builder) readWords() (map[string]bool, error) {
	h, err := os.Open(filepath.Join(b.lexicon, "wordnet.tsv.gz"))
	if err != nil {
		return nil, err
	}
	defer h.Close()
	z, err := gzip.NewReader(h)
	if err != nil {
		return nil, err
	}
	words := map[string]bool{}
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		f := strings.Split(sc.Text(), "\t")
		if len(f) < 4 || f[2] == "noun.location" {
			continue
		}
		for l := range strings.SplitSeq(f[3], "|") {
			l, _, _ = strings.Cut(l, ":")
			words[gazetteer.Key(strings.ReplaceAll(l, "_", " "))] = true
		}
	}
	return words, sc.Err()
}

// ascii reports whether s is plain: the file has lost the accents of some names and broken others.
func ascii(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 }
