package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"kg/graph"
	"kg/queries"
)

// Prefix is where the routes are.
const Prefix = "/api/kg/v1"

// Options limits what a request may use. The zero value is ready to use.
type Options struct {
	Time     time.Duration // for an answer; 0 means 30 s
	Rows     int           // of a saved query, or claims of an export; 0 means 10,000
	Parallel int           // requests at once; others wait, at most for Time; 0 means 32
	Logger   *slog.Logger  // for errors that are not the client's; nil means slog.Default()
}

func (o Options) withDefaults() Options {
	if o.Time <= 0 {
		o.Time = 30 * time.Second
	}
	if o.Rows <= 0 {
		o.Rows = 10000
	}
	if o.Parallel <= 0 {
		o.Parallel = 32
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o
}

// maxQuery is how many bytes the query of a URL may have.
const maxQuery = 32 << 10

type server struct {
	reader  *graph.Reader
	library *queries.Library
	opt     Options
	slots   chan struct{}
	stats   statsCache
}

// Handler answers every route below Prefix.
type Handler struct {
	http.Handler
	reader *graph.Reader
}

// Warm reads what the first question would have to wait for: the names of all entities. Questions may be asked
// meanwhile.
func (h *Handler) Warm(ctx context.Context) error { return h.reader.Warm(ctx) }

// New gives the handler. It answers GET and HEAD only, and reads no body.
func New(store *graph.Store, library *queries.Library, opt Options) *Handler {
	opt = opt.withDefaults()
	s := &server{reader: graph.NewReader(store), library: library, opt: opt, slots: make(chan struct{}, opt.Parallel)}
	mux := http.NewServeMux()
	for _, rt := range routes {
		mux.Handle(Prefix+rt.Path, s.handle(rt))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, &Problem{Status: http.StatusNotFound, Code: "no_route", Detail: "there is nothing at this address"})
	})
	return &Handler{mux, s.reader}
}

// handle answers one route within the limits.
func (s *server) handle(rt Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			writeProblem(w, r, &Problem{Status: http.StatusMethodNotAllowed, Code: "method", Detail: "only GET and HEAD are answered here"})
			return
		}
		if len(r.URL.RawQuery) > maxQuery {
			writeProblem(w, r, &Problem{Status: http.StatusRequestURITooLong, Code: "too_long", Detail: "the address is too long"})
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), s.opt.Time)
		defer cancel()
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		case <-ctx.Done():
			w.Header().Set("Retry-After", "5")
			writeProblem(w, r, &Problem{Status: http.StatusServiceUnavailable, Code: "busy", Detail: "too many requests at once"})
			return
		}
		q, err := parse(rt, r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if rt.stream != nil {
			if err := rt.stream(ctx, s, q, w); err != nil {
				s.fail(w, r, err)
			}
			return
		}
		body, err := rt.answer(ctx, s, q)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if err := writeJSON(w, r, body); err != nil {
			s.fail(w, r, err)
		}
	})
}

// fail answers an error.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // nobody listens any more
	}
	p := problemOf(err)
	if p.Status == http.StatusInternalServerError {
		s.opt.Logger.Error("api", "path", r.URL.Path, "err", err)
	}
	writeProblem(w, r, p)
}
