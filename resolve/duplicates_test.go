package resolve

import (
	"math"
	"testing"
)

func TestDuplicates(t *testing.T) {
	r := newResolver(t)
	ps := []Profile{
		{ID: "Anna_Berg", Label: "Anna Berg", Class: "Person", Articles: 4, Near: []string{"Oslo", "Norway"}},
		{ID: "Berg", Label: "Berg", Class: "Person", Articles: 1, Near: []string{"Oslo"}},
		{ID: "Olga_Berg", Label: "Olga Berg", Class: "Person"},
		{ID: "A._Berg", Label: "A. Berg", Class: "Person", Country: "Peru"},
		{ID: "Oslo_Tram_Board", Label: "Oslo Tram Board", Class: "Organization"},
		{ID: "OTB", Label: "OTB", Class: "Organization"},
		{ID: "Odense_Tram_Board", Label: "Odense Tram Board", Class: "Organization"},
		{ID: "Vladimir_Putin", Label: "Vladimir Putin", Class: "Person", Country: "Russia"},
		{ID: "Vladmir_Putin", Label: "Vladmir Putin", Class: "Person"},
		{ID: "Dmitry_Medvedev", Label: "Dmitry Medvedev", Class: "Person", Country: "Russia"},
		{ID: "2016_Oslo_election", Label: "2016 Oslo election", Class: "Event"},
		{ID: "2020_Oslo_election", Label: "2020 Oslo election", Class: "Event"},
		{ID: "rebels_(1)", Label: "rebels", Class: "Group"},
		{ID: "rebels_(2)", Label: "rebels", Class: "Group"},
	}
	got := map[[2]string]float32{}
	for _, p := range r.Duplicates(ps, 0.4) {
		got[[2]string{p.Keep, p.Drop}] = p.Score
	}
	for _, want := range [][2]string{{"Anna_Berg", "Berg"}, {"Anna_Berg", "A._Berg"}, {"Oslo_Tram_Board", "OTB"}, {"Vladimir_Putin", "Vladmir_Putin"}, {"Olga_Berg", "Berg"}, {"Odense_Tram_Board", "OTB"}} {
		if got[want] == 0 {
			t.Errorf("%v is not proposed", want)
		}
		delete(got, want)
	}
	for _, also := range [][2]string{{"A._Berg", "Berg"}} { // may be
		delete(got, also)
	}
	for p, s := range got {
		t.Errorf("%v is proposed with %.2f", p, s)
	}
}

// TestDuplicatesOfStory: a family name alone counts more in an article of the story that the full name is in, and less in
// one of another; what one article names beside each other is seldom one.
func TestDuplicatesOfStory(t *testing.T) {
	r := newResolver(t)
	score := func(in, with string, story, other int) float32 {
		ps := []Profile{
			{ID: "Anna_Berg", Label: "Anna Berg", Class: "Person", In: []string{in}, Stories: []int{story}},
			{ID: "Berg", Label: "Berg", Class: "Person", In: []string{with}, Stories: []int{other}},
		}
		for _, p := range r.Duplicates(ps, 0) {
			return p.Score
		}
		return 0
	}
	same, none, beside := score("a", "b", 1, 1), score("a", "b", 1, 2), score("a", "a", 1, 1)
	if same <= none || same <= beside || same < 0.6 || none >= 0.6 || beside >= 0.6 {
		t.Errorf("same story %.2f, no story %.2f, same article %.2f", same, none, beside)
	}
}

func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"martha", "marhta", 0.9611}, {"dixon", "dicksonx", 0.8133}, {"a", "a", 1}, {"a", "b", 0}, {"", "a", 0}} {
		if got := jaroWinkler(c.a, c.b); math.Abs(got-c.want) > 0.0001 {
			t.Errorf("%s, %s: %.4f, want %.4f", c.a, c.b, got, c.want)
		}
	}
}
