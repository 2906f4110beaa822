package join

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestNamesakes holds which articles that name Ann Lowe mean whom. An article is "day: what it tells of; marks; whom else it
// names", the others known to all where they begin with "*".
func TestNamesakes(t *testing.T) {
	const golf, court, dam = "caddies fairways dunes", "bribes verdict prosecutors", "flooded dams turbines"
	for _, c := range []struct {
		what     string
		articles []string
		want     string // what the id of each has in brackets, or "-"
	}{
		{"nothing tells", []string{"1:" + golf, "900:" + court}, "- -"},
		{"a golfer and a minister", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister"}, "- minister"},
		{"the other way round", []string{"900:" + golf + ";is golfer", "1:" + court + ";is minister"}, "golfer -"},
		{"two ministers", []string{"1:" + dam + ";is minister", "900:" + court + ";is prime minister"}, "- -"},
		{"of two countries", []string{"1:" + dam + ";is minister,of Norway", "900:" + court + ";is minister,of Peru"}, "- Peru"},
		{"a lawyer may become a minister", []string{"1:" + dam + ";is lawyer", "900:" + court + ";is minister"}, "- -"},
		{"one story", []string{"1:" + dam + ";is golfer", "9:" + dam + ";is minister"}, "- -"},
		{"the story years later", []string{"1:" + dam + ";is golfer", "900:" + dam + ";is minister"}, "- minister"},
		{"an article of both", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister", "500:" + dam + ";is golfer,is minister"}, "- - -"},
		{"what was", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister", "500:" + dam + ";was golfer,is minister"}, "- - -"},
		{"in the same company", []string{"1:" + golf + ";is golfer;Ole Dahl", "900:" + court + ";is minister;Ole Dahl"}, "- -"},
		{"whom all know is no company", []string{"1:" + golf + ";is golfer;*The Pope", "900:" + court + ";is minister;*The Pope"}, "- minister"},
		{"one that says nothing, with most", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister", "400:" + court + ";is mayor", "300:" + dam}, "- mayor mayor mayor"},
		{"one that says nothing, in company", []string{"1:" + golf + ";is golfer;Ole Dahl", "900:" + court + ";is minister", "500:" + court + ";is minister", "300:" + dam + ";;Ole Dahl"}, "- minister minister -"},
		{"of two ages", []string{"1:" + golf + ";born 1950 1951", "900:" + court + ";born 1980 1981"}, "- born_1981"},
		{"ages a year apart", []string{"1:" + golf + ";born 1950 1951", "900:" + court + ";born 1952 1953"}, "- -"},
		{"ages in one story", []string{"1:" + golf + ";born 1950 1951", "2:" + golf + ";born 1980 1981"}, "- born_1981"},
		{"dead and speaking", []string{"1:" + golf + ";died 1970", "9000:" + court + ";speaks"}, "- 1"},
		{"dead and spoken of", []string{"1:" + golf + ";died 1970", "9000:" + court}, "- -"},
		{"three", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister", "2000:" + dam + ";is painter"}, "- minister painter"},
		{"like none of two", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister", "2000:" + dam + ";is chemist"}, "- minister chemist"},
		{"like one of two", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister", "2000:" + dam + ";is mayor"}, "- minister minister"},
		{"like one of two by country", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister,of Peru", "2000:" + dam + ";is chemist,of Peru"}, "- minister minister"},
		{"merged by people", []string{"1:" + golf + ";is golfer", "900:" + court + ";is minister,one Ann_Lowe Ann_Lowe_(minister)", "2000:" + dam + ";is painter"}, "- - painter"},
	} {
		var bs []Bearer
		for i, spec := range c.articles {
			day, rest, _ := strings.Cut(spec, ":")
			part := append(strings.Split(rest, ";"), "", "")
			a := &Article{ID: fmt.Sprint("x-", i), Topic: NewTopic(strings.Repeat(part[0]+" ", 3))}
			fmt.Sscan(day, &a.Day)
			th := Thing{ID: "Ann_Lowe", Label: "Ann Lowe", Class: "Person", Bears: []string{"person lowe"}}
			for m := range strings.SplitSeq(part[1], ",") {
				if th.Speaks = m == "speaks"; !th.Speaks && m != "" {
					th.Marks = append(th.Marks, m)
				}
			}
			a.Things = append(a.Things, th)
			if other, known := strings.CutPrefix(part[2], "*"); other != "" {
				a.Things = append(a.Things, Thing{ID: other, Label: other, Class: "Person", Known: known})
			}
			bs = append(bs, Bearer{a, &a.Things[0]})
		}
		ids := func(who map[string]Person) string {
			var out []string
			for i := range bs {
				id := strings.Trim(strings.TrimPrefix(who[bs[i].Article.ID].ID, "Ann_Lowe"), "_()")
				if id == "" {
					id = "-"
				}
				out = append(out, id)
			}
			return strings.Join(out, " ")
		}
		if got := ids(Namesakes("Ann_Lowe", bs)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, got, c.want)
		}
		back := slices.Clone(bs)
		slices.Reverse(back)
		if got := ids(Namesakes("Ann_Lowe", back)); got != c.want {
			t.Errorf("%s, in another order: got %s, want %s", c.what, got, c.want)
		}
	}
}
