package queries

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Query is one saved query.
type Query struct {
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Params      []Param  `json:"params"`
	Columns     []Column `json:"columns"`
	Examples    []string `json:"examples"`

	Script string `json:"-"` // the whole file, head included, so that lines of errors are lines of the file
	File   string `json:"file"`
	Own    bool   `json:"own"` // from the user's folder
}

// Param is a parameter of a query.
type Param struct {
	Name     string   `json:"name"`
	Type     Type     `json:"type"`
	Values   []string `json:"values,omitempty"`  // of an enum
	Default  string   `json:"default,omitempty"` // as the user would type it
	Required bool     `json:"required"`
	Help     string   `json:"help"`
}

// Type is the type of a parameter.
type Type string

// The types of parameters.
const (
	String   Type = "string"
	Number   Type = "number"
	Date     Type = "date"     // 2006-01-02, or only a year or a month, which mean their first day
	Entity   Type = "entity"   // id, label or alias
	Relation Type = "relation" // id of the schema: supports
	Enum     Type = "enum"
)

// Column is a column of the answer. A script may emit further properties: they are in JSON, not in a table.
type Column struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// HeadError is a mistake in the head of a query.
type HeadError struct {
	File string
	Line int
	Msg  string
}

func (e *HeadError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

var (
	nameForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	paramForm  = regexp.MustCompile(`^\{([a-z]+)(?::([^}]*))?\}\s+(\[?)([a-zA-Z][a-zA-Z0-9]*)(?:=([^\]]*))?(\]?)(?:\s+(.*))?$`)
	columnForm = regexp.MustCompile(`^([a-zA-Z][a-zA-Z0-9]*)(?:\s+(.*))?$`)
)

// Parse reads the head of a query. File is what errors call it; name is what the query must be called.
func Parse(file, name, script string) (*Query, error) {
	q := &Query{File: file, Script: script}
	fail := func(line int, format string, args ...any) (*Query, error) {
		return nil, &HeadError{File: file, Line: line, Msg: fmt.Sprintf(format, args...)}
	}
	tags, end := headTags(script)
	if end == 0 {
		return fail(1, "no head: the file must start with a comment /** … */")
	}
	if end < 0 {
		return fail(1, "the head has no end: */ is missing")
	}
	for _, t := range tags {
		if t.text == "" && t.name != "description" {
			return fail(t.line, "@%s is empty", t.name)
		}
		switch t.name {
		case "name":
			q.Name = t.text
			if !nameForm.MatchString(t.text) {
				return fail(t.line, "name %q: want lower-case words joined by hyphens", t.text)
			}
			if t.text != name {
				return fail(t.line, "name %q in a file called %s.js", t.text, name)
			}
		case "title":
			q.Title = t.text
		case "description":
			q.Description = t.text
		case "param":
			p, err := parseParam(t.text)
			if err != nil {
				return fail(t.line, "%v", err)
			}
			for _, other := range q.Params {
				if other.Name == p.Name {
					return fail(t.line, "parameter %s is there twice", p.Name)
				}
			}
			q.Params = append(q.Params, p)
		case "column":
			m := columnForm.FindStringSubmatch(t.text)
			if m == nil {
				return fail(t.line, "column %q: want a name and what it means", t.text)
			}
			q.Columns = append(q.Columns, Column{Name: m[1], Help: m[2]})
		case "example":
			q.Examples = append(q.Examples, t.text)
		default:
			return fail(t.line, "unknown tag @%s", t.name)
		}
	}
	switch {
	case q.Name == "":
		return fail(1, "the head has no @name")
	case q.Title == "":
		return fail(1, "the head has no @title")
	case len(q.Columns) == 0:
		return fail(1, "the head has no @column")
	}
	return q, nil
}

type tag struct {
	name, text string
	line       int
}

// headTags is the tags of the comment that a script starts with, and the line on which it ends: 0 where there is
// no such comment, -1 where it does not end. A tag runs on to the next one.
func headTags(script string) ([]tag, int) {
	script = strings.TrimPrefix(script, "\ufeff")
	lines := strings.Split(script, "\n")
	first := 0
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	if first == len(lines) || !strings.HasPrefix(strings.TrimSpace(lines[first]), "/**") {
		return nil, 0
	}
	var tags []tag
	for i := first; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if i == first {
			line = strings.TrimPrefix(line, "/**")
		}
		body, _, closed := strings.Cut(line, "*/")
		body = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(body), "*"))
		if rest, ok := strings.CutPrefix(body, "@"); ok {
			end := strings.IndexFunc(rest, unicode.IsSpace)
			if end < 0 {
				end = len(rest)
			}
			tags = append(tags, tag{name: rest[:end], text: strings.TrimSpace(rest[end:]), line: i + 1})
		} else if body != "" && len(tags) > 0 {
			t := &tags[len(tags)-1]
			t.text = strings.TrimSpace(t.text + " " + body)
		}
		if closed {
			return tags, i + 1
		}
	}
	return nil, -1
}

// parseParam reads "{type} name help", "{type} [name] help", "{type} [name=default] help" and "{enum:a,b} …".
func parseParam(text string) (Param, error) {
	m := paramForm.FindStringSubmatch(text)
	if m == nil || (m[3] == "") != (m[6] == "") {
		return Param{}, fmt.Errorf("parameter %q: want {type} name, {type} [name] or {type} [name=default], and what it means", text)
	}
	p := Param{Type: Type(m[1]), Name: m[4], Default: m[5], Required: m[3] == "", Help: m[7]}
	if p.Required && strings.Contains(m[0], p.Name+"=") {
		return Param{}, fmt.Errorf("parameter %s: a default belongs in brackets, [%s=…]", p.Name, p.Name)
	}
	switch p.Type {
	case String, Number, Date, Entity, Relation:
		if m[2] != "" {
			return Param{}, fmt.Errorf("parameter %s: only an enum lists its values", p.Name)
		}
	case Enum:
		for _, v := range strings.Split(m[2], ",") {
			if v = strings.TrimSpace(v); v != "" {
				p.Values = append(p.Values, v)
			}
		}
		if len(p.Values) == 0 {
			return Param{}, fmt.Errorf("parameter %s: an enum lists its values, {enum:a,b}", p.Name)
		}
	default:
		return Param{}, fmt.Errorf("parameter %s: unknown type %q", p.Name, m[1])
	}
	if p.Default != "" {
		if _, err := p.convert(p.Default); err != nil && p.Type != Entity {
			return Param{}, fmt.Errorf("parameter %s: default: %w", p.Name, err)
		}
	}
	return p, nil
}
