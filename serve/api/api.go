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

	Editor Editor // changes the graph; may be nil
	Write  bool   // whether clients may change it
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
	stats   *statsCache

	writing   chan struct{} // holds one: the writer
	uploading chan struct{} // requests whose articles are in memory

	stopping context.Context // ends when loads shall
	stop     context.CancelFunc
}

// Handler answers every route below Prefix.
type Handler struct {
	http.Handler
	server *server
}

// Warm reads what the first question would have to wait for: when articles are of and, where the store has no index, the
// names of all entities. Questions may be asked meanwhile.
func (h *Handler) Warm(ctx context.Context) error { return h.server.reader.Warm(ctx) }

// Reader is what the handler reads with.
func (h *Handler) Reader() *graph.Reader { return h.server.reader }

// Stop ends what is being loaded after the articles that are on their way, and lets nothing more be loaded.
func (h *Handler) Stop() { h.server.stop() }

// Drain waits for the writer at work, if there is one, and lets none begin after it. It gives up when ctx ends.
func (h *Handler) Drain(ctx context.Context) error {
	select {
	case h.server.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// New gives the handler. It reads the body of a request only where writing is on.
func New(store *graph.Store, library *queries.Library, opt Options) *Handler {
	opt = opt.withDefaults()
	s := &server{reader: graph.NewReader(store), library: library, opt: opt, slots: make(chan struct{}, opt.Parallel), stats: &statsCache{},
		writing: make(chan struct{}, 1), uploading: make(chan struct{}, maxUploads)}
	s.stopping, s.stop = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	for _, rt := range routes {
		mux.Handle(Prefix+rt.Path, s.handle(rt))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		WriteProblem(w, r, &Problem{Status: http.StatusNotFound, Code: "no_route", Detail: "there is nothing at this address"})
	})
	return &Handler{mux, s}
}

// handle answers one route within the limits.
func (s *server) handle(rt Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != rt.method() && (r.Method != http.MethodHead || rt.method() != http.MethodGet) {
			allow := rt.method()
			if allow == http.MethodGet {
				allow = "GET, HEAD"
			}
			w.Header().Set("Allow", allow)
			WriteProblem(w, r, &Problem{Status: http.StatusMethodNotAllowed, Code: "method", Detail: "only " + allow + " is answered here"})
			return
		}
		if len(r.URL.RawQuery) > maxQuery {
			WriteProblem(w, r, &Problem{Status: http.StatusRequestURITooLong, Code: "too_long", Detail: "the address is too long"})
			return
		}
		q, err := parse(rt, r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if rt.write != nil {
			if err := rt.write(r.Context(), s, q, w, r); err != nil {
				s.fail(w, r, err)
			}
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), s.opt.Time)
		defer cancel()
		done, err := s.enter(ctx, w, s.slots)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		defer done()
		now, left, err := s.now(ctx)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		defer left()
		if rt.stream != nil {
			if err := rt.stream(ctx, now, q, w); err != nil {
				s.fail(w, r, err)
			}
			return
		}
		body, err := rt.answer(ctx, now, q)
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

// now is s with a reader of the store as it is now: an answer is of one state of the graph.
func (s *server) now(ctx context.Context) (now *server, left func(), err error) {
	reader, done, err := s.reader.Now(ctx)
	if err != nil {
		return nil, nil, err
	}
	out := *s
	out.reader = reader
	return &out, func() {
		if err := done(); err != nil {
			s.opt.Logger.Error("api", "snapshot", err)
		}
	}, nil
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
	WriteProblem(w, r, p)
}
