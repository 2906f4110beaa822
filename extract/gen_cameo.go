//go:build ignore

// Gen_cameo makes cameo.tsv.gz from the verb dictionary of PETRARCH2 and the table that maps its codes to PLOVER:
//
//	go run gen_cameo.go DICTIONARY MAPPING > cameo.tsv.gz
//
// A line is a verb, the words that must stand with it ("+" between them, each may be several joined by "|"), and
// the PLOVER type and mode. A verb alone has its default.
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"regexp"
	"sort"
	"strings"
)

var (
	code     = regexp.MustCompile(`\[([^\]]*)\]`)
	plurals  = regexp.MustCompile(`\{[^}]*\}`)
	function = map[string]bool{"to": true, "of": true, "for": true, "a": true, "an": true, "the": true, "in": true, "on": true, "at": true,
		"with": true, "by": true, "from": true, "between": true, "over": true, "against": true, "into": true, "about": true, "as": true, "and": true,
		"it": true, "his": true, "its": true, "their": true, "that": true, "up": true, "out": true, "off": true, "down": true, "through": true, "be": true, "is": true}
)

func main() {
	roots := readMapping(os.Args[2])
	f, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	lines := map[string]string{}
	sets := map[string][]string{}
	var set string
	var verbs []string
	var block string
	def := ""
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line, remark, _ := strings.Cut(sc.Text(), "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "---"):
			block, verbs, set, def = line, nil, "", first(code.FindStringSubmatch(line))
		case strings.HasPrefix(line, "&") && block == "":
			set = line
		case strings.HasPrefix(line, "+") && block == "":
			sets[set] = append(sets[set], strings.ToLower(strings.Trim(line[1:], "_ ")))
		case strings.HasPrefix(line, "-"):
			pattern(lines, roots, sets, named(verbs, remark), line)
		case block != "" && !strings.HasPrefix(line, "~"):
			c := first(code.FindStringSubmatch(line))
			if c == "" {
				c = def
			}
			name := strings.Fields(plurals.ReplaceAllString(code.ReplaceAllString(line, ""), ""))
			if len(name) == 0 {
				continue
			}
			v := strings.ToLower(strings.Trim(name[0], "+_"))
			verbs = append(verbs, v)
			if r := roots[c]; r != "" {
				lines[v+"\t"] = r
			}
		}
	}
	keys := make([]string, 0, len(lines))
	for k := range lines {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	z, _ := gzip.NewWriterLevel(os.Stdout, 9)
	for _, k := range keys {
		fmt.Fprintf(z, "%s\t%s\n", k, lines[k])
	}
	if err := z.Close(); err != nil {
		log.Fatal(err)
	}
}

// pattern adds "- * {MILITARY AID} (TO BORDER) [072]" for every verb of the block.
func pattern(lines, roots map[string]string, sets map[string][]string, verbs []string, line string) {
	r := roots[first(code.FindStringSubmatch(line))]
	if r == "" {
		return
	}
	_, after, ok := strings.Cut(code.ReplaceAllString(line, ""), "*")
	if !ok {
		return
	}
	var words []string
	for _, w := range strings.FieldsFunc(after, func(r rune) bool { return strings.ContainsRune(" (){}$^%+", r) }) {
		switch {
		case strings.HasPrefix(w, "&"):
			if s := sets[w]; len(s) > 0 {
				words = append(words, strings.Join(s[:min(len(s), 12)], "|"))
			}
		case function[strings.ToLower(w)]:
		default:
			words = append(words, strings.ToLower(strings.Trim(w, "_")))
		}
	}
	if len(words) == 0 || len(words) > 3 {
		return
	}
	sort.Strings(words)
	for _, v := range verbs {
		k := v + "\t" + strings.Join(words, "+")
		if _, ok := lines[k]; !ok {
			lines[k] = r
		}
	}
}

// named is the verb that the remark of a pattern names, where it is one of the block, or else the whole block.
func named(verbs []string, remark string) []string {
	for _, w := range strings.Fields(strings.ToLower(remark)) {
		for _, v := range verbs {
			if v == w {
				return []string{v}
			}
		}
	}
	return verbs
}

func first(m []string) string {
	if len(m) < 2 {
		return ""
	}
	c, _, _ := strings.Cut(m[1], ":")
	return strings.TrimSpace(c)
}

// readMapping reads "023: REQUEST, assist, economic # remark".
func readMapping(path string) map[string]string {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	out := map[string]string{}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line, _, _ := strings.Cut(sc.Text(), "#")
		c, rest, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		p := strings.Split(rest, ",")
		mode := ""
		if len(p) > 1 {
			mode = strings.TrimSpace(p[1])
		}
		out[strings.TrimSpace(c)] = strings.TrimSpace(p[0]) + "\t" + mode
	}
	return out
}
