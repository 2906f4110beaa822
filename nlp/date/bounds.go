package date

import "kg/nlp"

// time reads the longest time that begins at atom i.
func (p *parser) time(i int) (hit, bool) {
	if p.atoms[i].kind == mark && !p.apostrophe(i) {
		return hit{}, false
	}
	if h, ok := p.open(i); ok {
		return h, true
	}
	if h, ok := p.between(i); ok {
		return h, true
	}
	h, ok := p.modified(i)
	if !ok {
		return h, false
	}
	if r, ok := p.spanYears(h); ok {
		return r, true
	}
	return h, true
}

// open reads a time with one end: "since 2011", "until Friday", "by next month", "before 8 September", "after
// 2014".
func (p *parser) open(i int) (hit, bool) {
	w := p.word(i)
	switch w {
	case "since", "until", "till", "by", "before", "after":
	default:
		return hit{}, false
	}
	j := i + 1
	if p.word(j) == "at" && p.word(j+1) == "least" {
		j += 2
	}
	h, ok := p.modified(j)
	if !ok {
		return hit{}, false
	}
	if (h.modifier || p.possessive(h.end)) && w != "since" || p.ordinaryAfter(h.end) && h.prec == nlp.Day {
		return hit{}, false // "before Friday's vote" is not before Friday
	}
	if h.from == none && h.to == none {
		return h, true
	}
	switch w {
	case "since":
		h.to = none
	case "until", "till", "by":
		h.from = none
	case "before":
		h.from, h.to = none, h.from.plus(-1)
	case "after":
		h.from, h.to = h.to.plus(1), none
	}
	return h, h.from != none || h.to != none
}

// ordinaryAfter reports whether a lower-case noun that a date modifies comes next: "the Friday attack". Only
// tags can tell.
func (p *parser) ordinaryAfter(i int) bool {
	if p.doc.Has&nlp.Tags == 0 || i >= len(p.atoms) || p.atoms[i].kind != letters {
		return false
	}
	t := p.token(i)
	return t >= 0 && p.doc.Tokens[t].UPOS == "NOUN"
}

// between reads "from 2011 to 2016", "between March and May 2012", "from Monday until Friday".
func (p *parser) between(i int) (hit, bool) {
	w := p.word(i)
	if w != "from" && w != "between" {
		return hit{}, false
	}
	a, ok := p.modified(i + 1)
	if !ok || a.modifier {
		return hit{}, false
	}
	j := a.end
	switch s := p.word(j); {
	case w == "between" && s == "and", w == "from" && (s == "to" || s == "until" || s == "till" || s == "through"):
	default:
		return hit{}, false
	}
	b, ok := p.modified(j + 1)
	if !ok || b.modifier {
		return hit{}, false
	}
	return p.join(a, b)
}

// join makes one interval of two times. The year of the second holds for the first where that has none:
// "from March to May 2012".
func (p *parser) join(a, b hit) (hit, bool) {
	if a.implicit && !b.implicit && a.from != none && b.from != none {
		y, _, _ := b.from.date()
		ay, am, ad := a.from.date()
		_, bm, _ := b.from.date()
		if am > bm {
			y--
		}
		if a.prec == nlp.Month {
			a.from, _ = months(y*12+am-1, 1)
		} else if a.prec == nlp.Day && ay != y && b.prec == nlp.Day {
			a.from = ymd(y, am, ad)
		}
	}
	if a.implicit && b.implicit && a.from != none && b.to != none && a.from > b.to {
		if a.prec == nlp.Day && b.prec == nlp.Day && a.from-b.to <= 7 {
			a.from = a.from.plus(-7)
		} else {
			a.from = a.from.shift(nlp.Year, -1)
		}
	}
	if a.from != none && b.to != none && a.from > b.to {
		return hit{}, false
	}
	h := hit{end: b.end, from: a.from, to: b.to, prec: coarser(a.prec, b.prec)}
	return h, true
}

var precisionRank = map[nlp.Precision]int{nlp.Day: 0, nlp.Week: 1, nlp.Month: 2, nlp.Quarter: 3, nlp.Year: 4, nlp.Decade: 5}

func coarser(a, b nlp.Precision) nlp.Precision {
	if precisionRank[a] > precisionRank[b] {
		return a
	}
	return b
}

// spanYears reads the rest of "2011-2016", "2011–16" after the year h.
func (p *parser) spanYears(h hit) (hit, bool) {
	if h.prec != nlp.Year || h.from == none || !p.dash(h.end) || h.modifier {
		return hit{}, false
	}
	y, _, _ := h.from.date()
	if v, w := p.num(h.end + 1); w == 2 && v > y%100 && p.glued(h.end+1) {
		_, to := months((y/100*100+v)*12, 12)
		return hit{end: h.end + 2}.interval(h.from, to, nlp.Year), true
	}
	z, end := p.year(h.end + 1)
	if z <= y {
		return hit{}, false
	}
	_, to := months(z*12, 12)
	return hit{end: end}.interval(h.from, to, nlp.Year), true
}

// modified reads a time with what narrows it: "early last year", "late 2015", "mid-2011", "the end of the
// month", "earlier this week", "later on Friday".
func (p *parser) modified(i int) (hit, bool) {
	j := i
	if p.word(j) == "the" {
		j++
	}
	switch w := p.word(j); w {
	case "early", "late", "mid":
		k := j + 1
		if p.dash(k) {
			k++
		}
		for p.word(k) == "in" || p.word(k) == "on" {
			k++
		}
		if h, ok := p.simple(k); ok {
			return third(h, w), true
		}
	case "earlier", "later":
		k := j + 1
		if p.word(k) == "in" || p.word(k) == "on" {
			k++
		}
		h, ok := p.simple(k)
		if !ok {
			return hit{}, false
		}
		if p.word(k) == "this" && p.today != none && h.from != none {
			if w == "earlier" {
				h.to = p.today
			} else {
				h.from = p.today
			}
		}
		return h, true
	case "beginning", "start", "end", "middle", "middle-":
		if p.word(j+1) != "of" {
			break
		}
		k := j + 2
		h, ok := p.simple(k)
		if !ok && p.word(k) == "the" {
			if h, ok = p.simple(k + 1); !ok {
				if prec := units[p.word(k+1)]; prec != "" && prec != nlp.Day {
					from, to := p.today.unit(prec, 0)
					h, ok = hit{end: k + 2}.interval(from, to, prec), true
				}
			}
		}
		if !ok {
			break
		}
		return quarterOfUnit(h, w), true
	}
	return p.simple(i)
}

// third narrows h to its first, middle or last third, and leaves days as they are.
func third(h hit, which string) hit {
	n := int(h.to - h.from + 1)
	if h.from == none || h.to == none || n < 6 {
		return h
	}
	if m := wholeMonths(h); m > 0 && m%3 == 0 {
		a := firstMonth(h.from)
		switch which {
		case "early":
			_, h.to = months(a, m/3)
		case "mid":
			h.from, h.to = months(a+m/3, m/3)
		case "late":
			h.from, _ = months(a+m-m/3, m/3)
		}
		return h
	}
	switch which {
	case "early":
		h.to = h.from.plus(n/3 - 1)
	case "mid":
		h.from, h.to = h.from.plus(n/3), h.to.plus(-n/3)
	case "late":
		h.from = h.to.plus(1 - n/3)
	}
	return h
}

// quarterOfUnit narrows h to its first or last quarter, or the half in the middle.
func quarterOfUnit(h hit, which string) hit {
	n := int(h.to - h.from + 1)
	if h.from == none || h.to == none || n < 6 {
		return h
	}
	if m := wholeMonths(h); m > 0 && m%4 == 0 {
		a := firstMonth(h.from)
		switch which {
		case "beginning", "start":
			_, h.to = months(a, m/4)
		case "end":
			h.from, _ = months(a+m-m/4, m/4)
		default:
			h.from, h.to = months(a+m/4, m/2)
		}
		return h
	}
	switch which {
	case "beginning", "start":
		h.to = h.from.plus(n/4 - 1)
	case "end":
		h.from = h.to.plus(1 - n/4)
	default:
		h.from, h.to = h.from.plus(n/4), h.to.plus(-n/4)
	}
	return h
}

func firstMonth(d day) int {
	y, m, _ := d.date()
	return y*12 + m - 1
}

// wholeMonths is the number of months of h, 0 where it is not whole months.
func wholeMonths(h hit) int {
	_, _, d := h.from.date()
	next := h.to.plus(1)
	if next == none || d != 1 {
		return 0
	}
	if _, _, e := next.date(); e != 1 {
		return 0
	}
	return firstMonth(next) - firstMonth(h.from)
}

// simple reads a time without bounds.
func (p *parser) simple(i int) (hit, bool) {
	if i < p.dead || i >= len(p.atoms) || p.atoms[i].kind == mark && !p.apostrophe(i) {
		return hit{}, false
	}
	if h, ok := p.calendar(i); ok {
		return h, true
	}
	if i < p.dead {
		return hit{}, false
	}
	for _, rule := range []func(*parser, int) (hit, bool){
		(*parser).deictic, (*parser).weekday, (*parser).lastUnits, (*parser).following, (*parser).partOfYear,
		(*parser).thatUnit, (*parser).ago, (*parser).decade, (*parser).bareMonth, (*parser).bareYear,
	} {
		if h, ok := rule(p, i); ok {
			return h, true
		}
	}
	if p.word(i) == "the" {
		return p.articled(i)
	}
	return hit{}, false
}

// articled reads "the past year", "the 2016" and "the year 2000" after the article.
func (p *parser) articled(i int) (hit, bool) {
	if p.word(i+1) == "year" {
		if h, ok := p.bareYear(i + 2); ok {
			return h, true
		}
	}
	if h, ok := p.thatUnit(i + 1); ok {
		return h, true
	}
	if h, ok := p.dayMonth(i+1, -1); ok {
		return h, true
	}
	if h, ok := p.bareYear(i + 1); ok {
		h.modifier = true
		return h, true
	}
	return hit{}, false
}
