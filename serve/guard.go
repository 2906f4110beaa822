package serve

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"kg/serve/api"
)

// Bounds on what a request may bring.
const (
	maxBody  = 1 << 20  // bytes of a query
	maxWrite = 64 << 20 // bytes of quads to write
)

// guard lets a request through that asks for one of the server's own names and that comes from no other page.
func (s *Server) guard(addr string, next http.Handler) http.Handler {
	names := s.names(addr)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")

		// A name that is not ours may have been pointed at this address by another page's host.
		if host := hostOnly(r.Host); names != nil && !slices.Contains(names, host) {
			refuse(w, r, http.StatusMisdirectedRequest, "host", fmt.Sprintf("this server is not %q", host))
			return
		}
		if !sameOrigin(r) {
			refuse(w, r, http.StatusForbidden, "origin", "a page of another origin has no business here")
			return
		}
		if s.signIn(w, r) {
			return
		}
		if token := s.wanted(r); token != "" && !authorised(r, token) {
			h.Set("WWW-Authenticate", `Basic realm="kg", charset="UTF-8"`)
			refuse(w, r, http.StatusUnauthorized, "token", "a token is wanted")
			return
		}
		limit := int64(maxBody)
		if isWrite(r.URL.Path) || strings.HasPrefix(r.URL.Path, "/api/kg/") { // the API has limits of its own
			limit = maxWrite
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// refuse answers a request that gets no further: by a problem document where the API is asked.
func refuse(w http.ResponseWriter, r *http.Request, status int, code, text string) {
	if strings.HasPrefix(r.URL.Path, api.Prefix) {
		api.WriteProblem(w, r, &api.Problem{Status: status, Code: code, Detail: text})
		return
	}
	http.Error(w, text, status)
}

// names are the hosts under which the server is asked for; nil where it cannot know them: it listens on every
// address, and a token is wanted.
func (s *Server) names(addr string) []string {
	host := hostOnly(addr)
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() && len(s.opt.Hosts) == 0 {
		return nil
	}
	return append([]string{host, "localhost", "127.0.0.1", "::1"}, s.opt.Hosts...)
}

func hostOnly(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// sameOrigin reports whether a request comes from a page of this server, from no page, or is a person's way here by
// a link.
func sameOrigin(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}

// wanted is the token that a request has to show, empty where none.
func (s *Server) wanted(r *http.Request) string {
	switch {
	case r.URL.Path == "/healthz":
		return ""
	case s.opt.Token != "":
		return s.opt.Token
	case changes(r):
		return s.opt.WriteToken
	}
	return ""
}

// changes reports whether a request is one that changes the graph.
func changes(r *http.Request) bool {
	path, ok := strings.CutPrefix(r.URL.Path, api.Prefix)
	return isWrite(r.URL.Path) || ok && r.Method == http.MethodPost && (path == "/load" || strings.HasPrefix(path, "/identity/"))
}

// signIn takes the token out of the address that a person has opened, so that it stands neither in the page's address
// nor in what is shared, and leaves it to the browser, for the time it runs.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) bool {
	token := cmp.Or(s.opt.Token, s.opt.WriteToken)
	given := r.URL.Query().Get("token")
	if given == "" || token == "" || r.Method != http.MethodGet || r.URL.Path != "/" || !same(given, token) {
		return false
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName(r), Value: given, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return true
}

// cookieName tells the servers of a machine apart: cookies do not know ports.
func cookieName(r *http.Request) string {
	_, port, _ := net.SplitHostPort(r.Host)
	return "kg" + port
}

// authorised reports whether a request shows the token: as a bearer, as a password, or because it signed in.
func authorised(r *http.Request, token string) bool {
	if given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return same(given, token)
	}
	if _, given, ok := r.BasicAuth(); ok {
		return same(given, token)
	}
	c, err := r.Cookie(cookieName(r))
	return err == nil && same(c.Value, token)
}

// same compares in a time that tells nothing.
func same(given, token string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// log writes a line for each request, and turns a panic into an answer.
func (s *Server) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if x := recover(); x != nil {
				if x == http.ErrAbortHandler {
					panic(x)
				}
				s.opt.Logger.Error("panic", "path", r.URL.Path, "err", x, "stack", string(debug.Stack()))
				if rec.status == 0 {
					refuse(rec, r, http.StatusInternalServerError, "internal", "internal error")
				}
			}
			s.metrics.observe(r.URL.Path, rec.status, time.Since(begin))
			level := slog.LevelInfo
			if rec.status >= 500 {
				level = slog.LevelError
			}
			s.opt.Logger.Log(r.Context(), level, "request", "method", r.Method, "path", r.URL.Path, "status", rec.status,
				"bytes", rec.bytes, "ms", time.Since(begin).Milliseconds(), "from", r.RemoteAddr)
		}()
		next.ServeHTTP(rec, r)
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap gives http.ResponseController the writer beneath.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Flush sends what is written so far.
func (r *recorder) Flush() {
	if f, ok := r.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}
