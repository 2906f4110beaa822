package mcp

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// stream runs Serve on what is written to it and gives the answers, sorted: calls run beside each other.
func stream(t *testing.T, s *Server, in string) []string {
	t.Helper()
	var out strings.Builder
	if err := s.Serve(t.Context(), strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
	slices.Sort(lines)
	return lines
}

func TestServe(t *testing.T) {
	s := sample(t)
	got := stream(t, s, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}
{"jsonrpc":"2.0","method":"notifications/initialized"}

[{"jsonrpc":"2.0","id":2,"method":"ping"},{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"list_queries"}}]
{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"entity","arguments":{"entity":"John Kerry"}}}
not JSON
`+strings.Repeat("x", maxMessage)+"x\n"+`{"jsonrpc":"2.0","id":5,"method":"ping"}`)
	want := []string{`[{"jsonrpc":"2.0","id":2,"result":{}},{"jsonrpc":"2.0","id":3,`, `{"jsonrpc":"2.0","id":1,"result":`, `{"jsonrpc":"2.0","id":4,"result":`,
		`{"jsonrpc":"2.0","id":5,"result":{}}`, `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"a message has`, `{"jsonrpc":"2.0","id":null,"error":{"code":-32700`}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("%.200s, want %s", got[i], want[i])
		}
	}
	broken := errors.New("pipe")
	if err := s.Serve(t.Context(), strings.NewReader(`{"jsonrpc":"2.0","id":5,"method":"ping"}`), failingWriter{broken}); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := s.Serve(t.Context(), failingReader{broken}, io.Discard); !errors.Is(err, broken) {
		t.Error(err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// A call that the client takes back has no answer; others go on, and the end of the context ends all.
func TestCancel(t *testing.T) {
	s := sample(t)
	s.tools = append(s.tools, makeTool("wait", "", "", func(ctx context.Context, _ *view, _ *listArgs) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	}))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	in, write := io.Pipe()
	read, out := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, in, out); out.Close() }()
	answers := bufio.NewScanner(read)
	send := func(line string) {
		t.Helper()
		if _, err := io.WriteString(write, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	send(`{"jsonrpc":"2.0","id":"slow","method":"tools/call","params":{"name":"wait"}}`)
	send(`{"jsonrpc":"2.0","id":"other","method":"tools/call","params":{"name":"wait"}}`)
	send(`{"jsonrpc":"2.0","id":1,"method":"ping"}`)
	if !answers.Scan() || answers.Text() != `{"jsonrpc":"2.0","id":1,"result":{}}` {
		t.Fatalf("%s", answers.Text())
	}
	for len(s.slots) < 2 {
		time.Sleep(time.Millisecond)
	}
	send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"slow"}}`)
	for len(s.slots) > 1 {
		time.Sleep(time.Millisecond)
	}
	send(`{"jsonrpc":"2.0","id":2,"method":"ping"}`)
	if !answers.Scan() || answers.Text() != `{"jsonrpc":"2.0","id":2,"result":{}}` {
		t.Errorf("%s", answers.Text())
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if answers.Scan() {
		t.Errorf("%s", answers.Text())
	}
	in.Close()
}

func TestTimeOfCalls(t *testing.T) {
	s := sample(t)
	s.opt.Time = time.Millisecond
	s.tools = []tool{makeTool("wait", "", "", func(ctx context.Context, _ *view, _ *listArgs) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	})}
	if got, wrong := callTool(t, s, "wait", "{}"); !wrong || !strings.Contains(got, "longer than it may") {
		t.Error(got)
	}
}

func TestHTTP(t *testing.T) {
	s := sample(t)
	const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`
	for _, c := range []struct {
		method, media, accept, version, body string
		status                               int
		want                                 string
	}{
		{"POST", "application/json", "application/json, text/event-stream", "2025-06-18", ping, 200, `{"jsonrpc":"2.0","id":1,"result":{}}`},
		{"POST", "application/json; charset=utf-8", "", "", ping, 200, `"result":{}`},
		{"POST", "application/json", "*/*", "2025-03-26", "[" + ping + "]", 200, `[{`},
		{"POST", "application/json", "", "", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}`, 200, `"instructions"`},
		{"POST", "application/json", "", "2025-06-18", `{"jsonrpc":"2.0","method":"notifications/initialized"}`, 202, ""},
		{"POST", "application/json", "", "2025-06-18", "[" + ping + "]", 400, "no lists"},
		{"POST", "application/json", "", "2024-11-05", ping, 400, "2025-06-18, 2025-03-26"},
		{"POST", "application/json", "", "", `{`, 400, "-32700"},
		{"POST", "application/json", "", "", `{"jsonrpc":"2.0","id":1,"method":"x"}`, 200, "-32601"},
		{"POST", "text/plain", "", "", ping, 415, "application/json"},
		{"POST", "", "", "", ping, 415, "application/json"},
		{"POST", "application/json", "text/html", "", ping, 406, "application/json"},
		{"POST", "application/json", "", "", strings.Repeat(" ", maxMessage+1), 413, "too long"},
		{"GET", "", "text/event-stream", "", "", 405, "only POST"},
		{"DELETE", "", "", "", "", 405, "only POST"},
	} {
		r := httptest.NewRequest(c.method, "/mcp", strings.NewReader(c.body))
		for name, value := range map[string]string{"Content-Type": c.media, "Accept": c.accept, "MCP-Protocol-Version": c.version} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) || (c.want == "") != (w.Body.Len() == 0) || c.status == http.StatusMethodNotAllowed && w.Header().Get("Allow") != "POST" {
			t.Errorf("%s %s %.50s: %d %s, want %d %s", c.method, c.version, c.body, w.Code, w.Body, c.status, c.want)
		}
	}
}
