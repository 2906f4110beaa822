package webui

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	cayleyui "github.com/cayleygraph/cayley/ui"

	"kg/queries"
)

func page(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	web, err := fs.Sub(cayleyui.FS, "web")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(web, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(web, name)
		out[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var assets = fstest.MapFS{"vs/loader.js": {Data: []byte("loader")}, "material-icons.css": {Data: []byte("@font-face{}")}}

func get(t *testing.T, u *UI, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	u.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// Nothing that is served may name another host, but for names that are no addresses to load from.
func TestOfflinePageNamesNoHost(t *testing.T) {
	lib, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	u, err := build(page(t), assets, lib)
	if err != nil {
		t.Fatal(err)
	}
	if !u.Offline() {
		t.Fatal("not offline")
	}
	harmless := regexp.MustCompile(`^https?://(www\.w3\.org|reactjs\.org|fb\.me|goo\.gl|github\.com|mozilla\.org|www\.robotstxt\.org)`)
	for name, f := range u.files {
		for _, m := range regexp.MustCompile(`https?://[^"'\s)\\]+`).FindAllString(string(f.body), -1) {
			if strings.HasPrefix(name, "static/") && !harmless.MatchString(m) || name == "index.html" {
				t.Errorf("%s names %s", name, m)
			}
		}
	}
	for _, name := range []string{"service-worker.js", "precache-manifest.5316e0e4a35813e95b82d4799f1bb55c.js", "asset-manifest.json", "README.md", ".gitignore"} {
		if w := get(t, u, "/ui/"+name); w.Code != http.StatusNotFound {
			t.Errorf("%s is served", name)
		}
	}
	if csp := get(t, u, "/ui/").Header().Get("Content-Security-Policy"); strings.Contains(csp, "http") || !strings.Contains(csp, "'sha256-") {
		t.Errorf("policy %q", csp)
	}
	if b := get(t, u, "/ui/gizmo.d.ts").Body.String(); !strings.Contains(b, "narrower(") || !strings.Contains(b, "interface Path") {
		t.Error("the types of the library are missing")
	}
}

func TestPageWithoutAssets(t *testing.T) {
	u, err := build(page(t), fstest.MapFS{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := get(t, u, "/ui/")
	if u.Offline() || !strings.Contains(w.Body.String(), `id="kg-notice"`) ||
		!strings.Contains(w.Header().Get("Content-Security-Policy"), "https://cdn.jsdelivr.net") {
		t.Error("no notice, or the editor may not be loaded")
	}
}

// A page that differs from the one that is known is refused, with what is missing.
func TestOtherPageIsRefused(t *testing.T) {
	for i, r := range repairs {
		p := page(t)
		for name, f := range p {
			f.Data = bytes.ReplaceAll(f.Data, []byte(r.old), []byte("~"))
			p[name] = f
		}
		_, err := build(p, assets, nil)
		if err == nil || !strings.Contains(err.Error(), "cannot be repaired") {
			t.Errorf("repair %d: error %v", i, err)
		}
	}
	p := page(t)
	delete(p, "static/js/runtime-main.0686c6e7.js")
	if _, err := build(p, assets, nil); err == nil || !strings.Contains(err.Error(), "there is no file static/js/runtime-main.*.js") {
		t.Errorf("error %v", err)
	}
}

func TestServe(t *testing.T) {
	u, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	if w := get(t, u, "/ui"); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != "/ui/" {
		t.Errorf("/ui: %d %s", w.Code, w.Header().Get("Location"))
	}
	w := get(t, u, "/ui/")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		t.Errorf("/ui/: %d %s", w.Code, w.Header().Get("Content-Type"))
	}
	r := httptest.NewRequest(http.MethodGet, "/ui/", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	u.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("again: %d, %d bytes", again.Code, again.Body.Len())
	}
	post := httptest.NewRecorder()
	u.ServeHTTP(post, httptest.NewRequest(http.MethodPost, "/ui/", nil))
	if post.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", post.Code)
	}
}

func TestConsoleScripts(t *testing.T) {
	lib, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range consoleQueries(lib) {
		if strings.Contains(q.Script, "@name") || !strings.HasPrefix(q.Script, "// ") {
			t.Errorf("%s:\n%s", q.Name, q.Script)
		}
		if q.Name == "who-supports" && !strings.Contains(q.Script, `name: kg.find("Bashar al-Assad"), // Whom`) {
			t.Errorf("%s", q.Script)
		}
	}
}
