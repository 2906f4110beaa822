package gazetteer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kg/schema"
)

// TestFamilyFirst holds which names begin with the family name by their form.
func TestFamilyFirst(t *testing.T) {
	for name, want := range map[string]bool{
		"Ban Ki-moon": true, "Moon Jae-in": true, "Kim Jong-un": true, "Tsai Ing-wen": true, "Ma Ying-jeou": true, "Leung Chun-ying": true,
		"Hwang Kyo-ahn": true, "Chae Won-bin": true, "Yoon Seok-youl": true, "Kang Kyung-wha": true, "Hsieh Su-wei": true,
		"Ann Smith-Jones": false, "Sky Hi-tech": false, "Cup Run-off": false, "Bashar al-assad": false, "Mary-ann Lee": false, "Ban Ki": false,
		"Kim Jong-Un": false, "UK Ki-moon": false, "The Run-up": false, "Al Co-op": false, "": false, "Ki -": false,
	} {
		family, given, _ := strings.Cut(name, " ")
		if got := FamilyFirst(family, given); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if given, family := Parts("Chae Won-bin", "United_States"); family != "Chae" || strings.Join(given, " ") != "Won-bin" {
		t.Errorf("Chae Won-bin: %q %q", given, family)
	}
}

func TestLookup(t *testing.T) {
	g, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, id string
		kind     Kind
	}{
		{"US", "United_States", Name}, {"U.S.", "United_States", Name}, {"the US", "United_States", Name}, {"america", "United_States", Name},
		{"United States of America", "United_States", Name}, {"American", "United_States", Adjective}, {"Americans", "United_States", People},
		{"UK", "United_Kingdom", Name}, {"Britain", "United_Kingdom", Name}, {"the British", "United_Kingdom", Adjective},
		{"Syrian", "Syria", Adjective}, {"Syrians", "Syria", People}, {"Russian Federation", "Russia", Name},
		{"Moscow", "Moscow", Name}, {"the Kremlin", "Kremlin", Name}, {"Damascus", "Damascus", Name}, {"Ouagadougou", "Ouagadougou", Name},
		{"Turkiye", "Turkey", Name}, {"Côte d’Ivoire", "Ivory_Coast", Name}, {"Cote d'Ivoire", "Ivory_Coast", Name},
		{"UN", "United_Nations", Name}, {"Nato", "NATO", Name}, {"NATO", "NATO", Name}, {"WHO", "World_Health_Organization", Name},
		{"al-Qaida", "Al-Qaeda", Name}, {"Assad", "Bashar_al-Assad", Surname}, {"al-Assad", "Bashar_al-Assad", Surname},
		{"Recep Tayyip Erdogan", "Recep_Tayyip_Erdoğan", Name}, {"Vladimir Putin's", "Vladimir_Putin", Name}, {"Xi", "Xi_Jinping", Surname},
		{"Aleppo", "Aleppo", Name}, {"Bergen", "Bergen", Name}, {"Kosovar", "Kosovo", Adjective}, {"Democratic Republic of Congo", "Democratic_Republic_of_the_Congo", Name},
	} {
		hits := g.Lookup(c.name)
		if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Entry.ID == c.id && h.Kind == c.kind }) {
			t.Errorf("%q: %v", c.name, hits)
		}
	}
	for _, none := range []string{"us", "Us", "who", "it", "is", "", "un", "Un", "…"} {
		if hits := g.Lookup(none); len(hits) > 0 {
			t.Errorf("%q: %v", none, hits)
		}
	}
	if hits := g.Lookup("Georgia"); len(hits) == 0 || hits[0].Entry.Class != "Country" {
		t.Errorf("the best known Georgia: %v", hits)
	}
}

// TestTable checks what holds of every entry: it is found by its id and by its label, its class is in the schema, and
// what it refers to is there.
func TestTable(t *testing.T) {
	g, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	s := schema.Default()
	if g.Len() < 30000 {
		t.Errorf("%d entries", g.Len())
	}
	countries := 0
	for i := range g.Len() {
		e := g.entry(i)
		if got, ok := g.Get(e.ID); !ok || got.ID != e.ID {
			t.Fatalf("%s: not found by its id", e.ID)
		}
		if !slices.ContainsFunc(g.Lookup(e.Label), func(h Hit) bool { return h.Entry.ID == e.ID }) && Key(e.Label) != "" {
			t.Errorf("%s: not found by its label %q", e.ID, e.Label)
		}
		if _, ok := s.Class(e.Class); !ok {
			t.Errorf("%s: class %q", e.ID, e.Class)
		}
		if LocalName(e.ID) != e.ID {
			t.Errorf("%s is no local name: %s", e.ID, LocalName(e.ID))
		}
		for _, to := range append([]string{e.Country}, e.StandsFor...) {
			if to != "" {
				if _, ok := g.Get(to); !ok {
					t.Errorf("%s refers to %s", e.ID, to)
				}
			}
		}
		if e.Class == "Country" {
			countries++
			if len(e.Match) == 0 {
				t.Errorf("%s has no id elsewhere", e.ID)
			}
		}
	}
	if countries < 240 {
		t.Errorf("%d countries", countries)
	}
}

func TestKey(t *testing.T) {
	for _, c := range [][2]string{{"The Hague", "hague"}, {"U.S.", "us"}, {"Côte d’Ivoire", "cote divoire"}, {"Al-Qaeda's", "al qaeda"}, {"Saint Lucia", "st lucia"},
		{"St. Lucia", "st lucia"}, {"AT&T", "at and t"}, {"Øresund", "oresund"}, {"  x  y ", "x y"}, {"…", ""}} {
		if got := Key(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

func TestLocalName(t *testing.T) {
	for _, c := range [][2]string{{"John Kerry", "John_Kerry"}, {"Sean O’Brien", "Sean_O'Brien"}, {"Acme Corp.", "Acme_Corp"}, {"A <b> \"c\"", "A_b_c"}, {"Jr. a", "Jr._a"}} {
		if got := LocalName(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

func TestParts(t *testing.T) {
	for _, c := range []struct{ name, country, given, family string }{
		{"Anna Berg", "", "Anna", "Berg"}, {"Bashar al-Assad", "SYR", "Bashar", "al-Assad"}, {"Staffan de Mistura", "", "Staffan", "de Mistura"},
		{"Ursula von der Leyen", "", "Ursula", "von der Leyen"}, {"Xi Jinping", "CHN", "Jinping", "Xi"}, {"Kim Jong-un", "", "Jong-un", "Kim"},
		{"Martin King Jr.", "", "Martin", "King"}, {"Pelé", "", "", "Pelé"}, {"Mohammed bin Salman", "", "Mohammed", "bin Salman"},
	} {
		given, family := Parts(c.name, c.country)
		if strings.Join(given, " ") != c.given || family != c.family {
			t.Errorf("%s: %q, %q", c.name, given, family)
		}
	}
}

func TestReadCSV(t *testing.T) {
	known := func(c schema.ClassID) bool { return c == "Person" || c == "Company" }
	path := filepath.Join(t.TempDir(), "own.csv")
	write := func(s string) {
		if err := os.WriteFile(path, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("name,aliases,class,ids\nBolt Works,Bolt|=BW,Company,wikidata:Q1|x:2\nAnna Berg,,Person,\n")
	g, err := ReadCSV(path, known)
	if err != nil {
		t.Fatal(err)
	}
	if h := g.Lookup("BW"); len(h) != 1 || h[0].Entry.ID != "Bolt_Works" || !slices.Equal(h[0].Entry.Match, []string{"wikidata:Q1", "x:2"}) {
		t.Errorf("BW: %v", h)
	}
	if h := g.Lookup("bw"); len(h) != 0 {
		t.Errorf("bw: %v", h)
	}
	if h := g.Lookup("berg"); len(h) != 1 || h[0].Kind != Surname {
		t.Errorf("berg: %v", h)
	}
	for in, want := range map[string]string{
		"":                           "no head line",
		"names\n":                    `line 1: column "names" is not one of`,
		"class\n":                    "line 1: no column name",
		"name,class\nA,Planet\n":     `line 2: no class "Planet" in the schema`,
		"name,class\n,Person\n":      "line 2: no name",
		"name\nA\n\nA\n":             `line 4: "A" is there already`,
		"name\n\"A\nB\n":             "line",
		"name,class\nA,Person,x,y\n": "",
	} {
		write(in)
		_, err := ReadCSV(path, known)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

// FuzzOpen reads tables that are broken: what comes out may be wrong, but nothing breaks.
func FuzzOpen(f *testing.F) {
	good := Encode([]Source{{Entry: Entry{ID: "Oslo", Label: "Oslo", Class: "City", StandsFor: []string{"Norway"}, Rank: 2}, Aliases: []Alias{{Name: "Christiania"}, {Name: "OSL", Exact: true}}}})
	f.Add(good, "oslo")
	f.Add(good[:20], "oslo")
	f.Add([]byte(magic+"\x01\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00"), "x")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		g, err := Open(string(data))
		if err != nil {
			return
		}
		g.Lookup(name)
		g.Get(name)
	})
}

func BenchmarkLookup(b *testing.B) {
	g, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	names := []string{"the United States", "Anna Berg", "Moscow", "Nowhere-upon-Sea", "Erdogan"}
	i := 0
	for b.Loop() {
		g.Lookup(names[i%len(names)])
		i++
	}
}
