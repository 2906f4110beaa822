package readback

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"kg/graph"
)

// maxLine is the longest line that is read: the longest text with every byte escaped, and what is around it.
const maxLine = 6*graph.MaxText + 1<<16

// readLines gives the quads of N-Quads with the lines they stand in; begun is the line of the first.
func readLines(r *bufio.Reader, begun int, add func(quad.Quad, int) error, refuse func(int, error) error) error {
	for n := begun; ; n++ {
		line, err := readLine(r)
		if err != nil && err != io.EOF {
			return refuse(n, err)
		}
		done := err == io.EOF
		switch text := bytes.TrimSpace(line); {
		case len(text) == 0 || text[0] == '#':
			err = nil
		case !utf8.Valid(text):
			err = refuse(n, errors.New("not valid UTF-8"))
		default:
			var q quad.Quad
			if q, err = graph.ParseLine(string(text)); err != nil {
				err = refuse(n, err)
			} else {
				err = add(q, n)
			}
		}
		if err != nil || done {
			return err
		}
	}
}

// readLine reads a line with its end; the error is io.EOF with the last one.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > maxLine {
			return nil, fmt.Errorf("a line of more than %d bytes", maxLine)
		}
	}
}
