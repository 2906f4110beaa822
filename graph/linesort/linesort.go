// Package linesort sorts more lines than memory holds: runs are sorted in memory, put aside in temporary files,
// and merged.
package linesort

import (
	"bufio"
	"bytes"
	"container/heap"
	"errors"
	"io"
	"os"
	"slices"
)

// defaultRun is how many bytes of lines are sorted in memory at once.
const defaultRun = 64 << 20

// A Sorter takes lines and gives them back in the order of their bytes. The zero value is ready to use; it must
// be closed. It is not safe for concurrent use.
type Sorter struct {
	Run int // bytes sorted in memory at once; 0 means 64 MB

	lines [][]byte
	size  int
	files []*os.File
}

// Add takes a line, which ends with its only newline. It is copied.
func (s *Sorter) Add(line []byte) error {
	s.lines = append(s.lines, bytes.Clone(line))
	limit := s.Run
	if limit <= 0 {
		limit = defaultRun
	}
	if s.size += len(line) + 24; s.size < limit {
		return nil
	}
	slices.SortFunc(s.lines, bytes.Compare)
	f, err := os.CreateTemp("", "kg-sort-*")
	if err != nil {
		return err
	}
	s.files = append(s.files, f)
	w := bufio.NewWriterSize(f, 1<<16)
	for _, line := range s.lines {
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	s.lines, s.size = s.lines[:0], 0
	return w.Flush()
}

// Each calls f with every line in sorted order, and stops at its first error, which it returns. The line must
// not be kept. Nothing can be added afterwards.
func (s *Sorter) Each(f func(line []byte) error) error {
	slices.SortFunc(s.lines, bytes.Compare)
	runs := []*run{{rest: s.lines}}
	for _, file := range s.files {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		runs = append(runs, &run{r: bufio.NewReaderSize(file, 1<<16)})
	}
	var h runHeap
	for _, r := range runs {
		switch err := r.next(); {
		case err == nil:
			h = append(h, r)
		case !errors.Is(err, io.EOF):
			return err
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if err := f(h[0].line); err != nil {
			return err
		}
		switch err := h[0].next(); {
		case err == nil:
			heap.Fix(&h, 0)
		case errors.Is(err, io.EOF):
			heap.Pop(&h)
		default:
			return err
		}
	}
	return nil
}

// Close takes the temporary files away.
func (s *Sorter) Close() error {
	var err error
	for _, f := range s.files {
		err = errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	s.files, s.lines = nil, nil
	return err
}

// A run is sorted lines, from a file or in memory.
type run struct {
	r    *bufio.Reader
	rest [][]byte
	line []byte
}

func (r *run) next() error {
	if r.r == nil {
		if len(r.rest) == 0 {
			return io.EOF
		}
		r.line, r.rest = r.rest[0], r.rest[1:]
		return nil
	}
	var err error
	r.line, err = r.r.ReadBytes('\n')
	return err
}

type runHeap []*run

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return bytes.Compare(h[i].line, h[j].line) < 0 }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)        { *h = append(*h, x.(*run)) }
func (h *runHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
