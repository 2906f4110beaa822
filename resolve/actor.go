package resolve

import (
	"strconv"
	"strings"
	"unicode"

	"kg/resolve/gazetteer"
)

// Actor is what kind of actor a phrase names.
type Actor struct {
	Entity  string // id of what the phrase names as a whole; empty for a description
	Country string // id of the country it belongs to
	Code    string // ISO 3166 code of that, "SYR", or "IGO" for an international body; empty for none
	Sector  string // PLOVER sector code, "GOV"; "ELI" for someone who was in office; empty for none
}

// Actor says of what country and sector the actors are that a phrase names or describes: "Syrian mercenaries", "the
// Mongolian president", "Angela Merkel". Context is words from around the phrase, which may name the country; date, as
// "2006-01-02", says who is in office. Either may be empty.
func (r *Resolver) Actor(phrase, context, date string) Actor {
	words := actorWords(phrase)
	var a Actor
	if len(words) == 0 {
		return a
	}
	year := 0
	if len(date) >= 4 {
		year, _ = strconv.Atoi(date[:4])
	}
	near := map[string]bool{}
	r.eachName(actorWords(context), func(e gazetteer.Entry, _ gazetteer.Kind, _, _ int) {
		if e.Class == "Country" {
			near[e.ID] = true
		} else if e.Country != "" && e.Rank >= 2 {
			near[e.Country] = true
		}
	})
	rest := append([]string(nil), words...)
	body := ""
	r.eachName(words, func(e gazetteer.Entry, kind gazetteer.Kind, first, last int) {
		whole := first == 0 && last == len(words)
		country := e.Country
		if e.Class == "Country" {
			country = e.ID
		}
		if kind == gazetteer.Surname && !near[country] && !whole {
			return
		}
		if a.Country == "" || e.Class == "Country" && kind == gazetteer.Adjective {
			if country != "" {
				a.Country = country
			}
		}
		if e.Class == "InternationalBody" && a.Code == "" {
			a.Code = "IGO"
		}
		if whole {
			a.Entity = e.ID
		}
		if whole && len(e.StandsFor) > 0 && e.Sector == "" {
			body = "GOV" // a capital, a palace
		}
		if e.Class != "Country" && r.schema.IsA(e.Class, "Agent") && e.Sector != "" {
			if e.Class != "Person" || year == 0 || e.To == 0 || year <= e.To {
				body = e.Sector
			} else {
				body = "ELI"
			}
		}
		for i := first; i < last; i++ {
			rest[i] = ""
		}
	})
	a.Sector = r.sector(rest)
	if a.Sector == "" {
		a.Sector = body
	}
	for _, w := range words {
		switch strings.ToLower(w) {
		case "former", "ex", "retired", "late", "onetime", "one-time":
			if a.Sector == "GOV" || a.Sector == "LEG" {
				a.Sector = "ELI"
			}
		}
	}
	if a.Country == "" && len(near) == 1 && a.Code == "" {
		for c := range near {
			a.Country = c
		}
	}
	if a.Country != "" {
		a.Code = ""
		if e, ok := r.get(a.Country); ok {
			for _, m := range e.Match {
				if code, ok := strings.CutPrefix(m, "iso3166:"); ok {
					a.Code = code
				}
			}
		}
	}
	return a
}

// actorWords are the words of a phrase without articles and marks.
func actorWords(s string) []string {
	var out []string
	for w := range strings.FieldsSeq(strings.ReplaceAll(s, "’", "'")) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '\'' })
		switch strings.ToLower(w) {
		case "", "the", "a", "an", "'s":
			continue
		}
		out = append(out, w)
	}
	return out
}

// eachName calls f with each name of the tables in words, the longest at each place, the best known meaning of each.
func (r *Resolver) eachName(words []string, f func(e gazetteer.Entry, kind gazetteer.Kind, first, last int)) {
	for i := 0; i < len(words); i++ {
		for n := min(6, len(words)-i); n > 0; n-- {
			text := strings.Join(words[i:i+n], " ")
			hits := r.lookup(text)
			if len(hits) == 0 {
				continue
			}
			h := hits[0]
			for _, o := range hits {
				if o.Kind != gazetteer.Surname && h.Kind == gazetteer.Surname {
					h = o
				}
			}
			if n == 1 && h.Entry.Rank < 2 && !(len(words) == 1) || n == 1 && text == strings.ToLower(text) && h.Kind != gazetteer.Adjective && h.Entry.Class != "City" && h.Entry.Class != "Country" {
				continue
			}
			f(h.Entry, h.Kind, i, i+n)
			i += n - 1
			break
		}
	}
}

// sector is the sector of a description: of its head, with as many words before it as make a known kind of actor. The
// head is the last word before a preposition; where that says nothing, what comes after it may: "group of thieves".
func (r *Resolver) sector(words []string) string {
	var parts [][]string
	var cur []string
	for _, w := range words {
		switch strings.ToLower(w) {
		case "of", "in", "for", "from", "at", "on", "with", "by", "to", "against", "who", "that", "and", "near", "under", ",":
			parts = append(parts, cur)
			cur = nil
			continue
		}
		if w != "" {
			cur = append(cur, strings.ToLower(w))
		}
	}
	parts = append(parts, cur)
	weakest := ""
	for _, p := range parts {
		// Longer kinds first, those at the end before those at the beginning.
		for n := min(4, len(p)); n > 0; n-- {
			for end := len(p); end >= n; end-- {
				s := r.kindSector(p[end-n : end])
				if s == "" {
					continue
				}
				if s == "CVL" || s == "NGO" || s == "UNK" {
					if weakest == "" {
						weakest = s
					}
					continue
				}
				return s
			}
		}
	}
	return weakest
}

func (r *Resolver) kindSector(words []string) string {
	phrase := strings.Join(words, " ")
	one := append(append([]string(nil), words[:len(words)-1]...), singular(words[len(words)-1]))
	for _, p := range []string{phrase, strings.Join(one, " ")} {
		if s, ok := gazetteer.Agent(p); ok {
			return s
		}
	}
	for _, p := range []string{strings.Join(words, "_"), strings.Join(one, "_")} {
		if h, ok := r.schema.Head(p); ok {
			return h.Sector
		}
	}
	return ""
}
