package conllu

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"kg/nlp"
)

// Write writes the documents of f as their rows say. Without an Update between, that is what was read, but
// for line ends, white space around columns and a byte order mark.
func (f *File) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	sep := "\t"
	if f.Format == IOB && f.sep != "" {
		sep = f.sep
	}
	for _, d := range f.Docs {
		for i := range d.Sentences {
			s := &d.Sentences[i]
			writeLines(out, s.Comments)
			for j := range s.Rows {
				for k, field := range s.Rows[j].Fields {
					if k > 0 {
						out.WriteString(sep)
					}
					out.WriteString(field)
				}
				out.WriteByte('\n')
			}
			out.WriteByte('\n')
		}
	}
	writeLines(out, f.Trailer)
	return out.Flush()
}

func writeLines(out *bufio.Writer, lines []string) {
	for _, l := range lines {
		out.WriteString(l)
		out.WriteByte('\n')
	}
}

// Update writes the layers of each Doc into the rows of its document. The column of a layer that the Doc
// lacks keeps what it has. Features and enhanced relations are not known to a Doc: with new tags the Feats
// column becomes "_", with a new tree Deps does. Names go into the last column of an IOB file, as IOB2, and
// into Misc, as "NER=B-PER", of a CoNLL-U one.
func (f *File) Update() {
	for _, d := range f.Docs {
		d.update(f)
	}
	if f.Format == IOB && !f.tagged {
		f.tagged = true
	}
}

func (d *Document) update(f *File) {
	tags := Tags(d.Doc)
	token, first := 0, 0
	for i := range d.Sentences {
		for j := range d.Sentences[i].Rows {
			r := &d.Sentences[i].Rows[j]
			if r.Kind != Word {
				continue
			}
			if f.Format == IOB {
				if d.Doc.Has&nlp.Names != 0 {
					if !f.tagged {
						r.Fields = append(r.Fields, "")
					}
					r.Fields[len(r.Fields)-1] = tags[token]
				}
			} else {
				d.updateRow(r, token, first, tags[token])
			}
			token++
		}
		first = token
	}
}

// updateRow writes what d.Doc says of a token into the columns of r.
func (d *Document) updateRow(r *Row, token, first int, tag string) {
	t := &d.Doc.Tokens[token]
	if d.Doc.Has&nlp.Tags != 0 {
		r.Fields[UPOS], r.Fields[XPOS], r.Fields[Feats] = field(t.UPOS), field(t.XPOS), "_"
	}
	if d.Doc.Has&nlp.Lemmas != 0 {
		r.Fields[Lemma] = field(t.Lemma)
	}
	if d.Doc.Has&nlp.Tree != 0 {
		r.Fields[Head], r.Fields[Deprel], r.Fields[Deps] = "0", field(t.Rel), "_"
		if t.Head != nlp.Root {
			r.Fields[Head] = strconv.Itoa(t.Head - first + 1)
		}
	}
	if d.Doc.Has&nlp.Names != 0 {
		var keep []string
		for _, item := range strings.Split(r.Fields[Misc], "|") {
			if item != "_" && !strings.HasPrefix(item, "NER=") {
				keep = append(keep, item)
			}
		}
		if tag != "O" {
			keep = append(keep, "NER="+tag)
		}
		r.Fields[Misc] = joinMisc(keep)
	}
}

// field is s as the value of a column: "_" where there is none, valid UTF-8, and neither tab nor
// line end within.
func field(s string) string {
	if s == "" {
		return "_"
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '\t', '\n', '\r', '\v', '\f', '\x00', '\u0085', '\u2028', '\u2029':
			return '\ufffd'
		}
		return r
	}, s)
}

// FromDoc makes a file of one document of d, which has tokens and sentences, in the given format. Words that
// are written together and are one word to the reader, such as "do" and "n't", get the row of a multiword
// token; other words without a space between get SpaceAfter=No.
func FromDoc(d *nlp.Doc, id string, format Format) *File {
	doc := &Document{ID: id, Doc: d, Sentences: make([]Sentence, len(d.Sentences))}
	f := &File{Format: format, Docs: []*Document{doc}, tagged: true, number: true, sep: "\t"}
	for i, s := range d.Sentences {
		out := &doc.Sentences[i]
		if i == 0 && id != "" {
			out.Comments = append(out.Comments, "# newdoc id = "+field(id))
		}
		if i > 0 && strings.Count(d.Text[d.Sentences[i-1].End:s.Start], "\n") > 1 {
			out.Comments = append(out.Comments, "# newpar")
		}
		out.Comments = append(out.Comments,
			"# sent_id = "+field(strings.TrimPrefix(id+"-"+strconv.Itoa(i+1), "-")),
			"# text = "+field(strings.Join(strings.Fields(d.Slice(s.Span)), " ")))
		for j := s.First; j < s.Last; j++ {
			n := strconv.Itoa(j - s.First + 1)
			if format == IOB {
				form := field(d.Word(j))
				out.Rows = append(out.Rows, Row{Text: form, Fields: []string{n, form, "O"}})
				continue
			}
			if last := joinedUntil(d, j, s.Last); last > j && (j == s.First || !joined(d, j-1)) {
				form := field(d.Text[d.Tokens[j].Start:d.Tokens[last].End])
				r := newRow(n+"-"+strconv.Itoa(last-s.First+1), form, !glued(d, last))
				r.Kind, r.Last = Range, last-s.First+1
				out.Rows = append(out.Rows, r)
			}
			space := !glued(d, j) || joined(d, j) || j > s.First && joined(d, j-1)
			out.Rows = append(out.Rows, newRow(n, field(d.Word(j)), space))
		}
	}
	doc.update(f)
	return f
}

// newRow is a row of CoNLL-U of which only the form is known.
func newRow(id, form string, space bool) Row {
	f := make([]string, columns)
	for i := range f {
		f[i] = "_"
	}
	f[ID], f[Form] = id, form
	if !space {
		f[Misc] = "SpaceAfter=No"
	}
	return Row{Text: form, Fields: f}
}

// glued reports whether token i+1 begins where token i ends.
func glued(d *nlp.Doc, i int) bool {
	return i+1 < len(d.Tokens) && d.Tokens[i].End == d.Tokens[i+1].Start
}
