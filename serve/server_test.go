package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"kg/graph"
	"kg/queries"
)

func server(t *testing.T, opt Options) (*Server, *httptest.Server) {
	t.Helper()
	store, err := queries.Sample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	lib, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	s, err := New(store, lib, opt)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewUnstartedServer(nil)
	ts.Config.Handler = s.Handler(ts.Listener.Addr().String())
	ts.Start()
	t.Cleanup(ts.Close)
	return s, ts
}

// ask posts a script and gives the status and the body.
func ask(t *testing.T, ts *httptest.Server, path, body string, header ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, ts.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		} else {
			req.Header.Set(header[i], header[i+1])
		}
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, strings.TrimSpace(string(b))
}

func TestQuery(t *testing.T) {
	_, ts := server(t, Options{Time: time.Minute, Rows: 3})
	for _, c := range []struct {
		lang, script, accept string
		status               int
		want                 string
	}{
		{"gizmo", `g.V("<ent:Iran>").out("<rel:arms>").all()`, "", 200, `{"result":[{"id":"<ent:Bashar_al-Assad>"}]}`},
		{"gizmo", `g.V("<ent:Iran>").tag("source").out("<rel:arms>").tag("target").all()`, "application/ld+json", 200,
			`{"result":[{"id":{"@id":"ent:Bashar_al-Assad"},"source":{"@id":"ent:Iran"},"target":{"@id":"ent:Bashar_al-Assad"}}]}`},
		{"gizmo", `g.V("<ent:Nobody>").all()`, "application/ld+json", 200, `{"result":[]}`},
		{"gizmo", `g.emit(3)`, "application/ld+json", 200, `{"result":[{"@value":3}]}`},
		{"gizmo", `for (;;) g.emit({n: 1})`, "", 200, `{"result":[{"n":1},{"n":1},{"n":1}]}`},
		{"gizmo", `g.emit(kg.narrower("<rel:aids>").length > 1)`, "", 200, `{"result":[true]}`},
		{"gizmo", `g.V().out(function () {})`, "", 400, `{"error": "query:1:10: out: argument 1 is a function; want`},
		{"gizmo", `var a = {}; a.a = a; g.emit(a)`, "", 400, `emit: objects within objects`},
		{"gizmo", ``, "", 400, `{"error": "query is empty"}`},
		{"graphql", `{nodes(id: <ent:Iran>) {id}}`, "application/ld+json", 200, `ent:Iran`},
		{"mql", `[{"id": "<ent:Iran>", "rdfs:label": null}]`, "application/ld+json", 200, `"result"`},
		{"sql", `select 1`, "", 400, `unknown query language`},
	} {
		status, got := ask(t, ts, "/api/v2/query?lang="+c.lang, c.script, "Accept", c.accept)
		if status != c.status || !strings.Contains(got, c.want) {
			t.Errorf("%s %s: %d %s\nwant %d %s", c.lang, c.script, status, got, c.status, c.want)
		}
	}
}

func TestQueryTime(t *testing.T) {
	_, ts := server(t, Options{Time: 100 * time.Millisecond})
	begin := time.Now()
	status, got := ask(t, ts, "/api/v2/query?lang=gizmo", "while (true) {}")
	if status != 400 || !strings.Contains(got, "the time limit") && !strings.Contains(got, "deadline") {
		t.Errorf("%d %s", status, got)
	}
	if d := time.Since(begin); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestReadOnly(t *testing.T) {
	_, ts := server(t, Options{})
	const q = "<ent:A> <rel:meets> <ent:B> <art:x> ."
	for _, path := range []string{"/api/v2/write", "/api/v2/delete", "/api/v2/node/delete"} {
		if status, got := ask(t, ts, path, q); status != http.StatusForbidden {
			t.Errorf("%s: %d %s", path, status, got)
		}
	}
	if _, got := ask(t, ts, "/api/v2/query?lang=gizmo", `g.V("<ent:A>").out().all()`); got != `{"result":[]}` {
		t.Error(got)
	}
}

func TestWrite(t *testing.T) {
	_, ts := server(t, Options{Write: true})
	const q = "<ent:A> <rel:meets> <ent:B> <art:x> ."
	if status, got := ask(t, ts, "/api/v2/write", q); status != 200 || !strings.Contains(got, `"count":1`) {
		t.Errorf("%d %s", status, got)
	}
	if _, got := ask(t, ts, "/api/v2/query?lang=gizmo", `g.V("<ent:A>").out().all()`); got != `{"result":[{"id":"<ent:B>"}]}` {
		t.Error(got)
	}
	if status, _ := ask(t, ts, "/api/v2/delete", q, "Content-Encoding", "gzip"); status != http.StatusUnsupportedMediaType {
		t.Errorf("packed: %d", status)
	}
	if status, got := ask(t, ts, "/api/v2/delete", q); status != 200 {
		t.Errorf("%d %s", status, got)
	}
	if _, got := ask(t, ts, "/api/v2/query?lang=gizmo", `g.V("<ent:A>").out().all()`); got != `{"result":[]}` {
		t.Error(got)
	}
	// From a page of another origin nothing is written.
	if status, _ := ask(t, ts, "/api/v2/write", q, "Origin", "http://evil.example"); status != http.StatusForbidden {
		t.Errorf("other origin: %d", status)
	}
}

func TestWriteNeedsAStoreForWriting(t *testing.T) {
	dir := t.TempDir()
	store, err := graph.Open(context.Background(), graph.Options{Address: dir})
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
	if store, err = graph.Open(context.Background(), graph.Options{Address: dir, ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, err := New(store, nil, Options{Write: true}); err == nil {
		t.Error("no error")
	}
}

func TestHostAndOrigin(t *testing.T) {
	_, ts := server(t, Options{Hosts: []string{"graph.example"}})
	own := strings.TrimPrefix(ts.URL, "http://")
	const script = `g.emit(1)`
	for _, c := range []struct {
		header []string
		want   int
	}{
		{nil, 200},
		{[]string{"Host", "localhost:1"}, 200},
		{[]string{"Host", "graph.example"}, 200},
		{[]string{"Host", "evil.example"}, http.StatusMisdirectedRequest},
		{[]string{"Host", "127.0.0.1.evil.example"}, http.StatusMisdirectedRequest},
		{[]string{"Origin", ts.URL}, 200},
		{[]string{"Origin", "http://evil.example"}, http.StatusForbidden},
		{[]string{"Origin", "null"}, http.StatusForbidden},
		{[]string{"Origin", "http://" + own + ".evil.example"}, http.StatusForbidden},
		{[]string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{[]string{"Sec-Fetch-Site", "same-origin"}, 200},
	} {
		if status, _ := ask(t, ts, "/api/v2/query?lang=gizmo", script, c.header...); status != c.want {
			t.Errorf("%v: %d, want %d", c.header, status, c.want)
		}
	}
	// A link from another page may lead here, but not to data within it.
	req, _ := http.NewRequest(http.MethodGet, ts.URL+"/ui/", nil)
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	req.Header.Set("Sec-Fetch-Mode", "navigate")
	req.Header.Set("Sec-Fetch-Dest", "document")
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != 200 {
		t.Error(res, err)
	}
	for _, h := range []string{"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy"} {
		if res.Header.Get(h) == "" {
			t.Errorf("no %s", h)
		}
	}
	if res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("other origins are allowed")
	}
}

func TestToken(t *testing.T) {
	s, ts := server(t, Options{Token: "let me in"})
	for _, c := range []struct {
		auth string
		want int
	}{{"", 401}, {"Bearer wrong", 401}, {"Bearer let me in", 200}, {"Basic a2c6bGV0IG1lIGlu", 200}} {
		if status, _ := ask(t, ts, "/api/v2/query?lang=gizmo", "g.emit(1)", "Authorization", c.auth); status != c.want {
			t.Errorf("%q: %d, want %d", c.auth, status, c.want)
		}
	}
	res, err := http.Get(ts.URL + "/api/kg/v1/stats")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, _ := io.ReadAll(res.Body); res.StatusCode != 401 || res.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(string(b), `"code":"token"`) {
		t.Errorf("%d %s", res.StatusCode, b)
	}
	everywhere := &net.TCPAddr{IP: net.IPv4zero, Port: 1}
	if err := s.CheckAddr(everywhere); err != nil {
		t.Error(err)
	}
	open, _ := server(t, Options{})
	if err := open.CheckAddr(everywhere); err == nil {
		t.Error("listens everywhere without a token")
	}
}

func TestBounds(t *testing.T) {
	_, ts := server(t, Options{})
	if status, got := ask(t, ts, "/api/v2/query?lang=gizmo", "//"+strings.Repeat("x", 2<<20)); status == 200 {
		t.Errorf("%d %s", status, got)
	}
	if status, _ := ask(t, ts, "/api/ui/labels", `["ent:Iran"`); status != 400 {
		t.Errorf("labels: %d", status)
	}
}

func TestLabelsAndShape(t *testing.T) {
	_, ts := server(t, Options{})
	if status, got := ask(t, ts, "/api/ui/labels", `["ent:John_Kerry", "ent:Nobody"]`); status != 200 || got != `{"ent:John_Kerry":"John Kerry"}` {
		t.Errorf("%d %s", status, got)
	}
	status, got := ask(t, ts, "/api/v1/shape/gizmo", `g.V("<ent:Iran>").out("<rel:arms>").all()`)
	var plan struct{ Paths []struct{ Call string } }
	if err := json.Unmarshal([]byte(got), &plan); err != nil || status != 200 || len(plan.Paths) != 1 || plan.Paths[0].Call != "all" {
		t.Errorf("%d %s %v", status, got, err)
	}
	if _, got := ask(t, ts, "/api/v1/shape/gizmo", `g.V(`); !strings.Contains(got, `"failed":"query:1:`) {
		t.Error(got)
	}
}

func TestHealth(t *testing.T) {
	_, ts := server(t, Options{})
	for _, path := range []string{"/healthz", "/readyz"} {
		res, err := http.Get(ts.URL + path)
		if err != nil || res.StatusCode != 200 {
			t.Error(path, res, err)
		}
	}
	metrics, err := http.Get(ts.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer metrics.Body.Close()
	if b, err := io.ReadAll(metrics.Body); err != nil || !strings.Contains(string(b), `kg_http_requests_total{part="healthz",status="200"} 1`) {
		t.Errorf("%s %v", b, err)
	}
	res, err := http.Get(ts.URL + "/")
	if err != nil || res.Request.URL.Path != "/ui/" {
		t.Error(res, err)
	}
}

func TestPanicIsAnAnswer(t *testing.T) {
	var log bytes.Buffer
	_, ts := server(t, Options{
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
		API:    http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") }),
	})
	res, err := http.Get(ts.URL + "/api/kg/v1/x")
	if err != nil || res.StatusCode != 500 || !strings.Contains(log.String(), "oh") {
		t.Error(res, err, log.String())
	}
}

// A part is a label of the metrics: there are few of them, whatever is asked for.
func TestPart(t *testing.T) {
	for path, want := range map[string]string{
		"/api/kg/v1/facts": "api/kg/facts", "/api/kg/v1/identity/merge": "api/kg/identity/merge", "/api/kg/v1/queries": "api/kg/queries",
		"/api/kg/v1/queries/x/rows": "api/kg/queries", "/api/kg/v1/facts/x": "api/kg", "/api/kg/v1/%00": "api/kg", "/api/v2/query": "api/v2",
		"/mcp": "mcp", "/mcp/x": "explorer", "/ui/x": "ui", "/": "explorer",
	} {
		if got := part(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// Run ends when its context does, after the requests in progress.
func TestGracefulStop(t *testing.T) {
	s, _ := server(t, Options{API: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(200 * time.Millisecond)
		io.WriteString(w, "done")
	})})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, l) }()
	answered := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + l.Addr().String() + "/api/kg/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		b, _ := io.ReadAll(res.Body)
		answered <- string(b)
	}()
	time.Sleep(100 * time.Millisecond)
	cancel()
	if got := <-answered; got != "done" {
		t.Error(got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestManyAtOnce(t *testing.T) {
	_, ts := server(t, Options{Parallel: 3})
	var wg sync.WaitGroup
	for range 24 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if status, got := ask(t, ts, "/api/v2/query?lang=gizmo", `g.V("<ent:Iran>").out("<rel:arms>").all()`); status != 200 || !strings.Contains(got, "Assad") {
				t.Errorf("%d %s", status, got)
			}
		}()
	}
	wg.Wait()
}

// Who changes the graph shows a token: in a header, or because an address with it was opened. Who reads need not.
func TestWriteToken(t *testing.T) {
	_, ts := server(t, Options{Write: true, WriteToken: "secret"})
	ask := func(method, path string, change func(*http.Request)) *http.Response {
		t.Helper()
		req, err := http.NewRequest(method, ts.URL+path, strings.NewReader("[]"))
		if err != nil {
			t.Fatal(err)
		}
		change(req)
		client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res
	}
	bearer := func(token string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
	}
	nothing := func(*http.Request) {}
	signedIn := ask("GET", "/?token=secret", nothing)
	if signedIn.StatusCode != http.StatusSeeOther || signedIn.Header.Get("Location") != "/" || len(signedIn.Cookies()) != 1 {
		t.Fatalf("signing in: %d, %v", signedIn.StatusCode, signedIn.Header)
	}
	cookie := signedIn.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode {
		t.Errorf("the cookie %v can be read or sent by others", cookie)
	}
	if res := ask("GET", "/?token=guess", nothing); len(res.Cookies()) != 0 {
		t.Error("a wrong token signs in")
	}
	for _, c := range []struct {
		name, method, path string
		change             func(*http.Request)
		refused            bool
	}{
		{"a stranger reads", "GET", "/healthz", nothing, false},
		{"a stranger asks", "POST", "/api/v2/query?lang=gizmo", nothing, false},
		{"a stranger writes", "POST", "/api/v2/write", nothing, true},
		{"a stranger deletes", "POST", "/api/v2/delete", nothing, true},
		{"a stranger loads", "POST", "/api/kg/v1/load", nothing, true},
		{"a stranger merges", "POST", "/api/kg/v1/identity/merge", nothing, true},
		{"a wrong token", "POST", "/api/v2/write", bearer("guess"), true},
		{"the token", "POST", "/api/v2/write", bearer("secret"), false},
		{"the password", "POST", "/api/v2/write", func(r *http.Request) { r.SetBasicAuth("kg", "secret") }, false},
		{"the cookie", "POST", "/api/v2/write", func(r *http.Request) { r.AddCookie(cookie) }, false},
		{"a wrong cookie", "POST", "/api/v2/write", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: cookie.Name, Value: "guess"}) }, true},
	} {
		if res := ask(c.method, c.path, c.change); (res.StatusCode == http.StatusUnauthorized) != c.refused {
			t.Errorf("%s: %d", c.name, res.StatusCode)
		}
	}
}
