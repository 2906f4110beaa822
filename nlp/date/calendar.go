package date

import (
	"time"

	"kg/nlp"
)

// A day counts from 1970-01-01, in the Gregorian calendar.
type day int

// none is no day: an open or unknown end.
const none day = -1 << 31

// ymd is the day y-m-d, or none where the calendar has no such day or y has not one to four digits.
func ymd(y, m, d int) day {
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return none
	}
	return day(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// The days from 0001-01-01 to 9999-12-31.
var (
	firstDay = day(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	lastDay  = day(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).Unix() / 86400)
)

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func (d day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d day) date() (y, m, dd int) {
	yy, mm, dd := d.time().Date()
	return yy, int(mm), dd
}

// weekday is 0 for Monday to 6 for Sunday.
func (d day) weekday() int { return (int(d.time().Weekday()) + 6) % 7 }

// plus is d and n days; none where that leaves the calendar.
func (d day) plus(n int) day {
	if d == none || d+day(n) < firstDay || d+day(n) > lastDay {
		return none
	}
	return d + day(n)
}

// iso is d as "2006-01-02", or empty.
func (d day) iso() string {
	if d < firstDay || d > lastDay {
		return ""
	}
	return d.time().Format("2006-01-02")
}

// parseISO reads "2006-01-02", with anything after it from a "T" or a space on left out.
func parseISO(s string) day {
	if len(s) > 10 && (s[10] == 'T' || s[10] == ' ') {
		s = s[:10]
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return none
	}
	y, m, d := t.Date()
	return ymd(y, int(m), d)
}

// unit returns the first and last day of the unit of the calendar that lies n units after the one of d.
// Any of none, an unknown unit and a result outside the calendar gives none, none.
func (d day) unit(prec nlp.Precision, n int) (from, to day) {
	if d == none {
		return none, none
	}
	y, m, _ := d.date()
	switch prec {
	case nlp.Day:
		from = d.plus(n)
		to = from
	case nlp.Week:
		from = d.plus(7*n - d.weekday())
		to = from.plus(6)
	case nlp.Month:
		from, to = months(y*12+m-1+n, 1)
	case nlp.Quarter:
		from, to = months(y*12+(m-1)/3*3+3*n, 3)
	case nlp.Year:
		from, to = months((y+n)*12, 12)
	case nlp.Decade:
		from, to = months((y/10+n)*120, 120)
	default:
		return none, none
	}
	if from == none || to == none {
		return none, none
	}
	return from, to
}

// months returns the first and last day of the n months from month i on, counted from the year 0.
func months(i, n int) (from, to day) {
	if i < 12 || (i+n-1)/12 > 9999 {
		return none, none
	}
	j := i + n - 1
	return ymd(i/12, i%12+1, 1), ymd(j/12, j%12+1, daysIn(j/12, j%12+1))
}

// shift is d moved by n units; the last day of a month stands for a day that the month has not.
func (d day) shift(prec nlp.Precision, n int) day {
	if d == none {
		return none
	}
	y, m, dd := d.date()
	switch prec {
	case nlp.Day:
		return d.plus(n)
	case nlp.Week:
		return d.plus(7 * n)
	case nlp.Quarter:
		n *= 3
	case nlp.Year:
		n *= 12
	case nlp.Decade:
		n *= 120
	}
	i := y*12 + m - 1 + n
	if i < 12 || i/12 > 9999 {
		return none
	}
	return ymd(i/12, i%12+1, min(dd, daysIn(i/12, i%12+1)))
}
