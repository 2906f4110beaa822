package article

import (
	"context"
	"io"
	"iter"
	"path/filepath"
	"strings"
)

// ReadFrom yields the articles of one file that in gives, as Read does. The extension of name tells the format; it is
// guessed where there is none that is known. A page that does not say its own address has url, which may be empty.
func ReadFrom(ctx context.Context, name string, in io.Reader, url string, opts Options) iter.Seq2[*Article, error] {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = defaultMaxBytes
	}
	return func(yield func(*Article, error) bool) {
		r := &reader{ctx: ctx, opts: &opts}
		r.yield = func(a *Article, err error) bool {
			if err == nil && a.URL == "" && url != "" {
				if a, err = a.at(url, &opts); err != nil {
					return r.fail(name, 0, err)
				}
			}
			return yield(a, err)
		}
		r.stream(name, formats[strings.ToLower(filepath.Ext(name))], in)
	}
}

// at is a with an address, and so with another id.
func (a *Article) at(url string, opts *Options) (*Article, error) {
	d := &draft{url: url, title: a.Title, publisher: a.Publisher, date: a.Date, language: a.Language, paragraphs: strings.Split(a.Text, "\n\n")}
	return d.finish(a.Source, opts)
}
