package date

import "kg/nlp"

// weekday reads "Friday", "last Friday", "Friday night", "Monday of last week".
func (p *parser) weekday(i int) (hit, bool) {
	j, which := i, ""
	switch p.word(i) {
	case "last", "next", "this", "past", "coming", "previous":
		which = p.word(i)
		j++
	}
	wd, ok := weekdays[p.word(j)]
	if !ok || !p.atoms[j].upper || namedDay[p.word(j-1)] && which == "" {
		return hit{}, false
	}
	if a := j + 1; a < len(p.atoms) && p.atoms[a].kind == letters && p.atoms[a].upper && p.atoms[a].Len() > 1 &&
		p.atoms[j].End+1 == p.atoms[a].Start && weekdays[p.word(a)] == 0 && p.word(a) != "monday" &&
		!p.allCaps(j) && p.word(j-1) != "on" && j > 0 && !p.is(j-1, ",") && which == "" && p.atoms[j-1].upper {
		return hit{}, false // "the Sunday Times", "Taking Back Sunday Tour"
	}
	if p.word(j+1) == "times" && p.atoms[j+1].upper {
		return hit{}, false
	}
	h := hit{end: j + 1, implicit: true}
	if partOfDay[p.word(h.end)] {
		h.end++
	}
	if p.today == none {
		if k := p.ofWeek(h.end); k > 0 {
			h.end = k
		}
		return h.interval(none, none, nlp.Day), true
	}
	if k := p.ofWeek(h.end); k > 0 {
		if w, ok := p.thatUnit(p.skipOf(h.end)); ok && w.prec == nlp.Week && w.from != none {
			d := w.from.plus(wd)
			h.end = k
			return h.interval(d, d, nlp.Day), true
		}
	}
	back := (p.today.weekday() - wd + 7) % 7
	forth := (7 - back) % 7
	n := -back
	switch which {
	case "last", "past", "previous":
		if back == 0 {
			n = -7
		}
	case "next", "coming":
		n = forth
		if n == 0 {
			n = 7
		}
	case "this":
		n = forth
		if p.direction(i, h.end) < 0 {
			n = -back
		}
	default:
		if p.direction(i, h.end) > 0 {
			n = forth
		}
	}
	d := p.today.plus(n)
	return h.interval(d, d, nlp.Day), true
}

func (p *parser) skipOf(i int) int {
	if p.word(i) == "of" {
		return i + 1
	}
	return i
}

// ofWeek returns the end of "of last week" or "last week" at i, or 0.
func (p *parser) ofWeek(i int) int {
	j := p.skipOf(i)
	switch p.word(j) {
	case "last", "next", "this":
		if p.word(j+1) == "week" {
			return j + 2
		}
	}
	return 0
}

func (p *parser) allCaps(i int) bool {
	a := p.atoms[i]
	for _, c := range []byte(p.doc.Text[a.Start:a.End]) {
		if 'a' <= c && c <= 'z' {
			return false
		}
	}
	return true
}

// deictic reads "yesterday", "today", "tomorrow", "last night", "this morning", "the day before yesterday".
func (p *parser) deictic(i int) (hit, bool) {
	j, n := i, 0
	switch p.word(i) {
	case "the":
		if p.word(i+1) != "day" {
			return hit{}, false
		}
		switch {
		case p.word(i+2) == "before" && p.word(i+3) == "yesterday":
			j, n = i+4, -2
		case p.word(i+2) == "after" && p.word(i+3) == "tomorrow":
			j, n = i+4, 2
		default:
			return hit{}, false
		}
	case "yesterday":
		j, n = i+1, -1
	case "today", "tonight":
		j, n = i+1, 0
	case "tomorrow":
		j, n = i+1, 1
	case "last":
		if p.word(i+1) != "night" {
			return hit{}, false
		}
		j, n = i+2, -1
	case "this":
		if w := p.word(i + 1); w != "morning" && w != "afternoon" && w != "evening" {
			return hit{}, false
		}
		j, n = i+2, 0
	default:
		return hit{}, false
	}
	if (n != 0 || p.word(i) == "today") && partOfDay[p.word(j)] {
		j++
	}
	d := p.today.plus(n)
	return hit{end: j}.interval(d, d, nlp.Day), true
}

// unitSteps holds how many units from the present one a word goes.
var unitSteps = map[string]int{"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}

// thatUnit reads "last week", "this year", "next month", "last weekend", "last September", "last summer".
func (p *parser) thatUnit(i int) (hit, bool) {
	step, ok := unitSteps[p.word(i)]
	if !ok {
		return hit{}, false
	}
	prev := p.word(i - 1)
	w := p.word(i + 1)
	h := hit{end: i + 2, modifier: p.possessive(i + 2)}
	if prec := units[w]; prec != "" && w[len(w)-1] != 's' {
		if prec == nlp.Day {
			return hit{}, false
		}
		if prev == "the" && step == 1 && p.word(i) == "next" {
			return hit{}, false // "the next week" counts from what was told before
		}
		if prev == "the" && step != 0 { // "the past year" ends today
			h.from, h.to = p.today.shift(prec, step), p.today
			if step > 0 {
				h.from, h.to = h.to, h.from
			}
			h.prec = prec
			return h, true
		}
		from, to := p.today.unit(prec, step)
		return h.interval(from, to, prec), true
	}
	switch {
	case w == "weekend":
		return p.weekend(h, step)
	case seasons[w] > 0:
		return p.season(h, seasons[w], step)
	}
	m, ok := monthNames[w]
	if !ok || !p.atoms[i+1].upper || p.word(i) == "current" {
		return hit{}, false
	}
	h.implicit = true
	if p.today == none {
		return h.interval(none, none, nlp.Month), true
	}
	y, tm, _ := p.today.date()
	switch {
	case step < 0 && m >= tm:
		y--
	case step > 0 && m <= tm:
		y++
	}
	from, to := months(y*12+m-1, 1)
	return h.interval(from, to, nlp.Month), true
}

// weekend is Saturday and Sunday: "last weekend" the one before today, "this weekend" that of this week.
func (p *parser) weekend(h hit, step int) (hit, bool) {
	if p.today == none {
		return h.interval(none, none, nlp.Day), true
	}
	monday := p.today.plus(-p.today.weekday())
	if step == 0 && p.today.weekday() < 2 && p.direction(h.end-2, h.end) < 0 {
		step = -1 // on a Monday, "this weekend" with a past verb is the one just over
	}
	sat := monday.plus(5 + 7*step)
	return h.interval(sat, sat.plus(1), nlp.Day), true
}

func (p *parser) season(h hit, m, step int) (hit, bool) {
	if p.today == none {
		return h.interval(none, none, nlp.Quarter), true
	}
	y, tm, _ := p.today.date()
	if m == 12 && tm < 3 {
		y-- // the winter that we are in
	}
	begun := m <= tm || m == 12 && tm < 3
	over := begun && !(m == 12 && (tm < 3 || tm == 12)) && tm >= m+3
	switch {
	case step < 0 && !over:
		y--
	case step > 0 && begun:
		y++
	}
	from, to := months(y*12+m-1, 3)
	return h.interval(from, to, nlp.Quarter), true
}

// lastUnits reads "the past two weeks", "the last five years", "the next three months", "recent days".
func (p *parser) lastUnits(i int) (hit, bool) {
	j := i
	switch p.word(j) {
	case "the", "these":
		j++
	}
	step, ok := unitSteps[p.word(j)]
	if p.word(j) == "recent" {
		step, ok = -1, true
		j--
	}
	if !ok || step == 0 {
		return hit{}, false
	}
	n, k, vague, ok := p.number(j + 1)
	if !ok || !vague && n == 1 && p.word(j+1) == "a" {
		return hit{}, false
	}
	prec := units[p.word(k)]
	if prec == "" {
		return hit{}, false
	}
	h := hit{end: k + 1, prec: prec}
	if vague {
		if step < 0 {
			return h.interval(none, p.today, prec), true
		}
		return h.interval(p.today, none, prec), true
	}
	if step < 0 {
		return h.interval(p.today.shift(prec, -n), p.today, prec), true
	}
	return h.interval(p.today, p.today.shift(prec, n), prec), true
}

// ago reads "two weeks ago", "a year ago", "three days from now", "a few years ago".
func (p *parser) ago(i int) (hit, bool) {
	n, j, vague, ok := p.number(i)
	if !ok {
		return hit{}, false
	}
	for p.word(j) == "more" || p.word(j) == "full" || p.word(j) == "long" {
		j++
	}
	prec := units[p.word(j)]
	if prec == "" {
		return hit{}, false
	}
	h := hit{end: j + 2, prec: prec}
	sign := 0
	anchor := p.today
	switch p.word(j + 1) {
	case "ago":
		sign = -1
	case "from":
		if w := p.word(j + 2); w != "now" && w != "today" {
			return hit{}, false
		}
		h.end = j + 3
		sign = 1
	case "later", "earlier":
		sign = 1
		if p.word(j+1) == "earlier" {
			sign = -1
		}
		if p.word(j+2) == "than" || p.word(j+2) == "this" {
			return hit{}, false
		}
		anchor = p.anchor()
	default:
		return hit{}, false
	}
	if vague {
		if sign < 0 && anchor == p.today {
			return h.interval(none, anchor, prec), true
		}
		return h.interval(none, none, prec), true
	}
	if n > 4000 {
		return h.interval(none, none, prec), true
	}
	if prec == nlp.Decade { // ten years around it
		mid := anchor.shift(nlp.Year, sign*10*n)
		a, _ := mid.unit(nlp.Year, -5)
		_, b := mid.unit(nlp.Year, 4)
		return h.interval(a, b, prec), true
	}
	from, to := anchor.shift(prec, sign*n).unit(prec, 0)
	return h.interval(from, to, prec), true
}

// anchor is the time named last, if near enough, else none.
func (p *parser) anchor() day {
	if p.last == none || p.sent-p.lastSent > 2 {
		return none
	}
	return p.last
}

// following reads "the next day", "the following week", "the previous year", "the day before", which count
// from the time named last.
func (p *parser) following(i int) (hit, bool) {
	if p.word(i) != "the" {
		return hit{}, false
	}
	step := 0
	switch p.word(i + 1) {
	case "next", "following":
		step = 1
	case "previous", "preceding":
		step = -1
	case "same":
		step = 0
	case "day":
		switch p.word(i + 2) {
		case "before":
			step = -1
		case "after":
			step = 1
		default:
			return hit{}, false
		}
		switch p.word(i + 3) { // "the day before the blast"
		case "the", "a", "an", "his", "her", "its", "their", "this", "that":
			return hit{}, false
		}
		d := p.anchor().plus(step)
		return hit{end: i + 3}.interval(d, d, nlp.Day), true
	default:
		return hit{}, false
	}
	prec := units[p.word(i+2)]
	if prec == "" || p.word(i + 2)[len(p.word(i+2))-1] == 's' {
		return hit{}, false
	}
	from, to := p.anchor().unit(prec, step)
	return hit{end: i + 3}.interval(from, to, prec), true
}

// bareMonth reads "September" alone. The months that are names or verbs too need a word before them that
// only a month follows.
func (p *parser) bareMonth(i int) (hit, bool) {
	w := p.word(i)
	m, ok := monthNames[w]
	if !ok || !p.atoms[i].upper {
		return hit{}, false
	}
	led := false
	switch p.word(i - 1) {
	case "in", "since", "until", "till", "early", "late", "mid", "during", "through", "by", "of", "from", "after", "before", "throughout", "between", "to", "and":
		led = true
	case "for":
		led = !nameLike[w]
	}
	if p.dash(i-1) && p.word(i-2) == "mid" {
		led = true
	}
	if nameLike[w] {
		if !led {
			return hit{}, false
		}
		switch p.word(i - 1) { // "by April", "from August" may well be persons
		case "by", "of", "from", "after", "before", "to", "and", "between":
			if a := i + 1; a < len(p.atoms) && (p.atoms[a].upper || p.possessive(a)) {
				return hit{}, false
			}
			if (p.word(i-1) == "and" || p.word(i-1) == "to") && monthNames[p.word(i-2)] == 0 {
				return hit{}, false
			}
		}
		if p.doc.Has&nlp.Tags != 0 {
			if t := p.token(i); t >= 0 && p.doc.Tokens[t].UPOS != "PROPN" && p.doc.Tokens[t].UPOS != "NOUN" {
				return hit{}, false
			}
		}
	} else if a := i + 1; !led && a < len(p.atoms) && p.atoms[a].upper && p.atoms[a].kind == letters {
		return hit{}, false
	}
	h := hit{end: i + 1, implicit: true, modifier: p.possessive(i + 1)}
	if p.today == none {
		return h.interval(none, none, nlp.Month), true
	}
	y, tm, _ := p.today.date()
	if p.direction(i, i+1) > 0 {
		if m < tm {
			y++
		}
	} else if m > tm {
		y--
	}
	from, to := months(y*12+m-1, 1)
	return h.interval(from, to, nlp.Month), true
}
