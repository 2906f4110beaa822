// Package webui serves Cayley's own web UI, which Cayley embeds as a Go package, repaired so that it works offline and
// at a path of its own.
//
// As shipped the page talks to a fixed address, whatever its own, and loads its editor and its icons from public
// hosts. The repairs are a list of replacements in its files; a text that is not found is an error at start, so that
// another version of the page is not served half repaired. The page is extended by a small script: it shows the
// labels of nodes and offers the saved queries.
package webui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	cayleyui "github.com/cayleygraph/cayley/ui"

	"kg/queries"
)

// Prefix is where the page is.
const Prefix = "/ui"

//go:embed all:assets console.js console.css
var own embed.FS

// UI is the page with all that it loads. It does not change once it is made.
type UI struct {
	files   map[string]file // by the path below Prefix
	offline bool
	csp     string
}

type file struct {
	body []byte
	kind string // media type
	etag string
}

// New repairs the page. The error names the file and the text that was not found in it.
func New(lib *queries.Library) (*UI, error) {
	page, err := fs.Sub(cayleyui.FS, "web")
	if err != nil {
		return nil, err
	}
	assets, err := fs.Sub(own, "assets")
	if err != nil {
		return nil, err
	}
	return build(page, assets, lib)
}

func build(page, assets fs.FS, lib *queries.Library) (*UI, error) {
	u := &UI{files: map[string]file{}}
	_, err := fs.Stat(assets, "vs/loader.js")
	u.offline = err == nil
	if err := u.addPage(page); err != nil {
		return nil, fmt.Errorf("cayley's web UI: %w", err)
	}
	if u.offline {
		err := fs.WalkDir(assets, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Base(name) == ".gitignore" || name == "README.md" {
				return err
			}
			body, err := fs.ReadFile(assets, name)
			if err != nil {
				return err
			}
			u.add(name, body)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"console.js", "console.css"} {
		body, err := own.ReadFile(name)
		if err != nil {
			return nil, err
		}
		u.add(name, body)
	}
	base := cdn
	if u.offline {
		base = Prefix + "/vs"
	}
	u.add("editor.js", editorScript(base))
	list, err := json.Marshal(consoleQueries(lib))
	if err != nil {
		return nil, err
	}
	u.add("queries.json", list)
	return u, nil
}

// Offline reports whether the page loads nothing from other hosts: whether the assets are built in.
func (u *UI) Offline() bool { return u.offline }

// addPage adds the files that Cayley ships, repaired. Left out are the service worker, which would keep an old page, and
// the source maps.
func (u *UI) addPage(page fs.FS) error {
	used := make([]bool, len(repairs))
	err := fs.WalkDir(page, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		base := path.Base(name)
		if base == "service-worker.js" || strings.HasPrefix(base, "precache-manifest") || strings.HasSuffix(base, ".map") ||
			base == "asset-manifest.json" {
			return nil
		}
		body, err := fs.ReadFile(page, name)
		if err != nil {
			return err
		}
		for i, r := range repairs {
			if ok, err := path.Match(r.file, name); err != nil || !ok || r.offline && !u.offline {
				continue
			}
			if !bytes.Contains(body, []byte(r.old)) {
				return fmt.Errorf("%s: the text %q is not there, so it cannot be repaired", name, r.old)
			}
			body = bytes.ReplaceAll(body, []byte(r.old), []byte(r.new))
			used[i] = true
		}
		body = sourceMap.ReplaceAll(body, nil)
		switch name {
		case "index.html":
			body = u.addScript(body)
		case "gizmo.d.ts":
			body = append(body, '\n')
			body = append(body, queries.Types()...)
		}
		u.add(name, body)
		return nil
	})
	if err != nil {
		return err
	}
	for i, r := range repairs {
		if !used[i] && (!r.offline || u.offline) {
			return fmt.Errorf("there is no file %s, in which %q is to be repaired", r.file, r.old)
		}
	}
	return nil
}

var sourceMap = regexp.MustCompile(`(?m)^/[/*]# sourceMappingURL=.*$|/\*# sourceMappingURL=[^*]*\*/`)

var inlineScript = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// addScript puts the script that extends the page into it, and allows the page's own inline scripts by their hashes.
func (u *UI) addScript(html []byte) []byte {
	hosts, fonts := "", ""
	notice := ""
	if !u.offline {
		hosts, fonts = " https://cdn.jsdelivr.net", " https://fonts.googleapis.com https://fonts.gstatic.com https://cdn.jsdelivr.net"
		notice = `<p id="kg-notice" role="status">This build has no editor of its own: it is loaded from cdn.jsdelivr.net. Build the web assets to work offline.</p>`
	}
	var hashes string
	for _, m := range inlineScript.FindAllSubmatch(html, -1) {
		sum := sha256.Sum256(m[1])
		hashes += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	// The editor writes style elements, and runs its workers from a blob where they come from another host.
	u.csp = "default-src 'none'; script-src 'self'" + hashes + hosts + "; style-src 'self' 'unsafe-inline'" + fonts +
		"; font-src 'self' data:" + fonts + "; img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:" +
		"; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	head := `<link rel="stylesheet" href="/ui/console.css"><script src="/ui/console.js"></script></head>`
	html = bytes.Replace(html, []byte("</head>"), []byte(head), 1)
	return bytes.Replace(html, []byte("<body>"), []byte("<body>"+notice), 1)
}

func (u *UI) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	kind := mime.TypeByExtension(path.Ext(name))
	switch path.Ext(name) {
	case ".ts", ".txt":
		kind = "text/plain; charset=utf-8"
	case ".js":
		kind = "text/javascript; charset=utf-8"
	case ".woff2":
		kind = "font/woff2"
	case ".ico":
		kind = "image/x-icon"
	}
	u.files[name] = file{body: body, kind: kind, etag: `"` + hex.EncodeToString(sum[:8]) + `"`}
}

// ServeHTTP answers GET and HEAD below Prefix.
func (u *UI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, Prefix+"/")
	if !ok {
		http.Redirect(w, r, Prefix+"/", http.StatusMovedPermanently)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are answered here", http.StatusMethodNotAllowed)
		return
	}
	if name == "" {
		name = "index.html"
	}
	f, ok := u.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", f.etag)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", u.csp)
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", fmt.Sprint(len(f.body)))
	if r.Method == http.MethodGet {
		w.Write(f.body)
	}
}
