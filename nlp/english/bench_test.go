package english

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"testing"

	"kg/nlp"
)

// news is the text of articles from the shared data, up to about size bytes.
func news(b *testing.B, size int) []string {
	f, err := os.Open("../../../shared/data/news/wikinews.jsonl")
	if errors.Is(err, fs.ErrNotExist) {
		b.Skip("no news in ../shared")
	}
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var texts []string
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() && size > 0 {
		var a struct{ Text string }
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			b.Fatal(err)
		}
		texts = append(texts, a.Text)
		size -= len(a.Text)
	}
	return texts
}

// BenchmarkAnnotate runs every stage over news articles, on one core.
func BenchmarkAnnotate(b *testing.B) {
	p, err := New()
	if err != nil {
		b.Fatal(err)
	}
	benchmark(b, p)
}

// BenchmarkStages runs each stage by itself over what the ones before it have found.
func BenchmarkStages(b *testing.B) {
	all, err := stages()
	if err != nil {
		b.Fatal(err)
	}
	texts := news(b, 100_000)
	for i, s := range all {
		b.Run(s.Name, func(b *testing.B) {
			before, err := nlp.NewPipeline(all[:i]...)
			if err != nil {
				b.Fatal(err)
			}
			var docs []*nlp.Doc
			bytes := 0
			for _, text := range texts {
				d, err := before.Annotate(text, "2019-06-01")
				if err != nil {
					b.Fatal(err)
				}
				docs = append(docs, d)
				bytes += len(text)
			}
			sentences := 0
			b.SetBytes(int64(bytes))
			b.ResetTimer()
			for range b.N {
				for _, d := range docs {
					c := *d
					c.Tokens = append([]nlp.Token(nil), d.Tokens...)
					c.Mentions = append([]nlp.Mention(nil), d.Mentions...)
					if err := s.Run(&c); err != nil {
						b.Fatal(err)
					}
					sentences += len(c.Sentences)
				}
			}
			b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
		})
	}
}

func benchmark(b *testing.B, p *nlp.Pipeline) {
	texts := news(b, 200_000)
	bytes, sentences := 0, 0
	for _, text := range texts {
		bytes += len(text)
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			d, err := p.Annotate(text, "2019-06-01")
			if err != nil {
				b.Fatal(err)
			}
			sentences += len(d.Sentences)
		}
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
}
