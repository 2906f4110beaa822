// Package explorer serves the page on which a person explores the graph. The page is built from web/explorer by
// "npm ci && npm run build" in web/, into dist, which is embedded; a program built without it says so instead.
//
// The page needs the routes of package api beside it, and nothing from anywhere else: its Content-Security-Policy
// allows no other origin, no inline script and no inline style.
package explorer

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed dist
var dist embed.FS

// Policy is the Content-Security-Policy of the page.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// types are the media types of the files of the page.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
}

// page is a file in memory.
type page struct {
	body      []byte
	mediaType string
	tag       string
}

// Handler serves the page at / and its files beside it; any other path is not found.
func Handler() http.Handler {
	pages, err := read(dist)
	if err != nil { // an embedded file can be read
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "explorer: "+err.Error(), http.StatusInternalServerError)
		})
	}
	return handler(pages)
}

// Built reports whether the program has the page.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}

func read(files fs.FS) (map[string]page, error) {
	pages := make(map[string]page)
	err := fs.WalkDir(files, "dist", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		mediaType := types[path.Ext(name)]
		if err != nil || mediaType == "" {
			return err
		}
		sum := sha256.Sum256(body)
		pages["/"+strings.TrimPrefix(name, "dist/")] = page{body, mediaType, `"` + hex.EncodeToString(sum[:12]) + `"`}
		return nil
	})
	if index, ok := pages["/index.html"]; ok {
		pages["/"] = index
	} else {
		pages["/"] = pages["/missing.html"]
	}
	return pages, err
}

func handler(pages map[string]page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are answered here", http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("Content-Type", p.mediaType)
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		h.Set("ETag", p.tag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.body))
	})
}
