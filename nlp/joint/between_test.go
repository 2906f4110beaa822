package joint

import (
	"strings"
	"testing"
)

// TestBetween checks the classes of what is between two words, in both directions.
func TestBetween(t *testing.T) {
	words := strings.Fields("Lund , a painter , and Holm ( 42 ) came ; rain , sleet , hail , fog , snow fell")
	marks := Marks(nil, words)
	at := func(word string) int {
		for i, w := range words {
			if w == word {
				return i
			}
		}
		t.Fatalf("no word %q", word)
		return 0
	}
	for _, c := range []struct {
		dep, head                     string
		commas, joined, strong, other int
	}{
		{"a", "painter", 0, 0, 0, 0},
		{"a", "Lund", 1, 0, 0, 0},
		{"Holm", "Lund", 2, 1, 0, 0},
		{"42", "Holm", 0, 0, 1, 0},
		{"rain", "came", 0, 0, 0, 1},
		{"snow", "rain", 3, 0, 0, 0}, // four, of which three count
		{"snow", "Lund", 3, 1, 1, 0}, // a bracket is stronger than a semicolon
		{"Lund", "Lund", 0, 0, 0, 0},
	} {
		want := 6*c.commas + 3*c.joined + c.strong + 2*c.other
		i, j := at(c.dep), at(c.head)
		if j < i {
			want += Betweens / 2
		}
		if got := Between(marks, i, j); got != want {
			t.Errorf("from %s to %s: %d, not %d", c.dep, c.head, got, want)
		}
		back := (want + Betweens/2) % Betweens
		if got := Between(marks, j, i); i != j && got != back {
			t.Errorf("from %s to %s: %d, not %d", c.head, c.dep, got, back)
		}
	}
	for i := range words {
		for j := range words {
			if b := Between(marks, i, j); b < 0 || b >= Betweens {
				t.Errorf("from %d to %d: %d", i, j, b)
			}
		}
	}
}
