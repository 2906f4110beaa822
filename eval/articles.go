package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"kg/nlp/conllu"
)

// Article is a text to draw claims from.
type Article struct {
	URL  string // its address, or another name that no other has
	Date string // 2006-01-02, or empty
	Text string
}

// plvHead begins the rows of PLV.
const plvHead = "row\tsentence_id\t"

// plvArticles reads each sentence of PLV as an article that is named by the line where it stands first.
func plvArticles(r io.Reader) ([]Article, error) {
	cases, err := ReadPLV(r)
	if err != nil {
		return nil, fmt.Errorf("articles: %w", err)
	}
	seen := map[string]bool{}
	var out []Article
	for i, c := range cases {
		if !seen[c.Text] {
			seen[c.Text] = true
			out = append(out, Article{URL: fmt.Sprintf("plv-%d", i+2), Text: c.Text})
		}
	}
	return out, nil
}

// ReadArticles reads articles from JSON objects, one a line, from CoNLL-U with "# newdoc id", or from PLV. An object names itself
// by "url", "doc_id" or "id", and has its text under "text", or under "sentences" as lists of "tokens".
func ReadArticles(r io.Reader) ([]Article, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	if head, _ := b.Peek(len(plvHead)); string(head) == plvHead {
		return plvArticles(b)
	}
	if first, err := b.Peek(1); err != nil && err != io.EOF || len(first) > 0 && first[0] != '{' {
		f, err := conllu.Read(b)
		if err != nil {
			return nil, fmt.Errorf("articles: %w", err)
		}
		var out []Article
		for _, d := range f.Docs {
			out = append(out, Article{URL: d.ID, Date: d.Doc.Date, Text: d.Raw()})
		}
		return out, nil
	}
	var out []Article
	sc := bufio.NewScanner(b)
	sc.Buffer(make([]byte, 1<<16), 1<<24)
	for line := 1; sc.Scan(); line++ {
		var a struct {
			URL, Date, Text string
			ID              any    // a string, or a number
			DocID           string `json:"doc_id"`
			Sentences       []struct{ Tokens []string }
		}
		d := json.NewDecoder(bytes.NewReader(sc.Bytes()))
		d.UseNumber()
		if err := d.Decode(&a); err != nil {
			return nil, fmt.Errorf("articles: line %d: %w", line, err)
		}
		for _, s := range a.Sentences {
			a.Text += joinTokens(s.Tokens) + "\n"
		}
		name := a.URL
		switch {
		case name == "" && a.DocID != "":
			name = a.DocID
		case name == "" && a.ID != nil:
			name = fmt.Sprint(a.ID)
		}
		out = append(out, Article{URL: name, Date: a.Date[:min(10, len(a.Date))], Text: a.Text})
	}
	return out, sc.Err()
}

// joinTokens writes words as a text does: no space before a comma, a bracket that closes or "'s", none after a bracket
// that opens, and none within quotation marks.
func joinTokens(words []string) string {
	var b strings.Builder
	open, glue := false, true
	for _, w := range words {
		after := false
		switch {
		case w == `"`:
			glue, after = glue || open, !open
			open = !open
		case w == "(" || w == "[" || w == "``" || w == "“" || w == "$":
			after = true
		case strings.Trim(w, ".,;:?!)]%”'") == "", w == "n't", strings.HasPrefix(w, "'") && len(w) <= 3, strings.HasPrefix(w, "’") && len(w) <= 5:
			glue = true
		}
		if !glue {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		glue = after
	}
	return b.String()
}
