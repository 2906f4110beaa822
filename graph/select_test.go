package graph

import (
	"context"
	"slices"
	"testing"
)

func TestSelectArticles(t *testing.T) {
	each(t, func(t *testing.T, opt Options) {
		s := open(t, opt)
		for id, set := range map[string]func(*Article){
			"a": func(a *Article) { a.Publisher, a.Date = "One", "2026-01-01" },
			"b": func(a *Article) { a.Publisher, a.Date = "Two", "2026-01-02" },
			"c": func(a *Article) { a.Publisher, a.Date, a.Engine = "Two", "2026-02-01", "old" },
			"d": func(a *Article) { a.Publisher, a.Date, a.Engine = "", "", "" },
		} {
			r := article(t, id, "Ann Bolt|backs|Cy Dorn")
			set(&r.Article)
			put(t, s, r, Added)
		}
		for _, c := range []struct {
			sel  Selection
			want []string
		}{
			{Selection{}, []string{"a", "b", "c", "d"}},
			{Selection{Publisher: "Two"}, []string{"b", "c"}},
			{Selection{From: "2026-01-02"}, []string{"b", "c"}},
			{Selection{To: "2026-01-02"}, []string{"a", "b"}},
			{Selection{Publisher: "Two", From: "2026-01-01", To: "2026-01-31"}, []string{"b"}},
			{Selection{Publisher: "Three"}, []string{}},
			{Selection{Engine: "old"}, []string{"c"}},
			{Selection{NotEngine: "test"}, []string{"c", "d"}},
		} {
			got, err := s.SelectArticles(context.Background(), c.sel)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%+v: %v, %v, want %v", c.sel, got, err, c.want)
			}
		}
	})
}
