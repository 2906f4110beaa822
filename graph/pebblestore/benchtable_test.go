//go:build unix

package pebblestore

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	cayleyhttp "github.com/cayleygraph/cayley/server/http"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"

	"kg/graph/claims"
)

const (
	tableStart = "<!-- make bench-store writes from here -->\n"
	tableEnd   = "<!-- to here -->\n"
)

// TestBenchTable measures this store and Cayley's own command on the same files, each load in a process of its
// own, and writes the table into the file KG_BENCH_TABLE, between the two marks. KG_BENCH_CAYLEY is the command,
// KG_BENCH_QUADS the size of the larger store, without a peer. It is skipped where these are not set.
func TestBenchTable(t *testing.T) {
	page, command := os.Getenv("KG_BENCH_TABLE"), os.Getenv("KG_BENCH_CAYLEY")
	if page == "" || command == "" {
		t.Skip("KG_BENCH_TABLE or KG_BENCH_CAYLEY is not set")
	}
	want, err := strconv.Atoi(os.Getenv("KG_BENCH_QUADS"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d cores, %s.\n\n", time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version())
	b.WriteString("| load into an empty store | quads | s | quads/s | CPU s | peak memory, MB | bytes a quad |\n")
	b.WriteString("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	// A process that has been started counts the memory of this one as its own, so the large store comes last.
	small := filepath.Join(dir, "news.nq.gz")
	newsN := writeNews(t, small, 500_000)
	type data struct {
		name, file string
		quads      int
		peers      []string
	}
	sets := []data{{"articles", small, newsN, []string{"leveldb"}}}
	if film := movieFile(); film != "" {
		sets = append([]data{{"film data", film, 471_705, []string{"leveldb", "bolt"}}}, sets...)
	}
	for _, d := range sets {
		row := func(loader, folder string, cmd *exec.Cmd) {
			m := timed(t, cmd)
			fmt.Fprintf(&b, "| %s: %s | %d | %.1f | %.0f | %.1f | %d | %.0f |\n", d.name, loader, d.quads, m.wall.Seconds(),
				float64(d.quads)/m.wall.Seconds(), m.cpu.Seconds(), m.peak>>20, float64(folderSize(t, folder))/float64(d.quads))
			t.Log(loader, m)
		}
		for _, how := range []string{"transactions", "bulk"} {
			folder := filepath.Join(dir, d.name+" "+how)
			cmd := exec.Command(os.Args[0], "-test.run=^TestBenchLoad$")
			cmd.Env = append(os.Environ(), "KG_BENCH_LOAD="+how, "KG_BENCH_FILE="+d.file, "KG_BENCH_DIR="+folder)
			row("this store, "+map[string]string{"transactions": "transactions of 10,000", "bulk": "`NewBulk`"}[how], folder, cmd)
		}
		for _, backend := range d.peers {
			folder := filepath.Join(dir, d.name+" "+backend)
			cmd := exec.Command(command, "load", "--init", "--db", backend, "--dbpath", folder, "--load", d.file)
			cmd.Dir = dir
			row("`cayley load`, "+backend, folder, cmd)
		}
	}
	fmt.Fprintf(&b, "\n| query, %d quads of articles | rows | this store | `cayley http`, leveldb |\n| --- | ---: | ---: | ---: |\n", newsN)
	ours := shapeTimes(t, filepath.Join(dir, "articles transactions"))
	for i, theirs := range peerTimes(t, command, filepath.Join(dir, "articles leveldb")) {
		fmt.Fprintf(&b, "| %s | %d | %s | %s |\n", shapes[i].name, ours[i].rows, ours[i], theirs)
		if theirs.err == nil && theirs.rows != ours[i].rows {
			t.Errorf("%s: %d rows, Cayley's own store %d", shapes[i].script, ours[i].rows, theirs.rows)
		}
	}
	fmt.Fprintf(&b, "\n| this store alone, %d quads of articles | |\n| --- | ---: |\n", want)
	for _, m := range measureNews(t, want, filepath.Join(dir, "large")) {
		fmt.Fprintf(&b, "| %s | %s |\n", m.what, m.value)
	}
	b.WriteString("\n")
	if err := replaceTable(page, b.String()); err != nil {
		t.Fatal(err)
	}
}

// replaceTable writes text between the marks of a page, or a section "The store" at its end where it has none.
func replaceTable(page, text string) error {
	old, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(old), tableStart)
	if !ok {
		head, rest = strings.TrimRight(head, "\n")+"\n\n## The store\n\n", tableEnd
	}
	_, tail, ok := strings.Cut(rest, tableEnd)
	if !ok {
		return fmt.Errorf("%s: %q is missing", page, strings.TrimSpace(tableEnd))
	}
	return os.WriteFile(page, []byte(head+tableStart+text+tableEnd+tail), 0o644)
}

// TestBenchLoad is a process of TestBenchTable: it loads a file as `cayley load` does.
func TestBenchLoad(t *testing.T) {
	how := os.Getenv("KG_BENCH_LOAD")
	if how == "" {
		t.Skip("KG_BENCH_LOAD is not set")
	}
	f, err := os.Open(os.Getenv("KG_BENCH_FILE"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	r := nquads.NewReader(z, false)
	if how == "bulk" {
		err = loadBulk(r, os.Getenv("KG_BENCH_DIR"))
	} else {
		err = loadTransactions(r, os.Getenv("KG_BENCH_DIR"))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func loadTransactions(r quad.Reader, dir string) error {
	q, err := Open(dir, Options{Create: true, Derive: claims.Derivation()})
	if err != nil {
		return err
	}
	w, err := q.NewQuadWriter()
	if err != nil {
		return errors.Join(err, q.Close())
	}
	_, err = quad.CopyBatch(w, r, 10_000)
	return errors.Join(err, q.Close())
}

func loadBulk(r quad.Reader, dir string) error {
	bulk, err := NewBulk(dir, Options{Derive: claims.Derivation()})
	if err != nil {
		return err
	}
	for {
		q, err := r.ReadQuad()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := bulk.Add(q); err != nil {
			return err
		}
	}
	q, err := bulk.Finish()
	if err != nil {
		return err
	}
	return q.Close()
}

// writeNews writes articles of about want different quads and returns how many it wrote.
func writeNews(t *testing.T, path string, want int) (n int) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := gzip.NewWriter(f)
	w := nquads.NewWriter(z)
	rng := rand.New(rand.NewPCG(1, 6))
	zipf := rand.NewZipf(rng, 1.2, 20, 200_000)
	for i := 0; n < want; i++ {
		seen := map[quad.Quad]bool{}
		for _, q := range news(i, rng, zipf) {
			if seen[q] {
				continue
			}
			seen[q] = true
			if err := w.WriteQuad(q); err != nil {
				t.Fatal(err)
			}
			n++
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return n
}

// usage is what a process took; peak is in bytes.
type usage struct {
	wall, cpu time.Duration
	peak      int64
}

func timed(t *testing.T, cmd *exec.Cmd) (u usage) {
	t.Helper()
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	u.wall = time.Since(start)
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.peak = int64(r.Maxrss) << 10 // Linux counts in kB
	}
	return u
}

// shapeTime is the best time of a query.
type shapeTime struct {
	rows int
	best time.Duration
	err  error
}

func (s shapeTime) String() string {
	if s.err != nil {
		return s.err.Error()
	}
	return fmt.Sprintf("%.1f ms", s.best.Seconds()*1000)
}

// shapeTimes asks this store through Cayley's HTTP API.
func shapeTimes(t *testing.T, dir string) []shapeTime {
	q, err := Open(dir, Options{Derive: claims.Derivation()})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(cayleyhttp.NewAPIv2(&graph.Handle{QuadStore: q}))
	out := askAll(t, server.URL)
	server.Close()
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

// peerTimes asks Cayley's own server.
func peerTimes(t *testing.T, command, folder string) []shapeTime {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	cmd := exec.Command(command, "http", "--db", "leveldb", "--dbpath", folder, "--host", addr, "--timeout", "30s")
	cmd.Dir = t.TempDir()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	for range 100 { // until it listens
		if _, _, err = askHTTP("http://"+addr, `g.emit(1)`); err == nil {
			return askAll(t, "http://"+addr)
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%v: %v", cmd, err)
	return nil
}

// askAll asks every query three times.
func askAll(t *testing.T, server string) (out []shapeTime) {
	for _, s := range shapes {
		var best shapeTime
		for i := range 3 {
			rows, d, err := askHTTP(server, s.script)
			if err != nil {
				t.Logf("%s: %v", s.name, err)
				best.err = fmt.Errorf("no answer in %.0f s", d.Seconds())
				break
			}
			if i == 0 || d < best.best {
				best = shapeTime{rows: rows, best: d}
			}
		}
		out = append(out, best)
	}
	return out
}

// askHTTP asks a server of Cayley's API, which gives at most 100 rows.
func askHTTP(server, script string) (rows int, d time.Duration, err error) {
	client := http.Client{Timeout: 30 * time.Second}
	start := time.Now()
	resp, err := client.Post(server+"/api/v2/query?lang=gizmo", "text/plain", strings.NewReader(script))
	if err != nil {
		return 0, time.Since(start), err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	d = time.Since(start)
	if err != nil {
		return 0, d, err
	}
	var got struct {
		Result []json.RawMessage `json:"result"`
		Error  any               `json:"error"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return 0, d, fmt.Errorf("%w: %s", err, bytes.TrimSpace(body))
	}
	if got.Error != nil {
		return 0, d, fmt.Errorf("%v", got.Error)
	}
	return len(got.Result), d, nil
}
