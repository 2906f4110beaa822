package gazetteer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"kg/schema"
)

// ReadCSV reads a table of the user's: a head line that names the columns, then one thing a line. The columns are name
// (needed), aliases (separated by "|"; "=" before one: only as it is written), class, ids ("wikidata:Q1|…"), country (an
// id such as "Syria"), sector and standsFor. Known says which classes there are. What is in it counts more than what kg
// knows itself. An error names the line.
func ReadCSV(path string, known func(schema.ClassID) bool) (*Table, error) {
	h, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	t, err := readCSV(h, known)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

func readCSV(in io.Reader, known func(schema.ClassID) bool) (*Table, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("no head line")
		}
		return nil, err
	}
	col := map[string]int{}
	for i, n := range head {
		n = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(n, "\ufeff")))
		switch n {
		case "name", "aliases", "class", "ids", "country", "sector", "standsfor":
			col[n] = i
		default:
			return nil, fmt.Errorf("line 1: column %q is not one of name, aliases, class, ids, country, sector, standsFor", n)
		}
	}
	if _, ok := col["name"]; !ok {
		return nil, errors.New("line 1: no column name")
	}
	var sources []Source
	seen := map[string]bool{}
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return Open(string(Encode(sources)))
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		get := func(n string) string {
			if i, ok := col[n]; ok && i < len(rec) {
				return strings.TrimSpace(rec[i])
			}
			return ""
		}
		split := func(n string) []string {
			var out []string
			for f := range strings.SplitSeq(get(n), "|") {
				if f = strings.TrimSpace(f); f != "" {
					out = append(out, f)
				}
			}
			return out
		}
		name := get("name")
		if Key(name) == "" {
			return nil, fmt.Errorf("line %d: no name", line)
		}
		s := Source{Entry: Entry{ID: LocalName(name), Label: name, Class: schema.ClassID(get("class")), Country: LocalName(get("country")),
			Sector: get("sector"), Match: split("ids"), Rank: 9}}
		if s.Class == "" {
			s.Class = "Thing"
		} else if !known(s.Class) {
			return nil, fmt.Errorf("line %d: no class %q in the schema", line, s.Class)
		}
		if seen[s.ID] {
			return nil, fmt.Errorf("line %d: %q is there already", line, name)
		}
		seen[s.ID] = true
		for _, a := range split("aliases") {
			exact := strings.HasPrefix(a, "=")
			s.Aliases = append(s.Aliases, Alias{Name: strings.TrimPrefix(a, "="), Exact: exact})
		}
		for _, f := range split("standsfor") {
			s.StandsFor = append(s.StandsFor, LocalName(f))
		}
		if s.Class == "Person" {
			_, family := Parts(name, s.Country)
			for _, k := range FamilyKeys(family) {
				s.Aliases = append(s.Aliases, Alias{Name: k, Kind: Surname})
			}
		}
		sources = append(sources, s)
	}
}
