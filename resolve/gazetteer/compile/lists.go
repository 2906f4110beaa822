package main

import (
	"fmt"
	"strconv"
	"strings"

	"kg/resolve/gazetteer"
	"kg/schema"
)

// entryOf makes an entry of the fields that places and bodies have in common.
func (b *builder) entryOf(f []string, rank int) (gazetteer.Source, error) {
	s := gazetteer.Source{Entry: gazetteer.Entry{ID: f[0], Class: schema.ClassID(f[1]), Label: f[2], Match: list(f[6]), Rank: rank}, Aliases: aliases(f[3], gazetteer.Name)}
	var err error
	if s.Country, err = b.country(f[4]); err != nil {
		return s, err
	}
	for _, c := range list(f[5]) {
		to, err := b.country(c)
		if err != nil {
			return s, err
		}
		s.StandsFor = append(s.StandsFor, to)
	}
	if s.ID == "" || s.Class == "" || s.Label == "" {
		return s, fmt.Errorf("id, class or label is empty")
	}
	return s, nil
}

func (b *builder) readPlaces() error {
	err := b.rows("places.tsv", 8, func(f []string) error {
		s, err := b.entryOf(f, 2)
		if err != nil {
			return err
		}
		s.Sector = f[7]
		if s.Class == "Country" {
			s.Rank = 3
			s.Adjective = strings.TrimSuffix(s.Label, "o") + "an"
			if s.ID == "Kosovo" {
				s.Adjective = "Kosovar"
			}
			s.Aliases = append(s.Aliases, gazetteer.Alias{Name: s.Adjective, Kind: gazetteer.Adjective}, gazetteer.Alias{Name: s.Adjective + "s", Kind: gazetteer.People})
		}
		if !b.add(s) {
			return fmt.Errorf("id %q is taken", s.ID)
		}
		return nil
	})
	return err
}

func (b *builder) readBodies() error {
	return b.rows("bodies.tsv", 9, func(f []string) error {
		rank := 2
		if f[8] != "" {
			rank = 1 // meant only where the text speaks of its country
		}
		s, err := b.entryOf(f, rank)
		if err != nil {
			return err
		}
		s.Sector = f[7]
		// A name in capitals is an acronym: "who" and "apple" are words. A body whose name is one common word is known
		// only with its capital, which the reader of names has seen already.
		if strings.ToUpper(s.Label) == s.Label && len(s.Label) <= 5 {
			s.Aliases = append(s.Aliases, gazetteer.Alias{Name: s.Label, Exact: true})
		}
		if !b.add(s) {
			return fmt.Errorf("id %q is taken", s.ID)
		}
		return nil
	})
}

func (b *builder) readPeople() error {
	return b.rows("people.tsv", 5, func(f []string) error {
		from, to, _ := strings.Cut(f[4], "-")
		s := gazetteer.Source{Entry: gazetteer.Entry{ID: id(f[0]), Label: f[0], Class: "Person", Sector: f[3], Rank: 2}, Aliases: aliases(f[1], gazetteer.Name)}
		s.From, _ = strconv.Atoi(from)
		s.To, _ = strconv.Atoi(to)
		var err error
		if s.Country, err = b.country(f[2]); err != nil {
			return err
		}
		_, family := gazetteer.Parts(f[0], f[2])
		for _, k := range gazetteer.FamilyKeys(family) {
			s.Aliases = append(s.Aliases, gazetteer.Alias{Name: k, Kind: gazetteer.Surname})
		}
		for _, n := range list(f[1]) {
			_, other := gazetteer.Parts(strings.TrimPrefix(n, "="), f[2])
			if gazetteer.Key(other) != gazetteer.Key(family) {
				for _, k := range gazetteer.FamilyKeys(other) {
					s.Aliases = append(s.Aliases, gazetteer.Alias{Name: k, Kind: gazetteer.Surname})
				}
			}
		}
		if !b.add(s) {
			return fmt.Errorf("id %q is taken", s.ID)
		}
		return nil
	})
}
