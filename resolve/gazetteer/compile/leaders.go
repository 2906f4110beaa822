package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"kg/resolve/gazetteer"
)

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
