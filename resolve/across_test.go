package resolve

import (
	"fmt"
	"slices"
	"testing"

	"kg/nlp"
)

// TestAcross reads four articles, three of them of one story, and looks at who is who across them, in every order.
func TestAcross(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"a": "Police/NOUN:police held/VERB:hold [nom#0 the driver/NOUN:driver ] of/ADP a/DET tram/NOUN:tram in/ADP [LOC Bergen ] after/ADP it/PRON hit/VERB:hit a/DET bakery/NOUN:bakery . [PER Ola Dunwell ] left/VERB:leave .",
		"b": "[nom#0 The driver/NOUN:driver ] of/ADP the/DET tram/NOUN:tram hit/VERB:hit a/DET bakery/NOUN:bakery . [PER Dunwell ] spoke/VERB:speak to/ADP police/NOUN:police .",
		"c": "[MISC Driver ] held/VERB:hold . [PER Dunwell ] saw/VERB:see the/DET tram/NOUN:tram and/CCONJ the/DET bakery/NOUN:bakery . police/NOUN:police held/VERB:hold [nom#0 the driver/NOUN:driver ] .",
		"d": "[PER Dunwell ] scored/VERB:score a/DET goal/NOUN:goal . [nom#0 The driver/NOUN:driver ] parked/VERB:park . a/DET referee/NOUN:referee gave/VERB:give a/DET penalty/NOUN:penalty in/ADP the/DET stadium/NOUN:stadium after/ADP a/DET striker/NOUN:striker fell/VERB:fall over/ADP a/DET defender/NOUN:defender in/ADP the/DET final/NOUN:final .",
		"e": "[PER Mia Strand ] won/VERB:win an/DET election/NOUN:election . a/DET referee/NOUN:referee gave/VERB:give a/DET penalty/NOUN:penalty in/ADP the/DET stadium/NOUN:stadium after/ADP a/DET striker/NOUN:striker fell/VERB:fall over/ADP a/DET defender/NOUN:defender in/ADP the/DET final/NOUN:final .",
		"f": "[PER Olaf Berg ] won/VERB:win the/DET regatta/NOUN:regatta .",
	}
	var readings []*Reading
	at := map[string]int{} // mention by article and words
	for _, id := range sortedWords(texts) {
		d := parse(t, texts[id])
		meta := Meta{ID: id}
		readings = append(readings, r.Read(d, r.Resolve(d, nil, meta), meta))
		for i, m := range d.Mentions {
			at[id+" "+d.Slice(m.Span)] = i
			if m.Kind == nlp.Nominal {
				at[id+" driver"] = i
			}
		}
	}
	var first string
	for range 4 {
		readings = append(readings[1:], readings[0])
		u := r.Across(readings)
		group := func(article, words string) int {
			t.Helper()
			i, ok := at[article+" "+words]
			if !ok {
				t.Fatalf("article %s has no mention %q", article, words)
			}
			g, ok := u.Group(article, i)
			if !ok {
				t.Fatalf("article %s: %q is in no group", article, words)
			}
			return g
		}
		for _, one := range [][4]string{{"a", "Ola Dunwell", "b", "Dunwell"}, {"b", "Dunwell", "c", "Dunwell"}, {"a", "driver", "b", "driver"}, {"c", "Driver", "a", "driver"}} {
			if group(one[0], one[1]) != group(one[2], one[3]) {
				t.Errorf("not one: %q", one)
			}
		}
		for _, two := range [][4]string{{"a", "Ola Dunwell", "d", "Dunwell"}, {"a", "driver", "d", "driver"}, {"a", "driver", "a", "Ola Dunwell"}} {
			if group(two[0], two[1]) == group(two[2], two[3]) {
				t.Errorf("one: %q", two)
			}
		}
		got := fmt.Sprint(u.group, u.Story("a") == u.Story("c"), u.Story("a") == u.Story("d"))
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("another order, another result:\n%s\n%s", got, first)
		}
		if _, ok := u.Group("a", 99); ok {
			t.Error("a mention that is not there has a group")
		}
		if _, ok := u.Group("none", 0); ok {
			t.Error("an article that is not there has a group")
		}
	}
	if u := r.Across(nil); len(u.group) != 0 {
		t.Error("things of no articles")
	}
}

func TestStories(t *testing.T) {
	texts := map[string]string{
		"1": "The ferry sank off the harbour and divers searched the wreck of the ferry.",
		"2": "Divers at the wreck of the sunken ferry found nothing in the harbour.",
		"3": "A comet crossed the night sky and astronomers cheered the comet.",
		"4": "Astronomers photographed the comet in the night sky.",
		"5": "Parliament passed a budget.",
	}
	got := Stories(texts)
	if got["1"] != got["2"] || got["3"] != got["4"] || got["1"] == got["3"] || got["5"] == got["1"] || got["5"] == got["3"] {
		t.Errorf("%v", got)
	}
	if again := Stories(texts); !slices.Equal(sortedWords(got), sortedWords(again)) || fmt.Sprint(got) != fmt.Sprint(again) {
		t.Errorf("%v, then %v", got, again)
	}
}
