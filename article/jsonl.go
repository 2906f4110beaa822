package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// record is one line of a JSON Lines file. Fields that it does not name are passed over.
type record struct {
	URL, Title, Date, Publisher, Language, Text string
	Source, Body, Content, Headline, Published  string
}

// readRecord reads one line.
func readRecord(line []byte) (*draft, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(line), []byte("{")) {
		return nil, errors.New("not a JSON object")
	}
	var r record
	dec := json.NewDecoder(bytes.NewReader(line))
	if err := dec.Decode(&r); err != nil {
		var t *json.UnmarshalTypeError
		if errors.As(err, &t) {
			return nil, fmt.Errorf("field %q is a JSON %s, want a string", strings.ToLower(t.Field), t.Value)
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errors.New("JSON is cut short")
		}
		return nil, fmt.Errorf("JSON: %w", err)
	}
	if dec.More() {
		return nil, errors.New("more than one JSON value on the line")
	}
	first := func(ss ...string) string {
		for _, s := range ss {
			if strings.TrimSpace(s) != "" {
				return s
			}
		}
		return ""
	}
	text := first(r.Text, r.Body, r.Content)
	if text == "" {
		return nil, errNoText
	}
	d, err := readPlain("\n" + text)
	if err != nil {
		return nil, err
	}
	d.url, d.language = first(r.URL, d.url), first(r.Language, d.language)
	if t := first(r.Title, r.Headline); t != "" {
		if d.title != "" && oneLine(d.title) != oneLine(t) {
			d.paragraphs = append([]string{d.title}, d.paragraphs...)
		}
		d.title = unescape(t)
	}
	d.publisher = first(r.Publisher, r.Source, d.publisher)
	if s := first(r.Date, r.Published); s != "" {
		day, ok := parseDate(s)
		if !ok {
			return nil, fmt.Errorf("date %q: want a day such as 2006-01-02", s)
		}
		d.date = day
	}
	return d, nil
}

// lines calls yield with each line of r and its number, from 1. A line longer than limit is given as nil. It stops
// where yield says so, and returns what went wrong in reading.
func lines(r *bufio.Reader, limit int64, yield func(n int, line []byte) bool) error {
	for n := 1; ; n++ {
		var line []byte
		long := false
		for {
			part, err := r.ReadSlice('\n')
			if !long {
				line = append(line, part...)
				if int64(len(line)) > limit {
					line, long = nil, true
				}
			}
			if err == bufio.ErrBufferFull {
				continue
			}
			if err != nil && err != io.EOF {
				return err
			}
			if long || len(bytes.TrimSpace(line)) > 0 {
				if !yield(n, line) {
					return nil
				}
			}
			if err == io.EOF {
				return nil
			}
			break
		}
	}
}
