// Package conllu reads and writes annotated text in rows: CoNLL-U (ten columns, Universal Dependencies) and
// names as IOB tags in a column (IOB1 or IOB2, with or without a column of numbers).
//
// A file is a list of documents, a [Document] a [nlp.Doc] beside the rows it was made from, so that
// annotation can be written back into the very same rows. The text of the Doc is made of the word forms, with
// the spaces that SpaceAfter=No or a "# text" line tells of; a new paragraph is a blank line in it. Every
// word row is one token, in order; rows of multiword tokens ("1-2 don't") and of empty nodes ("8.1") have no
// token, and are kept.
package conllu

import (
	"fmt"
	"strings"

	"kg/nlp"
)

// Format is a way to write rows.
type Format uint8

// The formats.
const (
	CoNLLU Format = iota // ten columns, separated by tabs
	IOB                  // a word and, in the last column, its IOB tag
)

// The columns of CoNLL-U, as indexes of Row.Fields.
const (
	ID = iota
	Form
	Lemma
	UPOS
	XPOS
	Feats
	Head
	Deprel
	Deps
	Misc
	columns
)

// Kind says what a row stands for.
type Kind uint8

// The kinds of row.
const (
	Word  Kind = iota // a syntactic word: one token of the Doc
	Range             // a multiword token, followed by its words
	Empty             // an empty node of the enhanced graph
)

// Row is one line of a sentence.
type Row struct {
	Kind   Kind
	Text   string   // the form
	Fields []string // the columns
	Line   int      // line of the file, from 1; 0 where there was no file
	Last   int      // of a Range: the number of its last word within the sentence, from 1
}

// Value is the value of key in the Misc column, and whether it is there.
func (r *Row) Value(key string) (string, bool) {
	if len(r.Fields) != columns {
		return "", false
	}
	rest := r.Fields[Misc]
	for rest != "" {
		var item string
		item, rest, _ = strings.Cut(rest, "|")
		if k, v, ok := strings.Cut(item, "="); ok && k == key {
			return v, true
		}
	}
	return "", false
}

// Sentence is the rows of one sentence and the lines that stand before them.
type Sentence struct {
	Comments []string // with their "#"; an empty one is an extra blank line
	Rows     []Row
}

// Comment is the value of the first comment "# key = value", and whether there is one. A comment without a
// value, such as "# newpar", has the empty one.
func (s *Sentence) Comment(key string) (string, bool) {
	for _, c := range s.Comments {
		body, ok := strings.CutPrefix(c, "#")
		if !ok {
			continue
		}
		k, v, _ := strings.Cut(body, "=")
		if strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), true
		}
	}
	return "", false
}

// Document is a text and its rows.
type Document struct {
	ID        string     // from "# newdoc id", or empty
	Doc       *nlp.Doc   // what the rows say: its layers are those that every row has a value for
	Sentences []Sentence // one for each of Doc.Sentences
}

// Bare is a new Doc with the text, tokens and sentences of d and no other layer.
func (d *Document) Bare() *nlp.Doc {
	b := &nlp.Doc{
		Text:      d.Doc.Text,
		Date:      d.Doc.Date,
		Tokens:    make([]nlp.Token, len(d.Doc.Tokens)),
		Sentences: append([]nlp.Sentence(nil), d.Doc.Sentences...),
		Has:       nlp.Tokens | nlp.Sentences,
	}
	for i, t := range d.Doc.Tokens {
		b.Tokens[i] = nlp.Token{Span: t.Span}
	}
	return b
}

// Raw is the text of d as its author wrote it: multiword tokens as they stand, and not as their words.
func (d *Document) Raw() string {
	if d.spelledOut() {
		return d.Doc.Text
	}
	var b strings.Builder
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if i > 0 {
			b.WriteString(gap(&d.Sentences[i-1], s))
		}
		space, word, skip := "", 0, 0
		for j := range s.Rows {
			r := &s.Rows[j]
			switch r.Kind {
			case Empty:
				continue
			case Range:
				skip = r.Last
			case Word:
				if word++; word <= skip {
					continue
				}
			}
			b.WriteString(space)
			b.WriteString(r.Text)
			if space = ""; r.spaceAfter() {
				space = " "
			}
		}
	}
	return b.String()
}

// spelledOut reports whether every multiword token is written as its words are, one after the other.
func (d *Document) spelledOut() bool {
	for i := range d.Sentences {
		rest, word, until := "", 0, 0
		for _, r := range d.Sentences[i].Rows {
			switch r.Kind {
			case Range:
				rest, until = r.Text, r.Last
			case Word:
				if word++; word > until {
					continue
				}
				var ok bool
				if rest, ok = strings.CutPrefix(rest, r.Text); !ok || word == until && rest != "" {
					return false
				}
			}
		}
	}
	return true
}

// File is the documents of a file, in order.
type File struct {
	Format  Format
	Docs    []*Document
	Trailer []string // comments after the last sentence
	tagged  bool     // IOB: the last column is a tag
	number  bool     // IOB: the first column is a number
	sep     string   // IOB: what stands between columns
}

// SyntaxError is a line that is not what its format asks for.
type SyntaxError struct {
	Line int
	Msg  string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Msg) }
