package lemma

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Table is what is known about words: some of them, and rules for the endings of the others.
type Table struct {
	tags map[string]*tag // by Penn tag
}

// tag is what is known about the words with one tag, in lower case.
type tag struct {
	words map[string]string
	rules map[string]Edit // by ending
	most  int             // length in bytes of the longest ending
}

// Edit turns a word into its lemma: the last Cut bytes go, and Add comes.
type Edit struct {
	Cut int
	Add string
}

// Apply returns s changed, or s itself if it is too short.
func (e Edit) Apply(s string) string {
	if e.Cut >= len(s) {
		return s
	}
	return s[:len(s)-e.Cut] + e.Add
}

// NewTable is an empty table.
func NewTable() *Table { return &Table{map[string]*tag{}} }

// of is what is known about xpos, empty at first.
func (t *Table) of(xpos string) *tag {
	g := t.tags[xpos]
	if g == nil {
		g = &tag{words: map[string]string{}, rules: map[string]Edit{}}
		t.tags[xpos] = g
	}
	return g
}

// Add adds a word.
func (t *Table) Add(xpos, word, lemma string) { t.of(xpos).words[word] = lemma }

// Has reports whether t has the word.
func (t *Table) Has(xpos, word string) bool {
	_, ok := t.tags[xpos].word(word)
	return ok
}

// AddRule adds a rule for words that end in ending.
func (t *Table) AddRule(xpos, ending string, e Edit) {
	g := t.of(xpos)
	g.rules[ending] = e
	g.most = max(g.most, len(ending))
}

// Rule is the rule for the longest ending of low that there is one for.
func (t *Table) Rule(xpos, low string) Edit { return t.tags[xpos].rule(low) }

// Len is the number of words and of rules.
func (t *Table) Len() (words, rules int) {
	for _, g := range t.tags {
		words += len(g.words)
		rules += len(g.rules)
	}
	return words, rules
}

// MaxEnding is the length in bytes of the longest ending that training looks at.
const MaxEnding = 7

func (g *tag) word(low string) (string, bool) {
	if g == nil {
		return "", false
	}
	l, ok := g.words[low]
	return l, ok
}

func (g *tag) rule(low string) Edit {
	if g == nil || len(g.rules) == 0 {
		return Edit{}
	}
	for n := min(g.most, len(low)-1); n >= 0; n-- {
		if e, ok := g.rules[low[len(low)-n:]]; ok {
			return e
		}
	}
	return Edit{}
}

//go:embed table.tsv
var embedded []byte

// Default is the table that comes with the package, read once.
var Default = sync.OnceValues(func() (*Table, error) { return ReadTable(bytes.NewReader(embedded)) })

// ReadTable reads what [Table.Write] wrote.
func ReadTable(r io.Reader) (*Table, error) {
	t := NewTable()
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		f := strings.Split(in.Text(), "\t")
		switch {
		case len(f) == 3:
			t.Add(f[0], f[1], f[2])
		case len(f) == 4:
			n, err := strconv.Atoi(f[2])
			if err != nil || n < 0 || n > len(f[1]) {
				return nil, fmt.Errorf("lemma: table line %d: cut of %q from %q", line, f[2], f[1])
			}
			t.AddRule(f[0], f[1], Edit{n, f[3]})
		default:
			return nil, fmt.Errorf("lemma: table line %d: %d columns", line, len(f))
		}
	}
	return t, in.Err()
}

// Write writes t as lines of tab-separated columns, sorted: tag, word and lemma for a word; tag, ending,
// bytes to cut and letters to add for a rule.
func (t *Table) Write(w io.Writer) error {
	var lines []string
	for xpos, g := range t.tags {
		for word, l := range g.words {
			lines = append(lines, xpos+"\t"+word+"\t"+l+"\n")
		}
		for ending, e := range g.rules {
			lines = append(lines, xpos+"\t"+ending+"\t"+strconv.Itoa(e.Cut)+"\t"+e.Add+"\n")
		}
	}
	slices.Sort(lines)
	out := bufio.NewWriter(w)
	for _, l := range lines {
		out.WriteString(l)
	}
	return out.Flush()
}
