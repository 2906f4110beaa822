//go:build unix

package english

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"
	"time"

	"kg/nlp"
	"kg/nlp/kernel"
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

// BenchmarkAnnotate runs every stage over news articles, on one core, on every path of the kernels. Rates are by
// the clock and by the time the processor has spent, which is the one to trust on a machine with other work.
func BenchmarkAnnotate(b *testing.B) {
	defer kernel.Use(kernel.Tiles)
	for _, path := range kernel.Paths() {
		b.Run(path.String(), func(b *testing.B) {
			kernel.Use(path)
			all, err := load()
			if err != nil {
				b.Fatal(err)
			}
			p, err := nlp.NewPipeline(all...)
			if err != nil {
				b.Fatal(err)
			}
			benchmark(b, p)
		})
	}
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
			begun := spent(b)
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
			b.ReportMetric(float64(sentences)/(spent(b)-begun).Seconds(), "sentences/cpu-s")
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
	begun := spent(b)
	for b.Loop() {
		for _, text := range texts {
			d, err := p.Annotate(text, "2019-06-01")
			if err != nil {
				b.Fatal(err)
			}
			sentences += len(d.Sentences)
		}
	}
	cpu := (spent(b) - begun).Seconds()
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(sentences)/cpu, "sentences/cpu-s")
	b.ReportMetric(float64(bytes)*float64(b.N)/cpu/1e6, "MB/cpu-s")
}

// spent is the processor time that the process has taken.
func spent(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
