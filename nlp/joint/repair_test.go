package joint

import "testing"

// TestUnder checks which tokens hang on which.
func TestUnder(t *testing.T) {
	heads := []int{1, -1, 1, 2} // 3 on 2 on the root 1
	for _, c := range []struct {
		h, i int
		want bool
	}{{3, 2, true}, {3, 1, true}, {2, 3, false}, {0, 2, false}, {2, 2, true}} {
		if got := under(heads, c.h, c.i); got != c.want {
			t.Errorf("under(%d, %d) is %v", c.h, c.i, got)
		}
	}
	if under([]int{1, 0}, 0, 5) { // a cycle must not hang
		t.Error("a token hangs on none of the sentence")
	}
}

// TestHeirs checks that the most probable heads are tried, none of which hangs on the token.
func TestHeirs(t *testing.T) {
	m := &Model{}
	heads := []int{1, -1, 1, 2, 2, 1, 1, 1, 1}
	row := []float32{-5, -1, 0, -2, -3, -4, -6, -7, -8}
	got := m.heirs(nil, row, heads, 2)
	var at []int
	for _, o := range got {
		at = append(at, o.head)
		if o.token != 2 || o.arcProb != row[o.head] {
			t.Errorf("%+v", o)
		}
	}
	if len(at) != 5 || at[0] != 1 || at[1] != 5 || at[2] != 0 || at[3] != 6 || at[4] != 7 {
		t.Errorf("heads %v; 2 itself, and 3 and 4, which hang on it, must not be among them", at)
	}
	if got := m.heirs(nil, row, heads, 1); len(got) > 0 {
		t.Errorf("the root may hang on %v", got)
	}
}

// TestCheapest checks that the change is taken that costs least, which may be a gain.
func TestCheapest(t *testing.T) {
	w := &work{prob: []float32{1, 0.5}, relProb: []float32{1, 0.5}}
	options := []change{{token: 1, arcProb: -3}, {token: 1, arcProb: -0.5, labelProb: -0.5}, {token: 1, arcProb: -1, labelProb: -1}}
	if x := w.cheapest(0, options); x != 1 || w.cost(0, options[x]) > 0 {
		t.Errorf("option %d, which costs %.2f", x, w.cost(0, options[1]))
	}
	if x := w.cheapest(0, nil); x >= 0 {
		t.Errorf("option %d of none", x)
	}
}
