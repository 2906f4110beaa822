package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Options say how to read. The zero value is ready to use.
type Options struct {
	MaxBytes int64             // the longest article: a file, or a line of a JSON Lines file; 0 means 8 MiB
	Language string            // the language to read, ISO 639-1; empty means "en", "any" takes all
	Stdin    io.Reader         // what "-" reads; nil means os.Stdin
	Skipped  func(path string) // called for each file of a folder that has no extension of ours; may be nil
	Progress *Progress         // counts what is read; may be nil
}

const defaultMaxBytes = 8 << 20

// Errors of reading. They come wrapped in a ReadError.
var (
	ErrEmpty  = errors.New("no text in it")
	ErrBinary = errors.New("not a text: binary data")
)

// ReadError says which source could not be read, and why. Line is 0 where the whole file is meant.
type ReadError struct {
	Path string
	Line int
	Err  error
}

func (e *ReadError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Path, e.Err)
}

func (e *ReadError) Unwrap() error { return e.Err }

// format is how a file is read.
type format int

const (
	unknown format = iota
	plainText
	markdownText
	htmlPage
	jsonLines
)

var formats = map[string]format{
	".txt": plainText, ".text": plainText, ".md": markdownText, ".markdown": markdownText,
	".html": htmlPage, ".htm": htmlPage, ".xhtml": htmlPage, ".jsonl": jsonLines, ".ndjson": jsonLines,
}

// Read yields the articles of paths in order. A path is a file, a folder, whose files are read in the order of their
// names, at any depth, leaving out hidden ones and those that have another extension; or "-" for standard input, whose
// format is guessed. What cannot be read yields a nil article and a *ReadError, and the sequence goes on. It ends early
// only with the context, whose error is then the last.
func Read(ctx context.Context, paths []string, opts Options) iter.Seq2[*Article, error] {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = defaultMaxBytes
	}
	if opts.Stdin == nil {
		opts.Stdin = os.Stdin
	}
	return func(yield func(*Article, error) bool) {
		r := &reader{ctx: ctx, opts: &opts, yield: yield}
		for _, p := range paths {
			if !r.path(p) {
				return
			}
		}
	}
}

// Parse reads one article from b, whose format is told by the extension of name, or guessed where it has none.
// For JSON Lines it is the first line.
func Parse(name string, b []byte, opts Options) (*Article, error) {
	opts.Stdin = bytes.NewReader(b)
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = defaultMaxBytes
	}
	var art *Article
	var first error
	r := &reader{ctx: context.Background(), opts: &opts, yield: func(a *Article, err error) bool {
		art, first = a, err
		return false
	}}
	r.stream(name, formats[strings.ToLower(filepath.Ext(name))], opts.Stdin)
	if art == nil && first == nil {
		first = &ReadError{Path: name, Err: ErrEmpty}
	}
	return art, first
}

// reader is one run of Read. Its methods report whether to go on.
type reader struct {
	ctx   context.Context
	opts  *Options
	yield func(*Article, error) bool
}

func (r *reader) fail(path string, line int, err error) bool {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err // the path is named already
	}
	return r.yield(nil, &ReadError{Path: path, Line: line, Err: err})
}

func (r *reader) path(p string) bool {
	if err := r.ctx.Err(); err != nil {
		r.yield(nil, err)
		return false
	}
	if p == "-" {
		return r.stream("-", unknown, r.opts.Stdin)
	}
	info, err := os.Stat(p)
	if err != nil {
		return r.fail(p, 0, err)
	}
	if info.IsDir() {
		return r.folder(p)
	}
	ext := strings.ToLower(filepath.Ext(p))
	f := formats[ext]
	if f == unknown && ext != "" {
		return r.fail(p, 0, fmt.Errorf("extension %q is not one of .txt, .md, .html, .jsonl", ext))
	}
	return r.file(p, f)
}

// folder reads the files below dir, in the order of their paths.
func (r *reader) folder(dir string) bool {
	more := true
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			more = r.fail(p, 0, err)
		} else if ctxErr := r.ctx.Err(); ctxErr != nil {
			r.yield(nil, ctxErr)
			more = false
		} else if strings.HasPrefix(e.Name(), ".") && p != dir {
			if e.IsDir() {
				return fs.SkipDir
			}
		} else if !e.IsDir() {
			f := formats[strings.ToLower(filepath.Ext(p))]
			if info, err := os.Stat(p); f == unknown || err != nil || !info.Mode().IsRegular() {
				if r.opts.Skipped != nil {
					r.opts.Skipped(p)
				}
			} else {
				more = r.file(p, f)
			}
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && more {
		return r.fail(dir, 0, err)
	}
	return more
}

func (r *reader) file(p string, f format) bool {
	h, err := os.Open(p)
	if err != nil {
		return r.fail(p, 0, err)
	}
	defer h.Close()
	if info, err := h.Stat(); err == nil && f != jsonLines && info.Size() > r.opts.MaxBytes {
		r.opts.Progress.add(info.Size())
		return r.fail(p, 0, &SizeError{Limit: r.opts.MaxBytes})
	}
	return r.stream(p, f, h)
}

// SizeError says that an article is longer than Options.MaxBytes.
type SizeError struct{ Limit int64 }

func (e *SizeError) Error() string { return fmt.Sprintf("longer than %d bytes", e.Limit) }

// stream reads what in gives.
func (r *reader) stream(name string, f format, in io.Reader) bool {
	if r.opts.Progress != nil {
		in = &countingReader{in, r.opts.Progress}
	}
	br := bufio.NewReaderSize(in, 1<<16)
	if f == unknown {
		f = guess(br)
	}
	if f == jsonLines {
		return r.lines(name, br)
	}
	b, err := io.ReadAll(io.LimitReader(br, r.opts.MaxBytes+1))
	if err != nil {
		return r.fail(name, 0, err)
	}
	if int64(len(b)) > r.opts.MaxBytes {
		return r.fail(name, 0, &SizeError{Limit: r.opts.MaxBytes})
	}
	a, err := r.article(name, f, b)
	if err != nil {
		return r.fail(name, 0, err)
	}
	return r.yield(a, nil)
}

func (r *reader) article(name string, f format, b []byte) (*Article, error) {
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, ErrEmpty
	}
	var d *draft
	if f == htmlPage {
		var err error
		if d, err = readHTML(b); err != nil {
			return nil, err
		}
		return d.finish(name, r.opts)
	}
	s, err := decode(b)
	if err != nil {
		return nil, err
	}
	if f == markdownText {
		d, err = readMarkdown(s)
	} else {
		d, err = readPlain(s)
	}
	if err != nil {
		return nil, err
	}
	return d.finish(name, r.opts)
}

// lines reads a JSON Lines file.
func (r *reader) lines(name string, br *bufio.Reader) bool {
	more, seen := true, false
	err := lines(br, r.opts.MaxBytes, func(n int, line []byte) bool {
		seen = true
		if err := r.ctx.Err(); err != nil {
			r.yield(nil, err)
			more = false
			return false
		}
		a, err := r.record(fmt.Sprintf("%s:%d", name, n), n, line)
		if err != nil {
			more = r.fail(name, n, err)
		} else {
			more = r.yield(a, nil)
		}
		return more
	})
	if err != nil {
		return r.fail(name, 0, err)
	}
	if !seen {
		return r.fail(name, 0, ErrEmpty)
	}
	return more
}

func (r *reader) record(source string, n int, line []byte) (*Article, error) {
	if line == nil {
		return nil, &SizeError{Limit: r.opts.MaxBytes}
	}
	if n == 1 {
		line = bytes.TrimPrefix(line, []byte{0xef, 0xbb, 0xbf})
	}
	if s := repair(line); binary(s) {
		return nil, ErrBinary
	} else if len(s) != len(line) {
		line = []byte(s)
	}
	d, err := readRecord(line)
	if err != nil {
		return nil, err
	}
	return d.finish(source, r.opts)
}

// guess tells the format of what br will give by how it begins.
func guess(br *bufio.Reader) format {
	b, err := br.Peek(4096)
	if len(b) == 0 && err != nil {
		return plainText
	}
	head := strings.TrimSpace(strings.ToLower(strings.TrimPrefix(string(b), "\ufeff")))
	switch {
	case strings.HasPrefix(head, "{"):
		return jsonLines
	case strings.HasPrefix(head, "<!doctype html"), strings.HasPrefix(head, "<html"), strings.HasPrefix(head, "<!--"),
		strings.HasPrefix(head, "<?xml") && strings.Contains(head, "<html"), strings.HasPrefix(head, "<head"), strings.HasPrefix(head, "<body"),
		strings.HasPrefix(head, "<article"), strings.HasPrefix(head, "<div"), strings.HasPrefix(head, "<p>"):
		return htmlPage
	case strings.HasPrefix(head, "# "), strings.HasPrefix(head, "---\n"):
		return markdownText
	}
	return plainText
}
