package conllu

import (
	"fmt"
	"strconv"
	"strings"

	"kg/nlp"
)

// spaceAfter reports whether a space follows r: the format says so by saying nothing.
func (r *Row) spaceAfter() bool {
	v, _ := r.Value("SpaceAfter")
	return v != "No"
}

// gap is what stands between two sentences of one document.
func gap(a, b *Sentence) string {
	for _, key := range []string{"newpar", "newpar id"} {
		if _, ok := b.Comment(key); ok {
			return "\n\n"
		}
	}
	last := &a.Rows[len(a.Rows)-1]
	for i := range a.Rows { // a multiword token at the end holds the mark for its words
		if a.Rows[i].Kind == Range && a.Rows[i].Last == a.words() {
			last = &a.Rows[i]
		}
	}
	if last.spaceAfter() {
		return " "
	}
	return ""
}

// words is the number of word rows.
func (s *Sentence) words() int {
	n := 0
	for i := range s.Rows {
		if s.Rows[i].Kind == Word {
			n++
		}
	}
	return n
}

// build makes d.Doc of the rows.
func (d *Document) build(f *File) error {
	var text strings.Builder
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if i > 0 {
			text.WriteString(gap(&d.Sentences[i-1], s))
		}
		first := len(d.Doc.Tokens)
		spaces := s.spaces(f)
		word := 0
		for j := range s.Rows {
			if s.Rows[j].Kind != Word {
				continue
			}
			if word > 0 && spaces[word-1] {
				text.WriteByte(' ')
			}
			t := nlp.Token{Span: nlp.Span{Start: text.Len()}}
			text.WriteString(s.Rows[j].Text)
			t.End = text.Len()
			d.Doc.Tokens = append(d.Doc.Tokens, t)
			word++
		}
		last := len(d.Doc.Tokens)
		d.Doc.Sentences = append(d.Doc.Sentences, nlp.Sentence{
			Span:  nlp.Span{Start: d.Doc.Tokens[first].Start, End: d.Doc.Tokens[last-1].End},
			First: first,
			Last:  last,
		})
	}
	d.Doc.Text = text.String()
	d.Doc.Has = nlp.Tokens | nlp.Sentences
	if f.Format == IOB {
		return d.buildNames(f)
	}
	return d.buildTree()
}

// spaces says for every word but the last whether a space follows it. The line "# text" is believed where
// it is made of the words and white space only; else the marks of the rows are.
func (s *Sentence) spaces(f *File) []bool {
	n := s.words()
	after := make([]bool, n)
	if text, ok := s.Comment("text"); ok {
		word, fits := 0, true
		for j := range s.Rows {
			if s.Rows[j].Kind != Word {
				continue
			}
			rest := strings.TrimLeft(text, " \t\u00a0\u3000")
			if word > 0 {
				after[word-1] = len(rest) < len(text)
			}
			if text, fits = strings.CutPrefix(rest, s.Rows[j].Text); !fits {
				break
			}
			word++
		}
		if fits && strings.TrimSpace(text) == "" {
			return after
		}
	}
	until, space := 0, true
	word := 0
	for j := range s.Rows {
		r := &s.Rows[j]
		switch {
		case f.Format == IOB && r.Kind == Word:
			after[word] = true
			word++
		case r.Kind == Range:
			until, space = r.Last, r.spaceAfter()
		case r.Kind == Word:
			word++
			if word > until {
				space = r.spaceAfter()
			}
			after[word-1] = word >= until && space
		}
	}
	return after
}

// buildTree fills in the columns of CoNLL-U.
func (d *Document) buildTree() error {
	tags, lemmas, tree := true, true, true
	for i := range d.Sentences {
		first := d.Doc.Sentences[i].First
		words := d.Doc.Sentences[i].Last - first
		token := first
		line := 0
		for j := range d.Sentences[i].Rows {
			r := &d.Sentences[i].Rows[j]
			if r.Kind != Word {
				continue
			}
			t := &d.Doc.Tokens[token]
			if line == 0 {
				line = r.Line
			}
			t.Lemma, t.UPOS, t.XPOS, t.Rel = r.column(Lemma), r.column(UPOS), r.column(XPOS), r.column(Deprel)
			if r.Fields[Form] == "_" && r.Fields[UPOS] != "_" {
				t.Lemma = r.Fields[Lemma] // an underscore in the text
			}
			tags = tags && t.UPOS != ""
			lemmas = lemmas && t.Lemma != ""
			t.Head = nlp.Root
			if h := r.column(Head); h == "" {
				tree = false
			} else {
				n, err := strconv.Atoi(h)
				if err != nil || n < 0 || n > words || first+n-1 == token {
					return &SyntaxError{r.Line, fmt.Sprintf("head %q in a sentence of %d words", h, words)}
				}
				if n > 0 {
					t.Head = first + n - 1
				}
			}
			token++
		}
		if tree {
			if err := checkTree(d.Doc.Tokens[first:first+words], first); err != nil {
				return &SyntaxError{line, "tree: " + err.Error()}
			}
		}
	}
	if tags {
		d.Doc.Has |= nlp.Tags
	}
	if lemmas {
		d.Doc.Has |= nlp.Lemmas
	}
	if tree {
		d.Doc.Has |= nlp.Tree
	}
	return nil
}

// checkTree checks the tree of one sentence, whose first token is number first, by the rules of
// [nlp.Doc.Check]: one root, no cycle.
func checkTree(tokens []nlp.Token, first int) error {
	n := len(tokens)
	one := &nlp.Doc{
		Text:      strings.Repeat(".", n),
		Tokens:    make([]nlp.Token, n),
		Sentences: []nlp.Sentence{{Span: nlp.Span{End: n}, Last: n}},
		Has:       nlp.Sentences | nlp.Tree,
	}
	for i, t := range tokens {
		head := nlp.Root
		if t.Head != nlp.Root {
			head = t.Head - first
		}
		one.Tokens[i] = nlp.Token{Span: nlp.Span{Start: i, End: i + 1}, Head: head}
	}
	return one.Check()
}

// column is field c, empty if the row has no value there.
func (r *Row) column(c int) string {
	if r.Fields[c] == "_" {
		return ""
	}
	return r.Fields[c]
}
