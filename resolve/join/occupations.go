package join

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"kg/resolve/gazetteer"
)

// occupations.tsv says of which walks of life a word for a person is, "golfer" of sport. Compile makes it; NOTICE says of
// what.
//
//go:embed occupations.tsv
var occupationTable string

var occupations = sync.OnceValue(func() map[string][]string {
	t := make(map[string][]string, strings.Count(occupationTable, "\n"))
	for line := range strings.Lines(occupationTable) {
		if w, fields, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			t[w] = strings.Fields(fields)
		}
	}
	return t
})

// Occupation reports whether a word in the singular and in lower case says what someone does, so that it tells namesakes
// apart: "golfer" and "prime minister", but not "woman", "captain" or "winner".
func Occupation(word string) bool { return len(occupations()[word]) > 0 }

// apartFields are the walks of life that hardly anybody is known for at once. What is not here may well be one life: soldiers,
// lawyers and writers become politicians.
var apartFields = map[[2]string]bool{
	{"sport", "politics"}: true, {"sport", "military"}: true, {"sport", "science"}: true, {"sport", "medicine"}: true, {"sport", "law"}: true,
	{"sport", "religion"}: true, {"sport", "arts"}: true, {"arts", "politics"}: true, {"arts", "military"}: true, {"arts", "science"}: true, {"arts", "medicine"}: true,
	{"arts", "law"}: true, {"arts", "religion"}: true, {"letters", "sport"}: true, {"letters", "military"}: true, {"religion", "military"}: true,
	{"religion", "medicine"}: true,
}

func fieldsApart(f, g string) bool {
	return apartFields[[2]string{f, g}] || apartFields[[2]string{g, f}]
}

// OccupationsApart reports whether two occupations are those of two people. One that is of several walks of life, "minister",
// has to be apart in all of them.
func OccupationsApart(x, y string) bool {
	for _, f := range occupations()[x] {
		for _, g := range occupations()[y] {
			if !fieldsApart(f, g) {
				return false
			}
		}
	}
	return Occupation(x) && Occupation(y)
}

// countriesApart reports whether two countries are no part of one another.
func countriesApart(a, b string) bool {
	if a == b {
		return false
	}
	t, err := gazetteer.Default()
	if err != nil {
		return true
	}
	within := func(x, y string) bool {
		e, ok := t.Get(x)
		return ok && (e.Country == y || slices.Contains(e.StandsFor, y))
	}
	return !within(a, b) && !within(b, a)
}
