package readback

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph"
	"kg/graph/linesort"
	"kg/schema"
)

// maxErrors is how many errors of one file are told.
const maxErrors = 20

// A Source is a file to read.
type Source struct {
	Name string // as the user named it
	Open func() (io.ReadCloser, error)
}

// Options of reading. The zero value is ready to use.
type Options struct {
	Schema *schema.Schema // of the store that the records are for; nil means schema.Default()
	Base   string         // of the absolute IRIs of JSON-LD, as export.Options has it
}

// An Error says where a file is wrong.
type Error struct {
	Name string // of the source
	Line int    // 0 where it is no certain line
	Err  error
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Name, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.Name, e.Line, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Records calls f for every article of the sources, by id, with its record, or with an [*Error] that says why
// there is none; errors of whole files come first. The quads of an article may stand in several files. An error
// of f ends the reading and is returned.
func Records(ctx context.Context, sources []Source, opts Options, f func(*graph.Record, error) error) (err error) {
	if opts.Schema == nil {
		opts.Schema = schema.Default()
	}
	r := &reading{ctx: ctx, sources: sources, opts: opts, yield: f, refused: make([]bool, len(sources))}
	defer func() { err = errors.Join(err, r.sorted.Close()) }()
	for i := range sources {
		if err := r.file(i); err != nil {
			return err
		}
	}
	return r.articles()
}

// reading is a call of Records.
type reading struct {
	ctx     context.Context
	sources []Source
	opts    Options
	yield   func(*graph.Record, error) error
	refused []bool          // by source
	sorted  linesort.Sorter // lines of entry
}

// errFile stands for the end of a file whose errors have been told.
var errFile = errors.New("refused")

// file reads one source; the error is one that ends everything.
func (r *reading) file(i int) error {
	told := 0
	refuse := func(line int, err error) error {
		r.refused[i] = true
		if told++; told > maxErrors {
			return errFile
		}
		return r.yield(nil, &Error{r.sources[i].Name, line, err})
	}
	in, err := r.sources[i].Open()
	if err != nil {
		return refuse(0, unnamed(err, r.sources[i].Name))
	}
	defer in.Close()
	br := bufio.NewReaderSize(in, 1<<16)
	first, begun, err := firstByte(br)
	switch {
	case err == io.EOF:
		return nil
	case err != nil:
		return refuse(0, err)
	}
	add := func(q quad.Quad, line int) error {
		if line%4096 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		label, _ := q.Label.(quad.IRI)
		switch {
		case q.Label == nil:
			return refuse(line, errors.New("the quad has no label, so no article it belongs to"))
		case label == "kg:schema":
			return nil
		case !strings.HasPrefix(string(label), schema.ArtPrefix) || strings.ContainsAny(string(label), "\t\n"):
			return refuse(line, fmt.Errorf("the label %v is not an article", q.Label))
		}
		return r.sorted.Add(entry{string(label), i, line}.line(q))
	}
	if first == '[' || first == '{' {
		err = readJSON(br, begun, r.opts.Base, add, refuse)
	} else {
		err = readLines(br, begun, add, refuse)
	}
	if errors.Is(err, errFile) {
		return r.yield(nil, &Error{r.sources[i].Name, 0, errors.New("and more")})
	}
	return err
}

// unnamed is err without the name of the file, which is told before it.
func unnamed(err error, name string) error {
	if rest, ok := strings.CutPrefix(err.Error(), "open "+name+": "); ok {
		return errors.New(rest)
	}
	return err
}

// firstByte is the first byte that is not white space, and its line; it stays unread.
func firstByte(r *bufio.Reader) (c byte, line int, err error) {
	for line = 1; ; {
		c, err := r.ReadByte()
		if err != nil {
			return 0, line, err
		}
		if c == '\n' {
			line++
		}
		if !strings.ContainsRune(" \t\r\n", rune(c)) {
			return c, line, r.UnreadByte()
		}
	}
}

// entry is where a quad stands; as a line it sorts by article, file and line.
type entry struct {
	label         string
	source, line1 int
}

func (e entry) line(q quad.Quad) []byte {
	b := fmt.Appendf(nil, "%s\t%06d\t%012d\t", e.label, e.source, e.line1)
	return graph.AppendLine(b, q)
}

// parse is the inverse of line.
func parse(b []byte) (entry, quad.Quad, error) {
	parts := bytes.SplitN(b, []byte("\t"), 4)
	if len(parts) != 4 {
		return entry{}, quad.Quad{}, fmt.Errorf("a sorted line has %d parts", len(parts))
	}
	source, err1 := strconv.Atoi(string(parts[1]))
	line, err2 := strconv.Atoi(string(parts[2]))
	q, err3 := graph.ParseLine(string(parts[3]))
	return entry{string(parts[0]), source, line}, q, errors.Join(err1, err2, err3)
}

// articles gives the records of what has been sorted.
func (r *reading) articles() error {
	var at []entry
	var quads []quad.Quad
	size := 0
	flush := func() error {
		err := r.article(at, quads)
		at, quads, size = at[:0], quads[:0], 0
		return err
	}
	err := r.sorted.Each(func(line []byte) error {
		e, q, err := parse(line)
		if err != nil {
			return err
		}
		if len(at) > 0 && at[0].label != e.label {
			if err := flush(); err != nil {
				return err
			}
		}
		if size += len(line); size > maxArticle {
			return &Error{r.sources[e.source].Name, e.line1, fmt.Errorf("the quads of %s are more than %d bytes", e.label, maxArticle)}
		}
		at, quads = append(at, e), append(quads, q)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// maxArticle is how many bytes the quads of an article may have.
const maxArticle = 1 << 30

// article gives the record of quads, unless one of them is from a file that is refused.
func (r *reading) article(at []entry, quads []quad.Quad) error {
	if len(quads) == 0 {
		return nil
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	for _, e := range at {
		if r.refused[e.source] {
			return nil
		}
	}
	record, err := graph.ReadRecord(quads, r.opts.Schema)
	if err != nil {
		e := at[0]
		var where *graph.QuadError
		if errors.As(err, &where) && where.Index >= 0 {
			e = at[where.Index]
		}
		return r.yield(nil, &Error{r.sources[e.source].Name, e.line1, err})
	}
	return r.yield(record, nil)
}
