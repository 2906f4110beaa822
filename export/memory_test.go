package export_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"kg/export"
)

// made is a graph that nobody keeps: so many articles, each with claims about an entity that is in all of them, about some
// that are in many, and about some of its own. It is written as it is asked for.
type made int

const madeClaims = 20 // of an article

func (m made) Export(_ context.Context, w io.Writer, _ string, _ bool) error {
	out := bufio.NewWriter(w)
	for a := range int(m) {
		art := fmt.Sprintf("<art:report-%d>", a)
		line := func(s, p, o string) { fmt.Fprintf(out, "%s <%s> %s %s .\n", s, p, o, art) }
		for k, v := range map[string]string{"datePublished": fmt.Sprintf("20%02d-01-%02d", a%20+10, a%28+1), "headline": "Report", "articleBody": "What was said."} {
			line(art, "schema:"+k, fmt.Sprintf("%q", v))
		}
		for c := range madeClaims {
			hub, often, own := "<ent:Everyone>", fmt.Sprintf("<ent:Often_%d>", (a*7+c)%50), fmt.Sprintf("<ent:Own_%d_%d>", a, c)
			for _, e := range []string{hub, often, own} {
				if e == hub && c > 0 {
					continue
				}
				line(e, "rdfs:label", fmt.Sprintf("%q", e[5:len(e)-1]))
				line(e, "rdf:type", "<kg:Person>")
				line(e, "kg:country", "<ent:Often_0>")
			}
			line(hub, "rel:meets", own)
			line(own, "rel:meets", hub)
			line(often, "rel:supports", hub)
			claim := fmt.Sprintf("<claim:report-%d.%d>", a, c)
			line(claim, "kg:subject", often)
			line(claim, "kg:relation", "<rel:supports>")
			line(claim, "kg:object", hub)
			line(claim, "kg:event", `"SUPPORT"`)
			line(claim, "kg:sentence", fmt.Sprintf("\"In report %d it is said that they support each other for the time number %d.\"", a, c))
		}
	}
	return out.Flush()
}

// A meter passes on what is written, and now and then finds out what is alive; it keeps the most.
type meter struct {
	io.Writer
	most    *uint64
	written int
}

func (m *meter) Write(p []byte) (int, error) {
	const often = 1 << 19
	if before := m.written / often; (m.written+len(p))/often > before {
		runtime.GC()
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		*m.most = max(*m.most, s.HeapAlloc)
	}
	m.written += len(p)
	return m.Writer.Write(p)
}

// metered is a store whose export is measured.
type metered struct {
	export.Store
	most *uint64
}

func (s metered) Export(ctx context.Context, w io.Writer, format string, sorted bool) error {
	return s.Store.Export(ctx, &meter{Writer: w, most: s.most}, format, sorted)
}

// An export takes no more memory for a graph that is four times as large, in which one entity has four times as many names
// and facts.
func TestMemory(t *testing.T) {
	around := map[string]bool{"Everyone": true, "Often_7": true}
	for _, f := range export.Formats {
		for _, only := range []map[string]bool{nil, around} {
			if only != nil && f != export.NQuads && f != export.TriG {
				continue
			}
			var most [2]uint64
			for i, articles := range []int{150, 600} {
				var out []io.Writer
				for range max(1, len(f.Files())) {
					out = append(out, &meter{Writer: io.Discard, most: &most[i]})
				}
				if err := export.Write(t.Context(), metered{made(articles), &most[i]}, f, export.Options{Memory: 1 << 18, Only: only}, out...); err != nil {
					t.Fatalf("%s: %v", f, err)
				}
			}
			t.Logf("%s: %d kB, %d kB", f, most[0]>>10, most[1]>>10)
			if most[1] > most[0]*13/10 {
				t.Errorf("%s, only %d entities: %d bytes are alive, and %d of the graph four times as large", f, len(only), most[0], most[1])
			}
		}
	}
}
