package pebblestore

import (
	"bufio"
	"container/heap"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

func writeRows(name string, rows []row) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<18)
	var b [16]byte
	for _, r := range rows {
		binary.BigEndian.PutUint64(b[:8], r.hi)
		binary.BigEndian.PutUint64(b[8:], r.lo)
		if _, err := w.Write(b[:]); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return errors.Join(w.Flush(), f.Close())
}

// runs merges sorted rows, from files and from memory, and drops those that repeat.
type runs struct {
	heap  runHeap
	files []*os.File
	last  row
	any   bool
	err   error
}

type rowRun struct {
	r    *bufio.Reader // nil: rest
	rest []row
	row  row
}

func (r *rowRun) next() error {
	if r.r == nil {
		if len(r.rest) == 0 {
			return io.EOF
		}
		r.row, r.rest = r.rest[0], r.rest[1:]
		return nil
	}
	var b [16]byte
	if _, err := io.ReadFull(r.r, b[:]); err != nil {
		return err
	}
	r.row = row{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
	return nil
}

type runHeap []*rowRun

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return compareRows(h[i].row, h[j].row) < 0 }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)        { *h = append(*h, x.(*rowRun)) }
func (h *runHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func openRuns(names []string, rows []row) (*runs, error) {
	m := &runs{}
	all := []*rowRun{{rest: rows}}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, errors.Join(err, m.close())
		}
		m.files = append(m.files, f)
		all = append(all, &rowRun{r: bufio.NewReaderSize(f, 1<<18)})
	}
	for _, r := range all {
		switch err := r.next(); {
		case err == nil:
			m.heap = append(m.heap, r)
		case !errors.Is(err, io.EOF):
			return nil, errors.Join(err, m.close())
		}
	}
	heap.Init(&m.heap)
	return m, nil
}

func (m *runs) next() (row, bool) {
	for len(m.heap) > 0 && m.err == nil {
		r := m.heap[0].row
		switch err := m.heap[0].next(); {
		case err == nil && len(m.heap) > 1:
			heap.Fix(&m.heap, 0)
		case errors.Is(err, io.EOF):
			heap.Pop(&m.heap)
		case err != nil:
			m.err = err
		}
		if !m.any || r != m.last {
			m.last, m.any = r, true
			return r, true
		}
	}
	return row{}, false
}

func (m *runs) close() error {
	err := m.err
	for _, f := range m.files {
		err = errors.Join(err, f.Close())
	}
	return err
}
