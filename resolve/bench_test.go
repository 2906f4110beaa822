package resolve

import (
	"fmt"
	"strings"
	"testing"

	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/schema"
)

// BenchmarkResolve resolves a document of forty names with 10 thousand, 100 thousand and a million people known beside
// the gazetteer of kg, and reports mentions a second on one core and the size of the table.
func BenchmarkResolve(b *testing.B) {
	given := []string{"Anna", "Bob", "Carl", "Dora", "Emil", "Frida", "Gustav", "Hanna", "Ivar", "Jenny"}
	std, err := gazetteer.Default()
	if err != nil {
		b.Fatal(err)
	}
	var text strings.Builder
	for i := range 20 {
		fmt.Fprintf(&text, "[PER %s Name%d ] of [LOC %s ] met [PER Name%d ] . ", given[i%10], i*37, []string{"Syria", "France", "Moscow", "Oslo"}[i%4], i*37)
	}
	d := parse(b, text.String())
	names := 0
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name {
			names++
		}
	}
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			sources := make([]gazetteer.Source, n)
			for i := range sources {
				label := fmt.Sprintf("%s Name%d", given[i%10], i/10)
				sources[i] = gazetteer.Source{Entry: gazetteer.Entry{ID: gazetteer.LocalName(label), Label: label, Class: "Person", Country: "Syria", Rank: 2}}
			}
			data := gazetteer.Encode(sources)
			big, err := gazetteer.Open(string(data))
			if err != nil {
				b.Fatal(err)
			}
			r := &Resolver{schema: schema.Default(), tables: []*gazetteer.Table{big, std}}
			b.ResetTimer()
			for b.Loop() {
				r.Resolve(d, nil, Meta{ID: "x-1", Date: "2020-01-01"})
			}
			b.ReportMetric(float64(names)*float64(b.N)/b.Elapsed().Seconds(), "mentions/s")
			b.ReportMetric(float64(len(data))/1e6, "MB")
		})
	}
}
