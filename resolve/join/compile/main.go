// Compile counts in how many texts words come, for the table that kg/resolve/join weighs words by, and lists what people are
// by what they do, for the one by which it tells namesakes.
//
//	go run ./resolve/join/compile -data ../shared/data -out resolve/join
package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kg/resolve/join"
)

// least is in how many texts a word comes that is in the table.
const least = 3

func main() {
	data := flag.String("data", "../shared/data", "folder of the texts and of the lexicon")
	out := flag.String("out", "resolve/join", "folder of the tables")
	flag.Parse()
	err := compile(filepath.Join(*data, "train"), filepath.Join(*out, "words.tsv"))
	if err == nil {
		err = compileOccupations(filepath.Join(*data, "lexicon"), filepath.Join(*out, "occupations.tsv"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func compile(data, out string) error {
	count := map[string]int{}
	texts := 0
	add := func(text string) {
		texts++
		seen := map[string]bool{}
		for w := range join.Words(text) {
			if !seen[w] {
				seen[w] = true
				count[w]++
			}
		}
	}
	for _, file := range []string{"ud-ewt/en_ewt-ud-train.conllu.gz", "gum-nonnc/en_gum-train.conllu.gz"} {
		if err := trees(filepath.Join(data, file), add); err != nil {
			return err
		}
	}
	for _, file := range []string{"gap/gap-development.tsv", "gap/gap-validation.tsv"} {
		err := lines(filepath.Join(data, file), func(line string) error {
			if f := strings.Split(line, "\t"); len(f) > 1 && f[0] != "ID" {
				add(f[1])
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	err := lines(filepath.Join(data, "re3d/re3d.jsonl"), func(line string) error {
		var d struct{ Text string }
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			return err
		}
		add(d.Text)
		return nil
	})
	if err != nil {
		return err
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < least })
	words := slices.SortedFunc(maps.Keys(count), cmp.Compare)
	var b strings.Builder
	fmt.Fprintf(&b, "\t%d\n", texts)
	for _, w := range words {
		fmt.Fprintf(&b, "%s\t%d\n", w, count[w])
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

// trees calls add with the text of each document of a file in CoNLL-U.
func trees(path string, add func(string)) error {
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			add(b.String())
		}
		b.Reset()
	}
	err := lines(path, func(line string) error {
		if strings.HasPrefix(line, "# newdoc") {
			flush()
		}
		if text, ok := strings.CutPrefix(line, "# text = "); ok {
			b.WriteString(text + "\n")
		}
		return nil
	})
	flush()
	return err
}

func lines(path string, f func(string) error) error {
	h, err := os.Open(path)
	if err != nil {
		return err
	}
	defer h.Close()
	var r io.Reader = h
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(h); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	for n := 1; sc.Scan(); n++ {
		if err := f(sc.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
