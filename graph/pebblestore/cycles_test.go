package pebblestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/graph/claims"
)

// Articles are forgotten and loaded again, over and over: neither the time nor the disk may grow. KG_CYCLES
// says how often; the default only shows that it works.
func TestCycles(t *testing.T) {
	cycles := 40
	if s := os.Getenv("KG_CYCLES"); s != "" {
		var err error
		if cycles, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(t.TempDir(), "store")
	q, err := Open(dir, Options{Create: true, MemTable: 1 << 20, NoSync: true, Derive: claims.Derivation()})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 8))
	zipf := rand.NewZipf(rng, 1.2, 20, 2000)
	articles := make([][]quad.Quad, 20)
	for i := range articles {
		articles[i] = news(i, rng, zipf)
		apply(t, q, graph.Add, articles[i])
	}
	var spent []time.Duration
	var sizes []int64
	tenth := max(1, cycles/10)
	start := time.Now()
	for i := range cycles {
		a := articles[i%len(articles)]
		apply(t, q, graph.Delete, a)
		apply(t, q, graph.Add, a)
		if (i+1)%tenth == 0 {
			spent = append(spent, (time.Since(start) / time.Duration(tenth)).Round(10*time.Microsecond))
			if err := errors.Join(q.db.Flush(), q.Settle(t.Context())); err != nil {
				t.Fatal(err)
			}
			sizes = append(sizes, tablesSize(t, dir)>>10)
			start = time.Now()
		}
	}
	checkSound(t, q)
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cycles; a cycle took, by tenths, %v; KB on disk %v", cycles, spent, sizes)
	if first, last := sizes[0], sizes[len(sizes)-1]; last > first*11/10+512 {
		t.Errorf("the disk grew from %d to %d KB", first, last)
	}
}

// tablesSize is the size of a store without its logs, which are used again: up to 512 KB of it are the lists of tables, the last one and
// the one before, which grow to 256 KB and are written anew.
func tablesSize(t testing.TB, dir string) int64 {
	logs, err := filepath.Glob(filepath.Join(dir, dbDir, "*"+logSuffix))
	if err != nil {
		t.Fatal(err)
	}
	n := folderSize(t, dir)
	for _, log := range logs {
		switch info, err := os.Stat(log); {
		case err == nil:
			n -= info.Size()
		case !errors.Is(err, fs.ErrNotExist):
			t.Fatal(err)
		}
	}
	return n
}

func apply(t testing.TB, q *QuadStore, action graph.Procedure, quads []quad.Quad) {
	t.Helper()
	deltas := make([]graph.Delta, 0, len(quads))
	for _, quad := range quads {
		deltas = append(deltas, graph.Delta{Quad: quad, Action: action})
	}
	if err := q.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}); err != nil {
		t.Fatal(err)
	}
}

// Eight readers while articles are loaded: what they wait, and what the load loses. It measures; it is skipped
// where KG_READERS is not set.
func TestReadersWhileLoading(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("KG_READERS"))
	if n == 0 {
		t.Skip("KG_READERS is not set")
	}
	rng := rand.New(rand.NewPCG(1, 9))
	zipf := rand.NewZipf(rng, 1.2, 20, 200_000)
	var articles [][]quad.Quad
	for i := range 1200 {
		articles = append(articles, news(i, rng, zipf))
	}
	q, err := Open(filepath.Join(t.TempDir(), "store"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	load := func(from, to int) time.Duration {
		start := time.Now()
		for i := from; i < to; i += 16 {
			var group []quad.Quad
			for _, a := range articles[i:min(i+16, to)] {
				group = append(group, a...)
			}
			apply(t, q, graph.Add, group)
		}
		return time.Since(start)
	}
	load(0, 400)
	read := func(seed uint64) time.Duration {
		rng := rand.New(rand.NewPCG(seed, 10))
		start := time.Now()
		label := quad.IRI(fmt.Sprintf("art:%016x", rng.IntN(400)))
		if err := q.Scan(context.Background(), quad.Quad{Label: label}, func(quad.Quad) error { return nil }); err != nil {
			t.Error(err)
		}
		return time.Since(start)
	}
	reads := 0 // of the last call of measure
	measure := func(readers int, stop <-chan struct{}, most int) time.Duration {
		var all []time.Duration
		results := make(chan []time.Duration)
		for r := range readers {
			go func() {
				var own []time.Duration
				for i := 0; i < most; i++ {
					select {
					case <-stop:
						i = most
					default:
						own = append(own, read(uint64(r*1_000_000+i)))
						time.Sleep(5 * time.Millisecond)
					}
				}
				results <- own
			}()
		}
		for range readers {
			all = append(all, <-results...)
		}
		reads = len(all)
		return percentile(all, 0.99)
	}
	idle := measure(n, nil, 100)
	cpu := cpuTime()
	alone := load(400, 800)
	cpuAlone := cpuTime() - cpu
	stop := make(chan struct{})
	done := make(chan time.Duration)
	go func() { done <- measure(n, stop, 1<<30) }()
	cpu = cpuTime()
	busy := load(800, 1200)
	close(stop)
	busyRead := <-done
	cpuBusy := cpuTime() - cpu
	t.Logf("%d readers: p99 %v idle, %v while loading; load %v alone, %v with readers (%.0f %%)",
		n, idle, busyRead, alone, busy, 100*alone.Seconds()/busy.Seconds())
	t.Logf("CPU: load %v alone, %v with %d reads", cpuAlone, cpuBusy, reads)
}

func percentile[T cmp.Ordered](d []T, p float64) T {
	if len(d) == 0 {
		var none T
		return none
	}
	sorted := slices.Sorted(slices.Values(d))
	return sorted[int(p*float64(len(sorted)-1))]
}
