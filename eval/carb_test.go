package eval

import (
	"math"
	"strings"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// One pair of tuples, counted by hand: the relation has one word in common of two and two, the first argument one
// of one and two, the others together two of three and two.
func TestCaRBMatch(t *testing.T) {
	gold := Tuple{Rel: "was built", Args: []string{"bridge", "in", "1990"}}
	pred := Tuple{Rel: "built in", Args: []string{"the bridge", "in May 1990"}}
	p, r := carbMatch(gold, pred)
	if !near(p, 4.0/7) || !near(r, 4.0/5) {
		t.Errorf("precision %v, recall %v, want 4/7 and 4/5", p, r)
	}
	if p, r := carbMatch(gold, Tuple{Rel: "stood", Args: pred.Args}); p != 0 || r != 0 {
		t.Error("no word of the relation in common, yet a match")
	}
	if p, _ := carbMatch(gold, Tuple{Rel: "was built", Args: []string{"bridge"}}); p != 0 {
		t.Error("an argument is missing, yet a match")
	}
	// "be" stands for any of its forms.
	if p, _ := carbMatch(Tuple{Rel: "is", Args: []string{"a", "b"}}, Tuple{Rel: "be", Args: []string{"a", "b"}}); !near(p, 1) {
		t.Errorf("be for is: %v", p)
	}
	// Who says it may come second.
	if p, _ := carbMatch(Tuple{Rel: "said", Args: []string{"Ann", "it rains"}}, Tuple{Rel: "said", Args: []string{"it rains", "Ann"}}); !near(p, 1) {
		t.Errorf("said turned round: %v", p)
	}
}

// Two sentences and three predictions, the curve by hand. At 0.9 only the first: precision 1, recall 1/2. At 0.5
// the second prediction of the first sentence has no gold tuple left: precision 1/2. At 0.2 the third is half
// right (one of two words in relation and arguments: 2 of 4, 2 of 3).
func TestCaRB(t *testing.T) {
	gold, err := ReadCaRBGold(strings.NewReader("A b c .\tb\tA\tc\nD e f .\te\tD\tf\n"))
	if err != nil {
		t.Fatal(err)
	}
	pred, err := ReadCaRB(strings.NewReader("A b c.\t0.9\tb\tA\tc\nA b c.\t0.5\tb\tA\tA\nD e f .\t0.2\te x\tD\ty\n"))
	if err != nil {
		t.Fatal(err)
	}
	s := CaRB(gold, pred)
	// 0.2: precision (1 + 2/4)/3, recall (1 + 2/3)/2; 0.5: 1/2 and 1/2; 0.9: 1 and 1/2.
	p1, r1 := 0.5, 5.0/6
	want := (r1-0.5)*(p1+0.5)/2 + 0 + 0.5*(1+1)/2
	if !near(s.AUC, want) {
		t.Errorf("AUC %v, want %v", s.AUC, want)
	}
	if f := 2 * 1 * 0.5 / 1.5; !near(s.F1, f) || s.Threshold != 0.9 {
		t.Errorf("best F1 %v at %v, want %v at 0.9", s.F1, s.Threshold, f)
	}
	if s := CaRB(gold, Tuples{}); s.F1 != 0 || s.AUC != 0 {
		t.Errorf("nothing predicted: %+v", s)
	}
	if s := CaRB(gold, gold); !near(s.F1, 1) || !near(s.AUC, 1) {
		t.Errorf("gold against itself: %+v", s)
	}
}

func TestReadCaRBErrors(t *testing.T) {
	for _, bad := range []string{"alone", "s\tx\trel\ta\tb"} {
		if _, err := ReadCaRB(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	g, _ := ReadCaRBGold(strings.NewReader("s\tr\ta\tb\tC: if it rains\n"))
	if n := len(g.Of("s")[0].Args); n != 2 {
		t.Errorf("%d arguments, want 2 without the condition", n)
	}
}
