package main

import (
	"kg/extract/pair"
	"kg/ingest"
	"kg/nlp"
	"kg/schema"
)

// impliedPrinter prints the relations that the sentences of an article imply between two of their entities.
func (a *app) impliedPrinter() (func(*ingest.Analysis) error, error) {
	m, err := pair.Load()
	if err != nil {
		return nil, err
	}
	s, err := a.schema()
	if err != nil {
		return nil, err
	}
	p := &printer{w: a.stdout}
	return func(x *ingest.Analysis) error { return printImplied(p, x, m, s) }, nil
}

func printImplied(p *printer, x *ingest.Analysis, m *pair.Model, s *schema.Schema) error {
	last := -1
	for _, f := range m.Read(x.Doc, x.Claims, s, nil, pair.LikelyStated) {
		if !f.Taken() {
			continue
		}
		if n := x.Doc.SentenceOf(f.A); n != last {
			p.printf("\n%s\n", oneLine(x.Doc, x.Doc.Sentences[n].Span))
			last = n
		}
		p.printf("  %.2f  %-16s %s, %s\n", f.P, f.Kind, nameOf(x.Doc, f.A), nameOf(x.Doc, f.B))
	}
	return p.err
}

// nameOf is the name that token i heads, or its word.
func nameOf(d *nlp.Doc, i int) string {
	for _, m := range d.Mentions {
		if m.Kind == nlp.Name && m.Head == i {
			return oneLine(d, m.Span)
		}
	}
	return d.Word(i)
}
