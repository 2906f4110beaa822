package resolve

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"kg/resolve/gazetteer"
)

// Actor is what kind of actor a phrase names.
type Actor struct {
	Entity  string // id of what the phrase names as a whole; empty for a description
	Country string // id of the country it belongs to
	Code    string // ISO 3166 code of that, "SYR"; "UNO", "EUR" or "IGO" for an international body; empty for none
	Sector  string // PLOVER sector code, "GOV"; "ELI" for someone who was in office, "UNK" for a noun that says nothing; empty for none
}

// Actor says of what country and sector the actors are that a phrase names or describes: "Syrian mercenaries", "the
// Mongolian president", "Angela Merkel". Context is words from around the phrase, which may name the country; date says
// who is in office: one with a year in it, in whatever form, and with the month where it is "2006-01-02" or has its name.
// Either may be empty; without a date, who has left office has left it.
func (r *Resolver) Actor(phrase, context, date string) Actor {
	words := actorWords(phrase)
	var a Actor
	if len(words) == 0 {
		return a
	}
	near := map[string]bool{}
	r.eachName(actorWords(context), func(k known) {
		if k.country != "" && k.rank >= 2 {
			near[k.country] = true
		}
	})
	when := monthOf(date)
	rest := slices.Clone(words)
	body, person, adjective := "", "", false
	r.eachName(words, func(k known) {
		if k.kind == gazetteer.Surname && !near[k.country] && !k.whole {
			return
		}
		if k.country != "" && (a.Country == "" || k.class == "Country" && k.kind == gazetteer.Adjective && !adjective) {
			a.Country, adjective = k.country, k.kind == gazetteer.Adjective
		}
		sector := k.sector
		if len(k.terms) > 0 {
			t, ok := termAt(k.terms, when)
			switch {
			case !ok:
				sector = t.Sector
			case t.Sector != "" && (k.class == "Person" || k.class == ""):
				sector = t.Sector
			case sector == "" || sector == "IGO":
				sector = t.Sector
			}
			if t.Country != "" && a.Country == "" && (a.Code == "" || a.Code == "IGO") {
				a.Code = t.Country
			}
		} else if k.class == "Person" && k.to > 0 && when > 0 && when/100 > k.to {
			sector = "ELI"
		}
		if k.class == "InternationalBody" && a.Code == "" {
			a.Code = "IGO"
		}
		if k.whole {
			a.Entity = k.id
			switch {
			case sector != "":
			case k.seat:
				sector = "GOV" // a capital, a palace
			case k.class == "City":
				sector = "CVL" // its people
			}
		}
		if sector != "" && (k.whole || k.class != "City") {
			if k.class == "Person" || k.class == "" && len(k.terms) > 1 {
				person = sector
			} else {
				body = sector
			}
		}
		for i := k.first; i < k.last; i++ {
			rest[i] = ""
		}
	})
	head, weak := r.sector(rest)
	switch {
	case person != "" && (head == "" || when > 0 || weak):
		a.Sector = person
	case head == "" || weak && body != "" && body != "IGO" && body != "GOV":
		a.Sector = body
	default:
		a.Sector = head
	}
	for _, w := range words {
		switch strings.ToLower(w) {
		case "former", "ex", "retired", "late", "onetime", "one-time":
			if a.Sector == "GOV" || a.Sector == "LEG" {
				a.Sector = "ELI"
			}
		}
	}
	if a.Sector == "" && slices.ContainsFunc(rest, func(w string) bool { return w != "" && w == strings.ToLower(w) && len(w) > 3 }) {
		a.Sector = "UNK"
	}
	if a.Country == "" && len(near) == 1 && a.Code == "" {
		for c := range near {
			a.Country = c
		}
	}
	if a.Country == "" && len(a.Code) == 3 {
		a.Country = r.byISO()[a.Code]
	}
	if a.Country != "" {
		a.Code = ""
		if e, ok := r.get(a.Country); ok {
			a.Code = isoCode(e)
		}
	}
	return a
}

// isoCode is the ISO 3166 code of a country, "SYR".
func isoCode(e gazetteer.Entry) string {
	for _, m := range e.Match {
		if code, ok := strings.CutPrefix(m, "iso3166:"); ok {
			return code
		}
	}
	return ""
}

// termAt is what an actor was in a month, and whether it was in office then: the last term that had begun, or else the
// first. Who left office and has no other is in no office: "ELI". Month 0 is after all that is known.
func termAt(terms []gazetteer.Term, month int) (gazetteer.Term, bool) {
	at := terms[0]
	in := false
	for _, t := range terms {
		begun := month == 0 || t.From <= month
		if begun && (t.To == 0 || month > 0 && month <= t.To) {
			if !in || t.From >= at.From {
				at = t
			}
			in = true
		} else if begun && !in && t.To >= at.To {
			at = t
		}
	}
	if !in && (month == 0 || at.From <= month) && at.To > 0 {
		switch at.Sector {
		case "GOV", "LEG", "IGO", "SPY", "PTY", "OPP", "JUD", "MIL", "COP":
			at.Sector = "ELI"
		}
	}
	return at, in
}

// monthOf is the year and the month of a date as one number, 201805; 0 where it names no year.
func monthOf(date string) int {
	year, month := 0, 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(date), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		n, err := strconv.Atoi(w)
		switch {
		case err == nil && len(w) == 4:
			year = n
		case err == nil && year > 0 && month == 0 && n >= 1 && n <= 12:
			month = n
		case err != nil && len(w) >= 3:
			if i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", w[:3]); i >= 0 && i%3 == 0 {
				month = i/3 + 1
			}
		}
	}
	if year == 0 {
		return 0
	}
	if month == 0 {
		month = 6
	}
	return year*100 + month
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
		for _, end := range []string{"-based", "-led", "-backed", "-run", "-born"} {
			w = strings.TrimSuffix(w, end)
		}
		out = append(out, w)
	}
	return out
}

// known is a name in a phrase that the tables know.
type known struct {
	first, last int // its words
	whole       bool
	id, country string
	class       string // empty for one that only the table of actors knows
	kind        gazetteer.Kind
	sector      string
	seat        bool // whether it stands for a government
	rank, to    int
	terms       []gazetteer.Term
}

// eachName calls f with each name of the tables in words, the longest at each place, the best known meaning of each.
func (r *Resolver) eachName(words []string, f func(known)) {
	for i := 0; i < len(words); i++ {
		for n := min(8, len(words)-i); n > 0; n-- {
			k, ok := r.nameAt(words, i, n)
			if ok {
				f(k)
				i += n - 1
				break
			}
		}
	}
}

// nameAt is what the tables know by the n words from i on.
func (r *Resolver) nameAt(words []string, i, n int) (known, bool) {
	text := strings.Join(words[i:i+n], " ")
	text, _ = strings.CutSuffix(text, "'s")
	k := known{first: i, last: i + n, whole: n == len(words), rank: 2}
	small := text == strings.ToLower(text)
	if hits := r.lookup(text); len(hits) > 0 {
		h := hits[0]
		for _, o := range hits {
			if o.Kind != gazetteer.Surname && h.Kind == gazetteer.Surname {
				h = o
			}
		}
		e := h.Entry
		if n == 1 && e.Rank < 2 && !k.whole && e.Class != "PublicBody" && !isAcronym(text) || n == 1 && small && h.Kind != gazetteer.Adjective && e.Class != "City" && e.Class != "Country" {
			return k, false
		}
		k.id, k.class, k.kind, k.sector, k.rank, k.to = e.ID, string(e.Class), h.Kind, "", e.Rank, e.To
		if k.country = e.Country; e.Class == "Country" {
			k.country = e.ID
		} else if r.schema.IsA(e.Class, "Agent") {
			k.sector = e.Sector
		}
		k.seat = len(e.StandsFor) > 0
		if e.Class == "Person" || e.Class == "InternationalBody" {
			k.terms = gazetteer.Terms(e.Label)
		}
		return k, true
	}
	if small || n == 1 && !k.whole && !isAcronym(text) {
		return k, false
	}
	k.terms = gazetteer.Terms(text)
	if len(k.terms) == 0 {
		return k, false
	}
	t := k.terms[len(k.terms)-1]
	k.country = r.byISO()[t.Country]
	return k, true
}

// sector is the sector of a description: of its head, with as many words before it as make a known kind of actor. The
// head is the last word before a preposition; where that says nothing, what comes after it may: "group of thieves". Weak
// is true for a head that only says what part someone has in something, "members", "president": what that is counts more.
func (r *Resolver) sector(words []string) (sector string, weak bool) {
	var parts [][]string
	var cur []string
	for _, w := range words {
		switch w = strings.ToLower(w); w {
		case "of", "in", "for", "from", "at", "on", "with", "by", "to", "against", "who", "that", "near", "under", ",", "across":
			parts = append(parts, cur)
			cur = nil
			continue
		}
		if w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "'"); w != "" {
			cur = append(cur, w)
		}
	}
	parts = append(parts, cur)
	weakest := ""
	for i, p := range parts {
		// Longer kinds first, those at the end before those at the beginning.
		for n := min(4, len(p)); n > 0; n-- {
			for end := len(p); end >= n; end-- {
				s := r.kindSector(p[end-n : end])
				if s == "" {
					continue
				}
				if part := parts[i][len(p)-1]; end == len(p) && n == 1 && partitive[singular(part)] {
					if weakest == "" {
						weakest, weak = s, true
					}
					continue
				}
				if s == "CVL" || s == "NGO" || s == "UNK" {
					if weakest == "" || weak && weakest == "NGO" {
						weakest, weak = s, false
					}
					continue
				}
				return s, false
			}
		}
	}
	return weakest, weak
}

// partitive are the nouns that say what part someone has in something.
var partitive = wordSet(`member group force head president chairman chairwoman chair chief leader leadership official spokesman spokeswoman spokesperson
	director founder secretary figure fighter gunman commander delegation team team unit side faction wing branch troop employee worker staff
	representative organization organisation part element activist militant`)

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
