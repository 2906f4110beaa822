package article_test

import (
	"context"
	"strings"
	"testing"

	"kg/article"
)

// What is in memory is read as a file of that name is.
func TestReadFrom(t *testing.T) {
	const page = `<html><head><title>A bridge opens</title></head><body><article><p>The mayor opened the new bridge over the river on Monday.</p>
<p>She thanked the workers who had built it in two years.</p></article></body></html>`
	for _, c := range []struct {
		name, url, body string
		want            []string // URL and start of the text of each, or the error
	}{
		{"page.html", "https://news.example/bridge", page, []string{"https://news.example/bridge The mayor"}},
		{"page.html", "", page, []string{" The mayor"}},
		{"", "https://news.example/bridge", page, []string{"https://news.example/bridge The mayor"}},
		{"two.jsonl", "", `{"text":"The mayor of the town met the minister."}` + "\n{}\n" + `{"url":"https://news.example/2","text":"The minister left the town."}`,
			[]string{" The mayor", "two.jsonl:2: ", "https://news.example/2 The minister"}},
		{"a.txt", "", " \n", []string{"a.txt: no text"}},
	} {
		var got []string
		for a, err := range article.ReadFrom(context.Background(), c.name, strings.NewReader(c.body), c.url, article.Options{}) {
			if err != nil {
				got = append(got, err.Error())
				continue
			}
			got = append(got, a.URL+" "+a.Text)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %q", c.name, got)
			continue
		}
		for i, w := range c.want {
			if !strings.HasPrefix(got[i], w) {
				t.Errorf("%s: %q, want %q", c.name, got[i], w)
			}
		}
	}
	at := func(url string) *article.Article {
		for a := range article.ReadFrom(context.Background(), "page.html", strings.NewReader(page), url, article.Options{}) {
			return a
		}
		return nil
	}
	if a, b := at(""), at("https://news.example/bridge"); a.ID == b.ID || a.SHA256 != b.SHA256 || a.Title != b.Title {
		t.Errorf("%+v\n%+v", a, b)
	}
}
