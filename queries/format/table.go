package format

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"kg/graph/gizmo"
)

// flushTable writes the rows that wait as a table. Wide characters count as two cells.
func (w *Writer) flushTable() error {
	columns := w.columns
	if columns == nil {
		columns = columnsOf(w.held)
	}
	held := w.held
	w.held, w.begun = nil, true
	if len(columns) == 0 {
		return nil
	}
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options = table.Options{SeparateHeader: true}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	if w.opt.Color {
		style.Color.Header = text.Colors{text.Bold}
	}
	t.SetStyle(style)

	cells := make([][]string, len(held))
	for i, row := range held {
		cells[i] = tableCells(columns, row)
	}
	head := make(table.Row, len(columns))
	configs := make([]table.ColumnConfig, len(columns))
	widths := fit(columns, cells, w.opt.Width)
	for i, c := range columns {
		head[i] = c
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMax: widths[i], WidthMaxEnforcer: text.WrapSoft}
		if numeric(cells, i) {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	t.SetColumnConfigs(configs)
	t.AppendHeader(head)
	for _, row := range cells {
		r := make(table.Row, len(row))
		for i, c := range row {
			r[i] = c
		}
		t.AppendRow(r)
	}
	t.SuppressTrailingSpaces()
	_, err := io.WriteString(w.w, t.Render()+"\n")
	return err
}

func tableCells(columns []string, row gizmo.Row) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		if v, ok := row.Get(c); ok {
			out[i] = plain(Text(v))
		}
	}
	if row.IsSingle() {
		out[0] = plain(Text(row.Values[0]))
	}
	return out
}

func numeric(cells [][]string, col int) bool {
	for _, row := range cells {
		for _, r := range row[col] {
			if (r < '0' || r > '9') && r != '.' {
				return false
			}
		}
	}
	return len(cells) > 0
}

// fit is the widths of the columns of a table that is to fit a line. A column gives way where that makes the rows least
// longer: a name is broken before a sentence beside it has to go on for another line. None becomes narrower than its
// words, up to a width.
func fit(columns []string, cells [][]string, line int) []int {
	const gap, least, word = 2, 8, 20
	widths, floors := make([]int, len(columns)), make([]int, len(columns))
	total := 0
	for i, c := range columns {
		widths[i] = text.StringWidth(c)
		floors[i] = max(least, widths[i])
		for _, row := range cells {
			widths[i] = max(widths[i], text.StringWidth(row[i]))
			for w := range strings.FieldsSeq(row[i]) {
				floors[i] = max(floors[i], min(text.StringWidth(w), word))
			}
		}
		total += widths[i] + gap
	}
	if line <= 0 || total <= line {
		return widths
	}
	total = 0
	for i := range widths {
		widths[i] = min(widths[i], max(line, floors[i]))
		total += widths[i] + gap
	}
	lengths := make([][]int, 0, sampled)
	for i := 0; i < len(cells); i += 1 + len(cells)/sampled {
		row := make([]int, len(columns))
		for c := range row {
			row[c] = text.StringWidth(cells[i][c])
		}
		lengths = append(lengths, row)
	}
	for total > line {
		best, bestHeight := -1, 0.0
		for i := range widths {
			if widths[i] <= floors[i] {
				continue
			}
			widths[i]--
			h := height(lengths, widths)
			widths[i]++
			if best < 0 || h < bestHeight || h == bestHeight && widths[i] > widths[best] {
				best, bestHeight = i, h
			}
		}
		if best < 0 {
			break
		}
		widths[best]--
		total--
	}
	return widths
}

// sampled is how many rows, at most some more, decide on the widths of columns.
const sampled = 100

// height is about how many lines cells of these lengths take.
func height(lengths [][]int, widths []int) float64 {
	sum := 0.0
	for _, row := range lengths {
		most := 1.0
		for c, n := range row {
			most = max(most, float64(n)/float64(widths[c]))
		}
		sum += most
	}
	return sum
}
