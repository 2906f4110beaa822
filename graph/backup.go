package graph

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/graph/pebblestore"
)

// The first and the last line of a backup; between them are the quads as N-Quads, all of it gzipped.
const (
	backupHead = "# kg backup, format 1\n"
	backupTail = "# %d quads, sha256 %x\n"
)

// ErrBackup says that a backup is not one, or not whole.
var ErrBackup = errors.New("not a whole backup")

// Backup writes all quads as they are at this moment, while others go on writing. The backup does not depend
// on the backend, and knows when it has been cut short or changed. It returns the number of quads.
func (s *Store) Backup(ctx context.Context, w io.Writer) (int64, error) {
	return frozenDo(s, func(s *Store) (int64, error) {
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err != nil {
			return 0, err
		}
		bw := bufio.NewWriterSize(z, 1<<16)
		if _, err := bw.WriteString(backupHead); err != nil {
			return 0, err
		}
		sum := sha256.New()
		var n int64
		err = exportLines(ctx, s, func(line []byte) error {
			n++
			sum.Write(line)
			_, err := bw.Write(line)
			return err
		})
		if err != nil {
			return n, err
		}
		if _, err := fmt.Fprintf(bw, backupTail, n, sum.Sum(nil)); err != nil {
			return n, err
		}
		return n, errors.Join(bw.Flush(), z.Close())
	})
}

// readBackup calls f for each quad of a backup; it has been read to the end, and is whole, when the error is
// nil.
func readBackup(ctx context.Context, r io.Reader, f func(quad.Quad) error) (n int64, err error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return 0, fmt.Errorf("%w: %v", ErrBackup, err)
	}
	br := bufio.NewReaderSize(z, 1<<16)
	head, err := br.ReadString('\n')
	if err != nil || head != backupHead {
		return 0, fmt.Errorf("%w: it begins with %.40q", ErrBackup, head)
	}
	sum := sha256.New()
	for {
		if n%4096 == 0 && ctx.Err() != nil {
			return n, ctx.Err()
		}
		line, err := br.ReadString('\n')
		if err != nil {
			return n, fmt.Errorf("%w: after %d quads: %v", ErrBackup, n, err)
		}
		if strings.HasPrefix(line, "#") {
			if want := fmt.Sprintf(backupTail, n, sum.Sum(nil)); line != want {
				return n, fmt.Errorf("%w: it ends with %.100q, want %q", ErrBackup, line, want)
			}
			if _, err := br.ReadByte(); !errors.Is(err, io.EOF) {
				return n, fmt.Errorf("%w: it goes on after its end", ErrBackup)
			}
			return n, nil
		}
		n++
		_, _ = io.WriteString(sum, line)
		q, err := ParseLine(line)
		if err != nil {
			return n, fmt.Errorf("%w: quad %d: %v", ErrBackup, n, err)
		}
		if err := f(q); err != nil {
			return n, err
		}
	}
}

// Restore makes a store of a backup. There must be none at the address yet, and there is none if it fails.
func Restore(ctx context.Context, r io.Reader, opt Options) (n int64, err error) {
	if !isPebble(opt.Backend) {
		return restoreSlowly(ctx, r, opt)
	}
	po, err := embeddedOptions(opt)
	if err != nil {
		return 0, err
	}
	b, err := pebblestore.NewBulk(opt.Address, po)
	if err != nil {
		return 0, err
	}
	if n, err = readBackup(ctx, r, b.Add); err != nil {
		return n, errors.Join(err, b.Abort())
	}
	qs, err := b.Finish()
	if err != nil {
		return n, errors.Join(err, b.Abort())
	}
	return n, qs.Close()
}

// restoreBatch is how many quads are written at once to other backends.
const restoreBatch = 10_000

func restoreSlowly(ctx context.Context, r io.Reader, opt Options) (int64, error) {
	s, err := Open(ctx, opt)
	if err != nil {
		return 0, err
	}
	if ids, err := s.Articles(ctx); err != nil || len(ids) > 0 {
		return 0, errors.Join(err, fmt.Errorf("backend %s at %s holds %d articles: restore into an empty store", opt.Backend, opt.Address, len(ids)), s.Close())
	}
	var batch []cayley.Delta
	flush := func() error {
		err := s.qs.ApplyDeltas(batch, cayley.IgnoreOpts{IgnoreDup: true})
		batch = batch[:0]
		return err
	}
	n, err := readBackup(ctx, r, func(q quad.Quad) error {
		batch = append(batch, cayley.Delta{Quad: q, Action: cayley.Add})
		if len(batch) < restoreBatch {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return n, errors.Join(err, s.Close())
}
