package article

import (
	"regexp"
	"strings"
	"time"
)

// layouts are the ways of writing the day of publication that parseDate knows. A day given by numbers alone is only
// read with the year first: 04/05/2016 is two days.
var layouts = []string{
	"2006-01-02", "2006-1-2", "2006/01/02", "20060102", "2006.01.02",
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
	"2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04", "20060102T150405Z",
	"January 2, 2006", "January 2 2006", "Jan 2, 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006", "2 January, 2006", "2-Jan-2006",
	"2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04", "January 2, 2006 15:04", "January 2, 2006 3:04 PM",
	"Jan 2, 2006 3:04 PM", "Jan 2, 2006 15:04",
	"Jan 2 15:04:05 2006", "Jan 2 15:04:05 MST 2006", "Jan 2 15:04:05 -0700 2006",
}

var (
	weekday = regexp.MustCompile(`(?i)^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\.?,?\s+`)
	ordinal = regexp.MustCompile(`\b(\d{1,2})(st|nd|rd|th)\b`)
	dotted  = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.`)
)

// parseDate reads the day that s names, whatever the hour and zone beside it, as "2006-01-02".
func parseDate(s string) (string, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < 6 || len(s) > 48 {
		return "", false
	}
	s = weekday.ReplaceAllString(s, "")
	s = ordinal.ReplaceAllString(s, "$1")
	s = dotted.ReplaceAllString(s, "$1")
	s = strings.Replace(s, "Sept ", "Sep ", 1)
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil && t.Year() >= 1000 {
			return t.Format("2006-01-02"), true
		}
	}
	return "", false
}

// placed is a dateline with a full date: a place in capitals, the day, perhaps an agency, and a dash or hyphen.
var placed = regexp.MustCompile(`^\p{Lu}{2}[\p{Lu}.' ,/-]{0,40}, ([^—–()]{8,24}?)( ?\([^()]{2,30}\))?( ?[—–]|\s--?\s)`)

// datelineDate is the day that the dateline of a text names, if it has one with a year.
func datelineDate(paragraphs []string) (string, bool) {
	for _, p := range paragraphs[:min(len(paragraphs), 3)] {
		if m := placed.FindStringSubmatch(p); m != nil {
			return parseDate(m[1])
		}
	}
	return "", false
}
