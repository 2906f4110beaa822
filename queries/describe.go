package queries

import (
	"fmt"
	"io"
	"strings"
)

// Usage is a query as it is called: its name, and its parameters, the optional ones in brackets.
func (q *Query) Usage() string {
	var b strings.Builder
	b.WriteString(q.Name)
	for _, p := range q.Params {
		word := p.Name + "=" + strings.ToUpper(string(p.Type))
		if p.Type == Enum {
			word = p.Name + "=" + strings.Join(p.Values, "|")
		}
		if !p.Required {
			word = "[" + word + "]"
		}
		b.WriteString(" " + word)
	}
	return b.String()
}

// Describe writes all that the head of a query says.
func (q *Query) Describe(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s — %s\n", q.Name, q.Title)
	if q.Description != "" {
		fmt.Fprintf(&b, "\n%s\n", q.Description)
	}
	if len(q.Params) > 0 {
		b.WriteString("\nParameters:\n")
		for _, p := range q.Params {
			kind := string(p.Type)
			if p.Type == Enum {
				kind = strings.Join(p.Values, "|")
			}
			note := ""
			switch {
			case p.Required:
				note = " (required)"
			case p.Default != "":
				note = " (default " + p.Default + ")"
			}
			fmt.Fprintf(&b, "  %-10s %-10s %s%s\n", p.Name, kind, p.Help, note)
		}
	}
	b.WriteString("\nColumns:\n")
	for _, c := range q.Columns {
		fmt.Fprintf(&b, "  %-10s %s\n", c.Name, c.Help)
	}
	if len(q.Examples) > 0 {
		b.WriteString("\nExamples:\n")
		for _, e := range q.Examples {
			fmt.Fprintf(&b, "  %s\n", e)
		}
	}
	if q.Own {
		fmt.Fprintf(&b, "\nFile: %s\n", q.File)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
