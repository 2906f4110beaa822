// Package article turns what people have — text, Markdown, HTML and JSON Lines files, folders of these,
// standard input — into articles of clean text.
//
// An [Article] is what all later steps work on, and what the graph keeps: byte offsets of claims point into
// [Article.Text]. Cleaning happens before that text exists, so that no offset ever needs to be mapped back:
// site furniture is taken out, character sets are made UTF-8, hard-wrapped lines are joined, and paragraphs
// are set apart by one empty line.
//
// # Identity
//
// [Article.ID] is a function of the URL where there is one, and of the clean text otherwise. Reading an article
// again gives the same id; an article whose text has changed at the same URL keeps its id and so replaces the
// older text; and a text without a URL that has changed by one word is another article. The file name, the time
// and the order of reading do not matter.
package article

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Article is one piece of news as read from a source.
type Article struct {
	ID        string // local name, without "art:"; letters, digits and ".", "_", "-"
	Source    string // where it was read from, as the user named it: "news.jsonl:12", "-"
	URL       string // as given, without a fragment; may be empty
	Title     string // without the name of the site; may be empty
	Publisher string // name of the site or paper; may be empty
	Date      string // day of publication, "2006-01-02", or empty
	Language  string // ISO 639-1, "en"
	Text      string // paragraphs with an empty line between them; valid UTF-8, without NUL, never empty
	SHA256    string // of Text, in hexadecimal
}

// draft is an article on its way: what a reader of one format has found.
type draft struct {
	url, title, publisher, date, language string
	paragraphs                            []string
}

// finish cleans d and makes an article of it.
func (d *draft) finish(source string, opts *Options) (*Article, error) {
	a := &Article{
		Source:    source,
		URL:       trimURL(d.url),
		Title:     oneLine(d.title),
		Publisher: oneLine(d.publisher),
		Date:      d.date,
	}
	if a.Date == "" {
		a.Date, _ = datelineDate(d.paragraphs)
	}
	ps := clean(d.paragraphs, a)
	a.Text = strings.Join(ps, "\n\n")
	if a.Text == "" {
		return nil, ErrEmpty
	}
	lang, err := checkLanguage(a.Text, d.language, opts.Language)
	if err != nil {
		return nil, err
	}
	a.Language = lang
	sum := sha256.Sum256([]byte(a.Text))
	a.SHA256 = hex.EncodeToString(sum[:])
	a.ID = makeID(a.URL, a.Title, a.Text)
	return a, nil
}

// oneLine is s with every run of white space made one space.
func oneLine(s string) string { return strings.Join(strings.Fields(normalizeRunes(s)), " ") }
