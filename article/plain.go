package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// readPlain reads a text file: perhaps a head of "Title: …" lines, perhaps a headline with an empty line after it,
// then paragraphs. A paragraph is a line, or lines that were wrapped at a width.
func readPlain(s string) (*draft, error) {
	d := &draft{}
	s = d.head(normalizeRunes(s))
	blocks := splitBlocks(s)
	if len(blocks) > 1 && d.title == "" && len(blocks[0]) == 1 && isHeadline(blocks[0][0]) {
		d.title, blocks = blocks[0][0], blocks[1:]
	}
	for _, b := range blocks {
		d.paragraphs = append(d.paragraphs, unwrap(b)...)
	}
	return d, nil
}

// splitBlocks are the runs of lines between empty lines, each line without white space around it.
func splitBlocks(s string) [][]string {
	var blocks [][]string
	var cur []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			if cur != nil {
				blocks, cur = append(blocks, cur), nil
			}
			continue
		}
		cur = append(cur, line)
	}
	if cur != nil {
		blocks = append(blocks, cur)
	}
	return blocks
}

// unwrap makes paragraphs of the lines of a block. Text that an editor has wrapped has a width that no line passes,
// and the first word of each line would not have fitted on the line before, and not every line ends a sentence; other lines are paragraphs.
func unwrap(lines []string) []string {
	const narrow, wide = 40, 120 // characters
	width, open := 0, false
	for i, l := range lines {
		width = max(width, utf8.RuneCountInString(l))
		open = open || i+1 < len(lines) && !ended(l)
	}
	if width < narrow || width > wide || !open {
		return lines
	}
	out := []string{lines[0]}
	for i, l := range lines[1:] {
		first, _, _ := strings.Cut(l, " ")
		prev := lines[i]
		if utf8.RuneCountInString(prev)+1+utf8.RuneCountInString(first) > width && !isBullet(l) {
			last := &out[len(out)-1]
			*last += " " + l
		} else {
			out = append(out, l)
		}
	}
	return out
}

func isBullet(l string) bool {
	for _, p := range []string{"- ", "* ", "• ", "– ", "· "} {
		if strings.HasPrefix(l, p) {
			return true
		}
	}
	return false
}

// isHeadline reports whether a line that stands alone at the top may be a headline: short, begun by a capital or a
// digit, and not ended as a sentence is.
func isHeadline(l string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(l, `"'“‘`))
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
		return false
	}
	if len(l) > 160 || len(strings.Fields(l)) > 22 || len(strings.Fields(l)) < 2 {
		return false
	}
	if _, ok := parseDate(l); ok {
		return false
	}
	return !strings.HasSuffix(l, ".") && !strings.HasSuffix(l, ":") && !strings.HasSuffix(l, ",") && !isFurniture(l)
}

// head reads lines such as "Title: …" at the top of s, between lines of "---" or up to the first empty line, and is
// what follows them. Nothing is taken where the first line is no such line.
func (d *draft) head(s string) string {
	rest := strings.TrimLeft(s, "\n ")
	fenced := false
	if r, ok := strings.CutPrefix(rest, "---\n"); ok {
		rest, fenced = r, true
	}
	found := draft{}
	n := 0
	for {
		line, after, more := strings.Cut(rest, "\n")
		line = strings.TrimSpace(line)
		if fenced && line == "---" || !fenced && line == "" && n > 0 {
			rest = after
			break
		}
		if !found.set(line) && !(fenced && more) {
			return s
		}
		n++
		if !more {
			return s
		}
		rest = after
	}
	d.title, d.date, d.url, d.publisher, d.language = found.title, found.date, found.url, found.publisher, found.language
	return rest
}

// set takes a line "key: value" in, and reports whether it knows the key and can read the value.
func (d *draft) set(line string) bool {
	key, value, ok := strings.Cut(line, ":")
	value = strings.Trim(strings.TrimSpace(value), `"'`)
	if !ok || value == "" {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "title", "headline":
		d.title = value
	case "url", "link", "canonical":
		d.url = value
	case "publisher", "source", "site":
		d.publisher = value
	case "language", "lang":
		d.language = value
	case "date", "published":
		day, ok := parseDate(value)
		d.date = day
		return ok
	default:
		return false
	}
	return true
}
