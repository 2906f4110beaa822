package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	_ "github.com/cayleygraph/cayley/query/graphql" // languages of Cayley's routes
	_ "github.com/cayleygraph/cayley/query/mql"
	cayleyhttp "github.com/cayleygraph/cayley/server/http"
	"github.com/cayleygraph/quad"
	_ "github.com/cayleygraph/quad/jsonld" // formats of Cayley's routes
	_ "github.com/cayleygraph/quad/nquads"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
)

// sessions is how Gizmo runs behind Cayley's routes. Cayley has one register of languages for the process, so the
// server that was made last decides.
var (
	sessions atomic.Pointer[gizmo.Options]
	register = sync.OnceFunc(func() { gizmo.Register(func() gizmo.Options { return *sessions.Load() }) })
)

// cayley is Cayley's own routes, with what its web UI and a careful server need.
func (s *Server) cayley(lib *queries.Library) http.Handler {
	opt := gizmo.Options{Limits: s.limits()}
	if lib != nil {
		opt = lib.Options(s.limits())
	}
	sessions.Store(&opt)
	register()
	api := s.routes(s.store)
	slots := make(chan struct{}, s.opt.Parallel)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v2/query" {
			// An answer that is packed while Cayley fails on it cannot be read; and the delete route reads a packed
			// body from the wrong place.
			r.Header.Del("Accept-Encoding")
			if isWrite(r.URL.Path) && r.Header.Get("Content-Encoding") != "" {
				answerError(w, http.StatusUnsupportedMediaType, errors.New("send the quads unpacked"))
				return
			}
			api.ServeHTTP(w, r)
			return
		}
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		case <-r.Context().Done():
			return
		}
		now, done, err := s.reader.Now(r.Context())
		if err != nil {
			s.opt.Logger.Error("store", "err", err)
			answerError(w, http.StatusServiceUnavailable, errors.New("the store does not answer"))
			return
		}
		defer done()
		s.query(w, r, s.routes(now.Store())) // an answer is of one state of the graph
	})
}

// routes are Cayley's for a store.
func (s *Server) routes(store *graph.Store) http.Handler {
	api := cayleyhttp.NewAPIv2(store.Handle())
	api.SetReadOnly(!s.opt.Write)
	api.SetQueryTimeout(s.opt.Time)
	api.SetQueryLimit(s.opt.Rows)
	return api
}

// query runs a query of Cayley's. The web UI asks every language for JSON-LD, which only Gizmo has, and takes no
// answer without a list.
func (s *Server) query(w http.ResponseWriter, r *http.Request, api http.Handler) {
	lang := r.URL.Query().Get("lang")
	if lang != "gizmo" {
		r.Header.Del("Accept")
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.opt.Time)
	defer cancel()
	out := &buffer{header: http.Header{}}
	api.ServeHTTP(out, r.WithContext(ctx))
	for k, v := range out.header {
		w.Header()[k] = v
	}
	body := out.body.Bytes()
	if bytes.Equal(bytes.TrimSpace(body), []byte(`{"result":null}`)) {
		body = []byte("{\"result\":[]}\n")
	}
	w.Header().Set("Kg-Row-Limit", strconv.Itoa(s.opt.Rows))
	w.Header().Set("Content-Type", contentType(out.header))
	if out.status != 0 {
		w.WriteHeader(out.status)
	}
	w.Write(body)
}

func contentType(h http.Header) string {
	if t := h.Get("Content-Type"); t != "" {
		return t
	}
	return "application/json" // Cayley's errors have none
}

// buffer is an answer that is not sent yet. The rows of a query are bounded.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffer) Header() http.Header { return b.header }

func (b *buffer) WriteHeader(status int) {
	if b.status == 0 {
		b.status = status
	}
}

func (b *buffer) Write(p []byte) (int, error) { return b.body.Write(p) }

func isWrite(path string) bool {
	return strings.HasPrefix(path, "/api/v2/write") || strings.HasPrefix(path, "/api/v2/delete") ||
		strings.HasPrefix(path, "/api/v2/node/delete")
}

// labels answers the labels of nodes: a list of ids goes in, an object by id comes out.
func (s *Server) labels(w http.ResponseWriter, r *http.Request) {
	var ids []string
	if err := json.NewDecoder(r.Body).Decode(&ids); err != nil {
		answerError(w, http.StatusBadRequest, errors.New("want a list of ids"))
		return
	}
	const most = 5000
	if len(ids) > most {
		ids = ids[:most]
	}
	out := make(map[string]string, len(ids))
	for _, id := range ids {
		label, err := queries.Label(r.Context(), s.store.QuadStore(), quad.IRI(id))
		if err != nil {
			s.opt.Logger.Error("labels", "err", err)
			answerError(w, http.StatusInternalServerError, errors.New("the store does not answer"))
			return
		}
		if label != "" {
			out[id] = label
		}
	}
	answer(w, out)
}

// shape answers what the store is asked for by a script, for the page "Query Shape" of the web UI.
func (s *Server) shape(lib *queries.Library) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if lang := r.PathValue("lang"); lang != "gizmo" {
			answer(w, map[string]any{"language": lang, "note": "the shape of a query is shown for Gizmo only"})
			return
		}
		script, err := io.ReadAll(r.Body)
		if err != nil {
			answerError(w, http.StatusRequestEntityTooLarge, errors.New("the script is too long"))
			return
		}
		opt := gizmo.Options{Limits: s.limits()}
		if lib != nil {
			opt = lib.Options(s.limits())
		}
		steps, err := gizmo.Explain(r.Context(), s.store.QuadStore(), string(script), opt)
		if err != nil {
			// The page throws an answer with an error away; the text says what is wrong.
			answer(w, map[string]any{"failed": err.Error()})
			return
		}
		answer(w, map[string]any{"paths": steps})
	}
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
}

func answerError(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}
