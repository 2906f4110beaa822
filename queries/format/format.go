// Package format writes the rows of an answer for people and for programs: as a table, as Markdown, as
// comma- or tab-separated values, as JSON, and as JSON Lines.
//
// JSON and JSON Lines write every property of a row as it comes. The others have columns: those that the query
// declares or, for a script that declares none, all names of its first rows.
package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"kg/graph/gizmo"
)

// Kind is a format.
type Kind string

// The formats.
const (
	Table    Kind = "table"
	JSON     Kind = "json"  // one array
	JSONL    Kind = "jsonl" // one row a line
	CSV      Kind = "csv"
	TSV      Kind = "tsv"
	Markdown Kind = "markdown"
)

// Kinds lists the formats.
func Kinds() []Kind { return []Kind{Table, JSON, JSONL, CSV, TSV, Markdown} }

// ParseKind is the format called name.
func ParseKind(name string) (Kind, error) {
	if k := Kind(name); slices.Contains(Kinds(), k) {
		return k, nil
	}
	var names []string
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return "", fmt.Errorf("format %q is not one of %s", name, strings.Join(names, ", "))
}

// Options of a Writer. The zero value is ready to use.
type Options struct {
	Columns []string // of formats that have columns; empty: the names of the first rows
	Width   int      // cells of a line of the terminal that a table should fit; 0: as wide as it comes
	Color   bool     // mark the head of a table
}

// Writer writes rows. A Writer of JSON Lines, and one of values with declared columns, writes each row at once.
type Writer struct {
	kind    Kind
	opt     Options
	w       io.Writer
	values  *csv.Writer
	rows    int
	held    []gizmo.Row // rows that wait for the columns, or for the widths of a table
	columns []string
	begun   bool // whether the columns are written
}

// held is at most maxHeld rows: a longer table is written in pieces of this many.
const maxHeld = 1000

// New starts an answer.
func New(w io.Writer, kind Kind, opt Options) *Writer {
	out := &Writer{kind: kind, opt: opt, w: w, columns: opt.Columns}
	switch kind {
	case CSV, TSV:
		out.values = csv.NewWriter(w)
		if kind == TSV {
			out.values.Comma = '\t'
		}
	}
	return out
}

// Write writes a row, now or with the rows after it.
func (w *Writer) Write(row gizmo.Row) error {
	w.rows++
	switch w.kind {
	case JSON:
		prefix := ",\n "
		if w.rows == 1 {
			prefix = "[\n "
		}
		return w.json(prefix, row, "")
	case JSONL:
		return w.json("", row, "\n")
	case Table:
		w.held = append(w.held, row)
		if len(w.held) == maxHeld {
			return w.flushTable()
		}
		return nil
	}
	if w.columns == nil {
		w.held = append(w.held, row)
		if len(w.held) < maxHeld {
			return nil
		}
		return w.flushHeld()
	}
	return w.line(row)
}

// Close ends the answer. An answer that ended with an error is not closed: an array without its end cannot be
// taken for a whole one.
func (w *Writer) Close() error {
	switch w.kind {
	case JSON:
		text := "\n]\n"
		if w.rows == 0 {
			text = "[]\n"
		}
		_, err := io.WriteString(w.w, text)
		return err
	case JSONL:
		return nil
	}
	return w.Flush()
}

// Flush writes what waits.
func (w *Writer) Flush() error {
	switch w.kind {
	case Table:
		if len(w.held) == 0 && w.begun {
			return nil
		}
		return w.flushTable()
	case CSV, TSV, Markdown:
		if err := w.flushHeld(); err != nil {
			return err
		}
		if !w.begun && len(w.columns) > 0 {
			return w.head()
		}
	}
	return nil
}

// Rows is the number of rows written.
func (w *Writer) Rows() int { return w.rows }

func (w *Writer) json(prefix string, row gizmo.Row, suffix string) error {
	b, err := row.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w.w, prefix+string(b)+suffix)
	return err
}

func (w *Writer) flushHeld() error {
	if w.columns == nil {
		w.columns = columnsOf(w.held)
	}
	held := w.held
	w.held = nil
	for _, row := range held {
		if err := w.line(row); err != nil {
			return err
		}
	}
	return nil
}

// single is the column of rows that are a single value.
const single = "value"

func columnsOf(rows []gizmo.Row) []string {
	var out []string
	for _, r := range rows {
		names := r.Names
		if r.IsSingle() {
			names = []string{single}
		}
		for _, n := range names {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

func (w *Writer) line(row gizmo.Row) error {
	if !w.begun {
		if err := w.head(); err != nil {
			return err
		}
	}
	cells, err := w.cells(row)
	if err != nil {
		return err
	}
	return w.write(cells)
}

func (w *Writer) head() error {
	w.begun = true
	if err := w.write(w.columns); err != nil {
		return err
	}
	if w.kind == Markdown {
		_, err := io.WriteString(w.w, "|"+strings.Repeat(" --- |", len(w.columns))+"\n")
		return err
	}
	return nil
}

func (w *Writer) write(cells []string) error {
	if w.kind == Markdown {
		escaped := make([]string, len(cells))
		for i, c := range cells {
			escaped[i] = markdownEscaper.Replace(plain(c))
		}
		_, err := io.WriteString(w.w, "| "+strings.Join(escaped, " | ")+" |\n")
		return err
	}
	if err := w.values.Write(cells); err != nil {
		return err
	}
	w.values.Flush()
	return w.values.Error()
}

var markdownEscaper = strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`, "`", "\\`", `\`, `\\`)

// cells is a row by columns. A row of a script that declares no columns must not have a name that the rows before
// it did not have: it would be lost.
func (w *Writer) cells(row gizmo.Row) ([]string, error) {
	out := make([]string, len(w.columns))
	for i, c := range w.columns {
		if v, ok := row.Get(c); ok {
			out[i] = Text(v)
		}
	}
	if row.IsSingle() && len(out) > 0 {
		out[0] = Text(row.Values[0])
	}
	if w.opt.Columns == nil {
		for _, n := range row.Names {
			if !slices.Contains(w.columns, n) {
				return nil, fmt.Errorf("row %d has a column %s, which the first %d rows do not have: use json or jsonl", w.rows, n, maxHeld)
			}
		}
	}
	return out, nil
}

// Text is a value as a cell shows it.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // an id stands in <>
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// plain is a text without what could move the cursor of a terminal or break a line: the text comes from articles.
func plain(s string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1 // turns the direction of what follows
		}
		return r
	}, s)
	return strings.Join(strings.Fields(clean), " ")
}
