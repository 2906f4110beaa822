// Package date finds the phrases of a text that say when, and resolves them to days.
//
// The stage needs tokens and sentences and adds Times. Tags, where there are any, settle whether "May" or
// "March" is a month. A time has the interval of days it covers, both ends included, and the unit it was
// given in: "last year" seen from 8 September 2016 is 2015-01-01 to 2015-12-31, precision year.
//
// What is relative is resolved against Doc.Date:
//
//   - A weekday is the nearest one on or before that day, as news is written; where the words around it
//     look ahead ("will", "scheduled", "next"), the nearest on or after it.
//   - A day or month without a year is the nearest one, to the past or the future as the words around it
//     say; a month with nothing around it is a past one.
//   - A week runs from Monday to Sunday. "early", "mid" and "late" take a third of the unit, "the beginning"
//     and "the end" a quarter of it.
//   - "the next day" and "two weeks later" count from the time named last, if that was in the same sentence
//     or one of the two before.
//   - "since", "after", "until", "by" and "before" open one end, which is then empty.
//   - Seasons are those of the northern half, in whole months.
//
// Where Doc.Date is empty or no date, a full date at the head of the text (a dateline) takes its place; a
// relative time that still has nothing to hold on to keeps empty ends. A day that no calendar has, such as
// 30 February, is no time. Durations ("for two years"), times of day, centuries and years before the common
// era are left out. So is 03/04/2016, unless the day of publication is within a month of one of its readings
// and not of the other.
package date

import (
	"strings"

	"kg/nlp"
)

// Stage returns the stage. It may be used by several goroutines at once.
func Stage() nlp.Stage {
	return nlp.Stage{
		Name:  "date",
		Needs: nlp.Tokens | nlp.Sentences,
		Adds:  nlp.Times,
		Run:   Run,
	}
}

// Run finds the times of d and puts them into d.Times, in text order and without overlap. The time it takes
// grows linearly with the text.
func Run(d *nlp.Doc) error {
	d.Times = d.Times[:0]
	today := parseISO(d.Date)
	if today == none {
		today = dateline(d)
	}
	p := parser{doc: d, today: today, last: none}
	for si, s := range d.Sentences {
		p.sentence(si, s)
	}
	return nil
}

// A hit is a time found in atoms [i, end).
type hit struct {
	end      int
	from, to day // none: open, or unknown
	prec     nlp.Precision
	modifier bool // it modifies the noun after it: "the 2016 election", "Friday's vote"
	implicit bool // its year or week was guessed, so a range may carry over the other end's
}

// interval returns h with the days from and to.
func (h hit) interval(from, to day, prec nlp.Precision) hit {
	h.from, h.to, h.prec = from, to, prec
	return h
}

type parser struct {
	doc   *nlp.Doc
	today day
	atoms []atom
	first int // first token of the sentence
	sent  int // index of the sentence
	dead  int // atoms before it belong to a day that no calendar has: nothing among them is a time

	last     day // first day of the time found last
	lastSent int
}

// sentence appends the times of s to the document.
func (p *parser) sentence(si int, s nlp.Sentence) {
	p.atoms = lex(p.atoms[:0], p.doc.Text, s.Span)
	p.first, p.sent, p.dead = s.First, si, 0
	free := s.First // first token that no time has taken
	tok := s.First
	for i := 0; i < len(p.atoms); {
		h, ok := p.time(i)
		if !ok {
			i++
			continue
		}
		if h.end <= i { // a rule that eats nothing would not end
			i++
			continue
		}
		span := nlp.Span{Start: p.atoms[i].Start, End: p.atoms[h.end-1].End}
		i = h.end
		for tok < s.Last && p.doc.Tokens[tok].End <= span.Start {
			tok++
		}
		last := tok
		for last < s.Last && p.doc.Tokens[last].Start < span.End {
			last++
		}
		if last == tok || tok < free || !p.whole(span, tok, last) {
			continue
		}
		if h.from != none && h.to != none && h.from > h.to {
			continue
		}
		t := nlp.Time{First: tok, Last: last, From: h.from.iso(), To: h.to.iso(), Precision: h.prec}
		t.Span = nlp.Span{Start: p.doc.Tokens[tok].Start, End: p.doc.Tokens[last-1].End}
		p.doc.Times = append(p.doc.Times, t)
		free = last
		if h.from != none {
			p.last, p.lastSent = h.from, si
		}
	}
}

// whole reports whether span takes tokens [first,last) up to punctuation, so that a year in the middle of
// an address of a page is no year.
func (p *parser) whole(span nlp.Span, first, last int) bool {
	t, u := p.doc.Tokens[first], p.doc.Tokens[last-1]
	before := p.doc.Text[t.Start:max(t.Start, span.Start)]
	after := p.doc.Text[min(span.End, u.End):u.End]
	after = strings.TrimSuffix(strings.TrimSuffix(after, "'s"), "’s")
	return strings.Trim(before, "'’\"“(-–—") == "" && strings.Trim(after, "'’\"”.,;:)-–—") == ""
}

// dateline returns the full date that opens the text, or none: "Thursday, September 8, 2016" or
// "GENEVA, Sept. 8, 2016 (Agency) -". It must begin within the first ten words.
func dateline(d *nlp.Doc) day {
	for si, s := range d.Sentences {
		if s.First >= 10 {
			break
		}
		p := parser{doc: d, today: none, last: none, first: s.First, sent: si}
		p.atoms = lex(nil, d.Text, nlp.Span{Start: s.Start, End: min(s.End, s.Start+400)})
		for i := 0; i < len(p.atoms) && i < 12; i++ {
			if h, ok := p.calendar(i); ok && h.prec == nlp.Day && h.from != none && h.from == h.to {
				return h.from
			}
		}
	}
	return none
}
