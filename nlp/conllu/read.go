package conllu

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"kg/nlp"
)

// ReadFile reads the file at path, which may be compressed with gzip.
func ReadFile(path string) (*File, error) {
	r, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f, err := Read(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// Open opens the file at path and unpacks it if it is compressed with gzip.
func Open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := Unpack(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// Unpack reads r through gzip if its first bytes are those of a gzip file. Closing the result closes r; after
// an error r is closed.
func Unpack(r io.ReadCloser) (io.ReadCloser, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	if magic, _ := b.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return opened{b, r}, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		r.Close()
		return nil, err
	}
	return opened{z, r}, nil
}

type opened struct {
	io.Reader
	io.Closer
}

// Read reads a file of either format, told apart by the first row: ten columns separated by tabs that begin
// with a number are CoNLL-U. An error in the text is a [*SyntaxError].
func Read(r io.Reader) (*File, error) {
	in := &reader{r: bufio.NewReaderSize(r, 1<<16), f: &File{}}
	for {
		line, err := in.r.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		if line != "" {
			in.line++
			if in.line == 1 {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			if err := in.add(strings.TrimRight(line, "\r\n")); err != nil {
				return nil, err
			}
		}
		if err == io.EOF {
			break
		}
	}
	if err := in.endSentence(); err != nil {
		return nil, err
	}
	in.f.Trailer = in.s.Comments
	if err := in.endDocument(); err != nil {
		return nil, err
	}
	return in.f, nil
}

// reader is the state between two lines.
type reader struct {
	r     *bufio.Reader
	f     *File
	line  int
	known bool // the format is known
	d     *Document
	s     Sentence
	words int // word rows of s
	until int // last word of the multiword token that is open, or 0
}

func (in *reader) errorf(format string, args ...any) error {
	return &SyntaxError{in.line, fmt.Sprintf(format, args...)}
}

func (in *reader) add(line string) error {
	if strings.TrimSpace(line) == "" {
		if len(in.s.Rows) == 0 {
			if len(in.s.Comments) > 0 {
				in.s.Comments = append(in.s.Comments, "")
			}
			return nil
		}
		return in.endSentence()
	}
	if line[0] == '#' && len(in.s.Rows) == 0 && in.isComment(line) {
		in.s.Comments = append(in.s.Comments, line)
		return nil
	}
	if strings.HasPrefix(line, "-DOCSTART-") && len(in.s.Rows) == 0 {
		in.s.Comments = append(in.s.Comments, line)
		return nil
	}
	if !in.known {
		in.known = true
		in.f.detect(line)
	}
	if in.f.Format == CoNLLU {
		return in.addRow(line)
	}
	return in.addIOB(line)
}

// isComment reports whether line, which begins with a hash, is a comment. In a file of words without numbers
// a hash may be a word.
func (in *reader) isComment(line string) bool {
	switch {
	case in.known && (in.f.Format == CoNLLU || in.f.number):
		return true
	case line == "#":
		return false
	case in.known && !in.f.tagged:
		return strings.HasPrefix(line, "# ")
	}
	cells := strings.Fields(line)
	_, _, tag := cutIOB(cells[len(cells)-1])
	return !tag || len(cells) != 2
}

// addRow adds a row of CoNLL-U.
func (in *reader) addRow(line string) error {
	f := strings.Split(line, "\t")
	if len(f) != columns {
		return in.errorf("%d columns, not %d", len(f), columns)
	}
	row := Row{Text: f[Form], Fields: f, Line: in.line}
	if f[Form] == "" {
		return in.errorf("no word form")
	}
	if a, b, ok := strings.Cut(f[ID], "-"); ok {
		first, err1 := strconv.Atoi(a)
		last, err2 := strconv.Atoi(b)
		if err1 != nil || err2 != nil || first != in.words+1 || last <= first || in.until > in.words {
			return in.errorf("multiword token %q after word %d", f[ID], in.words)
		}
		row.Kind, row.Last = Range, last
		in.until = last
	} else if a, b, ok := strings.Cut(f[ID], "."); ok {
		first, err1 := strconv.Atoi(a)
		_, err2 := strconv.Atoi(b)
		if err1 != nil || err2 != nil || first != in.words {
			return in.errorf("empty node %q after word %d", f[ID], in.words)
		}
		row.Kind = Empty
	} else {
		n, err := strconv.Atoi(f[ID])
		if err != nil || n != in.words+1 {
			return in.errorf("word %q after word %d", f[ID], in.words)
		}
		in.words++
	}
	in.s.Rows = append(in.s.Rows, row)
	return nil
}

// endSentence moves the sentence that was read into its document.
func (in *reader) endSentence() error {
	if len(in.s.Rows) == 0 {
		return nil
	}
	if in.words == 0 {
		return in.errorf("sentence without a word")
	}
	if in.until > in.words {
		return in.errorf("multiword token up to word %d of %d", in.until, in.words)
	}
	id, isNew := in.s.Comment("newdoc id")
	if !isNew {
		_, isNew = in.s.Comment("newdoc")
	}
	for _, c := range in.s.Comments {
		isNew = isNew || strings.HasPrefix(c, "-DOCSTART-")
	}
	if isNew || in.d == nil {
		if err := in.endDocument(); err != nil {
			return err
		}
		in.d = &Document{ID: id, Doc: &nlp.Doc{}}
	}
	in.d.Sentences = append(in.d.Sentences, in.s)
	in.s, in.words, in.until = Sentence{}, 0, 0
	return nil
}

func (in *reader) endDocument() error {
	if in.d == nil {
		return nil
	}
	if err := in.d.build(in.f); err != nil {
		return err
	}
	in.f.Docs = append(in.f.Docs, in.d)
	in.d = nil
	return nil
}
