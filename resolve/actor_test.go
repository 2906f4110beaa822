package resolve

import "testing"

func TestActor(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ phrase, context, date, code, sector string }{
		{"Syrian rebels", "", "", "SYR", "REB"},
		{"the Norwegian prime minister", "", "", "NOR", "GOV"},
		// Who is in office when.
		{"Erna Solberg", "", "2015-03-02", "NOR", "GOV"},
		{"Erna Solberg", "", "2023-03-02", "NOR", "ELI"},
		{"Erna Solberg", "", "", "NOR", "ELI"},
		{"Mark Rutte", "", "May 2012", "NLD", "GOV"},
		{"Gustavo Petro", "", "2019-05-01", "COL", "LEG"},
		{"Merkel", "", "2010-05-01", "DEU", "GOV"},
		{"former chancellor Angela Merkel", "", "2022-05-01", "DEU", "ELI"},
		// Of what someone is the head or a member says more than the head.
		{"members of the Quds Force", "", "", "IRN", "MIL"},
		{"president of the Seimas", "", "", "LTU", "LEG"},
		{"a group of herders", "", "", "", "AGR"},
		{"Kenya-based paramilitary group", "", "", "KEN", "PRM"},
		// Places: a seat acts for its government, another city for its people, a breakaway state for itself.
		{"Oslo", "", "", "NOR", "GOV"},
		{"Bergen", "", "", "NOR", "CVL"},
		{"Transnistria", "", "", "MDA", "PRE"},
		{"residents of Bergen", "", "", "NOR", "CVL"},
		{"soldiers", "fighting in Chad", "", "TCD", "MIL"},
		// Bodies of several countries have codes of their own.
		{"the European Union", "", "", "EUR", "IGO"},
		{"UN Security Council", "", "", "UNO", "IGO"},
		{"Collective Security Treaty Organization", "", "", "IGO", "IGO"},
		// Nothing known.
		{"two men", "", "", "", "UNK"},
		{"", "", "", "", ""},
		{"'s", "", "x", "", ""},
	} {
		a := r.Actor(c.phrase, c.context, c.date)
		if a.Code != c.code || a.Sector != c.sector {
			t.Errorf("%q %q %q: %q %q, want %q %q", c.phrase, c.context, c.date, a.Code, a.Sector, c.code, c.sector)
		}
	}
}

func TestMonthOf(t *testing.T) {
	for date, want := range map[string]int{"2018-05-31": 201805, "October 1, 2021": 202110, "12 April 2022": 202204, "1999": 199906, "Today": 0, "": 0, "99999": 0} {
		if got := monthOf(date); got != want {
			t.Errorf("%q: %d, want %d", date, got, want)
		}
	}
}
