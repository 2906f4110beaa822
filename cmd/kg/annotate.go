package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kg/nlp"
	"kg/nlp/conllu"
	"kg/nlp/coref"
	"kg/nlp/english"
)

func newAnnotateCmd(a *app) *cobra.Command {
	var format, date string
	var pretokenized bool
	cmd := &cobra.Command{
		Use:   "annotate FILE | -",
		Short: "Show the words, trees and names of a text",
		Long: `Annotate runs the English pipeline over a text and writes what it found: as CoNLL-U, as a column of IOB2
tags of names, or as JSON with byte offsets.

With --pretokenized the file is CoNLL-U or has a word and a tag a line; its tokens and sentences are kept, and
the same rows are written back, annotated. A file may be compressed with gzip.`,
		Example: "  kg annotate story.txt\n  kg annotate --pretokenized --format conllu en_ewt-ud-dev.conllu",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "conllu" && format != "iob2" && format != "json" {
				return usageError{fmt.Errorf("--format: %q is not conllu, iob2 or json", format)}
			}
			p, err := english.New()
			if err != nil {
				return err
			}
			if pretokenized {
				return annotateRows(a, p, args[0], date, format)
			}
			return annotateText(a, p, args[0], date, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "conllu", "conllu, iob2 or json")
	cmd.Flags().StringVar(&date, "date", "", "`day` of publication, 2006-01-02, for times such as \"on Monday\"")
	cmd.Flags().BoolVar(&pretokenized, "pretokenized", false, "keep the tokens and sentences of a CoNLL-U or IOB file")
	return cmd
}

// annotateText annotates a file of plain text.
func annotateText(a *app, p *nlp.Pipeline, path, date, format string) error {
	in, err := a.input(path)
	if err != nil {
		return err
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	d, err := p.Annotate(string(text), date)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	id := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if path == "-" {
		id = ""
	}
	return writeDoc(a.stdout, d, id, format)
}

// annotateRows annotates the documents of a file of rows, and writes the same rows where the format is that
// of the file.
func annotateRows(a *app, p *nlp.Pipeline, path, date, format string) error {
	f, err := a.readRows(path)
	if err != nil {
		return err
	}
	for _, doc := range f.Docs {
		doc.Doc = doc.Bare()
		doc.Doc.Date = date
		if err := p.Run(doc.Doc); err != nil {
			return fmt.Errorf("%s: document %s: %w", path, doc.ID, err)
		}
	}
	if format == "conllu" && f.Format == conllu.CoNLLU || format == "iob2" && f.Format == conllu.IOB {
		f.Update()
		if format == "conllu" {
			for _, doc := range f.Docs {
				doc.SetEntities(entities(doc.Doc))
			}
		}
		return f.Write(a.stdout)
	}
	for _, doc := range f.Docs {
		if err := writeDoc(a.stdout, doc.Doc, doc.ID, format); err != nil {
			return err
		}
	}
	return nil
}

func writeDoc(w io.Writer, d *nlp.Doc, id, format string) error {
	switch format {
	case "json":
		out := json.NewEncoder(w)
		out.SetEscapeHTML(false)
		return out.Encode(d)
	case "iob2":
		return conllu.FromDoc(d, id, conllu.IOB).Write(w)
	}
	f := conllu.FromDoc(d, id, conllu.CoNLLU)
	if len(f.Docs[0].Sentences) > 0 {
		f.Docs[0].SetEntities(entities(d))
	}
	return f.Write(w)
}

// entities is the mentions of what d names, or mentions more than once, each as the whole phrase.
func entities(d *nlp.Doc) []conllu.Entity {
	count, named := map[int]int{}, map[int]bool{}
	for _, m := range d.Mentions {
		count[m.Chain]++
		named[m.Chain] = named[m.Chain] || m.Kind == nlp.Name
	}
	var out []conllu.Entity
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Chain < 0 || count[m.Chain] < 2 && !named[m.Chain] {
			continue
		}
		first, last := coref.Extent(d, m)
		out = append(out, conllu.Entity{First: first, Last: last, ID: "e" + strconv.Itoa(m.Chain+1), Type: string(m.Class)})
	}
	return out
}

// input opens a file, or standard input for "-", and unpacks it.
func (a *app) input(path string) (io.ReadCloser, error) {
	if path == "-" {
		return conllu.Unpack(io.NopCloser(a.stdin))
	}
	return conllu.Open(path)
}

// readRows reads a file of rows.
func (a *app) readRows(path string) (*conllu.File, error) {
	in, err := a.input(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	f, err := conllu.Read(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}
