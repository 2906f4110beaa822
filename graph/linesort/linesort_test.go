package linesort

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// Whatever the size of a run, lines come back sorted, each as often as it was added, and no file is left.
func TestSorter(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	r := rand.New(rand.NewPCG(1, 2))
	long := []int{0, 0, 0, 0, 0, 0, 0, 0, 10, readSize, chunkSize / 2}
	for _, run := range []int{0, 1, 100, 1000, 1 << 20} {
		s := Sorter{Run: run}
		var want []string
		for range 300 {
			line := strings.Repeat("x", r.IntN(3)) + fmt.Sprint(r.IntN(100)) + strings.Repeat("y", long[r.IntN(len(long))]) + "\n"
			want = append(want, line)
			if err := s.Add([]byte(line)); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(want)
		var got []string
		if err := s.Each(func(line []byte) error { got = append(got, string(line)); return nil }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("run %d: %d lines came back in another order than sorted", run, len(got))
		}
		again := 0
		if err := s.Each(func([]byte) error { again++; return nil }); err != nil || again != len(want) {
			t.Errorf("run %d: %d lines the second time, %v", run, again, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// However many runs there are, few files are open.
func TestFiles(t *testing.T) {
	s := Sorter{Run: 1}
	defer s.Close()
	for i := range fanIn*fanIn + 5 {
		if err := s.Add(fmt.Appendf(nil, "%d\n", i)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(slices.Concat(s.levels...)); n != 6 {
		t.Errorf("%d files of %d runs", n, fanIn*fanIn+5)
	}
}

func TestEachStops(t *testing.T) {
	var s Sorter
	defer s.Close()
	for _, line := range []string{"b\n", "a\n"} {
		if err := s.Add([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	enough := errors.New("enough")
	n := 0
	if err := s.Each(func([]byte) error { n++; return enough }); !errors.Is(err, enough) || n != 1 {
		t.Errorf("%d lines, %v", n, err)
	}
}
