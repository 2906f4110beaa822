package webui

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"kg/queries"
)

// consoleQuery is a saved query as the console offers it: a script with its parameters at the top, to be changed.
type consoleQuery struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Script string `json:"script"`
}

func consoleQueries(lib *queries.Library) []consoleQuery {
	out := []consoleQuery{}
	if lib == nil {
		return out
	}
	for _, q := range lib.List() {
		out = append(out, consoleQuery{Name: q.Name, Title: q.Title, Script: consoleScript(q)})
	}
	return out
}

var headComment = regexp.MustCompile(`(?s)^\s*/\*\*.*?\*/\s*`)

// consoleScript is the script of q, whose parameters are set in it.
func consoleScript(q *queries.Query) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// %s\n", q.Title)
	if len(q.Params) > 0 {
		example := exampleValues(q)
		b.WriteString("var params = {\n")
		for i, p := range q.Params {
			comma := ","
			if i == len(q.Params)-1 {
				comma = ""
			}
			fmt.Fprintf(&b, "  %s: %s%s // %s\n", p.Name, consoleValue(p, example[p.Name]), comma, p.Help)
		}
		b.WriteString("};\n")
	}
	b.WriteString("\n")
	b.WriteString(headComment.ReplaceAllString(q.Script, ""))
	return b.String()
}

// consoleValue is a parameter as the script would write it: a required one as in the example of the query.
func consoleValue(p queries.Param, example string) string {
	text := p.Default
	if text == "" && p.Required {
		text = example
	}
	if text == "" && !p.Required {
		return "null"
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return "null"
	}
	switch p.Type {
	case queries.Entity:
		return "kg.find(" + string(quoted) + ")"
	case queries.Relation:
		return `"<rel:` + strings.Trim(string(quoted), `"`) + `>"`
	case queries.Number:
		return text
	}
	return string(quoted)
}

var exampleParam = regexp.MustCompile(`--param ([a-zA-Z0-9]+)=("[^"]*"|\S+)`)

func exampleValues(q *queries.Query) map[string]string {
	out := map[string]string{}
	for _, e := range q.Examples {
		for _, m := range exampleParam.FindAllStringSubmatch(e, -1) {
			if _, ok := out[m[1]]; !ok {
				out[m[1]] = strings.Trim(m[2], `"`)
			}
		}
	}
	return out
}
