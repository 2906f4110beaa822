package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"kg/resolve/gazetteer"
)

// readOffices adds the people of offices.tsv who are in no table before it, and keeps the terms of all of them.
func (b *builder) readOffices() error {
	b.terms = map[string][]gazetteer.Term{}
	return b.rows("offices.tsv", 4, func(f []string) error {
		s := gazetteer.Source{Entry: gazetteer.Entry{ID: id(f[0]), Label: f[0], Class: "Person", Rank: 1}, Aliases: aliases(f[1], gazetteer.Name)}
		var err error
		if s.Country, err = b.country(f[2]); err != nil {
			return err
		}
		for t := range strings.SplitSeq(f[3], "|") {
			sector, when, _ := strings.Cut(t, " ")
			from, to, ok := strings.Cut(when, "-")
			if !ok {
				to = from
			}
			term := gazetteer.Term{Country: f[2], Sector: sector}
			if term.From, err = month(from, 1); err == nil {
				term.To, err = month(to, 12)
			}
			if err != nil {
				return err
			}
			for _, n := range append([]string{f[0]}, list(strings.ReplaceAll(f[1], "=", ""))...) {
				k := gazetteer.Key(n)
				b.terms[k] = append(b.terms[k], term)
			}
			if s.From == 0 {
				s.From = max(term.From/100-10, 1)
			}
			s.Sector = sector
		}
		if !b.known(s) {
			b.add(s)
		}
		return nil
	})
}

// month reads "2018.05", or "2018" as the given month of the year; empty is 0.
func month(s string, open int) (int, error) {
	if s == "" {
		return 0, nil
	}
	year, m, ok := strings.Cut(s, ".")
	y, err := strconv.Atoi(year)
	if err != nil || y < 1900 || y > 2100 {
		return 0, fmt.Errorf("no year: %q", s)
	}
	if ok {
		if open, err = strconv.Atoi(m); err != nil || open < 1 || open > 12 {
			return 0, fmt.Errorf("no month: %q", s)
		}
	}
	return y*100 + open, nil
}

// actorFiles are the dictionaries of actors of PETRARCH2, those that count more first.
var actorFiles = []string{"Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt"}

// writeActors makes the table of whom the dictionaries of PETRARCH2 and offices.tsv know: a key, a tab, and the terms in
// order of time, joined by "|": a country and a sector around "/", and for an office the first and last month.
func (b *builder) writeActors(out string) error {
	words, err := b.readWords()
	if err != nil {
		return err
	}
	all := b.terms
	for _, name := range actorFiles {
		h, err := os.Open(filepath.Join(b.lexicon, "cameo", name))
		if err != nil {
			return err
		}
		found, err := b.actorsOf(bufio.NewScanner(h), words)
		h.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for k, terms := range found {
			if _, ok := all[k]; !ok {
				all[k] = terms
			}
		}
	}
	keys := make([]string, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var t strings.Builder
	for _, k := range keys {
		terms := all[k]
		slices.SortStableFunc(terms, func(x, y gazetteer.Term) int { return cmp.Compare(x.From, y.From) })
		terms = slices.Compact(terms)
		t.WriteString(k + "\t")
		for i, x := range terms {
			if i > 0 {
				t.WriteByte('|')
			}
			t.WriteString(x.Country + "/" + x.Sector)
			if x.From != 0 || x.To != 0 {
				t.WriteString(":" + blank(x.From) + "-" + blank(x.To))
			}
		}
		t.WriteByte('\n')
	}
	return os.WriteFile(out, []byte(t.String()), 0o644)
}

func blank(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

var (
	inBrackets = regexp.MustCompile(`\[([A-Z]+)\s*([<>]?)\s*(\d+)?\s*(?:-\s*(\d+))?\s*\]`)
	inParens   = regexp.MustCompile(`\([^)]*\)`)
)

// actorsOf reads one dictionary: a name with codes in brackets after it or on the lines below, "+" before a further name.
// Left out are words of the language, family names alone, and whoever left office before 1990.
func (b *builder) actorsOf(sc *bufio.Scanner, words map[string]bool) (map[string][]gazetteer.Term, error) {
	out := map[string][]gazetteer.Term{}
	var names []string
	var terms []gazetteer.Term
	flush := func() {
		last, open := 0, len(terms) == 0
		for _, t := range terms {
			last = max(last, t.To)
			open = open || t.To == 0 && t.Sector != "ELI"
		}
		dated := slices.ContainsFunc(terms, func(t gazetteer.Term) bool { return t.From+t.To > 0 })
		for _, n := range names {
			k := gazetteer.Key(inParens.ReplaceAllString(strings.ReplaceAll(n, "_", " "), " "))
			one := !strings.Contains(k, " ")
			if len(terms) == 0 || len(k) < 3 || !open && last < 199000 || one && (dated || words[k]) || strings.ContainsAny(k, "0123456789") {
				continue
			}
			if _, ok := out[k]; !ok {
				out[k] = slices.Clone(terms)
			}
		}
		names, terms = nil, nil
	}
	for sc.Scan() {
		line, _, _ := strings.Cut(sc.Text(), "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, _, _ := strings.Cut(line, "[")
		switch name = strings.TrimSpace(name); {
		case strings.HasPrefix(name, "+"):
			names = append(names, strings.TrimPrefix(name, "+"))
		case name != "":
			flush()
			names = append(names, name)
		}
		for _, m := range inBrackets.FindAllStringSubmatch(line, -1) {
			t, ok := b.termOf(m[1])
			if !ok {
				continue
			}
			switch from, to := cameoMonth(m[3]), cameoMonth(m[4]); {
			case m[2] == "<":
				t.To = from
			default:
				t.From, t.To = from, to
			}
			if t.Sector == "ELI" && t.From+t.To > 0 {
				continue // who was someone before or after: the other terms say so
			}
			terms = append(terms, t)
		}
	}
	flush()
	return out, sc.Err()
}

// cameoMonth reads "990521" and "20030402"; 0 where it is neither.
func cameoMonth(s string) int {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return 0
	case len(s) == 8:
		return n / 100
	case len(s) == 6 && n/10000 > 30:
		return 190000 + n/100
	case len(s) == 6:
		return 200000 + n/100
	}
	return 0
}

// termOf splits a CAMEO code into country and sector: "SYRGOVMIL", "IGOUNOHLH", "NGOUSAHRI".
func (b *builder) termOf(code string) (gazetteer.Term, bool) {
	var t gazetteer.Term
	for i := 0; i+3 <= len(code); i += 3 {
		c := code[i : i+3]
		switch c {
		case "KSV":
			c = "XKX"
		case "ROM":
			c = "ROU"
		case "GME":
			c = "DEU"
		}
		switch {
		case b.countries[c] != nil || c == "XKX":
			if t.Country == "" || t.Country == "IGO" && i == 3 {
				t.Country = c
			}
		case c == "UNO" || c == "EUR" || c == "EEC":
			if c == "EEC" {
				c = "EUR"
			}
			if t.Country == "" || t.Country == "IGO" {
				t.Country = c
			}
		case c == "IGO":
			t.Country = "IGO"
		case c == "MNC":
			t.Sector = "BUS"
		case c == "IMG":
			t.Sector = "REB"
		case t.Sector == "" && sectors[sectorOf(c)]:
			t.Sector = sectorOf(c)
		}
	}
	if t.Sector == "" && (t.Country == "IGO" || t.Country == "UNO" || t.Country == "EUR") {
		t.Sector = "IGO"
	}
	return t, t.Country != "" || t.Sector != ""
}

// sectors are the codes that a term may have.
var sectors = map[string]bool{
	"GOV": true, "MIL": true, "REB": true, "OPP": true, "PTY": true, "COP": true, "JUD": true, "SPY": true, "LEG": true, "MED": true, "EDU": true,
	"BUS": true, "CRM": true, "CVL": true, "ELI": true, "NGO": true, "LAB": true, "AGR": true, "HLH": true, "REL": true, "REF": true, "UAF": true,
}
