package pebblestore

import (
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
	"github.com/cockroachdb/pebble"

	"kg/graph/claims"
)

// movies reads Cayley's film data, 471,705 quads, from its module.
func movies(b testing.TB) []quad.Quad {
	b.Helper()
	path := movieFile()
	if path == "" {
		b.Skip("the module of Cayley has no film data here")
	}
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	quads, err := quad.ReadAll(nquads.NewReader(z, false))
	if err != nil {
		b.Fatal(err)
	}
	return quads
}

// movieFile is the path of the film data, "" where it is not there.
func movieFile() string {
	file, _ := runtime.FuncForPC(reflect.ValueOf(graphtest.TestAll).Pointer()).FileLine(0)
	path := filepath.Join(filepath.Dir(file), "../../data/30kmoviedata.nq.gz")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// folderSize is the size of the files in a folder; those that go away meanwhile, as the tables that Pebble has compacted do, count for nothing.
func folderSize(b testing.TB, dir string) (n int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var info fs.FileInfo
			if info, err = d.Info(); err == nil {
				n += info.Size()
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkMovies loads the film data into an empty store.
func BenchmarkMovies(b *testing.B) {
	quads := movies(b)
	for _, batch := range []int{10_000, 1_000} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			for range b.N {
				q, err := Open(filepath.Join(b.TempDir(), "store"), Options{Create: true})
				if err != nil {
					b.Fatal(err)
				}
				w, err := q.NewQuadWriter()
				if err != nil {
					b.Fatal(err)
				}
				for i := 0; i < len(quads); i += batch {
					if _, err := w.WriteQuads(quads[i:min(i+batch, len(quads))]); err != nil {
						b.Fatal(err)
					}
				}
				if err := q.Close(); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(folderSize(b, q.Path()))/float64(len(quads)), "bytes/quad")
			}
			b.ReportMetric(float64(len(quads)*b.N)/b.Elapsed().Seconds(), "quads/s")
		})
	}
}

// BenchmarkBulk loads the film data the direct way.
func BenchmarkBulk(b *testing.B) {
	quads := movies(b)
	b.ResetTimer()
	for range b.N {
		bulk, err := NewBulk(filepath.Join(b.TempDir(), "store"), Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, q := range quads {
			if err := bulk.Add(q); err != nil {
				b.Fatal(err)
			}
		}
		q, err := bulk.Finish()
		if err != nil {
			b.Fatal(err)
		}
		if err := q.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(folderSize(b, q.Path()))/float64(len(quads)), "bytes/quad")
	}
	b.ReportMetric(float64(len(quads)*b.N)/b.Elapsed().Seconds(), "quads/s")
}

// news makes the quads of article n as the graph package writes them: 30 claims about entities of which few
// are common and most are rare.
func news(n int, rng *rand.Rand, zipf *rand.Zipf) []quad.Quad {
	art := quad.IRI(fmt.Sprintf("art:%016x", n))
	var out []quad.Quad
	add := func(s, p quad.IRI, o quad.Value) {
		out = append(out, quad.Quad{Subject: s, Predicate: p, Object: o, Label: art})
	}
	add(art, "rdf:type", quad.IRI("schema:NewsArticle"))
	add(art, "schema:headline", quad.String(fmt.Sprintf("Headline of article %d", n)))
	text := make([]byte, 0, 3000)
	for len(text) < 3000 {
		text = strconv.AppendUint(append(text, " word "...), rng.Uint64N(5000), 36)
	}
	add(art, "schema:articleBody", quad.String(text))
	seen := map[uint64]bool{}
	entity := func() quad.IRI {
		k := zipf.Uint64()
		e := quad.IRI(fmt.Sprintf("ent:Entity_%d", k))
		if !seen[k] {
			seen[k] = true
			add(e, "rdf:type", quad.IRI(fmt.Sprintf("kg:Class%d", k%12)))
			add(e, "rdfs:label", quad.String(fmt.Sprintf("Entity %d", k)))
		}
		return e
	}
	for i := range 30 {
		c := quad.IRI(fmt.Sprintf("claim:%016x.%d", n, i))
		s, o, rel := entity(), entity(), quad.IRI(fmt.Sprintf("rel:r%d", rng.IntN(30)))
		add(c, "rdf:type", quad.IRI("kg:Claim"))
		add(c, "prov:wasDerivedFrom", art)
		add(c, "kg:subject", s)
		add(c, "kg:relation", rel)
		add(c, "kg:object", o)
		add(c, "kg:phrase", quad.String(fmt.Sprintf("phrase %d", rng.IntN(3000))))
		add(c, "kg:polarity", quad.String("affirmed"))
		add(c, "kg:modality", quad.String("asserted"))
		add(c, "kg:sentence", quad.String(text[i*90:i*90+80]))
		add(c, "kg:start", quad.Int(i*90))
		add(c, "kg:end", quad.Int(i*90+80))
		add(c, "kg:confidence", quad.Float(float64(rng.IntN(100))/100))
		if i%2 == 0 {
			add(c, "kg:fact", rel)
			add(s, rel, o)
		}
	}
	return out
}

// TestNews measures a store of KG_BENCH_QUADS quads: articles are put, 32 a transaction, and then it is
// opened, articles are forgotten, and queries run. It says nothing about right and wrong, so it is skipped
// where the variable is not set. KG_BENCH_DIR keeps the store.
func TestNews(b *testing.T) {
	if os.Getenv("KG_BENCH_QUADS") == "" {
		b.Skip("KG_BENCH_QUADS is not set")
	}
	want, err := strconv.Atoi(os.Getenv("KG_BENCH_QUADS"))
	if err != nil {
		b.Fatal(err)
	}
	dir := os.Getenv("KG_BENCH_DIR")
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "store")
	}
	for _, m := range measureNews(b, want, dir) {
		b.Logf("%-40s %s", m.what, m.value)
	}
}

// forgetNews forgets article n and gives the number of its quads.
func forgetNews(b testing.TB, q *QuadStore, n int) int {
	label := quad.IRI(fmt.Sprintf("art:%016x", n))
	quads, err := q.Count(context.Background(), quad.Quad{Label: label})
	if err != nil {
		b.Fatal(err)
	}
	wait, err := q.DeleteLabels([]quad.Value{label})
	if err != nil {
		b.Fatal(err)
	}
	if err := wait(); err != nil {
		b.Fatal(err)
	}
	return int(quads)
}

// TestForget measures forgetting in a store that TestNews has made and KG_BENCH_DIR names: KG_BENCH_FORGET articles in each of
// KG_BENCH_OPEN openings, 1 if not set, the first one after the store was opened apart, because its indexes and filters have to be read from the disk.
func TestForget(t *testing.T) {
	dir, many := os.Getenv("KG_BENCH_DIR"), os.Getenv("KG_BENCH_FORGET")
	if dir == "" || many == "" {
		t.Skip("KG_BENCH_DIR and KG_BENCH_FORGET are not set")
	}
	n, err := strconv.Atoi(many)
	if err != nil {
		t.Fatal(err)
	}
	openings, err := strconv.Atoi(cmp.Or(os.Getenv("KG_BENCH_OPEN"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	var open []time.Duration
	var first, later forgotten
	for range openings {
		t0 := time.Now()
		q, err := Open(dir, benchOptions(t, Options{}))
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, time.Since(t0))
		if err := q.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i := 0; i < n; {
			t0, cpu0, read := time.Now(), cpuTime(), q.db.Metrics().BlockCache.Misses
			if forgetNews(t, q, rng.IntN(19_000)) == 0 { // it is gone
				continue
			}
			f := &later
			if i == 0 {
				f = &first
			}
			f.clock, f.cpu = append(f.clock, time.Since(t0)), append(f.cpu, cpuTime()-cpu0)
			f.blocks = append(f.blocks, q.db.Metrics().BlockCache.Misses-read)
			i++
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("open: median %v, longest %v", percentile(open, 0.5), percentile(open, 1))
	t.Logf("the first article: %v", &first)
	if n > 1 {
		t.Logf("later ones: %v", &later)
	}
}

// TestUpgrade measures what opening a store of an older format does, in one that TestNews has made and KG_BENCH_DIR names: with KG_BENCH_UPGRADE=1 the index
// and what is derived are taken away, and made anew by another process.
func TestUpgrade(t *testing.T) {
	dir, step := os.Getenv("KG_BENCH_DIR"), os.Getenv("KG_BENCH_UPGRADE")
	if dir == "" || step == "" {
		t.Skip("KG_BENCH_DIR and KG_BENCH_UPGRADE are not set")
	}
	o := benchOptions(t, Options{})
	if step == "1" {
		o.Derive, o.Index = nil, &Index{}
	}
	start, cpu := time.Now(), cpuTime()
	q, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("opened in %v, %v of CPU, peak memory %s", time.Since(start), cpuTime()-cpu, peakMemory())
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if step != "1" {
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestUpgrade$", "-test.v")
	cmd.Env = append(os.Environ(), "KG_BENCH_UPGRADE=2")
	out, err := cmd.CombinedOutput()
	t.Logf("%s %v", out, err)
}

// peakMemory is the kernel's figure for this process, "" where it gives none.
func peakMemory() string {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if kB, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(kB)
		}
	}
	return ""
}

// forgotten is what forgetting some articles took, each.
type forgotten struct {
	clock, cpu []time.Duration
	blocks     []int64 // read from files
}

func (f *forgotten) String() string {
	return fmt.Sprintf("blocks median %d, 90 %% %d; CPU median %v, 90 %% %v; clock median %v, 90 %% %v", percentile(f.blocks, 0.5), percentile(f.blocks, 0.9),
		percentile(f.cpu, 0.5), percentile(f.cpu, 0.9), percentile(f.clock, 0.5), percentile(f.clock, 0.9))
}

// newsIndex is what the graph package has an index of, in the quads of news.
var newsIndex = &Index{
	Text:   []quad.IRI{"kg:sentence", "schema:headline"},
	Names:  []quad.IRI{"rdfs:label"},
	Counts: []quad.IRI{"rdfs:label", "rdf:type"},
	Skip:   []quad.IRI{"kg:Claim", "schema:NewsArticle"},
}

// benchOptions are o with other settings where the environment names some: KG_BENCH_MEMTABLE and KG_BENCH_CACHE in
// MB, KG_BENCH_L0, the tables at the top that start a compaction, and KG_BENCH_BASE, the size of the level below in MB. What the
// graph derives and its index are kept, unless KG_BENCH_DERIVE is "none".
func benchOptions(b testing.TB, o Options) Options {
	number := func(name string) int {
		text := os.Getenv(name)
		if text == "" {
			return 0
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	o.MemTable, o.Cache = uint64(number("KG_BENCH_MEMTABLE"))<<20, int64(number("KG_BENCH_CACHE"))<<20
	if os.Getenv("KG_BENCH_DERIVE") != "none" {
		o.Derive, o.Index = claims.Derivation(), newsIndex
	}
	l0, base := number("KG_BENCH_L0"), int64(number("KG_BENCH_BASE"))<<20
	o.tune = func(po *pebble.Options) {
		po.L0CompactionThreshold = cmp.Or(l0, po.L0CompactionThreshold)
		po.LBaseMaxBytes = cmp.Or(base, po.LBaseMaxBytes)
	}
	return o
}

// writeAmplification tells how often the tables have been written.
func writeAmplification(q *QuadStore) string {
	m := q.db.Metrics()
	flushed, compacted := m.Levels[0].BytesFlushed, uint64(0)
	for i := range m.Levels {
		compacted += m.Levels[i].BytesCompacted
	}
	return fmt.Sprintf("%d MB flushed in %d, %d MB compacted in %d (and %d moves), %d levels of files at the top",
		flushed>>20, m.Flush.Count, compacted>>20, m.Compact.Count-m.Compact.MoveCount, m.Compact.MoveCount, m.Levels[0].Sublevels)
}

// measure is one line of what was measured.
type measure struct{ what, value string }

// profileTenth writes a profile of the processors into the folder KG_BENCH_PROFILE, until what it returns is called. It does nothing where the
// variable is not set.
func profileTenth(b testing.TB, n int) (stop func()) {
	dir := os.Getenv("KG_BENCH_PROFILE")
	if dir == "" {
		return func() {}
	}
	f, err := os.Create(filepath.Join(dir, fmt.Sprintf("tenth-%02d.pprof", n)))
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	if err != nil {
		b.Fatal(err)
	}
	return func() {
		pprof.StopCPUProfile()
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// measureNews makes a store of about want quads in dir and measures it.
func measureNews(b testing.TB, want int, dir string) (out []measure) {
	add := func(what, format string, args ...any) { out = append(out, measure{what, fmt.Sprintf(format, args...)}) }
	report := func(what string, d time.Duration) { add(what, "%v", d.Round(10*time.Microsecond)) }
	group := 32
	q, err := Open(dir, benchOptions(b, Options{Create: true}))
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 6))
	zipf := rand.NewZipf(rng, 1.2, 20, 200_000)
	n, done := 0, 0
	var slices, cpu []float64 // quads a second, and microseconds of all processors a quad, each tenth
	lastCPU := cpuTime()
	start := time.Now()
	lastDone, lastTime := 0, start
	var making time.Duration
	stop := profileTenth(b, 1)
	for done < want {
		var deltas []graph.Delta
		t0 := time.Now()
		for range group {
			for _, quad := range news(n, rng, zipf) {
				deltas = append(deltas, graph.Delta{Quad: quad, Action: graph.Add})
			}
			n++
		}
		making += time.Since(t0)
		if err := q.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
			b.Fatal(err)
		}
		done += len(deltas)
		if done >= (len(slices)+1)*want/10 {
			slices = append(slices, float64(done-lastDone)/(time.Since(lastTime)-making).Seconds())
			used := cpuTime()
			cpu = append(cpu, float64((used-lastCPU).Nanoseconds())/1e3/float64(done-lastDone))
			lastCPU = used
			stop()
			stop = profileTenth(b, len(slices)+1)
			b.Log(len(slices), int(slices[len(slices)-1]), cpu[len(cpu)-1], writeAmplification(q))
			if os.Getenv("KG_BENCH_METRICS") != "" {
				b.Log(q.db.Metrics())
			}
			lastDone, lastTime, making = done, time.Now(), 0
		}
	}
	stop()
	add("load", "%d quads of %d articles: %.0f quads/s with making them", done, n, float64(done)/time.Since(start).Seconds())
	add("load, each tenth, quads/s without making them", "%.0f", slices)
	add("load, each tenth, µs of CPU a quad with making them", "%.1f", cpu)
	add("load, bytes written by flushes and compactions", "%s", writeAmplification(q))
	t0, lastCPU := time.Now(), cpuTime()
	if err := q.Settle(context.Background()); err != nil {
		b.Fatal(err)
	}
	add("settle", "%v, %v of CPU", time.Since(t0).Round(time.Millisecond), (cpuTime() - lastCPU).Round(time.Millisecond))
	t0 = time.Now()
	if err := q.Close(); err != nil {
		b.Fatal(err)
	}
	report("close", time.Since(t0))
	add("on disk", "%.1f bytes/quad", float64(folderSize(b, dir))/float64(done))
	t0 = time.Now()
	if q, err = Open(dir, benchOptions(b, Options{})); err != nil {
		b.Fatal(err)
	}
	report("open", time.Since(t0))
	for i := range 5 {
		t0, cpu := time.Now(), cpuTime()
		quads := forgetNews(b, q, n*(i+1)/6)
		add(fmt.Sprintf("forget an article of %d quads", quads), "%v, %v of CPU", time.Since(t0).Round(10*time.Microsecond), (cpuTime() - cpu).Round(10*time.Microsecond))
	}
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	add("heap", "in use %d MB, from the system %d MB", ms.HeapInuse>>20, ms.Sys>>20)
	add("peak memory", "%s", peakMemory())
	queries(b, q, report)
	if err := q.Close(); err != nil {
		b.Fatal(err)
	}
	return out
}

// BenchmarkScanArticle reads articles whole.
func BenchmarkScanArticle(b *testing.B) {
	q := filled(b, 50)
	quads := 0
	for i := 0; b.Loop(); i++ {
		label := quad.IRI(fmt.Sprintf("art:%016x", i%50))
		if err := q.Scan(b.Context(), quad.Quad{Label: label}, func(quad.Quad) error { quads++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(quads), "ns/quad")
}
