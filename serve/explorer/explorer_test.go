package explorer

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func ask(t *testing.T, files fstest.MapFS, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	pages, err := read(files)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler(pages).ServeHTTP(w, r)
	return w
}

func TestServes(t *testing.T) {
	built := fstest.MapFS{
		"dist/index.html":   {Data: []byte("the page")},
		"dist/explorer.js":  {Data: []byte("code")},
		"dist/missing.html": {Data: []byte("not built")},
		"dist/notes.md":     {Data: []byte("no file of the page")},
	}
	for _, c := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"GET", "/", 200, "the page"},
		{"GET", "/?e=Anyone", 200, "the page"},
		{"GET", "/explorer.js", 200, "code"},
		{"HEAD", "/", 200, ""},
		{"POST", "/", 405, "only GET"},
		{"GET", "/notes.md", 404, ""},
		{"GET", "/dist/index.html", 404, ""},
		{"GET", "/../explorer.go", 404, ""},
	} {
		w := ask(t, built, c.method, c.path)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.body) {
			t.Errorf("%s %s: %d %q", c.method, c.path, w.Code, w.Body)
		}
		if c.status == 200 && w.Header().Get("Content-Security-Policy") != Policy {
			t.Errorf("%s: no policy", c.path)
		}
	}
	tag := ask(t, built, "GET", "/").Header().Get("ETag")
	if w := ask(t, built, "GET", "/", "If-None-Match", tag); w.Code != 304 {
		t.Errorf("%d for what the client has", w.Code)
	}
}

// A program that was built without the page says how to build it.
func TestMissing(t *testing.T) {
	pages, err := read(dist)
	if err != nil {
		t.Fatal(err)
	}
	if body := string(pages["/missing.html"].body); !strings.Contains(body, "npm ci") {
		t.Errorf("%q", body)
	}
	if w := ask(t, fstest.MapFS{"dist/missing.html": {Data: []byte("not built")}}, "GET", "/"); w.Code != 200 || w.Body.String() != "not built" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// The page has no script, style or address that its policy would refuse.
func TestPageKeepsToItsPolicy(t *testing.T) {
	if !Built() {
		t.Skip("built without the page")
	}
	pages, err := read(dist)
	if err != nil {
		t.Fatal(err)
	}
	index := string(pages["/"].body)
	for _, bad := range []string{`<script>`, `<style`, ` style=`, ` onload=`, ` onclick=`} {
		if strings.Contains(index, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(index, -1) {
		if _, ok := pages[m[1]]; !ok {
			t.Errorf("the page asks for %s, which is not there", m[1])
		}
	}
}
