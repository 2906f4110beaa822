package date

import "kg/nlp"

// calendar reads a date that needs no day of publication, or only its year: "2016-09-08",
// "8 September 2016", "Sept. 8", "Thursday, September 8, 2016", "8/9/2016", "September 2016".
func (p *parser) calendar(i int) (hit, bool) {
	if h, ok := p.isoDate(i); ok {
		return h, true
	}
	if h, ok := p.slashDate(i); ok {
		return h, true
	}
	wd, j := p.leadingWeekday(i)
	if h, ok := p.dayMonth(j, wd); ok {
		return h, true
	}
	if h, ok := p.monthDay(j, wd); ok {
		return h, true
	}
	if j > i {
		return hit{}, false
	}
	return p.monthYear(i)
}

// leadingWeekday skips "Thursday," or "Thu" before a date, and returns it, -1 for none.
func (p *parser) leadingWeekday(i int) (wd, end int) {
	w := p.word(i)
	wd, ok := weekdays[w]
	if !ok {
		wd, ok = weekdayShort[w]
	}
	if !ok || !p.atoms[i].upper {
		return -1, i
	}
	j := i + 1
	if p.is(j, ".") {
		j++
	}
	if p.is(j, ",") || p.is(j, "(") {
		j++
	}
	if p.word(j) == "the" {
		j++
	}
	return wd, j
}

// isoDate reads "2016-09-08", also with slashes or dots, and "20160908" not at all.
func (p *parser) isoDate(i int) (hit, bool) {
	y, w := p.num(i)
	if w != 4 || y < 0 || p.glued(i) && (p.is(i-1, "/") || p.is(i-1, ".") || p.is(i-1, "=") || p.dash(i-1)) {
		return hit{}, false // part of an address or a longer number
	}
	sep := i + 1
	if !p.glued(sep) || !(p.dash(sep) || p.is(sep, "/") || p.is(sep, ".")) || !p.is(i+3, p.atoms[sep].lower) {
		return hit{}, false
	}
	m, mw := p.num(i + 2)
	d, dw := p.num(i + 4)
	if mw == 0 || mw > 2 || dw == 0 || dw > 2 || !p.glued(i+2) || !p.glued(i+3) || !p.glued(i+4) {
		return hit{}, false
	}
	dd := ymd(y, m, d)
	if dd == none {
		p.dead = i + 5
		return hit{}, false
	}
	h := hit{end: i + 5}
	if p.word(i+5) == "t" { // a time of day after it, "T10:00:00Z"
		for h.end < len(p.atoms) && p.glued(h.end) && (p.atoms[h.end].kind == digits || p.is(h.end, ":") || p.is(h.end, "t") || p.is(h.end, "z")) {
			h.end++
		}
	}
	return h.interval(dd, dd, nlp.Day), true
}

// slashDate reads "8/9/2016" and "08.09.2016". Where day and month could change places, the reading within
// a month of the day of publication counts; without one, or with two, the date is passed over.
func (p *parser) slashDate(i int) (hit, bool) {
	a, aw := p.num(i)
	b, bw := p.num(i + 2)
	y, yw := p.num(i + 4)
	if aw == 0 || aw > 2 || bw == 0 || bw > 2 || yw != 4 {
		return hit{}, false
	}
	if !(p.is(i+1, "/") || p.is(i+1, ".")) || !p.is(i+3, p.atoms[i+1].lower) {
		return hit{}, false
	}
	if !p.glued(i+1) || !p.glued(i+2) || !p.glued(i+3) || !p.glued(i+4) {
		return hit{}, false
	}
	dm, md := ymd(y, b, a), ymd(y, a, b)
	if p.is(i+1, ".") {
		md = none
	}
	d := dm
	switch {
	case dm == none:
		d = md
	case md != none && md != dm:
		near := func(x day) bool { return p.today != none && x-p.today <= 31 && p.today-x <= 31 }
		switch {
		case near(dm) == near(md):
			return hit{}, false
		case near(md):
			d = md
		}
	}
	if d == none {
		return hit{}, false
	}
	return hit{end: i + 5}.interval(d, d, nlp.Day), true
}

// dayOfMonth reads "8", "8th" or "08".
func (p *parser) dayOfMonth(i int) (d, end int) {
	d, w := p.num(i)
	if w == 0 || w > 2 || d < 1 || d > 31 {
		return 0, i
	}
	end = i + 1
	if s := p.word(end); p.glued(end) && (s == "st" || s == "nd" || s == "rd" || s == "th") {
		end++
	}
	return d, end
}

// month reads "September", "Sept" or "Sept.".
func (p *parser) month(i int) (m, end int) {
	w := p.word(i)
	m, ok := monthNames[w]
	if ok {
		if !p.atoms[i].upper {
			return 0, i
		}
		return m, i + 1
	}
	m, ok = monthShort[w]
	if !ok || !p.atoms[i].upper {
		return 0, i
	}
	if p.is(i+1, ".") && p.glued(i+1) {
		return m, i + 2
	}
	return m, i + 1
}

// year reads a year of four digits between 1000 and 2199.
func (p *parser) year(i int) (y, end int) {
	y, w := p.num(i)
	if w != 4 || y < 1000 || y > 2199 {
		return 0, i
	}
	if p.glued(i + 1) { // "2016th", "2016,5", "2016.5", "2016/17"
		if p.word(i+1) != "" && !p.is(i+1, "s") {
			return 0, i
		}
		if v, _ := p.num(i + 2); v >= 0 && p.glued(i+2) && !p.dash(i+1) {
			return 0, i
		}
	}
	return y, i + 1
}

// commaYear reads a year after a day and month, a comma or "of" between: "2016", "of last year".
func (p *parser) commaYear(i int) (y, end int) {
	j := i
	if p.is(j, ",") || p.word(j) == "of" {
		j++
	}
	if step, ok := unitSteps[p.word(j)]; ok && p.word(j+1) == "year" && p.today != none {
		y, _, _ = p.today.date()
		return y + step, j + 2
	}
	y, end = p.year(j)
	if y == 0 {
		return 0, i
	}
	return y, end
}

// dayRange reads "-10" or "to 10" after a day of the month.
func (p *parser) dayRange(i int) (d, end int) {
	if !p.dash(i) && p.word(i) != "to" && p.word(i) != "and" && !p.is(i, "/") {
		return 0, i
	}
	return p.dayOfMonth(i + 1)
}

// dayMonth reads "8 September 2016", "8-10 September", "8th of September".
func (p *parser) dayMonth(i, wd int) (hit, bool) {
	d, j := p.dayOfMonth(i)
	if d == 0 || p.glued(i) && (p.is(i-1, ".") || p.is(i-1, ",") || p.is(i-1, ":")) {
		return hit{}, false
	}
	d2 := d
	if e, k := p.dayRange(j); e > d {
		if m, _ := p.month(k); m > 0 {
			d2, j = e, k
		}
	}
	if p.word(j) == "of" || p.dash(j) && p.glued(j) {
		j++
	}
	m, j := p.month(j)
	if m == 0 {
		return hit{}, false
	}
	if p.dash(j) && p.glued(j) {
		if y, end := p.year(j + 1); y > 0 {
			return p.dayOf(hit{end: end}, y, m, d, d2)
		}
	}
	if y, end := p.commaYear(j); y > 0 {
		return p.dayOf(hit{end: end}, y, m, d, d2)
	}
	return p.yearless(hit{end: j}, i, m, d, d2, wd)
}

// monthDay reads "September 8, 2016", "Sept. 8-10" and "September the 8th".
func (p *parser) monthDay(i, wd int) (hit, bool) {
	m, j := p.month(i)
	if m == 0 {
		return hit{}, false
	}
	if p.word(j) == "the" {
		j++
	}
	d, j := p.dayOfMonth(j)
	if d == 0 {
		return hit{}, false
	}
	// "March 8,000 people" and "May 10% of them" and "In May 12 soldiers"
	if p.glued(j) {
		if v, _ := p.num(j + 1); v >= 0 && p.glued(j+1) && (p.is(j, ",") || p.is(j, ".") || p.is(j, ":") || p.is(j, "/")) {
			return hit{}, false
		}
	}
	if p.is(j, "%") || p.word(j) == "percent" || p.plural(j) {
		return hit{}, false
	}
	d2 := d
	if e, k := p.dayRange(j); e > d && p.word(j) != "and" {
		d2, j = e, k
	}
	if y, end := p.commaYear(j); y > 0 {
		return p.dayOf(hit{end: end}, y, m, d, d2)
	}
	return p.yearless(hit{end: j}, i, m, d, d2, wd)
}

// plural reports whether atom i is a lower-case noun in the plural: what a number before it counts.
func (p *parser) plural(i int) bool {
	w := p.word(i)
	if w == "" || p.atoms[i].upper {
		return false
	}
	switch w {
	case "people", "men", "women", "children", "percent", "per", "million", "billion", "thousand", "km", "euros", "police":
		return true
	case "as", "is", "was", "has", "this", "its", "his", "plus", "versus", "across", "less", "thus", "towards", "unless", "always", "perhaps", "s":
		return false
	}
	if p.doc.Has&nlp.Tags != 0 {
		if t := p.token(i); t >= 0 {
			return p.doc.Tokens[t].XPOS == "NNS"
		}
	}
	return len(w) > 3 && w[len(w)-1] == 's' && w[len(w)-2] != 's'
}

// token is the index of the token that holds the start of atom i, or -1.
func (p *parser) token(i int) int {
	at, lo, hi := p.atoms[i].Start, p.first, len(p.doc.Tokens)
	for lo < hi {
		mid := (lo + hi) / 2
		if p.doc.Tokens[mid].End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(p.doc.Tokens) || p.doc.Tokens[lo].Start > at {
		return -1
	}
	return lo
}

func (p *parser) dayOf(h hit, y, m, d, d2 int) (hit, bool) {
	from, to := ymd(y, m, d), ymd(y, m, d2)
	if from == none || to == none {
		p.dead = h.end
		return hit{}, false
	}
	return h.interval(from, to, nlp.Day), true
}

// yearless finds the year of a day: the one in which it falls on weekday wd (-1 for unknown), else the
// nearest in the direction the words around atom i give.
func (p *parser) yearless(h hit, i, m, d, d2, wd int) (hit, bool) {
	if d > daysIn(2000, m) || d2 > daysIn(2000, m) {
		p.dead = h.end
		return hit{}, false
	}
	h.implicit = true
	if p.today == none {
		return h.interval(none, none, nlp.Day), true
	}
	y, _, _ := p.today.date()
	dir := p.direction(i, h.end)
	best, bestCost := none, 0
	for c := y - 8; c <= y+8; c++ { // 29 February comes every eight years at worst
		x := ymd(c, m, d)
		if x == none {
			continue
		}
		cost := int(x - p.today)
		if cost < 0 {
			cost = -cost
		}
		if dir < 0 && x > p.today+1 || dir > 0 && x < p.today {
			cost += 300
		}
		if wd >= 0 && x.weekday() != wd {
			cost += 1200
		}
		if best == none || cost < bestCost {
			best, bestCost = x, cost
		}
	}
	if best == none {
		return hit{}, false
	}
	return h.interval(best, best+day(d2-d), nlp.Day), true
}

// monthYear reads "September 2016", "September, 2016" and "Sept. 2016".
func (p *parser) monthYear(i int) (hit, bool) {
	m, j := p.month(i)
	if m == 0 {
		return hit{}, false
	}
	y, end := p.commaYear(j)
	if y == 0 {
		if p.apostrophe(j) && p.glued(j+1) {
			if v, w := p.num(j + 1); w == 2 && v >= 0 { // "September '16"
				y, end = 2000+v, j+2
				if v > 60 {
					y -= 100
				}
			}
		}
		if y == 0 {
			return hit{}, false
		}
	}
	if p.plural(end) && p.word(i-1) != "in" {
		return hit{}, false
	}
	from, to := months(y*12+m-1, 1)
	return hit{end: end}.interval(from, to, nlp.Month), true
}
