package eval

import (
	"math"
	"math/rand"
	"strings"
	"testing"

	"kg/nlp/conllu"
)

func roughly(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// The worked example: gold {A,B,C} {D,E,F,G}, response {A,B} {C,D} {F,G,H,I}.
func TestCorefMeasures(t *testing.T) {
	gold := Chains[string]{{"A", "B", "C"}, {"D", "E", "F", "G"}}
	system := Chains[string]{{"A", "B"}, {"C", "D"}, {"F", "G", "H", "I"}}
	var s CorefScore
	AddChains(&s, gold, system)
	for _, c := range []struct {
		name     string
		m        Measure
		rec, pre float64
	}{
		// six of seven mentions; six of eight are right
		{"mentions", s.Mentions, 6.0 / 7, 6.0 / 8},
		// {A,B,C} falls into 2 pieces, {D,E,F,G} into 3: (1+1)/(2+3); {A,B} 1 of 1, {C,D} 0 of 1, {F,G,H,I} 1 of 3
		{"MUC", s.MUC, 2.0 / 5, 2.0 / 5},
		// recall (2/3+2/3+1/3 + 1/4+0+2/4+2/4)/7, precision (1+1+1/2+1/2+1/2+1/2+0+0)/8
		{"B3", s.BCubed, (5.0/3 + 5.0/4) / 7, 4.0 / 8},
		// best alignment {A,B,C}~{A,B} 4/5 and {D,E,F,G}~{F,G,H,I} 4/8
		{"CEAF", s.CEAF, 1.3 / 2, 1.3 / 3},
	} {
		if r, p := c.m.Recall.Value(), c.m.Precision.Value(); !roughly(r, c.rec) || !roughly(p, c.pre) {
			t.Errorf("%s: recall %.4f precision %.4f, want %.4f %.4f", c.name, r, p, c.rec, c.pre)
		}
	}
	if f := s.MUC.F1(); !roughly(f, 0.4) {
		t.Errorf("MUC F1 %.4f, want 0.4", f)
	}
}

func TestCorefPerfectAndEmpty(t *testing.T) {
	gold := Chains[int]{{1, 2, 3}, {4, 5}, {6}}
	var s CorefScore
	AddChains(&s, gold, Chains[int]{{5, 4}, {7}, {3, 1, 2}})
	if !roughly(s.CoNLL(), 1) || !roughly(s.Mentions.F1(), 1) {
		t.Errorf("the same chains in another order, singletons differing: %.4f, mentions %.4f, want 1", s.CoNLL(), s.Mentions.F1())
	}
	s = CorefScore{}
	AddChains(&s, gold, nil)
	AddChains(&s, nil, Chains[int]{})
	if s.CoNLL() != 0 {
		t.Errorf("nothing found: %.4f, want 0", s.CoNLL())
	}
	// a document that finds nothing lowers recall of the sum, not its precision
	AddChains(&s, gold, gold)
	if !roughly(s.BCubed.Recall.Value(), 0.5) || !roughly(s.BCubed.Precision.Value(), 1) {
		t.Errorf("sum over documents: recall %.4f precision %.4f", s.BCubed.Recall.Value(), s.BCubed.Precision.Value())
	}
}

// Assign finds what trying every permutation finds.
func TestAssign(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for n := 0; n <= 6; n++ {
		for range 40 {
			w := make([][]float64, n)
			for i := range w {
				w[i] = make([]float64, n)
				for j := range w[i] {
					if rng.Intn(3) > 0 {
						w[i][j] = float64(rng.Intn(20))
					}
				}
			}
			got, seen := 0.0, map[int]bool{}
			for i, j := range Assign(w) {
				got += w[i][j]
				seen[j] = true
			}
			if len(seen) != n {
				t.Fatalf("a column was given twice: %v", Assign(w))
			}
			if want := bestSum(w, 0, make([]bool, n)); !roughly(got, want) {
				t.Fatalf("%v: %v, want %v", w, got, want)
			}
		}
	}
}

func bestSum(w [][]float64, i int, used []bool) float64 {
	if i == len(w) {
		return 0
	}
	best := math.Inf(-1)
	for j := range w {
		if !used[j] {
			used[j] = true
			best = math.Max(best, w[i][j]+bestSum(w, i+1, used))
			used[j] = false
		}
	}
	return best
}

func TestEntities(t *testing.T) {
	rows := "" +
		"1\tOur\tour\tPRON\tPRP$\t_\t2\tnmod:poss\t_\tEntity=(1-place-new-cf1-1-coref(2-person-giv:act-cf2-1-ana)\n" +
		"2\ttown\ttown\tNOUN\tNN\t_\t5\tnsubj\t_\t_\n" +
		"3\tby\tby\tADP\tIN\t_\t4\tcase\t_\t_\n" +
		"4\tBath\tBath\tPROPN\tNNP\t_\t2\tnmod\t_\tEntity=(3-place-new-cf3-1-sgl-Bath)1)\n" +
		"5\tgrew\tgrow\tVERB\tVBD\t_\t0\troot\t_\t_\n\n" +
		"1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-place-giv:act-cf1-1-ana)\n" +
		"2\tshrank\tshrink\tVERB\tVBD\t_\t0\troot\t_\t_\n\n"
	f, err := conllu.Read(strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	es, err := Entities(f.Docs[0])
	if err != nil {
		t.Fatal(err)
	}
	want := []Entity{
		{Span{0, 1}, "2", "person", "ana"}, {Span{3, 4}, "3", "place", "sgl"}, {Span{0, 4}, "1", "place", "coref"}, {Span{5, 6}, "1", "place", "ana"},
	}
	if len(es) != len(want) {
		t.Fatalf("%v, want %v", es, want)
	}
	for i := range want {
		if es[i] != want[i] {
			t.Errorf("%v, want %v", es[i], want[i])
		}
	}
	if c := GoldChains(es); len(c) != 3 || len(c[2]) != 2 {
		t.Errorf("chains %v", c)
	}
	for _, bad := range []string{"(1-place", "2)", "1", "(1-a(2-b)"} {
		f, err := conllu.Read(strings.NewReader(strings.Replace(rows, "(3-place-new-cf3-1-sgl-Bath)1)", bad, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if es, err := Entities(f.Docs[0]); err == nil {
			t.Errorf("%q: read as %v", bad, es)
		}
	}
}
