// Command compile makes table.bin, the gazetteer that kg carries, actors.tsv, who was what when, and agents.tsv, the kinds
// of actor, of the tables of facts in ../data and of public ones: country codes, cities, leaders, officials.
//
//	go run ./resolve/gazetteer/compile -lexicon ../shared/data/lexicon -data resolve/gazetteer/data -out resolve/gazetteer/table.bin
//
// The same tables give the same bytes. NOTICE, beside the table, names what it is made of.
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
	"regexp"
	"sort"
	"strconv"
	"strings"

	"kg/resolve/gazetteer"
	"kg/schema"
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

var tagged = regexp.MustCompile(`(?s)<(CountryCode|CountryName|MajorCities|Leaders)>(.*?)</(?:CountryCode|CountryName|MajorCities|Leaders)>`)

// countryInfo calls f with each country of CountryInfo that has an ISO code of ours.
func (b *builder) countryInfo(f func(code string, section map[string]string)) error {
	h, err := os.Open(filepath.Join(b.lexicon, "countryinfo", "CountryInfo.120116.txt.gz"))
	if err != nil {
		return err
	}
	defer h.Close()
	z, err := gzip.NewReader(h)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return err
	}
	s := string(text)
	if i := strings.Index(s, "-->"); i > 0 {
		s = s[i:]
	}
	for _, part := range strings.Split(s, "<Country>")[1:] {
		sections := map[string]string{}
		for _, m := range tagged.FindAllStringSubmatch(part, -1) {
			if _, ok := sections[m[1]]; !ok {
				sections[m[1]] = m[2]
			}
		}
		code := strings.TrimSpace(sections["CountryCode"])
		if _, ok := b.countries[code]; !ok {
			if code = b.byName[gazetteer.Key(strings.ReplaceAll(sections["CountryName"], "_", " "))]; code == "" {
				continue
			}
		}
		f(code, sections)
	}
	return nil
}

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

func (b *builder) readOfficials() error {
	h, err := os.Open(filepath.Join(b.lexicon, "us-officials.csv"))
	if err != nil {
		return err
	}
	defer h.Close()
	recs, err := csv.NewReader(h).ReadAll()
	if err != nil {
		return err
	}
	for _, r := range recs[1:] {
		name, first, last, nick, office, start, q, page := r[0], r[1], r[3], r[5], r[8], r[9], r[14], r[15]
		// The title of the encyclopedia's page is the name that the news uses: "Chuck Schumer".
		if page, _, _ = strings.Cut(page, " ("); page != "" {
			name = page
		}
		year, _ := strconv.Atoi(start[:min(4, len(start))])
		s := gazetteer.Source{Entry: gazetteer.Entry{ID: id(name), Label: name, Class: "Person", Country: b.countries["USA"].ID, Sector: "LEG", Rank: 1, From: max(year-10, 1)}}
		if strings.Contains(office, "president") {
			s.Sector = "GOV"
		}
		if q != "" {
			s.Match = []string{"wikidata:" + q}
		}
		s.Aliases = append(s.Aliases, gazetteer.Alias{Name: first + " " + last}, gazetteer.Alias{Name: r[0]})
		if nick != "" {
			s.Aliases = append(s.Aliases, gazetteer.Alias{Name: nick + " " + last})
		}
		if !b.known(s) {
			b.add(s)
		}
	}
	return nil
}

// known reports whether one of the names of s is a person's already.
func (b *builder) known(s gazetteer.Source) bool {
	want := map[string]bool{gazetteer.Key(s.Label): true}
	for _, a := range s.Aliases {
		want[gazetteer.Key(a.Name)] = true
	}
	for _, o := range b.sources {
		if o.Class != "Person" {
			continue
		}
		if want[gazetteer.Key(o.Label)] {
			return true
		}
		for _, a := range o.Aliases {
			if a.Kind == gazetteer.Name && want[gazetteer.Key(a.Name)] {
				return true
			}
		}
	}
	return false
}

type leader struct {
	code, name string
	from, to   int
}

var term = regexp.MustCompile(`\[([<>]?)(\d{4})\d{0,4}( ?- ?(\d{4})\d{0,4})?\]`)

// takeLeaders keeps the heads of state and government of a section of CountryInfo.
func (b *builder) takeLeaders(code, section string) {
	for line := range strings.SplitSeq(section, "\n") {
		line, _, _ = strings.Cut(line, "#")
		m := term.FindStringSubmatchIndex(line)
		if m == nil || strings.Contains(line, "<") && m[0] < strings.Index(line, "<") {
			continue
		}
		name := strings.Trim(strings.TrimSpace(line[:m[0]]), "{}_ ")
		name, _, _ = strings.Cut(name, "}")
		l := leader{code: code, name: nameCase(strings.Trim(name, "_ "))}
		l.from, _ = strconv.Atoi(line[m[4]:m[5]])
		if m[8] >= 0 {
			l.to, _ = strconv.Atoi(line[m[8]:m[9]])
		}
		if len(strings.Fields(l.name)) >= 2 && !strings.ContainsAny(l.name, "()[]0123456789\"`") && ascii(l.name) {
			b.leaders = append(b.leaders, l)
		}
	}
}

// ascii reports whether s is plain: the file has lost the accents of some names and broken others.
func ascii(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 }

func (b *builder) readLeaders() error {
	sort.SliceStable(b.leaders, func(i, j int) bool { return b.leaders[i].name < b.leaders[j].name })
	for _, l := range b.leaders {
		s := gazetteer.Source{Entry: gazetteer.Entry{ID: id(l.name), Label: l.name, Class: "Person", Country: b.countries[l.code].ID, Sector: "GOV", Rank: 1, From: max(l.from-10, 1)}}
		if !b.known(s) {
			b.add(s)
		}
	}
	return nil
}

// nameCase writes a name given in capitals as names are written: "BASHAR_AL-ASSAD" as "Bashar al-Assad".
func nameCase(s string) string {
	words := strings.Fields(strings.ReplaceAll(s, "_", " "))
	for i, w := range words {
		parts := strings.Split(w, "-")
		for j, p := range parts {
			low := strings.ToLower(p)
			switch {
			case p == "":
			case i+j > 0 && (low == "al" || low == "el" || low == "bin" || low == "ibn" || low == "de" || low == "da" || low == "dos" || low == "van" || low == "von" || low == "der" || low == "den" || low == "del" || low == "di"):
				parts[j] = low
			case strings.HasPrefix(low, "mc") && len(low) > 3:
				parts[j] = "Mc" + strings.ToUpper(low[2:3]) + low[3:]
			case strings.HasPrefix(low, "o'") && len(low) > 3:
				parts[j] = "O'" + strings.ToUpper(low[2:3]) + low[3:]
			default:
				r := []rune(low)
				parts[j] = strings.ToUpper(string(r[:1])) + string(r[1:])
			}
		}
		words[i] = strings.Join(parts, "-")
	}
	return strings.Join(words, " ")
}
