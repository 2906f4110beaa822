package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad/nquads"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
)

// peers are saved queries, and what someone who has only Cayley would ask instead: the same claims and counts, without
// their order, their names and the days of their articles.
var peers = []struct{ query, params, script string }{
	{"what-did", "name=ent:E10", `g.V("<ent:E10>").in("<kg:subject>").save("<kg:relation>", "r").save("<kg:object>", "o").save("<kg:sentence>", "s").save("<prov:wasDerivedFrom>", "a").all()`},
	{"timeline", "name=ent:E10", `g.V("<ent:E10>").in(["<kg:subject>", "<kg:object>"]).has("<kg:fact>").save("<kg:subject>", "x").save("<kg:relation>", "r").save("<kg:object>", "o").save("<kg:sentence>", "s").all()`},
	{"who-supports", "name=ent:E10", `g.V("<ent:E10>").in("<kg:object>").has("<kg:fact>", "<rel:supports>", "<rel:backs>").save("<kg:subject>", "x").save("<kg:sentence>", "s").all()`},
	{"evidence", "a=ent:E10 b=ent:E1", `g.V("<ent:E10>").in(["<kg:subject>", "<kg:object>"]).and(g.V("<ent:E1>").in(["<kg:subject>", "<kg:object>"])).save("<kg:sentence>", "s").all()`},
	{"neighbours", "name=ent:E10", `var n = {}; g.V("<ent:E10>").in("<kg:subject>").has("<kg:fact>").out("<kg:object>").forEach(function (d) { n[d.id] = (n[d.id] || 0) + 1 }); Object.keys(n).forEach(function (k) { g.emit({id: k, n: n[k]}) })`},
	{"article", "id=a5", `g.V("<art:a5>").in("<prov:wasDerivedFrom>").save("<kg:subject>", "x").save("<kg:relation>", "r").save("<kg:sentence>", "s").all()`},
	{"speaks-for", "", `var n = {}; g.V("<kg:Claim>").in("<rdf:type>").out("<kg:saidBy>").forEach(function (d) { n[d.id] = (n[d.id] || 0) + 1 }); Object.keys(n).forEach(function (k) { g.emit({id: k, n: n[k]}) })`},
	{"relations", "", `var n = {}; g.V("<kg:Claim>").in("<rdf:type>").out("<kg:relation>").forEach(function (d) { n[d.id] = (n[d.id] || 0) + 1 }); Object.keys(n).forEach(function (k) { g.emit({id: k, n: n[k]}) })`},
	{"most-connected", "", `var n = {}; g.V("<kg:Claim>").in("<rdf:type>").has("<kg:fact>").save("<kg:subject>", "s").save("<kg:object>", "o").forEach(function (d) { (n[d.s] = n[d.s] || {})[d.o] = (n[d.o] = n[d.o] || {})[d.s] = 1 }); Object.keys(n).forEach(function (k) { g.emit({id: k, n: Object.keys(n[k]).length}) })`},
}

// TestPeers asks saved queries of this store, and what is nearest to them of Cayley's own server over the same quads:
// KG_BENCH_CAYLEY is its command, KG_BENCH_CLAIMS the size of the graph. It is skipped where the command is not set.
func TestPeers(t *testing.T) {
	command := os.Getenv("KG_BENCH_CAYLEY")
	if command == "" {
		t.Skip("KG_BENCH_CAYLEY is not set")
	}
	claims := 10_000
	if n := os.Getenv("KG_BENCH_CLAIMS"); n != "" {
		if _, err := fmt.Sscan(n, &claims); err != nil {
			t.Fatal(err)
		}
	}
	ctx, dir := context.Background(), t.TempDir()
	store, err := graph.Open(ctx, graph.Options{Address: filepath.Join(dir, "ours")})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for r := range Records(claims, 1) {
		if _, err := store.Put(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "graph.nq")
	writeQuads(t, store, file)
	theirs := filepath.Join(dir, "theirs")
	cmd := exec.Command(command, "load", "--init", "--db", "leveldb", "--dbpath", theirs, "--load", file)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	address := serve(t, command, theirs, dir)
	lib, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("| %d claims | this store | rows | `cayley http`, leveldb | rows |\n| --- | ---: | ---: | ---: | ---: |\n", claims)
	for _, p := range peers {
		params := map[string]string{}
		for _, x := range strings.Fields(p.params) {
			k, v, _ := strings.Cut(x, "=")
			params[k] = v
		}
		q, err := lib.Get(p.query)
		if err != nil {
			t.Fatal(err)
		}
		ours, rows, err := best(func() (int, error) { return call(ctx, lib, store, q, params, gizmo.Limits{}) })
		if err != nil {
			t.Fatal(err)
		}
		peer, peerRows, err := best(func() (int, error) { return ask(address, p.script) })
		took := fmt.Sprintf("%.1f ms", peer.Seconds()*1000)
		if err != nil {
			took = err.Error()
		}
		fmt.Printf("| %s | %.1f ms | %d | %s | %d |\n", strings.TrimSpace(p.query+" "+p.params), ours.Seconds()*1000, rows, took, peerRows)
		if rows == 0 || err == nil && peerRows == 0 {
			t.Errorf("%s has no answer", p.query)
		}
	}
}

func writeQuads(t *testing.T, store *graph.Store, file string) {
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := nquads.NewWriter(f)
	it := store.QuadStore().QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(context.Background()) {
		q, err := store.QuadStore().Quad(it.Result())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.WriteQuad(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// serve starts Cayley's own server and gives its address.
func serve(t *testing.T, command, folder, dir string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	cmd := exec.Command(command, "http", "--db", "leveldb", "--dbpath", folder, "--host", address, "--timeout", "60s")
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 100 {
		if _, err = ask("http://"+address, "g.emit(1)"); err == nil {
			return "http://" + address
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal(err)
	return ""
}

// best is the best time of three.
func best(f func() (int, error)) (d time.Duration, rows int, err error) {
	for i := range 3 {
		begin := time.Now()
		rows, err = f()
		if took := time.Since(begin); i == 0 || took < d {
			d = took
		}
		if err != nil {
			return d, rows, err
		}
	}
	return d, rows, nil
}

// ask asks a server of Cayley's API, which gives at most 100 rows.
func ask(server, script string) (int, error) {
	client := http.Client{Timeout: 90 * time.Second}
	resp, err := client.Post(server+"/api/v2/query?lang=gizmo", "text/plain", strings.NewReader(script))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	var got struct {
		Result []json.RawMessage `json:"result"`
		Error  any               `json:"error"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return 0, fmt.Errorf("%w: %.100s", err, bytes.TrimSpace(body))
	}
	if got.Error != nil {
		return 0, fmt.Errorf("%v", got.Error)
	}
	return len(got.Result), nil
}
