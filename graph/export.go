package graph

import (
	"bufio"
	"bytes"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/cayleygraph/quad"
)

// sortRun is how many bytes of lines are sorted in memory at once.
const sortRun = 64 << 20

// Export writes all quads as they are at this moment, one a line. The only format is "nquads", with the short
// IRIs of the store. sorted puts the lines in the order of their bytes, which makes the exports of equal
// stores equal; beyond 64 MB that takes temporary files of the size of the export.
func (s *Store) Export(ctx context.Context, w io.Writer, format string, sorted bool) error {
	if format != "nquads" {
		return fmt.Errorf("export format %q: unknown; there is nquads", format)
	}
	from, done, err := s.frozen()
	if err != nil {
		return err
	}
	bw := bufio.NewWriterSize(w, 1<<16)
	if sorted {
		err = exportSorted(ctx, from, bw)
	} else {
		err = exportLines(ctx, from, func(line []byte) error { _, err := bw.Write(line); return err })
	}
	if err == nil {
		err = bw.Flush()
	}
	return errors.Join(err, done())
}

func exportLines(ctx context.Context, s *Store, f func(line []byte) error) error {
	var line []byte
	return s.scan(ctx, quad.Quad{}, func(q quad.Quad) error {
		line = appendLine(line[:0], q)
		return f(line)
	})
}

func exportSorted(ctx context.Context, s *Store, w io.Writer) (err error) {
	var (
		lines [][]byte
		size  int
		runs  []*os.File
	)
	defer func() {
		for _, f := range runs {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	err = exportLines(ctx, s, func(line []byte) error {
		lines = append(lines, bytes.Clone(line))
		if size += len(line) + 24; size < sortRun {
			return nil
		}
		slices.SortFunc(lines, bytes.Compare)
		f, err := os.CreateTemp("", "kg-export-*")
		if err != nil {
			return err
		}
		runs = append(runs, f)
		err = writeLines(f, lines)
		lines, size = lines[:0], 0
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(lines, bytes.Compare)
	if len(runs) == 0 {
		return writeLines(w, lines)
	}
	return mergeRuns(w, runs, lines)
}

func writeLines(w io.Writer, lines [][]byte) error {
	bw := bufio.NewWriterSize(w, 1<<16)
	for _, line := range lines {
		if _, err := bw.Write(line); err != nil {
			return err
		}
	}
	return bw.Flush()
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

func mergeRuns(w io.Writer, files []*os.File, lines [][]byte) error {
	runs := []*run{{rest: lines}}
	for _, f := range files {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		runs = append(runs, &run{r: bufio.NewReaderSize(f, 1<<16)})
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
		if _, err := w.Write(h[0].line); err != nil {
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
