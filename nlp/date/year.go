package date

import "kg/nlp"

// beforeYear holds the words after which a number of four digits is a year; of those marked false it is
// one only if the words after it do not count something ("by 1950 votes").
var beforeYear = map[string]bool{
	"in": true, "since": true, "during": true, "until": true, "till": true, "year": true, "early": true, "late": true,
	"mid": true, "circa": true, "summer": true, "spring": true, "autumn": true, "winter": true, "fall": true, "throughout": true,
	"by": false, "of": false, "from": false, "before": false, "after": false, "between": false, "to": false, "and": false,
	"through": false, "for": false, "or": false,
}

// bareYear reads "2016" where its neighbours say that it is a year and not a number of things.
func (p *parser) bareYear(i int) (hit, bool) {
	y, end := p.year(i)
	if y == 0 || p.glued(i) && !p.is(i-1, "(") && !p.is(i-1, "[") && !p.dash(i-1) && !p.is(i-1, "\"") && !p.is(i-1, "“") {
		return hit{}, false
	}
	if p.is(end, "s") && p.glued(end) || p.is(end, "%") || p.is(end, "°") {
		return hit{}, false
	}
	h := hit{end: end}
	prev := p.word(i - 1)
	if p.dash(i-1) && p.word(i-2) == "mid" {
		prev = "mid"
	}
	sure, listed := beforeYear[prev]
	modern := y >= 1900 && y <= 2099
	switch {
	case prev == "year":
	case listed && sure && y >= 1300 && !p.counts(end):
	case listed && modern && !p.counts(end) && !p.plural(end):
	case p.is(i-1, "(") && (p.is(end, ")") || p.is(end, ",") || p.is(end, ";") || p.dash(end)) && y >= 1300:
	case p.possessive(end) && modern && p.word(end+2) != "":
		h.modifier = true
	case modern && p.yearOfNoun(i, end):
		h.modifier = true
	case modern && (p.dash(end) || p.dash(i-1)) && p.yearSpan(i, end):
	default:
		return hit{}, false
	}
	from, to := months(y*12, 12)
	return h.interval(from, to, nlp.Year), true
}

// counts reports whether atom i is a unit or "people", which makes the number before it a number.
func (p *parser) counts(i int) bool {
	switch p.word(i) {
	case "people", "percent", "per", "km", "kilometers", "kilometres", "miles", "metres", "meters", "feet", "dollars", "euros", "pounds",
		"votes", "troops", "soldiers", "men", "women", "children", "tons", "tonnes", "years", "days", "hours", "rubles", "hectares", "jobs",
		"members", "bc", "bce", "mg", "kg", "more", "other", "others", "sq", "square", "cases", "times", "points", "seats", "million", "billion":
		return true
	}
	return p.is(i, "%") || p.is(i, "$")
}

// yearOfNoun reports whether the year at i stands before a noun in the singular that has an article or
// owner: "the 2016 election", "his 2016 campaign". A round number before a plural counts things.
func (p *parser) yearOfNoun(i, end int) bool {
	switch w := p.word(i - 1); w {
	case "the", "a", "this", "its", "his", "her", "their", "our", "s":
	default:
		return false
	}
	w := p.word(end)
	if w == "" || p.glued(end) {
		return false
	}
	return !p.counts(end) && (p.atoms[end].upper || !p.plural(end) || w == "elections" || w == "olympics" || w == "games" || w == "attacks" || w == "protests")
}

// yearSpan reports whether a year follows after the dash at end, or comes before the dash at i-1.
func (p *parser) yearSpan(i, end int) bool {
	if y, _ := p.year(end + 1); y > 1900 && p.dash(end) {
		return true
	}
	y, _ := p.year(i - 2)
	return y > 1900 && p.dash(i-1)
}

// decade reads "the 1990s", "1990s", "the '90s" and "the nineties".
func (p *parser) decade(i int) (hit, bool) {
	j := i
	the := p.word(j) == "the"
	if the {
		j++
	}
	if y, w := p.num(j); w == 4 && y >= 1300 && y < 2200 && y%10 == 0 && p.glued(j+1) {
		k := j + 1
		if p.apostrophe(k) {
			k++
		}
		if p.is(k, "s") && p.glued(k) {
			if y%100 == 0 && !the && p.word(i-1) == "" {
				return hit{}, false
			}
			return p.tenYears(hit{end: k + 1}, y)
		}
		return hit{}, false
	}
	if p.apostrophe(j) {
		if v, w := p.num(j + 1); w == 2 && v%10 == 0 && p.glued(j+1) && p.is(j+2, "s") && p.glued(j+2) {
			return p.tenYears(hit{end: j + 3}, p.century(v)+v)
		}
	}
	if v := decadeNames[p.word(j)]; v > 0 && the {
		if w := p.word(i - 1); w == "in" || w == "of" || w == "during" || w == "since" || w == "early" || w == "late" {
			return p.tenYears(hit{end: j + 1}, p.century(v)+v)
		}
	}
	return hit{}, false
}

// century is the century of a decade written with two digits: the latest that is not to come.
func (p *parser) century(v int) int {
	now := 2020
	if p.today != none {
		now, _, _ = p.today.date()
	}
	c := now / 100 * 100
	if c+v > now {
		c -= 100
	}
	return c
}

func (p *parser) tenYears(h hit, y int) (hit, bool) {
	from, to := months(y*12, 120)
	if from == none {
		return hit{}, false
	}
	return h.interval(from, to, nlp.Decade), true
}

// partOfYear reads "the first quarter of 2016", "Q1 2016", "the second half of last year", "the third quarter"
// and "summer 2016".
func (p *parser) partOfYear(i int) (hit, bool) {
	if w := p.word(i); w == "q" && p.atoms[i].upper {
		q, n := p.num(i + 1)
		if n != 1 || q < 1 || q > 4 || !p.glued(i+1) {
			return hit{}, false
		}
		return p.quarterOf(hit{}, i+2, (q-1)*3, 3)
	}
	if m := seasons[p.word(i)]; m > 0 {
		j := i + 1
		if p.word(j) == "of" {
			j++
		}
		y, end := p.year(j)
		if y == 0 {
			return hit{}, false
		}
		from, to := months(y*12+m-1, 3)
		return hit{end: end}.interval(from, to, nlp.Quarter), true
	}
	j := i
	if p.word(j) == "the" {
		j++
	}
	w := p.word(j)
	q := ordinals[w]
	if v, n := p.num(j); n == 1 && v >= 1 && v <= 4 && p.glued(j+1) && p.word(j+1) != "" {
		q = v
		j++
	}
	if w == "last" && p.word(j+2) == "of" {
		switch p.word(j + 1) {
		case "quarter":
			q = 4
		case "half":
			q = 2
		}
	}
	if q == 0 {
		return hit{}, false
	}
	switch p.word(j + 1) {
	case "quarter":
		return p.quarterOf(hit{}, j+2, (q-1)*3, 3)
	case "half":
		if q > 2 || p.word(j+2) != "of" {
			return hit{}, false
		}
		return p.quarterOf(hit{}, j+2, (q-1)*6, 6)
	}
	return hit{}, false
}

// quarterOf adds the year to n months from month m on (0 for January): "of 2016", "2016", "of last year",
// or none: then it is the last such quarter that has begun.
func (p *parser) quarterOf(h hit, i, m, n int) (hit, bool) {
	h.end = i
	j := i
	if p.word(j) == "of" || p.is(j, ",") {
		j++
	}
	if p.word(j) == "the" {
		j++
	}
	y, end := p.year(j)
	if y > 0 {
		h.end = end
	} else if r, ok := p.thatUnit(j); ok && r.prec == nlp.Year {
		h.end = r.end
		if r.from == none {
			return h.interval(none, none, nlp.Quarter), true
		}
		y, _, _ = r.from.date()
	} else if p.word(i) == "of" || n != 3 {
		return hit{}, false
	} else if p.today != none {
		var tm int
		y, tm, _ = p.today.date()
		if m > tm-1 {
			y--
		}
	} else {
		return h.interval(none, none, nlp.Quarter), true
	}
	from, to := months(y*12+m, n)
	return h.interval(from, to, nlp.Quarter), true
}
