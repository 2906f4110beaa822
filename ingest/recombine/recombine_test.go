package recombine

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kg/article"
)

func maker(t *testing.T) *Maker {
	m := &Maker{Split: func(text string) ([]string, error) { return strings.SplitAfter(text, "."), nil }}
	for _, a := range []article.Article{
		{ID: "1", Title: "Bridge", Publisher: "Nord", Text: "Berg opened it. It is\nlong. Lund came."},
		{ID: "2", Title: "Fish", Publisher: "Syd", Text: "Oslo sells fish. Prices rose. Bergen buys. Vik complains. All eat."},
		{ID: "3", Text: " "},
	} {
		if err := m.Add(&a); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func collect(t *testing.T, m *Maker, n int, seed uint64) []article.Article {
	seq, err := m.Articles(n, seed)
	if err != nil {
		t.Fatal(err)
	}
	var out []article.Article
	for a := range seq {
		out = append(out, *a)
	}
	return out
}

func TestArticles(t *testing.T) {
	m := maker(t)
	known := []string{"Berg opened it.", "It is long.", "Lund came.", "Oslo sells fish.", "Prices rose.", "Bergen buys.", "Vik complains.", "All eat."}
	all := collect(t, m, 50, 1)
	urls := map[string]bool{}
	used := map[string]bool{}
	for _, a := range all {
		urls[a.URL] = true
		if a.Title != "Bridge" && a.Title != "Fish" || a.Date < "2012" || a.Date > "2022-01-01" {
			t.Errorf("%+v", a)
		}
		n := 0
		for s := range strings.SplitAfterSeq(a.Text, ".") {
			if s = strings.TrimSpace(s); s == "" {
				continue
			}
			if !slices.Contains(known, s) {
				t.Fatalf("sentence %q", s)
			}
			used[s] = true
			n++
		}
		if n != 3 && n != 5 {
			t.Errorf("%d sentences: %q", n, a.Text)
		}
	}
	if len(urls) != len(all) || len(used) != len(known) {
		t.Errorf("%d URLs of %d articles, %d of %d sentences", len(urls), len(all), len(used), len(known))
	}
	if fewer := collect(t, maker(t), 10, 1); !slices.Equal(fewer, all[:10]) {
		t.Error("fewer articles are others")
	}
	if other := collect(t, m, 50, 2); slices.Equal(other, all) || other[0].Text == all[0].Text && other[1].Text == all[1].Text {
		t.Error("another seed makes the same articles")
	}
	if _, err := (&Maker{}).Articles(1, 1); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
}
