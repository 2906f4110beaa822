package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"
)

// Pasted is an article that a client sends as JSON: its text, or the HTML of its page.
type Pasted struct {
	Text      string `json:"text,omitempty"`
	HTML      string `json:"html,omitempty" doc:"the page, in place of the text"`
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
	Date      string `json:"date,omitempty" doc:"day of publication, 2016-08-26"`
	Publisher string `json:"publisher,omitempty"`
}

// LoadLine is a line of the answer of load: how far it is, what became of an article, or why it ended early.
type LoadLine struct {
	Progress *Progress `json:"progress,omitempty"`
	*Loaded
	Problem *Problem `json:"problem,omitempty" doc:"only in the last line: the articles without a line are not loaded"`
}

// Progress is how far a load is.
type Progress struct {
	Done int `json:"done" doc:"articles"`
	Of   int `json:"of"`
}

// load reads articles into the graph and answers a line for each as it is done.
func load(ctx context.Context, s *server, q *query, w http.ResponseWriter, r *http.Request) error {
	editor, err := s.editor()
	if err != nil {
		return err
	}
	done, err := s.enter(ctx, w, s.uploading)
	if err != nil {
		return err
	}
	defer done()
	uploads, err := readUploads(r, q.text("name"))
	if err != nil {
		return err
	}
	return s.write(ctx, w, func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(s.stopping, cancel)()
		out := &lineWriter{w: w, control: http.NewResponseController(w)}
		progress := Progress{}
		for i := range uploads {
			progress.Of += articlesIn(&uploads[i])
		}
		w.Header().Set("Content-Type", "application/x-ndjson")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if out.write(LoadLine{Progress: &progress}) != nil {
			return nil // nobody listens
		}
		err := editor.Load(ctx, uploads, func(l Loaded) error {
			progress.Done++
			progress.Of = max(progress.Of, progress.Done)
			if err := out.write(LoadLine{Loaded: &l}); err != nil {
				return err
			}
			return out.write(LoadLine{Progress: &progress})
		})
		if soon := s.reader.Soon(context.WithoutCancel(ctx)); soon != nil {
			s.opt.Logger.Error("api", "path", r.URL.Path, "err", soon)
		}
		if err != nil && r.Context().Err() == nil && out.err == nil {
			p := problemOf(err)
			if s.stopping.Err() != nil {
				p = &Problem{Status: http.StatusServiceUnavailable, Code: "stopping", Detail: "the server stops: send the articles that have no line again"}
			}
			if p.Status == http.StatusInternalServerError {
				s.opt.Logger.Error("api", "path", r.URL.Path, "err", err)
			}
			_ = out.write(LoadLine{Problem: p.full()})
		}
		return nil
	})
}

// lineTime is how long a client may take for a line: the next writer waits for it.
const lineTime = 30 * time.Second

// lineWriter sends JSON lines as they come.
type lineWriter struct {
	w       io.Writer
	control *http.ResponseController
	err     error // the first
}

func (l *lineWriter) write(v any) error {
	if l.err != nil {
		return l.err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if l.err = enc.Encode(v); l.err != nil {
		return l.err
	}
	if err := l.control.SetWriteDeadline(time.Now().Add(lineTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		l.err = err
		return err
	}
	if _, l.err = b.WriteTo(l.w); l.err != nil {
		return l.err
	}
	if err := l.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		l.err = err
	}
	return l.err
}

// readUploads reads what a request brings: JSON with an article, a form with files, or a file, whose name is given beside
// it or whose format its media type tells.
func readUploads(r *http.Request, name string) ([]Upload, error) {
	if enc := r.Header.Get("Content-Encoding"); enc != "" && enc != "identity" {
		return nil, &Problem{Status: http.StatusUnsupportedMediaType, Code: "media_type", Detail: "send the body unpacked, not as " + enc}
	}
	if r.ContentLength > maxLoad {
		return nil, tooLarge(maxLoad)
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxLoad)
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		media = ""
	}
	switch {
	case media == "application/json" && name == "": // what has a name is a file
		var p Pasted
		if err := readJSON(r, &p); err != nil {
			return nil, err
		}
		u, err := p.Upload()
		return []Upload{u}, err
	case media == "multipart/form-data":
		return readForm(multipart.NewReader(r.Body, params["boundary"]))
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, bodyError(err)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, badBody("it is empty")
	}
	if name == "" {
		name = "article" + extensions[media]
	}
	u := Upload{Name: fileName(name), Body: body}
	return []Upload{u}, u.check()
}

// extensions tell the format of a body without a name.
var extensions = map[string]string{
	"text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md",
	"application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
}

// maxFiles is how many files one form may have.
const maxFiles = 1000

func readForm(m *multipart.Reader) ([]Upload, error) {
	var out []Upload
	for {
		part, err := m.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, bodyError(err)
		}
		if part.FileName() == "" {
			continue
		}
		body, err := io.ReadAll(part)
		if err != nil {
			return nil, bodyError(err)
		}
		u := Upload{Name: fileName(part.FileName()), Body: body}
		if err := u.check(); err != nil {
			return nil, err
		}
		if out = append(out, u); len(out) > maxFiles {
			return nil, badBody("more than %d files", maxFiles)
		}
	}
	if len(out) == 0 {
		return nil, badBody("no file in it")
	}
	return out, nil
}

// fileName is a name without folders and without what would break a line of a log.
func fileName(name string) string {
	if name = path.Base(strings.ReplaceAll(name, `\`, "/")); name == "/" {
		name = "article"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '_'
		}
		return r
	}, name)
}

// check refuses a file of a format that cannot be read.
func (u *Upload) check() error {
	switch ext := strings.ToLower(path.Ext(u.Name)); ext {
	case "", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson":
		return nil
	default:
		return &Problem{Status: http.StatusUnsupportedMediaType, Code: "media_type",
			Detail: u.Name + ": the extension is not one of " + strings.Join(formats, ", ")}
	}
}

// Upload is the article as a file.
func (p *Pasted) Upload() (Upload, error) {
	text, html := strings.TrimSpace(p.Text) != "", strings.TrimSpace(p.HTML) != ""
	switch {
	case text == html:
		return Upload{}, badBody("either text or html is required")
	case html && (p.Title != "" || p.Date != "" || p.Publisher != ""):
		return Upload{}, badBody("title, date and publisher of a page are read from its html")
	case html:
		return Upload{Name: "pasted.html", URL: p.URL, Body: []byte(p.HTML)}, nil
	}
	line, err := json.Marshal(p)
	return Upload{Name: "pasted.jsonl", Body: line}, err
}

// articlesIn is how many articles an upload has.
func articlesIn(u *Upload) int {
	ext := strings.ToLower(path.Ext(u.Name))
	if ext != ".jsonl" && ext != ".ndjson" && !(ext == "" && bytes.HasPrefix(bytes.TrimSpace(u.Body), []byte("{"))) {
		return 1
	}
	n := 0
	for line := range bytes.Lines(u.Body) {
		if len(bytes.TrimSpace(line)) > 0 {
			n++
		}
	}
	return n
}
