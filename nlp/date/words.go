package date

import "kg/nlp"

var monthNames = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
}

// monthShort holds abbreviations. They count only beside a day or a year: "Jan" and "Mar" are names too.
var monthShort = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
	"nov": 11, "dec": 12,
}

// nameLike holds the months that are words or names of persons too; alone they need a preposition.
var nameLike = map[string]bool{"march": true, "april": true, "may": true, "june": true, "august": true}

var weekdays = map[string]int{
	"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}

// weekdayShort counts only before a date: "Thu, 8 Sep".
var weekdayShort = map[string]int{
	"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}

// namedDay holds words that make a weekday a name: "Good Friday" is not this week's Friday.
var namedDay = map[string]bool{
	"good": true, "black": true, "bloody": true, "ash": true, "super": true, "easter": true, "palm": true,
	"cyber": true, "shrove": true, "whit": true, "maundy": true, "giving": true, "fat": true, "holy": true,
}

var units = map[string]nlp.Precision{
	"day": nlp.Day, "week": nlp.Week, "month": nlp.Month, "quarter": nlp.Quarter, "year": nlp.Year, "decade": nlp.Decade,
	"days": nlp.Day, "weeks": nlp.Week, "months": nlp.Month, "quarters": nlp.Quarter, "years": nlp.Year, "decades": nlp.Decade,
}

// seasons holds the first month of each.
var seasons = map[string]int{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

var partOfDay = map[string]bool{
	"morning": true, "afternoon": true, "evening": true, "night": true, "noon": true, "midnight": true, "lunchtime": true,
}

var smallNumbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
	"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
	"fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}

// vagueNumbers say more than one, but not how many.
var vagueNumbers = map[string]bool{"few": true, "several": true, "some": true, "many": true, "recent": true}

var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}

var decadeNames = map[string]int{
	"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
	"nineties": 90,
}

// number reads a count at atom i: "two", "12", "a couple of", "twenty-one". Vague is set for "a few".
func (p *parser) number(i int) (n, end int, vague, ok bool) {
	if v, _ := p.num(i); v >= 0 {
		return v, i + 1, false, v > 0
	}
	w := p.word(i)
	if w == "a" && vagueNumbers[p.word(i+1)] {
		return 0, i + 2, true, true
	}
	if vagueNumbers[w] {
		return 0, i + 1, true, true
	}
	if w == "a" && p.word(i+1) == "couple" {
		if p.word(i+2) == "of" {
			return 2, i + 3, false, true
		}
		return 2, i + 2, false, true
	}
	n, ok = smallNumbers[w]
	if !ok {
		return 0, i, false, false
	}
	end = i + 1
	if n >= 20 && n <= 90 {
		j := end
		if p.dash(j) {
			j++
		}
		if m := smallNumbers[p.word(j)]; m > 0 && m < 10 && p.word(j) != "a" && p.word(j) != "an" {
			return n + m, j + 1, false, true
		}
	}
	if (w == "a" || w == "one") && p.word(end) == "hundred" {
		return 100, end + 1, false, true
	}
	return n, end, false, true
}
