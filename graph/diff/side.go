package diff

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph"
	"kg/graph/linesort"
)

// side is one of the two exports: the quad at its head, with its parts as they are written.
type side struct {
	r    *bufio.Reader
	name string
	n    int
	done bool

	q       quad.Quad
	line    string
	subject string // "<ent:x> "
	triple  string // "<ent:x> <rel:y> <ent:z> "
}

func newSide(r io.Reader, name string) *side {
	return &side{r: bufio.NewReaderSize(r, 1<<16), name: name}
}

// next goes on to the next line, leaving out those that are there twice.
func (s *side) next() error {
	before := s.line
	for {
		line, err := s.r.ReadString('\n')
		if err == io.EOF && line == "" {
			s.done, s.line, s.subject, s.triple = true, "", "", ""
			return nil
		}
		if err != nil && err != io.EOF {
			return err
		}
		s.n++
		if line == before {
			continue
		}
		if line < before {
			return fmt.Errorf("%s export: line %d: it is not sorted", s.name, s.n)
		}
		if s.q, err = graph.ParseLine(line); err != nil {
			return fmt.Errorf("%s export: line %d: %w", s.name, s.n, err)
		}
		s.line = line
		s.subject = s.q.Subject.String() + " "
		s.triple = s.subject + s.q.Predicate.String() + " " + s.q.Object.String() + " "
		return nil
	}
}

// Sorted gives r, N-Quads in any order with comments and empty lines, as Compare wants it. It must be closed.
// An error in a line says which.
func Sorted(ctx context.Context, r io.Reader) (io.ReadCloser, error) {
	s := &linesort.Sorter{}
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, errors.Join(err, s.Close())
		}
		done := err == io.EOF
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, errors.Join(ctx.Err(), s.Close())
		}
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			q, err := graph.ParseLine(line)
			if err == nil {
				err = s.Add(graph.AppendLine(nil, q))
			} else {
				err = fmt.Errorf("%d: %w", n, err)
			}
			if err != nil {
				return nil, errors.Join(err, s.Close())
			}
		}
		if done {
			break
		}
	}
	return pipe(func(w io.Writer) error {
		return s.Each(func(line []byte) error { _, err := w.Write(line); return err })
	}, s.Close), nil
}

// FromStore gives the sorted export of a store as it is now. It must be closed.
func FromStore(ctx context.Context, s *graph.Store) io.ReadCloser {
	return pipe(func(w io.Writer) error { return s.Export(ctx, w, "nquads", true) }, func() error { return nil })
}

// piped reads what a function writes. Closing it ends the function.
type piped struct {
	*io.PipeReader
	done  chan struct{}
	close func() error
}

func pipe(write func(io.Writer) error, end func() error) io.ReadCloser {
	r, w := io.Pipe()
	p := &piped{r, make(chan struct{}), end}
	go func() {
		defer close(p.done)
		bw := bufio.NewWriterSize(w, 1<<16)
		err := write(bw)
		if err == nil {
			err = bw.Flush()
		}
		w.CloseWithError(err)
	}()
	return p
}

func (p *piped) Close() error {
	err := p.PipeReader.Close()
	<-p.done
	return errors.Join(err, p.close())
}
