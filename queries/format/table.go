package format

import (
	"io"

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

// fit is the widths of the columns of a table that is to fit a line: the widest column gives way first, down to a
// width that still shows a word.
func fit(columns []string, cells [][]string, line int) []int {
	const gap, least = 2, 12
	widths := make([]int, len(columns))
	total := 0
	for i, c := range columns {
		widths[i] = text.StringWidth(c)
		for _, row := range cells {
			widths[i] = max(widths[i], text.StringWidth(row[i]))
		}
		total += widths[i] + gap
	}
	for line > 0 && total > line {
		widest := 0
		for i := range widths {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= least {
			break
		}
		widths[widest]--
		total--
	}
	return widths
}
