package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
)

// A Problem is an error as RFC 9457 writes it. Code is stable: a program may branch on it.
type Problem struct {
	Type   string `json:"type"` // "urn:kg:problem:" and Code
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"code" doc:"stable: not_found, bad_parameter, bad_body, no_route, host, origin, token, method, media_type, too_long, too_large, read_only, conflict, busy, stopping, time_limit, memory_limit, script, too_much, internal"`
	Detail string `json:"detail,omitempty"`
	Param  string `json:"param,omitempty" doc:"the parameter that is wrong"`
}

func (p *Problem) Error() string { return p.Detail }

func badParameter(name, format string, args ...any) error {
	return &Problem{Status: http.StatusBadRequest, Code: "bad_parameter", Param: name, Detail: name + ": " + fmt.Sprintf(format, args...)}
}

func badBody(format string, args ...any) error {
	return &Problem{Status: http.StatusBadRequest, Code: "bad_body", Detail: "body: " + fmt.Sprintf(format, args...)}
}

func tooLarge(limit int64) error {
	return &Problem{Status: http.StatusRequestEntityTooLarge, Code: "too_large", Detail: fmt.Sprintf("the body is longer than %d bytes", limit)}
}

// full is p with its type and title.
func (p *Problem) full() *Problem {
	out := *p
	out.Type, out.Title = "urn:kg:problem:"+p.Code, http.StatusText(p.Status)
	return &out
}

// problemOf says what an error is to a client. What the client could do nothing about is not told.
func problemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if bad, ok := errors.AsType[*queries.ParamError](err); ok {
		return &Problem{Status: http.StatusBadRequest, Code: "bad_parameter", Param: bad.Param, Detail: bad.Error()}
	}
	if bad, ok := errors.AsType[*gizmo.ScriptError](err); ok && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, gizmo.ErrMemory) {
		return &Problem{Status: http.StatusUnprocessableEntity, Code: "script", Detail: bad.Error()}
	}
	switch {
	case errors.Is(err, graph.ErrNotFound), errors.Is(err, queries.ErrUnknown):
		return &Problem{Status: http.StatusNotFound, Code: "not_found", Detail: err.Error()}
	case errors.Is(err, context.DeadlineExceeded):
		return &Problem{Status: http.StatusGatewayTimeout, Code: "time_limit", Detail: "the answer took longer than it may"}
	case errors.Is(err, gizmo.ErrMemory):
		return &Problem{Status: http.StatusServiceUnavailable, Code: "memory_limit", Detail: "the answer took more memory than it may"}
	}
	return &Problem{Status: http.StatusInternalServerError, Code: "internal", Detail: "the server could not answer; its log says why"}
}

// WriteProblem answers p.
func WriteProblem(w http.ResponseWriter, r *http.Request, p *Problem) {
	body, err := json.Marshal(p.full())
	if err != nil {
		body = []byte(`{}`)
	}
	h := w.Header()
	h.Del("ETag")
	h.Del("Content-Encoding")
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may have gone
	}
}
