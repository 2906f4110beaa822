package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"kg/extract"
	"kg/nlp"
)

// Sampled is a claim to be judged: the columns of a verdict, and what a person reads to give it.
type Sampled struct {
	Verdict
	Claim    extract.Claim
	Sentence string
}

// Sample draws n of the claims that are edges, read from articles, JSON objects with url, date and text, one a line.
// Claims that have a verdict are left out. The same seed draws the same claims; they come in the order of the text.
func Sample(articles io.Reader, n int, seed uint64, judged []Verdict, annotate func(text, date string) (*nlp.Doc, error), e *extract.Extractor) ([]Sampled, error) {
	seen := map[Verdict]bool{}
	for _, v := range judged {
		v.Right = false
		seen[v] = true
	}
	var all []Sampled
	sc := bufio.NewScanner(articles)
	sc.Buffer(make([]byte, 1<<16), 1<<24)
	for line := 1; sc.Scan(); line++ {
		var a struct{ URL, Date, Text string }
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("articles: line %d: %w", line, err)
		}
		d, err := annotate(a.Text, a.Date[:min(10, len(a.Date))])
		if err != nil {
			return nil, err
		}
		for _, c := range e.Claims(d) {
			v := Verdict{URL: a.URL, Start: c.Trigger.Start, End: c.Trigger.End, Relation: string(c.Relation), Subject: c.Subject.Start, Object: c.Object.Start}
			if c.Edge && !seen[v] {
				seen[v] = true
				all = append(all, Sampled{v, c, d.Slice(c.Evidence)})
			}
		}
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(all))
	order = order[:min(max(n, 0), len(order))]
	slices.Sort(order)
	out := make([]Sampled, len(order))
	for i, j := range order {
		out[i] = all[j]
	}
	return out, nil
}
