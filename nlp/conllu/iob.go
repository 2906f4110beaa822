package conllu

import (
	"strings"

	"kg/nlp"
)

// detect tells the format from the first row of a file.
func (f *File) detect(line string) {
	f.sep = "\t"
	cells := strings.Split(line, "\t")
	if len(cells) == columns && cells[0] != "" && cells[0][0] >= '0' && cells[0][0] <= '9' {
		return
	}
	f.Format = IOB
	if len(cells) == 1 {
		f.sep = " "
		cells = strings.Fields(line)
	}
	f.number = len(cells) > 2 && cells[0] == "1"
	f.tagged = len(cells) > 1
}

func (f *File) formColumn() int {
	if f.number {
		return 1
	}
	return 0
}

// addIOB adds a row of a word and its tag.
func (in *reader) addIOB(line string) error {
	var cells []string
	if in.f.sep == "\t" {
		cells = strings.Split(line, "\t")
	} else {
		cells = strings.Fields(line)
	}
	least := in.f.formColumn() + 1
	if in.f.tagged {
		least++
	}
	if len(cells) < least {
		return in.errorf("%d columns, not %d", len(cells), least)
	}
	if strings.TrimSpace(cells[in.f.formColumn()]) == "" {
		return in.errorf("no word form")
	}
	row := Row{Text: cells[in.f.formColumn()], Fields: cells, Line: in.line}
	if in.f.tagged {
		if _, _, ok := cutIOB(cells[len(cells)-1]); !ok {
			return in.errorf("tag %q is not O, B-… or I-…", cells[len(cells)-1])
		}
	}
	if in.f.number && strings.ContainsAny(cells[0], "-.") { // a multiword token or an empty node
		row.Kind = Empty
	} else {
		in.words++
	}
	in.s.Rows = append(in.s.Rows, row)
	return nil
}

// cutIOB takes a tag apart: "B-LOC" into 'B' and "LOC", "O" into 'O' and "".
func cutIOB(tag string) (letter byte, class string, ok bool) {
	if tag == "O" || tag == "_" {
		return 'O', "", true
	}
	if len(tag) > 2 && tag[1] == '-' && (tag[0] == 'B' || tag[0] == 'I') {
		return tag[0], tag[2:], true
	}
	return 0, "", false
}

// buildNames makes mentions of the tags. A name begins at B, and at I where no name of the same class goes
// on, which reads both IOB1 and IOB2.
func (d *Document) buildNames(f *File) error {
	if !f.tagged {
		return nil
	}
	d.Doc.Has |= nlp.Names
	token := 0
	for i := range d.Sentences {
		open := -1 // index of the mention that may go on
		for j := range d.Sentences[i].Rows {
			r := &d.Sentences[i].Rows[j]
			if r.Kind != Word {
				continue
			}
			letter, class, _ := cutIOB(r.Fields[len(r.Fields)-1])
			t := d.Doc.Tokens[token]
			switch {
			case letter == 'O':
				open = -1
			case letter == 'I' && open >= 0 && d.Doc.Mentions[open].Class == nlp.Class(class):
				m := &d.Doc.Mentions[open]
				m.End, m.Last, m.Head = t.End, token+1, token
			default:
				open = len(d.Doc.Mentions)
				d.Doc.Mentions = append(d.Doc.Mentions, nlp.Mention{
					Span: t.Span, First: token, Last: token + 1, Head: token, Class: nlp.Class(class), Chain: -1,
				})
			}
			token++
		}
	}
	return nil
}

// Tags are the IOB2 tags of the names of d, one a token. Where names nest or overlap, the first and longest
// is told.
func Tags(d *nlp.Doc) []string {
	tags := make([]string, len(d.Tokens))
	for i := range tags {
		tags[i] = "O"
	}
	end := 0
	for _, m := range d.Mentions {
		if m.Kind != nlp.Name || m.First < end {
			continue
		}
		for i := m.First; i < m.Last; i++ {
			tags[i] = "I-" + string(m.Class)
		}
		tags[m.First] = "B-" + string(m.Class)
		end = m.Last
	}
	return tags
}
