// Command compile makes table.bin, the gazetteer that kg carries, actors.tsv, who was what when, and agents.tsv, the kinds
// of actor, of the tables of facts in ../data and of public ones: country codes, cities, leaders, officials.
//
//	go run ./resolve/gazetteer/compile -lexicon ../shared/data/lexicon -data resolve/gazetteer/data -out resolve/gazetteer/table.bin
//
// The same tables give the same bytes. NOTICE, beside the table, names what it is made of.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kg/resolve/gazetteer"
)

func main() {
	lexicon := flag.String("lexicon", "../shared/data/lexicon", "folder of the public tables")
	data := flag.String("data", "resolve/gazetteer/data", "folder of our own tables")
	out := flag.String("out", "resolve/gazetteer/table.bin", "where the table goes")
	flag.Parse()
	if err := run(*lexicon, *data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func run(lexicon, data, out string) error {
	b := &builder{lexicon: lexicon, data: data, countries: map[string]*gazetteer.Source{}, byName: map[string]string{}, ids: map[string]bool{}, keys: map[string]bool{}}
	for _, step := range []func() error{b.readCountries, b.readPlaces, b.readBodies, b.readPeople, b.readOffices, b.readCapitals, b.readMajorCities, b.readCities, b.readOfficials, b.readLeaders} {
		if err := step(); err != nil {
			return err
		}
	}
	table := gazetteer.Encode(b.sources)
	if err := os.WriteFile(out, table, 0o644); err != nil {
		return err
	}
	fmt.Printf("%d entries, %d bytes\n", len(b.sources), len(table))
	if err := b.writeActors(filepath.Join(filepath.Dir(out), "actors.tsv")); err != nil {
		return err
	}
	return b.writeAgents(filepath.Join(filepath.Dir(out), "agents.tsv"))
}

type builder struct {
	lexicon, data string
	sources       []gazetteer.Source
	countries     map[string]*gazetteer.Source // by ISO code
	byName        map[string]string            // key of a country's name to its ISO code
	ids           map[string]bool
	keys          map[string]bool // keys of all names of places
	major         map[string]string
	capitals      []([2]string)
	leaders       []leader
	terms         map[string][]gazetteer.Term // by key of a name
}

// add takes an entry in unless its id is taken.
func (b *builder) add(s gazetteer.Source) bool {
	if b.ids[s.ID] {
		return false
	}
	b.ids[s.ID] = true
	switch s.Class {
	case "Country", "City", "Region", "Place", "Facility":
		b.keys[gazetteer.Key(s.Label)] = true
		for _, a := range s.Aliases {
			if a.Kind == gazetteer.Name {
				b.keys[gazetteer.Key(a.Name)] = true
			}
		}
	}
	b.sources = append(b.sources, s)
	return true
}

// id is the local name of an entity with this label.
func id(label string) string { return gazetteer.LocalName(label) }

// rows are the lines of one of our tables, cut at tabs, each made n fields long.
func (b *builder) rows(name string, n int, row func(f []string) error) error {
	h, err := os.Open(filepath.Join(b.data, name))
	if err != nil {
		return err
	}
	defer h.Close()
	sc := bufio.NewScanner(h)
	for line := 1; sc.Scan(); line++ {
		if t := sc.Text(); t == "" || strings.HasPrefix(t, "#") {
			continue
		}
		f := strings.Split(sc.Text(), "\t")
		if len(f) > n {
			return fmt.Errorf("%s:%d: %d fields, want at most %d", name, line, len(f), n)
		}
		for len(f) < n {
			f = append(f, "")
		}
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		if err := row(f); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	return sc.Err()
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

func aliases(s string, kind gazetteer.Kind) (out []gazetteer.Alias) {
	for _, n := range list(s) {
		exact := strings.HasPrefix(n, "=")
		out = append(out, gazetteer.Alias{Name: strings.TrimPrefix(n, "="), Kind: kind, Exact: exact})
	}
	return out
}
