package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kg/graph"
	"kg/serve/api"
)

// recorder is an editor that writes down what it is asked for.
type recorder struct {
	mu        sync.Mutex
	uploads   []api.Upload
	decisions []api.Decision
	writers   atomic.Int32
	fail      error
	slow      time.Duration
	wait      bool // whether Load ends early where its context does
}

func (r *recorder) enter() func() {
	if n := r.writers.Add(1); n > 1 {
		panic(fmt.Sprint(n, " writers"))
	}
	time.Sleep(r.slow)
	r.mu.Lock()
	return func() { r.mu.Unlock(); r.writers.Add(-1) }
}

func (r *recorder) Load(ctx context.Context, uploads []api.Upload, report func(api.Loaded) error) error {
	defer r.enter()()
	if err := ctx.Err(); err != nil && r.wait {
		return err
	}
	for _, u := range uploads {
		r.uploads = append(r.uploads, u)
		for line := range strings.Lines(string(u.Body)) {
			l := api.Loaded{Source: u.Name, Article: "a", Status: "added", Claims: 2, Facts: 1, Quads: 9}
			if strings.TrimSpace(line) == "{}" {
				l = api.Loaded{Source: u.Name, Status: "failed", Error: "no text in it"}
			}
			if err := report(l); err != nil {
				return err
			}
		}
	}
	return r.fail
}

func (r *recorder) Decide(ctx context.Context, d api.Decision) (*api.Decided, error) {
	defer r.enter()()
	r.decisions = append(r.decisions, d)
	if r.fail != nil {
		return nil, r.fail
	}
	return &api.Decided{Records: []api.LedgerRecord{{N: len(r.decisions), Op: d.Op, Text: d.Op, InForce: true, Entity: d.Entity}}, Articles: 2}, nil
}

func (r *recorder) Ledger(context.Context) ([]api.LedgerRecord, error) {
	return []api.LedgerRecord{{N: 1, Op: "merge", Text: "one"}, {N: 2, Op: "undo", Text: "not one", Undoes: 1}, {N: 3, Op: "rename", InForce: true}}, nil
}

func (r *recorder) Mentions(_ context.Context, entity string, articles []string) ([]api.Mention, error) {
	var out []api.Mention
	for _, id := range articles {
		out = append(out, api.Mention{Article: api.Source{ID: id}, Text: entity, End: 4, Sentence: "Lund.", Reason: "the name"})
	}
	return out, nil
}

// A load answers a line for each article, between lines that tell how far it is.
func TestLoad(t *testing.T) {
	edit := &recorder{}
	h := newAPI(t, api.Options{Editor: edit, Write: true})
	w := post(h, "/load?name=a/b%5C..%0anews.jsonl", sent{"text/plain", "{\"text\":\"x\"}\n\n{}\n"})
	want := `{"progress":{"done":0,"of":2}}
{"source":".._news.jsonl","article":"a","title":"","status":"added","claims":2,"facts":1,"quads":9,"error":""}
{"progress":{"done":1,"of":2}}
`
	if got := w.Body.String(); w.Code != 200 || w.Header().Get("Content-Type") != "application/x-ndjson" || !strings.HasPrefix(got, want) ||
		!strings.Contains(got, `"status":"failed"`) || !w.Flushed {
		t.Errorf("%d %s", w.Code, got)
	}
	post(h, "/load", sent{"text/html; charset=utf-8", "<p>x"})
	post(h, "/load", sent{"application/json", `{"html":"<p>x","url":"https://example.org/x"}`})
	post(h, "/load", sent{"application/json", `{"text":"x","title":"T\n","date":"2019-01-02"}`})
	got := edit.uploads[1:]
	for i, want := range []api.Upload{
		{Name: "article.html", Body: []byte("<p>x")},
		{Name: "pasted.html", URL: "https://example.org/x", Body: []byte("<p>x")},
		{Name: "pasted.jsonl", Body: []byte(`{"text":"x","title":"T\n","date":"2019-01-02"}`)},
	} {
		if i >= len(got) || got[i].Name != want.Name || got[i].URL != want.URL || string(got[i].Body) != string(want.Body) {
			t.Errorf("%d: %+v, want %+v", i, got, want)
		}
	}
	edit.fail = errors.New("the disk is full")
	w = post(h, "/load", sent{"text/plain", "x"})
	if got := w.Body.String(); !strings.HasSuffix(got, `"code":"internal","detail":"the server could not answer; its log says why"}}`+"\n") {
		t.Error(got)
	}
}

// What is asked of the editor is what the request says.
func TestDecisions(t *testing.T) {
	edit := &recorder{}
	h := newAPI(t, api.Options{Editor: edit, Write: true})
	for path, list := range bodies {
		for _, b := range list {
			if !strings.HasPrefix(path, "/identity/") {
				continue
			}
			edit.decisions = nil
			w := post(h, path, b)
			var out api.Decided
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || out.Articles != 2 || out.Failed == nil || len(edit.decisions) != 1 || edit.decisions[0].Op != strings.TrimPrefix(path, "/identity/") {
				t.Errorf("%s: %s %+v", path, w.Body, edit.decisions)
			}
		}
	}
	post(h, "/identity/split", bodies["/identity/split"][0])
	d := edit.decisions[len(edit.decisions)-1]
	if d.Entity != "Mai_Lund" || !slices.Equal(d.Mentions, []api.SplitMention{{Article: "first"}, {Text: "Lund"}}) {
		t.Errorf("%+v", d)
	}
	page := decode[api.Ledger](t, h, "/identity/ledger?limit=2")
	if page.Total != 3 || len(page.Items) != 2 || page.Items[0].N != 3 || page.Items[1].N != 2 || page.Next == "" {
		t.Errorf("%+v", page)
	}
	if page = decode[api.Ledger](t, h, strings.TrimPrefix(page.Next, api.Prefix)); len(page.Items) != 1 || page.Items[0].N != 1 || page.Next != "" {
		t.Errorf("%+v", page)
	}
	found := decode[api.Mentions](t, h, "/mentions?id=ent:Mai_Lund&limit=1")
	if found.Total != 2 || len(found.Items) != 1 || found.Items[0].Article.Title != "Lund meets Vik" || found.Next == "" {
		t.Errorf("%+v", found)
	}
}

func TestWritesRefused(t *testing.T) {
	edit := &recorder{}
	open := newAPI(t, api.Options{Editor: edit, Write: true})
	for _, c := range []struct {
		path, media, body string
		status            int
		code              string
	}{
		{"/load", "application/json", `{`, 400, "bad_body"},
		{"/load", "application/json", ``, 400, "bad_body"},
		{"/load", "application/json", `{}`, 400, "bad_body"},
		{"/load", "application/json", `{"text":"a","html":"b"}`, 400, "bad_body"},
		{"/load", "application/json", `{"text":"a"}{"text":"b"}`, 400, "bad_body"},
		{"/load", "application/json", `{"text":"a","lang":"de"}`, 400, "bad_body"},
		{"/load", "text/plain", " \n", 400, "bad_body"},
		{"/load?name=a.exe", "", "MZ", 415, "media_type"},
		{"/load?x=1", "", "a", 400, "bad_parameter"},
		{"/load", "multipart/form-data", "a", 400, "bad_body"},
		{"/load", "multipart/form-data; boundary=b", "--b--\r\n", 400, "bad_body"},
		{"/load", "text/plain", strings.Repeat("a", 32<<20+1), 413, "too_large"},
		{"/identity/merge", "application/json", `{"a":"x"}`, 400, "bad_body"},
		{"/identity/merge", "application/json", `{"a":"x","b":"y","c":1}`, 400, "bad_body"},
		{"/identity/merge", "application/json", `{"a":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "too_large"},
		{"/identity/split", "application/json", `{"entity":"x"}`, 400, "bad_body"},
		{"/identity/split", "application/json", `{"entity":"x","mentions":[{}]}`, 400, "bad_body"},
		{"/identity/rename", "application/json", `{"entity":"x"}`, 400, "bad_body"},
		{"/identity/undo", "application/json", `{"id":-1}`, 400, "bad_body"},
	} {
		w := post(open, c.path, sent{c.media, c.body})
		if w.Code != c.status || !strings.Contains(w.Body.String(), `"code":"`+c.code+`"`) || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %.40s: %d %s, want %d %s", c.path, c.body, w.Code, w.Body, c.status, c.code)
		}
	}
	if len(edit.uploads)+len(edit.decisions) > 0 {
		t.Errorf("%+v", edit)
	}
	for err, want := range map[error]int{graph.ErrNotFound: 404, &api.Problem{Status: 409, Code: "conflict"}: 409} {
		edit.fail = err
		if w := post(open, "/identity/undo", sent{"application/json", "{}"}); w.Code != want {
			t.Errorf("%v: %d %s", err, w.Code, w.Body)
		}
	}
	packed := httptest.NewRequest("POST", api.Prefix+"/load", strings.NewReader("x"))
	packed.Header.Set("Content-Encoding", "gzip")
	w := httptest.NewRecorder()
	if open.ServeHTTP(w, packed); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("packed: %d", w.Code)
	}

	for name, opt := range map[string]api.Options{"read-only": {Editor: edit}, "without editor": {Write: true}} {
		h := newAPI(t, opt)
		if c := decode[api.Config](t, h, "/config"); c.Write {
			t.Errorf("%s: %+v", name, c)
		}
		for path, list := range bodies {
			if w := post(h, path, list[0]); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "read_only") {
				t.Errorf("%s %s: %d %s", name, path, w.Code, w.Body)
			}
			if w := get(h, path); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
				t.Errorf("GET %s: %d", path, w.Code)
			}
		}
		if w := get(h, "/mentions?id=Mai_Lund"); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

// A server that stops ends what is being loaded, and says so.
func TestStop(t *testing.T) {
	edit := &recorder{slow: 100 * time.Millisecond, wait: true}
	h := newAPI(t, api.Options{Editor: edit, Write: true}).(*api.Handler)
	done := make(chan *httptest.ResponseRecorder)
	go func() { done <- post(h, "/load", sent{"text/plain", "a\nb\n"}) }()
	for edit.writers.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	h.Stop()
	if got := (<-done).Body.String(); !strings.Contains(got, `{"problem":{"type":"urn:kg:problem:stopping"`) || strings.Contains(got, `"status":"added"`) {
		t.Error(got)
	}
	if err := h.Drain(t.Context()); err != nil {
		t.Error(err)
	}
}

// What is written may take longer than a request may otherwise.
func TestLongWrites(t *testing.T) {
	edit := &recorder{slow: 600 * time.Millisecond, wait: true}
	ts := httptest.NewUnstartedServer(newAPI(t, api.Options{Editor: edit, Write: true}))
	ts.Config.ReadTimeout, ts.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	ts.Start()
	defer ts.Close()
	for path, want := range map[string]string{"/load": `{"progress":{"done":1,"of":1}}`, "/identity/undo": `"articles":2`} {
		b := bodies[path][0]
		res, err := http.Post(ts.URL+api.Prefix+path, b.media, strings.NewReader(b.body))
		if err != nil {
			t.Error(err)
			continue
		}
		got, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s: %v %s", path, err, got)
		}
	}
}

// There is one writer at a time; who waits too long is told so.
func TestOneWriter(t *testing.T) {
	edit := &recorder{slow: 50 * time.Millisecond}
	h := newAPI(t, api.Options{Editor: edit, Write: true, Time: time.Minute})
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			path := []string{"/load", "/identity/merge"}[i%2]
			if w := post(h, path, bodies[path][0]); w.Code != 200 {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		})
	}
	wg.Wait()
	edit.slow = time.Second
	h = newAPI(t, api.Options{Editor: edit, Write: true, Time: 10 * time.Millisecond})
	busy := make(chan struct{})
	go func() { defer close(busy); post(h, "/identity/undo", bodies["/identity/undo"][0]) }()
	for edit.writers.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if w := post(h, "/identity/undo", bodies["/identity/undo"][0]); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	<-busy
}
