package api_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kg/serve/api"
)

// Whatever is asked for is answered, and never with an error of the server.
func FuzzRequest(f *testing.F) {
	for _, path := range sortedKeys(examples) {
		for _, e := range examples[path] {
			f.Add(e)
		}
	}
	for _, s := range []string{"", "/", "?", "/entity?id=%", "/entity?id=art:x&id=", "/search?q=%f0%9f%98%80&limit=0", "/facts?entity=<ent:&limit=1",
		"/queries//rows", "/queries/a%2fb/rows?p.=1", "/neighbourhood?id=Mai_Lund&offset=20000&limit=500", "/paths?start=Talmark&end=Talmark&steps=0",
		"/export?format=csv&relation=rel:", "/timeline?said_by=Mai_Lund", "/links?id=%20&id=Mai_Lund", "/article?id=../../etc/passwd"} {
		f.Add(s)
	}
	h := newAPI(f, api.Options{Time: 5 * time.Second, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	f.Fuzz(func(t *testing.T, rest string) {
		u, err := url.Parse(api.Prefix + rest)
		if err != nil || !strings.HasPrefix(u.Path, api.Prefix) {
			t.Skip()
		}
		w := httptest.NewRecorder()
		r := &http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}, Host: "localhost"}
		h.ServeHTTP(w, r.WithContext(t.Context()))
		if w.Code >= 500 {
			t.Errorf("%q: %d %s", rest, w.Code, w.Body)
		}
	})
}

// Whatever is sent to be loaded or decided is answered, never with an error of the server, and what is no file of ours never
// reaches the editor.
func FuzzBody(f *testing.F) {
	for _, path := range sortedKeys(bodies) {
		for _, b := range bodies[path] {
			f.Add(path, b.media, []byte(b.body))
		}
	}
	for _, b := range []string{`{"text":1}`, `{"a":{}}`, `[]`, `{"entity":"x","mentions":[{"article":"<art:"}]}`, "\xff\xfe<\x00p", "--b\r\n"} {
		f.Add("/load?name=a.jsonl", "multipart/form-data; boundary=b", []byte(b))
		f.Add("/load?name=//", "", []byte(b))
		f.Add("/identity/split", "application/json", []byte(b))
	}
	edit := &recorder{}
	h := newAPI(f, api.Options{Editor: edit, Write: true, Logger: slog.New(slog.DiscardHandler)})
	f.Fuzz(func(t *testing.T, path, media string, body []byte) {
		u, err := url.Parse(api.Prefix + path)
		if err != nil || !strings.HasPrefix(u.Path, api.Prefix) {
			t.Skip()
		}
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(body)))
		r.URL = u
		r.Header.Set("Content-Type", media)
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%q %q %q: %d %s", path, media, body, w.Code, w.Body)
		}
		for _, u := range edit.uploads {
			if len(u.Body) == 0 || strings.ContainsAny(u.Name, "/\\\n") {
				t.Errorf("%q %q %q: %+v", path, media, body, u)
			}
		}
		edit.uploads, edit.decisions = nil, nil
	})
}
