package graph

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cayleygraph/quad"

	"kg/graph/linesort"
)

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
		line = AppendLine(line[:0], q)
		return f(line)
	})
}

func exportSorted(ctx context.Context, s *Store, w io.Writer) (err error) {
	var lines linesort.Sorter
	defer func() { err = errors.Join(err, lines.Close()) }()
	if err := exportLines(ctx, s, lines.Add); err != nil {
		return err
	}
	return lines.Each(func(line []byte) error { _, err := w.Write(line); return err })
}
