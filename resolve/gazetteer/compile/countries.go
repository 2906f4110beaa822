package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kg/resolve/gazetteer"
)

// country is the id of a country by its ISO code; what is no code is an id already.
func (b *builder) country(code string) (string, error) {
	if code == "" {
		return "", nil
	}
	if c, ok := b.countries[code]; ok {
		return c.ID, nil
	}
	if b.ids[code] || len(code) > 3 {
		return code, nil
	}
	if code == "XKX" && b.ids["Kosovo"] {
		return "Kosovo", nil // no country of ISO 3166, but with a code that all use
	}
	return "", fmt.Errorf("no country %q", code)
}

func (b *builder) readCountries() error {
	h, err := os.Open(filepath.Join(b.lexicon, "country-codes.csv"))
	if err != nil {
		return err
	}
	defer h.Close()
	r := csv.NewReader(h)
	head, err := r.Read()
	if err != nil {
		return err
	}
	col := map[string]int{}
	for i, n := range head {
		col[n] = i
	}
	var order []string
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		get := func(n string) string { return strings.TrimSpace(rec[col[n]]) }
		code := get("ISO3166-1-Alpha-3")
		label := strings.ReplaceAll(strings.ReplaceAll(get("CLDR display name"), "&", "and"), "’", "'")
		s := &gazetteer.Source{Entry: gazetteer.Entry{Label: label, Class: "Country", Rank: 3, Match: []string{"iso3166:" + code}}}
		if q := get("wikidata_id"); q != "" {
			s.Match = append(s.Match, "wikidata:"+q[strings.LastIndexByte(q, '/')+1:])
		}
		for _, n := range []string{"UNTERM English Short", "UNTERM English Formal", "official_name_en"} {
			v, _, _ := strings.Cut(get(n), " (")
			if v = strings.TrimSpace(strings.TrimRight(v, "* ")); v != "" && !strings.Contains(v, ",") {
				s.Aliases = append(s.Aliases, gazetteer.Alias{Name: v})
				b.byName[gazetteer.Key(v)] = code
			}
			b.byName[gazetteer.Key(get(n))] = code
		}
		if c := get("Capital"); c != "" {
			b.capitals = append(b.capitals, [2]string{code, c})
		}
		b.byName[gazetteer.Key(label)] = code
		b.countries[code] = s
		order = append(order, code)
	}
	err = b.rows("countries.tsv", 5, func(f []string) error {
		s, ok := b.countries[f[0]]
		if !ok {
			return fmt.Errorf("no country %q", f[0])
		}
		if f[1] != "" {
			s.Aliases = append(s.Aliases, gazetteer.Alias{Name: s.Label})
			s.Label = f[1]
		}
		adjectives := aliases(f[2], gazetteer.Adjective)
		people := aliases(f[3], gazetteer.People)
		if len(people) == 0 {
			for _, a := range adjectives {
				if !a.Exact {
					people = append(people, gazetteer.Alias{Name: a.Name + "s", Kind: gazetteer.People})
				}
			}
		}
		if len(adjectives) > 0 {
			s.Adjective = adjectives[0].Name
		}
		s.Aliases = append(append(append(s.Aliases, adjectives...), people...), aliases(f[4], gazetteer.Name)...)
		return nil
	})
	if err != nil {
		return err
	}
	b.countries["USA"].Adjective = "US" // as the news has it: "US officials"
	for _, code := range order {
		s := b.countries[code]
		if code == "USA" {
			s.Aliases = dropLower(s.Aliases, "US")
		}
		s.ID = id(s.Label)
		for _, a := range append([]gazetteer.Alias{{Name: s.Label}}, s.Aliases...) {
			if a.Kind == gazetteer.Name {
				b.byName[gazetteer.Key(a.Name)] = code
			}
		}
		b.add(*s)
	}
	return nil
}

// dropLower takes out a name that would be found in lower case too.
func dropLower(as []gazetteer.Alias, name string) (out []gazetteer.Alias) {
	for _, a := range as {
		if a.Name != name || a.Exact {
			out = append(out, a)
		}
	}
	return out
}

// readCapitals adds the capitals that places.tsv does not have; a capital stands for its government.
func (b *builder) readCapitals() error {
	for _, c := range b.capitals {
		code, name := c[0], c[1]
		if b.keys[gazetteer.Key(name)] {
			continue
		}
		country := b.countries[code].ID
		b.add(gazetteer.Source{Entry: gazetteer.Entry{ID: id(name), Label: name, Class: "City", Country: country, StandsFor: []string{country}, Rank: 2}})
	}
	return nil
}
