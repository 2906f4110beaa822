package article

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// Progress tells how far a Read has come. The zero value is ready to use, and safe for concurrent use.
type Progress struct{ bytes atomic.Int64 }

// Bytes is how many bytes have been read.
func (p *Progress) Bytes() int64 { return p.bytes.Load() }

func (p *Progress) add(n int64) {
	if p != nil {
		p.bytes.Add(n)
	}
}

// countingReader counts what it passes on.
type countingReader struct {
	io.Reader
	progress *Progress
}

func (r *countingReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	r.progress.add(int64(n))
	return n, err
}

// Size is how many bytes Read reads of paths; ok is false where that cannot be told: of standard input, of what is
// not there, and when ctx ends.
func Size(ctx context.Context, paths []string) (bytes int64, ok bool) {
	for _, root := range paths {
		if root == "-" {
			return 0, false
		}
		err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case ctx.Err() != nil:
				return ctx.Err()
			case strings.HasPrefix(e.Name(), ".") && p != root:
				if e.IsDir() {
					return fs.SkipDir
				}
				return nil
			case e.IsDir() || p != root && formats[strings.ToLower(filepath.Ext(p))] == unknown:
				return nil
			}
			info, err := os.Stat(p)
			if err == nil && info.Mode().IsRegular() {
				bytes += info.Size()
			}
			return err
		})
		if err != nil {
			return 0, false
		}
	}
	return bytes, true
}
