package date

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"kg/nlp"
)

// annotate makes a document of text, its sentences one a line, its tokens runs of letters and digits or
// single marks, and runs the stage.
func annotate(t testing.TB, text, date string) *nlp.Doc {
	t.Helper()
	d := &nlp.Doc{Text: text, Date: date}
	start := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		first := len(d.Tokens)
		for i := 0; i < len(line); {
			r, n := utf8.DecodeRuneInString(line[i:])
			if unicode.IsSpace(r) {
				i += n
				continue
			}
			j := i + n
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				for j < len(line) {
					q, m := utf8.DecodeRuneInString(line[j:])
					if !unicode.IsLetter(q) && !unicode.IsDigit(q) {
						break
					}
					j += m
				}
			}
			d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: start + i, End: start + j}})
			i = j
		}
		if last := len(d.Tokens); last > first {
			d.Sentences = append(d.Sentences, nlp.Sentence{Span: nlp.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End}, First: first, Last: last})
		}
		start += len(line)
	}
	d.Has = nlp.Tokens | nlp.Sentences
	if err := Run(d); err != nil {
		t.Fatal(err)
	}
	d.Has |= nlp.Times
	if err := d.Check(); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

// show writes the times of d as "words=from..to/precision", "; " between.
func show(d *nlp.Doc) string {
	var b strings.Builder
	for i, t := range d.Times {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s=", d.Slice(t.Span))
		if t.From == t.To {
			b.WriteString(t.From)
		} else {
			fmt.Fprintf(&b, "%s..%s", t.From, t.To)
		}
		fmt.Fprintf(&b, "/%s", t.Precision)
	}
	return b.String()
}

// 2016-09-08 was a Thursday.
var tables = map[string][][2]string{
	"2016-09-08": {
		// full dates
		{"It fell on 8 September 2016.", "8 September 2016=2016-09-08/day"},
		{"It fell on September 8, 2016, at night.", "September 8, 2016=2016-09-08/day"},
		{"It fell on the 8th of September, 2016.", "the 8th of September, 2016=2016-09-08/day"},
		{"GENEVA, Sept. 8 (Agency) - Talks began.", "Sept. 8=2016-09-08/day"},
		{"Logged 2016-09-08T10:00 by us.", "2016-09-08T10:00=2016-09-08/day"},
		{"Thursday, September 8, 2016", "Thursday, September 8, 2016=2016-09-08/day"},
		{"Thu, 8 Sep 2016", "Thu, 8 Sep 2016=2016-09-08/day"},
		{"It ran 8-10 September 2016.", "8-10 September 2016=2016-09-08..2016-09-10/day"},
		{"It ran September 8–10, 2016.", "September 8–10, 2016=2016-09-08..2016-09-10/day"},
		{"The 13/9/2016 issue.", "13/9/2016=2016-09-13/day"},
		{"The 9/7/2016 issue.", "9/7/2016=2016-09-07/day"},
		{"The 3/4/2011 issue.", ""},
		// no such day
		{"He came on 30 February 2016.", ""},
		{"He came on February 30, 2016.", ""},
		{"He came on 31 June.", ""},
		{"He came on 29 February 2015.", ""},
		{"He came on 29 February 2016.", "29 February 2016=2016-02-29/day"},
		{"He came on 29 February.", "29 February=2016-02-29/day"},
		// no year
		{"They met on September 5.", "September 5=2016-09-05/day"},
		{"They met on 12 December.", "12 December=2015-12-12/day"},
		{"They will meet on 12 December.", "12 December=2016-12-12/day"},
		{"They will meet on January 3.", "January 3=2017-01-03/day"},
		{"Tuesday, May 3, was wet.", "Tuesday, May 3=2016-05-03/day"},
		{"It was on Sunday, May 3.", "Sunday, May 3=2015-05-03/day"},
		// weekdays: on a Thursday
		{"He spoke on Thursday.", "Thursday=2016-09-08/day"},
		{"He spoke on Friday.", "Friday=2016-09-02/day"},
		{"He said on Wednesday that it will rain.", "Wednesday=2016-09-07/day"},
		{"He will speak on Friday.", "Friday=2016-09-09/day"},
		{"The vote is scheduled for Sunday.", "Sunday=2016-09-11/day"},
		{"On Monday he will fly home.", "Monday=2016-09-12/day"},
		{"On Monday he would have flown home.", "Monday=2016-09-05/day"},
		{"He spoke last Thursday.", "last Thursday=2016-09-01/day"},
		{"See you next Thursday.", "next Thursday=2016-09-15/day"},
		{"He spoke on Friday of last week.", "Friday of last week=2016-09-02/day"},
		{"He spoke late Tuesday night.", "late Tuesday night=2016-09-06/day"},
		{"Tuesday's attack killed two.", "Tuesday=2016-09-06/day"},
		{"He hid before Tuesday's attack.", "Tuesday=2016-09-06/day"},
		{"Shops open early on Black Friday and Good Friday.", ""},
		{"The Sunday Times wrote it.", ""},
		{"He plays on Fridays.", ""},
		// deictic
		{"He came yesterday and leaves tomorrow.", "yesterday=2016-09-07/day; tomorrow=2016-09-09/day"},
		{"Today it rained; last night it did not.", "Today=2016-09-08/day; last night=2016-09-07/day"},
		{"It was the day before yesterday.", "the day before yesterday=2016-09-06/day"},
		{"He spoke yesterday morning.", "yesterday morning=2016-09-07/day"},
		// units
		{"It grew last year.", "last year=2015-01-01..2015-12-31/year"},
		{"It grew early last year.", "early last year=2015-01-01..2015-04-30/year"},
		{"It grew late last month.", "late last month=2016-08-22..2016-08-31/month"},
		{"It grew last week.", "last week=2016-08-29..2016-09-04/week"},
		{"It grew this week.", "this week=2016-09-05..2016-09-11/week"},
		{"It grew earlier this year.", "earlier this year=2016-01-01..2016-09-08/year"},
		{"It is due later this month.", "later this month=2016-09-08..2016-09-30/month"},
		{"It will grow next decade.", "next decade=2020-01-01..2029-12-31/decade"},
		{"It fell over the past two weeks.", "the past two weeks=2016-08-25..2016-09-08/week"},
		{"It fell in the last five years.", "the last five years=2011-09-08..2016-09-08/year"},
		{"It fell over the past year.", "the past year=2015-09-08..2016-09-08/year"},
		{"It fell last weekend.", "last weekend=2016-09-03..2016-09-04/day"},
		{"He came two weeks ago.", "two weeks ago=2016-08-22..2016-08-28/week"},
		{"He came three days ago.", "three days ago=2016-09-05/day"},
		{"He came a year ago.", "a year ago=2015-01-01..2015-12-31/year"},
		{"He came a few years ago.", "a few years ago=..2016-09-08/year"},
		{"He came twenty-one days ago.", "twenty-one days ago=2016-08-18/day"},
		{"He worked for two years and lost 30 days.", ""},
		{"It fell in recent weeks.", "recent weeks=..2016-09-08/week"},
		// months
		{"It began in September.", "September=2016-09-01..2016-09-30/month"},
		{"It began in December.", "December=2015-12-01..2015-12-31/month"},
		{"It will begin in December.", "December=2016-12-01..2016-12-31/month"},
		{"It will begin in February.", "February=2017-02-01..2017-02-28/month"},
		{"It began last September.", "last September=2015-09-01..2015-09-30/month"},
		{"It began in March 2012.", "March 2012=2012-03-01..2012-03-31/month"},
		{"It began last summer.", "last summer=2016-06-01..2016-08-31/quarter"},
		{"It began last winter.", "last winter=2015-12-01..2016-02-29/quarter"},
		// words that are no months or ordinals of quarters
		{"They may march on; the second may March.", ""},
		{"May said that Theresa May may go, and April agreed.", ""},
		{"March with us! A second chance, an august body.", ""},
		{"The book by August Wilson was sent to April.", ""},
		{"The talks in May failed.", "May=2016-05-01..2016-05-31/month"},
		{"In March he left.", "March=2016-03-01..2016-03-31/month"},
		// years
		{"It began in 2011.", "2011=2011-01-01..2011-12-31/year"},
		{"It has raged since 2011.", "since 2011=2011-01-01../year"},
		{"It has raged since the 2011 uprising.", "since the 2011=2011-01-01../year"},
		{"He lost the 2012 election.", "the 2012=2012-01-01..2012-12-31/year"},
		{"He was king (1952-1972) there.", "1952-1972=1952-01-01..1972-12-31/year"},
		{"He was king in 1998–99.", "1998–99=1998-01-01..1999-12-31/year"},
		{"He served from 2011 to 2016.", "from 2011 to 2016=2011-01-01..2016-12-31/year"},
		{"It ran from March to May 2012.", "from March to May 2012=2012-03-01..2012-05-31/month"},
		{"It ran between 2001 and 2003.", "between 2001 and 2003=2001-01-01..2003-12-31/year"},
		{"They killed 2016 people and paid $2016 or 2,016 euros in all.", ""},
		{"They won by 1950 votes, of 2000 members.", ""},
		{"The 2000 soldiers left room 2011.", ""},
		{"He walked 1990 miles.", ""},
		{"It ends in 2016's last act.", "2016=2016-01-01..2016-12-31/year"},
		{"It was born in the early 1990s.", "the early 1990s=1990-01-01..1993-04-30/decade"},
		{"It was loud in the 1990s.", "the 1990s=1990-01-01..1999-12-31/decade"},
		{"It was loud in the '80s.", "the '80s=1980-01-01..1989-12-31/decade"},
		{"It was mid-2011 then.", "mid-2011=2011-05-01..2011-08-31/year"},
		{"It ended by the end of 2015.", "by the end of 2015=..2015-12-31/year"},
		{"It ends at the end of the month.", "the end of the month=2016-09-24..2016-09-30/month"},
		{"It stood before 2010.", "before 2010=..2009-12-31/year"},
		{"It fell after 9 September 2014.", "after 9 September 2014=2014-09-10../day"},
		{"It lasts until Friday.", "until Friday=..2016-09-09/day"},
		// quarters
		{"It grew in the first quarter of 2016.", "the first quarter of 2016=2016-01-01..2016-03-31/quarter"},
		{"It grew in Q4 2015.", "Q4 2015=2015-10-01..2015-12-31/quarter"},
		{"It grew in the fourth quarter.", "the fourth quarter=2015-10-01..2015-12-31/quarter"},
		{"It grew in the second half of last year.", "the second half of last year=2015-07-01..2015-12-31/quarter"},
		// counted from what was told before
		{"They met on 3 September 2014. The next day they fought.", "3 September 2014=2014-09-03/day; The next day=2014-09-04/day"},
		{"They met on 3 September 2014 and fought two weeks later.", "3 September 2014=2014-09-03/day; two weeks later=2014-09-15..2014-09-21/week"},
		{"They left on 3 May 2014, the day before.", "3 May 2014=2014-05-03/day; the day before=2014-05-02/day"},
		{"They left the day before the blast.", ""},
		{"It shut on December 22, last year, and opens in June of next year.", "December 22, last year=2015-12-22/day; June of next year=2017-06-01..2017-06-30/month"},
		{"The next day they fought.", "The next day=/day"},
		// addresses and versions
		{"See example.org/2016/09/08/a or call 555-2011.", ""},
		{"Room in2016 and v2016.4 are no years.", ""},
	},
	// a Tuesday at the turn of a year
	"2017-01-03": {
		{"He spoke on Friday.", "Friday=2016-12-30/day"},
		{"He spoke on December 30.", "December 30=2016-12-30/day"},
		{"He will speak on Sunday.", "Sunday=2017-01-08/day"},
		{"He spoke last week.", "last week=2016-12-26..2017-01-01/week"},
		{"He spoke in December.", "December=2016-12-01..2016-12-31/month"},
		{"It fell last month and last quarter.", "last month=2016-12-01..2016-12-31/month; last quarter=2016-10-01..2016-12-31/quarter"},
		{"It ran from Friday to Monday.", "from Friday to Monday=2016-12-30..2017-01-02/day"},
		{"It ran from December to January.", "from December to January=2016-12-01..2017-01-31/month"},
	},
	"2016-02-29": {
		{"It was a year ago.", "a year ago=2015-01-01..2015-12-31/year"},
		{"It fell over the past year.", "the past year=2015-02-28..2016-02-29/year"},
		{"It falls tomorrow.", "tomorrow=2016-03-01/day"},
		{"He left last month.", "last month=2016-01-01..2016-01-31/month"},
	},
	"": {
		{"He spoke on Thursday.", "Thursday=/day"},
		{"He spoke last year and yesterday.", "last year=/year; yesterday=/day"},
		{"He spoke on 8 September 2016.", "8 September 2016=2016-09-08/day"},
		{"Thursday, September 8, 2016\nHe spoke on Wednesday.", "Thursday, September 8, 2016=2016-09-08/day; Wednesday=2016-09-07/day"},
		{"He spoke on September 8.", "September 8=/day"},
		{"He has sung since March.", "since March=/month"},
	},
	"9999-12-31": {
		{"Come tomorrow or next year.", "tomorrow=/day; next year=/year"},
		{"Come 4000 years ago.", "4000 years ago=5999-01-01..5999-12-31/year"},
	},
	"no date": {{"He spoke on Thursday.", "Thursday=/day"}},
}

func TestTimes(t *testing.T) {
	for date, table := range tables {
		for _, c := range table {
			if got := show(annotate(t, c[0], date)); got != c[1] {
				t.Errorf("%s %q:\n got %s\nwant %s", date, c[0], got, c[1])
			}
		}
	}
}

// Tags tell the modal from the month, and what a number counts.
func TestTags(t *testing.T) {
	d := annotate(t, "By May he slept.", "2016-09-08")
	if got := show(d); got != "By May=..2016-05-31/month" {
		t.Fatalf("without tags: %s", got)
	}
	for i := range d.Tokens {
		if d.Word(i) == "May" {
			d.Tokens[i].UPOS = "AUX"
		}
	}
	d.Has |= nlp.Tags
	if err := Run(d); err != nil || len(d.Times) != 0 {
		t.Errorf("with May as an auxiliary: %s, %v", show(d), err)
	}
}

func TestCalendar(t *testing.T) {
	for y := 1890; y <= 2110; y++ {
		for m := 1; m <= 12; m++ {
			from, to := months(y*12+m-1, 1)
			if int(to-from)+1 != daysIn(y, m) {
				t.Fatalf("%d-%d has %d days, months gives %d", y, m, daysIn(y, m), to-from+1)
			}
			if ymd(y, m, daysIn(y, m)+1) != none {
				t.Fatalf("%d-%d has a day too many", y, m)
			}
			if yy, mm, dd := to.plus(1).date(); dd != 1 || (yy*12+mm)-(y*12+m) != 1 {
				t.Fatalf("the day after %s is %s", to.iso(), to.plus(1).iso())
			}
		}
	}
	if d := parseISO("2016-09-08"); d.weekday() != 3 || d.iso() != "2016-09-08" {
		t.Errorf("2016-09-08: weekday %d, %s", d.weekday(), d.iso())
	}
	if parseISO("2016-02-30") != none || parseISO("") != none || parseISO("2016-9-8") != none {
		t.Error("a date that is none was read")
	}
	if ymd(1900, 2, 29) != none || ymd(2000, 2, 29) == none {
		t.Error("leap years of centuries")
	}
}

func FuzzTimes(f *testing.F) {
	for date, table := range tables {
		for _, c := range table {
			f.Add(c[0], date)
		}
	}
	f.Add("since since since 30 30 February of of 2016-2016-2016", "0001-01-01")
	f.Add("the last 99 decades ago 9999 years later Q4 9999", "9999-12-31")
	f.Add("\xff8\xffSept\xff 2016", "2016-09-08")
	f.Fuzz(func(t *testing.T, text, date string) {
		d := annotate(t, text, date)
		end := 0
		for _, x := range d.Times {
			if x.Start < end {
				t.Fatalf("%q: %v overlaps the time before it", text, x)
			}
			end = x.End
			for _, s := range []string{x.From, x.To} {
				if s != "" && parseISO(s).iso() != s {
					t.Fatalf("%q: %q is no day", text, s)
				}
			}
			if x.From != "" && x.To != "" && x.From > x.To {
				t.Fatalf("%q: %s after %s", text, x.From, x.To)
			}
			if x.Precision == "" {
				t.Fatalf("%q: no precision", text)
			}
		}
		if got := show(annotate(t, text, date)); got != show(d) {
			t.Fatalf("%q: %s, then %s", text, show(d), got)
		}
	})
}

func BenchmarkTimes(b *testing.B) {
	text := strings.Repeat("He said on Thursday that the talks, held since March 2012 in two rooms, may end next week.\n", 200)
	d := annotate(b, text, "2016-09-08")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := Run(d); err != nil {
			b.Fatal(err)
		}
	}
}
