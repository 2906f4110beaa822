package mcp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
)

// maxMessage is how many bytes a message may have.
const maxMessage = 1 << 20

// Serve answers a client that writes a message a line to in and reads a message a line from out. It ends when in ends, after
// what was asked has been answered, or with ctx. Calls run beside each other; the client may cancel them.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := make(chan []byte)
	failed := make(chan error, 1)
	go func() { // a read of a terminal or a pipe cannot be interrupted: it may outlive Serve
		defer close(lines)
		failed <- readLines(in, func(line []byte) bool {
			select {
			case lines <- line:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	p := &pipe{s: s, out: out, running: map[string]context.CancelFunc{}, stop: cancel}
	c := &conn{begin: p.begin, cancel: p.cancel}
	for {
		select {
		case line, ok := <-lines:
			if !ok {
				p.calls.Wait()
				return errors.Join(<-failed, p.failure())
			}
			p.receive(ctx, c, line)
		case <-ctx.Done():
			p.calls.Wait()
			return p.failure()
		}
	}
}

// readLines calls f for each line that is not empty, nil for one that is too long, until f says to stop.
func readLines(in io.Reader, f func([]byte) bool) error {
	r := bufio.NewReaderSize(in, 1<<16)
	for {
		var line []byte
		long := false
		for {
			part, err := r.ReadSlice('\n')
			if long = long || len(line)+len(part) > maxMessage; !long {
				line = append(line, part...)
			}
			if errors.Is(err, bufio.ErrBufferFull) {
				continue
			}
			if long {
				line = nil
			} else {
				line = bytes.TrimSpace(line)
			}
			if (long || len(line) > 0) && !f(line) {
				return nil
			}
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			break
		}
	}
}

// pipe is one client.
type pipe struct {
	s     *Server
	calls sync.WaitGroup
	stop  func()

	mu      sync.Mutex
	out     io.Writer
	err     error // the first of writing
	running map[string]context.CancelFunc
}

func (p *pipe) failure() error { p.mu.Lock(); defer p.mu.Unlock(); return p.err }

// receive answers a line: what takes long beside the next ones, all else in order.
func (p *pipe) receive(ctx context.Context, c *conn, line []byte) {
	if line == nil {
		p.send(failed(nil, fault(codeRequest, "a message has at most %d bytes", maxMessage)))
		return
	}
	var m message
	if !isBatch(line) && (json.Unmarshal(line, &m) != nil || m.Method != "tools/call") {
		p.send(p.s.receive(ctx, c, line))
		return
	}
	now := *c // what has been agreed on by now
	p.calls.Go(func() { p.send(p.s.receive(ctx, &now, line)) })
}

func (p *pipe) send(answer any) {
	if answer == nil {
		return
	}
	b, err := encode(answer)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return
	}
	if err == nil {
		_, err = p.out.Write(b)
	}
	if p.err = err; err != nil {
		p.stop()
	}
}

// encode is an answer as a line.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

func (p *pipe) begin(ctx context.Context, id json.RawMessage) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	key := string(id)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running[key] != nil { // the client uses an id twice: neither can be cancelled by it
		return ctx, cancel
	}
	p.running[key] = cancel
	return ctx, func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.running, key)
	}
}

func (p *pipe) cancel(id json.RawMessage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if cancel := p.running[string(id)]; cancel != nil {
		cancel()
	}
}
