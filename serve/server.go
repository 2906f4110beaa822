package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
	"kg/serve/webui"
)

// Options of a server. The zero value is ready to use.
type Options struct {
	Write bool   // whether Cayley's routes for writing answer; the store must be open for writing too
	Token string // what a client has to show, as a bearer token or as the password of basic authentication
	// WriteToken is what a request that changes the graph has to show where Token is empty; empty: nothing. Opening
	// /?token=… signs a browser in, with either.
	WriteToken string
	Hosts      []string      // further names under which the server is asked for, beside the address and localhost
	Time       time.Duration // of one query; 0 means 30 s
	Rows       int           // of one answer of Cayley's routes; 0 means 10,000
	Parallel   int           // queries at once, others wait; 0 means 8
	Logger     *slog.Logger  // nil means slog.Default()

	API      http.Handler // below /api/kg/; nil: not there
	Explorer http.Handler // everything that is nothing else; nil: / leads to /ui/
	MCP      http.Handler // at /mcp; nil: not there
	OnlyMCP  bool         // whether there is nothing else beside what tells how the server is
}

func (o Options) withDefaults() Options {
	if o.Time <= 0 {
		o.Time = 30 * time.Second
	}
	if o.Rows <= 0 {
		o.Rows = 10_000
	}
	if o.Parallel <= 0 {
		o.Parallel = 8
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o
}

// Server serves one store. It is safe for concurrent use.
type Server struct {
	opt     Options
	store   *graph.Store
	reader  *graph.Reader
	ui      *webui.UI
	metrics *metrics
	handler http.Handler
}

// New makes a server. The error says what is wrong with the web UI, see webui.New, or with the options.
func New(store *graph.Store, lib *queries.Library, opt Options) (*Server, error) {
	opt = opt.withDefaults()
	if opt.Write && store.ReadOnly() {
		return nil, errors.New("serve: the store is open for reading only")
	}
	s := &Server{opt: opt, store: store, reader: graph.NewReader(store), metrics: newMetrics()}
	mux := http.NewServeMux()
	s.handler = mux
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", s.metrics.handler())
	if opt.MCP != nil {
		mux.Handle("/mcp", opt.MCP)
	}
	if opt.OnlyMCP {
		return s, nil
	}
	ui, err := webui.New(lib)
	if err != nil {
		return nil, err
	}
	s.ui = ui
	mux.Handle(webui.Prefix+"/", ui)
	mux.Handle(webui.Prefix, ui)
	mux.HandleFunc("POST /api/ui/labels", s.labels)
	mux.Handle("/api/v2/", s.cayley(lib))
	mux.HandleFunc("POST /api/v1/shape/{lang}", s.shape(lib))
	if opt.API != nil {
		mux.Handle("/api/kg/", opt.API)
	}
	if opt.Explorer != nil {
		mux.Handle("/", opt.Explorer)
	} else {
		mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, webui.Prefix+"/", http.StatusFound)
		})
	}
	return s, nil
}

// limits is what a script of a client may use.
func (s *Server) limits() gizmo.Limits { return gizmo.Limits{Time: s.opt.Time} }

// Handler is the server for requests to addr, host and port as the listener has them.
func (s *Server) Handler(addr string) http.Handler {
	var h http.Handler = s.handler
	h = s.guard(addr, h)
	h = s.log(h)
	return h
}

// CheckAddr refuses an address that other machines can reach, where there is no token.
func (s *Server) CheckAddr(addr net.Addr) error {
	if s.opt.Token != "" || isLoopback(addr.String()) {
		return nil
	}
	return fmt.Errorf("serve: %s can be reached from other machines: set a token, or listen on 127.0.0.1", addr)
}

func isLoopback(addr string) bool {
	ap, err := netip.ParseAddrPort(addr)
	return err == nil && ap.Addr().IsLoopback()
}

// Run serves connections of l until ctx ends; requests in progress then have ten seconds to finish. It closes l.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	if err := s.CheckAddr(l.Addr()); err != nil {
		l.Close()
		return err
	}
	srv := &http.Server{
		Handler:           s.Handler(l.Addr().String()),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      s.opt.Time + 5*time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.opt.Logger.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := srv.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = srv.Close()
	}
	if served := <-failed; err == nil && !errors.Is(served, http.ErrServerClosed) {
		err = served
	}
	return err
}

// Offline reports whether the web UI loads nothing from other hosts.
func (s *Server) Offline() bool { return s.ui == nil || s.ui.Offline() }

// ready reports whether the store answers.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if _, err := s.store.QuadStore().Stats(ctx, false); err != nil {
		s.opt.Logger.Error("store", "err", err)
		http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}
