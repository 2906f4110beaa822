package joint_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"kg/nlp"
	"kg/nlp/joint"
	"kg/nlp/kernel"
	"kg/nlp/token"
)

// articles are the news articles of the shared data with tokens and sentences.
func articles(b *testing.B) []*nlp.Doc {
	f, err := os.Open("../../../shared/data/news/wikinews.jsonl")
	if err != nil {
		b.Skip("no shared data")
	}
	defer f.Close()
	stage, err := token.Stage()
	if err != nil {
		b.Fatal(err)
	}
	var out []*nlp.Doc
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() && len(out) < 60 {
		var a struct{ Text string }
		if err := json.Unmarshal(s.Bytes(), &a); err != nil {
			b.Fatal(err)
		}
		d := &nlp.Doc{Text: a.Text}
		if err := stage.Run(d); err != nil {
			b.Fatal(err)
		}
		d.Has = nlp.Tokens | nlp.Sentences
		out = append(out, d)
	}
	return out
}

// BenchmarkAnnotate is the speed on real news, on one core.
func BenchmarkAnnotate(b *testing.B) {
	docs := articles(b)
	for _, path := range kernel.Paths() {
		b.Run(path.String(), func(b *testing.B) {
			kernel.Use(path)
			defer kernel.Use(kernel.Tiles)
			m := load(b)
			benchmark(b, m, docs)
		})
	}
}

func benchmark(b *testing.B, m *joint.Model, docs []*nlp.Doc) {
	sentences, tokens, bytes := 0, 0, 0
	for i := 0; b.Loop(); i++ {
		d := docs[i%len(docs)]
		d.Mentions = nil
		if err := m.Annotate(d); err != nil {
			b.Fatal(err)
		}
		sentences += len(d.Sentences)
		tokens += len(d.Tokens)
		bytes += len(d.Text)
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
	b.ReportMetric(float64(bytes)/b.Elapsed().Seconds()/1e6, "MB/s")
}
