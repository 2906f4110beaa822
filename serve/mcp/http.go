package mcp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// ServeHTTP answers a client by "streamable HTTP": it posts a message and gets the answer as JSON. There are no sessions and
// nothing that the server would send by itself, so GET and DELETE are refused. Who may ask is for the handler around this
// one to decide: a page of another origin must not get here.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, "only POST is answered here")
		return
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		refuse(w, http.StatusUnsupportedMediaType, "send application/json")
		return
	}
	if !takesJSON(r.Header.Get("Accept")) {
		refuse(w, http.StatusNotAcceptable, "the answer is application/json")
		return
	}
	version := r.Header.Get("MCP-Protocol-Version")
	if version == "" {
		version = batches // as the protocol has it
	}
	if !slices.Contains(Versions, version) {
		refuse(w, http.StatusBadRequest, "there are the versions "+strings.Join(Versions, ", ")+" of the protocol")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMessage))
	if err != nil {
		status := http.StatusBadRequest
		if _, long := errors.AsType[*http.MaxBytesError](err); long {
			status = http.StatusRequestEntityTooLarge
		}
		refuse(w, status, "the body cannot be read, or is too long")
		return
	}
	answer := s.receive(r.Context(), &conn{version: version}, body)
	if answer == nil {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	b, err := encode(answer)
	if err != nil {
		s.opt.Logger.Error("mcp", "err", err)
		refuse(w, http.StatusInternalServerError, "the answer cannot be written")
		return
	}
	status := http.StatusOK
	if f, ok := answer.(*reply); ok && f.Error != nil && bytes.Equal(f.ID, nullID) {
		status = http.StatusBadRequest // no message that could be answered
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b) // the client may have gone
}

// takesJSON reports whether a client takes JSON; one that says nothing does.
func takesJSON(accept string) bool {
	if strings.TrimSpace(accept) == "" {
		return true
	}
	for part := range strings.SplitSeq(accept, ",") {
		media, _, _ := mime.ParseMediaType(part)
		if media == "application/json" || media == "application/*" || media == "*/*" {
			return true
		}
	}
	return false
}

// refuse answers a request that holds no message that could be answered.
func refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(failed(nil, fault(codeRequest, "%s", text)))
}
