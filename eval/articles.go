package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
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

// ReadArticles reads articles from JSON objects, one a line, from CoNLL-U with "# newdoc id", from PLV or GAP, from columns of
// words and their tags, or from sentences, one a line. An object names itself by "url", "doc_id" or "id", and has its text under
// "text", or under "sentences" as lists of "tokens". A sentence without a name is called by the name of the file and its line.
func ReadArticles(name string, r io.Reader) ([]Article, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	first, err := b.Peek(1 << 10)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("articles: %w", err)
	}
	head, _, _ := strings.Cut(string(first), "\n")
	switch {
	case strings.HasPrefix(head, plvHead):
		return plvArticles(b)
	case strings.HasPrefix(head, gapHead):
		return gapArticles(b)
	case head != "" && head[0] == '{':
		return jsonArticles(b)
	case head == "" || head[0] == '#' || strings.HasPrefix(head, "1\t"):
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
	return sentenceArticles(name, b, tagged.MatchString(head))
}

// tagged matches a word with its tag.
var tagged = regexp.MustCompile(`^\S+[ \t](O|[A-Z]-\S+)\s*$`)

// gapHead begins the passages of GAP.
const gapHead = "ID\tText\tPronoun\t"

func gapArticles(r io.Reader) ([]Article, error) {
	var out []Article
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<20)
	for line := 1; sc.Scan(); line++ {
		f := strings.Split(sc.Text(), "\t")
		if line == 1 {
			continue
		}
		if len(f) < 3 {
			return nil, fmt.Errorf("articles: line %d: %d columns", line, len(f))
		}
		out = append(out, Article{URL: "gap-" + f[0], Text: f[1]})
	}
	return out, sc.Err()
}

// sentenceArticles reads sentences of words, each an article: one a line, or in columns with one word a line and an empty
// line behind a sentence.
func sentenceArticles(name string, r io.Reader, columns bool) ([]Article, error) {
	var out []Article
	var words []string
	start := 1
	flush := func() {
		if len(words) > 0 {
			out = append(out, Article{URL: fmt.Sprintf("%s-%d", name, start), Text: joinTokens(words)})
		}
		words = nil
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<20)
	for line := 1; sc.Scan(); line++ {
		f := strings.Fields(sc.Text())
		if !columns || len(f) == 0 {
			flush()
			start = line
		}
		if columns && len(f) > 0 {
			if len(words) == 0 {
				start = line
			}
			f = f[:1]
		}
		for _, w := range f {
			if plain := treebank[w]; plain != "" {
				w = plain
			}
			words = append(words, w)
		}
	}
	flush()
	return out, sc.Err()
}

// treebank has how the Penn Treebank writes what texts write otherwise.
var treebank = map[string]string{"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}

// jsonArticles reads JSON objects, one a line.
func jsonArticles(b io.Reader) ([]Article, error) {
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
		case w == "(" || w == "[" || w == "“" || w == "$":
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
