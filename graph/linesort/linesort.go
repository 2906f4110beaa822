// Package linesort sorts more lines than memory holds: runs are sorted in memory, put aside in temporary files,
// and merged. What it holds does not grow with the lines: one run, and a buffer for each of a bounded number of files.
package linesort

import (
	"bufio"
	"bytes"
	"container/heap"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
)

const (
	defaultRun = 32 << 20 // bytes of a run
	chunkSize  = 1 << 20  // bytes of lines that are allocated at once
	fanIn      = 32       // files that are merged at once
	readSize   = 32 << 10 // bytes of a file that are read at once
)

// A Sorter takes lines and gives them back in the order of their bytes. The zero value is ready to use; it must
// be closed. It is not safe for concurrent use.
type Sorter struct {
	Run int // bytes sorted in memory at once; 0 means 32 MB

	lines  [][]byte // in chunks
	chunks [][]byte // used again for each run
	chunk  int      // the one that is filled
	used   int      // bytes of it
	size   int      // bytes of lines, with what finding them takes

	// files are sorted runs. Those of levels[i] are merged from fanIn of levels[i-1] each, so that a line is written
	// once for each level, and few files are ever open.
	levels [][]*os.File
}

// Add takes a line, which ends with its only newline. It is copied.
func (s *Sorter) Add(line []byte) error {
	copied := s.room(len(line))
	copy(copied, line)
	s.lines = append(s.lines, copied)
	limit := s.Run
	if limit <= 0 {
		limit = defaultRun
	}
	if s.size += len(line) + 24; s.size < limit {
		return nil
	}
	return s.spill()
}

// room gives n bytes of a chunk; what fits in none gets memory of its own.
func (s *Sorter) room(n int) []byte {
	if n > chunkSize/4 {
		return make([]byte, n)
	}
	if s.used+n > chunkSize {
		s.chunk, s.used = s.chunk+1, 0
	}
	if s.chunk == len(s.chunks) {
		s.chunks = append(s.chunks, make([]byte, chunkSize))
	}
	s.used += n
	return s.chunks[s.chunk][s.used-n : s.used : s.used]
}

// spill writes what is in memory to a file.
func (s *Sorter) spill() error {
	slices.SortFunc(s.lines, bytes.Compare)
	err := s.file(0, func(w *bufio.Writer) error {
		for _, line := range s.lines {
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		return nil
	})
	clear(s.lines) // long lines have memory of their own
	s.lines, s.chunk, s.used, s.size = s.lines[:0], 0, 0, 0
	for level := 0; err == nil && len(s.levels[level]) == fanIn; level++ {
		full := s.levels[level]
		err = s.file(level+1, func(w *bufio.Writer) error {
			return merge(full, nil, func(line []byte) error { _, err := w.Write(line); return err })
		})
		if err == nil {
			s.levels[level] = nil
			err = remove(full)
		}
	}
	return err
}

// file makes a file of a level.
func (s *Sorter) file(level int, write func(*bufio.Writer) error) error {
	f, err := os.CreateTemp("", "kg-sort-*")
	if err != nil {
		return err
	}
	if level == len(s.levels) {
		s.levels = append(s.levels, nil)
	}
	s.levels[level] = append(s.levels[level], f)
	// Where a file that is open can be taken away, nothing is left of it whatever happens to the process.
	_ = os.Remove(f.Name())
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

// Each calls f with every line in sorted order, and stops at its first error, which it returns. The line is f's
// during the call only. It can be called again; nothing can be added afterwards.
func (s *Sorter) Each(f func(line []byte) error) error {
	slices.SortFunc(s.lines, bytes.Compare)
	return merge(slices.Concat(s.levels...), s.lines, f)
}

// Close takes the temporary files away.
func (s *Sorter) Close() error {
	err := remove(slices.Concat(s.levels...))
	*s = Sorter{Run: s.Run}
	return err
}

func remove(files []*os.File) error {
	var err error
	for _, f := range files {
		err = errors.Join(err, f.Close())
		if gone := os.Remove(f.Name()); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// merge calls f with the lines of sorted files, and with those in memory.
func merge(files []*os.File, lines [][]byte, f func(line []byte) error) error {
	runs := []*run{{rest: lines}}
	for _, file := range files {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		runs = append(runs, &run{r: bufio.NewReaderSize(file, readSize)})
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

// A run is sorted lines, from a file or in memory.
type run struct {
	r    *bufio.Reader
	rest [][]byte
	line []byte
	long []byte // where a line is put that is longer than the reader's buffer
}

func (r *run) next() error {
	if r.r == nil {
		if len(r.rest) == 0 {
			return io.EOF
		}
		r.line, r.rest = r.rest[0], r.rest[1:]
		return nil
	}
	line, err := r.r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		r.line = line // it stands until the next read
		return err
	}
	r.long = append(r.long[:0], line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		line, err = r.r.ReadSlice('\n')
		r.long = append(r.long, line...)
	}
	r.line = r.long
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
