package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"kg/article"
	"kg/graph"
)

// claimEngine makes twenty claims of an article, as many as news has.
type claimEngine struct{}

func (claimEngine) Stored(a *article.Article) graph.Article {
	return graph.Article{ID: a.ID, URL: a.URL, Title: a.Title, Date: a.Date, Language: a.Language, Text: a.Text, SHA256: a.SHA256, Engine: "kg-1"}
}

func (e claimEngine) Record(a *article.Article) (*graph.Record, error) {
	r := &graph.Record{Article: e.Stored(a)}
	for i := range 20 {
		id := fmt.Sprintf("E%d", (i+len(a.ID)+int(a.ID[len(a.ID)-1]))%300)
		r.Entities = append(r.Entities, graph.Entity{ID: fmt.Sprint(id, "_", i), Class: "Person", Label: id})
		r.Claims = append(r.Claims, graph.Claim{
			ID: fmt.Sprintf("%s.%d", a.ID, i), Subject: fmt.Sprint(id, "_", i), SubjectText: id, ObjectText: fmt.Sprint("thing ", i), Literal: fmt.Sprint("thing ", i),
			Phrase: "said", Lemma: "say", Polarity: "affirmed", Modality: "asserted", Tense: "past", Rule: "svo", Confidence: 0.5,
			Sentence: a.Text[i*10 : i*10+80], Start: i * 10, End: i*10 + 80,
		})
	}
	return r, nil
}

// BenchmarkLoadAgain loads articles that the store holds: what a load that goes on has to pass over.
func BenchmarkLoadAgain(b *testing.B) {
	store, err := graph.Open(b.Context(), graph.Options{Address: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	const n = 1000
	var lines bytes.Buffer
	for i := range n {
		text := strings.Repeat(fmt.Sprintf("Anna Berg and the %d others met in the house of the mayor, which is in the town of Oslo. ", i), 30)
		if err := json.NewEncoder(&lines).Encode(map[string]string{"url": fmt.Sprint("https://n.example/", i), "title": "A meeting", "date": "2026-03-01", "text": text}); err != nil {
			b.Fatal(err)
		}
	}
	load := func(want Status) {
		l := Loader{Engine: claimEngine{}, Store: store}
		read := article.Read(b.Context(), []string{"-"}, article.Options{Stdin: bytes.NewReader(lines.Bytes())})
		err := l.Load(b.Context(), read, func(r Result) {
			if r.Status != want || r.Claims != 20 {
				b.Fatal(r)
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	load(Added)
	b.ResetTimer()
	for range b.N {
		load(Unchanged)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
}
