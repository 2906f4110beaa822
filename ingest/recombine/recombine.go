// Package recombine makes any number of articles out of the sentences of a few. They have the words, the names and
// the lengths of news, and say nothing that is true: they are for measuring what reads and keeps articles.
package recombine

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"kg/article"
)

// Maker makes articles. The zero value has nothing to make them of; see Add.
type Maker struct {
	// Split gives the sentences of a text, in order.
	Split func(text string) ([]string, error)

	sources []source
}

// source is what is left of an article: its sentences, and what stands about it at its head.
type source struct {
	title, publisher string
	sentences        []string
}

// ErrEmpty says that there are no sentences to make articles of.
var ErrEmpty = errors.New("no sentences to make articles of")

// Add takes the sentences of a.
func (m *Maker) Add(a *article.Article) error {
	s := source{title: a.Title, publisher: a.Publisher}
	sentences, err := m.Split(a.Text)
	if err != nil {
		return fmt.Errorf("article %s: %w", a.ID, err)
	}
	for _, text := range sentences {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			s.sentences = append(s.sentences, text)
		}
	}
	if len(s.sentences) > 0 {
		m.sources = append(m.sources, s)
	}
	return nil
}

// longestRun is how many sentences that follow each other in an article may do so in another.
const longestRun = 4

// Articles makes n articles. The i-th depends on what was added, on seed and on i only, so that more of them begin
// with the same ones. Each is as long as one that was added, and takes up to four sentences in a row from others; a
// title, a publisher and a day come from anywhere. All have different URLs. The error is ErrEmpty.
func (m *Maker) Articles(n int, seed uint64) (iter.Seq[*article.Article], error) {
	if len(m.sources) == 0 {
		return nil, ErrEmpty
	}
	return func(yield func(*article.Article) bool) {
		for i := range n {
			if !yield(m.article(i, seed)) {
				return
			}
		}
	}, nil
}

// firstDay is the first day on which an article may have been published; the last is some ten years later.
var firstDay = time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)

func (m *Maker) article(i int, seed uint64) *article.Article {
	rng := rand.New(rand.NewPCG(seed, uint64(i)))
	any := func() *source { return &m.sources[rng.IntN(len(m.sources))] }
	var paragraphs []string
	for left := len(any().sentences); left > 0; {
		s := any()
		run := min(left, 1+rng.IntN(longestRun), len(s.sentences))
		from := rng.IntN(len(s.sentences) - run + 1)
		paragraphs = append(paragraphs, strings.Join(s.sentences[from:from+run], " "))
		left -= run
	}
	head := any()
	return &article.Article{
		URL:   fmt.Sprintf("https://recombined.example/%d/%d", seed, i),
		Title: head.title, Publisher: head.publisher, Date: firstDay.AddDate(0, 0, rng.IntN(3653)).Format(time.DateOnly),
		Language: "en", Text: strings.Join(paragraphs, "\n\n"),
	}
}
